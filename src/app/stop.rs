//! Clicks on irreversible actions in Production.
//!
//! A page asks as soon as the pointer or the focus is on such a control, so the
//! answer is usually there before the click. If there is nothing to ask, the
//! click isn't held.

use super::effect::{Answer, Effect};
use super::note_changes::show_everywhere;
use super::page_views::{PageViews, show_tabs};
use super::persist::Persist;
use super::sender::Sender;
use super::settings::choose;
use super::state::{MarkedPage, PassedAction, State};
use super::stop_page::stop_page;
use crate::catalogue::address::path_of;
use crate::catalogue::host_of;
use crate::catalogue::irreversible::Object;
use crate::content_scripts::{card_files, question_files};
use crate::messages::{Text, message};
use crate::protocol::{StopControl, StopMessage, StopQuestion, TabId};
use crate::session::question::SECOND_CLICK_WINDOW;
use crate::settings::Settings;
use crate::sort::sort;
use crate::stop::{Irrevocable, NeverAsked, QUIET, StopPage, action_of, asks_before};
use crate::time::Timestamp;
use crate::view::badge::Banner;

/// The most labels of a control that are read.
const MOST_LABELS: usize = 8;

/// Handles a page's report about a control that may be irreversible.
pub(super) fn handle_stop_message(
    state: &mut State,
    sender: &Sender,
    message: &StopMessage,
    now: Timestamp,
) -> Vec<Effect> {
    let page = state.marked_at(&sender.url).filter(|_| sender.frame == 0);
    match message {
        StopMessage::Near(control) => {
            let question = page.and_then(|page| question(state, sender, &page, control, now));
            // Inject the script before the answer, because the question may be
            // drawn at once.
            let cards =
                question.is_some().then(|| Effect::Inject { tab: sender.tab, frame: 0, files: question_files() });
            cards.into_iter().chain([Effect::Answer(Answer::Stop(question))]).collect()
        }
        StopMessage::Passed(control) => {
            page.map(|page| note_passed(state, sender, &page, control, now)).unwrap_or_default()
        }
        StopMessage::Offered { yes } => handle_offer(state, sender, *yes),
        StopMessage::Quiet => page.map(|page| be_quiet(state, page.host, now)).unwrap_or_default(),
        // Nothing from a private window is stored permanently.
        StopMessage::Never(_) if sender.store.is_private() => {
            page.map(|page| be_quiet(state, page.host, now)).unwrap_or_default()
        }
        StopMessage::Never(control) => page.map(|page| never_ask(state, sender, &page, control)).unwrap_or_default(),
        StopMessage::Stuck => {
            let cards = |_| Effect::Inject { tab: sender.tab, frame: 0, files: question_files() };
            page.map(cards).into_iter().collect()
        }
    }
}

/// The question before a click on a control goes through.
fn question(
    state: &State,
    sender: &Sender,
    page: &MarkedPage,
    control: &StopControl,
    now: Timestamp,
) -> Option<StopQuestion> {
    if state.pauses.until(&page.host).is_some() {
        return None;
    }
    let banner = PageViews::new(state).banner(sender.tab, page);
    let facts = facts_about(state, sender, page, control, banner);
    // If the clock was set back, a quiet time that would last too long doesn't
    // count.
    let is_quiet = state.quiet.until(&page.host).is_some_and(|until| now < until && until <= now.after(QUIET));
    let facts = StopPage { is_quiet, ..facts };
    let (action, label) = of_labels(control, |label| asks_before(&facts, label))?;
    if is_second(state, sender, &action, now) {
        return None;
    }
    let what = match action {
        Irrevocable::Row(row) => row.consequence(facts.topic),
        Irrevocable::Word(_) => message::STOP_WORD,
    };
    let action = action.name().to_owned();
    let host = host_of(&sender.url).unwrap_or_default();
    let path = path_of(&sender.url);
    Some(StopQuestion {
        heading: Text::with(message::STOP_HEADING, label),
        page: Text::with(message::STOP_PAGE, format!("{host}{path}")),
        what: Text::plain(what),
        label: label.to_owned(),
        action,
    })
}

/// The facts about a control and its page.
fn facts_about<'a>(
    state: &'a State,
    sender: &'a Sender,
    page: &'a MarkedPage,
    control: &StopControl,
    banner: Banner,
) -> StopPage<'a> {
    let facts = stop_page(state, page, sender.tab, banner, Some(&sender.url));
    StopPage { is_in_row: control.is_in_row, ..facts }
}

