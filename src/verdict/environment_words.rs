//! Words around an environment in labels and names, in lower case, in the five
//! languages of the interface.

use crate::catalogue::Environment;

/// Words for an environment, in lower case, in English, German, French, Spanish
/// and Dutch. Words for live software mean Production. Words for software under
/// test mean Sandbox, because that is where publishing is tried out. `dev`,
/// `development` and `developer` are left out: the portals of both environments
/// have them in their names.
pub(super) const WORDS: &[(&str, Environment)] = {
    use Environment::{Production, Sandbox};
    &[
        ("production", Production),
        ("prod", Production),
        ("prd", Production),
        ("produktion", Production),
        ("produktiv", Production),
        ("produktivumgebung", Production),
        ("produktionsumgebung", Production),
        ("produktivsystem", Production),
        ("echtbetrieb", Production),
        ("livebetrieb", Production),
        ("producción", Production),
        ("produccion", Production),
        ("productie", Production),
        ("productieomgeving", Production),
        ("sandbox", Sandbox),
        ("sbx", Sandbox),
        ("staging", Sandbox),
        ("stg", Sandbox),
        ("testumgebung", Sandbox),
        ("testsystem", Sandbox),
        ("testbetrieb", Sandbox),
        ("testomgeving", Sandbox),
        ("zandbak", Sandbox),
    ]
};

/// Words that mean an environment only next to one of [`PLACES`]: a pipeline
/// also has a test stage, and *live* has many uses.
pub(super) const COMMON_WORDS: &[(&str, Environment)] = {
    use Environment::{Production, Sandbox};
    &[
        ("live", Production),
        ("stage", Sandbox),
        ("test", Sandbox),
        ("tests", Sandbox),
        ("testing", Sandbox),
        ("essai", Sandbox),
        ("essais", Sandbox),
        ("prueba", Sandbox),
        ("pruebas", Sandbox),
    ]
};

/// Words for a place where software runs.
pub(super) const PLACES: &[&str] = &[
    "environment",
    "env",
    "system",
    "umgebung",
    "environnement",
    "entorno",
    "omgeving",
    "plateforme",
    "portal",
    "mode",
];

/// Words for secrets, and for what they give access to.
pub(super) const THINGS: &[&str] = &[
    "key",
    "keys",
    "secret",
    "secrets",
    "token",
    "tokens",
    "id",
    "ids",
    "password",
    "credential",
    "credentials",
    "api",
    "app",
    "application",
    "account",
    "access",
    "login",
    "variable",
    "variables",
    "schlüssel",
    "geheimnis",
    "zugang",
    "zugangsdaten",
    "kennwort",
    "clé",
    "clés",
    "cle",
    "jeton",
    "identifiants",
    "clave",
    "claves",
    "secreto",
    "sleutel",
    "sleutels",
    "toegang",
    "geheim",
    "portal",
    "server",
    "host",
    "url",
];

/// Words that cancel the environment word directly after them: pre-production
/// is neither environment.
pub(super) const BEFORE: &[&str] = &["pre", "pré", "non", "hors", "vor"];

/// Words that cancel an environment word even from a small distance: "not for
/// production".
pub(super) const NOT: &[&str] = &[
    "not",
    "no",
    "never",
    "except",
    "but",
    "before",
    "without",
    "kein",
    "keine",
    "nicht",
    "nie",
    "außer",
    "ohne",
    "pas",
    "jamais",
    "sauf",
    "avant",
    "sans",
    "nunca",
    "excepto",
    "antes",
    "sin",
    "geen",
    "niet",
    "nooit",
    "behalve",
    "zonder",
    "unlike",
    "different",
    "differ",
    "differs",
    "than",
    "outside",
    "unless",
    "anders",
    "außerhalb",
    "différent",
    "différente",
    "diferente",
    "distinto",
    "distinta",
    "verschillend",
    "buiten",
    "statt",
    "anstatt",
    "lieu",
    "não",
    "nao",
];

/// Words that say what holds for a field in an environment: "Required in
/// production".
pub(super) const HOLDS: &[&str] = &[
    "required",
    "optional",
    "hidden",
    "ignored",
    "visible",
    "shown",
    "needed",
    "mandatory",
    "recommended",
    "available",
    "unavailable",
    "defaults",
    "default",
    "must",
    "may",
    "should",
    "masked",
    "erforderlich",
    "ausgeblendet",
    "ignoriert",
    "sichtbar",
    "verfügbar",
    "benötigt",
    "muss",
    "obligatoire",
    "facultatif",
    "masqué",
    "ignoré",
    "disponible",
    "requis",
    "doit",
    "obligatorio",
    "opcional",
    "oculto",
    "ignorado",
    "requerido",
    "debe",
    "verplicht",
    "optioneel",
    "verborgen",
    "genegeerd",
    "zichtbaar",
    "beschikbaar",
    "nodig",
    "moet",
];
/// Words between one of [`HOLDS`] and an environment.
pub(super) const WHERE: &[&str] = &["in", "on", "to", "from", "im", "auf", "en", "dans", "op"];

/// Words that a title may contain besides words for environments and secrets.
/// Any other word makes it a task, a command or a sentence.
pub(super) const TITLE_WORDS: &[&str] = &[
    "commerce",
    "developer",
    "for",
    "the",
    "our",
    "my",
    "your",
    "of",
    "in",
    "on",
    "from",
    "rest",
    "vendor",
    "für",
    "die",
    "der",
    "das",
    "den",
    "unsere",
    "aus",
    "de",
    "du",
    "des",
    "la",
    "le",
    "les",
    "el",
    "los",
    "las",
    "del",
    "pour",
    "para",
    "voor",
    "het",
    "van",
    "onze",
    "test",
    "live",
    "values",
    "settings",
    "config",
    "configuration",
    "public",
    "private",
];

/// Words that turn what follows into an attribute: "coût de production" is a
/// cost.
pub(super) const OF: &[&str] = &["de", "del", "der", "van", "d"];
