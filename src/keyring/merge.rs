//! Merges two records of one credential: the stored one and that of an imported
//! file, or those of two installations.

use super::{Belonging, Entry, KeyName, Keyring, Sighting};
use crate::credential::fingerprint::Fingerprint;
use crate::sort::sort;

impl Keyring {
    /// Merges imported entries. Returns each new or changed entry with its
    /// previous value.
    ///
    /// The order doesn't matter, and repeating the merge changes nothing. The
    /// user's declaration overrides sightings. Otherwise, an entry with a
    /// different environment here becomes a conflict.
    pub fn merge(&mut self, entries: impl IntoIterator<Item = Entry>) -> Vec<(Fingerprint, Option<Entry>)> {
        let mut changed = Vec::new();
        for entry in entries {
            let known = self.get(entry.fingerprint);
            let after = known.map_or_else(|| entry.clone(), |known| both(known, &entry));
            if known != Some(&after) {
                let fingerprint = after.fingerprint;
                changed.push((fingerprint, self.entries.insert(fingerprint, after)));
            }
        }
        changed
    }

    /// Merges the entries of one value, whose fingerprints under each key are
    /// `candidates`. The entry with the lowest fingerprint stays and takes over
    /// what the others hold; the others are removed. So two computers that know
    /// the same keys keep the same entry, and neither removes the one that the
    /// other kept. Returns the changed and removed entries.
    pub fn unite(&mut self, candidates: impl IntoIterator<Item = Fingerprint>) -> Vec<Fingerprint> {
        let mut changed = Vec::new();
        let mut known: Vec<Fingerprint> = candidates.into_iter().filter(|&one| self.get(one).is_some()).collect();
        sort(&mut known);
        let Some(&first) = known.first() else { return changed };
        for other in known.split_off(1) {
            let Some(entry) = self.entries.remove(&other) else { continue };
            changed.extend([first, other]);
            if let Some(partner) = entry.partner.and_then(|partner| self.entries.get_mut(&partner))
                && partner.partner == Some(other)
            {
                partner.partner = Some(first);
                changed.push(partner.fingerprint);
            }
            // Keep a known partner: its fingerprint uses the same installation
            // key.
            let partner = self.get(first).and_then(|known| known.partner).or(entry.partner);
            self.merge([Entry { fingerprint: first, partner, ..entry }]);
        }
        changed
    }
}

/// Merges two entries with the same fingerprint. The result doesn't depend on
/// their order, and merging either of them again changes nothing.
fn both(one: &Entry, other: &Entry) -> Entry {
    let (first, second) = (one.last.at, other.last.at);
    let first_seen = (one.first.at, one.first.how).min((other.first.at, other.first.how));
    let last_seen = (first, one.last.how).max((second, other.last.how));
    let sighting = |(at, how)| Sighting { at, how };
    // Of two equally strong values, take the later one. If the times are equal
    // too, take either, but always the same one.
    let strongest = strength(one).max(strength(other));
    let environment = match (strength(one) == strongest, strength(other) == strongest) {
        (true, false) => one.environment,
        (false, true) => other.environment,
        _ if one.environment == other.environment => one.environment,
        _ if one.is_declared() => (first, one.environment).max((second, other.environment)).1,
        _ => Belonging::Conflict,
    };
    let label = |entry: &Entry| (entry.label.as_ref().map(is_given), entry.last.at, entry.label.clone());
    let some = |entry: &Entry, field: Option<Fingerprint>| (field.is_some(), entry.last.at, field);
    let mut merged = Entry {
        fingerprint: one.fingerprint,
        environment,
        part: (first, one.part).max((second, other.part)).1,
        label: label(one).max(label(other)).2,
        partner: some(one, one.partner).max(some(other, other.partner)).2,
        account: some(one, one.account).max(some(other, other.account)).2,
        first: sighting(first_seen),
        last: sighting(last_seen),
        state: (first, one.state).max((second, other.state)).1,
        fine: one.fine.clone().max(other.fine.clone()),
        vendor: one.vendor.clone().max(other.vendor.clone()),
    };
    // Keep the strongest evidence even if the sighting that provided it is
    // replaced.
    if strength(&merged) < strongest {
        merged.last.how = one.evidence().max(other.evidence());
    }
    merged
}

/// The strength of the evidence for an entry's environment. A conflict never
/// counts as declared by the user.
fn strength(entry: &Entry) -> u8 {
    entry.evidence().strength().min(if entry.environment == Belonging::Conflict { 1 } else { 2 })
}

fn is_given(name: &KeyName) -> bool {
    matches!(name, KeyName::Given(_))
}

#[cfg(test)]
mod tests {
    use super::super::{FinePlace, FinePlaces, Key, KeyState, Seen, SightingKind};
    use super::*;
    use crate::catalogue::Environment::{self, Production, Sandbox};
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
    use crate::credential::{Kind, Part};
    use crate::time::Timestamp;
    use proptest::prelude::*;

