//! Labels of the parts of a key.

use super::fold::{fold, has, without_brackets};
use crate::catalogue::label::LabelRole;
use crate::credential::{Kind, Part};
use crate::detect::label::is_label_of;

/// The part that a label announces, and how certain that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::detect::keys_page) struct PartLabel {
    pub(in crate::detect::keys_page) part: Part,
    /// Whether it says "key" or names the application. `Public` alone also
    /// describes visibility, so it counts only next to `Private`, and `Secret`
    /// alone only next to an ID.
    pub(in crate::detect::keys_page) is_strong: bool,
}

pub(super) const APP: &[&str] = &[
    "app",
    "application",
    "anwendung",
    "anwendungs",
    "applikation",
    "applikations",
    "aplicacion",
    "applicatie",
    "toepassing",
    "toepassings",
];
pub(super) const ID: &[&str] =
    &["id", "identifier", "kennung", "identifiant", "identificador", "identificatie", "kenmerk", "ident"];
pub(super) const SECRET: &[&str] = &[
    "secret",
    "secretkey",
    "geheimnis",
    "geheim",
    "geheimschlussel",
    "geheimerschlussel",
    "clesecrete",
    "codesecret",
    "secreto",
    "codigosecreto",
    "clavesecreta",
    "geheimesleutel",
    "geheimcode",
];
pub(super) const PUBLIC: &[&str] =
    &["public", "publique", "offentlich", "offentlicher", "publica", "publico", "openbaar", "openbare", "publieke"];
pub(super) const PRIVATE: &[&str] = &["private", "privat", "privater", "prive", "privee", "privada", "privado"];
/// Words that mean "key".
pub(crate) const KEY: &[&str] = &[
    "key",
    "keys",
    "apikey",
    "apikeys",
    "accesskey",
    "accesskeys",
    "passkey",
    "passkeys",
    "publickey",
    "privatekey",
    "cle",
    "cles",
    "clave",
    "claves",
    "llave",
    "llaves",
];
/// The same as endings, for languages with compound words: `Zugriffsschlüssel`.
pub(super) const KEY_ENDINGS: &[&str] = &["schlussel", "schlusseln", "sleutel", "sleutels"];
/// Words for what a list of keys may be called instead.
pub(in crate::detect::keys_page) const CREDENTIALS: &[&str] =
    &["credential", "credentials", "zugangsdaten", "identifiants", "credenciales", "inloggegevens"];
/// Words that a label may have besides the name of a part.
pub(super) const AROUND: &[&str] = &[
    "your", "the", "my", "of", "api", "composer", "ihr", "ihre", "dein", "deine", "der", "die", "das", "votre", "mon",
    "ma", "la", "le", "l", "d", "de", "del", "du", "su", "tu", "mi", "el", "uw", "je", "mijn", "van", "het", "value",
    "wert", "valeur", "valor", "waarde", "access", "acces", "acceso", "rest", "i",
];
/// The same as the start of a compound word: `Zugriffsschlüssel`.
const ACCESS_STARTS: &[&str] = &["zugriffs", "zugangs", "toegangs"];
/// The most words that a label has.
const LABEL_WORDS: usize = 7;

/// Last words of labels for something else about a part: "App ID Prefix".
const ABOUT_PART: &[&str] = &["prefix", "suffix", "name", "type", "url", "fingerprint", "version", "format"];

/// The part that a text announces, if the text is only a label. One more word
/// is allowed: `App Id is`, `App Id value`.
pub(in crate::detect::keys_page) fn part_label(text: &str) -> Option<PartLabel> {
    if text.len() > 120 {
        return None;
    }
    let outside = without_brackets(text);
    let words = fold(&outside);
    if words.is_empty() || words.len() > LABEL_WORDS {
        return None;
    }
    let without_access = |word| ACCESS_STARTS.iter().find_map(|start| str::strip_prefix(word, start)).unwrap_or(word);
    let words: Vec<&str> =
        words.iter().map(|word| without_access(word.as_str())).filter(|word| !has(AROUND, word)).collect();
    let shorter = words.split_last().map(|(_, rest)| rest).filter(|rest| rest.len() > 1);
    if words.last().is_some_and(|last| has(ABOUT_PART, last)) {
        return None;
    }
    exact_label(&words).or_else(|| exact_label(shorter?)).or_else(|| known_label(outside.trim()))
}

fn exact_label(words: &[&str]) -> Option<PartLabel> {
    let compact = words.concat();
    let both = |one: &[&str], other: &[&str]| {
        one.iter().any(|one| {
            let rest = |rest: Option<&str>| rest.is_some_and(|rest| has(other, rest));
            rest(compact.strip_prefix(one)) || rest(compact.strip_suffix(one))
        })
    };
    let strong = |part| Some(PartLabel { part, is_strong: true });
    let weak = |part| Some(PartLabel { part, is_strong: false });
    let keys = || [KEY, KEY_ENDINGS].concat();
    // "Geheimer App-Schlüssel"
    let is_secret_key = || {
        let key = compact.strip_prefix("geheime").map(|rest| rest.strip_prefix('r').unwrap_or(rest));
        let app = key.and_then(|key| KEY_ENDINGS.iter().find_map(|ending| key.strip_suffix(ending)));
        app.is_some_and(|app| has(APP, app))
    };
    if both(APP, ID) {
        strong(Part::ApplicationId)
    } else if both(APP, SECRET) || is_secret_key() {
        strong(Part::ApplicationSecret)
    } else if has(SECRET, &compact) {
        weak(Part::ApplicationSecret)
    } else if has(PUBLIC, &compact) {
        weak(Part::PublicKey)
    } else if has(PRIVATE, &compact) {
        weak(Part::PrivateKey)
    } else if both(PUBLIC, &keys()) {
        strong(Part::PublicKey)
    } else if both(PRIVATE, &keys()) {
        strong(Part::PrivateKey)
    } else {
        None
    }
}

