//! Names inside messages. A right-to-left name, or one with direction control
//! characters, would reorder the message around it.

use std::borrow::Cow;

/// Starts a part of a text whose direction follows from its first strong
/// character (U+2068, Unicode UAX #9).
const ISOLATE: char = '\u{2068}';
/// Ends it (U+2069).
const END: char = '\u{2069}';

/// A name, ready to be inserted into a message. It is isolated, and invisible
/// characters that would end the isolation are removed. Left-to-right names are
/// not changed.
#[must_use]
pub fn isolated(name: &str) -> Cow<'_, str> {
    if !name.chars().any(|letter| turns(letter) || is_right_to_left(letter)) {
        return Cow::Borrowed(name);
    }
    let shown = name.chars().filter(|&letter| !turns(letter));
    Cow::Owned([ISOLATE].into_iter().chain(shown).chain([END]).collect())
}

/// Whether a character only controls the direction of the text around it.
const fn turns(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character belongs to a right-to-left script: Hebrew, Arabic,
/// Syriac, Thaana, N'Ko and similar, and their presentation forms.
const fn is_right_to_left(letter: char) -> bool {
    matches!(
        letter,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ordinary_names_are_not_changed() {
        for name in ["CI", "Größe 3", "テスト", "key (2)", ""] {
            assert_eq!(isolated(name), name);
        }
    }

    #[test]
    fn a_name_from_right_to_left_is_isolated() {
        assert_eq!(isolated("מפתח"), "\u{2068}מפתח\u{2069}");
        assert_eq!(isolated("CI \u{202e}noitcudorp"), "\u{2068}CI noitcudorp\u{2069}");
    }

    proptest! {
        #[test]
        fn no_name_reaches_out_of_its_place(name in "[a-zא-ת\u{61c}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]{0,20}") {
            let shown = isolated(&name);
            let inner = shown.strip_prefix(ISOLATE).and_then(|rest| rest.strip_suffix(END)).unwrap_or(&shown);
            prop_assert!(!inner.chars().any(turns));
            prop_assert!(shown.len() > inner.len() || !inner.chars().any(is_right_to_left));
        }
    }
}
