//! Decides which fields are left out of a copy because they may hold secrets.

use crate::credential::Part;
use crate::detect::find::find;
use crate::protocol::PageText;

/// Parts of field names whose values must not be copied, in the languages of
/// the sign-out labels.
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

/// More letters and digits in a row than a word has.
const LONGEST_WORD: usize = 32;

/// Whether a field's value must not be copied: the name says that it is a
/// secret, or the value is a credential or has the shape of one. Ten capitals
/// that form a word don't count.
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
