//! The lengths that the scanners look for, taken from the vendors' rows, and
//! values of these shapes that are not credentials.

use crate::catalogue::shape::{Marker, Run, Shape};
use crate::catalogue::vendor::CredentialShape;
use crate::catalogue::vendors;
use crate::credential::secret::Secret;
use crate::credential::{Kind, Part};

/// The length of an application ID: capitals and digits.
pub(crate) const ID: usize = run(Part::ApplicationId, 0).max;

/// The length of an application secret: hexadecimal digits.
pub(crate) const SECRET: usize = run(Part::ApplicationSecret, 0).max;

/// The length of a part of a Composer key: hexadecimal digits. Every value
/// except the application ID starts with at least this many letters and digits.
pub(crate) const LONG: usize = run(Part::PublicKey, 0).max;

/// The possible lengths after the dot of a session token, if a label announces
/// one.
pub(crate) const TOKEN_TAILS: std::ops::RangeInclusive<usize> = run(Part::Token, 1).min..=run(Part::Token, 1).max;

/// The usual length after the dot of a session token: letters and digits, as in
/// the sample.
pub(crate) const TOKEN_TAIL: usize = match of(Part::Token).sample {
    Some(sample) => sample.len() - LONG - 1,
    None => run(Part::Token, 1).max,
};

/// The shape of a part whose values are a single run of letters and digits.
#[must_use]
pub(crate) const fn plain_run(part: Part) -> Option<Run> {
    match credential(part) {
        Some(shape) => only_run(&shape.shape),
        None => None,
    }
}

/// Whether both parts of a kind have the same shape.
#[must_use]
pub(crate) fn are_alike(kind: Kind) -> bool {
    // Asked for each value of a long text.
    ALIKE.get(kind as usize).copied().unwrap_or_default()
}

/// [`are_alike`] for each kind of [`Kind::ALL`].
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses an index that is out of range")]
static ALIKE: [bool; Kind::ALL.len()] = {
    let mut alike = [false; Kind::ALL.len()];
    let mut index = 0;
    while index < alike.len() {
        alike[index] = has_alike_parts(Kind::ALL[index]);
        index += 1;
    }
    alike
};

pub(super) const fn has_alike_parts(kind: Kind) -> bool {
    match kind.parts() {
        [first, second] => match (plain_run(*first), plain_run(*second)) {
            (Some(one), Some(other)) => is_same(one, other),
            _ => false,
        },
        _ => false,
    }
}

/// Whether two runs have the same alphabet and lengths.
pub(super) const fn is_same(one: Run, other: Run) -> bool {
    one.alphabet as u8 == other.alphabet as u8 && one.min == other.min && one.max == other.max
}

const fn only_run(shape: &Shape) -> Option<Run> {
    match (shape.marker, shape.runs) {
        (Marker::None, [run]) => Some(*run),
        _ => None,
    }
}

/// The length of this many bytes in base64, without padding.
pub(super) const fn base64_length(bytes: usize) -> usize {
    (bytes * 4).div_ceil(3)
}

/// The shape of a part of a credential, from the vendor's row.
#[expect(clippy::panic, reason = "evaluated by the compiler, which then refuses to build")]
const fn of(part: Part) -> &'static CredentialShape {
    match credential(part) {
        Some(shape) => shape,
        None => panic!("no vendor has this part"),
    }
}

const fn credential(part: Part) -> Option<&'static CredentialShape> {
    let mut vendors = vendors::ALL;
    while let [vendor, others @ ..] = vendors {
        let mut shapes = vendor.credentials;
        while let [shape, more @ ..] = shapes {
            if shape.part as u8 == part as u8 {
                return Some(shape);
            }
            shapes = more;
        }
        vendors = others;
    }
    None
}

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses an index that is out of range")]
const fn run(part: Part, index: usize) -> Run {
    of(part).shape.runs[index]
}

/// The length of the longest repeated unit, such as `deadbeef`.
const UNIT: usize = 8;
/// The same in a long value.
const LONG_UNIT: usize = 16;

