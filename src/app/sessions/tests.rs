use super::*;
use crate::app::page_views::show_again;
use crate::app::sender::{OpenTab, open_tab};
use crate::app::{Event, Persist, step};
use crate::catalogue::Environment;
use crate::messages::{Text, message};
use crate::protocol::{ApartWay, EndedView, Message, QuestionView, SessionView};
use crate::session::{Belief, Signs};
use crate::view::apart::offer;

const SANDBOX: &str = "https://developer-stg.magento.com/extensions/";
const PRODUCTION: &str = "https://developer.magento.com/extensions/";
const ACCOUNT: &str = "https://account.magento.com/customer/account/";

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

fn sender(tab: i32, url: &str, store: &str) -> Sender {
    Sender::page(TabId(tab), url, CookieStore(store.into()))
}

fn send(state: &mut State, now: u64, tab: i32, url: &str, message: SessionMessage) -> Vec<Effect> {
    step(state, Event::Message(sender(tab, url, "0"), Message::Session(message)), at(now))
}

fn labels(labels: &[&str]) -> Vec<String> {
    labels.iter().map(|&label| label.to_owned()).collect()
}

fn shows(loaded: u64, visible: &[&str]) -> SessionMessage {
    SessionMessage::Seen {
        loaded_at: at(loaded),
        visible: labels(visible),
        hidden: Vec::new(),
        sign_in_form: false,
        settled: true,
        unsaved: 0,
    }
}

/// Loads a page that offers to sign out.
fn signed_in(state: &mut State, loaded: u64, tab: i32, url: &str) -> Vec<Effect> {
    send(state, loaded, tab, url, shows(loaded, &["Sign Out"]))
}

fn edited(state: &mut State, loaded: u64, tab: i32, url: &str, unsaved: u32) -> Vec<Effect> {
    send(state, loaded, tab, url, SessionMessage::Edited { loaded_at: at(loaded), unsaved })
}

fn press(state: &mut State, now: u64, tab: i32, url: &str, open: &[OpenTab]) -> Option<QuestionView> {
    let effects = step(state, Event::SignOutClicked(sender(tab, url, "0"), open.to_vec()), at(now));
    effects.into_iter().find_map(|effect| match effect {
        Effect::Answer(Answer::Question(question)) => Some(question),
        _ => None,
    })?
}

fn session(state: &State, tab: i32) -> SessionView {
    let page = state.sessions.page(TabId(tab)).unwrap().marked(&state.catalogue).unwrap();
    PageViews::new(state).session(TabId(tab), &page).unwrap()
}

fn shown(effects: &[Effect]) -> Vec<i32> {
    effects.iter().filter_map(|effect| if let Effect::Show(tab, _) = effect { Some(tab.0) } else { None }).collect()
}

/// Signed in to both, one page each: tab 1 is Sandbox, tab 2 is Production.
fn both() -> State {
    let mut state = State::default();
    signed_in(&mut state, 10, 1, SANDBOX);
    signed_in(&mut state, 11, 2, PRODUCTION);
    state
}

/// A click in Production that went through, confirmed by a page loaded later.
fn signed_out_of_production(state: &mut State, now: u64) -> Vec<Effect> {
    send(state, now, 2, PRODUCTION, SessionMessage::Begun { loaded_at: at(11), at: at(now) });
    send(state, now + 1, 2, PRODUCTION, shows(now + 1, &["Sign In"]))
}

#[test]
fn a_confirmed_sign_out_is_shown_on_the_pages_of_the_other_environment() {
    let mut state = both();
    let effects = signed_out_of_production(&mut state, 20);
    assert_eq!(shown(&effects), [1]);
    assert_eq!(
        session(&state, 1).ended,
        Some(EndedView { why: message::ENDED_BY_PRODUCTION, at: at(21), apart: Some(offer(ApartWay::PrivateWindow)) })
    );
    assert_eq!(session(&state, 1).word, Text::plain(message::SESSION_ENDED_WITH_PRODUCTION));
    assert_eq!(session(&state, 2).ended, None);
}

