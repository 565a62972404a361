//! Labels that are about something else than the key: another vendor, or a
//! switch for something unknown.

use super::environment_word::is_of_title;
use super::switch_word::{SWITCHED, TURNS_OFF, VERBS};
use crate::catalogue::vendors;

/// Whether a label isn't about the key. `own` are the words for its vendors,
/// and `terms` their terms for the environments.
pub(super) fn is_about_other(label: &str, own: &[&str], terms: &[&str]) -> bool {
    names_other_vendor(label, own) || switches_other(label, &[own, terms])
}

/// Whether a label turns on something of another vendor, or something unknown:
/// "Enable Worldpay sandbox".
fn switches_other(label: &str, own: &[&[&str]]) -> bool {
    let words = words(label);
    let mut rest = words.iter().map(String::as_str);
    label.contains(char::is_whitespace)
        && rest.next().is_some_and(|verb| VERBS.contains(&verb))
        && !rest.all(|word| {
            is_of_title(word)
                || VERBS.contains(&word)
                || TURNS_OFF.contains(&word)
                || SWITCHED.contains(&word)
                || own.iter().any(|words| words.iter().any(|own| own.eq_ignore_ascii_case(word)))
        })
}

/// Whether a label names a vendor other than these.
fn names_other_vendor(label: &str, own: &[&str]) -> bool {
    let is_own = |word: &str| own.iter().any(|own| own.eq_ignore_ascii_case(word));
    let words = words(label);
    let mut others = vendors::OFFERED.iter().filter(|vendor| !vendor.words.iter().any(|word| is_own(word)));
    others.any(|vendor| words.iter().any(|word| vendor.words.contains(&word.as_str())))
}

/// The words of a label in lower case. Capitals in a name don't divide it.
fn words(label: &str) -> Vec<String> {
    let words = label.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect()
}
