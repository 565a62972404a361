//! Base64 values: a pair in an HTTP Basic header, or a single part, as in the
//! `data:` of a Kubernetes secret.

use super::known_run::{KNOWN, KnownRun, fits, known_run};
use super::scan::{alnum_end, is_alnum, is_hex};
use super::shape::{ID, LONG, SECRET, TOKEN_TAIL, base64_length, plain_run};
use super::span::Span;
use crate::credential::invisible::visible;
use crate::credential::secret::Secret;
use crate::credential::{Kind, Part};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use zeroize::Zeroizing;

/// The length of the longest pair of this kind, with its colon. None if the kind
/// is not a pair of two runs.
const fn pair_length(kind: Kind) -> Option<usize> {
    match kind.parts() {
        [first, second] => match (plain_run(*first), plain_run(*second)) {
            (Some(first), Some(second)) => Some(first.max + 1 + second.max),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a base64-encoded pair can have this length, without padding.
///
/// An API key has 51 bytes, 68 characters; a Composer key 65 bytes, 87
/// characters. One more byte is the line end from `echo` without `-n`. The
/// encoded pair never contains `+` or `/`, because no bytes of a pair encode to
/// them.
fn is_pair_length(length: usize) -> bool {
    PAIR_LENGTHS.contains(&length)
}

/// These lengths for each kind, without and with a line end; 0 for kinds that are no
/// pair.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses an index that is out of range")]
static PAIR_LENGTHS: [usize; 2 * Kind::ALL.len()] = {
    let mut lengths = [0; 2 * Kind::ALL.len()];
    let mut index = 0;
    while index < Kind::ALL.len() {
        if let Some(bytes) = pair_length(Kind::ALL[index]) {
            lengths[2 * index] = base64_length(bytes);
            lengths[2 * index + 1] = base64_length(bytes + 1);
        }
        index += 1;
    }
    lengths
};

/// Lengths for an application ID with a truncated or overlong secret.
const HALVES: std::ops::RangeInclusive<usize> = 48..=80;

/// Lengths of an encoded application ID, each with its padding.
const ID_LENGTHS: [(usize, usize); 2] = [(14, 2), (15, 1)];

/// The line lengths at which programs wrap base64: GNU `base64`, PEM, older
/// encoders, Ruby's `encode64`.
const WRAPPED_AT: [usize; 4] = [76, 64, 72, 60];

/// The length of the usual session token.
const TOKEN: usize = LONG + 1 + TOKEN_TAIL;

/// The length of the longest pair or single part with a line end, decoded.
const DECODED: usize = {
    let mut longest = TOKEN;
    let mut kinds: &[Kind] = &Kind::ALL;
    while let [kind, others @ ..] = kinds {
        if let Some(length) = pair_length(*kind)
            && length > longest
        {
            longest = length;
        }
        if let [only] = kind.parts()
            && let Some(run) = plain_run(*only)
            && run.max > longest
        {
            longest = run.max;
        }
        kinds = others;
    }
    longest + 1
};

/// A buffer that is overwritten when it is dropped.
type Buffer = Zeroizing<[u8; DECODED]>;

/// What a base64 run decodes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair {
    /// A pair.
    Whole(Kind),
    /// An API key with its parts swapped.
    Reversed,
    /// An application ID followed by something that is not a secret.
    Half,
}

/// The pair in a base64 run, if it is one.
pub(super) fn pair(run: &[u8]) -> Option<Pair> {
    let is_whole = is_pair_length(run.len());
    if !is_whole && !HALVES.contains(&run.len()) {
        return None;
    }
    let mut buffer = Buffer::new([0; DECODED]);
    let (first, second) = split(decode(run, &mut buffer)?)?;
    let is_secret = |value: &[u8]| value.len() == SECRET && is_hex(value);
    let is_id = |value: &[u8]| value.len() == ID && is_id(value);
    let whole = || {
        Kind::ALL
            .into_iter()
            .find(|kind| matches!(kind.parts(), [one, other] if fits(*one, first) && fits(*other, second)))
    };
    let digits = second.iter().filter(|byte| byte.is_ascii_hexdigit()).count();
    Some(match (first, second) {
        (secret, id) if is_id(id) && is_secret(secret) => Pair::Reversed,
        _ if let Some(kind) = whole() => Pair::Whole(kind),
        (id, other) if is_id(id) && digits * 10 >= other.len() * 9 => Pair::Half,
        _ => return None,
    })
}

/// The kind of the pair in a base64 run, if its parts are complete and in
/// order.
#[cfg(test)]
fn kind_of_pair(run: &[u8]) -> Option<Kind> {
    match pair(run)? {
        Pair::Whole(kind) => Some(kind),
        Pair::Reversed | Pair::Half => None,
    }
}

/// One part of the pair in a base64 run.
pub(super) fn part_of_pair(run: &[u8], part: Part) -> Option<Secret> {
    let mut buffer = Buffer::new([0; DECODED]);
    let (first, second) = split(decode(run, &mut buffer)?)?;
    let is_reversed = first.len() == SECRET && second.len() == ID;
    let is_first = part.kind().parts().first() == Some(&part);
    let value = if is_first == is_reversed { second } else { first };
    std::str::from_utf8(value).ok().map(Secret::new)
}

/// The single value in a base64 run: its kind and, if the shape decides it, its
/// part.
pub(super) fn single(run: &[u8]) -> Option<(Kind, Option<Part>)> {
    // For a hexadecimal digit, the first of four base64 characters is one of
    // these seven. A token can begin with any character.
    let may_be_hex = [0, 4, 8].iter().all(|&at| run.get(at).is_some_and(|byte| b"MNOYZQR".contains(byte)));
    let is_token_length = [TOKEN, TOKEN + 1].map(base64_length).contains(&run.len());
    let is_length = |known: &KnownRun| known.fits_base64(run.len()) && (may_be_hex || !known.is_hex());
    if !is_token_length && !KNOWN.iter().any(is_length) {
        return None;
    }
    let mut buffer = Buffer::new([0; DECODED]);
    let value = decode(run, &mut buffer)?;
    if let Some(known) = known_run(value) {
        return Some((known.kind, known.part));
    }
    let (head, tail) = value.split_at_checked(LONG).filter(|_| value.len() == TOKEN)?;
    let (dot, tail) = tail.split_first()?;
    let is_token = *dot == b'.' && head.iter().chain(tail).all(|&byte| is_alnum(byte)) && !is_hex(head);
    is_token.then_some((Kind::SessionToken, Some(Part::Token)))
}

/// The value in a base64 run.
pub(super) fn value(run: &[u8]) -> Option<Secret> {
    let mut buffer = Buffer::new([0; DECODED]);
    std::str::from_utf8(decode(run, &mut buffer)?).ok().map(Secret::new)
}

/// Whether the decoded value ends with a line end, as with `echo` without `-n`.
pub(super) fn ends_line(run: &[u8]) -> bool {
    let mut buffer = Buffer::new([0; DECODED]);
    let length = STANDARD_NO_PAD.decode_slice(run, buffer.as_mut_slice()).ok();
    length.and_then(|length| buffer.get(..length)).is_some_and(|value| value.ends_with(b"\n"))
}

/// Every base64-encoded application ID, with its padding, in order. Such a run
/// is too short for the scan. But equals signs are rare, and each one costs a
/// fixed number of steps.
pub(super) fn ids(bytes: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut done = 0;
    for sign in memchr::memchr_iter(b'=', bytes) {
        // Most equals signs have a value after them, so they aren't padding.
        if sign < done || bytes.get(sign + 1).is_some_and(|&byte| is_base64(byte)) {
            continue;
        }
        for (length, padding) in ID_LENGTHS {
            let Some(start) = sign.checked_sub(length) else { continue };
            let end = sign + padding;
            let run = bytes.get(start..sign).unwrap_or_default();
            let padded = bytes.get(sign..end).is_some_and(|padding| padding.iter().all(|&byte| byte == b'='));
            let alone = start.checked_sub(1).and_then(|before| bytes.get(before)).is_none_or(|&byte| !is_base64(byte))
                && bytes.get(end).is_none_or(|&byte| !is_base64(byte) && byte != b'=');
            // A closure, so that it runs last: wiping its buffer takes longer
            // than all other checks.
            let is_encoded_id = || {
                let mut buffer = Buffer::new([0; DECODED]);
                decode(run, &mut buffer).is_some_and(|id| id.len() == ID && is_id(id))
            };
            if padded && alone && is_encoded_id() {
                spans.push(Span { start, end });
                done = end;
                break;
            }
        }
    }
    spans
}

/// The end of a base64 pair that starts with this run and contains a line
/// break.
pub(super) fn wrapped(bytes: &[u8], run: Span) -> Option<Span> {
    if !WRAPPED_AT.contains(&(run.end - run.start)) {
        return None;
    }
    let rest = bytes.get(run.end..).unwrap_or_default();
    // In a quoted mail, each line starts with a mark.
    let is_break = |byte: &&u8| byte.is_ascii_whitespace() || matches!(byte, b'\\' | b'>');
    let line_end = rest.iter().take(BREAK).take_while(is_break).count();
    let breaks = rest.get(..line_end)?.contains(&b'\n');
    let length = rest.iter().skip(line_end).take(DECODED).take_while(|&&byte| is_alnum(byte)).count();
    let is_length = is_pair_length(run.end - run.start + length);
    (breaks && is_length).then_some(Span { start: run.start, end: run.end + line_end + length })
}

/// The longest line break, with the backslash and indentation that programs put
/// around it.
const BREAK: usize = 40;

/// A base64 span without line breaks, indentation and padding.
pub(super) fn run_of(span: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut run = Zeroizing::new(Vec::with_capacity(span.len()));
    run.extend(span.iter().filter(|&&byte| is_alnum(byte)));
    run
}

/// The longest base64 text that is decoded, in characters. The longest key that
/// reveals its environment takes 316.
const TEXT: usize = 512;

/// How many characters show whether it is base64 of a text: nine bytes.
const BEGINNING: usize = 12;

/// Whether a run starts like the base64 form of a key, or of a user name and a
/// password. One in 100,000 random runs does. ASCII letters and digits, and the
/// punctuation inside a key, never encode to `+` or `/`.
pub(super) fn begins_text(run: &[u8]) -> bool {
    let mut buffer = [0; BEGINNING / 4 * 3];
    let beginning = run.get(..BEGINNING).filter(|_| run.len() <= TEXT);
    let decoded = beginning.and_then(|beginning| STANDARD_NO_PAD.decode_slice(beginning, &mut buffer).ok());
    let is_of_key = |byte: &u8| is_alnum(*byte) || matches!(byte, b'_' | b'-' | b'$' | b'.' | b':' | b'@');
    decoded.is_some() && buffer.iter().all(is_of_key)
}

/// The whole base64 text that starts with this run. It continues on the next
/// line if this one has a length at which programs wrap.
pub(super) fn whole_text(bytes: &[u8], run: Span) -> Span {
    let width = run.end - run.start;
    let mut end = run.end;
    while WRAPPED_AT.contains(&width) && end - run.start <= TEXT {
        let rest = bytes.get(end..).unwrap_or_default();
        let line_end = rest.iter().take(BREAK).take_while(|byte| byte.is_ascii_whitespace()).count();
        let start = end + line_end;
        let line = alnum_end(bytes.get(..bytes.len().min(start + width + 1)).unwrap_or_default(), start) - start;
        // A name at the start of the next line isn't part of it.
        let is_to_its_end =
            bytes.get(start + line).is_none_or(|byte| byte.is_ascii_whitespace() || b"=\"'\\<".contains(byte));
        if line == 0 || line > width || !is_to_its_end || !rest.iter().take(line_end).any(|&byte| byte == b'\n') {
            break;
        }
        end = start + line;
        if line < width {
            break;
        }
    }
    Span { end, ..run }
}

/// The decoded text, without the line end that `echo` adds.
pub(super) fn text_of(span: &str) -> Option<Zeroizing<String>> {
    let run = run_of(visible(span).as_bytes());
    if run.len() > TEXT {
        return None;
    }
    let mut bytes = Zeroizing::new([0; TEXT / 4 * 3]);
    let length = STANDARD_NO_PAD.decode_slice(run.as_slice(), bytes.as_mut_slice()).ok()?;
    let text = str::from_utf8(bytes.get(..length)?).ok()?;
    Some(Zeroizing::new(text.strip_suffix('\n').unwrap_or(text).to_owned()))
}

/// The key in this base64 text: the part before or after the colon, or all of
/// it.
pub(super) fn key(span: &str, part: Option<usize>) -> Option<Secret> {
    let text = text_of(span)?;
    let key = part.map_or(Some(text.as_str()), |part| text.splitn(2, ':').nth(part));
    key.map(Secret::new)
}

fn decode<'b>(run: &[u8], buffer: &'b mut Buffer) -> Option<&'b [u8]> {
    let length = STANDARD_NO_PAD.decode_slice(run, buffer.as_mut_slice()).ok()?;
    let bytes = buffer.get(..length)?;
    Some(bytes.strip_suffix(b"\n").unwrap_or(bytes))
}