#[test]
fn the_ledger_is_saved_before_any_page_is_updated() {
    let mut state = both();
    let effects = signed_out_of_production(&mut state, 20);
    let saved = effects.iter().position(|effect| matches!(effect, Effect::Save(Persist::Ledger(..)))).unwrap();
    let told = effects.iter().position(|effect| matches!(effect, Effect::Show(..) | Effect::Answer(_))).unwrap();
    assert!(saved < told);
}

#[test]
fn scripts_that_draw_come_before_what_they_draw() {
    let mut state = State::default();
    signed_in(&mut state, 10, 2, PRODUCTION);
    let effects = signed_in(&mut state, 11, 1, SANDBOX);
    assert!(matches!(told(&effects, 2)[..], [Effect::Show(..), Effect::Inject { .. }]));
}

#[test]
fn a_page_that_has_the_scripts_that_draw_does_not_get_them_again() {
    let mut state = both();
    let effects = signed_out_of_production(&mut state, 20);
    assert!(matches!(told(&effects, 1)[..], [Effect::Show(..), Effect::Retouch { .. }]));
}

#[test]
fn all_pages_are_updated_before_any_toolbar() {
    let mut state = both();
    signed_in(&mut state, 12, 3, SANDBOX);
    let effects = signed_out_of_production(&mut state, 20);
    let last_page = effects.iter().rposition(|effect| matches!(effect, Effect::Show(..))).unwrap();
    let first_toolbar = effects.iter().position(|effect| matches!(effect, Effect::Retouch { .. })).unwrap();
    assert!(last_page < first_toolbar);
}

#[test]
fn a_new_worker_sends_every_page_the_view_that_it_may_have_missed() {
    let mut state = both();
    signed_out_of_production(&mut state, 20);
    let effects = show_again(&state);
    assert!(matches!(told(&effects, 1)[..], [Effect::Show(..), Effect::Inject { .. }, Effect::Toolbar(..)]));
    assert!(matches!(told(&effects, 2)[..], [Effect::Show(..), Effect::Toolbar(..)]));
}

#[test]
fn the_end_of_one_pages_session_is_not_sent_to_the_next_page_in_its_tab() {
    let mut state = both();
    signed_out_of_production(&mut state, 20);
    let view = |state: &State| PageViews::new(state).view(TabId(1), &state.marked_at(SANDBOX).unwrap());
    assert!(view(&state).session.unwrap().ended.is_some());
    let banner = crate::view::badge::Banner::Pending;
    let next = crate::protocol::BadgeMessage::Seen { loaded_at: at(30), banner };
    step(&mut state, Event::Message(sender(1, SANDBOX, "0"), Message::Badge(next)), at(30));
    let shown = view(&state);
    assert_eq!((shown.page, shown.session), (Some(at(30)), None));
}

/// The effects on a tab's page and toolbar button, in order.
fn told(effects: &[Effect], to: i32) -> Vec<&Effect> {
    let concerns = |effect: &&Effect| match effect {
        Effect::Inject { tab, .. } | Effect::Show(tab, _) | Effect::Toolbar(tab, _) | Effect::Retouch { tab, .. } => {
            *tab == TabId(to)
        }
        _ => false,
    };
    effects.iter().filter(concerns).collect()
}

#[test]
fn the_notice_disappears_when_a_later_page_is_signed_in() {
    let mut state = both();
    signed_out_of_production(&mut state, 20);
    let effects = signed_in(&mut state, 30, 3, SANDBOX);
    assert!(shown(&effects).contains(&1));
    assert_eq!(session(&state, 1).ended, None);
}

#[test]
fn a_cookie_of_another_store_changes_nothing() {
    let mut state = both();
    let before = state.sessions.ledger(&CookieStore("0".into())).cloned();
    let host = "developer.magento.com".to_owned();
    let effects =
        step(&mut state, Event::CookieRemoved { store: CookieStore("1".into()), host, http_only: true }, at(20));
    assert_eq!(shown(&effects), Vec::<i32>::new());
    assert_eq!(state.sessions.ledger(&CookieStore("0".into())).cloned(), before);
}

