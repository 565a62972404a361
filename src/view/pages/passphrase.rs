//! The requirements for a passphrase.

use crate::messages::{MessageKey, message};

/// The minimum length, in characters.
pub const MIN_LENGTH: usize = 8;

/// The problem with a passphrase that was typed twice: a message, with
/// [`MIN_LENGTH`] as its argument.
#[must_use]
pub fn problem_with(first: &str, second: &str) -> Option<MessageKey> {
    if first.chars().count() < MIN_LENGTH {
        Some(message::PASSPHRASE_SHORT)
    } else if first != second {
        Some(message::PASSPHRASE_DIFFERS)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_characters_twice_will_do_in_any_script() {
        assert_eq!(problem_with("12345678", "12345678"), None);
        assert_eq!(problem_with("ääääüüüü", "ääääüüüü"), None);
    }

    #[test]
    fn fewer_characters_are_refused_before_they_are_compared() {
        assert_eq!(problem_with("1234567", "1234567"), Some(message::PASSPHRASE_SHORT));
        assert_eq!(problem_with("ääää", "other"), Some(message::PASSPHRASE_SHORT));
        assert_eq!(problem_with("", ""), Some(message::PASSPHRASE_SHORT));
    }

    #[test]
    fn two_different_passphrases_are_refused() {
        assert_eq!(problem_with("correct horse", "correct house"), Some(message::PASSPHRASE_DIFFERS));
    }
}
