//! The keys that the tests use.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, dead_code)]

pub mod formats;
pub mod real_texts;

use sandbar::catalogue::Environment;
use sandbar::catalogue::shape::{Alphabet, Marker, Shape};
use sandbar::credential::Kind;
use sandbar::credential::fingerprint::{Fingerprinter, InstallationKey};
use sandbar::credential::secret::Secret;
use sandbar::detect::keys_page::piece::{Piece, PieceKind, Rect, Region};
use sandbar::keyring::{Key, Keyring, Seen, SightingKind};
use sandbar::time::Timestamp;
use serde_json::Value;

pub fn fingerprinter() -> Fingerprinter {
    Fingerprinter::new(&InstallationKey::from_random([9; 32]))
}

/// The keyring of `fixtures/keyring.json`.
pub fn known_keys() -> Keyring {
    known_to(&fingerprinter())
}

/// The same, with another installation's fingerprints.
pub fn known_to(fingerprinter: &Fingerprinter) -> Keyring {
    let mut keyring = Keyring::default();
    let list: Vec<Value> = serde_json::from_str(include_str!("../fixtures/keyring.json")).unwrap();
    for given in list {
        let kind: Kind = serde_json::from_value(given["kind"].clone()).unwrap();
        let environment: Environment = serde_json::from_value(given["environment"].clone()).unwrap();
        let values: Vec<_> = given["values"]
            .as_array()
            .unwrap()
            .iter()
            .map(|value| fingerprinter.of(&Secret::new(value.as_str().unwrap())))
            .collect();
        let name = given["label"].as_str().map(str::to_owned);
        let key = Key::of(kind, &values);
        keyring.learn(
            &Seen { key, environment, name, account: None, how: SightingKind::KeysPage },
            Timestamp::from_millis(0),
        );
        if given["retired"] == true {
            values.iter().for_each(|&value| drop(keyring.retire(value)));
        }
    }
    keyring
}

/// A value in `fixtures/keyring.json`: a part of the key that this letter identifies.
pub fn known_values(key: &str, part: usize) -> String {
    let index = match key {
        "P" => 0,
        "S" => 1,
        "R" => 3,
        "C" => 5,
        "D" => 6,
        "T" => 8,
        other => panic!("no key is called {other}"),
    };
    let list: Vec<Value> = serde_json::from_str(include_str!("../fixtures/keyring.json")).unwrap();
    list[index]["values"][part].as_str().unwrap().to_owned()
}

/// A page that shows these lines under a heading about keys.
pub fn region_of_lines<'t>(lines: impl Iterator<Item = &'t str>) -> Region<'t> {
    let pieces = lines.zip(0..).map(|(text, index): (&str, i32)| Piece {
        text,
        rect: Rect::new([0, index * 20, 400, 16]),
        within: &[1],
        kind: PieceKind::Text,
        names: Vec::new(),
        headings: Vec::new(),
        is_clicked: false,
    });
    Region {
        headings: vec!["API keys"],
        chosen: Vec::new(),
        is_aside: false,
        is_keys_page: false,
        pieces: pieces.collect(),
    }
}

/// Pseudorandom numbers, the same in every run.
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    pub fn text(&mut self, alphabet: &str, length: usize) -> String {
        let alphabet = alphabet.as_bytes();
        (0..length).map(|_| char::from(alphabet[self.below(alphabet.len())])).collect()
    }
}

/// A random-looking value of this shape, with letters and digits mixed.
pub fn sample(shape: &Shape, numbers: &mut Numbers) -> String {
    let mut value = match shape.marker {
        Marker::None => String::new(),
        Marker::Prefix(prefix) => prefix.to_owned(),
        Marker::Infix(infix) => format!("JaneDoe-shop{infix}"),
    };
    for (index, run) in shape.runs.iter().enumerate() {
        if index > 0 {
            value.push(char::from(shape.separator));
        }
        let length = run.min + numbers.below(run.max - run.min + 1);
        let letters = match run.alphabet {
            Alphabet::Capitals => "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
            Alphabet::Hex => "0123456789abcdef",
            Alphabet::LowerAlphanumeric => "abcdefghijklmnopqrstuvwxyz234567",
            Alphabet::LetterX => "X",
            Alphabet::Alphanumeric | Alphabet::Base64 | Alphabet::UrlSafe => {
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
            }
        };
        let start = value.len();
        value += &numbers.text(letters, length);
        // Nearly every key has several digits, and a key without them may not be recognized.
        for (at, digits) in [(2, "7e"), (8, "3b"), (12, "5d")] {
            if length > at + 2 {
                value.replace_range(start + at..start + at + 2, digits);
            }
        }
    }
    value
}
