//! Controls of a key, and of other things.

use serde::{Deserialize, Serialize};

use super::fold::{fold, has};
use super::parts::{APP, AROUND, CREDENTIALS, ID, KEY, KEY_ENDINGS, PRIVATE, PUBLIC, SECRET, names_keys};
use super::verbs::{
    ARTICLES, CLEAR, COPY, DELETE, DISABLE, ENABLE, FOR_GOOD, GENERATE, NEW, REGENERATE, RENEW, RESET, SHOW,
};

/// The effect of a control on a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Replaces it with a new pair.
    Regenerate,
    /// Deletes or revokes it.
    Delete,
    /// Disables it.
    Disable,
}

/// The most words in a control's label.
const CONTROL_WORDS: usize = 6;
/// The same with a name that may have several words.
const NAMED_WORDS: usize = 14;

fn says(label: &str, phrases: &[&str]) -> bool {
    let words = fold(label);
    if words.is_empty() || words.len() > CONTROL_WORDS {
        return false;
    }
    let label = format!(" {} ", words.join(" "));
    phrases.iter().any(|phrase| label.contains(&format!(" {phrase} ")))
}

/// How a control with this label ends a key; `None` if it doesn't.
#[must_use]
pub fn act_of(label: &str) -> Option<Act> {
    let acts = [
        (REGENERATE, Act::Regenerate),
        (RENEW, Act::Regenerate),
        (DELETE, Act::Delete),
        (CLEAR, Act::Delete),
        (DISABLE, Act::Disable),
    ];
    acts.into_iter().find(|(phrases, _)| says(label, phrases)).map(|(_, act)| act)
}

/// What a control beside a key may delete, disable or enable instead of the
/// key.
const PARTS_OF_KEY: &[&str] = &[
    "webhook",
    "webhooks",
    "notification",
    "notifications",
    "alert",
    "alerts",
    "email",
    "emails",
    "filter",
    "filters",
    "ip",
    "log",
    "logs",
    "logging",
    "restriction",
    "restrictions",
    "scope",
    "scopes",
    "permission",
    "permissions",
    "comment",
    "note",
    "notes",
    "reminder",
    "reminders",
    "description",
    "tag",
    "tags",
    "benachrichtigung",
    "benachrichtigungen",
    "hinweis",
    "hinweise",
    "protokoll",
    "protokollierung",
    "kommentar",
    "notiz",
    "beschreibung",
    "erinnerung",
    "alerte",
    "alertes",
    "filtre",
    "filtres",
    "commentaire",
    "rappel",
    "notificaciones",
    "alertas",
    "filtro",
    "filtros",
    "comentario",
    "nota",
    "recordatorio",
    "meldingen",
    "melding",
    "opmerking",
    "notitie",
    "herinnering",
];

/// Whether a control's label is about something that a key has, and not about
/// the key with this name: `Disable notifications`.
pub(crate) fn is_about_part(label: &str, name: Option<&str>) -> bool {
    let own = name.map(fold).unwrap_or_default();
    fold(label).iter().any(|word| has(PARTS_OF_KEY, word) && !own.contains(word))
}

/// Whether a control's label is about something that a key has, whatever the
/// key's name is: `Delete webhook`. `Delete Email sync` may be about a key.
pub(crate) fn acts_on_part(label: &str) -> bool {
    let is_part = |word: &String| has(PARTS_OF_KEY, word);
    let is_only = |words: &[String]| !words.is_empty() && words.iter().all(|word| is_part(word) || has(AROUND, word));
    let verbs = [CLEAR, RESET, DELETE, REGENERATE];
    !names_keys(&fold(label)) && verbs.iter().any(|phrases| is_phrase_with(label, phrases, &is_only))
}

/// Whether these words may be next to a phrase.
type IsRest<'a> = &'a dyn Fn(&[String]) -> bool;

/// Whether a label starts or ends with one of these phrases, and every other
/// word passes `is_other`.
pub(crate) fn is_phrase_with(label: &str, phrases: &[&str], is_other: IsRest<'_>) -> bool {
    let words = fold(label);
    if words.is_empty() || words.len() > NAMED_WORDS {
        return false;
    }
    phrases.iter().any(|phrase| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        let (first, last) = (words.split_at_checked(phrase.len()), words.len().checked_sub(phrase.len()));
        let last = last.and_then(|at| words.split_at_checked(at));
        first.is_some_and(|(start, rest)| start == phrase && is_other(rest))
            || last.is_some_and(|(rest, end)| end == phrase && is_other(rest))
    })
}

