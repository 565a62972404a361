//! The known credentials.
//!
//! The keyring holds fingerprints, never values. Every change returns the
//! affected entries, so that the caller writes or removes only their stored
//! items.

mod allow;
mod copied;
mod evidence;
pub mod file;
mod fine;
pub mod limits;
mod merge;
mod vendor;

pub use copied::LastCopied;
pub use fine::{FinePlace, FinePlaces};

use crate::catalogue::Environment;
use crate::credential::fingerprint::{Fingerprint, Fingerprinter};
use crate::credential::secret::Secret;
use crate::credential::{Kind, Part};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::time::Duration;

/// How a credential became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SightingKind {
    /// A watched site showed it: the weakest evidence.
    Watched,
    /// A page with an account's keys listed it.
    KeysPage,
    /// It was copied from a portal page.
    Copied,
    /// The user declared it.
    Declared,
}

/// When and how a credential was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// The time of the sighting.
    pub at: Timestamp,
    /// How it was seen.
    pub how: SightingKind,
}

/// The environment that a credential belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Belonging {
    /// Only Production.
    Production,
    /// Only Sandbox.
    Sandbox,
    /// Seen in both, which can't be right. Only the user can resolve it.
    Conflict,
}

impl Belonging {
    /// The environment, unless there is a conflict.
    #[must_use]
    pub const fn environment(self) -> Option<Environment> {
        match self {
            Self::Production => Some(Environment::Production),
            Self::Sandbox => Some(Environment::Sandbox),
            Self::Conflict => None,
        }
    }

    /// The result of another sighting, in this environment.
    fn also(self, environment: Environment) -> Self {
        if self == environment.into() { self } else { Self::Conflict }
    }
}

impl From<Environment> for Belonging {
    fn from(environment: Environment) -> Self {
        match environment {
            Environment::Production => Self::Production,
            Environment::Sandbox => Self::Sandbox,
        }
    }
}

/// Whether a credential still works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyState {
    /// It works, as far as is known.
    Active,
    /// It was regenerated or deleted.
    Retired,
}

/// The name of a key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyName {
    /// The name on the portal's page.
    Shown(String),
    /// The name that the user chose, which takes precedence.
    Given(String),
}

impl KeyName {
    /// The text of the name.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Shown(text) | Self::Given(text) => text,
        }
    }
}

/// What is known about one part of a credential. Stored as one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// The environment it belongs to.
    pub environment: Belonging,
    /// Its part, which implies its kind.
    pub part: Part,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<KeyName>,
    /// The other part of its pair.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<Fingerprint>,
    /// The account it belongs to, as the fingerprint of the account's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Fingerprint>,
    /// The first sighting.
    pub first: Sighting,
    /// The last sighting, updated at most once a [day](Keyring::learn).
    pub last: Sighting,
    /// Whether it still works.
    pub state: KeyState,
    /// The places where the user allows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fine: Option<FinePlaces>,
    /// The ID of its vendor, if that vendor can be turned off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
}

impl Entry {
    /// The kind of credential that it is a part of.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.part.kind()
    }

    /// Whether its partner represents it: in a pair whose parts refer to each
    /// other, this is the second part. So a pair counts as one key.
    pub fn is_spoken_for<'e>(&self, known: impl Fn(Fingerprint) -> Option<&'e Self>) -> bool {
        let is_second = self.kind().parts().first() != Some(&self.part);
        let first = self.partner.filter(|_| is_second).and_then(known);
        first.is_some_and(|first| first.partner == Some(self.fingerprint) && first.part.partner() == Some(self.part))
    }
}

/// A credential that was seen: one part, or a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(Vec<(Part, Fingerprint)>);

impl Key {
    /// A single part.
    #[must_use]
    pub fn one(part: Part, fingerprint: Fingerprint) -> Self {
        Self(vec![(part, fingerprint)])
    }

    /// The parts of one credential, in their order. Surplus fingerprints are
    /// ignored.
    #[must_use]
    pub fn of(kind: Kind, fingerprints: &[Fingerprint]) -> Self {
        Self(kind.parts().iter().copied().zip(fingerprints.iter().copied()).collect())
    }

    /// Its parts.
    #[must_use]
    pub fn parts(&self) -> &[(Part, Fingerprint)] {
        &self.0
    }

