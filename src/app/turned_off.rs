//! Portals where the user turned Sandbar off.
//!
//! Sandbar shows, checks, learns and tracks nothing there until the user turns
//! it on again. Watched sites have no such switch; the user can stop watching
//! them.

use super::effect::{Answer, Effect};
use super::persist::Persist;
use super::registration::register_scripts;
use super::sender::OpenTab;
use super::state::{MarkedPage, State};
use super::watched_sites::reenter_tabs;
use crate::sort::sort;

/// Turns Sandbar off or on for this portal. Updates open pages.
pub(super) fn turn(state: &mut State, host: &str, off: bool, open: &[OpenTab]) -> Vec<Effect> {
    let done = Effect::Answer(Answer::Done {});
    if MarkedPage::portal_with_host(&state.catalogue, host).is_none() || state.is_off(host) == off {
        return vec![done];
    }
    state.off.retain(|known| known != host);
    if off {
        state.off.push(host.to_owned());
        sort(&mut state.off);
    }
    let is_there = |tab: &&OpenTab| state.catalogue.site_at(&tab.url).is_some_and(|site| site.host == host);
    let there: Vec<OpenTab> = open.iter().filter(is_there).cloned().collect();
    let mut effects = vec![Effect::Save(Persist::Off(state.off.clone())), done, register_scripts(state)];
    effects.append(&mut reenter_tabs(state, &there));
    effects
}

#[cfg(test)]
mod tests {
    use super::super::{CookieStore, Event, Keys, Sender, step};
    use super::*;
    use crate::app::sender::open_tab;
    use crate::content_scripts::SILENT_FILE;
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
    use crate::protocol::{
        BadgeMessage, ExtensionPageMessage, KeysMessage, Message, PageRegion, SessionMessage, TabId,
    };
    use crate::time::Timestamp;
    use crate::view::badge::Banner;

    const HOST: &str = "commercedeveloper.adobe.com";
    const URL: &str = "https://commercedeveloper.adobe.com/account/apikeys";
    const OTHER: &str = "https://commercedeveloper-sandbox.adobe.com/";
    const KEY: &str = "CI\nApp Id: AR28PM50XD\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db\n";
    const NOW: Timestamp = Timestamp::from_millis(5);

    fn open() -> [OpenTab; 2] {
        [open_tab(1, URL), open_tab(2, OTHER)]
    }

    fn turned(state: &mut State, off: bool) -> Vec<Effect> {
        step(state, Event::TurnOff { host: HOST.to_owned(), off, open: open().to_vec() }, NOW)
    }

    fn fresh() -> State {
        let key = InstallationKey::from_random([7; 32]);
        State { keys: Keys { fingerprinter: Some(Fingerprinter::new(&key)), ..Keys::default() }, ..State::default() }
    }

    fn send(state: &mut State, url: &str, message: Message) -> Vec<Effect> {
        let sender = Sender::page(TabId(1), url, CookieStore("0".into()));
        step(state, Event::Message(sender, message), NOW)
    }

    fn everything() -> [Message; 4] {
        let text = || KEY.to_owned().into();
        [
            Message::Badge(BadgeMessage::Seen { loaded_at: NOW, banner: Banner::Shown }),
            Message::Keys(KeysMessage::Going { text: text(), beside: Vec::new(), labels: Vec::new() }),
            Message::Keys(KeysMessage::Listed {
                loaded_at: NOW,
                account: None,
                regions: vec![PageRegion::of_lines(KEY)],
                notices: Vec::new(),
                after_end: None,
            }),
            Message::Session(SessionMessage::Seen {
                loaded_at: NOW,
                visible: vec!["Sign Out".into()],
                hidden: Vec::new(),
                sign_in_form: false,
                settled: true,
                unsaved: 0,
            }),
        ]
    }

    #[test]
    fn turning_a_portal_off_stops_its_open_pages_and_no_others() {
        let mut state = fresh();
        let effects = turned(&mut state, true);
        assert_eq!(effects[0], Effect::Save(Persist::Off(vec![HOST.to_owned()])));
        assert!(effects.contains(&Effect::FallSilent(TabId(1))) && !effects.contains(&Effect::FallSilent(TabId(2))));
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Enter { .. })));
        let effects = turned(&mut state, false);
        assert_eq!(effects[0], Effect::Save(Persist::Off(Vec::new())));
        let entered = effects.iter().filter(|effect| matches!(effect, Effect::Enter { tab: TabId(1), .. }));
        assert_eq!(entered.count(), 1);
    }

    #[test]
    fn a_page_of_a_portal_that_is_off_starts_silent_and_its_reports_are_ignored() {
        let mut state = fresh();
        let effects = turned(&mut state, true);
        let silent = effects.iter().any(|effect| match effect {
            Effect::Register(scripts) => scripts
                .iter()
                .any(|scripts| scripts.js == [SILENT_FILE] && scripts.matches == [format!("https://{HOST}/*")]),
            _ => false,
        });
        assert!(silent, "{effects:?}");
        for message in everything() {
            assert_eq!(send(&mut state, URL, message), []);
        }
        assert!(state.keys.ring.is_empty() && state.sessions.pages.is_empty());
        for message in everything() {
            send(&mut state, OTHER, message);
        }
        assert_eq!(state.keys.ring.len(), 2);
    }

    #[test]
    fn a_page_that_was_open_before_an_update_is_not_entered() {
        let mut state = fresh();
        turned(&mut state, true);
        let effects = step(&mut state, Event::Installed { first: false, complete: true, tabs: open().to_vec() }, NOW);
        let entered = effects.iter().filter_map(|effect| match effect {
            Effect::Enter { tab, .. } => Some(*tab),
            _ => None,
        });
        assert_eq!(entered.collect::<Vec<_>>(), [TabId(2)]);
    }

    #[test]
    fn only_portals_can_be_turned_off_and_repeating_it_changes_nothing() {
        let mut state = fresh();
        let event = Event::TurnOff { host: "ci.example.com".to_owned(), off: true, open: Vec::new() };
        assert_eq!(step(&mut state, event, NOW), [Effect::Answer(Answer::Done {})]);
        turned(&mut state, true);
        assert_eq!(turned(&mut state, true), [Effect::Answer(Answer::Done {})]);
        let listed = step(&mut state, Event::ExtensionPage(ExtensionPageMessage::TurnedOff), NOW);
        assert_eq!(listed, [Effect::Answer(Answer::Hosts(vec![HOST.to_owned()]))]);
    }
}
