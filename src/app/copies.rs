//! Shows for ten minutes which key was copied last on a portal, because the
//! user can't see what is on the clipboard.

use std::time::Duration;

use super::effect::Effect;
use super::page_views::PageViews;
use super::persist::Persist;
use super::sender::Sender;
use super::state::{MarkedPage, State};
use crate::credential::fingerprint::Fingerprint;
use crate::keyring::{Entry, LastCopied};
use crate::time::Timestamp;

/// How long it is shown.
pub(super) const SAID_FOR: Duration = Duration::from_secs(10 * 60);

/// Records the copied key, if all of these parts belong to one. Nothing is
/// recorded in a private window.
pub(super) fn note(state: &mut State, sender: &Sender, parts: &[Fingerprint], now: Timestamp) -> Vec<Effect> {
    let copied = copied_key(state, parts, now).filter(|_| !sender.store.is_private());
    let Some(copied) = copied else { return Vec::new() };
    state.last_copied = Some(copied);
    update(state)
}

/// Deletes the record, because something else is on the clipboard now.
pub(super) fn forget(state: &mut State) -> Vec<Effect> {
    match state.last_copied.take() {
        Some(_) => update(state),
        None => Vec::new(),
    }
}

/// The key that these parts belong to, if it is exactly one.
fn copied_key(state: &State, parts: &[Fingerprint], now: Timestamp) -> Option<LastCopied> {
    let ring = &state.keys.ring;
    let first: &Entry = parts.iter().find_map(|&part| ring.get(part))?;
    let is_same = |part: &Fingerprint| *part == first.fingerprint || first.partner == Some(*part);
    // Next to it may be a value that isn't a key.
    let known = parts.iter().filter(|&&part| ring.get(part).is_some());
    let is_one = known.into_iter().all(is_same);
    let environment = first.environment.environment().filter(|_| is_one)?;
    Some(LastCopied { environment, name: first.label.as_ref().map(|label| label.text().to_owned()), at: now })
}

/// Deletes the record once it was shown long enough, or if the clock was set
/// back.
pub(super) fn end(state: &mut State, now: Timestamp) -> Vec<Effect> {
    let is_over = |copied: &LastCopied| now.since(copied.at).is_none_or(|age| age >= SAID_FOR);
    match state.last_copied.take_if(|copied| is_over(copied)) {
        Some(_) => update(state),
        None => Vec::new(),
    }
}

/// Saves it, and updates the toolbar buttons of the open portal pages.
fn update(state: &State) -> Vec<Effect> {
    let views = PageViews::new(state);
    let mut effects = vec![Effect::Save(Persist::LastCopied(state.last_copied.clone()))];
    for (&tab, known) in state.tabs.iter() {
        if let Some(page) = known.marked(&state.catalogue).filter(MarkedPage::is_portal) {
            effects.push(Effect::Toolbar(tab, views.toolbar(tab, &page)));
        }
    }
    effects
}

#[cfg(test)]
mod tests {
    use super::super::{CookieStore, Event, Keys, step};
    use super::*;
    use crate::app::sender::open_tab;
    use crate::app::{Answer, TabState};
    use crate::catalogue::Environment;
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
    use crate::credential::secret::Secret;
    use crate::protocol::{ExtensionPageMessage, KeysMessage, Message, PopupFacts, TabId};

    const URL: &str = "https://commercedeveloper-sandbox.adobe.com/account/apikeys";
    const ID: &str = "AR28PM50XD";
    const SECRET: &str = "7931d0a725e76fa34ea8771387f31fa3ae84f3db";
    const OTHER_ID: &str = "BR28PM50XD";
    const OTHER: &str = "6642d0a725e76fa34ea8771387f31fa3ae84f3db";

    /// Knows two Sandbox keys, one with a name.
    fn knowing() -> State {
        let key = InstallationKey::from_random([7; 32]);
        let mut state = State {
            keys: Keys { fingerprinter: Some(Fingerprinter::new(&key)), ..Keys::default() },
            ..State::default()
        };
        for text in [format!("App Id: {ID}\nApp Secret: {SECRET}"), format!("App Id: {OTHER_ID}\nApp Secret: {OTHER}")]
        {
            let remember = ExtensionPageMessage::Remember { text: text.into(), environment: Environment::Sandbox };
            step(&mut state, Event::ExtensionPage(remember), Timestamp::from_millis(1));
        }
        let key = state.keys.fingerprinter.as_ref().unwrap().of(&Secret::new(ID));
        let rename = ExtensionPageMessage::Rename { key, name: Some("CI".into()) };
        step(&mut state, Event::ExtensionPage(rename), Timestamp::from_millis(1));
        state.tabs.insert(TabId(1), TabState::at("commercedeveloper-sandbox.adobe.com"));
        state
    }

    fn copies(state: &mut State, text: &str, store: &str) -> Vec<Effect> {
        let store = CookieStore(store.into());
        let sender = Sender::page(TabId(1), URL, store);
        let copied = KeysMessage::CopiedShown { text: text.to_owned().into() };
        step(state, Event::Message(sender, Message::Keys(copied)), Timestamp::from_millis(1000))
    }

    fn popup(state: &mut State, at: u64) -> PopupFacts {
        let event = Event::Popup(open_tab(1, URL), CookieStore("0".into()));
        let effects = step(state, event, Timestamp::from_millis(at));
        let facts = effects.into_iter().find_map(|effect| match effect {
            Effect::Answer(Answer::Popup(facts)) => Some(*facts),
            _ => None,
        });
        facts.unwrap()
    }

    #[test]
    fn any_part_of_a_key_names_it_in_the_popup_and_on_the_button() {
        for text in [ID, SECRET, &format!("{ID}\n{SECRET}")] {
            let mut state = knowing();
            let effects = copies(&mut state, text, "0");
            let copied = Some(LastCopied {
                environment: Environment::Sandbox,
                name: Some("CI".into()),
                at: Timestamp::from_millis(1000),
            });
            assert_eq!(effects[0], Effect::Save(Persist::LastCopied(copied.clone())), "{text}");
            assert!(matches!(&effects[1], Effect::Toolbar(TabId(1), toolbar) if toolbar.copied == copied));
            assert_eq!(popup(&mut state, 2000).copied, copied);
        }
    }

    #[test]
    fn two_keys_an_unknown_value_or_a_private_window_are_not_recorded() {
        let mut state = knowing();
        let unknown = "0000d0a725e76fa34ea8771387f31fa3ae84f3db";
        for (text, store) in [(format!("{SECRET}\n{OTHER}"), "0"), (unknown.to_owned(), "0"), (SECRET.to_owned(), "1")]
        {
            assert_eq!(copies(&mut state, &text, store), [], "{text}");
        }
        assert_eq!(state.last_copied, None);
    }

    #[test]
    fn a_copied_key_is_forgotten_after_ten_minutes() {
        let mut state = knowing();
        copies(&mut state, SECRET, "0");
        assert!(popup(&mut state, 600_999).copied.is_some());
        assert_eq!(popup(&mut state, 601_000).copied, None);
        assert_eq!(state.last_copied, None);
    }
}