    fn partner_of(&self, fingerprint: Fingerprint) -> Option<Fingerprint> {
        self.0.iter().map(|&(_, other)| other).find(|&other| other != fingerprint)
    }
}

/// A sighting of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The credential.
    pub key: Key,
    /// The page's environment, or the one that the user named.
    pub environment: Environment,
    /// The name that the page or the user gives it.
    pub name: Option<String>,
    /// The account that the page shows.
    pub account: Option<Fingerprint>,
    /// How it was seen.
    pub how: SightingKind,
}

/// The least time between two updates of the last sighting: a day.
const REFRESH: Duration = Duration::from_secs(24 * 60 * 60);

/// All known entries, by fingerprint.
#[derive(Debug, Default)]
pub struct Keyring {
    entries: HashMap<Fingerprint, Entry, BuildHasherDefault<Spread>>,
}

impl FromIterator<Entry> for Keyring {
    /// If a fingerprint occurs twice, the later entry wins.
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        Self { entries: entries.into_iter().map(|entry| (entry.fingerprint, entry)).collect() }
    }
}

impl Extend<Entry> for Keyring {
    /// If a fingerprint occurs twice, the later entry wins.
    fn extend<I: IntoIterator<Item = Entry>>(&mut self, entries: I) {
        self.entries.extend(entries.into_iter().map(|entry| (entry.fingerprint, entry)));
    }
}

impl Keyring {
    /// The entry with this fingerprint.
    #[must_use]
    pub fn get(&self, fingerprint: Fingerprint) -> Option<&Entry> {
        self.entries.get(&fingerprint)
    }

    /// The fingerprint that this value is known by: the first of its candidates
    /// that has an entry, or else the one under this installation's key.
    #[must_use]
    pub fn recognize(&self, fingerprinter: &Fingerprinter, secret: &Secret) -> Fingerprint {
        let known = fingerprinter.candidates(secret).find(|&candidate| self.get(candidate).is_some());
        known.unwrap_or_else(|| fingerprinter.of(secret))
    }

    /// All entries, in no particular order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Learns a credential that was seen. Returns the changed entries.
    ///
    /// A credential that is seen in the other environment becomes a conflict. A
    /// user's declaration resolves that and holds until the user changes it. A
    /// watched site never overrides what is known from elsewhere. Seeing a
    /// known credential again changes nothing, except the last sighting after a
    /// day. A retired key that a portal lists again becomes active.
    pub fn learn(&mut self, seen: &Seen, now: Timestamp) -> Vec<Fingerprint> {
        let mut changed = Vec::new();
        let may_join = self.may_join(seen);
        for &(part, fingerprint) in seen.key.parts() {
            let partner = seen.key.partner_of(fingerprint).filter(|_| may_join);
            let before = self.entries.get(&fingerprint);
            let after = match before {
                None => fresh(part, fingerprint, partner, seen, now),
                Some(entry) => again(entry, part, partner, seen, now),
            };
            if before != Some(&after) {
                let left = before.and_then(|entry| entry.partner).filter(|&old| after.partner != Some(old));
                self.entries.insert(fingerprint, after);
                append(&mut changed, vec![fingerprint]);
                append(&mut changed, left.and_then(|left| self.part(left, fingerprint)).into_iter().collect());
            }
        }
        changed
    }

    /// Whether the parts of a pair that was seen become partners. In a list of
    /// keys, pairs are reliable. Elsewhere they may be mixed up, so known
    /// partners stay.
    fn may_join(&self, seen: &Seen) -> bool {
        let is_free = |&(_, fingerprint): &(Part, Fingerprint)| {
            let partner = self.get(fingerprint).and_then(|entry| entry.partner);
            partner.is_none() || partner == seen.key.partner_of(fingerprint)
        };
        seen.how == SightingKind::KeysPage || seen.key.parts().iter().all(is_free)
    }

    /// Removes `former` as the partner of this entry.
    fn part(&mut self, fingerprint: Fingerprint, former: Fingerprint) -> Option<Fingerprint> {
        let entry = self.entries.get_mut(&fingerprint).filter(|entry| entry.partner == Some(former))?;
        entry.partner = None;
        Some(fingerprint)
    }

