//! Which fields have no unsaved input: those that search or filter what a page
//! shows, and those that a control has saved.

/// The first words of hints in such fields, if the hint ends with an ellipsis.
/// "Search keywords" may be what a page asks for.
const SEARCHES: &[&str] = &["search", "suche", "suchen", "recherche", "rechercher", "buscar", "zoek", "zoeken"];

/// The first words of their hints. Labels also have one of [`BY`].
const FILTERS: &[&str] = &["filter", "filtern", "filtrer", "filtrar", "filteren"];
const BY: &[&str] = &["by", "nach", "par", "por", "op"];

/// What a page may ask for: "Search keywords".
const ASKED: &[&str] = &[
    "keyword",
    "keywords",
    "word",
    "words",
    "term",
    "terms",
    "phrase",
    "tag",
    "tags",
    "alias",
    "aliases",
    "synonym",
    "synonyms",
    "engine",
    "result",
    "results",
    "title",
    "description",
    "type",
    "size",
    "paper",
    "color",
];

/// Labels of fields that search, and of fields that turn pages.
const SEEKS: &[&str] = &[
    "search",
    "quick search",
    "suche",
    "recherche",
    "rechercher",
    "buscar",
    "zoeken",
    "filters",
    "page number",
    "page size",
    "go to page",
    "jump to page",
    "rows per page",
    "items per page",
    "entries per page",
    "results per page",
    "per page",
    "show per page",
    "show entries",
    "sort by",
    "filter cell",
];

/// The titles of groups of such fields.
const GROUPS: &[&str] = &["filter", "filters", "filter by", "filtres", "filtros", "search filters"];

/// Labels of controls that save a page's fields, with what may follow. "Save
/// search" saves something else.
const SAVES: &[&str] = &["save", "speichern", "enregistrer", "guardar", "opslaan"];
const SAVED: &[&str] = &["changes", "draft", "settings", "profile", "all", "les modifications", "cambios"];
/// The same at the end of a label: "Änderungen speichern".
const SAVES_LAST: &[&str] = &["speichern", "opslaan"];

/// Words of controls that send what was written, and what they send.
const SENDS: &[&str] = &["post", "send", "add", "submit"];
const WRITTEN: &[&str] = &["reply", "comment", "message", "answer"];
/// Whole labels of such controls.
const SENDS_ALONE: &[&str] = &["send", "senden", "envoyer", "enviar", "verzenden"];

/// A regular expression for the hints of such fields. Ignores case.
#[must_use]
pub fn hint_pattern() -> String {
    let (filters, by, searches) = (FILTERS.join("|"), BY.join("|"), SEARCHES.join("|"));
    format!(r"^(?:{filters})(?:$| (?:{by})\b)|^(?:{filters}|{searches})\b.*(?:…|\.{{3}})$")
}

/// A regular expression for the labels of such fields. Ignores case. A label
/// may be what a page asks for, such as "Filter" of a coffee machine.
#[must_use]
pub fn label_pattern() -> String {
    let (filters, by) = (FILTERS.join("|"), BY.join("|"));
    format!(r"^(?:(?:{filters}) (?:{by})\b.*|.* filter input|{})\P{{L}}*$", SEEKS.join("|"))
}

/// A regular expression for hints and labels of fields that search or filter, if
/// they are over a table. Ignores case.
#[must_use]
pub fn over_table_pattern() -> String {
    format!(r"^(?:{}|{}|find)\b(?! (?:{})\b)", FILTERS.join("|"), SEARCHES.join("|"), ASKED.join("|"))
}

/// A regular expression for the titles of their groups. Ignores case.
#[must_use]
pub fn group_pattern() -> String {
    format!(r"^(?:{})\P{{L}}*$", GROUPS.join("|"))
}

/// A regular expression for the labels of controls that save or send what is in
/// fields. Ignores case. "Save as…" asks something first, and "Reply" may only
/// open a field.
#[must_use]
pub fn save_pattern() -> String {
    let [saves, saved, last] = [SAVES, SAVED, SAVES_LAST].map(|words| words.join("|"));
    let [sends, written, alone] = [SENDS, WRITTEN, SENDS_ALONE].map(|words| words.join("|"));
    let save = format!(r"(?:{saves})(?: (?:(?:my|your) )?(?:{saved})| (?:and|&) .*)?|(?:\p{{L}}+ )+(?:{last})");
    format!(r"^(?:{save}|(?:{sends}) (?:(?:a|your) )?(?:{written})|{alone})$")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pattern_is_made_of_words_alone() {
        for word in [SEARCHES, FILTERS, ASKED, BY, SEEKS, GROUPS, SAVES, SAVED, SAVES_LAST, SENDS, WRITTEN, SENDS_ALONE]
            .concat()
        {
            assert!(word.chars().all(|letter| letter.is_lowercase() || letter == ' '), "{word}");
        }
    }
}
