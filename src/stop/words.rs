//! The labels on the controls of irreversible actions, in the interface
//! languages.
//!
//! The whole label counts: a verb, and otherwise only words for the object. A
//! sentence that contains the verb doesn't.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::catalogue::irreversible::{Object, Verb};
use crate::detect::keys_page::words::{
    CLEAR, DELETE, ENDS_FOR_GOOD, FOR_GOOD, KEY, OWN_CONTROLS, fold, is_phrase_with,
};
use crate::detect::keys_page::{Act, acts_on_part, ends_key};

const SUBMIT: &[&str] = &[
    "submit",
    "resubmit",
    "send for review",
    "send for technical review",
    "send for marketing review",
    "einreichen",
    "erneut einreichen",
    "zur prufung senden",
    "soumettre",
    "envoyer pour examen",
    "enviar",
    "presentar",
    "indienen",
    "opnieuw indienen",
];
const PUBLISH: &[&str] = &[
    "publish",
    "republish",
    "release",
    "veroffentlichen",
    "publizieren",
    "freigeben",
    "publier",
    "mettre en ligne",
    "publicar",
    "publiceren",
    "vrijgeven",
];
const WITHDRAW: &[&str] = &[
    "withdraw",
    "unpublish",
    "take down",
    "recall",
    "zuruckziehen",
    "zuruckrufen",
    "retirer",
    "depublier",
    "retirar",
    "despublicar",
    "intrekken",
    "terugtrekken",
];

/// Words for a submission, and words that go with them.
const SUBMISSION: &[&str] = &[
    "extension",
    "extensions",
    "version",
    "versions",
    "theme",
    "package",
    "app",
    "application",
    "submission",
    "draft",
    "review",
    "store",
    "for",
    "to",
    "from",
    "the",
    "this",
    "now",
    "erweiterung",
    "paket",
    "design",
    "entwurf",
    "prufung",
    "zur",
    "im",
    "aus",
    "dem",
    "die",
    "das",
    "diese",
    "dieses",
    "jetzt",
    "cette",
    "ce",
    "la",
    "le",
    "l",
    "du",
    "paquet",
    "brouillon",
    "examen",
    "pour",
    "maintenant",
    "esta",
    "este",
    "el",
    "los",
    "tema",
    "paquete",
    "borrador",
    "revision",
    "para",
    "a",
    "ahora",
    "extensie",
    "versie",
    "thema",
    "pakket",
    "concept",
    "beoordeling",
    "technical",
    "technische",
    "technischen",
    "technique",
    "tecnica",
    "marketing",
    "ter",
    "voor",
    "deze",
    "dit",
    "nu",
];

/// Whether a control's label says that it does this to that object. Also
/// whether the control is in the row of a key.
#[must_use]
pub fn label_says(label: &str, is_in_row: bool, verb: Verb, object: Object) -> bool {
    // "Release 1.2" is the name of a version.
    let may_number = !fold(label).iter().any(|word| word == "release");
    let is_number = |word: &str| may_number && word.trim_start_matches('v').bytes().all(|byte| byte.is_ascii_digit());
    let is_known =
        |word: &String| [SUBMISSION, FOR_GOOD].iter().any(|list| list.contains(&word.as_str())) || is_number(word);
    let is_phrase = |phrases: &[&str]| is_phrase_with(label, phrases, &|words| words.iter().all(is_known));
    // These verbs alone clear a field or a filter.
    let clears = || is_phrase_with(label, CLEAR, &|words| !words.is_empty() && words.iter().all(is_known));
    match (object, verb) {
        (Object::Key, _) if acts_on_part(label) => false,
        (Object::Key, Verb::Delete) => ends_key(label, is_in_row) == Some(Act::Delete),
        (Object::Key, Verb::Regenerate) => ends_key(label, is_in_row) == Some(Act::Regenerate),
        (Object::Key, _) => false,
        (Object::Submission, verb) => is_phrase(phrases(verb)) || (verb == Verb::Delete && clears()),
    }
}

const fn phrases(verb: Verb) -> &'static [&'static str] {
    match verb {
        Verb::Delete => DELETE,
        Verb::Regenerate => &[],
        Verb::Submit => SUBMIT,
        Verb::Publish => PUBLISH,
        Verb::Withdraw => WITHDRAW,
    }
}

/// Whether two labels are the same except for case, accents and punctuation.
#[must_use]
pub fn is_same_label(one: &str, other: &str) -> bool {
    let words = fold(one);
    !words.is_empty() && words == fold(other)
}

/// A pattern for content scripts. It matches a part of every label that could
/// be held, in lower case and without accents. The core judges the matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StopWords {
    /// A regular expression.
    pub verbs: String,
    /// A regular expression that matches every heading above the controls of
    /// what is above it, in the same form.
    pub headings: String,
}