    /// Records the user's declaration of a credential's environment, also for
    /// its partner. This resolves a conflict.
    pub fn declare(
        &mut self,
        key: Key,
        environment: Environment,
        name: Option<String>,
        now: Timestamp,
    ) -> Vec<Fingerprint> {
        let seen = Seen { key, environment, name, account: None, how: SightingKind::Declared };
        let mut changed = self.learn(&seen, now);
        for &(_, fingerprint) in seen.key.parts() {
            append(&mut changed, self.relocate(fingerprint, environment));
        }
        changed
    }

    /// Marks the credential and its partner as regenerated or deleted.
    pub fn retire(&mut self, fingerprint: Fingerprint) -> Vec<Fingerprint> {
        self.change_pair(fingerprint, |entry| entry.state = KeyState::Retired)
    }

    /// Names the credential and its partner; `None` removes the name.
    pub fn set_label(&mut self, fingerprint: Fingerprint, label: Option<&str>) -> Vec<Fingerprint> {
        let label = label.map(str::trim).filter(|label| !label.is_empty());
        self.change_pair(fingerprint, |entry| entry.label = label.map(|text| KeyName::Given(text.to_owned())))
    }

    /// Moves the credential and its partner to one environment. This resolves a
    /// conflict.
    pub fn relocate(&mut self, fingerprint: Fingerprint, environment: Environment) -> Vec<Fingerprint> {
        self.change_pair(fingerprint, |entry| {
            entry.environment = environment.into();
            entry.last.how = SightingKind::Declared;
        })
    }

    /// Removes the credential and its partner. Returns both, because their
    /// stored items must be removed too.
    pub fn forget(&mut self, fingerprint: Fingerprint) -> Vec<Fingerprint> {
        let pair = self.pair_of(fingerprint);
        pair.into_iter().filter(|one| self.entries.remove(one).is_some()).collect()
    }

    /// Removes only this entry.
    pub fn remove(&mut self, fingerprint: Fingerprint) {
        self.entries.remove(&fingerprint);
    }

    /// The credential with its partner. An imported entry may refer to a part
    /// that has another partner here; that one is left out.
    fn pair_of(&self, fingerprint: Fingerprint) -> Vec<Fingerprint> {
        let partner = self.get(fingerprint).and_then(|entry| entry.partner);
        let is_mutual = |other: &Fingerprint| self.get(*other).and_then(|other| other.partner) == Some(fingerprint);
        let partner = partner.filter(|other| *other != fingerprint && is_mutual(other));
        [fingerprint].into_iter().chain(partner).collect()
    }

    fn change_pair(&mut self, fingerprint: Fingerprint, change: impl Fn(&mut Entry)) -> Vec<Fingerprint> {
        let mut changed = Vec::new();
        for one in self.pair_of(fingerprint) {
            if let Some(entry) = self.entries.get_mut(&one) {
                let mut after = entry.clone();
                change(&mut after);
                if *entry != after {
                    *entry = after;
                    changed.push(one);
                }
            }
        }
        changed
    }
}

fn fresh(part: Part, fingerprint: Fingerprint, partner: Option<Fingerprint>, seen: &Seen, now: Timestamp) -> Entry {
    let sighting = Sighting { at: now, how: seen.how };
    Entry {
        fingerprint,
        environment: seen.environment.into(),
        part,
        label: name(None, seen),
        partner,
        account: seen.account,
        first: sighting,
        last: sighting,
        state: KeyState::Active,
        fine: None,
        vendor: None,
    }
}