#[test]
fn a_removed_cookie_of_a_portal_lowers_belief_and_of_another_host_does_not() {
    let mut state = both();
    for (host, state_after) in
        [("repo.magento.com", message::SESSION_SIGNED_IN), (".developer.magento.com", message::SESSION_UNKNOWN)]
    {
        let store = CookieStore("0".into());
        step(&mut state, Event::CookieRemoved { store, host: host.to_owned(), http_only: true }, at(20));
        assert_eq!(session(&state, 2).word, Text::plain(state_after), "{host}");
    }
}

#[test]
fn a_cookie_that_was_removed_before_its_time_makes_the_pages_look_again_too() {
    let mut state = both();
    let (store, host) = (CookieStore("0".into()), "developer.magento.com".to_owned());
    let effects = step(&mut state, Event::CookieRemoved { store, host, http_only: true }, at(20));
    assert!(effects.contains(&Effect::LookAgain(TabId(2))) && !effects.contains(&Effect::LookAgain(TabId(1))));
}

#[test]
fn a_removed_cookie_that_scripts_can_read_only_makes_the_pages_look_again() {
    let mut state = both();
    let ledger = |state: &State| state.sessions.ledger(&CookieStore("0".into())).cloned();
    let before = ledger(&state);
    for (host, expected) in [
        ("developer.magento.com", vec![Effect::LookAgain(TabId(2))]),
        ("account.magento.com", vec![Effect::LookAgain(TabId(1)), Effect::LookAgain(TabId(2))]),
        ("repo.magento.com", vec![]),
    ] {
        let store = CookieStore("0".into());
        let removed = Event::CookieRemoved { store, host: host.to_owned(), http_only: false };
        assert_eq!(step(&mut state, removed, at(20)), expected, "{host}");
        assert_eq!(ledger(&state), before, "{host}");
    }
}

#[test]
fn the_account_sites_sign_out_page_ends_both_and_is_never_drawn_on() {
    let mut state = both();
    let url = "https://account.magento.com/customer/account/logout/";
    let effects = send(&mut state, 20, 3, url, shows(20, &[]));
    assert_eq!(shown(&effects), [1, 2]);
    assert!(effects.iter().all(|effect| !matches!(effect, Effect::Answer(_) | Effect::Inject { tab: TabId(3), .. })));
    assert_eq!(session(&state, 1).ended.unwrap().why, message::ENDED_BY_ACCOUNT);
}

#[test]
fn the_toolbar_says_what_the_account_site_is() {
    let mut state = both();
    let url = "https://account.magento.com/customer/account/";
    let effects = send(&mut state, 20, 3, url, shows(20, &["Sign Out"]));
    let titles = effects.iter().filter_map(|effect| match effect {
        Effect::Toolbar(TabId(3), toolbar) => Some(toolbar.title.key),
        _ => None,
    });
    assert_eq!(titles.collect::<Vec<_>>(), [message::TOOLBAR_ACCOUNT]);
}

#[test]
fn a_page_whose_address_signs_out_begins_a_sign_out() {
    let mut state = both();
    let url = "https://developer.magento.com/account/logout";
    send(&mut state, 20, 2, url, shows(20, &["Sign In"]));
    assert_eq!(session(&state, 1).ended.unwrap().why, message::ENDED_BY_PRODUCTION);
}

#[test]
fn a_page_that_goes_to_an_address_that_signs_out_begins_it_there() {
    let mut state = both();
    let url = "https://account.magento.com/customer/account/logout/".to_owned();
    send(&mut state, 20, 2, PRODUCTION, SessionMessage::Going { url, at: at(20) });
    send(&mut state, 21, 2, ACCOUNT, shows(21, &["Sign In"]));
    assert_eq!(session(&state, 1).ended.unwrap().why, message::ENDED_BY_ACCOUNT);
    let mut state = both();
    let elsewhere = "https://example.org/logout".to_owned();
    assert_eq!(send(&mut state, 20, 2, PRODUCTION, SessionMessage::Going { url: elsewhere, at: at(20) }), []);
}

