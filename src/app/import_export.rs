//! Exports the keyring to a file, and imports it.

use super::effect::{Answer, Effect};
use super::entries::save_entries;
use super::persist::Persist;
use super::sender::OpenTab;
use super::state::State;
use super::watched_sites::add_sites;
use crate::catalogue::watched::Scope;
use crate::keyring::file::{Contents, Error, PlainContents};
use crate::keyring::{Entry, FinePlaces, Keyring, Sighting};
use crate::protocol::{Imported, KeyringUndo};
use crate::sort::sort_by_key;
use crate::time::Timestamp;

/// Everything that another installation needs to know the same keys and watch
/// the same sites. All entries must have been
/// [read](super::state::Wanted::All).
#[must_use]
pub fn export(state: &State) -> Contents {
    let installation_keys =
        state.keys.fingerprinter.iter().flat_map(|fingerprinter| fingerprinter.installation_keys().cloned());
    let mut entries: Vec<Entry> = state.keys.ring.entries().cloned().collect();
    sort_by_key(&mut entries, |entry| entry.fingerprint);
    // Sites that managed policy watches are not exported.
    let watched = state.watched.clone();
    Contents { installation_keys: installation_keys.collect(), entries, watched }
}

/// Imports the contents of a file. Answers with the result or the reason for
/// the rejection.
pub(super) fn handle_import(
    state: &mut State,
    contents: PlainContents,
    open: &[OpenTab],
    now: Timestamp,
) -> Vec<Effect> {
    let imported = Contents::try_from(contents).and_then(|contents| import(state, contents, open, now));
    imported.unwrap_or_else(|error| vec![Effect::Answer(Answer::Imported(Err(error)))])
}

/// Imports the contents of a file, and answers with the [result](Imported). All
/// entries must have been [read](super::state::Wanted::All). Known entries
/// aren't saved again, so importing one's own export saves nothing. Sites that
/// are already watched stay unchanged. `open` are the open tabs.
///
/// # Errors
///
/// Returns [`Error::TooManyInstallations`] without changing anything.
pub fn import(state: &mut State, contents: Contents, open: &[OpenTab], now: Timestamp) -> Result<Vec<Effect>, Error> {
    let Some(known) = &state.keys.fingerprinter else {
        return Ok(with_answer(Vec::new(), KeyringUndo::default(), Vec::new()));
    };
    let mut fingerprinter = known.clone();
    if !fingerprinter.import(&contents.installation_keys) {
        return Err(Error::TooManyInstallations);
    }
    let (before, imported) = (known.imported_keys(), fingerprinter.imported_keys());
    state.keys.fingerprinter = Some(fingerprinter);
    let ring = &mut state.keys.ring;
    let changed = ring.merge(contents.entries.into_iter().map(|entry| no_later_than(entry, now)));
    // Save the keys first: an entry without its key couldn't be recognized.
    let imported_keys = (imported != before).then_some(before.len());
    let keys = imported_keys.map(|_| Effect::Save(Persist::ImportedKeys(imported)));
    let mut before = KeyringUndo { imported_keys, ..KeyringUndo::default() };
    let mut prints = Vec::new();
    for (fingerprint, was) in changed {
        prints.push(fingerprint);
        match was {
            Some(entry) => before.entries.push(entry),
            None => before.new.push(fingerprint),
        }
    }
    let mut effects: Vec<Effect> = keys.into_iter().chain(save_entries(ring, prints)).collect();
    let (sites, watched) = add_sites(state, contents.watched, open);
    effects.extend(watched);
    Ok(with_answer(effects, before, sites))
}

/// Adds the answer to these effects.
fn with_answer(mut effects: Vec<Effect>, before: KeyringUndo, sites: Vec<Scope>) -> Vec<Effect> {
    let saved: Keyring = effects.iter().flat_map(saved_entries).cloned().collect();
    let keys = saved.entries().filter(|entry| !entry.is_spoken_for(|partner| saved.get(partner))).count();
    effects.push(Effect::Answer(Answer::Imported(Ok(Imported { keys, sites, before }))));
    effects
}

fn saved_entries(effect: &Effect) -> &[Entry] {
    match effect {
        Effect::Save(Persist::Entries(entries)) => entries,
        _ => &[],
    }
}