    fn print(seed: u8) -> Fingerprint {
        Fingerprinter::new(&InstallationKey::from_random([1; 32])).of_bytes(&[seed])
    }

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn ring(seeds: &[u8], environment: Environment, how: SightingKind, when: u64) -> Keyring {
        let prints: Vec<_> = seeds.iter().map(|&seed| print(seed)).collect();
        let mut ring = Keyring::default();
        let key = Key::of(Kind::ApiKey, &prints);
        ring.learn(&Seen { key, environment, name: None, account: None, how }, at(when));
        ring
    }

    fn merged(mut ring: Keyring, with: &Keyring) -> Keyring {
        ring.merge(with.entries().cloned());
        ring
    }

    fn entry(ring: &Keyring, seed: u8) -> &Entry {
        ring.get(print(seed)).unwrap()
    }

    #[test]
    fn an_unknown_entry_is_added_unchanged() {
        let mut here = ring(&[1, 2], Sandbox, SightingKind::KeysPage, 5);
        let there = ring(&[3, 4], Production, SightingKind::Copied, 7);
        let mut changed = here.merge(there.entries().cloned());
        let mut new = vec![(print(3), None), (print(4), None)];
        changed.sort_unstable_by_key(|(fingerprint, _)| *fingerprint);
        new.sort_unstable_by_key(|(fingerprint, _)| *fingerprint);
        assert_eq!(changed, new);
        assert_eq!(entry(&here, 3), entry(&there, 3));
        assert_eq!(here.len(), 4);
    }

    #[test]
    fn sightings_in_different_environments_are_a_conflict() {
        let here = ring(&[1, 2], Sandbox, SightingKind::KeysPage, 5);
        let there = ring(&[1, 2], Production, SightingKind::KeysPage, 7);
        assert_eq!(entry(&merged(here, &there), 1).environment, Belonging::Conflict);
    }

    #[test]
    fn the_users_statement_wins_over_a_later_sighting_on_either_side_and_stays_a_statement() {
        let word = || {
            let mut ring = ring(&[1, 2], Production, SightingKind::KeysPage, 3);
            ring.declare(Key::one(Part::ApplicationId, print(1)), Sandbox, None, at(5));
            ring
        };
        let seen = || ring(&[1, 2], Production, SightingKind::KeysPage, 7);
        for both in [merged(word(), &seen()), merged(seen(), &word())] {
            let last = Sighting { at: at(7), how: SightingKind::Declared };
            assert_eq!((entry(&both, 1).environment, entry(&both, 1).last), (Belonging::Sandbox, last));
            assert_eq!(entry(&merged(both, &seen()), 1).environment, Belonging::Sandbox);
        }
    }

    #[test]
    fn the_later_of_two_statements_wins() {
        let here = ring(&[1, 2], Sandbox, SightingKind::Declared, 9);
        let there = ring(&[1, 2], Production, SightingKind::Declared, 7);
        assert_eq!(entry(&merged(here, &there), 1).environment, Belonging::Sandbox);
    }

    #[test]
    fn a_name_that_the_user_gave_wins_over_the_pages_later_one() {
        let mut here = ring(&[1, 2], Sandbox, SightingKind::KeysPage, 5);
        here.set_label(print(1), Some("nightly"));
        let mut there = ring(&[1, 2], Sandbox, SightingKind::KeysPage, 7);
        there.entries.get_mut(&print(1)).unwrap().label = Some(KeyName::Shown("CI".into()));
        assert_eq!(entry(&merged(here, &there), 1).label, Some(KeyName::Given("nightly".into())));
    }

    #[test]
    fn the_earlier_first_and_the_later_last_sighting_are_kept() {
        let both =
            merged(ring(&[1], Sandbox, SightingKind::Copied, 7), &ring(&[1], Sandbox, SightingKind::KeysPage, 5));
        let sightings = (entry(&both, 1).first, entry(&both, 1).last);
        assert_eq!(
            sightings,
            (Sighting { at: at(5), how: SightingKind::KeysPage }, Sighting { at: at(7), how: SightingKind::Copied })
        );
    }

    #[test]
    fn an_entry_is_retired_only_if_the_later_sighting_says_so() {
        for (retired_at, active_at, state) in
            [(7, 5, KeyState::Retired), (5, 7, KeyState::Active), (5, 5, KeyState::Retired)]
        {
            let mut retired = ring(&[1, 2], Sandbox, SightingKind::KeysPage, retired_at);
            retired.retire(print(1));
            let both = merged(retired, &ring(&[1, 2], Sandbox, SightingKind::KeysPage, active_at));
            assert_eq!(entry(&both, 1).state, state, "{retired_at} {active_at}");
        }
    }

    #[test]
    fn a_pair_that_was_joined_again_is_forgotten_without_its_former_part() {
        let (old, new) =
            (ring(&[1, 2], Sandbox, SightingKind::KeysPage, 5), ring(&[1, 3], Sandbox, SightingKind::KeysPage, 7));
        for (here, there) in [(&old, &new), (&new, &old)] {
            let mut both = merged(merged(Keyring::default(), here), there);
            assert_eq!([1, 3].map(|seed| entry(&both, seed).partner), [Some(print(3)), Some(print(1))]);
            assert_eq!(both.forget(print(2)), [print(2)]);
            assert_eq!(both.len(), 2);
        }
    }