#[test]
fn visible_controls_decide_and_closed_menus_count_only_without_them() {
    let shown = |visible: &[&str], hidden: &[&str]| signs_shown(&labels(visible), &labels(hidden), false, PRODUCTION);
    assert_eq!(shown(&["Sign In"], &["Sign Out"]), Signs::SignedOut);
    assert_eq!(shown(&["Apps"], &["Sign Out"]), Signs::SignedIn);
    assert_eq!(shown(&["Apps"], &["Sign Out", "Sign In"]), Signs::Both);
    assert_eq!(shown(&["Sign Out", "Sign In"], &[]), Signs::Both);
}

#[test]
fn an_offer_that_nobody_sees_or_on_a_page_of_help_is_weak() {
    let weak =
        |signs, visible: &[&str], path: &str| is_weak_offer(signs, &labels(visible), &format!("{PRODUCTION}{path}"));
    assert!(weak(Signs::SignedOut, &["Apps"], ""));
    assert!(weak(Signs::Both, &["Apps"], ""));
    assert!(weak(Signs::SignedOut, &["Sign In"], "docs/start"));
    assert!(!weak(Signs::SignedOut, &["Sign In"], ""));
    assert!(!weak(Signs::Both, &["Sign In", "Sign Out"], "docs/start"));
    assert!(!weak(Signs::SignedOut, &["Session has expired"], "docs/start"));
    assert!(!weak(Signs::SignInPage, &["Sign In"], "docs/start"));
}

#[test]
fn a_weak_offer_confirms_a_sign_out_and_changes_nothing_else() {
    let mut state = both();
    let help = format!("{PRODUCTION}docs/start");
    for (second, tab) in [(20, 5), (40, 6)] {
        send(&mut state, second, tab, &help, shows(second, &["Sign In"]));
        assert!(session(&state, 1).ended.is_none());
    }
    send(&mut state, 60, 5, PRODUCTION, SessionMessage::Begun { loaded_at: at(60), at: at(60) });
    send(&mut state, 61, 5, &help, shows(61, &["Sign In"]));
    assert!(session(&state, 1).ended.is_some());
}

#[test]
fn an_offer_to_sign_in_next_to_a_closed_menu_to_sign_out_ends_nothing() {
    for (signs, hidden, evidence) in [
        (Signs::SignedOut, "Sign Out", Signs::Both),
        (Signs::SignedOut, "Sign In", Signs::SignedOut),
        (Signs::SignInPage, "Sign Out", Signs::Both),
        (Signs::SignedIn, "Sign Out", Signs::SignedIn),
    ] {
        assert_eq!(evidence_of(signs, &labels(&[hidden]), PRODUCTION), evidence, "{signs:?}, {hidden}");
    }
    let at_login = evidence_of(Signs::SignInPage, &labels(&["Sign Out"]), "https://developer.magento.com/login");
    assert_eq!(at_login, Signs::SignInPage);
}

#[test]
fn a_login_form_or_address_marks_the_sign_in_page() {
    let shown = |form, url| signs_shown(&labels(&["Sign In"]), &[], form, url);
    assert_eq!(shown(true, PRODUCTION), Signs::SignInPage);
    assert_eq!(shown(false, "https://developer.magento.com/login"), Signs::SignInPage);
    assert_eq!(shown(false, "https://developer.magento.com/help/login"), Signs::SignedOut);
    assert_eq!(signs_shown(&labels(&["Sign Out"]), &[], true, PRODUCTION), Signs::SignedIn);
}

#[test]
fn a_page_that_is_not_settled_is_no_evidence_of_a_sign_out() {
    for (signs, unsettled) in [
        (Signs::SignedOut, false),
        (Signs::SignInPage, false),
        (Signs::Neither, false),
        (Signs::Both, false),
        (Signs::SignedIn, true),
    ] {
        assert_eq!(is_evidence(signs, false), unsettled, "{signs:?}");
        assert!(is_evidence(signs, true), "{signs:?}");
    }
}