/// How much of a phrase the pattern contains, in bytes. It must fit into a
/// script.
const START: usize = 7;

/// The starts of all phrases.
fn starts() -> BTreeSet<&'static str> {
    let all = ENDS_FOR_GOOD.into_iter().chain(Verb::ALL.map(phrases)).flatten();
    all.map(|phrase| phrase.get(..START).unwrap_or(phrase)).collect()
}

/// A pattern that matches any of these texts, which are sorted. It contains
/// what they have in common only once.
fn any_of(texts: &[&str]) -> String {
    let groups = texts.chunk_by(|one, other| one.bytes().next() == other.bytes().next());
    let pattern = |group: &[&str]| {
        let common =
            |one: &str, other: &str| one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
        let first = group.first().copied().unwrap_or_default();
        let shared = group.iter().fold(first, |shared, text| shared.get(..common(shared, text)).unwrap_or(shared));
        let rest: Vec<&str> = group.iter().filter_map(|text| text.strip_prefix(shared)).collect();
        if rest.contains(&"") {
            return shared.to_owned();
        }
        let (listed, nested) = (group.join("|"), format!("{shared}(?:{})", any_of(&rest)));
        if nested.len() < listed.len() { nested } else { listed }
    };
    groups.map(pattern).collect::<Vec<_>>().join("|")
}

