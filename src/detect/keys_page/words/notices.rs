//! Notices that a key was made or has ended, or that there are none.

use super::controls::is_about_keys;
use super::fold::{fold, has, without_brackets, without_quotes};
use super::headings::NO_LIST;
use super::parts::names_keys;
use super::remarks::BYLINE_WORDS;
use crate::catalogue::vendor::{Notice, Vendor};

/// Words of a notice that a key was made.
const MADE: &[&str] = &[
    "created",
    "generated",
    "issued",
    "ready",
    "erstellt",
    "erzeugt",
    "generiert",
    "angelegt",
    "bereit",
    "creee",
    "generee",
    "prete",
    "creada",
    "generada",
    "aangemaakt",
    "gemaakt",
    "gegenereerd",
    "klaar",
];

/// Whether a text says that a key was just made: "Your new key is ready." The
/// page then shows the key, whatever its heading.
pub(in crate::detect::keys_page) fn announces_new_key(text: &str) -> bool {
    let words = fold(&without_brackets(&without_quotes(text)));
    let denied = text.contains('?') || words.iter().any(|word| has(NO_LIST, word) || has(NOT_YET, word));
    !denied && words.len() <= BYLINE_WORDS && names_keys(&words) && words.iter().any(|word| has(MADE, word))
}

pub(super) const PAST: &[&str] = &[
    "deleted",
    "removed",
    "revoked",
    "regenerated",
    "replaced",
    "rotated",
    "renewed",
    "disabled",
    "deactivated",
    "geloscht",
    "entfernt",
    "widerrufen",
    "regeneriert",
    "neu generiert",
    "neu erzeugt",
    "erneuert",
    "deaktiviert",
    "gesperrt",
    "supprime",
    "supprimee",
    "effacee",
    "revoquee",
    "regeneree",
    "renouvelee",
    "desactivee",
    "regenere",
    "desactive",
    "eliminado",
    "eliminada",
    "borrado",
    "borrada",
    "revocada",
    "regenerado",
    "regenerada",
    "desactivado",
    "desactivada",
    "deshabilitada",
    "verwijderd",
    "gewist",
    "ingetrokken",
    "geregenereerd",
    "opnieuw gegenereerd",
    "vernieuwd",
    "uitgeschakeld",
    "gedeactiveerd",
    "wurde ersetzt",
    "ist ersetzt",
    "zuruckgesetzt",
    "remplacee",
    "reemplazada",
    "is vervangen",
    "werd vervangen",
    "elimino",
    "borro",
    "revoco",
    "regenero",
    "desactivo",
];
/// Words that announce success.
const SUCCESS: &[&str] = &["successfully", "success", "erfolgreich", "succes", "exito", "you"];
/// Words of warnings, questions and failures.
const NOT_YET: &[&str] = &[
    "will", "would", "sure", "cannot", "could", "can", "must", "failed", "error", "if", "not", "once", "want", "wird",
    "werden", "mochten", "wollen", "konnte", "konnten", "nicht", "fehler", "sera", "seront", "voulez", "pas", "echec",
    "erreur", "seran", "desea", "seguro", "no", "error", "wordt", "worden", "wilt", "niet", "kan", "mislukt", "fout",
];
/// Notices that say that there are no keys.
pub(super) const NONE: &[&str] = &[
    " do not have any ",
    " don t have any ",
    " have no ",
    " no api ",
    " no access ",
    " no keys ",
    " keine ",
    " aucune cle ",
    " ninguna clave ",
    " haven t created any ",
    " haven t added any ",
    " have not created any ",
    " no hay claves ",
    " no tienes claves ",
    " n avez pas de cle ",
    " n avez pas de cles ",
    " no tiene claves ",
    " geen ",
    " your first ",
    " ihren ersten ",
    " deinen ersten ",
    " pas encore ",
    " votre premiere ",
    " ta premiere ",
    " todavia no ",
    " aun no ",
    " su primera ",
    " tu primera ",
    " je eerste ",
    " uw eerste ",
];
/// Words of rules: "When a key has been deleted, it can't be recovered."
const RULE: &[&str] = &[
    "when", "whenever", "after", "before", "any", "every", "wenn", "nachdem", "sobald", "quand", "apres", "cuando",
    "wanneer", "zodra", "nadat",
];
/// The longest notice that is read, in words.
const NOTICE_WORDS: usize = 30;