fn seen(loaded: u64, visible: &[&str], settled: bool) -> SessionMessage {
    let (visible, hidden) = (labels(visible), Vec::new());
    SessionMessage::Seen { loaded_at: at(loaded), visible, hidden, sign_in_form: false, settled, unsaved: 0 }
}

#[test]
fn a_header_that_knows_its_user_late_ends_no_session() {
    let mut state = both();
    send(&mut state, 20, 3, PRODUCTION, seen(20, &["Sign In"], true));
    assert!([1, 2].iter().all(|&tab| session(&state, tab).ended.is_none()));
    send(&mut state, 23, 3, PRODUCTION, seen(20, &["Sign Out"], true));
    assert_eq!(session(&state, 3).word, Text::plain(message::SESSION_SIGNED_IN));
}

/// A header that offers to sign in at first and shows the user's name after two
/// and a half seconds, with a closed menu that is not in the page.
fn late_name(loaded: u64, events: &mut Vec<(u64, i32, SessionMessage)>, tab: i32, left: Option<u64>) {
    let at_load = [(loaded + 1, seen(loaded, &["Sign In"], true)), (loaded + 3, seen(loaded, &[], true))];
    let reports = at_load.into_iter().filter(|(now, _)| left.is_none_or(|left| *now <= left));
    events.extend(reports.map(|(now, message)| (now, tab, message)));
    events.extend(left.map(|now| (now, tab, SessionMessage::Left { loaded_at: at(loaded) })));
}

#[test]
fn walks_through_pages_whose_headers_know_their_user_late_end_no_session() {
    // The times of the loads, and for each the tab and when it was left.
    let walks: [&[(u64, i32, Option<u64>)]; 4] = [
        &[(20, 3, None), (21, 4, None), (22, 5, None)],
        &[(20, 3, Some(22)), (22, 3, None)],
        &[(20, 3, None), (20, 4, None)],
        &[(20, 3, Some(21)), (21, 3, Some(22)), (22, 3, Some(24)), (24, 3, Some(26)), (26, 3, Some(27)), (27, 3, None)],
    ];
    for walk in walks {
        let mut state = both();
        let mut events = Vec::new();
        walk.iter().for_each(|&(loaded, tab, left)| late_name(loaded, &mut events, tab, left));
        events.sort_by_key(|(now, ..)| *now);
        for (now, tab, message) in events {
            send(&mut state, now, tab, PRODUCTION, message);
            assert!([1, 2].iter().all(|&tab| session(&state, tab).ended.is_none()), "{walk:?} at {now}");
        }
        assert_eq!(session(&state, 2).word, Text::plain(message::SESSION_SIGNED_IN), "{walk:?}");
    }
}

#[test]
fn a_page_that_showed_an_end_and_then_its_user_takes_it_back() {
    for (tab, loaded) in [(3, 20), (4, 30)] {
        let mut state = both();
        send(&mut state, 21, 3, PRODUCTION, seen(20, &["Sign In"], true));
        send(&mut state, 31, 4, PRODUCTION, seen(30, &["Sign In"], true));
        assert!([1, 2].iter().all(|&tab| session(&state, tab).ended.is_none()), "its header may be late too");
        send(&mut state, 36, 4, PRODUCTION, seen(30, &["Sign In"], true));
        assert!([1, 2].iter().all(|&tab| session(&state, tab).ended.is_some()));
        send(&mut state, 38, tab, PRODUCTION, seen(loaded, &[], true));
        assert!([1, 2].iter().all(|&tab| session(&state, tab).ended.is_none()), "{tab}");
    }
}

#[test]
fn a_visitor_who_signs_in_and_whose_menu_is_not_in_the_page_is_not_signed_out() {
    let mut state = State::default();
    send(&mut state, 12, 1, PRODUCTION, seen(10, &["Sign In"], true));
    assert_eq!(session(&state, 1).word, Text::plain(message::SESSION_SIGNED_OUT));
    send(&mut state, 31, 1, PRODUCTION, seen(30, &[], true));
    assert_eq!(session(&state, 1).word, Text::plain(message::SESSION_UNKNOWN));
}

