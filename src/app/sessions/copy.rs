//! Which fields are not copied for the user, because they may be secret.

use crate::credential::Part;
use crate::detect::find::find;
use crate::protocol::PageText;

/// Parts of names of fields whose values are not for the clipboard, in the
/// languages of the sign-out labels.
const SECRET_NAMES: &[&str] = &[
    "password",
    "passwort",
    "passcode",
    "passphrase",
    "kennwort",
    "mot de passe",
    "contraseñ",
    "wachtwoord",
    "secret",
    "token",
    "api key",
    "apikey",
    "api_key",
    "private key",
    "access key",
    "credential",
    "authorization",
];

/// Letters and digits in a row that are too many for a word.
const LONGEST_WORD: usize = 32;

/// Whether a field's value is not to be copied: it is called a secret, holds a
/// credential, or has the shape of one. A word of ten capitals alone is none.
pub(super) fn holds_credential(name: &PageText, value: &PageText) -> bool {
    let called = name.as_str().to_ascii_lowercase();
    let mut words = value.as_str().split(|letter: char| !letter.is_ascii_alphanumeric());
    if SECRET_NAMES.iter().any(|name| called.contains(name)) || words.any(|word| word.len() >= LONGEST_WORD) {
        return true;
    }
    let text = PageText::from(format!("{}: {}", name.as_str(), value.as_str()));
    let found = find(text.as_str());
    found.is_truncated() || found.finds.iter().any(|find| find.is_asserted() || find.part != Some(Part::ApplicationId))
}