/// The pattern for all such labels.
#[must_use]
pub fn stop_words() -> StopWords {
    let verbs = any_of(&starts().into_iter().collect::<Vec<_>>());
    let headings = format!("{verbs}|(?<![a-z])(?:{})(?![a-z])", [OWN_CONTROLS, KEY].concat().join("|"));
    StopWords { verbs, headings }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_controls_of_lists_of_keys_are_known_in_every_language() {
        for (label, verb) in [
            ("Delete", Verb::Delete),
            ("DELETE", Verb::Delete),
            (" Delete… ", Verb::Delete),
            ("🗑 Delete", Verb::Delete),
            ("Delete key", Verb::Delete),
            ("Delete API Access Key", Verb::Delete),
            ("Delete key CI server", Verb::Delete),
            ("Revoke", Verb::Delete),
            ("Löschen", Verb::Delete),
            ("Schlüssel löschen", Verb::Delete),
            ("Supprimer la clé", Verb::Delete),
            ("Eliminar clave", Verb::Delete),
            ("Sleutel verwijderen", Verb::Delete),
            ("Regenerate", Verb::Regenerate),
            ("Regenerate key", Verb::Regenerate),
            ("Neu generieren", Verb::Regenerate),
            ("Régénérer", Verb::Regenerate),
            ("Regenerar", Verb::Regenerate),
            ("Opnieuw genereren", Verb::Regenerate),
            ("Delete key \"Order sync EU production server 2\"", Verb::Delete),
            ("Schlüssel „Order sync EU production server 2“ löschen", Verb::Delete),
            ("Delete permanently", Verb::Delete),
            ("Delete forever", Verb::Delete),
            ("Endgültig löschen", Verb::Delete),
            ("Supprimer définitivement", Verb::Delete),
            ("Eliminar para siempre", Verb::Delete),
            ("Definitief verwijderen", Verb::Delete),
            ("Remove key", Verb::Delete),
            ("Schlüssel entfernen", Verb::Delete),
            ("Effacer la clé", Verb::Delete),
            ("Borrar la clave", Verb::Delete),
            ("Quitar clave", Verb::Delete),
            ("Sleutel wissen", Verb::Delete),
            ("Reset secret", Verb::Regenerate),
            ("Reset API key", Verb::Regenerate),
            ("Roll key", Verb::Regenerate),
            ("Geheimnis zurücksetzen", Verb::Regenerate),
            ("Réinitialiser la clé secrète", Verb::Regenerate),
            ("Restablecer clave", Verb::Regenerate),
            ("Delete selected", Verb::Delete),
            ("Delete selected (2)", Verb::Delete),
            ("Ausgewählte löschen", Verb::Delete),
            ("Sleutel opnieuw instellen", Verb::Regenerate),
            ("Generate new key", Verb::Regenerate),
            ("Generate a new API key", Verb::Regenerate),
            ("Neuen Schlüssel generieren", Verb::Regenerate),
            ("Générer une nouvelle clé", Verb::Regenerate),
            ("Generar nueva clave", Verb::Regenerate),
            ("Nieuwe sleutel genereren", Verb::Regenerate),
        ] {
            for known in Verb::ALL {
                assert_eq!(label_says(label, false, known, Object::Key), known == verb, "{label} {known:?}");
            }
        }
    }

    #[test]
    fn in_the_row_of_a_key_any_name_may_be_next_to_the_verb() {
        for (label, verb) in [
            ("Delete CI server", Verb::Delete),
            ("Delete CI", Verb::Delete),
            ("CI löschen", Verb::Delete),
            ("Remove", Verb::Delete),
            ("Entfernen", Verb::Delete),
            ("Reset CI", Verb::Regenerate),
        ] {
            assert!(label_says(label, true, verb, Object::Key), "{label}");
            assert!(!label_says(label, false, verb, Object::Key), "{label}");
        }
        for label in
            ["Deleted", "Undo delete", "Don’t delete", "Nicht löschen", "Ne pas supprimer", "Löschen abbrechen"]
        {
            assert!(!label_says(label, true, Verb::Delete, Object::Key), "{label}");
        }
        assert!(!label_says("Generate report", true, Verb::Regenerate, Object::Key));
    }

    #[test]
    fn the_controls_of_submissions_are_known_in_every_language() {
        for (label, verb) in [
            ("Submit", Verb::Submit),
            ("Submit for review", Verb::Submit),
            ("Submit extension", Verb::Submit),
            ("Zur Prüfung einreichen", Verb::Submit),
            ("Soumettre", Verb::Submit),
            ("Enviar a revisión", Verb::Submit),
            ("Ter beoordeling indienen", Verb::Submit),
            ("Publish this version", Verb::Publish),
            ("Veröffentlichen", Verb::Publish),
            ("Publier", Verb::Publish),
            ("Withdraw", Verb::Withdraw),
            ("Zurückziehen", Verb::Withdraw),
            ("Retirer la version", Verb::Withdraw),
            ("Delete version", Verb::Delete),
            ("Delete permanently", Verb::Delete),
            ("Remove version", Verb::Delete),
            ("Delete version 1.1", Verb::Delete),
            ("Delete 1.1", Verb::Delete),
            ("Publish v1.2.0", Verb::Publish),
            ("Submit for technical review", Verb::Submit),
            ("Submit for marketing review", Verb::Submit),
            ("Zur technischen Prüfung einreichen", Verb::Submit),
            ("Soumettre pour examen technique", Verb::Submit),
            ("Enviar a revisión técnica", Verb::Submit),
            ("Ter technische beoordeling indienen", Verb::Submit),
        ] {
            assert!(label_says(label, false, verb, Object::Submission), "{label} {verb:?}");
        }
    }

    #[test]
    fn a_label_that_only_contains_a_verb_is_another_control() {
        for label in [
            "How to delete keys",
            "Deleted keys",
            "Remove filter",
            "Remove",
            "Effacer",
            "Borrar",
            "Quitar",
            "Wissen",
            "Reset",
            "Reset filters",
            "Generate report",
            "Generate new report",
            "Delete old messages from your inbox now please",
            "Undelete",
            "Submit a ticket",
            "Submission guide",
            "Publisher",
            "Release notes",
            "Release 1.2",
            "Version 1.2",
            "Remove all filters",
            "Clear all",
            "Read about Regenerate and Delete",
            "Do not delete",
            "Cancel",
            "",
        ] {
            for (verb, object) in
                Verb::ALL.into_iter().flat_map(|verb| [(verb, Object::Key), (verb, Object::Submission)])
            {
                assert!(!label_says(label, false, verb, object), "{label} {verb:?} {object:?}");
            }
        }
    }

    #[test]
    fn a_user_label_is_compared_as_a_whole() {
        for (one, other) in
            [("Deploy", " DEPLOY! "), ("Auf Prod übernehmen", "auf prod ubernehmen"), ("Дальше", "дальше")]
        {
            assert!(is_same_label(one, other), "{one}");
        }
        for (one, other) in [("Deploy", "Deploy to staging"), ("Deploy", "Redeploy"), ("", ""), ("!", "?")] {
            assert!(!is_same_label(one, other), "{one}");
        }
    }

    fn is_looked_at(label: &str) -> bool {
        let label = format!(" {}", fold(label).join(" "));
        starts().into_iter().any(|start| label.contains(&format!(" {start}")))
    }

    #[test]
    fn a_pattern_contains_what_texts_have_in_common_only_once() {
        assert_eq!(any_of(&["register", "registra", "registry", "roll"]), "r(?:egist(?:er|ra|ry)|oll)");
        assert_eq!(any_of(&["ab", "ac"]), "ab|ac", "shorter");
        assert_eq!(any_of(&["publi", "publish"]), "publi");
    }

    #[test]
    fn content_scripts_look_at_every_phrase_and_at_few_other_labels() {
        let of_submissions = Verb::ALL.into_iter().flat_map(phrases).copied();
        for phrase in ENDS_FOR_GOOD.concat().into_iter().chain(of_submissions) {
            assert!(is_looked_at(phrase), "{phrase}");
            assert_eq!(fold(phrase).join(" "), phrase, "as it is compared");
        }
        for label in
            ["Zurück", "Send message", "Wishlist", "Take a tour", "Neu", "Neu laden", "Environment", "Presence"]
        {
            assert!(!is_looked_at(label), "{label}");
        }
    }
}
