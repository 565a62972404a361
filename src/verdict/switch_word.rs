//! Words in the labels of switches, in lower case.

/// Words that turn off what follows: "Disable test mode".
pub(super) const TURNS_OFF: &[&str] = &[
    "disable",
    "disabled",
    "disabling",
    "deactivate",
    "deactivated",
    "off",
    "exit",
    "leave",
    "leaving",
    "stop",
    "quit",
    "hide",
    "lacks",
    "skip",
    "remove",
    "instead",
    "deaktiviere",
    "deaktivieren",
    "beende",
    "beenden",
    "verlasse",
    "verlassen",
    "désactiver",
    "désactive",
    "désactivé",
    "quitter",
    "arrêter",
    "desactivar",
    "desactiva",
    "deshabilitar",
    "deshabilita",
    "inhabilitar",
    "salir",
    "deactiveren",
    "deactiveer",
    "uitschakelen",
    "verlaat",
];

/// Words that turn off what is before them: "Test mode: off", "Sandbox
/// deaktivieren".
const IS_OFF: &[&str] = &[
    "off",
    "disabled",
    "inactive",
    "deactivated",
    "aus",
    "deaktiviert",
    "deaktivieren",
    "abschalten",
    "ausschalten",
    "beenden",
    "verlassen",
    "désactiver",
    "désactivé",
    "désactivée",
    "inactif",
    "desactivar",
    "desactivado",
    "desactivada",
    "inactivo",
    "uit",
    "uitschakelen",
    "uitgeschakeld",
    "deactiveren",
    "verlaten",
];

/// Those of them that also mean *from*, or Australia, unless they are last.
const FROM: &[&str] = &["aus", "uit"];

/// Verbs at the start of a switch's label: "Enable the sandbox".
pub(super) const VERBS: &[&str] = &[
    "enable",
    "use",
    "activate",
    "turn",
    "switch",
    "run",
    "aktiviere",
    "aktivieren",
    "verwende",
    "verwenden",
    "nutze",
    "activer",
    "utiliser",
    "activar",
    "usar",
    "utilizar",
    "habilitar",
    "gebruik",
    "activeer",
    "schakel",
];

/// Words for what a switch turns on, besides environments and secrets.
pub(super) const SWITCHED: &[&str] =
    &["payment", "payments", "card", "cards", "gateway", "plugin", "integration", "only", "to"];

/// How far from an environment word such a word may be, in words.
const BETWEEN: usize = 2;

/// Whether the words around an environment word turn it off.
pub(super) fn is_turned_off(before: &[&str], after: &[&str]) -> bool {
    let mut near = before.first().into_iter().chain(before.iter().rev().take(BETWEEN + 1));
    let is_off = |(at, word): (usize, &&str)| IS_OFF.contains(word) && (!FROM.contains(word) || at + 1 == after.len());
    near.any(|word| TURNS_OFF.contains(word)) || after.iter().enumerate().take(BETWEEN).any(is_off)
}

/// Whether a part of a label says that the rest is off: "Test mode: off".
pub(super) fn says_off(part: &str) -> bool {
    IS_OFF.iter().any(|word| part.trim().eq_ignore_ascii_case(word))
}