/// The first action that a label of a control says, and the label.
fn of_labels<'a, 'l>(
    control: &'l StopControl,
    action: impl Fn(&str) -> Option<Irrevocable<'a>>,
) -> Option<(Irrevocable<'a>, &'l str)> {
    control.labels.iter().take(MOST_LABELS).find_map(|label| Some((action(label)?, label.as_str())))
}

/// Whether an action went through on the previous page, which led to a page
/// that itself asks for confirmation.
fn is_second(state: &State, sender: &Sender, action: &Irrevocable<'_>, now: Timestamp) -> bool {
    let loaded_at = state.tabs.get(&sender.tab).and_then(|tab| tab.loaded_at);
    state.passed.as_ref().is_some_and(|passed| {
        passed.tab == sender.tab
            && passed.action == action.name()
            && passed.next.is_some()
            && passed.next == loaded_at
            && passed.path != path_of(&sender.url)
            && now.since(passed.at).is_some_and(|age| age <= SECOND_CLICK_WINDOW)
    })
}

/// Records that an action goes through. If it is the first submission, offers
/// to ask before the next one.
fn note_passed(
    state: &mut State,
    sender: &Sender,
    page: &MarkedPage,
    control: &StopControl,
    now: Timestamp,
) -> Vec<Effect> {
    let banner = PageViews::new(state).banner(sender.tab, page);
    let facts = facts_about(state, sender, page, control, banner);
    let Some((action, label)) = of_labels(control, |label| action_of(&facts, label)) else { return Vec::new() };
    let is_submission = matches!(action, Irrevocable::Row(row) if row.object == Object::Submission);
    // An action that was never asked about isn't recorded, nor is the second
    // click of one.
    if asks_before(&facts, label).is_some() && !is_second(state, sender, &action, now) {
        let action = action.name().to_owned();
        let loaded_at = state.tabs.get(&sender.tab).and_then(|tab| tab.loaded_at);
        let path = path_of(&sender.url).to_owned();
        state.passed = Some(PassedAction { tab: sender.tab, action, at: now, loaded_at, next: None, path });
    }
    if is_submission { offer(state, sender) } else { Vec::new() }
}

/// The settings with submissions included; `None` if they already are, or if
/// managed policy decides.
fn asking_settings(state: &State) -> Option<Settings> {
    let wanted = Settings { ask_before_submission: true, ..state.chosen.clone() };
    let is_free = state.policy.over(&wanted).ask_before_submission;
    (is_free && !state.settings.ask_before_submission).then_some(wanted)
}

/// Offers, only once, to ask before submissions. Nothing from a private window
/// is stored permanently.
fn offer(state: &mut State, sender: &Sender) -> Vec<Effect> {
    if state.submissions_offered || sender.store.is_private() || asking_settings(state).is_none() {
        return Vec::new();
    }
    let Some(tab) = state.tabs.get_mut(&sender.tab) else { return Vec::new() };
    tab.offers_stop = true;
    let saved = [Effect::Save(Persist::SubmissionsOffered), Effect::Save(Persist::Tab(sender.tab, tab.clone()))];
    state.submissions_offered = true;
    state.shown = None;
    let cards = Effect::Inject { tab: sender.tab, frame: 0, files: card_files() };
    saved.into_iter().chain(show_tabs(state, &|tab, _| tab == sender.tab)).chain([cards]).collect()
}

/// Handles the answer to that offer. Only the page that shows it can answer.
fn handle_offer(state: &mut State, sender: &Sender, yes: bool) -> Vec<Effect> {
    let Some(tab) = state.tabs.get_mut(&sender.tab).filter(|tab| tab.offers_stop) else { return Vec::new() };
    tab.offers_stop = false;
    let saved = Effect::Save(Persist::Tab(sender.tab, tab.clone()));
    let settings = asking_settings(state).filter(|_| yes).map(|settings| choose(state, &settings));
    [saved].into_iter().chain(settings).chain(show_tabs(state, &|tab, _| tab == sender.tab)).collect()
}

