//! The text as it is read: without invisible characters, and with look-alikes
//! replaced.
//!
//! Wikis and chat programs insert zero-width spaces and soft hyphens so that
//! long words wrap; CI servers color their logs with escape sequences; a
//! Cyrillic А looks like a Latin one. A value copied from such a place looks
//! intact but isn't.

use std::borrow::Cow;

use zeroize::Zeroize;

use super::span::Span;
use crate::credential::invisible::{is_invisible, is_modifier, look_alike};

/// A cleaned text that can map its spans back to the original.
pub(super) struct Clean<'t> {
    text: Cow<'t, str>,
    /// In ascending order.
    cuts: Vec<Cut>,
}

/// A place where the cleaned text differs from the original.
#[derive(Clone, Copy)]
struct Cut {
    /// Twice the offset in the cleaned text for a removed character; one more
    /// than that for a replaced one.
    at: usize,
    /// How many bytes shorter the cleaned text is up to and including this
    /// place.
    taken: usize,
    /// Whether a value that contains this character fails when it is used. Log
    /// colors aren't copied into a form field; a zero-width space is.
    hides: bool,
}

/// The first bytes of invisible characters, look-alikes and color sequences.
static SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let bytes = [ESCAPE, 0xC2, 0xCC, 0xCD, 0xCE, 0xCF, 0xD0, 0xD1, 0xD4, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF, 0xF3];
    let mut index = 0;
    while index < bytes.len() {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses an index out of range")]
        {
            special[bytes[index] as usize] = true;
        }
        index += 1;
    }
    special
};

const ESCAPE: u8 = 0x1B;

/// The length of the longest escape sequence that is removed, in bytes.
const SEQUENCE: usize = 24;

/// The longest row of look-alikes that is read as Latin because a Latin letter
/// or digit follows it.
const ALIKE: usize = 4;

impl<'t> Clean<'t> {
    /// Copies the text only if something has to change.
    pub(super) fn new(text: &'t str) -> Self {
        let mut cleaner = Cleaner { text, clean: String::new(), cuts: Vec::new(), done: 0, taken: 0 };
        if !(text.is_ascii() && memchr::memchr(ESCAPE, text.as_bytes()).is_none()) {
            cleaner.run();
        }
        if cleaner.cuts.is_empty() {
            return Self { text: Cow::Borrowed(text), cuts: cleaner.cuts };
        }
        cleaner.clean.push_str(text.get(cleaner.done..).unwrap_or_default());
        Self { text: Cow::Owned(cleaner.clean), cuts: cleaner.cuts }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether an invisible character or a look-alike is inside or directly
    /// beside this span of the cleaned text.
    pub(super) fn hides(&self, span: Span) -> bool {
        let first = self.cuts.partition_point(|cut| cut.at < 2 * span.start);
        let cuts = self.cuts.get(first..).unwrap_or_default();
        cuts.iter().take_while(|cut| cut.at <= 2 * span.end).any(|cut| cut.hides)
    }

    /// Maps spans back to the original text.
    pub(super) const fn way_back(&self) -> WayBack<'_> {
        WayBack { cuts: self.cuts.as_slice(), passed: 0 }
    }
}

/// Whether this is the full-width form of an ASCII letter or digit. No other
/// script uses these forms, so they are always read as ASCII.
const fn is_full_width(character: char) -> bool {
    matches!(character, '\u{FF10}'..='\u{FF5A}')
}

/// A text while it is being cleaned.
struct Cleaner<'t> {
    text: &'t str,
    clean: String,
    cuts: Vec<Cut>,
    /// The text before this offset was already copied or dropped.
    done: usize,
    taken: usize,
}

impl Cleaner<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|&byte| special(byte))) {
            at += next;
            at = self.special(bytes, at);
        }
    }

    /// Handles the special byte at this offset. Returns the offset to continue
    /// at.
    fn special(&mut self, bytes: &[u8], at: usize) -> usize {
        if bytes.get(at) == Some(&ESCAPE) {
            let length = sequence(bytes.get(at..).unwrap_or_default());
            if length > 0 {
                self.remove(at, length, false);
            }
            return at + length.max(1);
        }
        let Some(character) = self.text.get(at..).and_then(|rest| rest.chars().next()) else { return at + 1 };
        let end = at + character.len_utf8();
        if is_invisible(character) {
            // A byte order mark belongs to the file, not to its first value,
            // and a variation selector belongs to the emoji before it.
            let is_others = match character {
                '\u{FEFF}' => at == 0,
                _ => is_modifier(character) && !self.is_after_ascii(at),
            };
            self.remove(at, end - at, !is_others);
        } else if let Some(ascii) = look_alike(character)
            && (is_full_width(character) || self.is_in_latin(at, end))
        {
            self.copy_to(at);
            let replaced = 2 * self.clean.len() + 1;
            self.clean.push(char::from(ascii));
            self.taken += end - at - 1;
            self.done = end;
            self.cuts.push(Cut { at: replaced, taken: self.taken, hides: true });
        }
        end
    }

    fn is_after_ascii(&self, at: usize) -> bool {
        at.checked_sub(1).and_then(|before| self.text.as_bytes().get(before)).is_some_and(u8::is_ascii_alphanumeric)
    }

    /// Whether a Latin letter or a digit is directly before or after. Inside a
    /// word of its own script, a letter is no look-alike.
    fn is_in_latin(&self, at: usize, end: usize) -> bool {
        let copied = at == self.done;
        let before = if copied { self.clean.as_bytes().last() } else { self.text.as_bytes().get(at.wrapping_sub(1)) };
        let follows = || {
            let rest = self.text.get(end..).unwrap_or_default();
            let next = rest.chars().take(ALIKE).find(|&character| look_alike(character).is_none());
            next.is_some_and(|next| next.is_ascii_alphanumeric())
        };
        before.is_some_and(u8::is_ascii_alphanumeric) || follows()
    }

    fn copy_to(&mut self, at: usize) {
        if self.cuts.is_empty() {
            // Reserve everything at once: a growing copy would leave parts of
            // secrets in freed memory.
            self.clean.reserve_exact(self.text.len());
        }
        self.clean.push_str(self.text.get(self.done..at).unwrap_or_default());
    }

    fn remove(&mut self, at: usize, length: usize, hides: bool) {
        self.copy_to(at);
        self.taken += length;
        self.done = at + length;
        self.cuts.push(Cut { at: 2 * self.clean.len(), taken: self.taken, hides });
    }
}

