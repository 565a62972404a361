//! The states of keys: disabled or ended, and since when.

use super::fold::{fold, has};
use super::remarks::AGO;

const OFF: &[&str] = &[
    "disabled",
    "inactive",
    "deaktiviert",
    "inaktiv",
    "desactive",
    "desactivee",
    "inactif",
    "desactivado",
    "desactivada",
    "inactivo",
    "uitgeschakeld",
    "inactief",
];

/// Whether a text says that a key is disabled.
pub(in crate::detect::keys_page) fn says_off(text: &str) -> bool {
    let words = fold(text);
    matches!(state_in(&words), [word] if has(OFF, word))
        || text.trim_end().ends_with(')')
            && remark_after_name(text).is_some_and(|state| fold(state).iter().any(|word| has(OFF, word)))
}

/// Words for a key that has ended. "Expire" is about the future in French.
pub(super) const OVER: &[&str] = &[
    "revoked",
    "deleted",
    "removed",
    "retired",
    "expired",
    "widerrufen",
    "widerrufene",
    "geloscht",
    "geloschte",
    "entfernt",
    "entfernte",
    "abgelaufen",
    "abgelaufene",
    "revoque",
    "revoquee",
    "revoques",
    "revoquees",
    "supprime",
    "supprimee",
    "supprimes",
    "supprimees",
    "expiree",
    "expirees",
    "revocado",
    "revocada",
    "revocadas",
    "eliminado",
    "eliminada",
    "eliminadas",
    "caducado",
    "caducada",
    "caducadas",
    "expirado",
    "expirada",
    "ingetrokken",
    "verwijderd",
    "verwijderde",
    "verlopen",
];
/// Labels of a key's state.
const STATE: &[&str] = &["status", "state", "zustand", "statut", "etat", "estado", "toestand"];
/// Words that begin a time or an author.
const SINCE: &[&str] =
    &["on", "at", "by", "since", "am", "seit", "von", "vor", "le", "il", "par", "el", "por", "hace", "op", "door"];

/// Words before the state of a key in a sentence: "This key has been".
const LEADS: &[&str] = &[
    "this",
    "the",
    "your",
    "api",
    "access",
    "app",
    "key",
    "pair",
    "is",
    "was",
    "has",
    "have",
    "been",
    "dieser",
    "der",
    "schlussel",
    "wurde",
    "ist",
    "cette",
    "la",
    "cle",
    "a",
    "ete",
    "est",
    "esta",
    "clave",
    "ha",
    "sido",
    "fue",
    "deze",
    "sleutel",
    "werd",
];
/// Words for times without a number.
const DAYS: &[&str] = &["today", "yesterday", "now", "heute", "gestern", "hier", "hoy", "ayer", "vandaag", "gisteren"];
/// The months, in one list for each language.
const MONTHS: [&str; 5] = [
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september \
     october november december",
    "januar februar marz mai juni juli oktober dezember okt dez",
    "janv janvier fevr fevrier mars avr avril juin juil juillet aout septembre octobre novembre decembre",
    "ene enero febrero marzo abr abril mayo junio julio ago agosto septiembre octubre noviembre dic diciembre",
    "januari februari maart mrt mei augustus",
];

/// Whether a word is a month.
pub(in crate::detect::keys_page) fn is_month(word: &str) -> bool {
    MONTHS.iter().any(|list| list.split_ascii_whitespace().any(|month| month == word))
}

/// The words of a text without those that lead to the state of a key.
fn state_in(words: &[String]) -> &[String] {
    let words = words.split_first().filter(|(first, _)| has(STATE, first)).map_or(words, |(_, state)| state);
    let leads = words.iter().take_while(|word| has(LEADS, word)).count();
    words.get(leads..).unwrap_or_default()
}

fn is_over(word: &str) -> bool {
    has(OVER, word)
}