/// Records that a page opened in a tab. The page after an action may itself ask
/// for confirmation.
pub(super) fn follow_page(state: &mut State, tab: TabId, loaded_at: Timestamp) {
    let Some(passed) = state.passed.as_mut().filter(|passed| passed.tab == tab) else { return };
    if passed.loaded_at == Some(loaded_at) || passed.next == Some(loaded_at) {
        return;
    }
    match passed.next {
        None => passed.next = Some(loaded_at),
        Some(_) => state.passed = None,
    }
}

/// Asks nothing on a site for a while.
fn be_quiet(state: &mut State, host: String, now: Timestamp) -> Vec<Effect> {
    state.quiet.retain_until(now);
    state.quiet.0.insert(host.clone(), now.after(QUIET));
    let mut effects = vec![Effect::Save(Persist::Quiet(state.quiet.clone()))];
    effects.append(&mut show_tabs(state, &|_, page| page.host == host));
    effects
}

/// Never asks about this action on a site again.
fn never_ask(state: &mut State, sender: &Sender, page: &MarkedPage, control: &StopControl) -> Vec<Effect> {
    let banner = PageViews::new(state).banner(sender.tab, page);
    let facts = facts_about(state, sender, page, control, banner);
    let action = of_labels(control, |label| action_of(&facts, label)).map(|(action, _)| action.name().to_owned());
    let Some(action) = action else { return Vec::new() };
    let never = NeverAsked { host: page.host.clone(), action };
    if !state.never_asked.contains(&never) {
        state.never_asked.push(never);
        sort(&mut state.never_asked);
    }
    vec![Effect::Save(Persist::NeverAsked(state.never_asked.clone()))]
}

/// Asks about an action again, or shows a note again.
pub(super) fn ask_again(state: &mut State, action: &NeverAsked) -> Vec<Effect> {
    state.never_asked.retain(|known| known != action);
    let mut effects = vec![Effect::Save(Persist::NeverAsked(state.never_asked.clone()))];
    if action.is_note() {
        effects.append(&mut show_everywhere(state));
    }
    effects
}

#[cfg(test)]
mod tests {
    use super::super::{CookieStore, Event, step};
    use super::*;
    use crate::catalogue::watched::Watched;
    use crate::content_scripts::stop_files;
    use crate::protocol::{BadgeMessage, ExtensionPageMessage, KeysMessage, Message, PageRegion};

    const KEYS: &str = "https://commercedeveloper.adobe.com/account/apikeys?page=2";
    const SANDBOX_KEYS: &str = "https://commercedeveloper-sandbox.adobe.com/account/apikeys";
    const HOST: &str = "commercedeveloper.adobe.com";

    fn send(state: &mut State, url: &str, message: Message, at: u64) -> Vec<Effect> {
        send_from(state, Sender::page(TabId(1), url, CookieStore("0".into())), message, at)
    }

    fn send_from(state: &mut State, sender: Sender, message: Message, at: u64) -> Vec<Effect> {
        step(state, Event::Message(sender, message), Timestamp::from_millis(at))
    }

    fn control(labels: &[&str]) -> StopControl {
        StopControl { labels: labels.iter().map(|&label| label.to_owned()).collect(), is_in_row: false }
    }

    /// A page that was loaded at one address and has another now.
    fn moved(from: &str, to: &str) -> Sender {
        Sender { shown: Some(to.to_owned()), ..Sender::page(TabId(1), from, CookieStore("0".into())) }
    }

    fn opened(url: &str, banner: Banner) -> (State, Vec<Effect>) {
        let mut state = State::default();
        let seen = BadgeMessage::Seen { loaded_at: Timestamp::from_millis(1), banner };
        let effects = send(&mut state, url, Message::Badge(seen), 1);
        (state, effects)
    }

    fn near(state: &mut State, url: &str, label: &str, at: u64) -> Option<StopQuestion> {
        near_from(state, Sender::page(TabId(1), url, CookieStore("0".into())), label, at)
    }

    fn near_from(state: &mut State, sender: Sender, label: &str, at: u64) -> Option<StopQuestion> {
        let effects = send_from(state, sender, Message::Stop(StopMessage::Near(control(&[label]))), at);
        let answer = effects.iter().find_map(|effect| match effect {
            Effect::Answer(Answer::Stop(question)) => Some(question.clone()),
            _ => None,
        });
        let question = answer.expect("an answer");
        // The script that draws the question is injected with the answer, and
        // only if there is a question.
        let draws = effects.contains(&Effect::Inject { tab: TabId(1), frame: 0, files: question_files() });
        assert_eq!(draws, question.is_some());
        question
    }

