//! The words of a keys page in the interface languages: labels, controls,
//! headings and notices.
//!
//! All comparisons use [`fold`]: lower case, no accents, no punctuation.
//!
//! Long because it holds the words of all languages.

use serde::{Deserialize, Serialize};

use crate::catalogue::label::LabelRole;
use crate::catalogue::shape::Marker;
use crate::catalogue::vendor::{Notice, Vendor};
use crate::credential::{Kind, Part};
use crate::detect::label::is_label_of;

/// The part that a label announces, and how certain that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PartLabel {
    pub(super) part: Part,
    /// Whether it says "key" or names the application. `Public` alone also
    /// describes visibility, so it counts only next to `Private`.
    pub(super) is_strong: bool,
}

const APP: &[&str] = &[
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
const ID: &[&str] =
    &["id", "identifier", "kennung", "identifiant", "identificador", "identificatie", "kenmerk", "ident"];
const SECRET: &[&str] = &[
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
];
const PUBLIC: &[&str] =
    &["public", "publique", "offentlich", "offentlicher", "publica", "publico", "openbaar", "openbare", "publieke"];
const PRIVATE: &[&str] = &["private", "privat", "privater", "prive", "privee", "privada", "privado"];
/// Words that mean "key".
pub(super) const KEY: &[&str] = &[
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
const KEY_ENDINGS: &[&str] = &["schlussel", "schlusseln", "sleutel", "sleutels"];
/// Words for what a list of keys may be called instead.
pub(super) const CREDENTIALS: &[&str] =
    &["credential", "credentials", "zugangsdaten", "identifiants", "credenciales", "inloggegevens"];
/// Words that a label may have besides the name of a part.
const AROUND: &[&str] = &[
    "your", "the", "my", "of", "api", "composer", "ihr", "ihre", "dein", "deine", "der", "die", "das", "votre", "mon",
    "ma", "la", "le", "l", "d", "de", "del", "du", "su", "tu", "mi", "el", "uw", "je", "mijn", "van", "het", "value",
    "wert", "valeur", "valor", "waarde", "access", "acces", "acceso", "rest", "i",
];
/// The same as the start of a compound word: `Zugriffsschlüssel`.
const ACCESS_STARTS: &[&str] = &["zugriffs", "zugangs", "toegangs"];
/// The most words that a label has.
const LABEL_WORDS: usize = 7;

/// The words of a text in lower case, without accents.
pub(crate) fn fold(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        match plain(letter) {
            "" if letter.is_alphanumeric() => word.push(letter),
            // A combining accent after its letter.
            "" if ('\u{300}'..='\u{36f}').contains(&letter) => {}
            "" => words.extend((!word.is_empty()).then(|| std::mem::take(&mut word))),
            plain => word.push_str(plain),
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

const fn plain(letter: char) -> &'static str {
    match letter {
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' => "o",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'ß' => "ss",
        'œ' => "oe",
        _ => "",
    }
}

pub(super) fn has(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

/// A text without its parenthesized parts: `App Secret (keep it safe)`.
pub(crate) fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let outside = text.chars().filter(|letter| {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    outside.collect()
}

/// The part that a text announces, if the text is only a label. One more word
/// is allowed: `App Id is`, `App Id value`.
pub(super) fn part_label(text: &str) -> Option<PartLabel> {
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
    if both(APP, ID) {
        strong(Part::ApplicationId)
    } else if both(APP, SECRET) {
        strong(Part::ApplicationSecret)
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

/// The label at the end of a text, and the text before it: `CI App Id:`.
pub(super) fn label_at_end(text: &str) -> Option<(PartLabel, &str)> {
    let text = text.trim_start_matches(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '(' | '['));
    if let Some(label) = part_label(text) {
        return Some((label, ""));
    }
    let trimmed = text.trim_end();
    if !trimmed.ends_with([':', '=', '：']) {
        return None;
    }
    let starts = trimmed.char_indices().filter(|&(at, letter)| at > 0 && letter.is_whitespace());
    // Try the longest label first, from the left.
    let found = starts.filter_map(|(at, _)| Some((part_label(trimmed.get(at..)?)?, trimmed.get(..at)?)));
    found.into_iter().next()
}

/// Whether a text contains a word for "key".
fn names_keys(words: &[String]) -> bool {
    let ends = |word: &str| KEY_ENDINGS.iter().any(|ending| word.ends_with(ending));
    words.iter().any(|word| has(KEY, word) || ends(word))
}

/// Words that headings of key lists don't contain: they belong to questions,
/// reports and lessons.
const NO_LIST: &[&str] = &[
    "ticket",
    "issue",
    "bug",
    "problem",
    "error",
    "errors",
    "fail",
    "failed",
    "fails",
    "failing",
    "broken",
    "lost",
    "invalid",
    "not",
    "t",
    "cannot",
    "help",
    "how",
    "why",
    "what",
    "when",
    "where",
    "guide",
    "tutorial",
    "docs",
    "documentation",
    "example",
    "examples",
    "sample",
    "samples",
    "reference",
    "lesson",
    "question",
    "comment",
    "comments",
    "discussion",
    "thread",
    "forum",
    "faq",
    "re",
    "about",
    "using",
    "understanding",
    "problema",
    "pregunta",
    "ejemplo",
    "guia",
    "como",
    "ayuda",
    "probleme",
    "erreur",
    "exemple",
    "comment",
    "aide",
    "fehler",
    "frage",
    "hilfe",
    "beispiel",
    "anleitung",
    "kommentar",
    "nicht",
    "fout",
    "vraag",
    "hulp",
    "voorbeeld",
    "handleiding",
    "reactie",
    "niet",
];
/// The most words of a heading of a list of keys.
const HEADING_WORDS: usize = 8;

/// Whether a heading announces a list of keys.
pub(super) fn is_keys_heading(text: &str) -> bool {
    let words = fold(text);
    let denied = text.contains(['?', '#', '!']) || words.iter().any(|word| has(NO_LIST, word));
    !denied && words.len() <= HEADING_WORDS && (names_keys(&words) || names_credentials(&words))
}

/// Whether these words are for the credentials of an API: "Manage API
/// Credentials". Many other things have credentials too.
fn names_credentials(words: &[String]) -> bool {
    let is_around = |word: &String| is_about_keys(word) || has(CREDENTIALS, word) || has(MANAGE, word);
    words.iter().any(|word| has(CREDENTIALS, word)) && words.iter().all(is_around)
}

/// Words around what a heading is about.
pub(super) const MANAGE: &[&str] = &[
    "manage",
    "management",
    "view",
    "list",
    "overview",
    "details",
    "verwalten",
    "verwaltung",
    "ubersicht",
    "liste",
    "gerer",
    "gestion",
    "vos",
    "administrar",
    "gestionar",
    "sus",
    "tus",
    "beheren",
    "beheer",
    "overzicht",
];

/// Words that start the headings of instructions, and of forms that make a key.
pub(super) const TO_DO: &[&str] = &[
    "create",
    "generate",
    "get",
    "obtain",
    "request",
    "add",
    "erstellen",
    "erstelle",
    "erzeugen",
    "creer",
    "creez",
    "generer",
    "generez",
    "obtenir",
    "crear",
    "cree",
    "generar",
    "obtener",
    "maken",
    "maak",
    "genereer",
];
/// Words before a purpose: "API keys for staging" may be what a user asks for.
pub(super) const FOR: &[&str] = &["for", "fur", "pour", "para", "voor"];

/// Whether a heading could also be above instructions or above a request. Then
/// a list needs controls too.
pub(super) fn is_unsure_heading(text: &str) -> bool {
    let words = fold(text);
    let is_verb = |word: Option<&String>| word.is_some_and(|word| has(TO_DO, word));
    is_verb(words.first()) || is_verb(words.last()) || words.iter().any(|word| has(FOR, word))
}

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
pub(super) fn announces_new_key(text: &str) -> bool {
    let words = fold(&without_brackets(&without_quotes(text)));
    let denied = text.contains('?') || words.iter().any(|word| has(NO_LIST, word) || has(NOT_YET, word));
    !denied && words.len() <= BYLINE_WORDS && names_keys(&words) && words.iter().any(|word| has(MADE, word))
}

/// Whether a heading announces something other than keys.
pub(super) fn denies_keys(text: &str) -> bool {
    let words = fold(text);
    let topics = [
        "ticket",
        "tickets",
        "comment",
        "comments",
        "discussion",
        "discussions",
        "thread",
        "forum",
        "conversation",
        "kommentar",
        "kommentare",
        "diskussion",
        "commentaires",
        "comentario",
        "comentarios",
        "reactie",
        "reacties",
    ];
    // A portal may also issue keys.
    let is_issue =
        |pair: &[String]| matches!(pair, [issue, number] if issue == "issue" && number.parse::<u64>().is_ok());
    words.iter().any(|word| has(&topics, word)) || words.windows(2).any(is_issue)
}

/// Whether a heading belongs to a conversation. A key may have such a name too,
/// but then it has controls.
pub(super) fn heads_talk(text: &str) -> bool {
    let talk = [
        "support",
        "help",
        "helpdesk",
        "message",
        "messages",
        "inbox",
        "chat",
        "question",
        "questions",
        "nachrichten",
        "hilfe",
        "fragen",
        "aide",
        "assistance",
        "ayuda",
        "soporte",
        "mensajes",
        "berichten",
        "hulp",
        "ondersteuning",
    ];
    fold(text).iter().any(|word| has(&talk, word))
}

/// Whether a label names a secret or a key: another service's, if it isn't one
/// of these vendors' labels.
pub(super) fn names_another_key(text: &str) -> bool {
    let words = fold(text);
    let says = |word: &String| has(SECRET, word) || matches!(word.as_str(), "token" | "password");
    words.len() <= LABEL_WORDS && (names_keys(&words) || words.iter().any(says))
}

/// Whether a column with this header can contain keys.
pub(super) fn may_head_keys(text: &str) -> bool {
    let words = fold(text);
    let values = [&["value", "wert", "valeur", "valor", "waarde"][..], CREDENTIALS].concat();
    words.is_empty() || part_label(text).is_some() || names_keys(&words) || words.iter().any(|word| has(&values, word))
}

/// Whether a column with this header contains checksums or files.
pub(super) fn heads_checksums(text: &str) -> bool {
    let sums = [
        "md5",
        "sha",
        "sha1",
        "sha256",
        "checksum",
        "checksums",
        "hash",
        "digest",
        "commit",
        "revision",
        "etag",
        "fingerprint",
        "prufsumme",
        "somme",
        "suma",
        "controlesom",
    ];
    fold(text).iter().any(|word| has(&sums, word))
}

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

const REGENERATE: &[&str] = &[
    "regenerate",
    "rotate",
    "renew",
    "reissue",
    "regenerieren",
    "neu generieren",
    "neu erzeugen",
    "neu erstellen",
    "erneuern",
    "regenerer",
    "renouveler",
    "regenerar",
    "renovar",
    "opnieuw genereren",
    "regenereren",
    "vernieuwen",
];
pub(crate) const DELETE: &[&str] = &[
    "delete",
    "revoke",
    "loschen",
    "widerrufen",
    "supprimer",
    "revoquer",
    "eliminar",
    "revocar",
    "verwijderen",
    "intrekken",
];
/// Verbs that delete a key, but also clear a field or remove a filter.
pub(crate) const CLEAR: &[&str] = &["remove", "entfernen", "effacer", "borrar", "quitar", "wissen"];
/// Verbs that replace a key, but also clear a form.
const RESET: &[&str] =
    &["reset", "roll", "zurucksetzen", "reinitialiser", "restablecer", "opnieuw instellen", "resetten"];
/// Verbs that replace a key if a word from [`NEW`] follows.
const GENERATE: &[&str] = &["generate", "generieren", "erzeugen", "generer", "generar", "genereren"];
pub(super) const NEW: &[&str] =
    &["new", "neue", "neuen", "neues", "nouveau", "nouvelle", "nuevo", "nueva", "nieuw", "nieuwe"];
pub(super) const ARTICLES: &[&str] = &["a", "einen", "ein", "un", "une", "una", "een"];
/// Words that say that an action can't be undone.
pub(crate) const FOR_GOOD: &[&str] = &[
    "permanently",
    "forever",
    "for",
    "good",
    "now",
    "endgultig",
    "dauerhaft",
    "unwiderruflich",
    "jetzt",
    "definitivement",
    "maintenant",
    "definitivamente",
    "permanentemente",
    "para",
    "siempre",
    "ahora",
    "definitief",
    "permanent",
    "voorgoed",
    "nu",
];
const DISABLE: &[&str] = &[
    "disable",
    "deactivate",
    "deaktivieren",
    "sperren",
    "desactiver",
    "desactivar",
    "deshabilitar",
    "inhabilitar",
    "uitschakelen",
    "deactiveren",
];
const ENABLE: &[&str] = &[
    "enable",
    "activate",
    "reactivate",
    "aktivieren",
    "entsperren",
    "activer",
    "reactiver",
    "activar",
    "habilitar",
    "inschakelen",
    "activeren",
];
pub(super) const COPY: &[&str] =
    &["copy", "copied", "kopieren", "kopiert", "copier", "copie", "copiar", "copiado", "kopieer", "gekopieerd"];
pub(super) const SHOW: &[&str] = &[
    "show",
    "hide",
    "reveal",
    "anzeigen",
    "einblenden",
    "verbergen",
    "ausblenden",
    "afficher",
    "masquer",
    "reveler",
    "mostrar",
    "ocultar",
    "revelar",
    "tonen",
    "weergeven",
];
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
    let acts = [(REGENERATE, Act::Regenerate), (DELETE, Act::Delete), (CLEAR, Act::Delete), (DISABLE, Act::Disable)];
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
pub(super) const SELECTED: &[&str] = &[
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

pub(super) fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// How a control with this label ends a key, if the label says only that. Words
/// for "key" and a key's name may be next to the verb. In the row of a key,
/// any name may be.
#[must_use]
pub fn ends_key(label: &str, is_in_row: bool) -> Option<Act> {
    let is_around =
        |word: &String| is_about_keys(word) || has(FOR_GOOD, word) || has(SELECTED, word) || is_number(word);
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
        is_new && words.iter().all(is_known) && (names_keys(words) || is_secret(words))
    };
    let acts: [(&[&str], Act, IsRest<'_>); 5] = [
        (REGENERATE, Act::Regenerate, &is_key),
        (DELETE, Act::Delete, &is_key),
        (CLEAR, Act::Delete, &is_certainly_key),
        (RESET, Act::Regenerate, &is_certainly_key),
        (GENERATE, Act::Regenerate, &is_new_key),
    ];
    let mut acts = acts.into_iter().filter(|_| !says_not(label));
    acts.find(|(phrases, _, is_other)| is_phrase_with(label, phrases, is_other)).map(|(_, act, _)| act)
}

/// Whether a control with this label enables a disabled key.
pub(super) fn enables(label: &str) -> bool {
    says(label, ENABLE) && !is_about_part(label, None)
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

pub(super) fn is_about_keys(word: &str) -> bool {
    let known = [APP, ID, SECRET, PUBLIC, PRIVATE, KEY, AROUND, CONTROL_AROUND].iter().any(|list| has(list, word));
    known || KEY_ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Whether a label is one of these verbs, alone or with words for "key".
fn is_verb_for_keys(label: &str, verbs: &[&str]) -> bool {
    let (verb, others): (Vec<_>, Vec<_>) = fold(label).into_iter().partition(|word| has(verbs, word));
    !verb.is_empty() && others.iter().all(|word| is_about_keys(word))
}

/// Whether a control with this label copies a value.
pub(super) fn copies(label: &str) -> bool {
    is_verb_for_keys(label, COPY)
}

/// Whether only key lists have a control with this label, and comments and code
/// don't: Show, Regenerate, Disable or Enable, alone or followed by words for
/// "key".
pub(super) fn is_key_control(label: &str) -> bool {
    is_verb_for_keys(label, &[SHOW, DISABLE, ENABLE].concat()) || says(label, REGENERATE)
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
pub(super) fn answers(label: &str) -> bool {
    says(label, ANSWER)
}

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

/// Whether a text announces an example. A single word could be a key's name.
pub(super) fn announces_example(text: &str) -> bool {
    let words = fold(text);
    let ends = text.trim_end().ends_with([':', '.', '：']);
    let said = format!(" {} ", words.join(" "));
    let shows_look = || words.len() > 2 && LOOKS_LIKE.iter().any(|phrase| said.contains(&format!(" {phrase} ")));
    words.iter().any(|word| has(EXAMPLE, word)) && (ends || words.len() > 3) || ends && shows_look()
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
pub(super) const AGO: &[&str] = &["ago", "vor", "il y a", "hace", "geleden"];
/// Units of relative times.
const UNITS: &[&str] = &[
    "second", "minute", "hour", "day", "week", "month", "year", "sekunde", "stunde", "tag", "woche", "monat", "jahr",
    "seconde", "heure", "jour", "semaine", "mois", "an", "segundo", "minuto", "hora", "dia", "semana", "mes", "ano",
    "uur", "dag", "maand", "jaar", "minuut", "weken",
];
/// Whether a word is a unit of relative times, also in the plural.
pub(super) fn is_unit(word: &str) -> bool {
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
];
/// Whether a word begins like one for what happened to a key.
fn tells_event(word: &str) -> bool {
    EVENTS.iter().any(|stem| word.starts_with(stem))
}

/// The most words of a line that names an author.
const BYLINE_WORDS: usize = 9;

/// Whether a text is a line that names an author.
pub(super) fn names_author(text: &str) -> bool {
    let words = fold(text);
    (2..=BYLINE_WORDS).contains(&words.len()) && words.iter().any(|word| has(WROTE, word))
}

/// Whether a text is a name and how long ago that was: `Ada, 3 days ago`. A row
/// of a list says what happened then: `created 3 days ago`.
pub(super) fn is_name_and_time(text: &str) -> bool {
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
pub(super) fn is_prose(text: &str) -> bool {
    let count = fold(&without_brackets(text)).len();
    count > 8 || count > 3 && text.trim_end().ends_with(['.', '!', '?', '…'])
}

/// Whether a text between a label and its value can be skipped: punctuation, an
/// icon's letter, a parenthesized hint, a control's label.
pub(super) fn is_filler(text: &str) -> bool {
    let words = fold(&without_brackets(text));
    let said = |word: &String| has(COPY, word) || has(SHOW, word);
    words.iter().map(String::len).sum::<usize>() <= 2 || words.iter().all(said)
}

/// Whether a text is a note of one or two short words that may be between a
/// label and its value: `active`, `read only`.
pub(super) fn is_short_note(text: &str) -> bool {
    let words = fold(text);
    words.len() <= 2 && words.iter().map(String::len).sum::<usize>() <= 16
}

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
pub(super) fn says_off(text: &str) -> bool {
    let words = fold(text);
    words.len() == 1 && words.iter().all(|word| has(OFF, word))
        || text.trim_end().ends_with(')')
            && text.rsplit('(').next().is_some_and(|state| fold(state).iter().any(|word| has(OFF, word)))
}

/// The text before the mask at its end, if there is one. Some pages show the
/// last four characters.
pub(super) fn before_mask(text: &str) -> Option<&str> {
    let is_dot = |letter: char| matches!(letter, '•' | '●' | '∙' | '·' | '*' | '＊' | '◦' | '⬤' | '░' | '█');
    let text = text.trim_end();
    let shown =
        text.len() - text.rfind(is_dot).and_then(|at| text.get(at..)?.chars().next().map(|dot| at + dot.len_utf8()))?;
    let dots = text.get(..text.len() - shown)?;
    let before = dots.trim_end_matches(|letter: char| is_dot(letter) || letter == ' ');
    let count = dots.get(before.len()..)?.chars().filter(|&letter| is_dot(letter)).count();
    let tail = text.get(text.len() - shown..)?;
    let is_end = shown <= 6 && tail.chars().all(|letter| letter.is_ascii_alphanumeric());
    (count >= 4 && is_end).then_some(before)
}

/// Whether a text is a mask that a page shows instead of a value.
pub(super) fn is_mask(text: &str) -> bool {
    before_mask(text).is_some_and(|before| before.trim().is_empty())
}

const PAST: &[&str] = &[
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
const NONE: &[&str] = &[
    " do not have any ",
    " don t have any ",
    " have no ",
    " no api ",
    " no access ",
    " no keys ",
    " keine ",
    " aucune cle ",
    " ninguna clave ",
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
/// Labels of controls that confirm.
const AGREE: &[&str] = &[
    "yes",
    "ok",
    "okay",
    "continue",
    "confirm",
    "proceed",
    "ja",
    "weiter",
    "fortfahren",
    "bestatigen",
    "oui",
    "continuer",
    "confirmer",
    "si",
    "continuar",
    "confirmar",
    "aceptar",
    "doorgaan",
    "bevestigen",
];
/// Labels of controls that cancel.
const CANCEL: &[&str] = &[
    "cancel",
    "keep",
    "no",
    "back",
    "close",
    "go back",
    "never ?mind",
    "dismiss",
    "abort",
    "abbrechen",
    "nein",
    "zuruck",
    "schliessen",
    "behalten",
    "verwerfen",
    "annuler",
    "non",
    "retour",
    "fermer",
    "conserver",
    "cancelar",
    "volver",
    "cerrar",
    "conservar",
    "annuleren",
    "nee",
    "terug",
    "sluiten",
    "behouden",
];
/// Those of them that also cancel the verb next to them: "Cancel delete".
const CANCEL_ONLY: &[&str] = &["cancel", "abort", "abbrechen", "annuler", "cancelar", "annuleren"];
/// What follows a word that looks like one of [`CANCEL`]: "No longer needed",
/// "Back up", "Volver a generar".
const NO_CANCEL: &[&str] = &[" longer", " more", " up", " a gener"];
/// Beginnings of words that say that an action can't be undone: "Close the key
/// permanently".
const FOR_EVER: &[&str] =
    &["permanent", "forever", "endgultig", "dauerhaft", "unwiderruf", "definiti", "siempre", "voorgoed"];
/// Words that turn the label of a control that ends a key into its opposite.
const NEGATED: &[&str] = &["not", "don.?t", "nicht", "ne pas", "niet"];
/// Beginnings of words that negations belong to: "Not needed".
const NO_NEED: &[&str] = &["need", "used", "benotig", "gebraucht", "besoin", "utilis", "nodig", "gebruik"];
/// Words that join two actions.
const AND: &[&str] = &["and", "und", "et", "y", "en"];
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
    let open = text.contains('?') || words.iter().take_while(|word| !has(PAST, word)).any(|word| has(NOT_YET, word));
    // "Deleted keys cannot be restored" says nothing about this key.
    let is_of_key =
        || words.iter().take_while(|word| !has(PAST, word)).any(|word| names_keys(std::slice::from_ref(word)));
    let succeeded = || words.iter().any(|word| has(SUCCESS, word));
    let is_generic = || ended && names_keys(&words) && (is_of_key() || succeeded());
    let is_named = || ended && name.is_some_and(|name| says_only_end(whole, name));
    let is_end = |notice| matches!(notice, Notice::Regenerated | Notice::Deleted);
    words.len() <= NOTICE_WORDS && !open && (is_generic() || is_named() || has_notice(vendors, &words, is_end))
}

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

fn without_quotes(text: &str) -> String {
    let mut inside = false;
    text.chars()
        .filter(|letter| {
            let is_quote = matches!(letter, '"' | '“' | '”' | '„' | '«' | '»' | '‘');
            inside ^= is_quote;
            !is_quote && !inside
        })
        .collect()
}

/// The words that content scripts search for, as regular expressions that
/// ignore case and accents (`extension/content/keys.ts` adds the accented
/// letters). The core judges the matches.
#[must_use]
pub fn hints(vendors: &[&Vendor]) -> Hints {
    let any = |lists: &[&[&str]]| lists.concat().iter().map(|word| word.trim()).collect::<Vec<_>>().join("|");
    // A word that contains another one adds nothing.
    let part = |lists: &[&[&str]]| {
        let words = lists.concat();
        let adds = |word: &&&str| !words.iter().any(|other| other != *word && word.contains(other));
        words.iter().filter(adds).map(|word| word.trim()).collect::<Vec<_>>().join("|")
    };
    let word = |lists: &[&[&str]]| {
        let letter = r"[a-zA-Z\u00c0-\u024f]";
        format!("(?<!{letter})({})(?!{letter})", any(lists))
    };
    Hints {
        labels: [part(&[APP, SECRET, PUBLIC, PRIVATE]), sighted_names(vendors)]
            .join("|")
            .trim_end_matches('|')
            .to_owned(),
        ends: word(&[REGENERATE, DELETE, CLEAR, DISABLE]),
        cancels: cancels(),
        agrees: format!("^({})(?![a-zA-Z])", any(&[AGREE])),
        copies: word(&[COPY]),
        menu: vendors.iter().flat_map(|vendor| vendor.user_menu).copied().collect(),
        notices: [part(&[PAST, NONE]), sentences(vendors)].join("|").trim_end_matches('|').to_owned(),
    }
}

/// See [`Hints::cancels`]. Kept short, because pages load it.
fn cancels() -> String {
    let any = |words: &[&str]| words.join("|");
    let (cancel, only, negated, and) = (any(CANCEL), any(CANCEL_ONLY), any(NEGATED), any(AND));
    // Words between a negation and the verb that it negates.
    let between = format!("( (?!{}|({and}) )[^ ,;:.!?–—]+){{0,2}} ", any(NO_NEED));
    let before_end = format!(r"\b({negated}|^({only})){between}|\bno (l[aoe]s? )?");
    // Without a verb that ends a key, a first word is enough.
    let alone = format!(r"^(?!.*#)(({cancel})\b(?!{}|.*({}))|.*\b({negated})\b)", any(NO_CANCEL), any(FOR_EVER));
    // With one, it must be the verb that is negated, and the only one.
    let end = format!("^((?!#).)*(?<={before_end})#(?!.*([,;:.!?–—]| ({and}) ).*#)");
    format!(r"{alone}|{end}|# ({only})\b|^[×✕✖✗]$")
}

/// A case-sensitive pattern for the values that a page lists, for all vendors'
/// shapes. Pages may show hexadecimal digits in capitals. No page lists tokens.
#[must_use]
pub fn value_pattern(vendors: &[&Vendor]) -> String {
    let shapes = vendors.iter().flat_map(|vendor| vendor.credentials).filter(|shape| shape.part.kind().is_listed());
    let mut patterns: Vec<String> = Vec::new();
    for pattern in shapes.filter_map(|credential| credential.shape.pattern()) {
        let pattern = pattern.replace("[0-9a-f]", "[0-9a-fA-F]");
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    patterns.join("|")
}

/// A pattern for the names next to keys that don't reveal their environment,
/// and for the markers in them.
fn sighted_names(vendors: &[&Vendor]) -> String {
    let mut names: Vec<String> = Vec::new();
    for of in vendors.iter().flat_map(|vendor| vendor.sighted) {
        names.extend(of.labels.iter().map(|label| label.replace(' ', "[^a-z0-9]*")));
        if let Marker::Prefix(prefix) = of.of.shape.marker {
            names.push(prefix.to_ascii_lowercase());
        }
    }
    names.join("|")
}

/// Like [`value_pattern`], for keys that don't reveal their environment.
#[must_use]
pub fn sighted_pattern(vendors: &[&Vendor]) -> String {
    let shapes = vendors.iter().flat_map(|vendor| vendor.sighted);
    shapes.filter_map(|of| of.of.shape.pattern()).collect::<Vec<_>>().join("|")
}

/// A pattern for notices that only one vendor uses, and that [`PAST`] doesn't
/// find.
fn sentences(vendors: &[&Vendor]) -> String {
    let notices = vendors.iter().flat_map(|vendor| vendor.keys_pages.notices);
    let is_found = |words: &Vec<String>| words.iter().any(|word| has(PAST, word));
    let words = notices.map(|&(sentence, _)| fold(sentence)).filter(|words| !is_found(words));
    words.map(|words| words.join("[^a-z0-9]+")).collect::<Vec<_>>().join("|")
}

/// See [`hints`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Hints {
    /// Matches a part of every label of a value.
    pub labels: String,
    /// Matches a part of the label of every control that ends a key.
    pub ends: String,
    /// Matches the label of every control that cancels this. `#` is a place for
    /// `ends`.
    pub cancels: String,
    /// Matches the start of the label of every control that confirms.
    pub agrees: String,
    /// Matches a part of the label of every control that copies a value.
    pub copies: String,
    /// Matches a part of every notice that a key has ended, or that there are
    /// none.
    pub notices: String,
    /// Labels of the items in the user menu, in lower case, except for *Sign
    /// Out*.
    pub menu: Vec<&'static str>,
}

/// Phrases on controls that end a key permanently.
pub(crate) const ENDS_FOR_GOOD: [&[&str]; 5] = [REGENERATE, DELETE, CLEAR, RESET, GENERATE];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::vendors::ALL;

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

    #[test]
    fn headings_of_lists_are_told_from_those_of_questions_and_lessons() {
        for text in [
            "Manage API Keys",
            "API keys",
            "Access Keys",
            "Zugriffsschlüssel",
            "Vos clés d’API",
            "Claves de acceso",
            "API-sleutels",
        ] {
            assert!(is_keys_heading(text), "{text}");
        }
        for text in [
            "Ticket 4711",
            "API keys not working",
            "How to use API keys",
            "Why do keys expire?",
            "Keys: a guide",
            "Extensions",
        ] {
            assert!(!is_keys_heading(text), "{text}");
        }
    }

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
        ] {
            assert!(is_end_notice(ALL, text, Some("Are you sure?")), "{text}");
        }
        for text in [
            "The key will be deleted.",
            "Are you sure? Deleted keys cannot be restored.",
            "The key could not be deleted.",
            "The API Access Key has been created successfully.",
            "The ticket has been deleted.",
            "Regenerated keys take effect at once.",
            "Der Schlüssel wird gelöscht.",
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
        ] {
            assert!(is_none_notice(ALL, text), "{text}");
        }
        assert!(!is_none_notice(ALL, "You do not have any messages"));
        assert!(!is_none_notice(ALL, "Write your first message"));
    }

    #[test]
    fn a_word_that_only_ends_like_key_is_none() {
        for text in ["Turkey", "Monkey", "Hockey club"] {
            assert!(!is_keys_heading(text) && !names_keys(&fold(text)) && !is_about_keys(&fold(text)[0]), "{text}");
        }
        for text in ["Apikeys", "Passkeys", "Accesskey", "Zugriffsschlüssel", "Toegangssleutels"] {
            assert!(names_keys(&fold(text)), "{text}");
        }
    }

    /// Whether the content scripts take a label for one that cancels. Regular
    /// expressions with these features exist only in JavaScript.
    fn cancel(labels: &[&str]) -> Vec<bool> {
        // The same as `words` in `extension/content/keys.ts`.
        let script = r##"
            const accented = {a: "[aàáâä]", c: "[cç]", e: "[eèéêë]", i: "[iíîï]", n: "[nñ]", o: "[oóôö]", u: "[uùúûü]"};
            const words = (any) => new RegExp(any.replace(/\[[^\]]*\]|[aceinou]/g, (part) => accented[part] ?? part), "i");
            const [ends, cancels, ...labels] = process.argv.slice(1);
            const pattern = words(cancels.replaceAll("#", ends));
            console.log(JSON.stringify(labels.map((label) => pattern.test(label))));
        "##;
        let hints = hints(ALL);
        let mut node = std::process::Command::new("node");
        let asked = node.args(["-e", script, "--", &hints.ends, &hints.cancels]).args(labels).output().unwrap();
        assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
        serde_json::from_slice(&asked.stdout).unwrap()
    }

    #[test]
    fn an_answer_that_ends_a_key_is_told_from_one_that_keeps_it() {
        let ends = [
            "No longer needed, delete it",
            "No longer needed",
            "Close key permanently",
            "Back up and delete",
            "Back up the key, then revoke it",
            "No, delete it",
            "Keep the log and delete the key",
            "Cancel the subscription and delete the key",
            "Don’t need it, delete",
            "Not needed anymore, delete it",
            "Not used, revoke it",
            "Do not keep it, delete it",
            "Delete it, don’t disable it",
            "Don’t disable, delete it",
            "Delete key",
            "Nicht mehr benötigt, löschen",
            "Nicht mehr benötigt – widerrufen",
            "Nicht behalten, löschen",
            "Schließen und endgültig löschen",
            "Ne pas conserver, supprimer",
            "Non, supprimer",
            "Ya no la necesito, eliminar",
            "No la necesito, eliminar",
            "Volver a generar la clave",
            "Niet langer nodig, verwijderen",
            "Nee, verwijderen",
        ];
        let keeps = [
            "Cancel",
            "No",
            "Close",
            "Back",
            "Back to the list",
            "No, thanks",
            "No, keep it",
            "Keep key",
            "Keep my key safe",
            "Never mind",
            "Cancel deletion",
            "Cancel delete",
            "Abort and go back",
            "Don’t delete",
            "Don't delete this key",
            "Do not permanently delete it",
            "No, do not delete or revoke it",
            "Keep it, don’t delete",
            "Not now",
            "×",
            "Abbrechen",
            "Löschen abbrechen",
            "Zurück",
            "Nicht löschen",
            "Diesen Schlüssel nicht löschen",
            "Nein, nicht löschen",
            "Annuler la suppression",
            "Ne pas supprimer",
            "Ne pas la supprimer",
            "Non, conserver",
            "No eliminar",
            "No, conservar",
            "Cancelar",
            "Niet verwijderen",
            "Verwijderen annuleren",
            "Nee, behouden",
        ];
        for (labels, wanted) in [(&ends[..], false), (&keeps[..], true)] {
            let wrong: Vec<_> = labels.iter().zip(cancel(labels)).filter(|&(_, said)| said != wanted).collect();
            assert!(wrong.is_empty(), "{wrong:?}");
        }
    }

    #[test]
    fn a_mask_is_told_from_text() {
        assert!(is_mask("••••••••••••") && is_mask("********9f3c") && is_mask("●●●●"));
        assert_eq!(before_mask("App Secret:••••••••"), Some("App Secret:"));
        assert!(!is_mask("CI") && !is_mask("...") && !is_mask("a-b-c-d-e"));
    }
}