fn again(entry: &Entry, part: Part, partner: Option<Fingerprint>, seen: &Seen, now: Timestamp) -> Entry {
    let mut after = entry.clone();
    let (known, new) = (entry.evidence(), seen.how);
    if new.strength() >= known.strength() || entry.label.is_none() {
        after.label = name(entry.label.as_ref(), seen);
    }
    match new {
        SightingKind::Watched if known != SightingKind::Watched => {}
        SightingKind::Watched => {
            after.environment = entry.environment.also(seen.environment);
            after.partner = partner.or(entry.partner);
            after.account = seen.account.or(entry.account);
        }
        // A portal is more reliable than what a watched site showed before.
        SightingKind::KeysPage | SightingKind::Copied if known == SightingKind::Watched => {
            let fresh = fresh(part, entry.fingerprint, partner, seen, now);
            after = Entry { label: after.label, first: entry.first, fine: after.fine, vendor: after.vendor, ..fresh };
        }
        SightingKind::KeysPage => {
            after.environment = entry.sighted_in(seen.environment);
            after.account = seen.account.or(entry.account);
            after.part = part;
            after.partner = partner.or(entry.partner);
            after.state = KeyState::Active;
        }
        SightingKind::Copied => {
            after.environment = entry.sighted_in(seen.environment);
            after.partner = partner.or(entry.partner);
        }
        SightingKind::Declared => {
            after.environment = seen.environment.into();
            after.partner = partner.or(entry.partner);
        }
    }
    if after != *entry || now.since(entry.last.at) >= Some(REFRESH) {
        // Keep the strongest evidence: either the first or the last sighting
        // has it.
        let how = if new.strength() >= known.strength() { new } else { known };
        after.last = Sighting { at: now, how };
    }
    after
}

fn name(known: Option<&KeyName>, seen: &Seen) -> Option<KeyName> {
    let new = seen.name.as_deref().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    match (known, new, seen.how) {
        (_, Some(new), SightingKind::Declared) => Some(KeyName::Given(new)),
        (Some(KeyName::Given(given)), _, _) => Some(KeyName::Given(given.clone())),
        (_, Some(new), _) => Some(KeyName::Shown(new)),
        (known, None, _) => known.cloned(),
    }
}

fn append(changed: &mut Vec<Fingerprint>, more: Vec<Fingerprint>) {
    for fingerprint in more {
        if !changed.contains(&fingerprint) {
            changed.push(fingerprint);
        }
    }
}