    fn loads(effects: &[Effect]) -> bool {
        effects.contains(&Effect::Load(TabId(1), stop_files()))
    }

    #[test]
    fn the_question_names_the_environment_the_page_and_what_will_happen() {
        let (mut state, _) = opened(KEYS, Banner::Missing);
        let question = near(&mut state, KEYS, "Delete", 5).unwrap();
        assert_eq!(question.heading, Text::with(message::STOP_HEADING, "Delete"));
        assert_eq!(question.page, Text::with(message::STOP_PAGE, "commercedeveloper.adobe.com/account/apikeys"));
        assert_eq!(question.what, Text::plain(message::STOP_DELETE_API_KEY));
        assert_eq!(near(&mut state, KEYS, "Regenerate", 5).unwrap().what, Text::plain(message::STOP_REGENERATE_KEY));
        assert_eq!(near(&mut state, KEYS, "Copy", 5), None);
    }

    #[test]
    fn every_label_of_a_control_counts() {
        let (mut state, _) = opened(KEYS, Banner::Missing);
        let mut asks = |control| {
            let effects = send(&mut state, KEYS, Message::Stop(StopMessage::Near(control)), 5);
            effects.into_iter().find_map(|effect| match effect {
                Effect::Answer(Answer::Stop(question)) => question,
                _ => None,
            })
        };
        let question = asks(control(&["Delete CI server", "Delete"])).unwrap();
        assert_eq!((question.label.as_str(), question.action.as_str()), ("Delete", "delete-key"));
        assert!(asks(control(&["Delete CI server"])).is_none());
        let question = asks(StopControl { is_in_row: true, ..control(&["Delete CI server", "Delete"]) }).unwrap();
        assert_eq!(question.label, "Delete CI server");
        assert!(asks(control(&[])).is_none());
    }

    #[test]
    fn only_production_pages_get_the_script_that_holds_clicks() {
        let (_, effects) = opened(KEYS, Banner::Missing);
        assert!(loads(&effects));
        let (mut state, effects) = opened(SANDBOX_KEYS, Banner::Shown);
        assert!(!loads(&effects));
        assert_eq!(near(&mut state, SANDBOX_KEYS, "Delete", 5), None);
    }

    #[test]
    fn a_page_that_contradicts_its_address_asks_nothing() {
        let (mut state, effects) = opened(KEYS, Banner::Shown);
        assert!(!loads(&effects));
        assert_eq!(near(&mut state, KEYS, "Delete", 5), None);
    }

    #[test]
    fn the_address_of_the_click_counts_and_not_that_of_the_load() {
        let home = "https://commercedeveloper.adobe.com/community";
        let (mut state, _) = opened(home, Banner::Missing);
        assert_eq!(near(&mut state, home, "Delete", 5), None);
        assert!(near(&mut state, KEYS, "Delete", 6).is_some());
        // Chromium still reports the address that a page started with.
        let asked = near_from(&mut state, moved(home, KEYS), "Delete", 7).expect("a question");
        assert_eq!(asked.page, Text::with(message::STOP_PAGE, format!("{HOST}/account/apikeys")));
        assert_eq!(near_from(&mut state, moved(KEYS, home), "Delete", 8), None);
    }

    #[test]
    fn a_page_that_shows_keys_is_about_keys() {
        use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
        let elsewhere = "https://commercedeveloper.adobe.com/integrations";
        let (mut state, _) = opened(elsewhere, Banner::Missing);
        state.keys.fingerprinter = Some(Fingerprinter::new(&InstallationKey::from_random([7; 32])));
        assert_eq!(near(&mut state, elsewhere, "Delete", 5), None);
        let lines = "CI\nApp Id: AR28PM50XD\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db\n";
        let listed = KeysMessage::Listed {
            loaded_at: Timestamp::from_millis(1),
            account: None,
            regions: vec![PageRegion::of_lines(lines)],
            notices: Vec::new(),
            after_end: None,
        };
        send(&mut state, elsewhere, Message::Keys(listed), 6);
        assert!(near(&mut state, elsewhere, "Delete", 7).is_some());
        // Not after it shows something else, but again at the address where it
        // showed them.
        let after = "https://commercedeveloper.adobe.com/community";
        assert_eq!(near_from(&mut state, moved(elsewhere, after), "Delete", 8), None);
        assert!(near_from(&mut state, moved(elsewhere, elsewhere), "Delete", 9).is_some());
    }

