//! Tests keys in random formats with random surroundings: compares the verdicts with what the
//! generator put there. To print the statistics:
//!
//! `cargo test --test formats -- --nocapture`

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::formats::{FORMATS, SURROUNDINGS};
use common::{Numbers, fingerprinter};
use sandbar::catalogue::{Catalogue, Environment};
use sandbar::credential::Kind;
use sandbar::credential::fingerprint::Fingerprinter;
use sandbar::credential::secret::Secret;
use sandbar::keyring::{Key, Keyring, Seen, SightingKind};
use sandbar::time::Timestamp;
use sandbar::verdict::destination::Page;
use sandbar::verdict::{CheckInput, Verdict, check};
use std::collections::BTreeMap;

const TEXTS: usize = 20_000;
const HEX: &str = "0123456789abcdef";
const CAPITALS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// How a text uses a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
    /// It goes to its own environment.
    Right,
    /// It goes to the other environment.
    Wrong,
    /// Both keys are in one text, each for its own environment.
    BothRight,
    /// Both keys are in one text, swapped.
    BothCrossed,
    /// The secret lacks its last character.
    Short,
    /// The secret belongs to another key.
    Mixed,
    /// ID and secret are swapped.
    Swapped,
    /// A Cyrillic letter is in the secret.
    LookAlike,
    /// Next to a right API key is a Composer key of the other environment.
    Composer,
}

const DEEDS: [Deed; 9] = [
    Deed::Right,
    Deed::Wrong,
    Deed::BothRight,
    Deed::BothCrossed,
    Deed::Short,
    Deed::Mixed,
    Deed::Swapped,
    Deed::LookAlike,
    Deed::Composer,
];

/// The keys for the generated texts.
struct Keys {
    /// Two API keys of each environment.
    api: [[[String; 2]; 2]; 2],
    composer: [String; 2],
}

impl Keys {
    fn new(n: &mut Numbers) -> Self {
        let mut pair = || {
            // An ID without a digit counts as a word if nothing else is known about it.
            [
                format!("{}{}", n.text(CAPITALS, 9), n.text("0123456789", 1)),
                format!("{}a{}", n.text(HEX, 20), n.text(HEX, 19)),
            ]
        };
        let api = [[pair(), pair()], [pair(), pair()]];
        Self { api, composer: [n.text(HEX, 32), n.text(HEX, 32)] }
    }

    fn keyring(&self, fingerprinter: &Fingerprinter) -> Keyring {
        let mut keyring = Keyring::default();
        let mut learn = |kind: Kind, environment: Environment, values: &[String; 2]| {
            let values = values.each_ref().map(|value| fingerprinter.of(&Secret::new(value)));
            let key = Key::of(kind, &values);
            let seen = Seen { key, environment, name: None, account: None, how: SightingKind::KeysPage };
            keyring.learn(&seen, Timestamp::from_millis(0));
        };
        for (environment, pairs) in Environment::ALL.into_iter().zip(&self.api) {
            pairs.iter().for_each(|pair| learn(Kind::ApiKey, environment, pair));
        }
        learn(Kind::ComposerKey, Environment::Production, &self.composer);
        keyring
    }
}

fn index(environment: Environment) -> usize {
    usize::from(environment == Environment::Sandbox)
}

fn written(template: &str, values: &[String; 2], to: Environment, n: &mut Numbers) -> String {
    let hosts: [&[&str]; 2] = [
        &["commercedeveloper-api.adobe.com", "developer-api.magento.com"],
        &["commercedeveloper-sandbox-api.adobe.com", "developer-stg-api.magento.com"],
    ];
    let names: [&[&str]; 2] = [&["PROD", "PRODUCTION"], &["SANDBOX", "STAGING", "STG"]];
    let words: [&[&str]; 2] = [&["production"], &["sandbox"]];
    let mut one = |of: &[&str]| of[n.below(of.len())].to_owned();
    let (host, name, word) = (one(hosts[index(to)]), one(names[index(to)]), one(words[index(to)]));
    let flag = (to == Environment::Sandbox).to_string();
    let [id, secret] = values;
    template
        .replace("{url}", &format!("https://{host}"))
        .replace("{host}", &host)
        .replace("{E}", &name)
        .replace("{e}", &word)
        .replace("{flag}", &flag)
        .replace("{pair}", &STANDARD.encode(format!("{id}:{secret}")))
        .replace("{id64}", &STANDARD.encode(id))
        .replace("{secret64}", &STANDARD.encode(secret))
        .replace("{id}", id)
        .replace("{secret}", secret)
}

fn surrounded(parts: &[String], n: &mut Numbers) -> String {
    let mut text = String::new();
    let mut line = |text: &mut String| {
        for _ in 0..n.below(3) {
            text.push_str(SURROUNDINGS[n.below(SURROUNDINGS.len())]);
            text.push_str("\n\n");
        }
    };
    for part in parts {
        line(&mut text);
        text.push_str(part);
        text.push_str("\n\n");
    }
    line(&mut text);
    text
}

