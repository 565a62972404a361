//! Changes to the keyring, and their undo data.

use super::effect::Effect;
use super::persist::Persist;
use super::sender::Sender;
use super::state::{PageContext, State, TabState};
use crate::credential::fingerprint::Fingerprint;
use crate::keyring::{Entry, Key, Keyring};
use crate::protocol::KeyringUndo;
use crate::sort::sort;

/// The most entries of one change that can be undone.
const MOST_UNDONE: usize = 50;

/// The effects that store the changed entries.
pub(super) fn save_entries(ring: &Keyring, mut changed: Vec<Fingerprint>) -> Vec<Effect> {
    sort(&mut changed);
    changed.dedup();
    let (kept, gone): (Vec<_>, Vec<_>) = changed.into_iter().partition(|&one| ring.get(one).is_some());
    let kept: Vec<_> = kept.into_iter().filter_map(|one| ring.get(one).cloned()).collect();
    let kept = (!kept.is_empty()).then(|| Effect::Save(Persist::Entries(kept)));
    let gone = (!gone.is_empty()).then(|| Effect::Save(Persist::NoEntries(gone)));
    kept.into_iter().chain(gone).collect()
}

/// Restores the keyring to its state before a change. The entries that will be
/// removed must have been read.
pub fn restore(state: &mut State, before: KeyringUndo) -> Vec<Effect> {
    let KeyringUndo { entries, new, imported_keys } = before;
    let ring = &mut state.keys.ring;
    let gone: Vec<_> = new.into_iter().flat_map(|one| ring.forget(one)).collect();
    ring.extend(entries.iter().cloned());
    let mut effects = Vec::new();
    if !gone.is_empty() {
        effects.push(Effect::Save(Persist::NoEntries(gone)));
    }
    effects.push(Effect::Save(Persist::Entries(entries)));
    // Remove the imported keys last: an entry without its key couldn't be
    // recognized.
    if let (Some(count), Some(fingerprinter)) = (imported_keys, &mut state.keys.fingerprinter) {
        fingerprinter.keep_imported(count);
        effects.push(Effect::Save(Persist::ImportedKeys(fingerprinter.imported_keys())));
    }
    effects
}

/// Applies the user's `change` to these keys, and stores its undo data with the
/// tab.
pub(super) fn declare(
    state: &mut State,
    sender: &Sender,
    page: &PageContext,
    keys: Vec<Key>,
    change: &dyn Fn(&mut Keyring, Key) -> Vec<Fingerprint>,
) -> Vec<Effect> {
    let ring = &mut state.keys.ring;
    let mut before: Vec<(Fingerprint, Option<Entry>)> = Vec::new();
    let mut changed = Vec::new();
    for key in keys {
        for &(_, print) in key.parts() {
            let partner = ring.get(print).and_then(|entry| entry.partner);
            for one in [Some(print), partner].into_iter().flatten() {
                if !before.iter().any(|(known, _)| *known == one) {
                    before.push((one, ring.get(one).cloned()));
                }
            }
        }
        changed.extend(change(ring, key));
    }
    let mut undo = KeyringUndo::default();
    for (print, entry) in before.into_iter().filter(|(print, _)| changed.contains(print)) {
        match entry {
            Some(entry) => undo.entries.push(entry),
            None => undo.new.push(print),
        }
    }
    // Repeated changes to the same keys are undone together.
    let is_kept = (1..=MOST_UNDONE).contains(&changed.len());
    let effects = save_entries(ring, changed);
    if !is_kept {
        return effects;
    }
    let known = state.tabs.get(&sender.tab).cloned();
    let tab = TabState { declared: Some(undo), ..known.unwrap_or_else(|| page.tab()) };
    state.tabs.insert(sender.tab, tab.clone());
    effects.into_iter().chain([Effect::Save(Persist::Tab(sender.tab, tab))]).collect()
}