    #[test]
    fn two_entries_of_one_pair_become_one_pair() {
        // 1 and 2 are the pair's fingerprints under one key, 11 and 12 under
        // another.
        let mut ring = merged(
            ring(&[1, 2], Production, SightingKind::KeysPage, 5),
            &ring(&[11, 12], Sandbox, SightingKind::Declared, 3),
        );
        let mut changed = ring.unite([print(1), print(11)]);
        changed.extend(ring.unite([print(2), print(12)]));
        for seed in [1, 2, 11, 12] {
            assert!(changed.contains(&print(seed)), "{seed}");
        }
        assert_eq!(ring.len(), 2);
        let stays = [[1, 11], [2, 12]].map(|seeds| seeds.map(print).into_iter().min().unwrap());
        for (this, that) in [(stays[0], stays[1]), (stays[1], stays[0])] {
            assert_eq!(ring.get(this).unwrap().partner, Some(that));
            assert_eq!(ring.get(this).unwrap().environment, Belonging::Sandbox);
        }
        assert_eq!(ring.unite([print(1), print(11)]), []);
    }

    fn any_print() -> impl Strategy<Value = Fingerprint> {
        (0..4_u8).prop_map(print)
    }

    fn any_sighting() -> impl Strategy<Value = Sighting> {
        let how = prop::sample::select(vec![SightingKind::KeysPage, SightingKind::Copied, SightingKind::Declared]);
        (0..4_u64, how).prop_map(|(millis, how)| Sighting { at: at(millis), how })
    }

    fn any_entry() -> impl Strategy<Value = Entry> {
        let environment = prop::sample::select(vec![Belonging::Production, Belonging::Sandbox, Belonging::Conflict]);
        let name = prop::sample::select(vec![
            None,
            Some(KeyName::Shown("a".to_owned())),
            Some(KeyName::Shown("b".to_owned())),
            Some(KeyName::Given("a".to_owned())),
            Some(KeyName::Given("b".to_owned())),
        ]);
        let part = prop::sample::select(vec![Part::PublicKey, Part::PrivateKey]);
        let state = prop::sample::select(vec![KeyState::Active, KeyState::Retired]);
        let prints = (any_print(), prop::option::of(any_print()), prop::option::of(any_print()));
        let fine = prop::option::of((0..3_u64, prop::sample::subsequence(vec!["a", "b"], 0..=2)));
        let fine = fine.prop_map(|fine| {
            let place = |place: &str| FinePlace { place: place.to_owned(), to: Environment::Production };
            fine.map(|(changed, places)| FinePlaces {
                changed: at(changed),
                places: places.into_iter().map(place).collect(),
            })
        });
        let vendor = prop::option::of(prop::sample::select(vec!["acme".to_owned(), "other".to_owned()]));
        (prints, environment, part, name, any_sighting(), any_sighting(), state, (fine, vendor)).prop_map(
            |((fingerprint, partner, account), environment, part, label, first, last, state, (fine, vendor))| Entry {
                fingerprint,
                environment,
                part,
                label,
                partner,
                account,
                first,
                last,
                state,
                fine,
                vendor,
            },
        )
    }

    proptest! {
        #[test]
        fn merging_entries_is_symmetric(one in any_entry(), other in any_entry()) {
            let other = Entry { fingerprint: one.fingerprint, ..other };
            prop_assert_eq!(both(&one, &other), both(&other, &one));
        }

        #[test]
        fn an_entry_has_nothing_to_add_to_what_it_was_merged_into(one in any_entry(), other in any_entry()) {
            let other = Entry { fingerprint: one.fingerprint, ..other };
            let merged = both(&one, &other);
            prop_assert_eq!(&both(&one, &one), &one);
            prop_assert_eq!(&both(&merged, &one), &merged);
            prop_assert_eq!(&both(&merged, &other), &merged);
        }

        #[test]
        fn the_order_of_a_files_entries_does_not_matter(known in prop::collection::vec(any_entry(), 0..4), one in any_entry(), other in any_entry()) {
            // A file contains each fingerprint only once.
            prop_assume!(one.fingerprint != other.fingerprint);
            let mut forth: Keyring = known.iter().cloned().collect();
            let mut back: Keyring = known.into_iter().collect();
            forth.merge([one.clone(), other.clone()]);
            back.merge([other, one]);
            prop_assert_eq!(forth.entries, back.entries);
        }

        #[test]
        fn merging_again_changes_nothing(known in prop::collection::vec(any_entry(), 0..4), more in prop::collection::vec(any_entry(), 0..4)) {
            let mut ring = Keyring::default();
            ring.merge(known);
            let file: Keyring = more.into_iter().collect();
            ring.merge(file.entries().cloned());
            prop_assert_eq!(ring.merge(file.entries().cloned()), []);
        }
    }
}
