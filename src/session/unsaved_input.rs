//! Which fields have no unsaved input: those that search or filter what a page
//! shows, and those that a control has saved.

/// The first words of hints in such fields, if the hint ends with an ellipsis.
/// "Search keywords" may be what a page asks for.
const SEARCHES: &[&str] = &["search", "suche", "recherch", "busc", "zoek"];

/// The first words of their hints. Labels also have one of [`BY`].
const FILTERS: &[&str] = &["filter", "filtern", "filtrer", "filtrar", "filteren"];
const BY: &[&str] = &["by", "nach", "par", "por", "op"];

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
    "page",
    "page number",
    "page size",
    "go to page",
    "jump to page",
    "rows per page",
    "items per page",
    "entries per page",
    "results per page",
    "sort by",
];

/// The titles of groups of such fields.
const GROUPS: &[&str] = &["filter", "filters", "filter by", "filtres", "filtros", "search filters"];

/// First words of controls that save a page's fields.
const SAVES: &[&str] = &["save", "speichern", "enregistrer", "guardar", "opslaan"];

/// First words of controls that send what was written. One of [`WRITTEN`] may
/// follow. "Send test email" sends something else.
const SENDS: &[&str] = &["post", "send", "add", "reply", "comment", "senden", "envoyer", "enviar", "verzenden"];
const WRITTEN: &[&str] = &["reply", "comment", "message", "answer"];

/// A regular expression for the hints of such fields. Ignores case.
#[must_use]
pub fn hint_pattern() -> String {
    format!(r"^(?:{})\b|^(?:{}).*(?:…|\.{{3}})$", FILTERS.join("|"), SEARCHES.join("|"))
}

/// A regular expression for the labels of such fields. Ignores case. A label
/// may be what a page asks for, such as "Filter" of a coffee machine.
#[must_use]
pub fn label_pattern() -> String {
    format!(r"^(?:(?:{}) (?:{})\b.*|{})\P{{L}}*$", FILTERS.join("|"), BY.join("|"), SEEKS.join("|"))
}

/// A regular expression for the titles of their groups. Ignores case.
#[must_use]
pub fn group_pattern() -> String {
    format!(r"^(?:{})\P{{L}}*$", GROUPS.join("|"))
}

/// A regular expression for the labels of controls that save or send what is in
/// fields. Ignores case. "Save as…" asks something first.
#[must_use]
pub fn save_pattern() -> String {
    let (saves, sends, written) = (SAVES.join("|"), SENDS.join("|"), WRITTEN.join("|"));
    format!(r"^(?:(?:{saves})\b[^…]*(?<!\.{{3}})|(?:{sends})(?: (?:{written}))?)$")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pattern_is_made_of_words_alone() {
        for word in [SEARCHES, FILTERS, BY, SEEKS, GROUPS, SAVES, SENDS, WRITTEN].concat() {
            assert!(word.chars().all(|letter| letter.is_lowercase() || letter == ' '), "{word}");
        }
    }
}