/// Undoes the user's last change in a tab, if it was about these keys. Entries
/// that it added are among them, because only those were read.
pub(super) fn undeclare(state: &mut State, sender: &Sender, keys: &[Key]) -> Vec<Effect> {
    let is_of_keys = |undo: &KeyringUndo| {
        let is_meant = |print: &Fingerprint| keys.iter().flat_map(Key::parts).any(|(_, part)| part == print);
        let mut entries = undo.entries.iter().map(|entry| &entry.fingerprint);
        undo.new.iter().all(is_meant) && (!undo.new.is_empty() || entries.any(is_meant))
    };
    let Some(tab) = state.tabs.get_mut(&sender.tab) else { return Vec::new() };
    let Some(undo) = tab.declared.take_if(|undo| is_of_keys(undo)) else { return Vec::new() };
    let saved = Effect::Save(Persist::Tab(sender.tab, tab.clone()));
    restore(state, undo).into_iter().chain([saved]).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::app::{CookieStore, Event, Keys, step};
    use crate::catalogue::Environment;
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
    use crate::keyring::{Belonging, SightingKind};
    use crate::protocol::{Claim, ExtensionPageMessage, KeysMessage, Message, TabId};
    use crate::time::Timestamp;

    const PAIR: &str = "App Id: AR28PM50XD\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db";
    const OTHER: &str = "App Id: BR28PM50XD\nApp Secret: 6642d0a725e76fa34ea8771387f31fa3ae84f3db";

    fn fresh() -> State {
        let key = InstallationKey::from_random([7; 32]);
        State { keys: Keys { fingerprinter: Some(Fingerprinter::new(&key)), ..Keys::default() }, ..State::default() }
    }

    fn tell(state: &mut State, tab: i32, message: KeysMessage) -> Vec<Effect> {
        let (url, store) = ("https://commercedeveloper.adobe.com/", CookieStore("0".into()));
        let sender = Sender::page(TabId(tab), url, store);
        step(state, Event::Message(sender, Message::Keys(message)), Timestamp::from_millis(9))
    }

    pub(in crate::app) fn belongs(text: &str, environment: Environment) -> KeysMessage {
        KeysMessage::Belongs {
            text: text.to_owned().into(),
            beside: Vec::new(),
            labels: Vec::new(),
            claim: environment.into(),
        }
    }

    fn back(text: &str) -> KeysMessage {
        KeysMessage::Belongs {
            text: text.to_owned().into(),
            beside: Vec::new(),
            labels: Vec::new(),
            claim: Claim::Undo,
        }
    }

    fn entries(state: &State) -> Vec<Entry> {
        let mut entries: Vec<Entry> = state.keys.ring.entries().cloned().collect();
        entries.sort_by_key(|entry| entry.fingerprint);
        entries
    }

    #[test]
    fn undoing_a_statement_about_an_unknown_key_removes_its_whole_entry() {
        let mut state = fresh();
        tell(&mut state, 1, belongs(PAIR, Environment::Production));
        assert_eq!(entries(&state).len(), 2);
        let effects = tell(&mut state, 1, back(PAIR));
        assert_eq!(entries(&state), []);
        let is_removed = |effect: &Effect| matches!(effect, Effect::Save(Persist::NoEntries(gone)) if gone.len() == 2);
        assert!(effects.iter().any(is_removed), "{effects:?}");
        assert!(state.tabs.get(&TabId(1)).unwrap().declared.is_none());
    }

    #[test]
    fn undo_restores_the_previous_statement() {
        let mut state = fresh();
        let remember =
            ExtensionPageMessage::Remember { text: PAIR.to_owned().into(), environment: Environment::Sandbox };
        step(&mut state, Event::ExtensionPage(remember), Timestamp::from_millis(5));
        let before = entries(&state);
        tell(&mut state, 1, belongs(PAIR, Environment::Production));
        assert!(entries(&state).iter().all(|entry| entry.environment == Belonging::Production));
        tell(&mut state, 1, back(PAIR));
        assert_eq!(entries(&state), before);
        assert!(before.iter().all(|entry| entry.last.how == SightingKind::Declared));
        tell(&mut state, 1, back(PAIR));
        assert_eq!(entries(&state), before);
    }

    #[test]
    fn only_the_keys_that_the_warning_is_about_are_declared() {
        let mut state = fresh();
        let remember =
            ExtensionPageMessage::Remember { text: PAIR.to_owned().into(), environment: Environment::Sandbox };
        step(&mut state, Event::ExtensionPage(remember), Timestamp::from_millis(5));
        let before = entries(&state);
        let file = |id: &str, secret: &str| {
            format!(
                "SANDBOX_APP_ID=AR28PM50XD\nSANDBOX_APP_SECRET=7931d0a725e76fa34ea8771387f31fa3ae84f3db\nPRODUCTION_APP_ID={id}\nPRODUCTION_APP_SECRET={secret}\n"
            )
        };
        // The first pair fits, and the second is unknown.
        let both = file("BR28PM50XD", "6642d0a725e76fa34ea8771387f31fa3ae84f3db");
        tell(&mut state, 1, belongs(&both, Environment::Production));
        let known =
            |state: &State, at: usize| entries(state).into_iter().filter(|one| before.contains(one)).count() == at;
        assert!(known(&state, 2), "{:?}", entries(&state));
        assert_eq!(entries(&state).len(), 4);
        assert!(entries(&state).iter().filter(|one| one.environment == Belonging::Production).count() == 2);
        tell(&mut state, 1, back(&both));
        assert_eq!(entries(&state), before);
    }

    #[test]
    fn a_page_can_undo_only_its_own_last_statement() {
        let mut state = fresh();
        tell(&mut state, 1, belongs(PAIR, Environment::Production));
        tell(&mut state, 2, back(PAIR));
        tell(&mut state, 1, back(OTHER));
        assert_eq!(entries(&state).len(), 2);
        tell(&mut state, 1, belongs(OTHER, Environment::Sandbox));
        tell(&mut state, 1, back(PAIR));
        assert_eq!(entries(&state).len(), 4);
    }
}
