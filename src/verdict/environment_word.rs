//! The environment that a label or a name says: `ADOBE_APP_SECRET_SANDBOX`,
//! "Token for staging", `prod-secret`.
//!
//! Words count whole. Names are taken apart where people join words: at signs,
//! at a capital after a small letter or before one, and between letters and
//! digits. An address in a label is an example, and says nothing.

use crate::catalogue::Environment;

/// Words that mean an environment, in lower case, in English, German, French,
/// Spanish and Dutch. Production's are those of software that is in use;
/// sandbox's those of software that is tried, since the sandbox is where
/// publishing is tried. Not here: `dev`, `development`, `developer`, which the
/// portals of both environments are called by.
const WORDS: &[(&str, Environment)] = {
    use Environment::{Production, Sandbox};
    &[
        ("production", Production),
        ("prod", Production),
        ("prd", Production),
        ("live", Production),
        ("produktion", Production),
        ("produktiv", Production),
        ("produktivumgebung", Production),
        ("produktionsumgebung", Production),
        ("produktivsystem", Production),
        ("echtbetrieb", Production),
        ("livebetrieb", Production),
        ("producción", Production),
        ("produccion", Production),
        ("productie", Production),
        ("productieomgeving", Production),
        ("sandbox", Sandbox),
        ("sbx", Sandbox),
        ("staging", Sandbox),
        ("stage", Sandbox),
        ("stg", Sandbox),
        ("test", Sandbox),
        ("tests", Sandbox),
        ("testing", Sandbox),
        ("testumgebung", Sandbox),
        ("testsystem", Sandbox),
        ("testbetrieb", Sandbox),
        ("essai", Sandbox),
        ("essais", Sandbox),
        ("prueba", Sandbox),
        ("pruebas", Sandbox),
        ("testomgeving", Sandbox),
        ("zandbak", Sandbox),
    ]
};

/// What comes before production is some third thing: words right before an
/// environment's that take its meaning away.
const BEFORE: &[&str] = &["pre", "pré", "non", "hors", "vor"];

/// What is not for an environment is for some other: words that take the
/// meaning of an environment's away from a little further off, too.
const NOT: &[&str] = &["not", "no", "kein", "keine", "nicht", "pas", "geen", "niet"];

/// How many words may stand between them and the environment's.
const BETWEEN: usize = 2;

/// Longer labels are sentences: only their beginning is read, in bytes.
const EXAMINED: usize = 400;

/// The environments that these labels name, each once.
#[must_use]
pub fn environments_named<'l>(labels: impl IntoIterator<Item = &'l str>) -> Vec<Environment> {
    let mut named = Vec::new();
    for label in labels {
        let words = words(label);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        for (at, word) in words.iter().enumerate() {
            let before = words.get(..at).unwrap_or_default();
            let found = match (before, *word) {
                ([.., "bac", "à"], "sable") => Some(Environment::Sandbox),
                _ => WORDS.iter().find(|(known, _)| known == word).map(|&(_, environment)| environment),
            };
            let denied = before.last().is_some_and(|word| BEFORE.contains(word))
                || before.iter().rev().take(BETWEEN + 1).any(|word| NOT.contains(word));
            if let Some(environment) = found.filter(|_| !denied)
                && !named.contains(&environment)
            {
                named.push(environment);
            }
        }
    }
    named
}

/// The one environment that these labels name; none, if they name none or both.
#[must_use]
pub fn environment_named<'l>(labels: impl IntoIterator<Item = &'l str>) -> Option<Environment> {
    match environments_named(labels)[..] {
        [environment] => Some(environment),
        _ => None,
    }
}

/// The words of a label, in lower case.
fn words(label: &str) -> Vec<String> {
    let end = (0..=EXAMINED.min(label.len())).rev().find(|&end| label.is_char_boundary(end)).unwrap_or_default();
    let examined = label.get(..end).unwrap_or_default();
    let mut words: Vec<String> = Vec::new();
    for part in examined.split_ascii_whitespace().filter(|part| !part.contains('@') && !part.contains("://")) {
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

/// Letters as far as the words above are written with them, without the tables
/// of all of Unicode: ASCII's, and those with accents.
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
            ("eqp.live.secret", Some(Production)),
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
    fn what_is_not_production_is_not_called_it() {
        for label in ["pre-production", "nonProd", "not production", "préproduction", "hors production"] {
            assert_eq!(environments_named([label]), [], "{label}");
        }
    }

    #[test]
    fn labels_that_name_both_name_none() {
        assert_eq!(environment_named(["Secrets for production", "TEST_SECRET"]), None);
        assert_eq!(environments_named(["test and live"]), [Sandbox, Production]);
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
