//! The environment that a label or a name mentions: `APP_SECRET_SANDBOX`,
//! "Token for staging", `prod-secret`.
//!
//! The position of a word matters. Identifiers are split where people join
//! words: at punctuation, between upper and lower case, and between letters and
//! digits. In a phrase, a word counts at the end, alone, or before a word such
//! as *key* or *environment*: "Available to production builds" is about builds.
//! Sentences and example addresses in labels are ignored.

use super::environment_words::{BEFORE, COMMON_WORDS, HOLDS, NOT, OF, PLACES, THINGS, TITLE_WORDS, WHERE, WORDS};
use super::other_host::is_host_name;
use super::switch_word::{is_turned_off, says_off};
use crate::catalogue::{Environment, vendors};

/// The environments that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Named {
    /// Neither.
    #[default]
    None,
    /// One.
    One(Environment),
    /// Both, which decides nothing.
    Both,
}

impl Named {
    /// The environments that this and the other name together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, named) | (named, Self::None) => named,
            (one, other) if one == other => one,
            _ => Self::Both,
        }
    }

    /// The environment, if exactly one is named.
    #[must_use]
    pub const fn one(self) -> Option<Environment> {
        match self {
            Self::One(environment) => Some(environment),
            Self::None | Self::Both => None,
        }
    }

    /// Whether no other environment is named.
    #[must_use]
    pub fn allows(self, environment: Environment) -> bool {
        self == Self::None || self == Self::One(environment)
    }
}

impl From<Option<Environment>> for Named {
    fn from(environment: Option<Environment>) -> Self {
        environment.map_or(Self::None, Self::One)
    }
}

/// The most words between [`NOT`] and an environment word.
const BETWEEN: usize = 2;

/// How much of a label is read, in bytes. Longer labels are sentences.
const EXAMINED: usize = 400;

/// The most words of a phrase. More than this is a sentence.
pub(super) const PHRASE: usize = 8;

/// The environments that these labels name, without duplicates.
#[must_use]
pub fn environments_named<'l>(labels: impl IntoIterator<Item = &'l str>) -> Vec<Environment> {
    let named = labels.into_iter().fold(Named::None, |all, label| all.and(of_label(label)));
    match named {
        Named::None => Vec::new(),
        Named::One(environment) => vec![environment],
        Named::Both => Environment::ALL.to_vec(),
    }
}

/// The environment that these labels name, if it is exactly one.
#[must_use]
pub fn environment_named<'l>(labels: impl IntoIterator<Item = &'l str>) -> Option<Environment> {
    labels.into_iter().fold(Named::None, |all, label| all.and(of_label(label))).one()
}

/// The environments that a label names, whether it is an identifier or a
/// phrase.
#[must_use]
pub fn of_label(label: &str) -> Named {
    let end = label.floor_char_boundary(EXAMINED);
    let label = label.get(..end).unwrap_or_default().trim();
    let is_phrase = label.contains(char::is_whitespace);
    if !is_phrase {
        return of_name(label);
    }
    if label.ends_with(['.', '!', '?']) {
        return Named::None;
    }
    let ends = |sign: char| matches!(sign, ',' | ';' | ':' | '(' | ')' | '|' | '–' | '—' | '·');
    if label.split(ends).any(says_off) {
        return Named::None;
    }
    label.split(ends).flat_map(|part| part.split(" - ")).fold(Named::None, |all, part| all.and(of_phrase(part)))
}

/// The environments that a title names, or a key before a value. Each word must
/// be for an environment or a secret, or join such words. "Deploy production"
/// is a task, "Can I use this in production?" a question.
#[must_use]
pub fn of_title(title: &str) -> Named {
    if title.contains(['?', '!', '[']) || title.starts_with('-') {
        return Named::None;
    }
    let words = words(title);
    let is_of_title = |word: &String| is_of_title(word);
    if title.contains(char::is_whitespace) && !words.iter().all(is_of_title) { Named::None } else { of_label(title) }
}

/// Whether this is the number of a ticket: `PROD-1234`.
pub(super) fn is_ticket(word: &str) -> bool {
    let word = word.trim_matches(|sign: char| !sign.is_alphanumeric());
    word.split_once('-').is_some_and(|(project, number)| {
        !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && project.bytes().all(|byte| byte.is_ascii_uppercase())
    })
}