/// Whether a notice says that a key was deleted, replaced or disabled. The
/// key's name may be part of it and is ignored: `Access Key (CI) has been
/// deleted successfully.`
#[must_use]
pub fn is_end_notice(vendors: &[&Vendor], text: &str, name: Option<&str>) -> bool {
    let whole = text;
    let text = &name.filter(|name| name.len() > 1).map_or_else(|| text.to_owned(), |name| text.replace(name, " "));
    let words = fold(&without_brackets(&without_quotes(text)));
    let said = format!(" {} ", words.join(" "));
    let ended = PAST.iter().any(|past| said.contains(&format!(" {past} ")));
    let before_end = || words.iter().take_while(|word| !has(PAST, word));
    let open = text.contains('?') || before_end().any(|word| has(NOT_YET, word) || has(RULE, word));
    // "Has been deleted" says what happened, "is revoked immediately" what will happen.
    let is_announced = words.windows(2).any(|two| {
        matches!(two, [is, past] if has(&["is", "are", "be", "being", "get", "gets"], is) && has(PAST, past) && past.ends_with("ed"))
    });
    // "Deleted keys cannot be restored" says nothing about this key.
    let is_of_key = || before_end().any(|word| names_keys(std::slice::from_ref(word)));
    // "You have deleted a key", but not "Deleted keys can't be restored. You need a new one."
    let succeeded =
        || words.iter().any(|word| has(SUCCESS, word) && word != "you") || before_end().any(|word| word == "you");
    let is_other_kind = || {
        words
            .windows(2)
            .any(|two| matches!(two, [kind, key] if has(OTHER_KINDS, kind) && names_keys(std::slice::from_ref(key))))
    };
    let is_generic = || ended && names_keys(&words) && !is_other_kind() && (is_of_key() || succeeded());
    let is_named = || ended && name.is_some_and(|name| says_only_end(whole, name));
    let is_end = |notice| matches!(notice, Notice::Regenerated | Notice::Deleted);
    words.len() <= NOTICE_WORDS
        && !open
        && !is_announced
        && (is_generic() || is_named() || has_notice(vendors, &words, is_end))
}

/// Kinds of keys that no portal's list of credentials contains.
const OTHER_KINDS: &[&str] = &["ssh", "gpg", "pgp", "signing", "deploy"];

/// Words next to the end in a notice that names the key: “CI” was deleted.
const AUXILIARY: &[&str] = &[
    "was", "is", "has", "been", "the", "now", "wurde", "ist", "a", "ete", "est", "s", "se", "ha", "sido", "fue",
    "esta", "is", "werd", "er",
];

/// Whether a text names a key and says nothing but its end.
fn says_only_end(text: &str, name: &str) -> bool {
    let (name, words) = (fold(name), fold(text));
    let Some(at) = words.windows(name.len().max(1)).position(|part| part == name) else { return false };
    let (before, rest) = words.split_at(at);
    let after = rest.get(name.len()..).unwrap_or_default();
    let past: Vec<&str> = PAST.iter().flat_map(|past| past.split(' ')).collect();
    let is_said = |word: &String| {
        let word = word.as_str();
        has(&past, word) || has(AUXILIARY, word) || has(SUCCESS, word) || is_about_keys(word)
    };
    before.iter().chain(after).all(is_said)
}

/// Whether a notice says that there are no keys.
#[must_use]
pub fn is_none_notice(vendors: &[&Vendor], text: &str) -> bool {
    let words = fold(text);
    let said = format!(" {} ", words.join(" "));
    let is_generic = || names_keys(&words) && NONE.iter().any(|none| said.contains(none));
    let is_none = |notice| notice == Notice::NoApiKeys;
    words.len() <= 12 && (is_generic() || has_notice(vendors, &words, is_none))
}

