//! Announces keys that were learned from a page, and asks once where the user
//! pastes them.

use std::time::Duration;

use super::effect::Effect;
use super::page_views::show_tabs;
use super::persist::Persist;
use super::sender::Sender;
use super::state::{NewKeys, PageContext, PageKind, PathMark, State, TabState};
use crate::content_scripts::card_files;
use crate::time::Timestamp;

/// Keys shown within this time count as learned together, because some pages
/// show their rows one by one.
const TOGETHER: Duration = Duration::from_secs(10);

/// Shows on a portal page that this many keys were learned from it.
pub(super) fn announce(
    state: &mut State,
    sender: &Sender,
    page: &PageContext,
    count: usize,
    now: Timestamp,
) -> Vec<Effect> {
    let is_silent = !matches!(page.kind, PageKind::Portal(_)) || state.pauses.until(&page.host).is_some();
    // If the keys are in a frame, the page around it announces them, if it
    // belongs to the same portal.
    let known = state.tabs.get(&sender.tab).filter(|tab| tab.host == page.host).cloned();
    let Some(known) = known.filter(|_| count > 0 && !is_silent) else { return Vec::new() };
    let mut effects = Vec::new();
    let asks_for_places = !state.places_offered && state.watched_sites().next().is_none();
    if asks_for_places {
        state.places_offered = true;
        effects.push(Effect::Save(Persist::PlacesOffered));
    }
    let before = known.learned.filter(|before| now.since(before.at).is_some_and(|age| age < TOGETHER));
    let learned = NewKeys {
        count: count + before.map_or(0, |before| before.count),
        at: now,
        asks_for_places: asks_for_places || before.is_some_and(|before| before.asks_for_places),
    };
    let tab = TabState { learned: Some(learned), ..known };
    state.tabs.insert(sender.tab, tab.clone());
    effects.push(Effect::Save(Persist::Tab(sender.tab, tab)));
    effects.append(&mut show_tabs(state, &|tab, _| tab == sender.tab));
    effects.push(Effect::Inject { tab: sender.tab, frame: 0, files: card_files() });
    effects
}

/// Records how many keys a page showed.
pub(super) fn count_read(state: &mut State, sender: &Sender, page: &PageContext, count: usize) -> Option<Effect> {
    let at = (sender.frame == 0).then(|| PathMark::of(&sender.clone().at_present().url));
    let is_other = |tab: &TabState| (tab.keys_read, tab.keys_at) != (count, at);
    let tab = state.tabs.get_mut(&sender.tab).filter(|tab| tab.host == page.host && is_other(tab))?;
    (tab.keys_read, tab.keys_at) = (count, at);
    Some(Effect::Save(Persist::Tab(sender.tab, tab.clone())))
}

#[cfg(test)]
mod tests {
    use super::super::{CookieStore, Event, Keys, step};
    use super::*;
    use crate::catalogue::watched::{Scope, Watched};
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
    use crate::messages::{Counted, message};
    use crate::protocol::{BadgeMessage, ExtensionPageMessage, KeysMessage, LearnedView, Message, PageRegion, TabId};
    use crate::view::badge::Banner;

    const URL: &str = "https://commercedeveloper-sandbox.adobe.com/account/apikeys";
    const ONE: &str = "CI\nApp Id: AR28PM50XD\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db\n";
    const TWO: &str = "Laptop\nApp Id: BR28PM50XD\nApp Secret: 6642d0a725e76fa34ea8771387f31fa3ae84f3db\n";

    fn send(state: &mut State, message: Message, at: u64) -> Vec<Effect> {
        let store = CookieStore("0".into());
        let sender = Sender::page(TabId(1), URL, store);
        step(state, Event::Message(sender, message), Timestamp::from_millis(at))
    }

    fn listed(state: &mut State, lines: &str, at: u64) -> Vec<Effect> {
        let listed = KeysMessage::Listed {
            loaded_at: Timestamp::from_millis(1),
            account: None,
            regions: vec![PageRegion::of_lines(lines)],
            notices: Vec::new(),
            after_end: None,
        };
        send(state, Message::Keys(listed), at)
    }

    fn opened(loaded_at: u64, state: &mut State) -> Vec<Effect> {
        let seen = BadgeMessage::Seen { loaded_at: Timestamp::from_millis(loaded_at), banner: Banner::Shown };
        send(state, Message::Badge(seen), loaded_at)
    }

