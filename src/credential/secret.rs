//! A value that can't be printed.

use super::invisible::visible;
use zeroize::Zeroizing;

/// One complete part of a credential.
///
/// It implements none of `Debug`, `Display`, `Clone` and `Serialize`, and its
/// memory is overwritten when it is dropped. Only its [`hint`](Secret::hint)
/// may be shown, and only its fingerprint may be stored.
///
/// The text is in normal form: without invisible characters, and in lower case
/// if it has only hexadecimal digits and is longer than an application ID (an
/// ID's capitals matter).
///
/// ```compile_fail
/// fn show(secret: &sandbar::credential::secret::Secret) -> String { format!("{secret:?}") }
/// ```
/// ```compile_fail
/// fn show(secret: &sandbar::credential::secret::Secret) -> String { secret.to_string() }
/// ```
/// ```compile_fail
/// fn keep<T: serde::Serialize>(_: T) {}
/// fn show(secret: sandbar::credential::secret::Secret) { keep(secret) }
/// ```
pub struct Secret(Zeroizing<String>);

/// The length of an application ID, in characters.
const ID_LENGTH: usize = 10;

impl Secret {
    /// Brings the value into its normal form.
    #[must_use]
    pub fn new(value: &str) -> Self {
        let mut text = visible(value);
        if text.len() > ID_LENGTH && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            text.make_ascii_lowercase();
        }
        Self(text)
    }

    /// At most the last four characters, after an ellipsis.
    #[must_use]
    pub fn hint(&self) -> String {
        let start = self.0.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
        let mut hint = String::from("…");
        // Four of a few characters would be most of the value.
        if self.0.len() > 8 {
            hint.push_str(self.0.get(start..).unwrap_or_default());
        }
        hint
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hint_is_the_last_four_characters() {
        assert_eq!(Secret::new("8820c99614d65f923df7660276f20e029d73e2ca").hint(), "…e2ca");
        assert_eq!(Secret::new("AQ17NZ49WC").hint(), "…49WC");
    }

    #[test]
    fn nothing_is_shown_of_what_is_short() {
        assert_eq!(Secret::new("").hint(), "…");
        assert_eq!(Secret::new("12345678").hint(), "…");
    }

    #[test]
    fn the_normal_form_folds_hexadecimal_case_but_not_that_of_an_id() {
        assert!(Secret::new("8820C99614D65F92") == Secret::new("8820c9\u{200B}9614d65f92"));
        assert!(Secret::new("ABCDEF0123") != Secret::new("abcdef0123"));
    }
}
