//! Limits for what is learned from pages. A page controls what it shows, and
//! could otherwise fill the store.
//!
//! There are limits per report, per account, per minute and in total, but none
//! for what the user declares or imports. At the total limit, the entries with
//! the weakest evidence are dropped.

use std::time::Duration;

use super::{Entry, Key, KeyName, Keyring, SightingKind};
use crate::credential::fingerprint::Fingerprint;
use crate::sort::sort_by_key;
use crate::time::Timestamp;

/// The most new entries that are learned from one report of a page. A pair has
/// two entries.
pub const MOST_PER_PAGE: usize = 200;
/// The most entries that are learned for one account.
pub const MOST_PER_ACCOUNT: usize = 1000;
/// The most new entries per minute, from all pages.
pub const MOST_PER_MINUTE: usize = 600;
/// The most entries in a keyring after learning. An entry takes about 300
/// bytes, and `storage.local` holds 10 MiB.
pub const MOST_ENTRIES: usize = 24_000;

const MINUTE: Duration = Duration::from_secs(60);

/// The number of entries learned from pages in the current minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learned {
    since: Timestamp,
    count: usize,
}

impl Default for Learned {
    fn default() -> Self {
        Self { since: Timestamp::from_millis(0), count: 0 }
    }
}

impl Learned {
    /// How many more entries may be learned now.
    #[must_use]
    pub fn room(&self, now: Timestamp) -> usize {
        MOST_PER_MINUTE.saturating_sub(if self.is_over(now) { 0 } else { self.count })
    }

    /// Adds to the number of learned entries.
    pub fn add(&mut self, count: usize, now: Timestamp) {
        if self.is_over(now) {
            *self = Self { since: now, count: 0 };
        }
        self.count += count;
    }

    /// Also true after the clock was set back, so that learning can't stop
    /// forever.
    fn is_over(&self, now: Timestamp) -> bool {
        now.since(self.since).is_none_or(|age| age >= MINUTE)
    }
}

impl Entry {
    /// Whether the user said something about it: its environment or its name.
    fn is_of_user(&self) -> bool {
        matches!(self.label, Some(KeyName::Given(_))) || self.evidence() == SightingKind::Declared
    }

    /// How well it is supported. Of equally strong evidence, repeated sightings
    /// support it better, and recent ones.
    fn support(&self) -> (u8, bool, Timestamp) {
        (self.evidence().strength(), self.first.at != self.last.at, self.last.at)
    }
}

impl Keyring {
    /// Drops new keys that exceed the limits. Returns how many new entries
    /// remain.
    pub fn within_limits(
        &self,
        keys: &mut Vec<(Key, Option<String>)>,
        account: Option<Fingerprint>,
        room: usize,
    ) -> usize {
        let of_account = || self.entries().filter(|entry| entry.account == account).count();
        let account_room = account.map_or(usize::MAX, |_| MOST_PER_ACCOUNT.saturating_sub(of_account()));
        let room = room.min(MOST_PER_PAGE).min(account_room);
        let mut new = 0;
        keys.retain(|(key, _)| {
            let unknown = key.parts().iter().filter(|&&(_, fingerprint)| self.get(fingerprint).is_none()).count();
            let fits = new + unknown <= room || unknown == 0;
            new += if fits { unknown } else { 0 };
            fits
        });
        new
    }

    /// Drops entries beyond `most`, each with its partner: first what only
    /// watched sites showed, then what portals showed, and of these first what
    /// was seen only once and not for the longest time. So no page can displace
    /// an entry with stronger evidence. What the user declared or named stays.
    /// Returns the dropped ones.
    pub fn drop_weakest(&mut self, most: usize) -> Vec<Fingerprint> {
        let mut gone = Vec::new();
        if self.len() <= most {
            return gone;
        }
        let mut weakest = Vec::new();
        for entry in self.entries() {
            let pair = self.pair_of(entry.fingerprint);
            let pair = || pair.iter().filter_map(|&one| self.get(one));
            if let Some(support) = pair().map(Entry::support).max()
                && !pair().any(Entry::is_of_user)
            {
                weakest.push((support, entry.fingerprint));
            }
        }
        sort_by_key(&mut weakest, |one| *one);
        for (_, fingerprint) in weakest {
            if self.len() <= most {
                break;
            }
            // Its partner may have taken it along.
            if self.get(fingerprint).is_some() {
                gone.extend(self.forget(fingerprint));
            }
        }
        gone
    }
}

