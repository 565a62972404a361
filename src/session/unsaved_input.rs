//! Which fields have no unsaved input: those that search or filter what a page
//! shows, and those that a control has saved.

/// The first words of hints in such fields, if the hint ends with an ellipsis.
/// "Search keywords" may be what a page asks for.
const SEARCHES: &[&str] = &["search", "suche", "suchen", "recherche", "rechercher", "buscar", "zoek", "zoeken"];

/// The first words of their hints. Labels also have one of [`BY`].
const FILTERS: &[&str] = &["filter", "filtern", "filtrer", "filtrar", "filteren"];
const BY: &[&str] = &["by", "nach", "par", "por", "op"];

/// Verbs for what a table shows.
const SHOWS: &[&str] = &["display", "include", "afficher", "inclure", "mostrar", "incluir"];
/// What a page may ask for after one of these verbs: "Display name". A table is
/// searched by them.
const OWN: &[&str] = &["name", "nom", "nombre", "naam", "price", "prix", "precio"];
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

/// Labels of controls that save a page's fields, before or after what they save.
const SAVES: &[&str] = &["save", "speichern", "enregistrer", "guardar", "opslaan"];
const SAVES_LAST: &[&str] = &["speichern", "opslaan"];
/// The last word of what they save. "Save image" and "Passwort speichern" save
/// something else.
const SAVED: &[&str] = &[
    "account",
    "all",
    "changes",
    "config",
    "configuration",
    "data",
    "details",
    "draft",
    "edits",
    "extension",
    "form",
    "info",
    "information",
    "listing",
    "notes",
    "now",
    "page",
    "preferences",
    "product",
    "profile",
    "properties",
    "record",
    "settings",
    "submission",
    "version",
    // German.
    "alle",
    "alles",
    "angaben",
    "daten",
    "einstellungen",
    "entwurf",
    "jetzt",
    "konto",
    "profil",
    "produkt",
    "seite",
    "änderungen",
    // French.
    "brouillon",
    "compte",
    "maintenant",
    "modifications",
    "paramètres",
    "produit",
    "tout",
    // Spanish.
    "ajustes",
    "ahora",
    "borrador",
    "cambios",
    "configuración",
    "cuenta",
    "datos",
    "perfil",
    "producto",
    "todo",
    // Dutch.
    "concept",
    "gegevens",
    "instellingen",
    "nu",
    "profiel",
    "versie",
    "wijzigingen",
];
/// Words before it that say that it is something else: "Save search settings".
const OTHER: &[&str] = &[
    "copy",
    "filter",
    "preset",
    "query",
    "search",
    "template",
    "view",
    // German.
    "ansicht",
    "kopie",
    "suche",
    "vorlage",
    "copie",
    "recherche",
    "vue",
    "búsqueda",
    "copia",
    "vista",
    "weergave",
    "zoekopdracht",
];
/// What a control updates that saves. "Update version" may install one.
const UPDATED: &[&str] = &["account", "details", "information", "preferences", "profile", "settings"];
const AND: &[&str] = &["and", "&", "und", "et", "y", "en"];

/// How a page begins to say that it has saved everything by itself. "Your
/// changes have been saved" may be about some of the fields.
const ALL_SAVED: &[&str] = &[
    "all changes saved",
    "all changes are saved",
    "all changes have been saved",
    "alle änderungen gespeichert",
    "alle änderungen sind gespeichert",
    "alle änderungen wurden gespeichert",
    "toutes les modifications enregistrées",
    "toutes les modifications sont enregistrées",
    "toutes les modifications ont été enregistrées",
    "todos los cambios guardados",
    "todos los cambios se han guardado",
    "alle wijzigingen opgeslagen",
    "alle wijzigingen zijn opgeslagen",
];

/// The beginnings of what a page says when it has not saved something.
const FAILS: &[&str] = &[
    "fail",
    "error",
    "invalid",
    "could not",
    "couldn t",
    "cannot be",
    "can t be",
    "unable to",
    "not saved",
    "not sent",
    "not been saved",
    "not been sent",
    "t saved",
    "t been saved",
    "went wrong",
    "try again",
    // German.
    "fehl",
    "ungültig",
    "konnte",
    "nicht gespeichert",
    "erneut",
    // French.
    "erreur",
    "échec",
    "échou",
    "pas pu",
    "pas été",
    "réessay",
    // Spanish.
    "no se ha",
    "no se pud",
    "no se guard",
    "inténtalo",
    // Dutch.
    "fout",
    "mislukt",
    "niet opgeslagen",
    "kon niet",
    "probeer",
];

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
    let [filters, searches, shows, asked, own] = [FILTERS, SEARCHES, SHOWS, ASKED, OWN].map(|words| words.join("|"));
    format!(
        r"^(?:(?:{filters}|{searches}|find)\b(?! (?:{asked})\b)|(?:{shows})\b(?! (?:le |el |the )?(?:{asked}|{own})\b))"
    )
}

