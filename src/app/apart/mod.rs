//! Keeps Sandbox in a separate cookie store: a container in Firefox, a private
//! window in other browsers.
//!
//! A linked sign-out happens within one cookie store. Each store's ledger has
//! its sessions. This module decides which stores are separate from which, and
//! how Sandbox gets there.
//!
//! - [`order`]: the user's request, and the order to the browser
//! - `way`: what the browser offers

pub mod order;
pub(super) mod way;

use super::effect::{Answer, Effect};
use super::page_views::{show_changes, shown_before};
use super::persist::Persist;
use super::sender::{CookieStore, OpenTab};
use super::sessions::open_count;
use super::state::{MarkedPage, State};
use crate::catalogue::{Environment, Role, SessionRule};
use crate::counterpart::same_page_in_the_other_environment;
use crate::protocol::{ApartOutcome, ApartSession, ApartWay};
use crate::session::Belief;
use crate::view::apart::answer;
use crate::view::pages::place::portal_address;
use order::{ApartOrder, ApartRequest};
use way::{way_beside, way_from};

/// What to offer on the page at this address. Nothing if its sessions aren't
/// linked, or on a Sandbox page that is already separate.
pub(super) fn apart_way(state: &State, url: &str, store: &CookieStore) -> Option<ApartWay> {
    let site = state.catalogue.site_at(url)?;
    let is_linked = site.vendor.sessions == SessionRule::Linked && matches!(site.role, Role::Portal | Role::Account);
    let is_apart =
        site.environment() == Some(Environment::Sandbox) && session_of(state, store, Environment::Production).is_some();
    way_from(state, store).filter(|_| is_linked && !is_apart)
}

/// Opens Sandbox separately: moves the tabs that show it in this cookie store,
/// or opens its portal. Asks first if something would be lost.
pub(super) fn open_apart(state: &State, request: &ApartRequest, open: &[OpenTab]) -> Vec<Effect> {
    let here = MarkedPage::portal_at(&state.catalogue, &request.from.url).filter(MarkedPage::has_linked_sessions);
    if request.by_page && here.is_none() {
        return Vec::new();
    }
    let way = way_beside(&request.store);
    let (mut addresses, mut closes, mut unsaved) = (Vec::new(), Vec::new(), 0);
    for tab in open {
        let page = state.sessions.page(tab.id).filter(|page| page.store == request.store);
        let is_here = page.is_some() || tab.id == request.from.id;
        let shown = MarkedPage::portal_at(&state.catalogue, &tab.url).filter(MarkedPage::has_linked_sessions);
        if !is_here || shown.is_none_or(|shown| shown.environment != Environment::Sandbox) {
            continue;
        }
        // Nothing is known about a page that hasn't reported, so it may have
        // unsaved input.
        unsaved += usize::from(page.is_none_or(|page| page.unsaved > 0));
        addresses.push(tab.url.clone());
        closes.push(tab.id);
    }
    if addresses.is_empty() {
        let here = here.filter(|page| page.environment == Environment::Production);
        let same = here.and_then(|_| same_page_in_the_other_environment(&state.catalogue, &request.from.url));
        addresses.extend(same.or_else(|| portal_address(&state.catalogue, Environment::Sandbox)));
    }
    let disallowed = way == ApartWay::PrivateWindow && !request.allowed;
    if !request.sure && (unsaved > 0 || disallowed) {
        return vec![Effect::Answer(Answer::Apart(answer(way, ApartOutcome::Asks { unsaved, disallowed })))];
    }
    vec![Effect::OpenApart(ApartOrder { way, made: state.container.clone(), addresses, closes })]
}

/// Handles that Sandbox was opened in this container.
pub(super) fn handle_container_opened(state: &mut State, store: CookieStore) -> Vec<Effect> {
    if state.container.as_ref() == Some(&store) {
        return Vec::new();
    }
    state.container = Some(store.clone());
    vec![Effect::Save(Persist::Container(Some(store)))]
}