fn split(pair: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = memchr::memchr(b':', pair)?;
    Some((pair.get(..colon)?, pair.get(colon + 1..)?))
}

fn is_id(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

const fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    fn encode(text: &str) -> String {
        STANDARD.encode(text).trim_end_matches('=').to_owned()
    }

    fn is_pair(text: &str, kind: Kind, values: [&str; 2]) -> bool {
        let run = encode(text);
        kind_of_pair(run.as_bytes()) == Some(kind)
            && kind.parts().iter().zip(values).all(|(&part, value)| {
                part_of_pair(run.as_bytes(), part).is_some_and(|secret| secret == Secret::new(value))
            })
    }

    #[test]
    fn a_whole_line_does_not_take_the_name_on_the_next_one_with_it() {
        for width in WRAPPED_AT {
            let run = Span { start: 0, end: width };
            let line = "QUJD".repeat(width / 4);
            for next in ["\n  OTHER: x", "\nnext: QUJD", "\nOTHER-KEY=1"] {
                assert_eq!(whole_text(format!("{line}{next}").as_bytes(), run), run, "{next}");
            }
            for next in ["\n  QUJD", "\nQUJD\n", "\nQUI=", "\nQUJD\""] {
                assert!(whole_text(format!("{line}{next}").as_bytes(), run).end > width, "{next}");
            }
        }
    }

    #[test]
    fn a_pair_is_read_across_a_line_break() {
        let pair = encode(&format!("{}:{}", "0123456789abcdef".repeat(2), "fedcba9876543210".repeat(2)));
        for (at, between) in [(76, "\n"), (64, "\r\n    "), (76, "\\\n  ")] {
            let text = format!("{}{between}{}=", &pair[..at], &pair[at..]);
            let whole = wrapped(text.as_bytes(), Span { start: 0, end: at }).unwrap();
            assert_eq!(run_of(&text.as_bytes()[whole.start..whole.end]).as_slice(), pair.as_bytes());
        }
        for text in [format!("{} {}", &pair[..76], &pair[76..]), format!("{}\n{}", &pair[..76], &pair[70..])] {
            assert_eq!(wrapped(text.as_bytes(), Span { start: 0, end: 76 }), None);
        }
    }

    proptest! {
        #[test]
        fn an_encoded_pair_is_read_back(id in "[A-Z0-9]{10}", secret in "[0-9a-f]{40}", end in "\n?") {
            let pair = format!("{id}:{secret}{end}");
            prop_assert!(is_pair(&pair, Kind::ApiKey, [&id, &secret]));
        }

        #[test]
        fn an_encoded_composer_pair_is_read_back(public in "[0-9a-f]{32}", private in "[0-9a-f]{32}", end in "\n?") {
            let pair = format!("{public}:{private}{end}");
            prop_assert!(is_pair(&pair, Kind::ComposerKey, [&public, &private]));
        }

        #[test]
        fn an_encoded_part_is_read_back(long in "[0-9a-fA-F]{40}|[0-9a-f]{32}|[g-zA-Z0-9]{32}\\.[a-zA-Z0-9]{12}", end in "\n?") {
            let run = encode(&format!("{long}{end}"));
            prop_assert!(single(run.as_bytes()).is_some(), "{}", run);
            prop_assert!(value(run.as_bytes()).is_some_and(|secret| secret == Secret::new(&long)));
        }

        #[test]
        fn an_encoded_id_is_found_and_read_back(id in "[A-Z0-9]{10}", end in "\n?", around in "[ :\"'\n]{0,2}") {
            let run = STANDARD.encode(format!("{id}{end}"));
            let text = format!("{around}{run} {run}x x{run}");
            let spans = ids(text.as_bytes());
            prop_assert_eq!(spans.len(), 1);
            prop_assert_eq!(spans[0].of(&text), &run);
            let found = value(&run_of(run.as_bytes()));
            prop_assert!(found.is_some_and(|secret| secret == Secret::new(&id)));
        }

        #[test]
        fn other_runs_are_no_pair_and_no_part(run in "[A-Za-z0-9]{32,90}") {
            prop_assert!(kind_of_pair(run.as_bytes()).is_none());
            prop_assert!(single(run.as_bytes()).is_none());
        }
    }
}