/// A regular expression for the titles of their groups. Ignores case.
#[must_use]
pub fn group_pattern() -> String {
    format!(r"^(?:{})\P{{L}}*$", GROUPS.join("|"))
}

/// A regular expression for the labels of controls that save what is in fields.
/// Ignores case. "Save as…" asks something first. What is sent leaves its field.
#[must_use]
pub fn save_pattern() -> String {
    let [saves, last, saved, other] = [SAVES, SAVES_LAST, SAVED, OTHER].map(|words| words.join("|"));
    let what = format!(r"(?:(?!(?:{other}) )\p{{L}}+ ){{0,2}}(?:{saved})");
    let updates = format!(r"update (?:\p{{L}}+ )?(?:{})", UPDATED.join("|"));
    format!(r"^(?:(?:{saves})(?: {what})?|{what} (?:{last})|{updates})(?: (?:{}) .*)?$", AND.join("|"))
}

/// A regular expression for messages that everything is saved. Ignores case.
#[must_use]
pub fn all_saved_pattern() -> String {
    format!(r"^\P{{L}}*(?:{})(?!\p{{L}})", ALL_SAVED.join("|"))
}

/// A regular expression for messages that something was not saved. Ignores case.
#[must_use]
pub fn failure_pattern() -> String {
    format!(r"(?<!\p{{L}})(?:{})", FAILS.join("|").replace(' ', r"\P{L}+"))
}

#[cfg(test)]
mod tests {
    use super::super::javascript::matched;
    use super::*;

    #[track_caller]
    fn tells(pattern: &str, yes: &[&str], no: &[&str]) {
        assert_eq!(matched(pattern, yes), yes);
        assert_eq!(matched(pattern, no), [""; 0]);
    }

    #[test]
    fn a_control_that_saves_fields_is_told_from_one_that_saves_something_else() {
        tells(
            &save_pattern(),
            &[
                "Save",
                "Save changes",
                "Save and continue",
                "Save draft",
                "Save account information",
                "Update profile",
                "Speichern",
                "Änderungen speichern",
                "Enregistrer les modifications",
                "Guardar cambios",
                "Wijzigingen opslaan",
            ],
            &[
                "Save as…",
                "Save image",
                "Save search",
                "Save search settings",
                "Passwort speichern",
                "Ansicht speichern",
                "Update",
                "Update version",
                "Add comment",
                "Send message",
                "Saved",
            ],
        );
    }

    #[test]
    fn a_message_that_saving_failed_is_told_from_one_that_it_worked() {
        let failed = [
            "Could not save. Try again.",
            "Your changes have not been saved",
            "We couldn’t save your changes",
            "Nicht gespeichert",
            "Échec de l’enregistrement",
            "No se ha guardado",
            "Opslaan mislukt",
        ];
        let worked = ["Saved", "Your changes have been saved", "All changes saved", "Gespeichert", "Enregistré"];
        tells(&failure_pattern(), &failed, &worked);
        let all = ["All changes saved", "✓ All changes are saved", "Alle Änderungen gespeichert"];
        tells(&all_saved_pattern(), &all, &["Your changes have been saved", "Saved", failed[0]]);
    }

    #[test]
    fn a_field_that_filters_a_table_is_told_from_one_that_a_page_asks_for() {
        let filters = ["Filter", "Search extensions", "Find a column", "Suche"];
        tells(
            &over_table_pattern(),
            &["Display access keys for:", "Include disabled", "Search name", "Filter price", "Include notes"],
            &["Displayed name", "Display name", "Afficher le nom"],
        );
        tells(&over_table_pattern(), &filters, &["Search keywords", "Filter paper", "Finder", "Name"]);
        let labels = ["Search", "Show entries", "Rows per page:", "Filter by name", "Name Filter Input"];
        tells(&label_pattern(), &labels, &["Search keywords", "Filter", "Entries", "Page title"]);
    }

    #[test]
    fn each_pattern_is_made_of_words_alone() {
        let fields = [SEARCHES, FILTERS, SHOWS, ASKED, OWN, BY, SEEKS, GROUPS].concat();
        for word in [fields, [SAVES, SAVES_LAST, SAVED, OTHER, UPDATED, AND, ALL_SAVED, FAILS].concat()].concat() {
            assert!(word.chars().all(|letter| letter.is_lowercase() || " &".contains(letter)), "{word}");
        }
    }

    #[test]
    fn what_is_saved_is_one_word_and_nothing_else() {
        for word in [SAVED, OTHER, UPDATED].concat() {
            assert!(!word.contains(' '), "{word}");
        }
        assert!(SAVED.iter().all(|word| !OTHER.contains(word)));
        assert!(UPDATED.iter().all(|word| SAVED.contains(word)));
    }
}