/// Handles a deleted container. Its cookies are gone, so everything that was
/// believed about them is dropped.
pub(super) fn handle_container_removed(state: &mut State, store: &CookieStore) -> Vec<Effect> {
    let before = shown_before(state);
    state.sessions.stores.retain(|known| known.name != *store);
    let mut effects =
        vec![Effect::Save(Persist::NoLedger(store.clone())), Effect::Save(Persist::Awake(state.sessions.awake()))];
    if state.container.as_ref() == Some(store) {
        state.container = None;
        effects.push(Effect::Save(Persist::Container(None)));
    }
    show_changes(&mut effects, state, &before, None);
    effects
}

/// The environment whose session is in a different cookie store than the tab's.
/// `here` is the environment of the tab's page, if it has one.
pub(super) fn session_elsewhere(state: &State, store: &CookieStore, here: Option<Environment>) -> Option<ApartSession> {
    let holds = |environment: Environment| {
        open_count(state, store, environment).tabs > 0
            || state.sessions.ledger(store).is_some_and(|ledger| ledger.belief(environment).holds_session())
    };
    // On any other page: the environment that this store lacks, if it has the
    // other one.
    let wanted = [Environment::Sandbox, Environment::Production].into_iter();
    wanted
        .filter(|&environment| here != Some(environment) && (here.is_some() || holds(environment.other())))
        .find_map(|environment| session_of(state, store, environment))
}