/// A label from the table that is used for texts.
fn known_label(text: &str) -> Option<PartLabel> {
    let mut parts = Kind::ALL.into_iter().filter(|kind| kind.is_listed()).flat_map(Kind::parts).copied();
    let part = parts.find(|part| is_label_of(text, part.kind(), LabelRole::of(*part)))?;
    Some(PartLabel { part, is_strong: true })
}

/// What separates a name from a label without a colon: `CI — App Id`.
const DASHES: &[char] = &['-', '–', '—', '·', '•', '|'];

/// The label at the end of a text, and the text before it: `CI App Id:`.
pub(in crate::detect::keys_page) fn label_at_end(text: &str) -> Option<(PartLabel, &str)> {
    let text = text.trim_start_matches(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '(' | '['));
    if let Some(label) = part_label(text) {
        return Some((label, ""));
    }
    let trimmed = text.trim_end();
    let has_colon = trimmed.ends_with([':', '=', '：']);
    let is_apart = |at| trimmed.get(at..).is_some_and(|label| label.trim_start().starts_with(DASHES));
    let starts = trimmed.char_indices().filter(|&(at, letter)| at > 0 && letter.is_whitespace());
    let starts = starts.filter(|&(at, _)| has_colon || is_apart(at));
    // Try the longest label first, from the left.
    let found = starts.filter_map(|(at, _)| Some((part_label(trimmed.get(at..)?)?, trimmed.get(..at)?)));
    // "Webhook secret" is another one.
    let found = found.filter(|(label, _)| label.is_strong || label.part != Part::ApplicationSecret);
    found.into_iter().next()
}

/// Whether a text contains a word for "key".
pub(in crate::detect::keys_page) fn names_keys(words: &[String]) -> bool {
    let ends = |word: &str| KEY_ENDINGS.iter().any(|ending| word.ends_with(ending));
    words.iter().any(|word| has(KEY, word) || ends(word))
}

/// The same for a text, which may also say "credentials".
pub(in crate::detect::keys_page) fn names_key(text: &str) -> bool {
    let words = fold(text);
    names_keys(&words) || words.iter().any(|word| has(CREDENTIALS, word))
}

/// Whether a label names a secret or a key: another service's, if it isn't one
/// of these vendors' labels.
pub(in crate::detect::keys_page) fn names_another_key(text: &str) -> bool {
    let words = fold(text);
    let says = |word: &String| has(SECRET, word) || matches!(word.as_str(), "token" | "password");
    words.len() <= LABEL_WORDS && (names_keys(&words) || words.iter().any(says))
}

/// Whether a label names something that a service calls, or what it signs with.
pub(in crate::detect::keys_page) fn names_callback(text: &str) -> bool {
    let words = fold(text);
    let is_callback = |word: &String| {
        ["webhook", "hook", "url", "callback", "endpoint", "signing", "client"].contains(&word.as_str())
    };
    words.len() <= LABEL_WORDS && words.iter().any(is_callback)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str) -> Option<Part> {
        part_label(text).map(|label| label.part)
    }

    #[test]
    fn labels_are_known_in_every_language_of_the_interface() {
        for text in [
            "App Id",
            "App Id:",
            "APP-ID",
            "Your App ID",
            "appId",
            "Application ID (public)",
            "App Id i",
            "App Id is",
            "Anwendungs-ID",
            "App-Kennung",
            "Identifiant de l’application",
            "ID de l'application :",
            "ID de la aplicación",
            "Toepassings-ID",
        ] {
            assert_eq!(part(text), Some(Part::ApplicationId), "{text}");
        }
        for text in [
            "App Secret (keep it safe)",
            "Anwendungsgeheimnis",
            "App-Geheimnis",
            "Secret de l’application",
            "Clé secrète de l’application",
            "Secreto de la aplicación",
            "Clave secreta de la aplicación",
            "Geheimer Schlüssel der Anwendung",
            "Código secreto de la aplicación",
            "App-geheim",
            "Geheimer Anwendungsschlüssel",
            "Geheimer App-Schlüssel",
            "Geheime app-sleutel",
            "Secret",
        ] {
            assert_eq!(part(text), Some(Part::ApplicationSecret), "{text}");
        }
        for text in [
            "Public",
            "Public key",
            "Public access key",
            "Öffentlicher Schlüssel",
            "Öffentlicher Zugriffsschlüssel",
            "Clé publique",
            "Clé d’accès publique",
            "Clave pública",
            "Clave de acceso pública",
            "Openbare sleutel",
            "Openbare toegangssleutel",
        ] {
            assert_eq!(part(text), Some(Part::PublicKey), "{text}");
        }
        for text in [
            "Private:",
            "Privater Schlüssel",
            "Privater Zugriffsschlüssel",
            "Clé privée",
            "Clé d’accès privée",
            "Clave privada",
            "Clave de acceso privada",
            "Privésleutel",
            "Privé toegangssleutel",
        ] {
            assert_eq!(part(text), Some(Part::PrivateKey), "{text}");
        }
        for text in [
            "",
            "Id",
            "Application",
            "Copy the app id from your account",
            "Secret santa",
            "Name",
            "a.zip",
            "Apple",
            "Zugriffsschlüssel",
            "Clé d’accès",
        ] {
            assert_eq!(part(text), None, "{text}");
        }
    }
}