#[cfg(test)]
mod tests {
    use super::super::Seen;
    use super::*;
    use crate::catalogue::Environment;
    use crate::credential::Kind;
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};

    fn print(seed: u32) -> Fingerprint {
        Fingerprinter::new(&InstallationKey::from_random([1; 32])).of_bytes(&seed.to_le_bytes())
    }

    fn pair(seed: u32) -> Key {
        Key::of(Kind::ApiKey, &[print(2 * seed), print(2 * seed + 1)])
    }

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn learn(ring: &mut Keyring, seed: u32, how: SightingKind, account: Option<Fingerprint>, when: u64) {
        let seen = Seen { key: pair(seed), environment: Environment::Sandbox, name: None, account, how };
        ring.learn(&seen, at(when));
    }

    fn left(ring: &Keyring, count: u32, account: Option<Fingerprint>, room: usize) -> usize {
        let mut keys: Vec<_> = (0..count).map(|seed| (pair(seed), None)).collect();
        let new = ring.within_limits(&mut keys, account, room);
        let unknown =
            |(key, _): &(Key, Option<String>)| key.parts().iter().filter(|&&(_, one)| ring.get(one).is_none()).count();
        assert_eq!(new, keys.iter().map(unknown).sum::<usize>());
        new
    }

    #[test]
    fn one_page_adds_keys_up_to_the_limit_and_known_ones_are_still_updated() {
        let mut ring = Keyring::default();
        assert_eq!(left(&ring, 5000, None, usize::MAX), MOST_PER_PAGE);
        assert_eq!(left(&ring, 5000, None, 7), 6);
        learn(&mut ring, 4999, SightingKind::KeysPage, None, 1);
        let mut keys: Vec<_> = (0..5000).map(|seed| (pair(seed), None)).collect();
        ring.within_limits(&mut keys, None, 0);
        assert_eq!(keys, [(pair(4999), None)]);
    }

    #[test]
    fn an_account_has_a_limit_on_keys() {
        let mut ring = Keyring::default();
        let account = Some(print(9_999_999));
        (0..MOST_PER_ACCOUNT as u32 / 2 - 1)
            .for_each(|seed| learn(&mut ring, seed + 100_000, SightingKind::KeysPage, account, 1));
        assert_eq!(left(&ring, 50, account, usize::MAX), 2);
        assert_eq!(left(&ring, 50, Some(print(8_888_888)), usize::MAX), 100);
    }

    #[test]
    fn new_keys_are_limited_per_minute() {
        let mut learned = Learned::default();
        assert_eq!(learned.room(at(100_000)), MOST_PER_MINUTE);
        learned.add(MOST_PER_MINUTE, at(100_000));
        assert_eq!(learned.room(at(159_999)), 0);
        assert_eq!(learned.room(at(160_000)), MOST_PER_MINUTE);
        assert_eq!(learned.room(at(99_999)), MOST_PER_MINUTE, "a clock that was set back");
    }

    #[test]
    fn a_watched_site_displaces_no_key_that_a_portal_listed() {
        let mut ring = Keyring::default();
        learn(&mut ring, 0, SightingKind::KeysPage, None, 1);
        const DAY: u64 = 86_400_000;
        // Each is shown on two days, and all are newer.
        for seed in 1..40 {
            learn(&mut ring, seed, SightingKind::Watched, None, DAY);
            learn(&mut ring, seed, SightingKind::Watched, None, DAY * (3 + u64::from(seed)));
            ring.drop_weakest(20);
            assert_eq!(ring.len(), 20.min(2 + 2 * seed as usize));
        }
        assert!(pair(0).parts().iter().all(|&(_, one)| ring.get(one).is_some()));
        // The newest of them are left.
        assert!(ring.get(print(78)).is_some() && ring.get(print(2)).is_none());
    }

    #[test]
    fn many_entries_are_dropped_at_once() {
        let mut ring = Keyring::default();
        (0..20_000).for_each(|seed| learn(&mut ring, seed, SightingKind::KeysPage, None, u64::from(seed)));
        // One search for each would take minutes.
        assert_eq!(ring.drop_weakest(1000).len(), 39_000);
        assert!(ring.get(print(0)).is_none() && ring.get(print(39_999)).is_some());
    }

    #[test]
    fn the_weakest_entries_are_dropped_first_and_those_of_the_user_stay() {
        let mut ring = Keyring::default();
        learn(&mut ring, 1, SightingKind::Declared, None, 1);
        learn(&mut ring, 2, SightingKind::Watched, None, 2);
        learn(&mut ring, 3, SightingKind::KeysPage, None, 3);
        learn(&mut ring, 4, SightingKind::KeysPage, None, 4);
        ring.set_label(print(6), Some("named"));
        assert_eq!(ring.drop_weakest(8), []);
        for (most, pair) in [(7, [4, 5]), (4, [8, 9])] {
            let mut gone = ring.drop_weakest(most);
            gone.sort_unstable();
            let mut pair = pair.map(print);
            pair.sort_unstable();
            assert_eq!(gone, pair);
        }
        assert_eq!(ring.drop_weakest(0), []);
        assert_eq!(ring.len(), 4);
    }
}