/// Whether this is the channel of a log and a level: `production.INFO`.
pub(super) fn is_channel(word: &str) -> bool {
    const LEVELS: &[&str] =
        &["DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL", "ALERT", "EMERGENCY", "WARN", "FATAL", "TRACE"];
    word.rsplit_once('.').is_some_and(|(_, level)| LEVELS.iter().any(|known| level.eq_ignore_ascii_case(known)))
}

/// Whether this makes a line something else than a title: a ticket, a host, a
/// call, an entity of HTML.
pub(super) fn is_no_title_word(word: &str) -> bool {
    let is_call = word.split_once('(').is_some_and(|(name, _)| name.ends_with(|sign: char| sign.is_alphanumeric()));
    is_call || word.ends_with(';') || is_ticket(word) || is_host_name(word.trim_matches(['*', '_', '`', ':', '#', '.']))
}

/// Whether a title may contain this word.
pub(super) fn is_of_title(word: &str) -> bool {
    let environment = |known: &[(&str, Environment)]| known.iter().any(|(known, _)| *known == word);
    let lists = [THINGS, PLACES, TITLE_WORDS];
    let is_of_vendor = |word: &str| vendors::ALL.iter().any(|vendor| vendor.words.contains(&word));
    environment(WORDS)
        || environment(COMMON_WORDS)
        || lists.iter().any(|list| list.contains(&word))
        || word.len() == 1
        || is_of_vendor(word)
}

/// The environments that a key before a value names: like a title, or with the
/// environment directly before a word for a secret, as in "ACME production
/// secret".
#[must_use]
pub fn of_key(key: &str) -> Named {
    let key =
        key.rsplit(['.', '?', '!']).find(|part| !part.trim().is_empty()).filter(|_| key.contains(' ')).unwrap_or(key);
    match of_title(key) {
        Named::None if key.contains(char::is_whitespace) => {
            let words = words(key);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let is_named = |at: usize| words.get(at + 1).is_some_and(|next| THINGS.contains(next));
            let last = words.len().saturating_sub(PHRASE)..words.len();
            let named = last.filter(|&at| is_named(at));
            named.fold(Named::None, |all, at| all.and(meant_in_phrase(WORDS, &words, at).into()))
        }
        named => named,
    }
}

/// The environments whose words occur anywhere in a text, without the common
/// words.
#[must_use]
pub fn of_words(text: &str) -> Named {
    let words = words(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    (0..words.len()).fold(Named::None, |all, at| all.and(meant(WORDS, &words, at).into()))
}

/// The environments that an identifier names in any position.
#[must_use]
pub fn of_name(name: &str) -> Named {
    if name.contains('@') || name.contains("://") {
        return Named::None;
    }
    let words = words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    (0..words.len()).fold(Named::None, |all, at| all.and(meant(WORDS, &words, at).into()))
}

fn of_phrase(phrase: &str) -> Named {
    let words = words(phrase);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.len() > PHRASE {
        return Named::None;
    }
    let mut named = Named::None;
    let mut hinted = Named::None;
    for at in 0..words.len() {
        let strong = Named::from(meant_in_phrase(WORDS, &words, at));
        let common = Named::from(meant_in_phrase(COMMON_WORDS, &words, at));
        let is_name = phrase.split_whitespace().any(|part| part.contains(['_', '-']) && of_name(part) == strong);
        if strong != Named::None && (is_name || is_in_place(&words, at)) {
            named = named.and(strong);
        } else if is_beside_place(&words, at) {
            named = named.and(common);
        } else {
            hinted = hinted.and(strong).and(common);
        }
    }
    // "test and production" names both.
    match (named, hinted) {
        (Named::One(one), Named::One(other)) if one != other => Named::Both,
        (named, _) => named,
    }
}

/// The same as [`meant`], in a phrase: a negation counts at any distance, and
/// what holds for a field in an environment isn't what the field is for.
fn meant_in_phrase(known: &[(&str, Environment)], words: &[&str], at: usize) -> Option<Environment> {
    let before = words.get(..at).unwrap_or_default();
    let is_rule =
        before.last().is_some_and(|word| WHERE.contains(word)) && before.iter().any(|word| HOLDS.contains(word));
    let is_denied = is_rule || before.iter().any(|word| NOT.contains(word));
    meant(known, words, at).filter(|_| !is_denied)
}

/// Whether the word at this position says what the phrase is for.
fn is_in_place(words: &[&str], at: usize) -> bool {
    let next = words.get(at + 1);
    let is_known = |word: &&str| THINGS.contains(word) || PLACES.contains(word) || is_api_name(word);
    if next.is_some_and(is_known) {
        return true;
    }
    let before = words.get(..at).unwrap_or_default();
    let is_property = before.last().is_some_and(|word| OF.contains(word));
    let of = before.iter().rev().nth(1);
    next.is_none() && (!is_property || of.is_some_and(is_known))
}

/// Whether a vendor's API has this name.
pub(super) fn is_api_name(word: &str) -> bool {
    vendors::ALL.iter().any(|vendor| vendor.texts.api_name == Some(word))
}

/// Whether a word for a place is next to this common word: "test environment",
/// "entorno de pruebas".
fn is_beside_place(words: &[&str], at: usize) -> bool {
    let is_place = |word: Option<&&str>| word.is_some_and(|word| PLACES.contains(word));
    let before = words.get(..at).unwrap_or_default();
    let of = before.last().is_some_and(|word| OF.contains(word) || *word == "of");
    is_place(words.get(at + 1)) || (of && is_place(before.iter().rev().nth(1)))
}

/// Whether what follows these words is denied: "never use it with".
pub(super) fn denies<'w>(before: impl DoubleEndedIterator<Item = &'w str>) -> bool {
    before.rev().take(BETWEEN + 1).any(|word| NOT.contains(&word))
}

