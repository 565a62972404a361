//! Adds and removes places where the user allows a key.

use super::fine::{FinePlace, FinePlaces};
use super::{Entry, Keyring};
use crate::credential::fingerprint::Fingerprint;
use crate::time::Timestamp;

/// The most places per key; the oldest is dropped first.
const MOST_FINE: usize = 12;

impl Entry {
    /// Whether the user allows this key in this place.
    #[must_use]
    pub fn is_fine(&self, at: &FinePlace) -> bool {
        self.fine.as_ref().is_some_and(|fine| fine.places.contains(at))
    }
}

impl Keyring {
    /// Allows a key and its partner in a place. Returns the changed entries.
    pub fn allow(&mut self, fingerprint: Fingerprint, at: &FinePlace, now: Timestamp) -> Vec<Fingerprint> {
        self.change_pair(fingerprint, |entry| {
            if entry.is_fine(at) {
                return;
            }
            let mut places = entry.fine.take().map(|fine| fine.places).unwrap_or_default();
            if places.len() >= MOST_FINE {
                places.remove(0);
            }
            places.push(at.clone());
            entry.fine = Some(FinePlaces { changed: now, places });
        })
    }

    /// Reverses [`allow`](Self::allow).
    pub fn disallow(&mut self, fingerprint: Fingerprint, at: &FinePlace, now: Timestamp) -> Vec<Fingerprint> {
        self.change_pair(fingerprint, |entry| {
            if let Some(fine) = entry.fine.as_mut().filter(|fine| fine.places.contains(at)) {
                fine.places.retain(|known| known != at);
                fine.changed = now;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Key, Seen, SightingKind};
    use super::*;
    use crate::catalogue::Environment;
    use crate::credential::Kind;
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};

    fn print(seed: u8) -> Fingerprint {
        Fingerprinter::new(&InstallationKey::from_random([1; 32])).of_bytes(&[seed])
    }

    const fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn place(path: &str) -> FinePlace {
        FinePlace { place: format!("ci.example.com{path}"), to: Environment::Production }
    }

    /// A keyring with one Sandbox key, a pair.
    fn ring() -> Keyring {
        let mut ring = Keyring::default();
        let key = Key::of(Kind::ApiKey, &[print(1), print(2)]);
        let how = SightingKind::KeysPage;
        ring.learn(&Seen { key, environment: Environment::Sandbox, name: None, account: None, how }, at(1));
        ring
    }

    fn both(one: &Keyring, other: &Keyring) -> Keyring {
        let mut merged: Keyring = one.entries().cloned().collect();
        merged.merge(other.entries().cloned());
        merged
    }

    fn is_fine(ring: &Keyring, seed: u8, at: &FinePlace) -> bool {
        ring.get(print(seed)).unwrap().is_fine(at)
    }

    #[test]
    fn a_place_is_fine_for_this_key_there_and_for_this_environment() {
        let mut ring = ring();
        assert_eq!(ring.allow(print(1), &place("/a"), at(2)), [print(1), print(2)]);
        assert_eq!(ring.allow(print(1), &place("/a"), at(3)), [], "it is known");
        assert!(is_fine(&ring, 1, &place("/a")) && is_fine(&ring, 2, &place("/a")));
        assert!(!is_fine(&ring, 1, &place("/b")));
        assert!(!is_fine(&ring, 1, &FinePlace { to: Environment::Sandbox, ..place("/a") }));
        assert_eq!(ring.allow(print(9), &place("/a"), at(2)), [], "an unknown key");
    }

    #[test]
    fn undoing_fine_here_covers_both_parts_of_the_pair() {
        let mut ring = ring();
        ring.allow(print(1), &place("/a"), at(2));
        ring.allow(print(1), &place("/b"), at(2));
        let mut changed = ring.disallow(print(1), &place("/a"), at(3));
        changed.sort();
        let mut wanted = vec![print(1), print(2)];
        wanted.sort();
        assert_eq!(changed, wanted);
        assert!(
            !is_fine(&ring, 1, &place("/a")) && !is_fine(&ring, 2, &place("/a")) && is_fine(&ring, 1, &place("/b"))
        );
        assert_eq!(ring.disallow(print(1), &place("/a"), at(4)), []);
    }

    #[test]
    fn the_oldest_place_makes_room() {
        let mut ring = ring();
        for number in 0..=MOST_FINE {
            ring.allow(print(1), &place(&format!("/{number}")), at(2));
        }
        assert!(!is_fine(&ring, 1, &place("/0")) && is_fine(&ring, 1, &place("/1")));
        assert_eq!(ring.get(print(1)).unwrap().fine.as_ref().unwrap().places.len(), MOST_FINE);
    }

    #[test]
    fn a_place_travels_and_one_that_was_taken_back_later_does_not_return() {
        let mut here = ring();
        here.allow(print(1), &place("/a"), at(2));
        let there = both(&ring(), &here);
        assert!(is_fine(&there, 1, &place("/a")));
        here.disallow(print(1), &place("/a"), at(3));
        for merged in [both(&here, &there), both(&there, &here)] {
            assert!(!is_fine(&merged, 1, &place("/a")));
        }
    }

    #[test]
    fn seeing_the_key_again_keeps_its_places_and_forgetting_it_does_not() {
        let mut ring = ring();
        ring.allow(print(1), &place("/a"), at(2));
        let key = Key::of(Kind::ApiKey, &[print(1), print(2)]);
        let environment = Environment::Sandbox;
        let seen = |how| Seen { key: key.clone(), environment, name: None, account: None, how };
        ring.learn(&seen(SightingKind::KeysPage), at(200_000_000));
        assert!(is_fine(&ring, 1, &place("/a")));
        ring.forget(print(1));
        ring.learn(&seen(SightingKind::Watched), at(200_000_001));
        assert!(!is_fine(&ring, 1, &place("/a")));
        ring.allow(print(1), &place("/a"), at(200_000_002));
        ring.learn(&seen(SightingKind::KeysPage), at(200_000_003));
        assert!(is_fine(&ring, 1, &place("/a")), "a portal knows better where it belongs, and nothing about the place");
    }
}
