//! Verbs on the controls of a key.

pub(super) const REGENERATE: &[&str] = &[
    "regenerate",
    "rotate",
    "recreate",
    "reissue",
    "re generate",
    "re issue",
    "regenerieren",
    "neu generieren",
    "neu erzeugen",
    "neu erstellen",
    "regenerer",
    "regenerar",
    "opnieuw genereren",
    "regenereren",
];
pub(crate) const DELETE: &[&str] = &[
    "delete",
    "destroy",
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
pub(crate) const CLEAR: &[&str] =
    &["remove", "entfernen", "effacer", "borrar", "quitar", "wissen", "move to trash", "move to bin"];
/// Verbs that replace a key, but also clear a form.
pub(super) const RESET: &[&str] =
    &["reset", "roll", "zurucksetzen", "reinitialiser", "restablecer", "opnieuw instellen", "resetten"];
/// Verbs that replace a key, but also extend a subscription or a session.
pub(super) const RENEW: &[&str] = &["renew", "erneuern", "renouveler", "renovar", "vernieuwen"];
/// Verbs that replace a key if a word from [`NEW`] follows.
pub(super) const GENERATE: &[&str] = &["generate", "generieren", "erzeugen", "generer", "generar", "genereren"];
pub(in crate::detect::keys_page) const NEW: &[&str] =
    &["new", "neue", "neuen", "neues", "nouveau", "nouvelle", "nuevo", "nueva", "nieuw", "nieuwe"];
pub(in crate::detect::keys_page) const ARTICLES: &[&str] = &["a", "einen", "ein", "un", "une", "una", "een"];
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
pub(super) const DISABLE: &[&str] = &[
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
pub(super) const ENABLE: &[&str] = &[
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
pub(in crate::detect::keys_page) const COPY: &[&str] =
    &["copy", "copied", "kopieren", "kopiert", "copier", "copie", "copiar", "copiado", "kopieer", "gekopieerd"];
pub(in crate::detect::keys_page) const SHOW: &[&str] = &[
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
/// Phrases on controls that end a key permanently.
pub(crate) const ENDS_FOR_GOOD: [&[&str]; 6] = [REGENERATE, DELETE, CLEAR, RESET, RENEW, GENERATE];
