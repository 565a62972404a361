//! The keyring as the rows of a table.
//!
//! A pair is one row. Only the visible rows exist in the page, so ten thousand
//! keys cost as much as twenty.

use std::cmp::Reverse;
use std::ops::Range;

use litemap::LiteMap;

use crate::credential::fingerprint::Fingerprint;
use crate::keyring::{Belonging, Entry, KeyState, Keyring, SightingKind};
use crate::messages::{MessageKey, message};
use crate::sort::sort_by;
use crate::time::Timestamp;
use crate::view::credential::{ended_word, kind_word, part_word};
use crate::view::warning::belonging_word;

/// A key as a row. Its texts are keys of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// The fingerprint of the key, or of the first part of a pair.
    pub key: Fingerprint,
    /// The name of the key.
    pub label: Option<String>,
    /// The kind of key.
    pub kind: MessageKey,
    /// The part that is known, if the other is not.
    pub only: Option<MessageKey>,
    /// The environment of the key.
    pub belonging: Belonging,
    /// The state of a key that has ended. Nothing is known about others.
    pub ended: Option<MessageKey>,
    /// The first sighting.
    pub first: Timestamp,
    /// The last sighting.
    pub last: Timestamp,
    /// How the key was learned.
    pub how: MessageKey,
    /// The text that a search looks through, in lowercase.
    search: String,
}

impl KeyRow {
    /// The key of the message for the environment.
    #[must_use]
    pub const fn belonging(&self) -> MessageKey {
        match self.belonging {
            Belonging::Production | Belonging::Sandbox => belonging_word(self.belonging).in_extension(),
            Belonging::Conflict => message::KEY_CONTESTED,
        }
    }
}

/// The rows for these entries, the newest first. `say` looks up a message.
#[must_use]
pub fn key_rows(entries: Vec<Entry>, say: impl Fn(MessageKey) -> String) -> Vec<KeyRow> {
    let known: Keyring = entries.into_iter().collect();
    let mut said: LiteMap<&'static str, String> = LiteMap::new();
    let mut rows: Vec<KeyRow> = Vec::new();
    for entry in known.entries().filter(|entry| !entry.is_spoken_for(|partner| known.get(partner))) {
        let mut row = row(entry, has_second(entry, &known));
        // A contested key matches a search for either environment.
        let belonging = [row.belonging(), belonging_word(row.belonging).in_extension()].map(Some);
        let words = [Some(row.kind), row.only, row.ended].into_iter().chain(belonging);
        row.search = row.label.as_deref().unwrap_or_default().to_lowercase();
        for word in words.flatten() {
            row.search.push('\n');
            if said.get(word.name()).is_none() {
                said.insert(word.name(), say(word).to_lowercase());
            }
            row.search.push_str(said.get(word.name()).map_or("", String::as_str));
        }
        rows.push(row);
    }
    sort_by(&mut rows, |a, b| (Reverse(a.first), &a.label, a.key).cmp(&(Reverse(b.first), &b.label, b.key)));
    rows
}

fn has_second(entry: &Entry, known: &Keyring) -> bool {
    let partner = entry.partner.and_then(|partner| known.get(partner));
    partner.is_some_and(|partner| partner.is_spoken_for(|first| known.get(first)))
}

fn row(entry: &Entry, is_whole: bool) -> KeyRow {
    let is_alone = !is_whole && entry.part.partner().is_some();
    KeyRow {
        key: entry.fingerprint,
        label: entry.label.as_ref().map(|name| name.text().to_owned()),
        kind: kind_word(entry.kind()),
        only: is_alone.then(|| part_word(entry.part).in_extension()),
        belonging: entry.environment,
        ended: (entry.state == KeyState::Retired).then(|| ended_word(entry.kind())),
        first: entry.first.at,
        last: entry.last.at,
        how: match entry.first.how {
            SightingKind::Watched => message::HOW_WATCHED,
            SightingKind::KeysPage => message::HOW_KEYS_PAGE,
            SightingKind::Copied => message::HOW_COPIED,
            SightingKind::Declared => message::HOW_DECLARED,
        },
        search: String::new(),
    }
}

/// The indexes of the rows that contain every word of a text; all rows for an
/// empty text.
#[must_use]
pub fn matching_rows(rows: &[KeyRow], text: &str) -> Vec<usize> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let fits = |row: &KeyRow| words.iter().all(|word| row.search.contains(word));
    rows.iter().enumerate().filter(|(_, row)| fits(row)).map(|(place, _)| place).collect()
}

/// How many rows exist beyond each edge, ready for the arrow keys and short
/// scrolls.
const BEYOND: usize = 3;