/// Caps an entry's times at the present. If its clock was fast, its sightings
/// and declarations would otherwise outweigh all later ones.
fn no_later_than(entry: Entry, now: Timestamp) -> Entry {
    let until = |sighting: Sighting| Sighting { at: sighting.at.min(now), ..sighting };
    let fine = entry.fine.map(|fine| FinePlaces { changed: fine.changed.min(now), ..fine });
    Entry { first: until(entry.first), last: until(entry.last), fine, ..entry }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::entries::restore;
    use crate::app::entries::tests::belongs;
    use crate::app::sender::open_tab;
    use crate::app::{Answer, CookieStore, Event, Keys, Sender, Wanted, step, wanted};
    use crate::catalogue::Environment;
    use crate::catalogue::watched::Watched;
    use crate::credential::fingerprint::{Fingerprint, Fingerprinter, InstallationKey, MOST_IMPORTED};
    use crate::credential::secret::Secret;
    use crate::keyring::{Belonging, KeyState};
    use crate::protocol::{ExtensionPageMessage, KeysMessage, Message, PageRegion, TabId};

    const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);
    const ID: &str = "AR28PM50XD";
    const SECRET: &str = "7931d0a725e76fa34ea8771387f31fa3ae84f3db";
    const PAGE: &str = "CI\nApp Id: AR28PM50XD\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db\n";
    const OTHER: &str = "Laptop\nApp Id: BR28PM50XD\nApp Secret: 6642d0a725e76fa34ea8771387f31fa3ae84f3db\n";

    fn installation(seed: u8) -> State {
        let key = InstallationKey::from_random([seed; 32]);
        State { keys: Keys { fingerprinter: Some(Fingerprinter::new(&key)), ..Keys::default() }, ..State::default() }
    }

    /// The fingerprint that this value is known by there.
    fn of(state: &State, value: &str) -> Fingerprint {
        state.keys.ring.recognize(state.keys.fingerprinter.as_ref().unwrap(), &Secret::new(value))
    }

    fn entry<'s>(state: &'s State, value: &str) -> &'s Entry {
        state.keys.ring.get(of(state, value)).unwrap()
    }

    fn event(message: KeysMessage) -> Event {
        let url = "https://commercedeveloper-sandbox.adobe.com/account/apikeys".to_owned();
        let store = CookieStore("0".to_owned());
        Event::Message(Sender::page(TabId(1), &url, store), Message::Keys(message))
    }

    fn listed(page: &str) -> KeysMessage {
        shown(page, Some("Ada"), &[])
    }

    fn shown(page: &str, account: Option<&str>, notices: &[&str]) -> KeysMessage {
        KeysMessage::Listed {
            loaded_at: NOW,
            account: account.map(str::to_owned),
            regions: vec![PageRegion::of_lines(page)],
            notices: notices.iter().map(|&one| one.to_owned()).collect(),
            after_end: None,
        }
    }

    fn take(state: &mut State, message: KeysMessage) -> Vec<Effect> {
        step(state, event(message), NOW)
    }

    /// An installation that has seen this page.
    fn that_knows(seed: u8, page: &str) -> State {
        let mut state = installation(seed);
        take(&mut state, listed(page));
        state
    }

    /// Another installation that imported the first one's export.
    fn with_imported(seed: u8, from: &State) -> State {
        let mut state = installation(seed);
        import(&mut state, export(from), &[], NOW).unwrap();
        state
    }

    fn sorted<T: Ord>(mut both: [T; 2]) -> [T; 2] {
        both.sort();
        both
    }

    #[test]
    fn two_installations_that_import_each_other_keep_the_same_one_of_two_equal_entries() {
        let [mut first, mut second] = [1, 2].map(|seed| that_knows(seed, PAGE));
        let [of_first, of_second] = [export(&first), export(&second)];
        import(&mut first, of_second, &[], NOW).unwrap();
        import(&mut second, of_first, &[], NOW).unwrap();
        for state in [&mut first, &mut second] {
            assert_eq!(state.keys.ring.len(), 4);
            take(state, listed(PAGE));
            assert_eq!(state.keys.ring.len(), 2);
        }
        for value in [ID, SECRET] {
            assert_eq!(entry(&first, value), entry(&second, value));
        }
    }

    #[test]
    fn importing_your_own_export_changes_nothing() {
        let mut state = that_knows(1, PAGE);
        let contents = export(&state);
        assert_eq!(
            import(&mut state, contents, &[], NOW),
            Ok(with_answer(Vec::new(), KeyringUndo::default(), Vec::new()))
        );
    }

    #[test]
    fn importing_a_file_again_changes_nothing() {
        let other = that_knows(2, PAGE);
        let mut state = with_imported(1, &other);
        assert_eq!(
            import(&mut state, export(&other), &[], NOW),
            Ok(with_answer(Vec::new(), KeyringUndo::default(), Vec::new()))
        );
    }

    fn answered(effects: &[Effect]) -> &Imported {
        let answer = effects.iter().find_map(|effect| match effect {
            Effect::Answer(Answer::Imported(Ok(imported))) => Some(imported),
            _ => None,
        });
        answer.unwrap()
    }

    #[test]
    fn undoing_an_import_restores_the_exact_state() {
        // A key that both know differently, a new key, and keys from elsewhere.
        let first = that_knows(1, PAGE);
        let mut second = with_imported(2, &first);
        take(&mut second, belongs(PAGE, Environment::Production));
        take(&mut second, listed(OTHER));
        let mut state = with_imported(1, &that_knows(3, OTHER));
        take(&mut state, listed(PAGE));
        let original = export(&state);
        let effects = import(&mut state, export(&second), &[], NOW).unwrap();
        let Imported { before, .. } = answered(&effects).clone();
        assert!(!before.entries.is_empty() && !before.new.is_empty() && before.imported_keys == Some(1), "{before:?}");
        assert_ne!(export(&state), original);
        let saved = restore(&mut state, before.clone());
        assert_eq!(export(&state), original);
        assert_eq!(saved[0], Effect::Save(Persist::NoEntries(before.new)));
        assert_eq!(saved[1], Effect::Save(Persist::Entries(before.entries)));
        assert_eq!(saved[2], Effect::Save(Persist::ImportedKeys(original.installation_keys[1..].to_vec())));
    }

    #[test]
    fn imported_entries_are_read_before_an_import_is_undone() {
        let mut state = installation(1);
        let effects = import(&mut state, export(&that_knows(2, PAGE)), &[], NOW).unwrap();
        let Imported { before, .. } = answered(&effects).clone();
        let new = before.new.clone();
        assert_eq!(new.len(), 2);
        assert_eq!(
            wanted(&state, &Event::ExtensionPage(ExtensionPageMessage::Restore(before)).into()),
            Wanted::Entries(new)
        );
    }

    #[test]
    fn the_keys_are_saved_before_the_entries_that_need_them() {
        let effects = import(&mut installation(1), export(&that_knows(2, PAGE)), &[], NOW).unwrap();
        let keys = vec![InstallationKey::from_random([2; 32])];
        assert_eq!(effects[0], Effect::Save(Persist::ImportedKeys(keys)));
        assert!(matches!(&effects[1], Effect::Save(Persist::Entries(entries)) if entries.len() == 2));
    }

    #[test]
    fn a_pair_that_comes_in_counts_as_one_key() {
        let effects = import(&mut installation(1), export(&that_knows(2, &[PAGE, OTHER].concat())), &[], NOW).unwrap();
        assert_eq!(answered(&effects).keys, 2);
    }

    #[test]
    fn a_key_from_another_installation_is_recognized() {
        let mut state = with_imported(1, &that_knows(2, PAGE));
        assert_eq!(entry(&state, ID).environment, Belonging::Sandbox);
        assert_eq!(entry(&state, SECRET).partner, Some(of(&state, ID)));
        let production = Environment::Production;
        take(&mut state, belongs(PAGE, production));
        assert_eq!((state.keys.ring.len(), entry(&state, ID).environment), (2, production.into()));
    }

    #[test]
    fn a_key_of_a_third_installation_is_recognized_through_the_second() {
        let second = with_imported(2, &that_knows(3, PAGE));
        let first = with_imported(1, &second);
        assert_eq!(entry(&first, ID).environment, Belonging::Sandbox);
    }

    #[test]
    fn an_imported_key_that_is_listed_again_keeps_its_entry_and_a_new_key_gets_a_local_one() {
        let mut state = with_imported(1, &that_knows(2, PAGE));
        let known_by = of(&state, ID);
        take(&mut state, listed(&[PAGE, OTHER].concat()));
        assert_eq!((of(&state, ID), state.keys.ring.len()), (known_by, 4));
        let own = state.keys.fingerprinter.as_ref().unwrap().of(&Secret::new("BR28PM50XD"));
        assert_eq!(of(&state, "BR28PM50XD"), own);
    }

    #[test]
    fn an_imported_key_is_retired_when_the_page_confirms_its_deletion() {
        let mut state = with_imported(1, &that_knows(2, PAGE));
        let around = PageRegion::of_lines(&format!("{PAGE}Delete!"));
        take(&mut state, KeysMessage::EndClicked { loaded_at: NOW, around });
        take(&mut state, shown(OTHER, None, &["The API Access Key has been deleted."]));
        assert_eq!(entry(&state, ID).state, KeyState::Retired);
    }

    #[test]
    fn a_key_that_both_installations_knew_becomes_one_when_it_is_listed() {
        let mut other = that_knows(2, PAGE);
        take(&mut other, belongs(PAGE, Environment::Production));
        let mut state = that_knows(1, PAGE);
        import(&mut state, export(&other), &[], NOW).unwrap();
        assert_eq!(state.keys.ring.len(), 4);
        let [stays, leaves] = sorted([of(&state, ID), of(&other, ID)]);
        let effects = take(&mut state, listed(PAGE));
        let gone = |effect: &Effect| matches!(effect, Effect::Save(Persist::NoEntries(gone)) if gone.contains(&leaves));
        assert!(effects.iter().any(gone));
        assert_eq!(of(&state, ID), stays);
        assert_eq!(state.keys.ring.len(), 2);
        assert_eq!(entry(&state, ID).partner, Some(of(&state, SECRET)));
    }

    #[test]
    fn a_key_that_both_installations_knew_becomes_one_when_it_is_copied() {
        let mut state = that_knows(1, PAGE);
        import(&mut state, export(&that_knows(2, PAGE)), &[], NOW).unwrap();
        take(&mut state, listed(&format!("App Id: {ID}")));
        let around = PageRegion::of_lines("App Secret\nCopy!");
        take(&mut state, KeysMessage::Copied { text: SECRET.to_owned().into(), around });
        assert_eq!(state.keys.ring.len(), 2);
    }

    #[test]
    fn importing_a_pair_with_one_known_part_does_not_mix_two_pairs() {
        let mut state = installation(1);
        take(&mut state, listed(&format!("App Id: {ID}")));
        import(&mut state, export(&that_knows(2, PAGE)), &[], NOW).unwrap();
        let going = KeysMessage::Going { text: PAGE.to_owned().into(), beside: Vec::new(), labels: Vec::new() };
        assert_eq!(take(&mut state, going), [Effect::Answer(Answer::Warning(None))]);
        take(&mut state, listed(&format!("App Id: {ID}")));
        let going = KeysMessage::Going { text: PAGE.to_owned().into(), beside: Vec::new(), labels: Vec::new() };
        assert_eq!(take(&mut state, going), [Effect::Answer(Answer::Warning(None))]);
    }

    #[test]
    fn a_text_asks_storage_for_its_values_under_every_key() {
        let state = with_imported(1, &installation(2));
        let Wanted::Entries(mut asked) = wanted(
            &state,
            &event(KeysMessage::Going { text: format!("App Id: {ID}").into(), beside: Vec::new(), labels: Vec::new() })
                .into(),
        ) else {
            unreachable!()
        };
        let mut both = [1, 2].map(|seed| of(&installation(seed), ID));
        asked.sort_unstable();
        both.sort_unstable();
        assert_eq!(asked, both);
    }

    #[test]
    fn an_export_sent_as_a_message_is_imported_by_an_event() {
        let mut first = that_knows(2, PAGE);
        assert_eq!(wanted(&first, &Event::ExtensionPage(ExtensionPageMessage::Export).into()), Wanted::All);
        let effects = step(&mut first, Event::ExtensionPage(ExtensionPageMessage::Export), NOW);
        let [Effect::Answer(Answer::Exported(contents))] = &effects[..] else { unreachable!("{effects:?}") };
        let mut second = installation(1);
        let event = Event::Import(contents.clone(), Vec::new());
        assert_eq!(wanted(&second, &event.clone().into()), Wanted::All);
        let effects = step(&mut second, event, NOW);
        assert_eq!(answered(&effects).keys, 1);
        assert_eq!(entry(&second, ID).environment, Belonging::Sandbox);
    }

    #[test]
    fn a_refused_import_is_answered_with_the_reason() {
        let mut state = installation(1);
        let mut contents = export(&that_knows(2, PAGE));
        let many = (10..).take(MOST_IMPORTED).map(|seed| InstallationKey::from_random([seed; 32]));
        contents.installation_keys.extend(many);
        let effects = step(&mut state, Event::Import(contents.into(), Vec::new()), NOW);
        assert_eq!(effects, [Effect::Answer(Answer::Imported(Err(Error::TooManyInstallations)))]);
    }

    #[test]
    fn a_file_of_too_many_installations_changes_nothing() {
        let mut state = installation(1);
        let mut contents = export(&that_knows(2, PAGE));
        let many = (10..).take(MOST_IMPORTED).map(|seed| InstallationKey::from_random([seed; 32]));
        contents.installation_keys.extend(many);
        assert_eq!(import(&mut state, contents, &[], NOW), Err(Error::TooManyInstallations));
        assert_eq!((state.keys.ring.len(), export(&state).installation_keys.len()), (0, 1));
    }

    #[test]
    fn a_sighting_dated_in_the_future_counts_as_now() {
        let mut contents = export(&that_knows(2, PAGE));
        for entry in &mut contents.entries {
            entry.last.at = Timestamp::MAX;
        }
        let mut state = installation(1);
        import(&mut state, contents, &[], NOW).unwrap();
        assert_eq!(entry(&state, ID).last.at, NOW);
    }

    fn site(address: &str, environment: Option<Environment>) -> Watched {
        Watched {
            scope: Scope::parse(address).unwrap(),
            environment,
            learning: environment.is_some(),
            words: Vec::new(),
        }
    }

    #[test]
    fn sites_are_added_and_one_that_is_watched_already_stays_as_it_is() {
        let mut state = installation(1);
        let own = site("ci.example.com", Some(Environment::Sandbox));
        state.watched = vec![own.clone()];
        let mut other = installation(2);
        let new = site("wiki.example.com/team", None);
        other.watched = vec![site("ci.example.com", None), new.clone()];
        let effects = import(&mut state, export(&other), &[], NOW).unwrap();
        assert_eq!(effects.iter().filter(|effect| matches!(effect, Effect::Save(_))).count(), 2);
        assert!(effects.contains(&Effect::Save(Persist::Watched(vec![own, new]))));
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Register(scripts) if !scripts.is_empty())));
        assert_eq!(answered(&effects).sites, [Scope::parse("wiki.example.com/team").unwrap()]);
        let again = import(&mut state, export(&other), &[], NOW);
        assert_eq!(again, Ok(with_answer(Vec::new(), KeyringUndo::default(), Vec::new())));
    }

    #[test]
    fn the_open_pages_of_a_site_that_comes_in_are_entered() {
        let mut other = installation(2);
        other.watched = vec![site("wiki.example.com", None)];
        let open = [open_tab(1, "https://wiki.example.com/page"), open_tab(2, "https://example.org/")];
        let effects = import(&mut installation(1), export(&other), &open, NOW).unwrap();
        let entered = effects.iter().filter_map(|effect| match effect {
            Effect::Enter { tab, .. } => Some(tab.0),
            _ => None,
        });
        assert_eq!(entered.collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn nothing_is_imported_where_a_newer_version_keeps_the_keys() {
        let mut state = State::default();
        let nothing = Ok(with_answer(Vec::new(), KeyringUndo::default(), Vec::new()));
        assert_eq!(import(&mut state, export(&that_knows(2, PAGE)), &[], NOW), nothing);
        assert!(state.keys.ring.is_empty());
    }
}