/// Words for the keys that are selected in a list.
pub(in crate::detect::keys_page) const SELECTED: &[&str] = &[
    "selected",
    "selection",
    "all",
    "ausgewahlte",
    "ausgewahlten",
    "auswahl",
    "alle",
    "selectionne",
    "selectionnes",
    "selectionnees",
    "tout",
    "toutes",
    "seleccionadas",
    "seleccion",
    "todas",
    "todo",
    "geselecteerde",
    "selectie",
];
/// Words that turn an action into its opposite, at the start or the end of its
/// label.
const OPPOSITE: &[&str] = &[
    "undo",
    "don",
    "dont",
    "not",
    "cancel",
    "nicht",
    "abbrechen",
    "ruckgangig",
    "ne",
    "annuler",
    "no",
    "deshacer",
    "cancelar",
    "niet",
    "annuleren",
];

/// Whether a label says not to do something.
fn says_not(label: &str) -> bool {
    let words = fold(label);
    [words.first(), words.last()].into_iter().flatten().any(|word| has(OPPOSITE, word))
}

pub(in crate::detect::keys_page) fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// How a control with this label ends a key, if the label says only that. Words
/// for "key" and a key's name may be next to the verb. In the row of a key,
/// any name may be.
#[must_use]
pub fn ends_key(label: &str, is_in_row: bool) -> Option<Act> {
    let is_around = |word: &String| {
        let lists = [CREDENTIALS, FOR_GOOD, SELECTED];
        is_about_keys(word) || lists.iter().any(|list| has(list, word)) || is_number(word)
    };
    let is_around_only = |words: &[String]| words.iter().all(is_around);
    let is_secret = |words: &[String]| words.iter().any(|word| has(SECRET, word));
    // `Delete key Order sync EU production server 2`
    let starts_with_key = |words: &[String]| {
        let around = words.iter().take_while(|word| is_around(word)).count();
        words.get(..around).is_some_and(names_keys)
    };
    let is_named =
        |words: &[String]| is_in_row || starts_with_key(words) || (words.len() < CONTROL_WORDS && names_keys(words));
    let is_key = |words: &[String]| is_around_only(words) || is_named(words);
    // These verbs alone do something else.
    let is_certainly_key = |words: &[String]| is_named(words) || (is_around_only(words) && is_secret(words));
    let is_new_key = |words: &[String]| {
        let is_known = |word: &String| is_around(word) || has(NEW, word) || has(ARTICLES, word);
        let is_new = words.iter().any(|word| has(NEW, word));
        let is_secret = |word: &String| has(SECRET, word) || has(CREDENTIALS, word);
        is_new && words.iter().all(is_known) && (is_in_row || names_keys(words) || words.iter().any(is_secret))
    };
    let acts: [(&[&str], Act, IsRest<'_>); 6] = [
        (REGENERATE, Act::Regenerate, &is_key),
        (DELETE, Act::Delete, &is_key),
        (CLEAR, Act::Delete, &is_certainly_key),
        (RESET, Act::Regenerate, &is_certainly_key),
        (RENEW, Act::Regenerate, &is_certainly_key),
        (GENERATE, Act::Regenerate, &is_new_key),
    ];
    let mut acts = acts.into_iter().filter(|_| !says_not(label));
    acts.find(|(phrases, _, is_other)| is_phrase_with(label, phrases, is_other)).map(|(_, act, _)| act)
}

/// Whether a control with this label enables a disabled key.
pub(in crate::detect::keys_page) fn enables(label: &str) -> bool {
    is_verb_for_keys(label, ENABLE)
}

/// Words next to the verb in the label of a key's control.
const CONTROL_AROUND: &[&str] = &[
    "to",
    "clipboard",
    "in",
    "die",
    "zwischenablage",
    "dans",
    "presse",
    "papier",
    "papiers",
    "al",
    "en",
    "portapapeles",
    "naar",
    "klembord",
    "secrete",
    "secreta",
    "geheime",
    "geheimen",
];

pub(in crate::detect::keys_page) fn is_about_keys(word: &str) -> bool {
    let known = [APP, ID, SECRET, PUBLIC, PRIVATE, KEY, AROUND, CONTROL_AROUND].iter().any(|list| has(list, word));
    known || KEY_ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Whether a label is one of these verbs, alone or with words for "key".
fn is_verb_for_keys(label: &str, verbs: &[&str]) -> bool {
    let (verb, others): (Vec<_>, Vec<_>) = fold(label).into_iter().partition(|word| has(verbs, word));
    !verb.is_empty() && others.iter().all(|word| is_about_keys(word))
}

/// Whether a control with this label copies a value.
pub(in crate::detect::keys_page) fn copies(label: &str) -> bool {
    is_verb_for_keys(label, COPY)
}

/// Whether only key lists have a control with this label, and comments and code
/// don't: Show, Regenerate, Disable or Enable, alone or followed by words for
/// "key".
pub(in crate::detect::keys_page) fn is_key_control(label: &str) -> bool {
    is_verb_for_keys(label, &[SHOW, DISABLE, ENABLE, RENEW].concat()) || says(label, REGENERATE)
}

/// Controls of comments, tickets and messages.
const ANSWER: &[&str] = &[
    "reply",
    "quote",
    "comment",
    "add comment",
    "post comment",
    "like",
    "upvote",
    "helpful",
    "close ticket",
    "report abuse",
    "antworten",
    "zitieren",
    "kommentieren",
    "gefallt mir",
    "repondre",
    "citer",
    "commenter",
    "responder",
    "citar",
    "comentar",
    "beantwoorden",
    "reageren",
    "citeren",
];

/// Whether a control with this label replies to something a user wrote.
pub(in crate::detect::keys_page) fn answers(label: &str) -> bool {
    says(label, ANSWER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_known_in_every_language_of_the_interface() {
        assert_eq!(act_of("Delete"), Some(Act::Delete));
        assert_eq!(act_of("Schlüssel „CI“ löschen"), Some(Act::Delete));
        assert_eq!(act_of("Régénérer"), Some(Act::Regenerate));
        assert_eq!(act_of("Desactivar"), Some(Act::Disable));
        assert_eq!(act_of("Uitschakelen"), Some(Act::Disable));
        assert_eq!(act_of("Deleted items"), None);
        for text in ["Disable notifications", "Delete webhook", "Disable IP filter", "Benachrichtigungen deaktivieren"]
        {
            assert!(is_about_part(text, Some("CI")), "{text}");
        }
        assert!(!is_about_part("Delete webhook", Some("Webhook relay")));
        assert!(!is_about_part(
            "Delete API access key Order sync EU production server 2 (nightly)",
            Some("Order sync")
        ));
        for label in ["Delete webhook", "Remove tag", "Reset filters", "Kommentar löschen", "Delete the note"] {
            assert!(acts_on_part(label), "{label}");
        }
        for label in [
            "Delete",
            "Reset",
            "Delete Email sync",
            "Remove Email sync",
            "Remove key Email sync",
            "Delete key",
            "Regenerate",
        ] {
            assert!(!acts_on_part(label), "{label}");
        }
        for (label, is_in_row, act) in [
            ("Renew now", false, None),
            ("Renew", true, Some(Act::Regenerate)),
            ("Renew key", false, Some(Act::Regenerate)),
            ("Destroy", false, Some(Act::Delete)),
            ("Delete credentials", false, Some(Act::Delete)),
            ("Generate new", true, Some(Act::Regenerate)),
            ("Generate new", false, None),
        ] {
            assert_eq!(ends_key(label, is_in_row), act, "{label}");
        }
        assert!(enables("Enable") && !enables("Enable notifications"));
        for text in [
            "Copy App Secret",
            "In die Zwischenablage kopieren",
            "Copier",
            "Copier dans le presse-papier",
            "Copiar al portapapeles",
            "Copiar en el portapapeles",
            "Kopieer",
        ] {
            assert!(copies(text), "{text}");
        }
        assert!(!copies("Copy link to comment") && !copies("Reply"));
        assert!(is_key_control("Afficher la clé secrète") && is_key_control("Regenerate") && is_key_control("Enable"));
        assert!(!is_key_control("Show replies") && !is_key_control("Delete") && !is_key_control("Copy"));
        assert!(answers("Reply") && answers("Antworten") && !answers("Delete"));
    }
}