#[test]
fn a_page_that_shows_only_a_name_again_is_not_signed_out() {
    let mut state = both();
    signed_out_of_production(&mut state, 20);
    assert_eq!(session(&state, 2).word, Text::plain(message::SESSION_SIGNED_OUT));
    send(&mut state, 40, 2, PRODUCTION, seen(21, &[], true));
    assert_eq!(session(&state, 2).word, Text::plain(message::SESSION_UNKNOWN));
    assert_eq!(session(&state, 2).ended, None);
}

#[test]
fn a_header_that_replaces_its_offer_to_sign_in_with_a_name_is_signed_in() {
    let mut state = both();
    send(&mut state, 22, 3, PRODUCTION, seen(20, &["Sign In"], true));
    assert_eq!(session(&state, 3).word, Text::plain(message::SESSION_UNKNOWN));
    send(&mut state, 23, 3, PRODUCTION, seen(20, &[], false));
    assert_eq!(session(&state, 3).word, Text::plain(message::SESSION_UNKNOWN), "not settled yet");
    send(&mut state, 24, 3, PRODUCTION, seen(20, &[], true));
    assert_eq!(session(&state, 3).word, Text::plain(message::SESSION_SIGNED_IN));
    assert_eq!(state.sessions.page(TabId(3)).unwrap().signs, Signs::Neither);
}

#[test]
fn a_page_that_says_sign_in_never_says_that_its_session_has_ended() {
    let mut state = both();
    send(&mut state, 20, 1, PRODUCTION, SessionMessage::Begun { loaded_at: at(1), at: at(20) });
    // The page after the sign-out: it offers to sign in before it settles, and
    // each change unsettles it.
    for settled in [false, true, false, true] {
        send(&mut state, 22, 1, PRODUCTION, seen(21, &["Sign In"], settled));
        assert_eq!(session(&state, 1).ended, None, "{settled}");
    }
    send(&mut state, 23, 1, PRODUCTION, seen(21, &[], false));
    assert_eq!(session(&state, 1).ended, None, "what it showed stays until it shows something else");
    assert!(session(&state, 2).ended.is_some());
}

#[test]
fn a_page_that_signs_its_user_in_again_without_loading_is_signed_in() {
    let mut state = both();
    send(&mut state, 20, 1, PRODUCTION, SessionMessage::Begun { loaded_at: at(1), at: at(20) });
    send(&mut state, 21, 1, PRODUCTION, seen(1, &["Sign In"], true));
    assert!(session(&state, 2).ended.is_some());
    send(&mut state, 40, 1, PRODUCTION, seen(1, &["Sign Out"], true));
    assert_eq!(session(&state, 1).word, Text::plain(message::SESSION_SIGNED_IN));
    assert_eq!(session(&state, 1).ended, None);
}

#[test]
fn reports_from_frames_and_other_sites_are_ignored() {
    let mut state = State::default();
    let message = || Message::Session(shows(10, &["Sign Out"]));
    let frame = Sender { frame: 3, ..sender(1, SANDBOX, "0") };
    step(&mut state, Event::Message(frame, message()), at(10));
    step(&mut state, Event::Message(sender(1, "https://example.org/", "0"), message()), at(10));
    assert!(state.sessions.pages.is_empty());
}

#[test]
fn pages_ask_before_a_sign_out_while_another_tab_would_lose_its_session() {
    let mut state = both();
    assert!(session(&state, 1).ask && session(&state, 2).ask);
    let effects = step(&mut state, Event::Closed(TabId(1)), at(12));
    assert_eq!(shown(&effects), [2]);
    assert!(!session(&state, 2).ask);
}