/// The environment of the word at this position, unless an earlier word cancels
/// it.
pub(super) fn meant(known: &[(&str, Environment)], words: &[&str], at: usize) -> Option<Environment> {
    let word = words.get(at)?;
    let before = words.get(..at).unwrap_or_default();
    let found = match (before, *word) {
        ([.., "bac", "à"], "sable") => Environment::Sandbox,
        _ => known.iter().find(|(known, _)| known == word)?.1,
    };
    let denied = before.last().is_some_and(|word| BEFORE.contains(word))
        || denies(before.iter().copied())
        || is_turned_off(before, words.get(at + 1..).unwrap_or_default());
    (!denied).then_some(found)
}

/// The words of a label, in lower case.
pub(super) fn words(label: &str) -> Vec<String> {
    let has_contraction = label.contains("n't") || label.contains("n’t");
    let label = if has_contraction { &*label.replace("n't", " not").replace("n’t", " not") } else { label };
    let mut words: Vec<String> = Vec::new();
    for part in label.split_ascii_whitespace().filter(|part| !part.contains('@') && !part.contains("://")) {
        let mut last = ' ';
        let mut signs = part.chars().peekable();
        while let Some(sign) = signs.next() {
            if is_letter(sign) {
                let next_is_small = signs.peek().is_some_and(|&next| is_letter(next) && !is_capital(next));
                let begins = is_capital(sign) && (!is_capital(last) || next_is_small);
                match words.last_mut().filter(|_| is_letter(last) && !begins) {
                    Some(word) => word.push(lower(sign)),
                    None => words.push(lower(sign).into()),
                }
            }
            last = sign;
        }
    }
    words
}

/// The letters that the words above use: ASCII and accented ones. The full
/// Unicode tables would be too large.
const fn is_letter(sign: char) -> bool {
    sign.is_ascii_alphabetic() || matches!(sign, 'À'..='ɏ')
}

fn is_capital(sign: char) -> bool {
    lower(sign) != sign
}

fn lower(sign: char) -> char {
    match sign {
        'À'..='Þ' => char::from_u32(sign as u32 + 0x20).unwrap_or(sign),
        _ => sign.to_ascii_lowercase(),
    }
}

