//! Headings of lists of keys, and of other things.

use super::controls::{act_of, is_about_keys};
use super::fold::{fold, has};
use super::parts::{CREDENTIALS, names_keys, part_label};

/// Words of headings above the controls of what is above them: "Danger zone".
pub(crate) const OWN_CONTROLS: &[&str] = &[
    "danger",
    "actions",
    "options",
    "manage",
    "gefahr",
    "gefahrenzone",
    "aktionen",
    "acciones",
    "peligro",
    "acties",
    "gevaar",
    "created",
    "status",
];

/// Whether a heading may be above the controls of the key above it.
pub(in crate::detect::keys_page) fn heads_own_controls(heading: &str) -> bool {
    let words = fold(heading);
    names_keys(&words) || act_of(heading).is_some() || words.iter().any(|word| has(OWN_CONTROLS, word))
}

/// Words that headings of key lists don't contain: they belong to questions,
/// reports and lessons.
pub(super) const NO_LIST: &[&str] = &[
    "ticket",
    "issue",
    "bug",
    "problem",
    "error",
    "errors",
    "fail",
    "failed",
    "fails",
    "failing",
    "broken",
    "lost",
    "invalid",
    "not",
    "t",
    "cannot",
    "help",
    "how",
    "why",
    "what",
    "when",
    "where",
    "guide",
    "tutorial",
    "docs",
    "documentation",
    "example",
    "examples",
    "sample",
    "samples",
    "reference",
    "lesson",
    "question",
    "comment",
    "comments",
    "discussion",
    "thread",
    "forum",
    "faq",
    "re",
    "about",
    "using",
    "understanding",
    "problema",
    "pregunta",
    "ejemplo",
    "guia",
    "como",
    "ayuda",
    "probleme",
    "erreur",
    "exemple",
    "comment",
    "aide",
    "fehler",
    "frage",
    "hilfe",
    "beispiel",
    "anleitung",
    "kommentar",
    "nicht",
    "fout",
    "vraag",
    "hulp",
    "voorbeeld",
    "handleiding",
    "reactie",
    "niet",
];
/// The most words of a heading of a list of keys.
const HEADING_WORDS: usize = 8;

/// Whether a heading announces a list of keys.
pub(in crate::detect::keys_page) fn is_keys_heading(text: &str) -> bool {
    let words = fold(text);
    let denied = text.contains(['?', '#', '!']) || words.iter().any(|word| has(NO_LIST, word));
    // "API keys & usage" has both.
    let is_report =
        words.last().is_some_and(|word| has(REPORTS, word)) && !text.contains(" & ") && !text.contains(" and ");
    !denied && !is_report && words.len() <= HEADING_WORDS && (names_keys(&words) || names_credentials(&words))
}

/// Whether these words are for the credentials of an API: "Manage API
/// Credentials". Many other things have credentials too.
fn names_credentials(words: &[String]) -> bool {
    let is_around = |word: &String| is_about_keys(word) || has(CREDENTIALS, word) || has(MANAGE, word);
    words.iter().any(|word| has(CREDENTIALS, word)) && words.iter().all(is_around)
}

/// Words around what a heading is about.
pub(in crate::detect::keys_page) const MANAGE: &[&str] = &[
    "manage",
    "management",
    "view",
    "list",
    "overview",
    "details",
    "verwalten",
    "verwaltung",
    "ubersicht",
    "liste",
    "gerer",
    "gestion",
    "vos",
    "administrar",
    "gestionar",
    "sus",
    "tus",
    "beheren",
    "beheer",
    "overzicht",
];
/// Words that start the headings of instructions, and of forms that make a key.
pub(in crate::detect::keys_page) const TO_DO: &[&str] = &[
    "create",
    "generate",
    "get",
    "obtain",
    "request",
    "add",
    "erstellen",
    "erstelle",
    "erzeugen",
    "creer",
    "creez",
    "generer",
    "generez",
    "obtenir",
    "crear",
    "cree",
    "generar",
    "obtener",
    "maken",
    "maak",
    "genereer",
];
/// Last words of headings above reports about keys.
const REPORTS: &[&str] = &["usage", "requests", "billing", "statistics", "report", "reports", "activity"];
/// Words before a purpose: "API keys for staging" may be what a user asks for.
pub(in crate::detect::keys_page) const FOR: &[&str] = &["for", "fur", "pour", "para", "voor"];

/// Whether a heading could also be above instructions or above a request. Then
/// a list needs controls too.
pub(in crate::detect::keys_page) fn is_unsure_heading(text: &str) -> bool {
    let words = fold(text);
    let is_verb = |word: Option<&String>| word.is_some_and(|word| has(TO_DO, word));
    is_verb(words.first()) || is_verb(words.last()) || words.iter().any(|word| has(FOR, word))
}