/// The parts of a text that uses the keys in this way and this format.
fn parts(deed: Deed, template: &str, keys: &Keys, n: &mut Numbers) -> Vec<String> {
    let environment = Environment::ALL[n.below(2)];
    let own = &keys.api[index(environment)];
    let [id, secret] = &own[0];
    let pair = |id: &str, secret: &str| [id.to_owned(), secret.to_owned()];
    match deed {
        Deed::Right => vec![written(template, &own[0], environment, n)],
        Deed::Wrong => vec![written(template, &own[0], environment.other(), n)],
        Deed::BothRight | Deed::BothCrossed => Environment::ALL
            .map(|one| {
                let to = if deed == Deed::BothRight { one } else { one.other() };
                written(template, &keys.api[index(one)][0], to, n)
            })
            .into(),
        Deed::Short => vec![written(template, &pair(id, &secret[..39]), environment, n)],
        Deed::Mixed => vec![written(template, &pair(id, &own[1][1]), environment, n)],
        Deed::Swapped => vec![written(template, &pair(secret, id), environment, n)],
        Deed::LookAlike => vec![written(template, &pair(id, &secret.replacen('a', "а", 1)), environment, n)],
        Deed::Composer => {
            let [public, private] = &keys.composer;
            let composer = format!("composer config -g http-basic.repo.magento.com {public} {private}");
            let right = written(template, &keys.api[1][0], Environment::Sandbox, n);
            if n.below(2) == 0 { vec![composer, right] } else { vec![right, composer] }
        }
    }
}

/// How many answers the oracle accepts.
#[derive(Default)]
struct Figures {
    texts: usize,
    caught: usize,
    fits: usize,
    false_fits: usize,
    false_alarms: usize,
}

#[test]
fn keys_in_random_texts_are_judged_as_the_generator_made_them() {
    assert!(FORMATS.len() >= 30);
    let catalogue = Catalogue::default();
    let fingerprinter = fingerprinter();
    let mut n = Numbers::new(20_261);
    let mut figures: BTreeMap<Deed, Figures> = BTreeMap::new();
    let mut missed: BTreeMap<(&str, Deed), usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for count in 0..TEXTS {
        let (format, _, template) = FORMATS[count % FORMATS.len()];
        let deed = DEEDS[n.below(DEEDS.len())];
        let keys = Keys::new(&mut n);
        let text = surrounded(&parts(deed, template, &keys, &mut n), &mut n);
        let input = CheckInput { catalogue: &catalogue, text: &text, page: Page::None, neighbours: &[] };
        let verdicts = check(&input, &keys.keyring(&fingerprinter), &fingerprinter).verdicts;
        let figures = figures.entry(deed).or_default();
        figures.texts += 1;
        let fits = verdicts.contains(&Verdict::Fits);
        figures.fits += usize::from(fits);
        let is_right = matches!(deed, Deed::Right | Deed::BothRight | Deed::Composer);
        let expected = match deed {
            Deed::Right | Deed::BothRight | Deed::Composer => Verdict::Fits,
            Deed::Wrong | Deed::BothCrossed => Verdict::WrongEnvironment,
            Deed::Short => Verdict::UnknownPartner,
            Deed::Mixed => Verdict::MixedPair,
            Deed::Swapped => Verdict::SwappedParts,
            Deed::LookAlike => Verdict::HiddenCharacters,
        };
        let caught = verdicts.contains(&expected);
        figures.caught += usize::from(caught);
        let false_alarm = is_right && verdicts.iter().any(|&verdict| verdict != Verdict::Fits)
            || verdicts.contains(&Verdict::NewCredential)
            || (!matches!(deed, Deed::Wrong | Deed::BothCrossed) && verdicts.contains(&Verdict::WrongEnvironment));
        let false_fits = fits && !is_right;
        figures.false_alarms += usize::from(false_alarm);
        figures.false_fits += usize::from(false_fits);
        if !caught {
            *missed.entry((format, deed)).or_default() += 1;
        }
        if (false_alarm || false_fits) && wrong.len() < 5 {
            wrong.push(format!("{format} {deed:?}: {verdicts:?}\n{text}"));
        }
    }
    println!("{TEXTS} texts in {} formats", FORMATS.len());
    for (deed, figures) in &figures {
        let Figures { texts, caught, fits, false_fits, false_alarms } = figures;
        println!(
            "{deed:?}: {texts} texts, {caught} as expected, {fits} fit, {false_fits} false fits, {false_alarms} false alarms"
        );
    }
    println!("not as expected: {missed:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n----\n"));
    for deed in [Deed::Wrong, Deed::BothCrossed] {
        let figures = &figures[&deed];
        assert!(figures.caught * 100 >= figures.texts * 99, "{deed:?}: {} of {}", figures.caught, figures.texts);
    }
}