    #[test]
    fn snoozing_lasts_a_quarter_of_an_hour_on_one_site() {
        let (mut state, _) = opened(KEYS, Banner::Missing);
        let effects = send(&mut state, KEYS, Message::Stop(StopMessage::Quiet), 1000);
        let until = Timestamp::from_millis(1000).after(QUIET);
        let shown = effects.iter().find_map(|effect| match effect {
            Effect::Show(TabId(1), view) => view.stop.as_ref()?.quiet_until,
            _ => None,
        });
        assert_eq!(shown, Some(until));
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Save(Persist::Quiet(_)))));
        assert_eq!(near(&mut state, KEYS, "Delete", until.as_millis() - 1), None);
        let legacy = "https://developer.magento.com/account/apikeys";
        assert!(near(&mut state, legacy, "Delete", 2000).is_some());
        assert!(near(&mut state, KEYS, "Delete", until.as_millis()).is_some());
        // The clock was set back.
        assert!(near(&mut state, KEYS, "Delete", 1).is_some());
    }

    #[test]
    fn never_ask_is_remembered_by_action_and_site() {
        let (mut state, _) = opened(KEYS, Banner::Missing);
        let never = |label: &str| Message::Stop(StopMessage::Never(control(&[label])));
        let effects = send(&mut state, KEYS, never("Delete"), 5);
        let kept = vec![NeverAsked { host: HOST.to_owned(), action: "delete-key".to_owned() }];
        assert_eq!(effects, [Effect::Save(Persist::NeverAsked(kept.clone()))]);
        assert_eq!(near(&mut state, KEYS, "Delete", 6), None);
        assert!(near(&mut state, KEYS, "Regenerate", 6).is_some());
        send(&mut state, KEYS, never("Löschen"), 7);
        assert_eq!(state.never_asked, kept, "the same action");
        assert_eq!(send(&mut state, KEYS, never("Copy"), 8), []);
        let private = Sender::page(TabId(1), KEYS, CookieStore("1".into()));
        let effects = send_from(&mut state, private, never("Regenerate"), 8);
        assert_eq!(state.never_asked, kept, "nothing of a private window is kept for good");
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Save(Persist::Quiet(_)))));
        state.quiet = crate::app::state::Pauses::default();
        let again = ExtensionPageMessage::AskAgain(kept[0].clone());
        step(&mut state, Event::ExtensionPage(again), Timestamp::from_millis(9));
        assert!(near(&mut state, KEYS, "Delete", 10).is_some());
    }

    #[test]
    fn the_page_that_asks_by_itself_is_not_asked_about_again_and_the_one_after_it_is() {
        let (mut state, _) = opened(KEYS, Banner::Missing);
        let loaded = |state: &mut State, url: &str, at: u64| {
            let seen = BadgeMessage::Seen { loaded_at: Timestamp::from_millis(at), banner: Banner::Missing };
            send(state, url, Message::Badge(seen), at);
        };
        send(&mut state, KEYS, Message::Stop(StopMessage::Passed(control(&["Delete"]))), 10);
        assert!(near(&mut state, KEYS, "Delete", 11).is_some(), "another row of the same page");
        let sure = "https://commercedeveloper.adobe.com/account/apikeys/7/delete";
        loaded(&mut state, sure, 20);
        loaded(&mut state, sure, 20);
        assert_eq!(near(&mut state, sure, "Delete", 21), None);
        assert!(near(&mut state, sure, "Regenerate", 21).is_some(), "another action");
        assert!(near(&mut state, sure, "Delete", 70_000).is_some(), "much later");
        loaded(&mut state, KEYS, 30);
        assert!(near(&mut state, KEYS, "Delete", 31).is_some(), "back in the list");
    }

    #[test]
    fn a_list_that_comes_back_at_its_own_address_asks_again() {
        let (mut state, _) = opened(KEYS, Banner::Missing);
        send(&mut state, KEYS, Message::Stop(StopMessage::Passed(control(&["Delete"]))), 10);
        let seen = BadgeMessage::Seen { loaded_at: Timestamp::from_millis(20), banner: Banner::Missing };
        send(&mut state, KEYS, Message::Badge(seen), 20);
        assert!(near(&mut state, KEYS, "Delete", 21).is_some());
    }

    #[test]
    fn a_paused_site_asks_nothing() {
        let (mut state, _) = opened(KEYS, Banner::Missing);
        let pause = |on| Event::ExtensionPage(ExtensionPageMessage::Pause { host: HOST.to_owned(), on });
        let effects = step(&mut state, pause(true), Timestamp::from_millis(5));
        assert!(!loads(&effects));
        assert_eq!(near(&mut state, KEYS, "Delete", 6), None);
        assert!(loads(&step(&mut state, pause(false), Timestamp::from_millis(7))), "it may have opened in the pause");
        assert!(near(&mut state, KEYS, "Delete", 8).is_some());
    }

    #[test]
    fn a_user_label_applies_on_its_site_and_below_its_path() {
        use crate::catalogue::Environment::{Production, Sandbox};
        use crate::catalogue::watched::Scope;
        let page = "https://ci.example.com/team/deploy";
        let watched = |environment| Watched {
            scope: Scope::parse("ci.example.com/team").unwrap(),
            environment,
            learning: false,
            words: vec!["Deploy now".to_owned()],
        };
        for (environment, asks) in [(Some(Production), true), (Some(Sandbox), false), (None, false)] {
            let mut state = State { watched: vec![watched(environment)], ..State::default() };
            let seen = BadgeMessage::Seen { loaded_at: Timestamp::from_millis(1), banner: Banner::Pending };
            assert_eq!(loads(&send(&mut state, page, Message::Badge(seen), 1)), asks, "{environment:?}");
            let question = near(&mut state, page, "DEPLOY NOW", 5);
            assert_eq!(question.map(|question| question.what), asks.then(|| Text::plain(message::STOP_WORD)));
            assert_eq!(near(&mut state, page, "Delete", 5), None);
        }
    }

    #[test]
    fn submissions_are_asked_about_if_the_user_wants_it() {
        let versions = "https://commercedeveloper.adobe.com/extensions/versions/gift-notes";
        let (mut state, _) = opened(versions, Banner::Missing);
        assert_eq!(near(&mut state, versions, "Submit", 5), None);
        let settings = crate::settings::Settings { ask_before_submission: true, ..Default::default() };
        step(&mut state, Event::ExtensionPage(ExtensionPageMessage::Choose(settings)), Timestamp::from_millis(6));
        assert_eq!(near(&mut state, versions, "Submit", 7).unwrap().what, Text::plain(message::STOP_SUBMIT));
    }

    #[test]
    fn the_consequence_of_deleting_a_key_depends_on_its_kind() {
        for (path, what) in
            [("/account/apikeys", message::STOP_DELETE_API_KEY), ("/account/keys", message::STOP_DELETE_COMPOSER_KEY)]
        {
            let url = format!("https://commercedeveloper.adobe.com{path}");
            let (mut state, _) = opened(&url, Banner::Missing);
            assert_eq!(near(&mut state, &url, "Delete", 4).unwrap().what, Text::plain(what), "{path}");
        }
    }

    #[test]
    fn messages_from_a_frame_are_ignored() {
        let (mut state, _) = opened(KEYS, Banner::Missing);
        let sender = Sender { frame: 3, ..Sender::page(TabId(1), KEYS, CookieStore("0".into())) };
        let near = Message::Stop(StopMessage::Near(control(&["Delete"])));
        let effects = step(&mut state, Event::Message(sender, near), Timestamp::from_millis(5));
        assert_eq!(effects, [Effect::Answer(Answer::Stop(None))]);
    }

    const VERSIONS: &str = "https://commercedeveloper.adobe.com/extensions/versions/gift-notes";

    fn passes(state: &mut State, url: &str, label: &str, at: u64) -> Vec<Effect> {
        send(state, url, Message::Stop(StopMessage::Passed(control(&[label]))), at)
    }

    fn offers(state: &State) -> bool {
        let page = state.marked_at(VERSIONS).unwrap();
        PageViews::new(state).view(TabId(1), &page).stop.is_some_and(|stop| stop.offers)
    }

    #[test]
    fn the_action_after_one_that_took_two_pages_is_asked_about() {
        let (mut state, _) = opened(KEYS, Banner::Missing);
        let confirm = "https://commercedeveloper.adobe.com/account/apikeys/delete";
        let opens = |state: &mut State, url: &str, at: u64| {
            let loaded_at = Timestamp::from_millis(at);
            send(state, url, Message::Badge(BadgeMessage::Seen { loaded_at, banner: Banner::Missing }), at);
        };
        assert!(near(&mut state, KEYS, "Delete", 4).is_some());
        passes(&mut state, KEYS, "Delete", 5);
        opens(&mut state, confirm, 9);
        assert_eq!(near(&mut state, confirm, "Delete", 10), None, "the page asks itself");
        passes(&mut state, confirm, "Delete", 11);
        opens(&mut state, KEYS, 20);
        assert!(near(&mut state, KEYS, "Delete", 21).is_some(), "another key");
    }

    #[test]
    fn the_first_submission_offers_to_ask_before_the_next_one_once() {
        let (mut state, _) = opened(VERSIONS, Banner::Missing);
        near(&mut state, VERSIONS, "Submit", 4);
        assert!(!offers(&state), "only a click is a submission");
        let effects = passes(&mut state, VERSIONS, "Submit", 5);
        assert!(effects.contains(&Effect::Save(Persist::SubmissionsOffered)) && offers(&state));
        assert!(effects.contains(&Effect::Inject { tab: TabId(1), frame: 0, files: card_files() }));
        let shown = |effect: &Effect| matches!(effect, Effect::Show(TabId(1), view) if view.needs_cards());
        assert!(effects.iter().any(shown));
        // It leads to another page.
        let next = "https://commercedeveloper.adobe.com/extensions/";
        let seen = BadgeMessage::Seen { loaded_at: Timestamp::from_millis(9), banner: Banner::Missing };
        send(&mut state, next, Message::Badge(seen), 9);
        assert!(offers(&state));
        send(&mut state, next, Message::Stop(StopMessage::Offered { yes: false }), 10);
        assert!(!offers(&state) && !state.settings.ask_before_submission);
        assert_eq!(passes(&mut state, VERSIONS, "Submit", 11), []);
        assert!(!offers(&state), "dismissed for good");
    }

    #[test]
    fn accepting_the_offer_turns_the_question_on() {
        let (mut state, _) = opened(VERSIONS, Banner::Missing);
        passes(&mut state, VERSIONS, "Publish", 5);
        let effects = send(&mut state, VERSIONS, Message::Stop(StopMessage::Offered { yes: true }), 6);
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Save(Persist::Settings(_)))));
        assert!(!offers(&state));
        assert!(near(&mut state, VERSIONS, "Submit", 70_000).is_some());
    }

    #[test]
    fn nothing_is_offered_for_a_key_in_a_private_window_or_where_the_user_has_no_say() {
        let (mut state, _) = opened(KEYS, Banner::Missing);
        assert_eq!(passes(&mut state, KEYS, "Delete", 5), []);
        let (mut state, _) = opened(VERSIONS, Banner::Missing);
        let private = Sender::page(TabId(1), VERSIONS, CookieStore("1".into()));
        let passed = Message::Stop(StopMessage::Passed(control(&["Submit"])));
        assert_eq!(send_from(&mut state, private, passed, 5), []);
        let on = crate::settings::Settings { ask_before_submission: true, ..Default::default() };
        step(&mut state, Event::ExtensionPage(ExtensionPageMessage::Choose(on)), Timestamp::from_millis(6));
        assert_eq!(passes(&mut state, VERSIONS, "Submit", 7), [], "it is on");
        let (mut state, _) = opened(VERSIONS, Banner::Missing);
        let preset = crate::settings::managed::Managed::of_parts(
            [("ask-before-submission".to_owned(), crate::settings::managed::Managed::Switch(false))].into_iter(),
        );
        let policy = crate::settings::policy::Policy::read(&preset);
        step(&mut state, Event::Managed(policy, Vec::new()), Timestamp::from_millis(6));
        assert_eq!(passes(&mut state, VERSIONS, "Submit", 7), [], "an administrator decided it");
    }

    #[test]
    fn a_page_that_offers_nothing_changes_no_setting() {
        let (mut state, _) = opened(VERSIONS, Banner::Missing);
        assert_eq!(send(&mut state, VERSIONS, Message::Stop(StopMessage::Offered { yes: true }), 5), []);
        assert!(!state.settings.ask_before_submission);
    }
}
