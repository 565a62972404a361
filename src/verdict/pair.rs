//! Whether the parts of a credential belong together.

use super::assessed::Assessed;
use crate::catalogue::shape::Alphabet;
use crate::catalogue::vendors;
use crate::credential::{Kind, PairPosition, Part};
use crate::detect::found::{Encoding, Find};
use crate::detect::label_table::ends_user_option;
use crate::detect::shape::{LONG, SECRET, plain_run};

/// How far around a part its partner is searched for, in bytes.
pub(super) const NEAR: usize = 256;

/// The shortest runs of letters and digits that could be meant as an
/// application ID, and as another part.
const SHORTEST: [usize; 2] = [5, 16];

/// Whether these two are together in the text but don't belong together.
pub(super) fn is_mixed(one: &Assessed<'_>, partner: Option<&Assessed<'_>>) -> bool {
    let Some(partner) = partner else { return false };
    if one.fingerprint == partner.fingerprint {
        return true;
    }
    match (one.entry, partner.entry) {
        (Some(entry), Some(other)) => match (entry.partner, other.partner) {
            // Both were seen alone, so only a difference in environment shows a
            // mismatch.
            (None, None) => {
                let environments = (entry.environment.environment(), other.environment.environment());
                matches!(environments, (Some(one), Some(other)) if one != other)
            }
            (first, second) => {
                first.is_some_and(|first| !partner.candidates.contains(&first))
                    || second.is_some_and(|second| !one.candidates.contains(&second))
            }
        },
        // If a pair is known, both of its parts are.
        (Some(entry), None) => entry.partner.is_some(),
        (None, Some(other)) => other.partner.is_some(),
        (None, None) => false,
    }
}

/// The finds directly before and after this one.
pub(super) fn beside_in<'a, 'k>(all: &'a [Assessed<'k>], index: usize) -> impl Iterator<Item = &'a Assessed<'k>> {
    [index.checked_sub(1), Some(index + 1)].into_iter().flatten().filter_map(|at| all.get(at))
}

/// Whether the previous or next value is the same, in the other position.
pub(super) fn is_twice(text: &str, all: &[Assessed<'_>], index: usize) -> bool {
    let Some(one) = all.get(index) else { return false };
    let is_other_place = |other: &Assessed<'_>| match (one.find.position, other.find.position) {
        (Some(position), Some(other)) => position != other,
        _ => false,
    };
    let is_login = |other: &Assessed<'_>| {
        let (first, second) = if one.index < other.index { (one, other) } else { (other, one) };
        text.get(first.find.span.end..second.find.span.start) == Some(":")
    };
    let is_near = |other: &Assessed<'_>| one.find.span.start.abs_diff(other.find.span.start) <= 2 * NEAR;
    beside_in(all, index).any(|other| {
        other.fingerprint == one.fingerprint && is_near(other) && (is_other_place(other) || is_login(other))
    })
}

/// Whether something invalid is in the place of this part's partner: a
/// truncated value, one character too many, or a character that no part has.
pub(super) fn has_broken_partner(text: &str, one: &Assessed<'_>, finds: &[Find]) -> bool {
    let find = one.find;
    let Some(part) = find.part.or(match find.position {
        Some(PairPosition::First) => Some(Part::PublicKey),
        Some(PairPosition::Second) => Some(Part::PrivateKey),
        None => None,
    }) else {
        return false;
    };
    if one.partner.is_some() || find.is_half {
        return find.is_half;
    }
    let is_found = |start: usize, end: usize| {
        let first = finds.partition_point(|other| other.span.end <= start);
        finds.get(first).is_some_and(|other| other.span.start < end)
    };
    let is_part = |(start, end): (usize, usize)| {
        let value = text.get(start..end).unwrap_or_default();
        !is_found(start, end) && is_broken(value, part)
    };
    let is_other =
        |(start, end): (usize, usize)| !is_found(start, end) && is_no_partner(text.get(start..end).unwrap_or_default());
    beside(text, find).is_some_and(|place| is_part(place) || (part.partner().is_some() && is_other(place)))
        || named(text, find, part).is_some_and(|place| is_part(place) || is_other(place))
        || runs_around(text, find)
            .any(|(start, end)| !is_found(start, end) && is_nearly(text, (start, end), find, part))
}

/// Runs of letters and digits near a value, in its block.
fn runs_around(text: &str, find: &Find) -> impl Iterator<Item = (usize, usize)> {
    let start = text.ceil_char_boundary(find.span.start.saturating_sub(NEAR));
    let start = block_start(text, start, find.span.start);
    let end = block_end(text, find.span.end, text.floor_char_boundary(text.len().min(find.span.end + NEAR)));
    let bytes = text.as_bytes();
    let mut at = start;
    std::iter::from_fn(move || {
        while at < end {
            let length = run(bytes.get(at..).unwrap_or_default().iter());
            if length == 0 {
                at += 1;
                continue;
            }
            let found = (at, at + length);
            at += length;
            return Some(found);
        }
        None
    })
}