/// Rows of the keyboard and of the alphabet, which placeholders are cut from.
const ROWS: &[&str] =
    &["12345678901234567890", "01234567890123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "98765432109876543210"];

/// Whether a value is a placeholder: an example, a filler such as a row of X,
/// or a repetition of something short.
pub(crate) fn is_placeholder(value: &Secret) -> bool {
    let mut samples = vendors::ALL.iter().flat_map(|vendor| vendor.credentials).filter_map(|shape| shape.sample);
    samples.any(|sample| *value == Secret::new(sample)) || is_filler(value.bytes())
}

/// Words that placeholders for an ID contain. By chance, one in 100,000 IDs
/// does.
const WORDS: &[&[u8]] =
    &[b"YOUR", b"CHANGE", b"EXAMPLE", b"SAMPLE", b"DUMMY", b"INSERT", b"REPLACE", b"SECRET", b"APPID", b"APIKEY"];

fn has_placeholder_word(value: &[u8]) -> bool {
    value.len() == ID && WORDS.iter().any(|word| value.windows(word.len()).any(|part| part == *word))
}

pub(super) fn is_filler(value: &[u8]) -> bool {
    let repeats = |unit: usize| value.iter().zip(value.iter().skip(unit)).all(|(one, next)| one == next);
    let units = if value.len() < LONG { UNIT.min(value.len() / 2) } else { LONG_UNIT };
    (1..=units).any(repeats)
        || is_nearly_one_character(value)
        || is_row(value)
        || is_counted(value)
        || is_counted_by_turns(value)
        || has_placeholder_word(value)
}

/// Whether all but two characters are the same, as in `XXXXXXXXX1`.
fn is_nearly_one_character(value: &[u8]) -> bool {
    let most = |first: &u8| value.iter().filter(|&byte| byte == first).count();
    value.iter().take(3).map(most).max().is_some_and(|most| most + 2 >= value.len())
}

/// Whether nearly every character is the successor of the previous one, as in
/// `ABCDE12345`.
fn is_counted(value: &[u8]) -> bool {
    let follows = |pair: &&[u8]| match **pair {
        [one, next] => {
            one.wrapping_add(1) == next
                || matches!((one, next), (b'9', b'0' | b'a' | b'A') | (b'f' | b'F', b'0' | b'1'))
        }
        _ => false,
    };
    let counted = value.windows(2).filter(follows).count();
    counted + 1 + value.len() / 10 >= value.len()
}

/// Whether letters and digits are counted by turns, as in `A1B2C3D4E5`.
fn is_counted_by_turns(value: &[u8]) -> bool {
    let every_other = |from: usize| value.iter().skip(from).step_by(2).copied().collect::<Vec<u8>>();
    let counts = |from: usize| {
        let turn = every_other(from);
        // Of letters, those of hexadecimal digits begin again.
        let goes_on = |pair: &&[u8]| matches!(**pair, [one, next] if one.wrapping_add(1) == next || matches!((one, next), (b'9', b'0') | (b'f' | b'F', b'a' | b'A')));
        turn.windows(2).filter(goes_on).count() + 1 + turn.len() / 10 >= turn.len()
    };
    counts(0) && counts(1)
}

fn is_row(value: &[u8]) -> bool {
    let row = |row: &str| row.as_bytes().windows(value.len()).any(|part| part.eq_ignore_ascii_case(value));
    value.len() == ID && ROWS.iter().any(|candidate| row(candidate))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fillers_and_examples_are_ignored() {
        for value in [
            "XXXXXXXXXX",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "0000000000000000000000000000000000000000",
            "ABABABABAB",
            "deadbeefdeadbeefdeadbeefdeadbeef",
            "1234567890",
            "ABCDEFGHIJ",
            "XXXXXXXXX1",
            "YOURAPPID1",
            "CHANGEME00",
            "EXAMPLE123",
            "A1B2C3D4E5",
            "1A2B3C4D5E",
            "a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8c9d0",
            "ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12",
            "deadbeefcafebabedeadbeefcafebabe",
            "AQ17NZ49WC",
            "8820C99614D65F923DF7660276F20E029D73E2CA",
            "baGXoStRuR9VCDFQGZNzgNqbqu5WUwlr.cAxZJ9m22Le7",
        ] {
            assert!(is_placeholder(&Secret::new(value)), "{value}");
        }
    }

    proptest! {
        #[test]
        fn random_values_are_not(id in "[A-Z0-9]{10}", long in "[0-9a-f]{32}|[0-9a-f]{40}") {
            // Fewer than one in a million IDs have so few different characters.
            let distinct = |value: &str| (0..128_u8).filter(|&byte| value.as_bytes().contains(&byte)).count();
            prop_assume!(distinct(&id) > 5 && distinct(&long) > 8 && !has_placeholder_word(id.as_bytes()));
            prop_assert!(!is_placeholder(&Secret::new(&id)));
            prop_assert!(!is_placeholder(&Secret::new(&long)));
        }
    }
}