/// The rows that exist: the indexes of those in view, out of `count`. The box is
/// `height` high and scrolled by `scrolled`, and a row is `row` high, all in CSS
/// pixels.
#[must_use]
pub fn rows_in_view(scrolled: f64, height: f64, row: f64, count: usize) -> Range<usize> {
    if row.is_nan() || row <= 0.0 {
        return 0..0;
    }
    // Rust's `as` saturates, and turns NaN into 0.
    #[allow(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "rows are counted in whole numbers")]
    let (first, end) = ((scrolled / row).floor() as usize, ((scrolled + height.max(0.0)) / row).ceil() as usize);
    let end = end.saturating_add(BEYOND).min(count);
    first.saturating_sub(BEYOND).min(end)..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Environment;
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
    use crate::credential::{Kind, Part};
    use crate::keyring::{Key, KeyName, Seen};
    use proptest::prelude::*;

    fn print(seed: u32) -> Fingerprint {
        Fingerprinter::new(&InstallationKey::from_random([1; 32])).of_bytes(&seed.to_le_bytes())
    }

    fn learned(keys: &[(Key, Environment, &str)]) -> Vec<Entry> {
        let mut ring = Keyring::default();
        for ((key, environment, name), at) in keys.iter().zip(1..) {
            let seen = Seen {
                key: key.clone(),
                environment: *environment,
                name: Some((*name).to_owned()),
                account: None,
                how: SightingKind::KeysPage,
            };
            ring.learn(&seen, Timestamp::from_millis(at));
        }
        ring.entries().cloned().collect()
    }

    fn drawn(keys: &[(Key, Environment, &str)]) -> Vec<KeyRow> {
        key_rows(learned(keys), |key| key.name().to_owned())
    }

    fn pair(seed: u32) -> Key {
        Key::of(Kind::ApiKey, &[print(seed), print(seed + 1)])
    }

    fn labels(rows: &[KeyRow]) -> Vec<&str> {
        rows.iter().filter_map(|row| row.label.as_deref()).collect()
    }

    use Environment::{Production, Sandbox};

    #[test]
    fn a_pair_is_one_row_and_its_first_part_speaks_for_it() {
        let rows = drawn(&[(pair(1), Sandbox, "CI")]);
        assert_eq!(rows.iter().map(|row| (row.key, row.only)).collect::<Vec<_>>(), [(print(1), None)]);
    }

    #[test]
    fn a_part_alone_is_a_row_that_says_which_part() {
        let secret = Key::one(Part::ApplicationSecret, print(1));
        let rows = drawn(&[(secret, Sandbox, "CI")]);
        assert_eq!(
            (rows[0].kind, rows[0].only),
            (message::KIND_API_KEY, Some(message::PART_APPLICATION_SECRET.in_extension()))
        );
    }

    #[test]
    fn a_token_has_no_other_part() {
        let rows = drawn(&[(Key::one(Part::Token, print(1)), Sandbox, "CI")]);
        assert_eq!((rows[0].kind, rows[0].only), (message::PART_TOKEN.in_extension(), None));
    }

    #[test]
    fn two_parts_that_do_not_both_name_each_other_are_two_rows() {
        let mut entries = learned(&[(pair(1), Sandbox, "CI")]);
        entries.iter_mut().filter(|entry| entry.fingerprint == print(1)).for_each(|entry| entry.partner = None);
        let rows = key_rows(entries, |key| key.name().to_owned());
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| row.only.is_some()));
    }

    #[test]
    fn the_newest_key_comes_first() {
        let rows = drawn(&[(pair(1), Sandbox, "old"), (pair(3), Production, "newer"), (pair(5), Sandbox, "newest")]);
        assert_eq!(labels(&rows), ["newest", "newer", "old"]);
    }

    #[test]
    fn a_search_looks_through_name_kind_environment_and_state() {
        let composer = Key::of(Kind::ComposerKey, &[print(7), print(8)]);
        let mut entries = learned(&[(pair(1), Sandbox, "Build server"), (composer, Production, "Laptop")]);
        for entry in entries.iter_mut().filter(|entry| entry.kind() == Kind::ComposerKey) {
            entry.state = KeyState::Retired;
        }
        let rows = key_rows(entries, |key| key.name().to_owned());
        let found = |text: &str| {
            labels(&matching_rows(&rows, text).iter().map(|&at| rows[at].clone()).collect::<Vec<_>>()).join(",")
        };
        assert_eq!(found("BUILD"), "Build server");
        assert_eq!(found("kindComposer"), "Laptop");
        assert_eq!(found("keyRetiredComposer"), "Laptop");
        assert_eq!(found("environmentSandbox server"), "Build server");
        assert_eq!(found("server laptop"), "");
        assert_eq!(found("  "), "Laptop,Build server");
    }

    #[test]
    fn a_name_of_the_user_is_shown_like_one_of_the_page() {
        let mut entries = learned(&[(pair(1), Sandbox, "CI")]);
        entries.iter_mut().for_each(|entry| entry.label = Some(KeyName::Given("Mine".into())));
        assert_eq!(labels(&key_rows(entries, |key| key.name().to_owned())), ["Mine"]);
    }

    #[test]
    fn a_box_without_a_height_or_rows_without_one_hold_nothing_wrong() {
        assert_eq!(rows_in_view(0.0, 0.0, 60.0, 10), 0..3);
        assert_eq!(rows_in_view(0.0, 500.0, 0.0, 10), 0..0);
        assert_eq!(rows_in_view(f64::NAN, f64::NAN, f64::NAN, 10), 0..0);
        assert_eq!(rows_in_view(-80.0, 500.0, 60.0, 0), 0..0);
    }

    proptest! {
        #[test]
        fn every_row_in_sight_exists_and_no_more_than_a_few_beyond(
            scrolled in 0.0..1_000_000.0_f64, height in 0.0..3000.0_f64, row in 8.0..300.0_f64, count in 0_usize..20_000,
        ) {
            let drawn = rows_in_view(scrolled, height, row, count);
            prop_assert!(drawn.start <= drawn.end && drawn.end <= count);
            prop_assert!(drawn.len() as f64 <= height / row + 2.0 + 2.0 * BEYOND as f64);
            for place in 0..count {
                let (top, bottom) = (place as f64 * row, (place + 1) as f64 * row);
                if bottom > scrolled && top < scrolled + height {
                    prop_assert!(drawn.contains(&place), "{place} of {drawn:?}");
                }
            }
        }
    }
}