/// Whether a hexadecimal value has capitals. Portals use lower case, and in
/// another case the value doesn't work.
pub(super) fn is_recased(text: &str, one: &Assessed<'_>) -> bool {
    let is_hexadecimal = plain_run(one.part).is_some_and(|run| run.alphabet == Alphabet::Hex);
    let value = one.find.span.of(text);
    is_hexadecimal && one.find.encoding == Encoding::Plain && value.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// Whether a value is a password without a user: `-u :SECRET`.
pub(super) fn lacks_user(text: &str, one: &Assessed<'_>) -> bool {
    let before = text.get(..one.find.span.start).unwrap_or_default();
    let user = before.strip_suffix(':').map(|before| before.chars().next_back());
    let is_login = text.get(..one.find.span.start.saturating_sub(1)).is_some_and(ends_user_option);
    matches!(user, Some(None | Some(' ' | '"' | '\''))) && is_login
}

/// Whether parts of two kinds are the user and password of one login.
pub(super) fn is_login_with_other_kind(text: &str, all: &[Assessed<'_>], index: usize) -> bool {
    let Some(one) = all.get(index) else { return false };
    beside_in(all, index).any(|other| {
        let (first, second) = if one.index < other.index { (one, other) } else { (other, one) };
        let is_login = text.get(first.find.span.end..second.find.span.start) == Some(":");
        is_login && one.part.kind() != other.part.kind() && one.entry.is_some() && other.entry.is_some()
    })
}

/// Whether quotes contain a value and a space: `"ID "`.
pub(super) fn has_space_in_quotes(text: &str, find: &Find) -> bool {
    let floor = text.ceil_char_boundary(find.span.start.saturating_sub(4 * NEAR));
    let limit = text.floor_char_boundary(text.len().min(find.span.end + NEAR));
    let (before, after) = (text.get(floor..find.span.start), text.get(find.span.end..limit));
    let (Some(before), Some(after)) = (before, after) else { return false };
    let line = before.rsplit('\n').next().unwrap_or(before);
    let is_space = |sign: char| sign.is_whitespace() && sign != '\n';
    let (opening, closing) = (line.trim_end_matches(is_space), after.trim_start_matches(is_space));
    let escaped =
        closing.strip_prefix("\\n").or_else(|| closing.strip_prefix("\\t")).or_else(|| closing.strip_prefix("\\r"));
    let has_space = opening.len() < line.len() || closing.len() < after.len() || escaped.is_some();
    let closing = escaped.unwrap_or(closing);
    let Some(quote) = opening.chars().next_back().filter(|sign| matches!(sign, '"' | '\'' | '`')) else { return false };
    has_space && closing.starts_with(quote) && opening.matches(quote).count() % 2 == 1
}

/// Whether a run near a part is almost its partner. No hash has such a length.
fn is_nearly(text: &str, (start, end): (usize, usize), find: &Find, part: Part) -> bool {
    let value = text.get(start..end).unwrap_or_default();
    let digits = value.bytes().filter(u8::is_ascii_hexdigit).count();
    let partner = part.partner().and_then(plain_run).filter(|partner| partner.alphabet == Alphabet::Hex);
    let Some(wanted) = partner.map(|partner| partner.max) else { return false };
    // Require a whole word rather than part of a longer one.
    let is_joined = |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, b'-' | b'_' | b'+' | b'/'));
    let bytes = text.as_bytes();
    if is_joined(start.checked_sub(1).and_then(|at| bytes.get(at))) || is_joined(bytes.get(end)) {
        return false;
    }
    if find.encoding == Encoding::Encoded {
        // Base64 has four characters for three bytes.
        return value.len().abs_diff(wanted * 4 / 3) <= 4;
    }
    value.len().abs_diff(wanted) <= 7 && value.len() != SECRET && value.len() != LONG && digits * 20 >= value.len() * 19
}

/// Whether something may be meant as a part's partner, but is invalid.
fn is_broken(value: &str, part: Part) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_hexdigit).count();
    let is_hexadecimal = digits * 10 >= value.len() * 9;
    let is_id = value.len() <= 14 && value.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
    let [shortest_id, shortest] = SHORTEST;
    let has_kind = match part.partner().and_then(plain_run).map(|partner| partner.alphabet) {
        Some(Alphabet::Capitals) => is_id && value.len() >= shortest_id,
        Some(Alphabet::Hex) => is_hexadecimal && value.len() >= shortest,
        _ => false,
    };
    let is_filler = value.bytes().all(|byte| Some(&byte) == value.as_bytes().first());
    has_kind && has_digit && !is_filler
}

/// Words in placeholder values.
const STAND_INS: &[&str] = &[
    "secret",
    "change",
    "your",
    "todo",
    "xxx",
    "example",
    "dummy",
    "placeholder",
    "redacted",
    "masked",
    "hidden",
    "null",
    "none",
    "undefined",
    "test",
    "sample",
    "insert",
    "replace",
    "password",
    "private",
    "public",
];

