//! Quickly finds the few places in a text that could hold a value.
//!
//! Every value starts with a run of letters and digits: at least ten for the
//! application ID, at least 32 for all others. So the scan doesn't have to look
//! at every byte. A run of 32 covers every 32nd byte, and any other character
//! rules out all runs across it. Prose has no long runs and is crossed in
//! strides. The number of looks at each byte is bounded, whatever the text.

use super::shape::{ID, LONG};
use super::span::Span;

const CAPITAL: u8 = 1;
const ALNUM: u8 = 2;
const HEX: u8 = 4;

static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0_u8;
    loop {
        let mut bits = 0;
        if byte.is_ascii_uppercase() || byte.is_ascii_digit() {
            bits |= CAPITAL;
        }
        if byte.is_ascii_alphanumeric() {
            bits |= ALNUM;
        }
        if byte.is_ascii_hexdigit() {
            bits |= HEX;
        }
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler; 256 entries, one for every byte")]
        {
            class[byte as usize] = bits;
        }
        if byte == u8::MAX {
            break class;
        }
        byte += 1;
    }
};

fn is(byte: u8, class: u8) -> bool {
    CLASS.get(usize::from(byte)).is_some_and(|bits| bits & class != 0)
}

pub(super) fn is_alnum(byte: u8) -> bool {
    is(byte, ALNUM)
}

pub(super) fn is_hex(bytes: &[u8]) -> bool {
    // No branch per byte: where this is called, the answer is nearly always
    // true.
    bytes.iter().fold(HEX, |all, &byte| all & CLASS.get(usize::from(byte)).copied().unwrap_or_default()) != 0
}

/// The end of the run of letters and digits that begins at `start`.
pub(super) fn alnum_end(bytes: &[u8], start: usize) -> usize {
    run_end(bytes, start, ALNUM)
}

fn run_end(bytes: &[u8], start: usize, class: u8) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().position(|&byte| !is(byte, class)).unwrap_or(rest.len())
}

/// Whether the text contains these words, ignoring ASCII case.
pub(crate) fn contains_words(text: &str, words: &str) -> bool {
    words_at(text, words).next().is_some()
}

/// The offsets of these words in the text, ignoring ASCII case.
pub(crate) fn words_at(text: &str, words: &str) -> impl Iterator<Item = usize> {
    let (bytes, words) = (text.as_bytes(), words.as_bytes());
    let first = words.first().copied().unwrap_or_default();
    memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), bytes)
        .filter(|&at| bytes.get(at..at + words.len()).is_some_and(|found| found.eq_ignore_ascii_case(words)))
}

/// Receives what the scan finds.
pub(super) trait Visitor {
    /// A run of capitals and digits, at least as long as an ID and at most
    /// [`LONG`].
    fn capitals(&mut self, run: Span);
    /// A complete run of at least [`LONG`] letters and digits.
    fn long_run(&mut self, run: Span);
}

/// Passes every run to the visitor, in text order.
pub(super) fn scan(bytes: &[u8], visitor: &mut impl Visitor) {
    let mut done = 0;
    // The byte before `start` is in no run, so no long run starts earlier.
    let mut start = 0;
    while let Some(run) = next_long_run(bytes, &mut start) {
        scan_capitals(bytes, Span { start: done, end: run.start }, visitor);
        visitor.long_run(run);
        done = run.end;
    }
    scan_capitals(bytes, Span { start: done, end: bytes.len() }, visitor);
}

fn next_long_run(bytes: &[u8], start: &mut usize) -> Option<Span> {
    loop {
        let window = bytes.get(*start..*start + LONG)?;
        match window.iter().rposition(|&byte| !is(byte, ALNUM)) {
            Some(gap) => *start += gap + 1,
            None => {
                let run = Span { start: *start, end: alnum_end(bytes, *start + LONG) };
                *start = run.end;
                return Some(run);
            }
        }
    }
}

/// Runs of capitals between two long runs: a run of ten covers every tenth
/// byte.
fn scan_capitals(bytes: &[u8], within: Span, visitor: &mut impl Visitor) {
    let part = bytes.get(..within.end).unwrap_or_default();
    let mut start = within.start;
    while let Some(&sample) = part.get(start + ID - 1) {
        if !is(sample, CAPITAL) {
            start += ID;
            continue;
        }
        let before = part.get(start..start + ID - 1).unwrap_or_default();
        start += before.iter().rposition(|&byte| !is(byte, CAPITAL)).map_or(0, |gap| gap + 1);
        let run = Span { start, end: run_end(part, start, CAPITAL) };
        if run.end - run.start >= ID {
            visitor.capitals(run);
        }
        start = run.end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Default, Debug, PartialEq)]
    struct Seen(Vec<(bool, Span)>);

    impl Visitor for Seen {
        fn capitals(&mut self, run: Span) {
            self.0.push((false, run));
        }
        fn long_run(&mut self, run: Span) {
            self.0.push((true, run));
        }
    }

    fn fast(text: &str) -> Seen {
        let mut seen = Seen::default();
        scan(text.as_bytes(), &mut seen);
        seen
    }

    /// The same, byte by byte.
    fn slow(text: &str) -> Seen {
        let bytes = text.as_bytes();
        let runs = |class: u8, from: usize, to: usize| {
            let mut runs = Vec::new();
            let mut start = from;
            while start < to {
                let end = run_end(&bytes[..to], start, class);
                if end > start {
                    runs.push(Span { start, end });
                }
                start = end + 1;
            }
            runs
        };
        let mut seen = Vec::new();
        let mut done = 0;
        let long: Vec<Span> =
            runs(ALNUM, 0, bytes.len()).into_iter().filter(|run| run.end - run.start >= LONG).collect();
        let end = Span { start: bytes.len(), end: bytes.len() };
        for run in long.iter().chain([&end]) {
            let capitals = runs(CAPITAL, done, run.start).into_iter().filter(|run| run.end - run.start >= ID);
            seen.extend(capitals.map(|run| (false, run)));
            if run.end > run.start {
                seen.push((true, *run));
            }
            done = run.end;
        }
        Seen(seen)
    }

    #[test]
    fn words_are_found_in_any_case() {
        assert!(contains_words("The Key HAS been", "key has"));
        assert!(!contains_words("the keyhas", "key has"));
        assert!(!contains_words("key ha", "key has"));
    }

    proptest! {
        #[test]
        fn strides_miss_nothing(text in "([A-Z0-9]{1,14}|[a-f0-9]{28,36}| |é|[a-z]{1,4}){0,12}") {
            prop_assert_eq!(fast(&text), slow(&text));
        }
    }
}