#[test]
fn the_question_names_only_tabs_that_are_open() {
    let mut state = both();
    signed_in(&mut state, 12, 3, SANDBOX);
    edited(&mut state, 12, 3, SANDBOX, 2);
    let mut open = [open_tab(1, "https://example.org/"), open_tab(2, PRODUCTION), open_tab(3, SANDBOX)];
    open[2].title = "ENDED · SBX · Reports · 2026".into();
    let question = press(&mut state, 20, 2, PRODUCTION, &open).unwrap().question;
    assert_eq!(question.ends, Environment::Sandbox);
    let tabs: Vec<_> = question.tabs.iter().map(|tab| (tab.tab.0, tab.title.as_str(), tab.unsaved)).collect();
    assert_eq!(tabs, [(3, "Reports · 2026", 2)]);
}

#[test]
fn a_second_click_goes_through_and_after_stay_it_asks_again() {
    let mut state = both();
    let open = [open_tab(1, SANDBOX), open_tab(2, PRODUCTION)];
    assert!(press(&mut state, 20, 2, PRODUCTION, &open).is_some());
    assert!(press(&mut state, 30, 2, PRODUCTION, &open).is_none());
    send(&mut state, 31, 2, PRODUCTION, SessionMessage::Stay);
    assert!(press(&mut state, 32, 2, PRODUCTION, &open).is_some());
}

#[test]
fn a_click_in_another_cookie_store_asks_nothing() {
    let mut state = both();
    let open = [open_tab(1, SANDBOX), open_tab(2, PRODUCTION), open_tab(3, PRODUCTION)];
    let effects = step(&mut state, Event::SignOutClicked(sender(3, PRODUCTION, "1"), open.to_vec()), at(20));
    assert!(effects.contains(&Effect::Answer(Answer::Question(None))));
}

#[test]
fn going_to_a_tab_of_another_cookie_store_is_refused() {
    let mut state = both();
    let go = |state: &mut State, store: &str| {
        let message = Message::Session(SessionMessage::GoTo { tab: TabId(1) });
        step(state, Event::Message(sender(2, PRODUCTION, store), message), at(20))
    };
    assert!(go(&mut state, "0").contains(&Effect::Focus(TabId(1))));
    assert!(!go(&mut state, "1").contains(&Effect::Focus(TabId(1))));
}

#[test]
fn a_browser_start_is_applied_once_and_before_the_first_page() {
    let mut state = both();
    for store in &mut state.sessions.stores {
        store.awake = false;
    }
    state.sessions.pages.clear();
    signed_in(&mut state, 100, 2, PRODUCTION);
    let ledger = state.sessions.ledger(&CookieStore("0".into())).unwrap();
    assert!(matches!(ledger.belief(Environment::Sandbox), Belief::Unknown { .. }));
    assert!(matches!(ledger.belief(Environment::Production), Belief::SignedIn { .. }));
    signed_in(&mut state, 101, 1, SANDBOX);
    assert_eq!(session(&state, 2).word, Text::plain(message::SESSION_SIGNED_IN));
}

#[test]
fn leaving_removes_only_the_document_that_left() {
    let mut state = both();
    send(&mut state, 12, 2, PRODUCTION, SessionMessage::Left { loaded_at: at(5) });
    assert!(state.sessions.page(TabId(2)).is_some());
    let effects = send(&mut state, 12, 2, PRODUCTION, SessionMessage::Left { loaded_at: at(11) });
    assert!(effects.contains(&Effect::ForgetPage(TabId(2))));
    assert_eq!(state.sessions.page(TabId(2)), None);
}

#[test]
fn a_late_count_from_an_older_document_is_ignored() {
    let mut state = both();
    edited(&mut state, 5, 2, PRODUCTION, 3);
    assert_eq!(state.sessions.page(TabId(2)).unwrap().unsaved, 0);
}

#[test]
fn a_click_reported_late_or_from_the_future_counts_as_of_about_now() {
    assert_eq!(in_time(at(1), at(100)), at(96));
    assert_eq!(in_time(at(500), at(100)), at(100));
    assert_eq!(in_time(at(99), at(100)), at(99));
}