/// Whether something in the place of a part is an actual value: letters and
/// digits, without a placeholder word.
fn is_no_partner(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let has = |of: fn(&u8) -> bool| value.as_bytes().iter().any(of);
    let is_row = value.as_bytes().windows(2).filter(|pair| pair.first() == pair.last()).count() * 2 >= value.len();
    value.len() >= 8
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && !is_row
        && !STAND_INS.iter().any(|word| lower.contains(word))
}

/// The run of letters and digits next to this value, separated by a colon or by
/// the space between two arguments.
fn beside(text: &str, find: &Find) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let second = Some(PairPosition::Second);
    let is_first = find.position != second && find.part.and_then(Part::position) != second;
    if is_first {
        let after = bytes.get(find.span.end..)?;
        // `composer config http-basic.HOST PUBLIC PRIVATE`
        let is_argument =
            find.claim == Some(Kind::ComposerKey) && find.kind == Kind::ComposerKey && after.first() == Some(&b' ');
        let start = find.span.end + 1;
        (after.first() == Some(&b':') || is_argument)
            .then(|| (start, start + run(bytes.get(start..).unwrap_or_default().iter())))
    } else {
        let before = bytes.get(..find.span.start)?.strip_suffix(b":")?;
        let length = run(before.iter().rev());
        Some((before.len() - length, before.len()))
    }
    .filter(|(start, end)| end > start)
}

fn run<'b>(bytes: impl Iterator<Item = &'b u8>) -> usize {
    bytes.take(NEAR).take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

/// Words for a part's partner, in lower case.
pub(super) fn partner_words(part: Part) -> impl Iterator<Item = &'static str> {
    let partner = part.partner();
    let words = vendors::ALL.iter().flat_map(|vendor| vendor.texts.part_words);
    words.filter(move |&&(of, _)| Some(of) == partner).flat_map(|&(_, words)| words).copied()
}

/// The value of the nearest name for the partner, before or after.
fn named(text: &str, find: &Find, part: Part) -> Option<(usize, usize)> {
    let label = find.label?;
    let value_after = |range: std::ops::Range<usize>| {
        let around = text.get(range.clone())?;
        // A blank line separates unrelated values.
        let lower = around.to_ascii_lowercase();
        let at = partner_words(part).filter_map(|word| lower.find(word).map(|at| at + word.len())).min()?;
        let rest = around.get(at..)?;
        let key_end = rest.find(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-')))?;
        let rest = rest.get(key_end..)?;
        let value = rest.find(|sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '$' | '%' | '<'))?;
        let between = rest.get(..value)?;
        let start = range.start + at + key_end + value;
        let length = run(text.as_bytes().get(start..)?.iter());
        let ends =
            text.as_bytes().get(start + length).is_none_or(|byte| !matches!(byte, b'_' | b'-' | b'.' | b'/' | b'+'));
        let separated = between.contains([':', '=', '>', '|', '\t']) && between.len() <= 16;
        (separated && ends).then_some((start, start + length))
    };
    let after_end = text.floor_char_boundary(text.len().min(find.span.end + NEAR));
    let after = block_end(text, find.span.end, after_end);
    let before_start = text.ceil_char_boundary(label.start.min(find.span.start).saturating_sub(NEAR));
    let before = block_start(text, before_start, label.start.min(find.span.start));
    value_after(find.span.end..after).or_else(|| value_after(before..label.start.min(find.span.start)))
}

fn block_end(text: &str, start: usize, end: usize) -> usize {
    let next = |from: usize| text.get(from..end).and_then(|part| part.find("\n\n")).map(|at| from + at);
    match next(start) {
        Some(first) if is_alone_in_block(text, start) => next(first + 2),
        first => first,
    }
    .unwrap_or(end)
}

fn block_start(text: &str, start: usize, end: usize) -> usize {
    let last = |to: usize| text.get(start..to).and_then(|part| part.rfind("\n\n")).map(|at| start + at);
    match last(end) {
        Some(found) if is_alone_in_block(text, end) => last(found),
        found => found,
    }
    .map_or(start, |at| at + 2)
}

/// Whether the line of a place is a block of its own, as in a mail with a blank
/// line after each line.
fn is_alone_in_block(text: &str, at: usize) -> bool {
    let floor = text.ceil_char_boundary(at.saturating_sub(NEAR));
    let before = text.get(floor..at).unwrap_or_default();
    let before = before.rfind('\n').and_then(|end| before.get(..=end)).unwrap_or_default();
    let begins = before.ends_with("\n\n") || (before.is_empty() && floor == 0);
    let rest = text.get(at..text.floor_char_boundary(text.len().min(at + NEAR))).unwrap_or_default();
    begins && rest.find('\n').and_then(|end| rest.get(end..)).is_some_and(|after| after.starts_with("\n\n"))
}
