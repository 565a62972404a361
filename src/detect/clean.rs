//! A text without the characters that cannot be seen.
//!
//! Wikis and chat programs put zero-width spaces and soft hyphens into long
//! words so that they wrap. A value copied from there looks whole and is not.

use std::borrow::Cow;

use zeroize::Zeroize;

use super::span::Span;
use crate::credential::invisible::is_invisible;

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
        let mut clean = String::new();
        let mut cuts = Vec::new();
        if text.is_ascii() {
            return Self { text: Cow::Borrowed(text), cuts };
        }
        let (mut done, mut taken) = (0, 0);
        // Every invisible character begins with one of three bytes.
        for at in memchr::memchr3_iter(0xC2, 0xE2, 0xEF, text.as_bytes()) {
            let character = text.get(at..).and_then(|rest| rest.chars().next());
            if let Some(character) = character.filter(|&character| is_invisible(character)) {
                if cuts.is_empty() {
                    // All that it will need: a copy that grows leaves others behind.
                    clean.reserve_exact(text.len());
                }
                clean.push_str(text.get(done..at).unwrap_or_default());
                taken += character.len_utf8();
                done = at + character.len_utf8();
                cuts.push((clean.len(), taken));
            }
        }
        if cuts.is_empty() {
            return Self { text: Cow::Borrowed(text), cuts };
        }
        clean.push_str(text.get(done..).unwrap_or_default());
        Self { text: Cow::Owned(clean), cuts }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The way back to the original text.
    pub(super) const fn way_back(&self) -> WayBack<'_> {
        WayBack { cuts: self.cuts.as_slice(), passed: 0 }
    }
}

/// Leads from places in a clean text to the same places in the original. It is
/// quick if each place is near the one before.
pub(super) struct WayBack<'c> {
    cuts: &'c [(usize, usize)],
    /// How many cuts lie before the place that was asked for last.
    passed: usize,
}

impl WayBack<'_> {
    /// The same place in the original text. What is invisible at either end
    /// stays outside.
    pub(super) fn original(&mut self, span: Span) -> Span {
        Span { start: span.start + self.taken(|at| at <= span.start), end: span.end + self.taken(|at| at < span.end) }
    }

    /// How much was taken out by the cuts that lie before.
    fn taken(&mut self, is_before: impl Fn(usize) -> bool) -> usize {
        while self.cuts.get(self.passed).is_some_and(|&(at, _)| is_before(at)) {
            self.passed += 1;
        }
        loop {
            match self.passed.checked_sub(1).and_then(|last| self.cuts.get(last)) {
                None => return 0,
                Some(&(at, taken)) if is_before(at) => return taken,
                Some(_) => self.passed -= 1,
            }
        }
    }
}

impl Drop for Clean<'_> {
    fn drop(&mut self) {
        if let Cow::Owned(copy) = &mut self.text {
            copy.zeroize();
        }
    }
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
        let mut way_back = clean.way_back();
        let mut back = |start, end| way_back.original(Span { start, end }).of(original).to_owned();
        assert_eq!(back(0, 1), "a");
        assert_eq!(back(1, 2), "b");
        assert_eq!(back(1, 4), "b\u{200B}\u{FEFF}cd");
        assert_eq!(back(4, 5), "e");
        assert_eq!(back(0, 1), "a");
    }

    proptest! {
        #[test]
        fn every_visible_character_is_found_again(original in "[aé“\u{200B}\u{AD}]{0,40}") {
            let clean = Clean::new(&original);
            let visible: String = original.chars().filter(|&c| !is_invisible(c)).collect();
            prop_assert_eq!(clean.text(), visible.as_str());
            let mut way_back = clean.way_back();
            for (start, character) in clean.text().char_indices() {
                let span = way_back.original(Span { start, end: start + character.len_utf8() });
                prop_assert_eq!(span.of(&original), character.to_string());
            }
        }
    }
}
