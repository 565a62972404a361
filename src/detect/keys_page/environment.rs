//! The environment that a page says a key is from.
//!
//! A portal may show keys of both environments on one page: in two sections, in
//! two columns, or with a column that names the environment of each row. Then
//! its address says nothing about those of the other one.

use super::labels::NamedValue;
use super::piece::Piece;
use super::words::{CREDENTIALS, ENVIRONMENTS, FOR, MANAGE, TO_DO, fold, has, is_about_keys, is_keys_heading};
use crate::catalogue::{Environment, vendors};

/// Words for a place with keys, besides the names of the vendor.
const PLACES: &[&str] = &[
    "commerce",
    "developer",
    "developers",
    "account",
    "konto",
    "compte",
    "cuenta",
    "connection",
    "verbindung",
    "connexion",
    "conexion",
    "verbinding",
    "settings",
    "einstellungen",
    "parametres",
    "ajustes",
    "instellingen",
    "mode",
];
/// Words for "environment".
const ENVIRONMENT: &[&str] = &["environment", "env", "umgebung", "environnement", "entorno", "omgeving"];

/// The environment that a text is about, if it says nothing else: "Sandbox",
/// "Production API keys". "Production pipeline" is the name of a key, and
/// "Production Bay Ltd" is a company.
pub(super) fn environment_of(text: &str) -> Option<Environment> {
    environment_among(text, &[])
}

/// The same, if the text may also say that this is a place: "Sandbox developer
/// account".
fn environment_of_place(text: &str) -> Option<Environment> {
    environment_among(text, PLACES)
}

fn environment_among(text: &str, others: &[&str]) -> Option<Environment> {
    let words = fold(text);
    let environment = mentioned(&words)?;
    let is_of_vendor = |word: &str| vendors::ALL.iter().any(|vendor| has(vendor.words, word));
    let lists = [ENVIRONMENT, FOR, CREDENTIALS, MANAGE, TO_DO, others];
    let is_around = |word: &str| {
        is_about_keys(word) || lists.iter().any(|list| has(list, word)) || is_of_vendor(word) || word == "portal"
    };
    words.iter().all(|word| known(word).is_some() || is_around(word)).then_some(environment)
}

fn known(word: &str) -> Option<Environment> {
    ENVIRONMENTS.iter().find(|(known, _)| *known == word).map(|&(_, of)| of)
}

/// The environment that these words mention, if it is one.
fn mentioned(words: &[String]) -> Option<Environment> {
    let mut named = words.iter().filter_map(|word| known(word));
    named.next().filter(|_| named.next().is_none())
}

/// Other headings of a column that may say which environment a key is from.
const MODE: &[&str] = &["mode", "type", "stage", "tier", "modus", "typ", "tipo", "modo", "stufe"];

fn labels_environment(text: &str) -> bool {
    matches!(&fold(text)[..], [word] if has(ENVIRONMENT, word) || has(MODE, word))
}

/// The environment in a text such as "Environment: Sandbox".
fn stated_environment(text: &str) -> Option<Environment> {
    let (label, environment) = text.split_once(':')?;
    environment_of(environment).filter(|_| labels_environment(label))
}

/// Whether a piece says which environment a key is from, and nothing else.
pub(super) fn states_environment(piece: &Piece<'_>) -> bool {
    let is_labelled = || piece.names.iter().any(|name| labels_environment(name));
    stated_environment(piece.text).is_some() || (environment_of(piece.text).is_some() && is_labelled())
}

/// The environment that a page says a key is from: in its own row, before its
/// label, in its column, beside its name, in the nearest heading that names
/// one, or as the only environment that is chosen above it. `around` is what
/// the page shows around the key's values, and `beside` the environment beside
/// its name.
pub(super) fn environment_said(
    around: &[&Piece<'_>],
    values: &[&NamedValue<'_>],
    headings: &[&str],
    chosen: &[&str],
    beside: Option<Environment>,
) -> Option<Environment> {
    let is_labelled = |index: usize, piece: &Piece<'_>| {
        let before = index.checked_sub(1).and_then(|before| around.get(before));
        piece.names.iter().any(|name| labels_environment(name))
            || before.is_some_and(|before| labels_environment(before.text))
    };
    let in_row = around.iter().enumerate().find_map(|(index, piece)| {
        // A control switches to the environment that it names.
        let cell = || environment_of(piece.text).filter(|_| !piece.is_control() && is_labelled(index, piece));
        stated_environment(piece.text).or_else(cell)
    });
    let before = || values.iter().find_map(|value| environment_of(value.before));
    let names = || values.iter().flat_map(|value| &value.piece.names).find_map(|name| environment_of(name));
    // Below the outermost heading for keys, others may be names of keys.
    let list = headings.iter().rposition(|heading| is_keys_heading(heading));
    let over = || {
        headings.iter().enumerate().find_map(|(index, heading)| match list {
            Some(list) if index != list => environment_of(heading),
            _ => environment_of_place(heading),
        })
    };
    in_row.or_else(before).or_else(names).or(beside).or_else(over).or_else(|| only_one(chosen))
}

/// The environment that these texts are about, if all those that are about one
/// agree.
fn only_one(texts: &[&str]) -> Option<Environment> {
    let mut named = texts.iter().filter_map(|text| environment_of_place(text));
    let first = named.next()?;
    named.all(|environment| environment == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Environment::{Production, Sandbox};

    #[test]
    fn a_heading_about_an_environment_is_told_from_a_name_with_its_word() {
        for (text, environment) in [
            ("Sandbox", Sandbox),
            ("Sandbox keys", Sandbox),
            ("API Access Keys (Sandbox)", Sandbox),
            ("Keys for Sandbox", Sandbox),
            ("Production API keys", Production),
            ("Produktionsumgebung", Production),
            ("Clés d’API de production", Production),
            ("Production credentials", Production),
            ("API credentials (Sandbox)", Sandbox),
            ("Zugangsdaten für Produktion", Production),
            ("Magento Marketplace Sandbox", Sandbox),
            ("Manage Sandbox API keys", Sandbox),
            ("Create sandbox credentials", Sandbox),
        ] {
            assert_eq!(environment_of(text), Some(environment), "{text}");
            assert_eq!(environment_of_place(text), Some(environment), "{text}");
        }
        for text in ["Adobe Commerce Developer Portal – Sandbox", "Sandbox connection", "Sandbox developer account"] {
            assert_eq!(environment_of_place(text), Some(Sandbox), "{text}");
            assert_eq!(environment_of(text), None, "{text}");
        }
        for text in [
            "",
            "API keys",
            "API credentials",
            "Production pipeline",
            "Production Bay Ltd",
            "Sandbox mirror",
            "Sandbox Games GmbH – API keys",
            "Welcome back, Production Bay",
            "Sandbox and production",
            "Prod server",
            "Staging",
            "Live",
        ] {
            assert_eq!(environment_of(text), None, "{text}");
            assert_eq!(environment_of_place(text), None, "{text}");
        }
        assert_eq!(stated_environment("Environment: Sandbox"), Some(Sandbox));
        assert_eq!(stated_environment("Name: Sandbox"), None);
    }
}