    fn fresh() -> State {
        let key = InstallationKey::from_random([7; 32]);
        let mut state = State {
            keys: Keys { fingerprinter: Some(Fingerprinter::new(&key)), ..Keys::default() },
            ..State::default()
        };
        opened(1, &mut state);
        state
    }

    fn shown(effects: &[Effect]) -> Option<LearnedView> {
        effects.iter().find_map(|effect| match effect {
            Effect::Show(TabId(1), view) => view.learned.clone(),
            _ => None,
        })
    }

    fn heading(effects: &[Effect]) -> Option<Counted> {
        shown(effects).map(|learned| learned.heading)
    }

    /// The announcement of this many Sandbox keys.
    const fn of_sandbox(count: usize) -> Option<Counted> {
        Some(Counted { plural: message::LEARNED_SANDBOX, count })
    }

    #[test]
    fn a_page_announces_new_keys_and_not_known_ones() {
        let mut state = fresh();
        let effects = listed(&mut state, ONE, 10);
        assert_eq!(heading(&effects), of_sandbox(1));
        assert!(effects.contains(&Effect::Inject { tab: TabId(1), frame: 0, files: card_files() }));
        assert_eq!(shown(&listed(&mut state, ONE, 11)), None);
        let effects = listed(&mut state, &format!("{ONE}{TWO}"), 20_000);
        assert_eq!(heading(&effects), of_sandbox(1));
    }

    #[test]
    fn keys_that_appear_one_after_the_other_are_announced_together() {
        let mut state = fresh();
        listed(&mut state, ONE, 10);
        let effects = listed(&mut state, &format!("{ONE}{TWO}"), 9_000);
        assert_eq!(heading(&effects), of_sandbox(2));
    }

    #[test]
    fn the_next_page_in_the_tab_says_nothing() {
        let mut state = fresh();
        listed(&mut state, ONE, 10);
        let answered = |effects: &[Effect]| {
            effects.iter().any(|effect| match effect {
                Effect::Answer(crate::app::Answer::View(view)) => view.learned.is_some(),
                _ => false,
            })
        };
        assert!(answered(&opened(1, &mut state)), "the same page reports again");
        assert!(!answered(&opened(2, &mut state)));
    }

    #[test]
    fn the_question_where_keys_are_pasted_comes_once_and_only_if_no_site_is_watched() {
        let mut state = fresh();
        let effects = listed(&mut state, ONE, 10);
        assert!(shown(&effects).unwrap().asks_for_places);
        assert!(effects.contains(&Effect::Save(Persist::PlacesOffered)));
        let effects = listed(&mut state, &format!("{ONE}{TWO}"), 20_000);
        assert!(!shown(&effects).unwrap().asks_for_places);

        let mut state = fresh();
        let scope = Scope::parse("ci.example.com").unwrap();
        state.watched = vec![Watched { scope, environment: None, learning: false, words: Vec::new() }];
        assert!(!shown(&listed(&mut state, ONE, 10)).unwrap().asks_for_places);
        assert!(!state.places_offered);
    }

    #[test]
    fn a_paused_site_learns_and_announces_nothing() {
        let mut state = fresh();
        let host = "commercedeveloper-sandbox.adobe.com".to_owned();
        let pause = ExtensionPageMessage::Pause { host, on: true };
        step(&mut state, Event::ExtensionPage(pause), Timestamp::from_millis(2));
        let effects = listed(&mut state, ONE, 10);
        assert_eq!(state.keys.ring.len(), 2);
        assert_eq!(shown(&effects), None);
        assert!(!state.places_offered);
    }

    #[test]
    fn how_many_keys_a_page_showed_is_known_until_the_next_page() {
        let mut state = fresh();
        let read = |state: &State| state.tabs.get(&TabId(1)).unwrap().keys_read;
        listed(&mut state, &format!("{ONE}{TWO}"), 10);
        assert_eq!(read(&state), 2);
        listed(&mut state, ONE, 20);
        assert_eq!(read(&state), 1);
        opened(1, &mut state);
        assert_eq!(read(&state), 1);
        opened(2, &mut state);
        assert_eq!(read(&state), 0);
    }

    #[test]
    fn a_click_on_the_question_opens_the_list_of_places() {
        let mut state = fresh();
        assert_eq!(send(&mut state, Message::Keys(KeysMessage::Places), 5), [Effect::OpenPlaces]);
    }
}
