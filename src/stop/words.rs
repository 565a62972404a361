//! The labels on the controls of irreversible actions, in the interface
//! languages.
//!
//! The whole label counts: a verb, and otherwise only words for the object. A
//! sentence that contains the verb doesn't.

use serde::Serialize;

use crate::catalogue::irreversible::{Object, Verb};
#[cfg(test)]
use crate::detect::keys_page::words::ends_for_good;
use crate::detect::keys_page::words::{DELETE, fold, is_phrase_with};
use crate::detect::keys_page::{Act, ends_key};

const SUBMIT: &[&str] = &[
    "submit",
    "resubmit",
    "send for review",
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
    "ter",
    "voor",
    "deze",
    "dit",
    "nu",
];

/// Whether a control's label says that it does this to that object.
#[must_use]
pub fn label_says(label: &str, verb: Verb, object: Object) -> bool {
    let is_phrase = |phrases: &[&str]| {
        is_phrase_with(label, phrases, &|words| words.iter().all(|word| SUBMISSION.contains(&word.as_str())))
    };
    match (object, verb) {
        (Object::Key, Verb::Delete) => ends_key(label) == Some(Act::Delete),
        (Object::Key, Verb::Regenerate) => ends_key(label) == Some(Act::Regenerate),
        (Object::Key, _) => false,
        (Object::Submission, verb) => is_phrase(phrases(verb)),
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
}

/// Word stems. Every phrase has a word that starts with one of them.
const STEMS: &[&str] = &[
    "delet", "remov", "revo", "losch", "entfern", "widerruf", "suppr", "effac", "elim", "borra", "quita", "verwijd",
    "wis", "intrek", "regen", "rotat", "rene", "reissue", "neu", "erneu", "renou", "renov", "opnieuw", "vernieuw",
    "submit", "resub", "send", "einrei", "erneut", "zur", "soumet", "envo", "envi", "presen", "indien", "publ",
    "repub", "relea", "veroff", "freig", "mettre", "vrijg", "withd", "unpub", "take", "recall", "retir", "depub",
    "despub", "terug",
];

/// The pattern for all such labels.
#[must_use]
pub fn stop_words() -> StopWords {
    StopWords { verbs: STEMS.join("|") }
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
        ] {
            for known in Verb::ALL {
                assert_eq!(label_says(label, known, Object::Key), known == verb, "{label} {known:?}");
            }
        }
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
        ] {
            assert!(label_says(label, verb, Object::Submission), "{label} {verb:?}");
        }
    }

    #[test]
    fn a_label_that_only_contains_a_verb_is_another_control() {
        for label in [
            "How to delete keys",
            "Deleted keys",
            "Remove filter",
            "Delete old messages from your inbox now please",
            "Undelete",
            "Submit a ticket",
            "Submission guide",
            "Publisher",
            "Release notes",
            "Read about Regenerate and Delete",
            "Do not delete",
            "Cancel",
            "",
        ] {
            for (verb, object) in
                Verb::ALL.into_iter().flat_map(|verb| [(verb, Object::Key), (verb, Object::Submission)])
            {
                assert!(!label_says(label, verb, object), "{label} {verb:?} {object:?}");
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

    #[test]
    fn every_phrase_contains_a_word_that_content_scripts_look_for() {
        let of_submissions = Verb::ALL.into_iter().flat_map(phrases).copied();
        let all: Vec<&str> = ends_for_good().concat().into_iter().chain(of_submissions).collect();
        for phrase in all {
            let found = |stem: &str| format!(" {phrase}").contains(&format!(" {stem}"));
            assert!(STEMS.iter().any(|stem| found(stem)), "{phrase}");
            assert_eq!(fold(phrase).join(" "), phrase, "as it is compared");
        }
    }
}