/// The words of a name after `else`: in `X if sandbox else (Y)`, the condition
/// isn't Y's.
pub(super) fn without_condition(name: &str) -> &str {
    let is_apart = |sign: Option<char>| sign.is_none_or(|sign| !(sign.is_alphanumeric() || matches!(sign, '_' | '-')));
    let found = name.match_indices("else").filter_map(|(at, word)| {
        let (before, after) = (name.get(..at)?, name.get(at + word.len()..)?);
        let is_word = is_apart(before.chars().next_back()) && is_apart(after.chars().next());
        (is_word && before.split_whitespace().any(|word| matches!(word, "if" | "guard"))).then_some(after)
    });
    found.last().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Environment::{Production, Sandbox};
    use proptest::prelude::*;

    #[test]
    fn names_are_taken_apart_where_people_join_words() {
        for (label, environment) in [
            ("ADOBE_APP_SECRET_SANDBOX", Some(Sandbox)),
            ("appSecretProd", Some(Production)),
            ("eqp.production.secret", Some(Production)),
            ("STG2_TOKEN", Some(Sandbox)),
            ("Clave de producción", Some(Production)),
            ("Schlüssel (Testumgebung)", Some(Sandbox)),
        ] {
            assert_eq!(environment_named([label]), environment, "{label}");
        }
    }

    #[test]
    fn a_part_of_a_word_is_no_word() {
        for label in ["latest", "contest", "product", "livestock", "attestation", "reproduction", "DevPortal", ""] {
            assert_eq!(environments_named([label]), [], "{label}");
        }
    }

    #[test]
    fn negated_production_does_not_name_production() {
        for label in [
            "pre-production",
            "nonProd",
            "not production",
            "préproduction",
            "hors production",
            "Don't use in production",
            "Don’t use in production",
            "Can't be used in production",
            "Do not use this key in production",
            "Not intended for use in production",
            "N’utilisez jamais cette clé en production",
            "Must be different from production",
            "Rather than production",
        ] {
            assert_eq!(environments_named([label]), [], "{label}");
        }
        assert_eq!(of_key("Do not use this as your production key"), Named::None);
    }

    #[test]
    fn what_holds_in_an_environment_is_not_for_it() {
        for label in [
            "Required in production",
            "Hidden in production",
            "Optional in sandbox",
            "Ignored in sandbox",
            "Defaults to production",
            "Erforderlich in Produktion",
            "Obligatoire en production",
            "Obligatorio en producción",
            "Verplicht in productie",
        ] {
            assert_eq!(environments_named([label]), [], "{label}");
        }
        assert_eq!(environment_named(["Required for production"]), Some(Production));
        assert_eq!(environment_named(["Optional sandbox key"]), Some(Sandbox));
    }

    #[test]
    fn from_and_a_region_turn_nothing_off() {
        assert_eq!(environment_named(["Sandbox-Schlüssel aus dem Portal"]), Some(Sandbox));
        assert_eq!(environment_named(["Sandbox-sleutel uit het portaal"]), Some(Sandbox));
        assert_eq!(environment_named(["PROD_AUS_APP_ID"]), Some(Production));
        for label in ["Sandbox aus", "Sandbox: aus", "Sandbox uit"] {
            assert_eq!(environment_named([label]), None, "{label}");
        }
    }

    #[test]
    fn help_texts_steps_and_everyday_words_name_nothing() {
        for label in [
            "Available to production builds after the next deploy.",
            "Production builds only",
            "Stage 1: Variables for stage Deploy",
            "E2E_TEST_ADOBE_APP_SECRET",
            "test",
            "Go live",
            "Live chat token",
            "Coût de production",
            "Producción de vídeo",
            "Kosten der Produktion pro Jahr",
            "Période d’essai",
            "This secret is shared with production.",
        ] {
            assert_eq!(environments_named([label]), [], "{label}");
        }
    }

    #[test]
    fn labels_that_name_both_environments_name_neither() {
        assert_eq!(environment_named(["Secrets for production", "SANDBOX_SECRET"]), None);
        assert_eq!(environments_named(["staging and production"]), [Production, Sandbox]);
        assert_eq!(environment_named(["test and production"]), None);
        assert_eq!(environment_named(["sandbox", "SANDBOX secret", "staging"]), Some(Sandbox));
    }

    proptest! {
        #[test]
        fn no_label_makes_it_panic(label in ".{0,500}") {
            let _ = environments_named([label.as_str()]);
        }

        #[test]
        fn letters_around_a_word_make_it_another(before in "[a-z]{1,3}", index in 0..WORDS.len(), after in "[a-z]{0,3}") {
            let word = format!("{before}{}{after}", WORDS[index].0);
            prop_assume!(WORDS.iter().all(|(known, _)| *known != word));
            prop_assert_eq!(environments_named([word.as_str()]), []);
        }
    }
}
