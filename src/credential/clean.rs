//! A text without the characters that cannot be seen.
//!
//! Wikis and chat programs put zero-width spaces and soft hyphens into long
//! words so that they wrap. A value copied from there looks whole and is not.

use super::Span;
use std::borrow::Cow;
use zeroize::Zeroize;

/// The characters that are taken out: soft hyphen, zero-width space,
/// non-joiner and joiner, the direction marks, word joiner, byte order mark.
#[must_use]
pub const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// A text, and the way back to the text it was.
pub(super) struct Clean<'t> {
    text: Cow<'t, str>,
    /// Where something was taken out: offset in the clean text, and the bytes
    /// taken out up to and including there. In ascending order.
    cuts: Vec<(usize, usize)>,
}

impl<'t> Clean<'t> {
    /// Copies only if there is something to take out.
    pub(super) fn new(text: &'t str) -> Self {
        if text.is_ascii() || !has_invisible(text) {
            return Self { text: Cow::Borrowed(text), cuts: Vec::new() };
        }
        let mut clean = String::with_capacity(text.len());
        let mut cuts = Vec::new();
        let mut taken = 0;
        for piece in text.split_inclusive(is_invisible) {
            let visible = piece.trim_end_matches(is_invisible);
            clean.push_str(visible);
            taken += piece.len() - visible.len();
            cuts.push((clean.len(), taken));
        }
        Self { text: Cow::Owned(clean), cuts }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The same place in the original text. What is invisible at either end
    /// stays outside.
    pub(super) fn original(&self, span: Span) -> Span {
        let before = |offset: usize, inclusive: bool| {
            let passed = self.cuts.partition_point(|&(at, _)| if inclusive { at <= offset } else { at < offset });
            passed.checked_sub(1).and_then(|last| self.cuts.get(last)).map_or(0, |&(_, taken)| taken)
        };
        Span { start: span.start + before(span.start, true), end: span.end + before(span.end, false) }
    }
}

impl Drop for Clean<'_> {
    fn drop(&mut self) {
        if let Cow::Owned(copy) = &mut self.text {
            copy.zeroize();
        }
    }
}

/// Every invisible character begins with one of three bytes.
fn has_invisible(text: &str) -> bool {
    memchr::memchr3_iter(0xC2, 0xE2, 0xEF, text.as_bytes())
        .any(|at| text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_invisible))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_with_nothing_to_take_out_is_not_copied() {
        assert!(matches!(Clean::new("plain “quoted” – naïve").text, Cow::Borrowed(_)));
    }

    #[test]
    fn places_lead_back_to_the_original() {
        let original = "a\u{200B}b\u{200B}\u{FEFF}cd\u{AD}e";
        let clean = Clean::new(original);
        assert_eq!(clean.text(), "abcde");
        let back = |start, end| clean.original(Span { start, end }).of(original).to_owned();
        assert_eq!(back(0, 1), "a");
        assert_eq!(back(1, 2), "b");
        assert_eq!(back(1, 4), "b\u{200B}\u{FEFF}cd");
        assert_eq!(back(4, 5), "e");
    }

    proptest! {
        #[test]
        fn every_visible_character_is_found_again(original in "[aé“\u{200B}\u{AD}]{0,40}") {
            let clean = Clean::new(&original);
            let visible: String = original.chars().filter(|&c| !is_invisible(c)).collect();
            prop_assert_eq!(clean.text(), visible.as_str());
            for (start, character) in clean.text().char_indices() {
                let span = clean.original(Span { start, end: start + character.len_utf8() });
                prop_assert_eq!(span.of(&original), character.to_string());
            }
        }
    }
}
