//! What content scripts search for.

use serde::Serialize;

use super::environments::ENVIRONMENTS;
use super::fold::{fold, has};
use super::headings::TO_DO;
use super::notices::{NONE, PAST};
use super::parts::{APP, PRIVATE, PUBLIC, SECRET};
use super::states::OVER;
use super::verbs::{CLEAR, COPY, DELETE, DISABLE, GENERATE, NEW, REGENERATE, RENEW};
use crate::catalogue::shape::Marker;
use crate::catalogue::vendor::Vendor;

/// Labels of controls that confirm.
const AGREE: &[&str] = &[
    "yes",
    "ok",
    "okay",
    "continue",
    "confirm",
    "proceed",
    "ja",
    "weiter",
    "fortfahren",
    "bestatigen",
    "oui",
    "continuer",
    "confirmer",
    "si",
    "continuar",
    "confirmar",
    "aceptar",
    "doorgaan",
    "bevestigen",
];
/// Labels of controls that cancel.
const CANCEL: &[&str] = &[
    "cancel",
    "keep",
    "no",
    "back",
    "close",
    "go back",
    "never ?mind",
    "dismiss",
    "abort",
    "abbrechen",
    "nein",
    "zuruck",
    "schliessen",
    "behalten",
    "verwerfen",
    "annuler",
    "non",
    "retour",
    "fermer",
    "conserver",
    "cancelar",
    "volver",
    "cerrar",
    "conservar",
    "annuleren",
    "nee",
    "terug",
    "sluiten",
    "behouden",
];
/// Those of them that also cancel the verb next to them: "Cancel delete".
const CANCEL_ONLY: &[&str] = &["cancel", "abort", "abbrechen", "annuler", "cancelar", "annuleren"];
/// What follows a word that looks like one of [`CANCEL`]: "No longer needed",
/// "Back up", "Volver a generar".
const NO_CANCEL: &[&str] = &[" longer", " more", " up", " a gener"];
/// Beginnings of words that say that an action can't be undone: "Close the key
/// permanently".
const FOR_EVER: &[&str] =
    &["permanent", "forever", "endgultig", "dauerhaft", "unwiderruf", "definiti", "siempre", "voorgoed"];
/// Words that turn the label of a control that ends a key into its opposite.
const NEGATED: &[&str] = &["not", "don.?t", "nicht", "ne pas", "niet"];
/// Beginnings of words that negations belong to: "Not needed".
const NO_NEED: &[&str] = &["need", "used", "benotig", "gebraucht", "besoin", "utilis", "nodig", "gebruik"];
/// Words that join two actions.
const AND: &[&str] = &["and", "und", "et", "y", "en"];

/// The words that content scripts search for, as regular expressions that
/// ignore case and accents (`extension/content/keys.ts` adds the accented
/// letters). The core judges the matches.
#[must_use]
pub fn hints(vendors: &[&Vendor]) -> Hints {
    let any = |lists: &[&[&str]]| lists.concat().iter().map(|word| word.trim()).collect::<Vec<_>>().join("|");
    // A word that contains another one adds nothing.
    let part = |lists: &[&[&str]]| {
        let words = lists.concat();
        let adds = |word: &&&str| !words.iter().any(|other| other != *word && word.contains(other));
        words.iter().filter(adds).map(|word| word.trim()).collect::<Vec<_>>().join("|")
    };
    let word = |lists: &[&[&str]]| {
        let letter = r"[a-zA-Z\u00c0-\u024f]";
        format!("(?<!{letter})({})(?!{letter})", any(lists))
    };
    Hints {
        labels: [part(&[APP, SECRET, PUBLIC, PRIVATE]), sighted_names(vendors)]
            .join("|")
            .trim_end_matches('|')
            .to_owned(),
        ends: word(&[REGENERATE, RENEW, DELETE, CLEAR, DISABLE]).replace(' ', "[ -]"),
        cancels: cancels(),
        agrees: format!("^({})(?![a-zA-Z])", any(&[AGREE])),
        copies: word(&[COPY]),
        makes: word(&[GENERATE, NEW, TO_DO]),
        environments: part(&[&ENVIRONMENTS.iter().map(|&(word, _)| word).collect::<Vec<_>>()]),
        states: part(&[OVER]),
        menu: vendors.iter().flat_map(|vendor| vendor.user_menu).copied().collect(),
        notices: [part(&[PAST, NONE]), sentences(vendors)].join("|").trim_end_matches('|').to_owned(),
    }
}