/// Whether a text is the state of a key that has ended: "Revoked", "Status:
/// Deleted", "Expired on May 3", "This key has been revoked". "Removed
/// extensions" is about something else.
pub(in crate::detect::keys_page) fn says_over(text: &str) -> bool {
    let words = fold(text);
    let Some((first, rest)) = state_in(&words).split_first() else { return false };
    // In "Removed May Smith", the month is a name.
    let has_number = text.bytes().any(|byte| byte.is_ascii_digit());
    let is_time = |word: &String| {
        has(SINCE, word)
            || has(DAYS, word)
            || word == "just"
            || (has_number && is_month(word))
            || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    // In "Revoked: 0", it is the number of such keys.
    let is_count = matches!(rest, [count] if count.len() <= 3 && count.bytes().all(|byte| byte.is_ascii_digit()));
    is_over(first) && rest.len() <= 6 && rest.first().is_none_or(is_time) && !is_count && !labels_over(text)
}

/// Whether a remark after the name of a key says that the key has ended: "CI
/// (revoked)".
pub(in crate::detect::keys_page) fn marks_name_over(text: &str) -> bool {
    remark_after_name(text).is_some_and(|remark| matches!(state_in(&fold(remark)), [word] if is_over(word)))
}

/// What a text says after a name: "CI (revoked)", "CI – expired".
fn remark_after_name(text: &str) -> Option<&str> {
    let text = text.trim();
    let in_brackets = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let (name, remark) =
        in_brackets.or_else(|| [" – ", " — ", " · "].iter().find_map(|dash| text.rsplit_once(dash)))?;
    (!name.trim().is_empty()).then_some(remark)
}

/// Whether a text is the label of the time when a key ended: "Revoked at",
/// "Expired:".
pub(in crate::detect::keys_page) fn labels_over(text: &str) -> bool {
    let words = fold(text);
    let is_label = text.trim_end().ends_with(':') || words.last().is_some_and(|word| has(SINCE, word));
    is_label && words.len() <= 3 && words.first().is_some_and(|first| is_over(first))
}

/// Whether a text is the label of a state: "Status".
pub(in crate::detect::keys_page) fn labels_state(text: &str) -> bool {
    matches!(&fold(text)[..], [word] if has(STATE, word))
}

/// Whether a text gives a time: "May 3, 2026", "2 days ago".
pub(in crate::detect::keys_page) fn is_dated(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit()) || fold(text).iter().any(|word| has(AGO, word) || has(DAYS, word))
}

/// Whether a heading is above keys that have ended: "Revoked keys". "Active and
/// revoked keys" is about all keys.
pub(in crate::detect::keys_page) fn heads_ended_keys(heading: &str) -> bool {
    let words = fold(heading);
    let is_key = |word: &String| super::parts::names_keys(std::slice::from_ref(word));
    words.iter().any(|word| is_over(word)) && words.iter().all(|word| is_over(word) || is_key(word) || word == "api")
}

/// Whether a text denies what a label before it asks: "No" under "Revoked".
pub(in crate::detect::keys_page) fn denies_state(text: &str) -> bool {
    const NO: &[&str] = &[
        "no", "not", "none", "na", "empty", "nein", "nicht", "keine", "leer", "non", "aucune", "vide", "nee", "niet",
        "leeg", "vacio", "never", "nie", "jamais", "nunca", "nooit", "false", "0",
    ];
    let words = fold(text);
    let is_no = |word: &String| has(NO, word);
    match &words[..] {
        [n, a] if n == "n" && a == "a" => true,
        [first, rest @ ..] => is_no(first) && rest.len() <= 1,
        [] => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_of_an_ended_key_is_told_from_other_remarks() {
        for text in [
            "Revoked",
            "Status: Deleted",
            "Expired on May 3",
            "Widerrufen",
            "Révoquée le 3 mai",
            "Removed by Ann",
            "Revoked Mar 3, 2026",
            "Expired yesterday",
            "Key revoked",
            "This key has been revoked.",
            "Dieser Schlüssel wurde widerrufen",
            "Cette clé a été révoquée",
        ] {
            assert!(says_over(text), "{text}");
        }
        assert!(says_off("Disabled") && says_off("Status: Disabled") && says_off("Key disabled"));
        assert!(!says_off("Disabled features") && !says_off("This key can be disabled"));
        for text in [
            "Expires on May 3",
            "Never revoked",
            "This key has not been revoked",
            "This key will be revoked",
            "Expired keys are removed",
            "Removed an extension",
            "Deleted a file",
            "Removed Jane Doe",
            "Removed extensions",
            "Active",
            "Expire le 3 mai",
            "Delete",
            "Supprimer",
        ] {
            assert!(!says_over(text), "{text}");
        }
        assert!(heads_ended_keys("Revoked keys") && heads_ended_keys("Expired") && !heads_ended_keys("API keys"));
        assert!(!heads_ended_keys("Deleted files") && !heads_ended_keys("Active and revoked keys"));
    }
}