fn special(byte: u8) -> bool {
    SPECIAL.get(usize::from(byte)).copied().unwrap_or_default()
}

/// The length of the control sequence at the start of these bytes, such as `ESC
/// [ 36 ; 1 m`.
fn sequence(bytes: &[u8]) -> usize {
    let Some([ESCAPE, b'[', rest @ ..]) = bytes.get(..SEQUENCE.min(bytes.len())) else { return 0 };
    let end = rest.iter().position(|byte| !matches!(byte, 0x20..=0x3F));
    end.filter(|&end| rest.get(end).is_some_and(|last| matches!(last, 0x40..=0x7E))).map_or(0, |end| end + 3)
}

/// Maps spans of the cleaned text back to the original. This is fast if each
/// span is near the previous one.
pub(super) struct WayBack<'c> {
    cuts: &'c [Cut],
    /// How many cuts are before the place of the last query.
    passed: usize,
}

impl WayBack<'_> {
    /// The same span in the original text, without invisible characters at its
    /// ends.
    pub(super) fn original(&mut self, span: Span) -> Span {
        Span {
            start: span.start + self.cut_before(|at| at <= 2 * span.start),
            end: span.end + self.cut_before(|at| at < 2 * span.end),
        }
    }

    /// How many bytes the preceding cuts removed.
    fn cut_before(&mut self, is_before: impl Fn(usize) -> bool) -> usize {
        while self.cuts.get(self.passed).is_some_and(|cut| is_before(cut.at)) {
            self.passed += 1;
        }
        loop {
            match self.passed.checked_sub(1).and_then(|last| self.cuts.get(last)) {
                None => return 0,
                Some(cut) if is_before(cut.at) => return cut.taken,
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

    #[test]
    fn look_alikes_are_read_as_latin_only_beside_latin() {
        for (original, clean) in [
            ("АU29РC7", "AU29PC7"),
            ("АВ29", "AB29"),
            ("x\u{200B}а", "xa"),
            ("Ключ разработчика: PK7", "Ключ разработчика: PK7"),
            ("３f", "3f"),
        ] {
            assert_eq!(Clean::new(original).text(), clean, "{original}");
        }
    }

    #[test]
    fn colors_are_removed_and_hide_nothing() {
        let original = "\u{1b}[36;1m+ id\u{1b}[0m \u{1b}[32mAU29\u{1b}[0m\u{1b}x \u{1b}[";
        let clean = Clean::new(original);
        assert_eq!(clean.text(), "+ id AU29\u{1b}x \u{1b}[");
        let span = Span { start: 5, end: 9 };
        assert!(!clean.hides(span));
        assert_eq!(clean.way_back().original(span).of(original), "AU29");
    }

    #[test]
    fn invisible_characters_inside_or_beside_a_value_are_reported() {
        for (original, start, end, hides) in [
            ("\u{FEFF}ab c", 0, 2, false),
            ("a\u{200B}b c", 0, 2, true),
            ("ab\u{200B} c", 0, 2, true),
            ("ab\u{200B} c", 3, 4, false),
            ("b аb c", 2, 4, true),
            ("b аb c", 0, 1, false),
        ] {
            assert_eq!(Clean::new(original).hides(Span { start, end }), hides, "{original:?} {start}");
        }
    }

    proptest! {
        #[test]
        fn every_visible_character_is_found_again(original in "[a1éаО“\u{200B}\u{AD}]{0,40}") {
            let clean = Clean::new(&original);
            let visible: Vec<char> = original.chars().filter(|&c| !is_invisible(c)).collect();
            prop_assert_eq!(clean.text().chars().count(), visible.len());
            let mut way_back = clean.way_back();
            for ((start, character), original_character) in clean.text().char_indices().zip(visible) {
                let span = way_back.original(Span { start, end: start + character.len_utf8() });
                prop_assert_eq!(span.of(&original), original_character.to_string());
                prop_assert!(character == original_character || look_alike(original_character) == u8::try_from(character).ok());
            }
        }
    }
}
