//! Texts around keys: bylines, times, examples and masks.

use super::fold::{fold, has, without_brackets};
use super::verbs::{COPY, SHOW};

const EXAMPLE: &[&str] = &[
    "example",
    "examples",
    "sample",
    "samples",
    "beispiel",
    "beispiele",
    "exemple",
    "exemples",
    "ejemplo",
    "ejemplos",
    "voorbeeld",
    "voorbeelden",
];
/// Phrases that show what something looks like.
const LOOKS_LIKE: &[&str] = &[
    "look like",
    "looks like",
    "like this",
    "so aus",
    "ressemble a",
    "ressemblent a",
    "se ve asi",
    "se ven asi",
    "er zo uit",
];

/// Words before "example" in a phrase that only gives an instance: "Keys let
/// your tools, for example a CI server, use the REST API."
const FOR_EXAMPLE: &[&str] = &["for", "zum", "par", "por"];

/// Whether a text announces an example. A single word could be a key's name.
pub(in crate::detect::keys_page) fn announces_example(text: &str) -> bool {
    let words = fold(text);
    let ends = text.trim_end().ends_with([':', '.', '：']);
    let said = format!(" {} ", words.join(" "));
    let shows_look = || words.len() > 2 && LOOKS_LIKE.iter().any(|phrase| said.contains(&format!(" {phrase} ")));
    let is_instance = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        at > 1 && before.is_some_and(|word| has(FOR_EXAMPLE, word)) && !text.trim_end().ends_with([':', '：'])
    };
    let names_example = words.iter().enumerate().any(|(at, word)| has(EXAMPLE, word) && !is_instance(at));
    names_example && (ends || words.len() > 3) || ends && shows_look()
}

/// Words of lines that name an author.
const WROTE: &[&str] = &[
    "posted",
    "wrote",
    "writes",
    "asked",
    "replied",
    "commented",
    "answered",
    "opened",
    "reported",
    "submitted",
    "schrieb",
    "schreibt",
    "geschrieben",
    "fragte",
    "antwortete",
    "kommentierte",
    "ecrit",
    "publie",
    "demande",
    "repondu",
    "commente",
    "escribio",
    "publicado",
    "pregunto",
    "respondio",
    "schreef",
    "geschreven",
    "vroeg",
    "antwoordde",
    "geplaatst",
];
/// Words of relative times.
pub(in crate::detect::keys_page) const AGO: &[&str] = &["ago", "vor", "il y a", "hace", "geleden"];
/// Units of relative times.
const UNITS: &[&str] = &[
    "second", "minute", "hour", "day", "week", "month", "year", "sekunde", "stunde", "tag", "woche", "monat", "jahr",
    "seconde", "heure", "jour", "semaine", "mois", "an", "segundo", "minuto", "hora", "dia", "semana", "mes", "ano",
    "uur", "dag", "maand", "jaar", "minuut", "weken",
];

/// Whether a word is a unit of relative times, also in the plural.
pub(in crate::detect::keys_page) fn is_unit(word: &str) -> bool {
    UNITS.iter().any(|unit| word.strip_prefix(unit).is_some_and(|end| end.len() <= 2))
}

/// Beginnings of words for what happened, or will happen, to a key.
const EVENTS: &[&str] = &[
    "creat",
    "used",
    "updat",
    "add",
    "expir",
    "generat",
    "modif",
    "last",
    "issued",
    "rotat",
    "revoke",
    "valid",
    "unused",
    "erstellt",
    "verwendet",
    "benutzt",
    "genutzt",
    "ablauf",
    "abgelaufen",
    "zuletzt",
    "gultig",
    "hinzugefugt",
    "aktualisiert",
    "ungenutzt",
    "cree",
    "utilis",
    "dernier",
    "ajoute",
    "valable",
    "inutilis",
    "usad",
    "cread",
    "ultim",
    "caduc",
    "vence",
    "anadid",
    "uso",
    "gemaakt",
    "gebruikt",
    "aangemaakt",
    "laatst",
    "geldig",
    "verloopt",
    "vervalt",
    "toegevoegd",
    "ongebruikt",
    "bijgewerkt",
    "lauft",
    "activ",
    "aktiv",
    "actief",
    "actif",
    "seen",
    "gesehen",
    "accessed",
    "synced",
    "changed",
    "geandert",
    "gewijzigd",
];

/// Whether a word begins like one for what happened to a key.
fn tells_event(word: &str) -> bool {
    EVENTS.iter().any(|stem| word.starts_with(stem))
}

/// The most words of a line that names an author.
pub(super) const BYLINE_WORDS: usize = 9;

/// Whether a text is a line that names an author.
pub(in crate::detect::keys_page) fn names_author(text: &str) -> bool {
    let words = fold(text);
    (2..=BYLINE_WORDS).contains(&words.len()) && words.iter().any(|word| has(WROTE, word))
}