/// Whether most letters of a text are of a script whose words aren't known.
pub(in crate::detect::keys_page) fn is_in_other_script(text: &str) -> bool {
    // "API" is written so in every script.
    let has_words = text.chars().any(|sign| sign.is_ascii_lowercase());
    let letters = || text.chars().filter(|sign| sign.is_alphabetic() && (has_words || !sign.is_ascii()));
    // A script such as Chinese needs fewer letters for a word.
    letters().filter(|letter| *letter > '\u{24F}').count() * 2 >= letters().count().max(1)
}

/// Topics of parts without keys.
const TOPICS: &[&str] = &[
    "ticket",
    "tickets",
    "comment",
    "comments",
    "discussion",
    "discussions",
    "thread",
    "forum",
    "conversation",
    "kommentar",
    "kommentare",
    "diskussion",
    "commentaires",
    "comentario",
    "comentarios",
    "reactie",
    "reacties",
];

/// Whether a heading announces something other than keys.
pub(in crate::detect::keys_page) fn denies_keys(text: &str) -> bool {
    let words = fold(text);
    // A portal may also issue keys.
    let is_issue =
        |pair: &[String]| matches!(pair, [issue, number] if issue == "issue" && number.parse::<u64>().is_ok());
    words.iter().any(|word| has(TOPICS, word)) || words.windows(2).any(is_issue)
}

/// Whether a heading is only a topic, perhaps with a number. "Ticket sync" may
/// be the name of a key.
pub(in crate::detect::keys_page) fn is_topic(text: &str) -> bool {
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let words = fold(text);
    words.iter().all(|word| has(TOPICS, word) || is_number(word) || word == "issue")
}

/// Whether a heading belongs to a conversation or a log. A key may have such a
/// name too, but then it has controls.
pub(in crate::detect::keys_page) fn heads_talk(text: &str) -> bool {
    let talk = [
        "support",
        "help",
        "helpdesk",
        "message",
        "messages",
        "inbox",
        "chat",
        "question",
        "questions",
        "nachrichten",
        "hilfe",
        "fragen",
        "aide",
        "assistance",
        "ayuda",
        "soporte",
        "mensajes",
        "berichten",
        "hulp",
        "ondersteuning",
        "log",
        "logs",
        "activity",
        "history",
        "audit",
        "protokoll",
        "verlauf",
        "aktivitat",
        "aktivitaten",
        "journal",
        "historique",
        "activite",
        "registro",
        "historial",
        "actividad",
        "logboek",
        "geschiedenis",
        "activiteit",
    ];
    fold(text).iter().any(|word| has(&talk, word))
}

/// Whether a column with this header can contain keys.
pub(in crate::detect::keys_page) fn may_head_keys(text: &str) -> bool {
    let words = fold(text);
    let values = [&["value", "wert", "valeur", "valor", "waarde"][..], CREDENTIALS].concat();
    words.is_empty() || part_label(text).is_some() || names_keys(&words) || words.iter().any(|word| has(&values, word))
}

/// Whether a column with this header contains checksums or files.
pub(in crate::detect::keys_page) fn heads_checksums(text: &str) -> bool {
    let sums = [
        "md5",
        "sha",
        "sha1",
        "sha256",
        "checksum",
        "checksums",
        "hash",
        "digest",
        "commit",
        "revision",
        "etag",
        "fingerprint",
        "prufsumme",
        "somme",
        "suma",
        "controlesom",
    ];
    fold(text).iter().any(|word| has(&sums, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_lists_are_told_from_those_of_questions_and_lessons() {
        for text in [
            "Manage API Keys",
            "API keys",
            "Access Keys",
            "Zugriffsschlüssel",
            "Vos clés d’API",
            "Claves de acceso",
            "API-sleutels",
        ] {
            assert!(is_keys_heading(text), "{text}");
        }
        for text in [
            "Ticket 4711",
            "API keys not working",
            "How to use API keys",
            "Why do keys expire?",
            "Keys: a guide",
            "Extensions",
        ] {
            assert!(!is_keys_heading(text), "{text}");
        }
    }

    #[test]
    fn a_word_that_only_ends_like_key_is_none() {
        for text in ["Turkey", "Monkey", "Hockey club"] {
            assert!(!is_keys_heading(text) && !names_keys(&fold(text)) && !is_about_keys(&fold(text)[0]), "{text}");
        }
        for text in ["Apikeys", "Passkeys", "Accesskey", "Zugriffsschlüssel", "Toegangssleutels"] {
            assert!(names_keys(&fold(text)), "{text}");
        }
    }
}