/// Whether one of these vendors is known to use these words for such a notice.
fn has_notice(vendors: &[&Vendor], words: &[String], is_wanted: impl Fn(Notice) -> bool) -> bool {
    let mut notices = vendors.iter().flat_map(|vendor| vendor.keys_pages.notices);
    let said = |sentence: &[String]| words.windows(sentence.len().max(1)).any(|part| part == sentence);
    notices.any(|&(sentence, notice)| is_wanted(notice) && said(&fold(sentence)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::vendors::ALL;

    #[test]
    fn a_notice_about_a_new_key_is_told_from_instructions() {
        for text in [
            "Your new key is ready.",
            "The API Access Key has been created successfully.",
            "Access Key (CI) has been created successfully.",
            "Der Schlüssel „CI“ wurde erstellt.",
            "La clé a été créée.",
            "De sleutel is aangemaakt.",
        ] {
            assert!(announces_new_key(text), "{text}");
        }
        for text in [
            "Once the key is created, copy its secret.",
            "How keys are created",
            "The key could not be created.",
            "Was the key created?",
            "Keys are checked when you use them.",
            "The report is ready.",
            "Your key will be created.",
        ] {
            assert!(!announces_new_key(text), "{text}");
        }
    }

    #[test]
    fn notices_name_the_key_or_not() {
        for text in [
            "Access Key (Laptop) has been deleted successfully.",
            "Access Key (will not do) has been deleted successfully.",
            "The API Access Key has been regenerated successfully.",
            "API key “Are you sure?” deleted",
            "Der Schlüssel „CI“ wurde gelöscht.",
            "La clé d’API a été supprimée.",
            "La clave se ha desactivado: clave desactivada",
            "Key Are you sure? was deleted",
            "You deleted the API key",
            "De sleutel is verwijderd.",
            "La clave se eliminó correctamente.",
            "Der Schlüssel wurde ersetzt.",
            "La clé a été remplacée.",
        ] {
            assert!(is_end_notice(ALL, text, Some("Are you sure?")), "{text}");
        }
        for text in [
            "Deleted API keys can't be restored. You need to create a new one.",
            "Access for this key is revoked immediately.",
            "Your current key gets replaced at once.",
            "When a key has been deleted, it can't be recovered.",
            "The key will be deleted.",
            "Are you sure? Deleted keys cannot be restored.",
            "The key could not be deleted.",
            "The API Access Key has been created successfully.",
            "The ticket has been deleted.",
            "Regenerated keys take effect at once.",
            "Der Schlüssel wird gelöscht.",
            "Der neue Schlüssel ersetzt den alten sofort.",
            "Sleutel vervangen",
        ] {
            assert!(!is_end_notice(ALL, text, Some("CI")), "{text}");
        }
        for text in ["“CI” was deleted.", "CI deleted", "„CI“ wurde gelöscht.", "CI has been deleted successfully"]
        {
            assert!(is_end_notice(ALL, text, Some("CI")), "{text}");
            assert!(!is_end_notice(ALL, text, None), "{text}");
            assert!(!is_end_notice(ALL, text, Some("Laptop")), "{text}");
        }
        for text in ["CI data was deleted.", "Social media was deleted.", "CI will be deleted.", "Was CI deleted?"] {
            assert!(!is_end_notice(ALL, text, Some("CI")), "{text}");
        }
        for text in [
            "You do not have any API keys",
            "Create your first key",
            "Vous n’avez pas encore de clé",
            "Legen Sie Ihren ersten Schlüssel an",
            "Maak je eerste sleutel",
            "Todavía no tiene claves",
            "You haven’t created any API keys yet",
            "No hay claves de API",
            "Vous n’avez pas de clé",
        ] {
            assert!(is_none_notice(ALL, text), "{text}");
        }
        assert!(!is_none_notice(ALL, "You do not have any messages"));
        assert!(!is_none_notice(ALL, "Write your first message"));
    }
}