#[test]
fn sandbox_shows_the_profile_reminder_until_it_is_done() {
    let mut state = both();
    assert_eq!(session(&state, 2).profile, None);
    assert_eq!(session(&state, 1).profile.as_deref(), Some("https://developer-stg.magento.com/account/profile"));
    let effects = send(&mut state, 12, 1, SANDBOX, SessionMessage::ProfileRebuilt);
    assert_eq!(shown(&effects), [1]);
    assert_eq!(session(&state, 1).profile, None);
}

#[test]
fn private_session_data_is_dropped_when_the_windows_close() {
    let mut state = both();
    let message = Message::Session(shows(12, &["Sign Out"]));
    step(&mut state, Event::Message(sender(3, SANDBOX, "1"), message), at(12));
    let effects = step(&mut state, Event::PrivateWindowsClosed, at(13));
    assert!(effects.contains(&Effect::Save(Persist::NoLedger(CookieStore("1".into())))));
    assert!(state.sessions.ledger(&CookieStore("1".into())).is_none());
    assert!(state.sessions.ledger(&CookieStore("0".into())).is_some());
}

#[test]
fn input_that_may_be_secret_is_not_copied() {
    let held = |name: &str, value: &str| holds_credential(&name.to_owned().into(), &value.to_owned().into());
    for (name, value) in [
        ("API token", "x"),
        ("Demo password", "hunter"),
        ("Notes", "App Secret: 8820c99614d65f923df7660276f20e029d73e2ca"),
        ("Notes", "8820c99614d65f923df7660276f20e029d73e2ca"),
        ("Notes", "see baGXoStRuR9VCDFQGZNzgNqbqu5WUwlr.cAxZJ9m22Le7"),
        ("Notes", "xxbaGXoStRuR9VCDFQGZNzgNqbqu5WUwlr and more"),
    ] {
        assert!(held(name, value), "{name}: {value}");
    }
    for (name, value) in [
        ("Name", "Order Exporter"),
        ("Version", "1.2.0"),
        ("Notes", "MANAGEMENT of EXTENSIONS, https://example.org/a/long/path?with=query"),
        ("", ""),
    ] {
        assert!(!held(name, value), "{name}: {value}");
    }
}

/// The CPU time of this thread in nanoseconds, which excludes waiting for a
/// processor. Only on Linux; elsewhere the elapsed time.
fn running_time() -> u64 {
    let read = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let running = read.and_then(|text| text.split_whitespace().next()?.parse().ok());
    running.unwrap_or_else(|| {
        let passed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        u64::try_from(passed.as_nanos()).unwrap()
    })
}

/// How long an event takes that changes the views of this many open tabs, in
/// microseconds: the mean of many runs, because a thread's clock is coarse.
fn time_of_an_event(tabs: i32) -> u64 {
    let mut state = State::default();
    for tab in 0..tabs {
        let url = if tab % 2 == 0 { SANDBOX } else { PRODUCTION };
        let page = state.marked_at(url).unwrap();
        let look = PageLook { loaded_at: at(1), signs: Signs::SignedIn, settled: true, unsaved: 0 };
        let look = look_of(&state, &sender(tab, url, "0"), &page, look, at(1));
        keep_page(&mut state, &sender(tab, url, "0"), look);
    }
    const ROUNDS: u64 = 60;
    let start = running_time();
    for round in (1..=ROUNDS).map(|round| 10 * round) {
        signed_in(&mut state, round, 0, SANDBOX);
        let effects = send(&mut state, round + 5, 0, SANDBOX, shows(round + 5, &["Sign In"]));
        assert!(shown(&effects).len() + 2 >= usize::try_from(tabs / 2).unwrap(), "{}", effects.len());
    }
    (running_time() - start) / (2 * ROUNDS) / 1000
}

#[test]
fn views_of_all_pages_take_time_linear_in_their_number() {
    let [few, many] = [500, 4_000].map(time_of_an_event);
    println!("{few} µs with 500 tabs, {many} µs with 4,000");
    // With eight times as many tabs, quadratic time would be 64 times as long.
    assert!(many < few * 24, "{few} µs with 500 tabs, {many} µs with 4,000");
}