/// Fingerprints are evenly distributed, and nobody can choose one without the
/// installation key, so eight of their bytes serve as the hash.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut first = [0; 8];
        for (to, from) in first.iter_mut().zip(bytes) {
            *to = *from;
        }
        self.0 = u64::from_le_bytes(first);
    }

    // The length of the byte array comes first and is always the same.
    fn write_usize(&mut self, _: usize) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use Environment::{Production, Sandbox};

    const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);

    fn later(by: Duration) -> Timestamp {
        Timestamp::from_millis(NOW.as_millis() + u64::try_from(by.as_millis()).unwrap())
    }

    fn print(seed: u32) -> Fingerprint {
        use crate::credential::fingerprint::InstallationKey;
        Fingerprinter::new(&InstallationKey::from_random([1; 32])).of_bytes(&seed.to_le_bytes())
    }

    fn pair(seed: u32) -> Key {
        Key::of(Kind::ApiKey, &[print(seed), print(seed + 1)])
    }

    fn seen(key: Key, environment: Environment, how: SightingKind) -> Seen {
        Seen { key, environment, name: None, account: None, how }
    }

    #[test]
    fn learning_again_on_the_same_day_changes_nothing() {
        let mut keyring = Keyring::default();
        let sight = seen(pair(1), Sandbox, SightingKind::KeysPage);
        assert_eq!(keyring.learn(&sight, NOW), [print(1), print(2)]);
        assert_eq!(keyring.learn(&sight, later(REFRESH - Duration::from_millis(1))), []);
        assert_eq!(keyring.learn(&sight, later(REFRESH)), [print(1), print(2)]);
        assert_eq!(keyring.get(print(1)).unwrap().first.at, NOW);
    }

    #[test]
    fn the_parts_of_a_pair_know_each_other() {
        let mut keyring = Keyring::default();
        keyring.learn(&seen(pair(1), Sandbox, SightingKind::KeysPage), NOW);
        assert_eq!(keyring.get(print(1)).unwrap().partner, Some(print(2)));
        assert_eq!(keyring.get(print(2)).unwrap().partner, Some(print(1)));
    }

    #[test]
    fn a_key_seen_in_both_environments_is_a_conflict_until_the_user_settles_it() {
        let mut keyring = Keyring::default();
        keyring.learn(&seen(pair(1), Sandbox, SightingKind::KeysPage), NOW);
        keyring.learn(&seen(pair(1), Production, SightingKind::Copied), NOW);
        assert_eq!(keyring.get(print(1)).unwrap().environment, Belonging::Conflict);
        let changed = keyring.declare(Key::one(Part::ApplicationId, print(1)), Production, None, NOW);
        assert_eq!(changed, [print(1), print(2)]);
        assert_eq!(keyring.get(print(2)).unwrap().environment, Belonging::Production);
    }

    #[test]
    fn a_declared_environment_outlasts_any_sighting() {
        let mut keyring = Keyring::default();
        keyring.declare(pair(1), Sandbox, None, NOW);
        for how in [SightingKind::Watched, SightingKind::Copied, SightingKind::KeysPage] {
            for at in [NOW, later(REFRESH), later(2 * REFRESH)] {
                keyring.learn(&seen(pair(1), Production, how), at);
                assert_eq!(keyring.get(print(1)).unwrap().environment, Belonging::Sandbox, "{how:?}");
                assert!(keyring.get(print(2)).unwrap().is_declared(), "{how:?}");
            }
        }
        keyring.relocate(print(1), Production);
        keyring.learn(&seen(pair(1), Sandbox, SightingKind::KeysPage), later(4 * REFRESH));
        assert_eq!(keyring.get(print(1)).unwrap().environment, Belonging::Production);
    }

    #[test]
    fn a_watched_site_changes_nothing_that_a_portal_showed() {
        let mut keyring = Keyring::default();
        keyring.learn(&seen(pair(1), Sandbox, SightingKind::KeysPage), NOW);
        keyring.retire(print(1));
        let before: Vec<Entry> = [1, 2].map(|seed| keyring.get(print(seed)).unwrap().clone()).into();
        let forged = Key::of(Kind::ApiKey, &[print(1), print(9)]);
        for key in [pair(1), forged.clone(), Key::one(Part::Token, print(1))] {
            keyring.learn(&Seen { name: Some("forged".into()), ..seen(key, Production, SightingKind::Watched) }, NOW);
        }
        for entry in &before {
            let after = keyring.get(entry.fingerprint).unwrap();
            assert_eq!(Entry { label: after.label.clone(), last: after.last, ..entry.clone() }, *after);
            assert_eq!(after.environment, Belonging::Sandbox);
        }
    }

    #[test]
    fn a_portal_overrides_what_a_watched_site_showed() {
        let mut keyring = Keyring::default();
        keyring.learn(&seen(Key::of(Kind::ApiKey, &[print(1), print(9)]), Production, SightingKind::Watched), NOW);
        keyring.learn(&seen(pair(1), Sandbox, SightingKind::KeysPage), NOW);
        let id = keyring.get(print(1)).unwrap();
        assert_eq!((id.environment, id.partner), (Belonging::Sandbox, Some(print(2))));
        keyring.learn(&seen(pair(1), Production, SightingKind::Watched), later(REFRESH));
        assert_eq!(keyring.get(print(1)).unwrap().environment, Belonging::Sandbox);
    }

    #[test]
    fn two_watched_sites_that_disagree_are_a_conflict() {
        let mut keyring = Keyring::default();
        keyring.learn(&seen(pair(1), Sandbox, SightingKind::Watched), NOW);
        keyring.learn(&seen(pair(1), Production, SightingKind::Watched), NOW);
        assert_eq!(keyring.get(print(1)).unwrap().environment, Belonging::Conflict);
    }

    #[test]
    fn an_id_with_another_secret_does_not_split_a_known_pair() {
        let mut keyring = Keyring::default();
        keyring.learn(&seen(pair(1), Sandbox, SightingKind::Watched), NOW);
        keyring.learn(&seen(Key::of(Kind::ApiKey, &[print(1), print(9)]), Sandbox, SightingKind::Watched), NOW);
        keyring.learn(&seen(Key::one(Part::ApplicationId, print(1)), Sandbox, SightingKind::Watched), NOW);
        assert_eq!(keyring.get(print(1)).unwrap().partner, Some(print(2)));
        assert_eq!(keyring.get(print(2)).unwrap().partner, Some(print(1)));
    }

    #[test]
    fn a_retired_key_that_is_listed_again_is_active_again() {
        let mut keyring = Keyring::default();
        keyring.learn(&seen(pair(1), Sandbox, SightingKind::KeysPage), NOW);
        assert_eq!(keyring.retire(print(2)), [print(2), print(1)]);
        assert_eq!(keyring.retire(print(2)), []);
        keyring.learn(&seen(pair(1), Sandbox, SightingKind::Copied), NOW);
        assert_eq!(keyring.get(print(1)).unwrap().state, KeyState::Retired);
        keyring.learn(&seen(pair(1), Sandbox, SightingKind::KeysPage), NOW);
        assert_eq!(keyring.get(print(1)).unwrap().state, KeyState::Active);
    }

    #[test]
    fn a_mixed_pair_that_was_copied_leaves_the_known_partners_as_they_are() {
        let mut keyring = Keyring::default();
        keyring.learn(&seen(pair(1), Sandbox, SightingKind::KeysPage), NOW);
        let mixed = Key::of(Kind::ApiKey, &[print(1), print(9)]);
        keyring.learn(&seen(mixed.clone(), Sandbox, SightingKind::Copied), NOW);
        assert_eq!(keyring.get(print(1)).unwrap().partner, Some(print(2)));
        assert_eq!(keyring.get(print(9)).unwrap().partner, None);
        keyring.learn(&seen(mixed, Sandbox, SightingKind::KeysPage), NOW);
        assert_eq!(keyring.get(print(1)).unwrap().partner, Some(print(9)));
        assert_eq!(keyring.get(print(9)).unwrap().partner, Some(print(1)));
        assert_eq!(keyring.get(print(2)).unwrap().partner, None);
    }

    #[test]
    fn the_name_that_the_user_gave_outlives_the_one_on_the_page() {
        let mut keyring = Keyring::default();
        let named = |name: &str| Seen { name: Some(name.to_owned()), ..seen(pair(1), Sandbox, SightingKind::KeysPage) };
        keyring.learn(&named("CI"), NOW);
        assert_eq!(keyring.get(print(1)).unwrap().label, Some(KeyName::Shown("CI".to_owned())));
        assert_eq!(keyring.set_label(print(1), Some(" nightly ")), [print(1), print(2)]);
        assert_eq!(keyring.learn(&named("CI"), NOW), []);
        assert_eq!(keyring.get(print(2)).unwrap().label, Some(KeyName::Given("nightly".to_owned())));
    }

    #[test]
    fn a_pair_is_forgotten_and_moved_as_one() {
        let mut keyring = Keyring::default();
        keyring.learn(&seen(pair(1), Sandbox, SightingKind::KeysPage), NOW);
        assert_eq!(keyring.relocate(print(1), Production), [print(1), print(2)]);
        assert_eq!(keyring.forget(print(1)), [print(1), print(2)]);
        assert!(keyring.is_empty());
    }

    #[test]
    fn learning_one_among_ten_thousand_changes_one() {
        let mut keyring: Keyring = (0..10_000)
            .map(|seed| {
                let key = Key::one(Part::ApplicationId, print(seed));
                fresh(Part::ApplicationId, print(seed), None, &seen(key, Sandbox, SightingKind::KeysPage), NOW)
            })
            .collect();
        assert_eq!(keyring.len(), 10_000);
        let one = Key::one(Part::ApplicationId, print(10_000));
        assert_eq!(keyring.learn(&seen(one, Sandbox, SightingKind::Copied), NOW), [print(10_000)]);
        assert_eq!(keyring.len(), 10_001);
    }

    #[test]
    fn an_entry_is_stored_and_read_back() {
        let mut keyring = Keyring::default();
        keyring.learn(&Seen { name: Some("CI".into()), ..seen(pair(1), Sandbox, SightingKind::KeysPage) }, NOW);
        let entry = keyring.get(print(1)).unwrap();
        let json = serde_json::to_value(entry).unwrap();
        assert_eq!(json["environment"], "sandbox");
        assert_eq!(json["part"], "application-id");
        assert_eq!(&serde_json::from_value::<Entry>(json).unwrap(), entry);
    }

    #[test]
    fn a_field_of_a_later_version_does_not_hide_an_entry() {
        let mut keyring = Keyring::default();
        keyring.learn(&seen(pair(1), Sandbox, SightingKind::KeysPage), NOW);
        let entry = keyring.get(print(1)).unwrap();
        let mut json = serde_json::to_value(entry).unwrap();
        json["color"] = "red".into();
        assert_eq!(&serde_json::from_value::<Entry>(json).unwrap(), entry);
    }
}
