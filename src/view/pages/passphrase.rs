//! What a passphrase has to be.

/// The fewest characters.
pub const FEWEST: usize = 8;

/// What speaks against a passphrase that was typed twice: the key of a
/// sentence, which has the fewest characters as its placeholder.
#[must_use]
pub fn objection(first: &str, second: &str) -> Option<&'static str> {
    if first.chars().count() < FEWEST {
        Some("passphraseShort")
    } else if first != second {
        Some("passphraseDiffers")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_characters_twice_will_do_in_any_script() {
        assert_eq!(objection("12345678", "12345678"), None);
        assert_eq!(objection("ääääüüüü", "ääääüüüü"), None);
    }

    #[test]
    fn fewer_characters_are_refused_before_they_are_compared() {
        assert_eq!(objection("1234567", "1234567"), Some("passphraseShort"));
        assert_eq!(objection("ääää", "other"), Some("passphraseShort"));
        assert_eq!(objection("", ""), Some("passphraseShort"));
    }

    #[test]
    fn two_different_ones_are_refused() {
        assert_eq!(objection("correct horse", "correct house"), Some("passphraseDiffers"));
    }
}
