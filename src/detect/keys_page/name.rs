//! Texts that can be a key's name.
//!
//! What lists say about a key's state and times is no name: `Never used`,
//! `Expires in 12 days`, `Created by Ann`.

use super::piece::{Piece, PieceKind, header_over};
use super::words::{
    AGO, ARTICLES, COPY, CREDENTIALS, FOR, KEY, MANAGE, NEW, SELECTED, SHOW, TO_DO, fold, has, is_about_keys,
    is_keys_heading, is_mask, is_month, is_number, is_unit, part_label,
};
use crate::catalogue::Vendor;

/// The longest name of a key, in bytes.
const NAME_LENGTH: usize = 120;
/// The longest text that may contain a name and states, in bytes.
const READ: usize = 2 * NAME_LENGTH;

/// Labels of a name, which also head its column.
const NAME_LABELS: &[&str] =
    &["name", "nom", "nombre", "naam", "label", "bezeichnung", "title", "description", "key name"];

/// Whether a text is the label of a name, or the header of a column of names.
fn is_name_label(text: &str) -> bool {
    let words = fold(text);
    words.iter().any(|word| has(NAME_LABELS, word)) && words.iter().all(|word| has(NAME_LABELS, word) || has(KEY, word))
}

/// Whether a piece is in the column for names.
pub(super) fn is_under_name(pieces: &[Piece<'_>], piece: &Piece<'_>) -> bool {
    header_over(pieces, piece).is_some_and(|header| is_name_label(header.text))
}

/// Labels of texts that are longer than a name.
const DESCRIPTIONS: &[&str] = &["description", "label"];

/// Whether the text before a piece is a label for names, and no heading is
/// between it and the piece at `end`.
pub(super) fn is_after_name_label(pieces: &[Piece<'_>], piece: &Piece<'_>, end: usize) -> bool {
    let Some(at) = pieces.iter().position(|one| std::ptr::eq(one, piece)) else { return false };
    let is_free = || pieces.get(at..end).is_some_and(|rest| rest.iter().all(|one| one.kind != PieceKind::Heading));
    let is_label = |text: &str| is_name_label(text) && !fold(text).iter().any(|word| has(DESCRIPTIONS, word));
    let before = at.checked_sub(1).and_then(|before| pieces.get(before));
    let is_labelled = || before.is_some_and(|before| before.kind == PieceKind::Text && is_label(before.text));
    (is_labelled() || piece.names.iter().any(|name| is_label(name))) && is_free()
}

/// Words that only mark a key next to its name.
const MARKS: &[&str] = &["new", "neu", "nouveau", "nuevo", "nieuw"];

/// Words for states and events of a key, and the labels of these.
const STATES: [&str; 5] = [
    "active inactive activated deactivated enabled disabled expired expires expire expiring expiry expiration \
     revoked deleted removed suspended blocked locked pending valid invalid used unused use created added updated \
     modified changed generated regenerated issued rotated renewed deprecated retired never today yesterday seen \
     status state date creation",
    "aktiv inaktiv aktiviert deaktiviert abgelaufen ablauf ablaufdatum lauft verfallt verfallen erloschen \
     widerrufen gesperrt geloscht entfernt ausstehend gultig ungultig verwendet unverwendet verwendung genutzt \
     ungenutzt nutzung benutzt unbenutzt gebrauch erstellt angelegt hinzugefugt aktualisiert geandert erzeugt \
     generiert ausgestellt erneuert nie niemals heute gestern gesehen zustand datum erstellungsdatum",
    "actif inactif activee desactive desactivee expiree revoque revoquee supprime supprimee suspendu suspendue \
     bloque bloquee attente valide invalide valable utilise utilisee utilisation inutilisee cree creee ajoute \
     ajoutee modifie modifiee genere generee regeneree renouvele renouvelee jamais hier statut etat",
    "activo activa inactivo inactiva activado activada desactivado desactivada habilitado habilitada \
     deshabilitado deshabilitada caduca caduco caducado caducada caducidad vence vencido vencida vencimiento \
     expira expirado expirada revocado revocada eliminado eliminada suspendido suspendida bloqueado bloqueada \
     pendiente valido valida invalido invalida usado usada uso usar utilizado utilizada creado creada creacion \
     anadido anadida actualizado actualizada modificado modificada generado generada renovado renovada nunca hoy \
     ayer estado fecha",
    "actief inactief ingeschakeld uitgeschakeld geactiveerd gedeactiveerd verlopen verloopt vervalt vervallen \
     vervaldatum ingetrokken verwijderd geblokkeerd opgeschort geldig ongeldig gebruikt ongebruikt gebruik \
     aangemaakt gemaakt toegevoegd bijgewerkt gewijzigd gegenereerd vernieuwd nooit vandaag gisteren gezien \
     toestand aanmaakdatum",
];

/// Words around these in statements about a key.
const AROUND: [&str; 5] = [
    "last first ever not yet no does doesn t has hasn been is isn was it s this the a an in on at of ago since \
     until from for to and just now about less than more few soon left remaining time times utc am pm",
    "zuletzt letzte letzter letztes noch nicht seit bis ab im um zum fur wurde ist war wird dieser schlussel der \
     die das den dem einem einer wenigen und uhr mal bald erst gerade eben mittwoch",
    "derniere dernier fois pas encore n ne ete est sera cette la le l il y un une quelques en dans depuis jusqu \
     au du de des pour et bientot instant reste vue vu mise mis jour cours dimanche",
    "ultima ultimo vez aun todavia se ha han sido es esta sin hace desde hasta durante dentro el los una unos del \
     pronto ahora quedan lunes martes miercoles jueves viernes sabado domingo",
    "laatst laatste keer nog niet wordt werd op om over sinds tot deze sleutel het een paar van binnenkort net",
];

/// Words before the person or program that did something.
const BY: &[&str] = &["by", "von", "durch", "par", "por", "door"];

/// Whether a word is in one of these lists, which are separated by spaces.
fn is_in(lists: &[&str], word: &str) -> bool {
    lists.iter().any(|list| list.split_ascii_whitespace().any(|known| known == word))
}

/// The ends of weekdays.
const DAYS: &[&str] = &["day", "tag", "dag", "di"];

/// Whether a word is a number, or one with a short unit: `3`, `2nd`, `02T10`.
fn is_count(word: &str) -> bool {
    let letters = word.bytes().filter(|byte| !byte.is_ascii_digit()).count();
    word.starts_with(|first: char| first.is_ascii_digit()) && letters <= 2
}

/// Whether a text says only what state a key is in, or when something
/// happened to it.
fn says_state(text: &str) -> bool {
    let words = fold(text);
    let is_by = |word: &String| has(BY, word);
    let by = words.iter().position(is_by).filter(|&at| at > 0 && at + 1 < words.len());
    // "Created by Ann" is a byline, "Used by Jenkins" a purpose.
    let is_byline = |said: &[String]| said != ["used"] && is_statement(said);
    by.and_then(|at| words.get(..at)).is_some_and(is_byline) || is_statement(&words)
}

fn is_statement(words: &[String]) -> bool {
    let is_day = |word: &str| DAYS.iter().any(|end| word.ends_with(end));
    let is_known = |word: &String| {
        let is_time = is_count(word) || is_unit(word) || is_month(word) || has(AGO, word) || is_day(word);
        is_time || has(MARKS, word) || is_in(&STATES, word) || is_in(&AROUND, word) || has(KEY, word)
    };
    if !words.iter().all(is_known) {
        return false;
    }
    let said = format!(" {} ", words.join(" "));
    let counts = words.iter().filter(|word| is_count(word)).count();
    let is_year = |word: &String| word.len() == 4 && is_count(word);
    // `March 2026` and `1.2.3` may be names.
    let is_date = counts >= 2 && words.iter().any(|word| is_month(word)) || counts >= 3 && words.iter().any(is_year);
    // `3 days`, but not `Week 12`.
    let is_span = words.windows(2).any(|two| matches!(two, [count, unit] if is_count(count) && is_unit(unit)));
    let is_ago = || words.iter().any(|word| is_unit(word)) && AGO.iter().any(|ago| said.contains(&format!(" {ago} ")));
    words.iter().any(|word| is_in(&STATES, word)) || is_date || is_span || is_ago()
}

/// The text without the states after it: `CI (disabled)`, `CI · Never used`.
fn without_states(text: &str) -> &str {
    const SEPARATORS: &[&str] = &["(", "[", "·", "•", "|", ",", " - ", " – ", " — "];
    let is_mark = |state: &str| fold(state).iter().all(|word| has(MARKS, word));
    let before = |separator: &&str| {
        let (name, state) = text.rsplit_once(*separator)?;
        // `Shop (Paris, active)`
        let is_whole = matches!(*separator, "(" | "[") || !state.contains([')', ']']);
        (is_whole && !name.trim().is_empty() && (is_mark(state) || says_state(state))).then_some(name.trim_end())
    };
    SEPARATORS.iter().find_map(before).map_or(text, without_states)
}

/// Words for keys in the plural.
const KEYS: &[&str] =
    &["keys", "apikeys", "accesskeys", "passkeys", "cles", "claves", "llaves", "schlusseln", "sleutels"];
/// Words of headings above keys that no key is named after.
const OVER_KEYS: &[&str] = &[
    "this",
    "these",
    "that",
    "current",
    "existing",
    "available",
    "pair",
    "save",
    "store",
    "keep",
    "download",
    "commerce",
    "developer",
    "extension",
    "extensions",
    "environment",
    "production",
    "prod",
    "sandbox",
    "produktion",
    "produccion",
    "productie",
    "diese",
    "dieser",
    "vorhandene",
    "cette",
    "ces",
    "esta",
    "estas",
    "deze",
];

/// Whether a text is the heading of a list of keys, and not the name of one: a
/// key may be called "CI key".
fn heads_list(vendors: &[&Vendor], text: &str, words: &[String]) -> bool {
    let is_of_vendor = |word: &str| vendors.iter().any(|vendor| has(vendor.words, word));
    let lists = [MANAGE, CREDENTIALS, TO_DO, FOR, NEW, ARTICLES, SELECTED, COPY, SHOW, OVER_KEYS];
    // "2 API keys" counts them, "API key 2" is one of them.
    let counts = words.first().is_some_and(|word| is_number(word));
    let is_plain = |word: &String| {
        let is_listed = || lists.iter().any(|list| has(list, word)) || has(MARKS, word) || is_in(&STATES, word);
        is_about_keys(word) || (counts && is_number(word)) || is_listed() || is_of_vendor(word)
    };
    let is_task = || [words.first(), words.last()].into_iter().flatten().any(|word| has(TO_DO, word));
    let is_list = || words.iter().any(|word| has(KEYS, word)) || words.iter().all(is_plain);
    words.len() > 1 && is_keys_heading(text) && (is_list() || is_task())
}

/// Beginnings of texts that name the user.
const NAMES_USER: &[&str] =
    &["signed in as", "logged in as", "angemeldet als", "connecte en tant que", "conectado como", "ingelogd als"];

fn names_user(words: &[String]) -> bool {
    let said = words.join(" ");
    NAMES_USER.iter().any(|start| said.starts_with(start))
}

/// A text as the name of a key, if it can be one.
pub(super) fn key_name(vendors: &[&Vendor], text: &str) -> Option<String> {
    let is_name = |label: &str| fold(label).iter().all(|word| has(NAME_LABELS, word) || has(KEY, word));
    let labelled = text.split_once(':').filter(|(label, _)| is_name(label)).map(|(_, name)| name);
    let text = labelled.unwrap_or(text);
    let text = text.trim().trim_start_matches(['•', '·', '*', '-', ' ']).trim_end_matches([':', ' ', '·', '-', '–']);
    if text.len() > READ || says_state(text) {
        return None;
    }
    let text = without_states(text);
    let words = fold(text);
    let is_label = |word: &String| has(NAME_LABELS, word) || has(MARKS, word) || has(KEY, word);
    let mut not_names = vendors.iter().flat_map(|vendor| vendor.keys_pages.not_names);
    let can_be = text.len() <= NAME_LENGTH
        && !words.is_empty()
        && !text.ends_with(['.', '?', '!', '…'])
        && !words.iter().all(is_label)
        && !names_user(&words)
        && (labelled.is_some() || !heads_list(vendors, text, &words))
        && part_label(text).is_none()
        && !is_mask(text)
        && !not_names.any(|words| words.eq_ignore_ascii_case(text));
    can_be.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::vendors::ALL;

    #[test]
    fn the_state_of_a_key_is_no_name_in_any_language_of_the_interface() {
        for text in [
            "Active",
            "Revoked",
            "Expired",
            "Never",
            "Never used",
            "Not used yet",
            "Last used 3 days ago",
            "Last used: yesterday",
            "Last used on Mar 3, 2026 at 10:42 AM",
            "Used 14 times",
            "3 days ago",
            "A few seconds ago",
            "12 days left",
            "Expires in 12 days",
            "Expires on Friday, March 6, 2026",
            "Never expires",
            "Doesn’t expire",
            "No expiration date",
            "Valid until 2027-01-31",
            "This key has been revoked",
            "Key disabled",
            "Status",
            "Status: Active",
            "Created on",
            "Created by Ann Example",
            "Created 2026-03-02T10:42:00Z",
            "Mar 3, 2026",
            "2026-03-02",
            "Active · Last used 3 days ago",
            "New, never used",
            "Active since 3 May 2026",
            "Last modified at 10:42",
            "12 May 2026",
            "Aktiv",
            "Aktiv seit 3. Mai",
            "Zuletzt verwendet vor 3 Tagen",
            "Noch nicht benutzt",
            "Widerrufen",
            "Noch nie verwendet",
            "Noch nicht verwendet",
            "Zuletzt vor 3 Tagen verwendet",
            "Zuletzt verwendet: heute",
            "Vor einem Tag",
            "Läuft in 12 Tagen ab",
            "Läuft nie ab",
            "Gültig bis 12.03.2027",
            "Noch 12 Tage gültig",
            "Abgelaufen am 3. März 2026",
            "Erstellt von Anna",
            "Schlüssel gesperrt",
            "Active",
            "Révoquée",
            "Jamais utilisée",
            "N’a jamais été utilisée",
            "Pas encore utilisée",
            "Dernière utilisation il y a 3 jours",
            "Utilisée pour la dernière fois hier",
            "Il y a un jour",
            "Expire dans 12 jours",
            "N’expire jamais",
            "Valable jusqu’au 3 mars 2027",
            "Créée par Anne",
            "Dernière utilisation le 3 mai",
            "Créée il y a 3 jours",
            "Activa",
            "Creada el 3 de mayo",
            "Revocada",
            "Nunca usada",
            "Sin usar",
            "No se ha usado nunca",
            "Último uso: hace 3 días",
            "Usada por última vez hace 3 días",
            "Caduca en 12 días",
            "No caduca",
            "Válida hasta el 3 de marzo de 2027",
            "Creada por Ana",
            "Actief",
            "Laatst gebruikt op 3 mei",
            "Gemaakt door Ada Example",
            "Ingetrokken",
            "Nooit gebruikt",
            "Nog niet gebruikt",
            "Laatst gebruikt 3 dagen geleden",
            "Een week geleden",
            "Verloopt over 12 dagen",
            "Verloopt nooit",
            "Geldig tot 3 maart 2027",
            "Aangemaakt door Anne",
        ] {
            assert_eq!(key_name(ALL, text), None, "{text}");
            assert_eq!(key_name(ALL, &text.to_uppercase()), None, "{text}");
        }
    }

    #[test]
    fn a_name_may_contain_such_words() {
        for text in [
            "CI",
            "Nightly build",
            "Active Directory",
            "Last mile",
            "Never on Friday, the game",
            "Unused stock export",
            "Expiry checker",
            "Week 12",
            "March 2026",
            "2026-03",
            "LastPass",
            "Generator",
            "Generator 2",
            "Addon 3",
            "Release 2026",
            "Updater on build server 2",
            "10.0.0.1",
            "In-house",
            "New shop",
            "1.2.3",
            "Anna",
            "May",
            "Used car shop",
            "Laptop von Anna",
        ] {
            assert_eq!(key_name(ALL, text).as_deref(), Some(text), "{text}");
        }
    }

    #[test]
    fn states_after_a_name_are_left_out() {
        for text in [
            "Laptop (Disabled)",
            "Laptop (new)",
            "Name: Laptop · Active",
            "Laptop · Active · Last used 3 days ago",
            "Laptop, never used",
            "Laptop – expires in 12 days",
            "Laptop [revoked]",
            "Laptop (läuft in 12 Tagen ab)",
            "Laptop | Créée le 3 mars 2026, jamais utilisée",
        ] {
            assert_eq!(key_name(ALL, text).as_deref(), Some("Laptop"), "{text}");
        }
        for text in ["Shop (Paris, active)", "Build, deploy", "Shop (Paris)", "Laptop - Ann"] {
            assert_eq!(key_name(ALL, text).as_deref(), Some(text), "{text}");
        }
    }

    #[test]
    fn a_key_may_be_called_a_key() {
        for text in [
            "CI key",
            "API key for Jenkins",
            "Schlüssel für CI",
            "Key 1",
            "API key 2",
            "Used by Jenkins",
            "Deploy key",
            "Jenkins key",
            "Turkey shop",
            "Monkey business",
            "Nightly build API key",
            "Shop 2 access key",
            "Deploy-Schlüssel",
            "Clé Jenkins",
            "Clave de Jenkins",
            "Jenkins-sleutel",
        ] {
            assert_eq!(key_name(ALL, text).as_deref(), Some(text));
        }
        for (text, name) in [
            ("Key name: Deploy key", "Deploy key"),
            ("Name: API keys of the agency", "API keys of the agency"),
            ("Nom : Clés de Nantes", "Clés de Nantes"),
        ] {
            assert_eq!(key_name(ALL, text).as_deref(), Some(name));
        }
        for text in [
            "API keys",
            "Manage API Keys",
            "Your access keys",
            "API Key",
            "API key details",
            "Sandbox API key",
            "Magento access keys",
            "REST API key",
            "Create a new key for your extension",
            "Generate API key",
            "Copy your new API key",
            "Keys of Acme Ltd",
            "API credentials",
            "API-Schlüssel",
            "Zugriffsschlüssel verwalten",
            "Vos clés d’API",
            "Claves de acceso",
            "API-sleutels",
        ] {
            assert_eq!(key_name(ALL, text), None, "{text}");
        }
    }
}