/// Whether a text is a name and how long ago that was: `Ada, 3 days ago`. A row
/// of a list says what happened then: `created 3 days ago`.
pub(in crate::detect::keys_page) fn is_name_and_time(text: &str) -> bool {
    let words = fold(text);
    let said = format!(" {} ", words.join(" "));
    let is_time = |word: &String| {
        is_unit(word)
            || word.bytes().all(|byte| byte.is_ascii_digit())
            || matches!(word.as_str(), "a" | "about" | "il" | "y")
    };
    let is_ago = |word: &String| has(AGO, word);
    let others: Vec<_> = words.iter().filter(|word| !is_time(word) && !is_ago(word)).collect();
    let names = text.split_whitespace().next().is_some_and(|first| first.starts_with(char::is_uppercase));
    let is_event = others.iter().any(|word| tells_event(word));
    let is_relative =
        words.iter().any(|word| is_unit(word)) && AGO.iter().any(|ago| said.contains(&format!(" {ago} ")));
    is_relative && names && (1..=4).contains(&others.len()) && !is_event && words.len() <= BYLINE_WORDS
}

/// Whether a text consists of sentences.
pub(in crate::detect::keys_page) fn is_prose(text: &str) -> bool {
    let count = fold(&without_brackets(text)).len();
    count > 8 || count > 3 && text.trim_end().ends_with(['.', '!', '?', '…'])
}

/// Whether a text between a label and its value can be skipped: punctuation, an
/// icon's letter, a parenthesized hint, a control's label.
pub(in crate::detect::keys_page) fn is_filler(text: &str) -> bool {
    let words = fold(&without_brackets(text));
    let said = |word: &String| has(COPY, word) || has(SHOW, word);
    words.iter().map(String::len).sum::<usize>() <= 2 || words.iter().all(said)
}

/// Whether a text is a note of one or two short words that may be between a
/// label and its value: `active`, `read only`.
pub(in crate::detect::keys_page) fn is_short_note(text: &str) -> bool {
    let words = fold(text);
    words.len() <= 2 && words.iter().map(String::len).sum::<usize>() <= 16
}

/// The text before the mask at its end, if there is one. Some pages show the
/// last four characters.
pub(in crate::detect::keys_page) fn before_mask(text: &str) -> Option<&str> {
    let is_dot = |letter: char| matches!(letter, '•' | '●' | '∙' | '·' | '*' | '＊' | '◦' | '⬤' | '░' | '█');
    let text = text.trim_end();
    if let Some(before) = before_shortened(text) {
        return Some(before);
    }
    let shown =
        text.len() - text.rfind(is_dot).and_then(|at| text.get(at..)?.chars().next().map(|dot| at + dot.len_utf8()))?;
    let dots = text.get(..text.len() - shown)?;
    let before = dots.trim_end_matches(|letter: char| is_dot(letter) || letter == ' ');
    let count = dots.get(before.len()..)?.chars().filter(|&letter| is_dot(letter)).count();
    let tail = text.get(text.len() - shown..)?;
    let is_end = shown <= 6 && tail.chars().all(|letter| letter.is_ascii_alphanumeric());
    (count >= 4 && is_end).then_some(before)
}

/// The text before a value of which only the start and the end are shown:
/// `8f3a…c21b`.
fn before_shortened(text: &str) -> Option<&str> {
    let value = text.rsplit(char::is_whitespace).next()?;
    let before = text.strip_suffix(value)?;
    let (start, end) = value.split_once('…').or_else(|| value.split_once("..."))?;
    let is_part = |part: &str| (3..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
    (is_part(start) && is_part(end) && has_digit).then_some(before)
}

/// Whether a text is a mask that a page shows instead of a value.
pub(in crate::detect::keys_page) fn is_mask(text: &str) -> bool {
    before_mask(text).is_some_and(|before| before.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_is_told_from_text() {
        assert!(is_mask("••••••••••••") && is_mask("********9f3c") && is_mask("●●●●"));
        assert_eq!(before_mask("App Secret:••••••••"), Some("App Secret:"));
        assert!(is_mask("8f3a…c21b") && is_mask("8f3a...c21b") && !is_mask("see…more") && !is_mask("1.0…2.0"));
        assert_eq!(before_mask("App Secret 8f3a…c21b"), Some("App Secret "));
        assert!(!is_mask("CI") && !is_mask("...") && !is_mask("a-b-c-d-e"));
    }

    #[test]
    fn a_row_that_says_what_happened_names_no_author() {
        for text in ["Active 2 hours ago", "Seen 3 days ago", "Changed 5 minutes ago", "Aktiv vor 2 Stunden"] {
            assert!(!is_name_and_time(text), "{text}");
        }
        assert!(is_name_and_time("Ada, 3 days ago") && is_name_and_time("Wei Chang, 2 hours ago"));
    }

    #[test]
    fn an_instance_in_a_sentence_announces_no_example() {
        for text in [
            "Keys let your tools, for example a CI server, use the REST API.",
            "Mit Schlüsseln greifen Ihre Programme, zum Beispiel ein CI-Server, auf die API zu.",
        ] {
            assert!(!announces_example(text), "{text}");
        }
        for text in [
            "For example, your key looks as below",
            "An example of a key and its secret",
            "The request contains, for example:",
        ] {
            assert!(announces_example(text), "{text}");
        }
    }
}