/// See [`Hints::cancels`]. Kept short, because pages load it.
fn cancels() -> String {
    let any = |words: &[&str]| words.join("|");
    let (cancel, only, negated, and) = (any(CANCEL), any(CANCEL_ONLY), any(NEGATED), any(AND));
    // Words between a negation and the verb that it negates.
    let between = format!("( (?!{}|({and}) )[^ ,;:.!?–—]+){{0,2}} ", any(NO_NEED));
    let before_end = format!(r"\b({negated}|^({only})){between}|\bno (l[aoe]s? )?");
    // Without a verb that ends a key, a first word is enough.
    let alone = format!(r"^(?!.*#)(({cancel})\b(?!{}|.*({}))|.*\b({negated})\b)", any(NO_CANCEL), any(FOR_EVER));
    // With one, it must be the verb that is negated, and the only one.
    let end = format!("^((?!#).)*(?<={before_end})#(?!.*([,;:.!?–—]| ({and}) ).*#)");
    format!(r"{alone}|{end}|# ({only})\b|^[×✕✖✗]$")
}

/// A case-sensitive pattern for the values that a page lists, for all vendors'
/// shapes. Pages may show hexadecimal digits in capitals. No page lists tokens.
#[must_use]
pub fn value_pattern(vendors: &[&Vendor]) -> String {
    let shapes = vendors.iter().flat_map(|vendor| vendor.credentials).filter(|shape| shape.part.kind().is_listed());
    let mut patterns: Vec<String> = Vec::new();
    for pattern in shapes.filter_map(|credential| credential.shape.pattern()) {
        let pattern = pattern.replace("[0-9a-f]", "[0-9a-fA-F]");
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    patterns.join("|")
}

/// A pattern for the names next to keys that don't reveal their environment,
/// and for the markers in them.
fn sighted_names(vendors: &[&Vendor]) -> String {
    let mut names: Vec<String> = Vec::new();
    for of in vendors.iter().flat_map(|vendor| vendor.sighted) {
        names.extend(of.labels.iter().map(|label| label.replace(' ', "[^a-z0-9]*")));
        if let Marker::Prefix(prefix) = of.of.shape.marker {
            names.push(prefix.to_ascii_lowercase());
        }
    }
    names.join("|")
}

/// Like [`value_pattern`], for keys that don't reveal their environment.
#[must_use]
pub fn sighted_pattern(vendors: &[&Vendor]) -> String {
    let shapes = vendors.iter().flat_map(|vendor| vendor.sighted);
    shapes.filter_map(|of| of.of.shape.pattern()).collect::<Vec<_>>().join("|")
}

/// A pattern for notices that only one vendor uses, and that [`PAST`] doesn't
/// find.
fn sentences(vendors: &[&Vendor]) -> String {
    let notices = vendors.iter().flat_map(|vendor| vendor.keys_pages.notices);
    let is_found = |words: &Vec<String>| words.iter().any(|word| has(PAST, word));
    let words = notices.map(|&(sentence, _)| fold(sentence)).filter(|words| !is_found(words));
    words.map(|words| words.join("[^a-z0-9]+")).collect::<Vec<_>>().join("|")
}

/// See [`hints`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Hints {
    /// Matches a part of every label of a value.
    pub labels: String,
    /// Matches a part of the label of every control that ends a key.
    pub ends: String,
    /// Matches the label of every control that cancels this. `#` is a place for
    /// `ends`.
    pub cancels: String,
    /// Matches the start of the label of every control that confirms.
    pub agrees: String,
    /// Matches a part of the label of every control that copies a value.
    pub copies: String,
    /// Matches a part of every notice that a key has ended, or that there are
    /// none.
    pub notices: String,
    /// Matches a part of the label of every control that makes something new.
    pub makes: String,
    /// Matches a part of every name of an environment.
    pub environments: String,
    /// Matches a part of every text that says that keys have ended.
    pub states: String,
    /// Labels of the items in the user menu, in lower case, except for *Sign
    /// Out*.
    pub menu: Vec<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::vendors::ALL;

    /// Whether the content scripts take a label for one that cancels. Regular
    /// expressions with these features exist only in JavaScript.
    fn cancel(labels: &[&str]) -> Vec<bool> {
        // The same as `words` in `extension/content/keys.ts`.
        let script = r##"
            const accented = {a: "[aàáâä]", c: "[cç]", e: "[eèéêë]", i: "[iíîï]", n: "[nñ]", o: "[oóôö]", u: "[uùúûü]"};
            const words = (any) => new RegExp(any.replace(/\[[^\]]*\]|[aceinou]/g, (part) => accented[part] ?? part), "i");
            const [ends, cancels, ...labels] = process.argv.slice(1);
            const pattern = words(cancels.replaceAll("#", ends));
            console.log(JSON.stringify(labels.map((label) => pattern.test(label))));
        "##;
        let hints = hints(ALL);
        let mut node = std::process::Command::new("node");
        let asked = node.args(["-e", script, "--", &hints.ends, &hints.cancels]).args(labels).output().unwrap();
        assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
        serde_json::from_slice(&asked.stdout).unwrap()
    }

    #[test]
    fn an_answer_that_ends_a_key_is_told_from_one_that_keeps_it() {
        let ends = [
            "No longer needed, delete it",
            "No longer needed",
            "Close key permanently",
            "Back up and delete",
            "Back up the key, then revoke it",
            "No, delete it",
            "Keep the log and delete the key",
            "Cancel the subscription and delete the key",
            "Don’t need it, delete",
            "Not needed anymore, delete it",
            "Not used, revoke it",
            "Do not keep it, delete it",
            "Delete it, don’t disable it",
            "Don’t disable, delete it",
            "Delete key",
            "Nicht mehr benötigt, löschen",
            "Nicht mehr benötigt – widerrufen",
            "Nicht behalten, löschen",
            "Schließen und endgültig löschen",
            "Ne pas conserver, supprimer",
            "Non, supprimer",
            "Ya no la necesito, eliminar",
            "No la necesito, eliminar",
            "Volver a generar la clave",
            "Niet langer nodig, verwijderen",
            "Nee, verwijderen",
        ];
        let keeps = [
            "Cancel",
            "No",
            "Close",
            "Back",
            "Back to the list",
            "No, thanks",
            "No, keep it",
            "Keep key",
            "Keep my key safe",
            "Never mind",
            "Cancel deletion",
            "Cancel delete",
            "Abort and go back",
            "Don’t delete",
            "Don't delete this key",
            "Do not permanently delete it",
            "No, do not delete or revoke it",
            "Keep it, don’t delete",
            "Not now",
            "×",
            "Abbrechen",
            "Löschen abbrechen",
            "Zurück",
            "Nicht löschen",
            "Diesen Schlüssel nicht löschen",
            "Nein, nicht löschen",
            "Annuler la suppression",
            "Ne pas supprimer",
            "Ne pas la supprimer",
            "Non, conserver",
            "No eliminar",
            "No, conservar",
            "Cancelar",
            "Niet verwijderen",
            "Verwijderen annuleren",
            "Nee, behouden",
        ];
        for (labels, wanted) in [(&ends[..], false), (&keeps[..], true)] {
            let wrong: Vec<_> = labels.iter().zip(cancel(labels)).filter(|&(_, said)| said != wanted).collect();
            assert!(wrong.is_empty(), "{wrong:?}");
        }
    }
}