/// The session of an environment in another cookie store, unless it has pages
/// here. A session here that has no pages left doesn't count if another store
/// has pages: its tabs moved there.
fn session_of(state: &State, store: &CookieStore, environment: Environment) -> Option<ApartSession> {
    if open_count(state, store, environment).tabs > 0 {
        return None;
    }
    let belief = |store: &CookieStore| match state.sessions.ledger(store) {
        Some(ledger) => *ledger.belief(environment),
        None => Belief::UNKNOWN,
    };
    let is_here = belief(store).holds_session();
    // An empty container has no information if this store does.
    let is_unknown_here = matches!(belief(store), Belief::Unknown { .. });
    let mut best = None;
    for other in state.sessions.stores.iter().map(|known| &known.name).chain(&state.container) {
        let (belief, open) = (belief(other), open_count(state, other, environment));
        let is_own = environment == Environment::Sandbox && state.container.as_ref() == Some(other);
        let rank = u8::from(belief.holds_session()) * 4 + u8::from(open.tabs > 0) * 2 + u8::from(is_own);
        let says_something = rank > 1 || (rank == 1 && is_unknown_here);
        let is_better = best.as_ref().is_none_or(|(known, _)| *known < rank);
        if other != store && says_something && (!is_here || open.tabs > 0) && is_better {
            best = Some((rank, ApartSession { environment, kind: other.kind(), belief, open }));
        }
    }
    best.map(|(_, session)| session)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::sender::open_tab;
    use crate::app::{Event, Sender, step};
    use crate::catalogue::Environment::{Production, Sandbox};
    use crate::messages::{Text, message};
    use crate::protocol::{ExtensionPageMessage, Message, PageView, PopupFacts, SessionMessage, StoreKind, TabId};
    use crate::time::Timestamp;

    const IN_SANDBOX: &str = "https://developer-stg.magento.com/extensions/";
    const IN_PRODUCTION: &str = "https://developer.magento.com/extensions/";
    /// Firefox's names for the normal windows and for two containers.
    const NORMAL: &str = "firefox-default";
    const OWN: &str = "firefox-container-7";
    const WORK: &str = "firefox-container-2";

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn named(store: &str) -> CookieStore {
        CookieStore(store.to_owned())
    }

    fn send(state: &mut State, now: u64, tab: i32, url: &str, store: &str, message: SessionMessage) -> Vec<Effect> {
        let sender = Sender::page(TabId(tab), url, named(store));
        step(state, Event::Message(sender, Message::Session(message)), at(now))
    }

    fn shows(state: &mut State, now: u64, tab: i32, url: &str, store: &str, label: &str) -> Vec<Effect> {
        let seen = SessionMessage::Seen {
            loaded_at: at(now),
            visible: vec![label.to_owned()],
            hidden: Vec::new(),
            sign_in_form: false,
            settled: true,
            unsaved: 0,
        };
        send(state, now, tab, url, store, seen)
    }

    fn signed_in(state: &mut State, now: u64, tab: i32, url: &str, store: &str) -> Vec<Effect> {
        shows(state, now, tab, url, store, "Sign Out")
    }

    /// Production in the normal windows, Sandbox in Sandbar's container.
    fn apart() -> State {
        let mut state = State { container: Some(named(OWN)), ..State::default() };
        signed_in(&mut state, 10, 1, IN_SANDBOX, OWN);
        signed_in(&mut state, 11, 2, IN_PRODUCTION, NORMAL);
        state
    }

    fn popup(state: &mut State, tab: i32, url: &str, store: &str) -> PopupFacts {
        let effects = step(state, Event::Popup(open_tab(tab, url), named(store)), at(50));
        let facts = effects.into_iter().find_map(|effect| match effect {
            Effect::Answer(Answer::Popup(facts)) => Some(*facts),
            _ => None,
        });
        facts.unwrap()
    }

    fn view(effects: &[Effect], tab: i32) -> Option<PageView> {
        effects.iter().find_map(|effect| match effect {
            Effect::Show(shown, view) if shown.0 == tab => Some(view.clone()),
            Effect::Answer(Answer::View(view)) => Some(view.clone()),
            _ => None,
        })
    }

    fn request(tab: i32, url: &str, store: &str) -> ApartRequest {
        let (from, store) = (open_tab(tab, url), named(store));
        ApartRequest { from, store, by_page: false, sure: false, allowed: true }
    }

    fn open(state: &mut State, request: ApartRequest, tabs: &[OpenTab]) -> Result<ApartOrder, Vec<Effect>> {
        let mut effects = step(state, Event::OpenApart(request, tabs.to_vec()), at(60));
        match (effects.pop(), effects.is_empty()) {
            (Some(Effect::OpenApart(order)), true) => Ok(order),
            (last, _) => Err(effects.into_iter().chain(last).collect()),
        }
    }

    #[test]
    fn separate_sessions_say_so_on_their_pages_and_ask_nothing() {
        let mut state = apart();
        for (tab, url, store, word) in [
            (1, IN_SANDBOX, OWN, message::SESSION_SIGNED_IN_APART_PRODUCTION),
            (2, IN_PRODUCTION, NORMAL, message::SESSION_SIGNED_IN_APART_SANDBOX),
        ] {
            let effects = signed_in(&mut state, 20, tab, url, store);
            let session = view(&effects, tab).unwrap().session.unwrap();
            assert_eq!((session.word, session.ask), (Text::plain(word), false));
            let click = Event::SignOutClicked(
                Sender::page(TabId(tab), url, named(store)),
                vec![open_tab(1, IN_SANDBOX), open_tab(2, IN_PRODUCTION)],
            );
            assert!(step(&mut state, click, at(21)).contains(&Effect::Answer(Answer::Question(None))));
        }
    }

    #[test]
    fn signing_out_of_one_leaves_the_other_as_it_was_and_it_is_separate_no_longer() {
        let mut state = apart();
        send(&mut state, 30, 1, IN_SANDBOX, OWN, SessionMessage::Begun { loaded_at: at(10), at: at(30) });
        let effects = shows(&mut state, 31, 1, IN_SANDBOX, OWN, "Sign In");
        let production = effects.iter().find_map(|effect| match effect {
            Effect::Show(TabId(2), view) => view.session.clone(),
            _ => None,
        });
        let production = production.unwrap();
        assert_eq!((production.word, production.ended), (Text::plain(message::SESSION_SIGNED_IN), None));
    }

    #[test]
    fn sessions_of_one_store_are_not_separate_whatever_another_holds() {
        let mut state = apart();
        signed_in(&mut state, 20, 3, IN_SANDBOX, NORMAL);
        let effects = signed_in(&mut state, 21, 2, IN_PRODUCTION, NORMAL);
        let session = view(&effects, 2).unwrap().session.unwrap();
        assert_eq!((session.word, session.ask), (Text::plain(message::SESSION_SIGNED_IN), true));
        assert_eq!(popup(&mut state, 2, IN_PRODUCTION, NORMAL).elsewhere, None);
    }

    #[test]
    fn the_popup_finds_the_other_session_in_its_store() {
        let mut state = apart();
        let facts = popup(&mut state, 2, IN_PRODUCTION, NORMAL);
        let elsewhere = facts.elsewhere.unwrap();
        assert_eq!((elsewhere.environment, elsewhere.kind, elsewhere.open.tabs), (Sandbox, StoreKind::Container, 1));
        assert!(matches!(elsewhere.belief, Belief::SignedIn { .. }));
        assert_eq!((facts.store, facts.apart), (StoreKind::Normal, Some(ApartWay::Container)));
        let facts = popup(&mut state, 1, IN_SANDBOX, OWN);
        let elsewhere = facts.elsewhere.unwrap();
        assert_eq!((elsewhere.environment, elsewhere.kind), (Production, StoreKind::Normal));
        assert_eq!((facts.store, facts.apart), (StoreKind::Container, None), "nothing to offer");
        // On any other page, the environment that the normal windows lack.
        let facts = popup(&mut state, 9, "https://example.org/", NORMAL);
        assert_eq!(facts.elsewhere.map(|elsewhere| elsewhere.environment), Some(Sandbox));
        assert_eq!(facts.apart, None);
    }

    #[test]
    fn a_session_whose_tabs_moved_is_where_they_are() {
        let mut state = State::default();
        signed_in(&mut state, 10, 1, IN_SANDBOX, NORMAL);
        signed_in(&mut state, 11, 2, IN_PRODUCTION, NORMAL);
        step(&mut state, Event::ContainerOpened(named(OWN)), at(12));
        step(&mut state, Event::Closed(TabId(1)), at(12));
        // Nobody has signed in there yet, so the session in the normal windows
        // counts.
        assert_eq!(popup(&mut state, 2, IN_PRODUCTION, NORMAL).elsewhere, None);
        signed_in(&mut state, 13, 3, IN_SANDBOX, OWN);
        let elsewhere = popup(&mut state, 2, IN_PRODUCTION, NORMAL).elsewhere.unwrap();
        assert_eq!((elsewhere.environment, elsewhere.kind), (Sandbox, StoreKind::Container));
        let effects = signed_in(&mut state, 14, 2, IN_PRODUCTION, NORMAL);
        let session = view(&effects, 2).unwrap().session.unwrap();
        assert_eq!((session.word, session.ask), (Text::plain(message::SESSION_SIGNED_IN_APART_SANDBOX), false));
        // When it is closed, a sign-out of Production ends what the normal
        // windows still have.
        step(&mut state, Event::Closed(TabId(3)), at(15));
        assert_eq!(popup(&mut state, 2, IN_PRODUCTION, NORMAL).elsewhere, None);
    }

    #[test]
    fn the_offer_depends_on_the_browser_and_on_the_page() {
        let mut state = State { container: Some(named(OWN)), ..State::default() };
        for (url, store, way) in [
            (IN_PRODUCTION, NORMAL, Some(ApartWay::Container)),
            (IN_SANDBOX, NORMAL, Some(ApartWay::Container)),
            (IN_SANDBOX, WORK, Some(ApartWay::Container)),
            (IN_SANDBOX, OWN, None),
            (IN_SANDBOX, "firefox-private", None),
            (IN_SANDBOX, "0", Some(ApartWay::PrivateWindow)),
            (IN_SANDBOX, "1", None),
            ("https://account.magento.com/customer/account/", "0", Some(ApartWay::PrivateWindow)),
            ("https://example.org/", "0", None),
        ] {
            assert_eq!(popup(&mut state, 1, url, store).apart, way, "{url} {store}");
        }
    }

    #[test]
    fn a_page_that_a_sign_out_elsewhere_ended_offers_it() {
        for (store, way) in [("0", Some(ApartWay::PrivateWindow)), (NORMAL, Some(ApartWay::Container)), ("1", None)] {
            let mut state = State::default();
            signed_in(&mut state, 10, 1, IN_SANDBOX, store);
            signed_in(&mut state, 11, 2, IN_PRODUCTION, store);
            signed_in(&mut state, 12, 3, IN_PRODUCTION, store);
            send(&mut state, 20, 2, IN_PRODUCTION, store, SessionMessage::Begun { loaded_at: at(11), at: at(20) });
            let effects = shows(&mut state, 21, 2, IN_PRODUCTION, store, "Sign In");
            let ended = |tab: i32| {
                let shown = effects.iter().find_map(|effect| match effect {
                    Effect::Show(shown, view) if shown.0 == tab => view.session.clone(),
                    _ => None,
                });
                shown.unwrap().ended.unwrap()
            };
            assert_eq!(ended(1).apart, way.map(crate::view::apart::offer));
            assert_eq!(ended(3).apart, None, "signed out in this environment itself");
        }
    }

    #[test]
    fn sandbox_tabs_move_with_their_addresses_and_others_stay() {
        let mut state = State::default();
        signed_in(&mut state, 10, 1, IN_SANDBOX, "0");
        signed_in(&mut state, 11, 2, IN_PRODUCTION, "0");
        signed_in(&mut state, 12, 4, IN_SANDBOX, "1");
        let page = "https://commercedeveloper-sandbox.adobe.com/extensions/versions/gift-notes?page=2";
        signed_in(&mut state, 13, 3, page, "0");
        let tabs = [
            open_tab(1, IN_SANDBOX),
            open_tab(2, IN_PRODUCTION),
            open_tab(3, page),
            open_tab(4, IN_SANDBOX),
            open_tab(5, "https://example.org/"),
        ];
        let order = open(&mut state, request(2, IN_PRODUCTION, "0"), &tabs).unwrap();
        assert_eq!(order.way, ApartWay::PrivateWindow);
        assert_eq!(order.addresses, [IN_SANDBOX, page]);
        assert_eq!(order.closes, [TabId(1), TabId(3)], "the private tab is apart already");
    }

    #[test]
    fn without_a_sandbox_tab_the_same_page_is_opened_or_the_portal() {
        let mut state = State::default();
        let opened = |state: &mut State, url: &str| {
            let order = open(state, request(2, url, NORMAL), &[open_tab(2, url)]).unwrap();
            assert_eq!(order.closes, []);
            order.addresses
        };
        assert_eq!(opened(&mut state, IN_PRODUCTION), [IN_SANDBOX]);
        let portal = ["https://commercedeveloper-sandbox.adobe.com/"];
        assert_eq!(opened(&mut state, "https://example.org/"), portal);
        assert_eq!(opened(&mut state, "https://developer.magento.com/login"), portal);
    }

    #[test]
    fn unsaved_input_is_asked_about_before_a_tab_moves() {
        let mut state = State::default();
        signed_in(&mut state, 10, 1, IN_SANDBOX, NORMAL);
        send(&mut state, 11, 1, IN_SANDBOX, NORMAL, SessionMessage::Edited { loaded_at: at(10), unsaved: 2 });
        let tabs = [open_tab(1, IN_SANDBOX)];
        let asked = open(&mut state, request(1, IN_SANDBOX, NORMAL), &tabs).unwrap_err();
        let outcome = ApartOutcome::Asks { unsaved: 1, disallowed: false };
        assert_eq!(asked, [Effect::Answer(Answer::Apart(answer(ApartWay::Container, outcome)))]);
        let sure = ApartRequest { sure: true, ..request(1, IN_SANDBOX, NORMAL) };
        assert_eq!(open(&mut state, sure, &tabs).unwrap().closes, [TabId(1)]);
    }

    #[test]
    fn a_private_window_that_sandbar_may_not_enter_is_asked_about_and_a_container_needs_nothing() {
        let mut state = State::default();
        let kept_out = |store| ApartRequest { allowed: false, ..request(2, IN_PRODUCTION, store) };
        let asked = open(&mut state, kept_out("0"), &[]).unwrap_err();
        let outcome = ApartOutcome::Asks { unsaved: 0, disallowed: true };
        assert_eq!(asked, [Effect::Answer(Answer::Apart(answer(ApartWay::PrivateWindow, outcome)))]);
        assert!(open(&mut state, kept_out(NORMAL), &[]).is_ok());
    }

    #[test]
    fn a_page_that_is_no_portal_of_linked_sessions_moves_nothing() {
        let mut state = State::default();
        signed_in(&mut state, 10, 1, IN_SANDBOX, "0");
        let tabs = [open_tab(1, IN_SANDBOX), open_tab(2, "https://ci.example.com/")];
        let by_page = |tab, url| ApartRequest { by_page: true, ..request(tab, url, "0") };
        assert_eq!(open(&mut state, by_page(2, "https://ci.example.com/"), &tabs), Err(Vec::new()));
        assert!(open(&mut state, by_page(1, IN_SANDBOX), &tabs).is_ok());
    }

    #[test]
    fn the_container_is_remembered_once_and_forgotten_with_everything_believed_of_it() {
        let mut state = State::default();
        let opened = |state: &mut State| step(state, Event::ContainerOpened(named(OWN)), at(1));
        assert_eq!(opened(&mut state), [Effect::Save(Persist::Container(Some(named(OWN))))]);
        assert_eq!(opened(&mut state), []);
        let mut state = apart();
        let effects = step(&mut state, Event::ContainerRemoved(named(OWN)), at(40));
        for saved in [Persist::NoLedger(named(OWN)), Persist::Container(None), Persist::Awake(vec![named(NORMAL)])] {
            assert!(effects.contains(&Effect::Save(saved.clone())), "{saved:?}");
        }
        let session = view(&effects, 2).unwrap().session.unwrap();
        assert_eq!(session.word, Text::plain(message::SESSION_SIGNED_IN), "nothing is separate any more");
        step(&mut state, Event::Closed(TabId(1)), at(41));
        assert_eq!(popup(&mut state, 2, IN_PRODUCTION, NORMAL).elsewhere, None);
    }

    #[test]
    fn nothing_is_separate_from_private_windows_that_are_closed() {
        let mut state = State::default();
        signed_in(&mut state, 10, 1, IN_SANDBOX, "1");
        let effects = signed_in(&mut state, 11, 2, IN_PRODUCTION, "0");
        let word = |effects: &[Effect]| view(effects, 2).unwrap().session.unwrap().word;
        assert_eq!(word(&effects), Text::plain(message::SESSION_SIGNED_IN_APART_SANDBOX));
        step(&mut state, Event::Closed(TabId(1)), at(20));
        let effects = step(&mut state, Event::PrivateWindowsClosed, at(20));
        assert_eq!(word(&effects), Text::plain(message::SESSION_SIGNED_IN));
    }

    #[test]
    fn the_container_of_a_user_is_forgotten_alone() {
        let mut state = apart();
        signed_in(&mut state, 20, 5, IN_SANDBOX, WORK);
        let effects = step(&mut state, Event::ContainerRemoved(named(WORK)), at(40));
        assert!(effects.contains(&Effect::Save(Persist::NoLedger(named(WORK)))));
        assert_eq!(state.container, Some(named(OWN)));
        assert!(state.sessions.ledger(&named(OWN)).is_some());
    }

    #[test]
    fn the_details_are_opened_for_pages_and_for_the_popup() {
        let mut state = State::default();
        let effects = send(&mut state, 10, 1, IN_SANDBOX, "0", SessionMessage::OpenDetails);
        assert!(effects.contains(&Effect::OpenDetails));
        let effects = step(&mut state, Event::ExtensionPage(ExtensionPageMessage::OpenDetails), at(11));
        assert!(effects.contains(&Effect::OpenDetails));
    }
}
