//! Keys that reveal their environment, found by the markers that their vendors
//! put into them.
//!
//! Every marker contains a `_` or a `-`. The two characters before the last of
//! these rule out nearly every other `_` and `-` in a text, so the scan is as
//! fast as a search for two bytes. The work at each match is bounded by the
//! longest shape.

use super::clean::Clean;
use super::encoded;
use super::escape::is_after_escape;
use super::find::examined;
use super::found::{Certainty, Encoding, Find};
use super::shape::is_filler;
use super::span::Span;
use crate::catalogue::marked::MarkedShape;
use crate::catalogue::shape::{Marker, Shape};
use crate::catalogue::{Environment, Vendor};
use crate::credential::{Kind, PairPosition, Part};

/// A key that reveals its environment, as described in a vendor's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VendorMark {
    /// The vendor that issues it.
    pub vendor: &'static Vendor,
    /// What it looks like.
    pub of: &'static MarkedShape,
    /// Its environment.
    pub environment: Environment,
    marker: &'static [u8],
    /// The offset of the searched character in the marker.
    anchor: usize,
}

impl VendorMark {
    fn new(vendor: &'static Vendor, of: &'static MarkedShape) -> Option<Self> {
        let environment = of.shape.says.only()?;
        let (Marker::Prefix(marker) | Marker::Infix(marker)) = of.shape.marker else { return None };
        let marker = marker.as_bytes();
        // The two characters before it must be part of the marker.
        let anchor = marker.iter().rposition(|&byte| is_anchor(byte)).filter(|&at| at >= 2)?;
        Some(Self { vendor, of, environment, marker, anchor })
    }

    /// Creates the mark of a learned key.
    #[must_use]
    pub const fn learned(vendor: &'static Vendor, of: &'static MarkedShape, environment: Environment) -> Self {
        Self { vendor, of, environment, marker: b"", anchor: 0 }
    }

    fn before_anchor(&self) -> [u8; 2] {
        let before = self.marker.get(..self.anchor);
        before.and_then(|before| before.last_chunk()).copied().unwrap_or_default()
    }

    /// The value whose marker has its anchor at this offset.
    fn value_at(&self, bytes: &[u8], at: usize) -> Option<Span> {
        let marker_start = at.checked_sub(self.anchor)?;
        if !bytes.get(marker_start..)?.starts_with(self.marker) {
            return None;
        }
        let end = run_end(&self.of.shape, bytes, marker_start + self.marker.len())?;
        let start = match self.of.shape.marker {
            Marker::Infix(_) => name_start(bytes, marker_start)?,
            _ => marker_start,
        };
        let (before, after) = (bytes.get(..start)?, bytes.get(end..)?);
        (may_begin_after(before) && may_end_before(after)).then_some(Span { start, end })
    }

    /// Whether a value of this shape looks invented, as in an example.
    fn is_made_up(&self, value: &str) -> bool {
        let random = value.rsplit_once(str::from_utf8(self.marker).unwrap_or_default()).map_or(value, |(_, rest)| rest);
        let random = random.as_bytes();
        is_made_up(random, self.of.needs_vendor) || (self.of.needs_vendor && is_like_name(random))
    }
}

/// The marks of several vendors' keys, prepared for the search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    marks: Vec<VendorMark>,
    /// For each ASCII character, as bits: the marks that have it directly
    /// before their anchor. A mark's bit is its index modulo 64.
    last: Vec<u64>,
    /// The same for the second character before the anchor.
    last_but_one: Vec<u64>,
}

/// How many bits there are.
const BITS: usize = 64;

impl Marks {
    /// Prepares the marks of these vendors.
    #[must_use]
    pub fn of(vendors: impl Iterator<Item = &'static Vendor>) -> Self {
        let marks: Vec<VendorMark> =
            vendors.flat_map(|vendor| vendor.marks.iter().filter_map(move |of| VendorMark::new(vendor, of))).collect();
        let (mut last, mut last_but_one) = (vec![0; 128], vec![0; 128]);
        for (index, mark) in marks.iter().enumerate() {
            let [first, second] = mark.before_anchor();
            for (table, byte) in [(&mut last_but_one, first), (&mut last, second)] {
                if let Some(bits) = table.get_mut(usize::from(byte)) {
                    *bits |= 1_u64 << (index % BITS);
                }
            }
        }
        Self { marks, last, last_but_one }
    }

    /// Every value in a text that has a mark, in order.
    ///
    /// The work is linear in the length of the text, whatever it contains.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<MarkedFind> {
        let head = examined(text);
        let clean = Clean::new(head);
        let bytes = clean.text().as_bytes();
        let is_cut = head.len() < text.len();
        let mut finds: Vec<MarkedFind> = Vec::new();
        for at in memchr::memchr2_iter(b'_', b'-', bytes) {
            let mut bits = self.bits_at(bytes, at);
            while bits != 0 {
                let first = bits.trailing_zeros() as usize;
                bits &= bits - 1;
                for mark in self.marks.iter().skip(first).step_by(BITS) {
                    if let Some(span) = mark.value_at(bytes, at)
                        && !(is_cut && span.end == bytes.len())
                        && !self.is_nobodys(mark, span.of(clean.text()))
                    {
                        push(&mut finds, span, mark);
                    }
                }
            }
        }
        let mut way_back = clean.way_back();
        for MarkedFind { find, .. } in &mut finds {
            find.hides = clean.hides(find.span);
            find.span = way_back.original(find.span);
        }
        finds
    }

    /// Every base64-encoded value that has a mark, in order: alone, as a user
    /// name or as a password. `texts` are the places that may be base64 of a
    /// text.
    #[must_use]
    pub fn find_encoded(&self, text: &str, texts: &[Span]) -> Vec<MarkedFind> {
        let mut finds = Vec::new();
        for &span in texts {
            let Some(decoded) = encoded::text_of(span.of(text)) else { continue };
            let parts = match decoded.split_once(':') {
                None => [Some((decoded.as_str(), None)), None],
                Some((user, password)) => {
                    [Some((user, Some(PairPosition::First))), Some((password, Some(PairPosition::Second)))]
                }
            };
            for (part, position) in parts.into_iter().flatten() {
                let is_whole = |found: &MarkedFind| found.find.span == Span { start: 0, end: part.len() };
                for found in self.find(part).into_iter().filter(is_whole) {
                    let find = Find { span, position, encoding: Encoding::EncodedKey, ..found.find };
                    finds.push(MarkedFind { find, ..found });
                }
            }
        }
        finds
    }

    /// Whether a value with this mark comes from a vendor's documentation, or
    /// is invented.
    fn is_nobodys(&self, mark: &VendorMark, value: &str) -> bool {
        self.marks.iter().any(|one| one.of.samples.contains(&value)) || mark.is_made_up(value)
    }

    fn bits_at(&self, bytes: &[u8], at: usize) -> u64 {
        let Some(&[first, second]) = bytes.get(..at).and_then(|before| before.last_chunk()) else { return 0 };
        let bits = |table: &[u64], byte: u8| table.get(usize::from(byte)).copied().unwrap_or_default();
        bits(&self.last, second) & bits(&self.last_but_one, first)
    }
}

/// A value that has a mark.
#[derive(Debug, Clone)]
pub struct MarkedFind {
    /// The value's place and form.
    pub find: Find,
    /// Its possible marks, because keys of several vendors may look alike. In
    /// the order of the vendors, never empty.
    pub marks: Vec<VendorMark>,
}

impl MarkedFind {
    /// A value with a single mark.
    #[must_use]
    pub fn at(span: Span, mark: VendorMark) -> Self {
        Self { find: find_at(span), marks: vec![mark] }
    }
}

fn push(finds: &mut Vec<MarkedFind>, span: Span, mark: &VendorMark) {
    match finds.last_mut().filter(|last| last.find.span.start == span.start) {
        Some(last) if last.find.span == span => last.marks.push(*mark),
        // Of two shapes, the one with the longer value fits.
        Some(last) if last.find.span.end < span.end => *last = MarkedFind::at(span, *mark),
        Some(_) => {}
        None => finds.push(MarkedFind::at(span, *mark)),
    }
}

const fn find_at(span: Span) -> Find {
    Find {
        part: Some(Part::VendorKey),
        kind: Kind::VendorKey,
        span,
        label: None,
        claim: None,
        anonymous: false,
        certainty: Certainty::Labelled,
        partner: None,
        encoding: Encoding::Plain,
        position: None,
        form: None,
        is_login: false,
        is_half: false,
        is_reference: false,
        is_word: false,
        hides: false,
        ends_line: false,
    }
}

const fn is_anchor(byte: u8) -> bool {
    matches!(byte, b'_' | b'-')
}

/// The end of the runs of a shape that start here.
fn run_end(shape: &Shape, bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    for (index, run) in shape.runs.iter().enumerate() {
        if index > 0 {
            if bytes.get(at) != Some(&shape.separator) {
                return None;
            }
            at += 1;
        }
        // One more than the maximum shows whether the run is too long.
        let length = bytes.get(at..)?.iter().take(run.max + 1).take_while(|&&byte| run.alphabet.has(byte)).count();
        if !(run.min..=run.max).contains(&length) {
            return None;
        }
        at += length;
    }
    Some(at)
}

/// The length of the longest name before an infix, in bytes.
const NAME: usize = 64;

/// The start of the name that ends here: letters, digits and hyphens.
fn name_start(bytes: &[u8], end: usize) -> Option<usize> {
    let before = bytes.get(end.saturating_sub(NAME)..end)?;
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'-';
    let length = before.iter().rev().take_while(is_name).count();
    (1..NAME).contains(&length).then(|| end - length)
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || is_anchor(byte)
}

/// Whether a value may start after these bytes.
pub(super) fn may_begin_after(before: &[u8]) -> bool {
    match *before {
        [] | [.., b'-', b'u'] => true,
        [.., b'-'] => matches!(before, [.., b' ' | b'\n', b'-'] | [b'-'] | [.., b'-', b'-']),
        [.., b'+'] => matches!(before, [.., b'\n', b'+'] | [b'+']),
        [.., last] if last.is_ascii_alphanumeric() => is_after_escape(before),
        [.., b'_'] => false,
        _ => !last_char(before).is_some_and(char::is_alphanumeric),
    }
}

/// Whether a value may end before these bytes.
pub(super) fn may_end_before(after: &[u8]) -> bool {
    match *after {
        [] => true,
        // A joining character makes it part of something else.
        [b'.' | b'+' | b'/' | b'=' | b'~' | b'!' | b'*' | b'^' | b'#', next, ..] => !is_word(next),
        [next, ..] if next.is_ascii() => !is_word(next),
        _ => !first_char(after).is_some_and(char::is_alphanumeric),
    }
}

/// The length of the longest character, in bytes.
const CHAR: usize = 4;

fn first_char(bytes: &[u8]) -> Option<char> {
    (1..=CHAR).find_map(|length| str::from_utf8(bytes.get(..length)?).ok()?.chars().next())
}

fn last_char(bytes: &[u8]) -> Option<char> {
    (1..=CHAR).find_map(|length| str::from_utf8(bytes.get(bytes.len().checked_sub(length)?..)?).ok()?.chars().next())
}

/// Words in example values, in lower case.
const EXAMPLES: &[&[u8]] =
    &[b"example", b"placeholder", b"your", b"replace", b"change", b"redacted", b"xxxx", b"insert", b"secret", b"dummy"];

/// The least number of different characters in a random value.
const DISTINCT: usize = 7;

/// Whether these characters look invented: they repeat, count, spell words, or
/// are too few. If a digit is required, letters alone are a name.
pub(super) fn is_made_up(random: &[u8], needs_digit: bool) -> bool {
    let distinct = (0..=u8::MAX).filter(|byte| random.contains(byte)).count();
    let has = |is: fn(&u8) -> bool| random.iter().any(is);
    let has_digit = groups_of_digits(random) > 0;
    let cases = usize::from(has(u8::is_ascii_uppercase)) + usize::from(has(u8::is_ascii_lowercase));
    let is_example = |word: &&[u8]| random.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    is_filler(random)
        || distinct < DISTINCT
        || !(has_digit || (cases == 2 && (random.len() < 20 || (!needs_digit && is_scattered(random)))))
        || EXAMPLES.iter().any(is_example)
}

/// How many groups of digits there are. Digits at the end of a name aren't part
/// of a random value.
fn groups_of_digits(random: &[u8]) -> usize {
    let last_letter = random.iter().rposition(|byte| !byte.is_ascii_digit()).unwrap_or_default();
    let before = random.get(..last_letter).unwrap_or_default();
    let runs = before.chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit());
    runs.filter(|run| run.first().is_some_and(u8::is_ascii_digit)).count()
}

/// The most underscores and hyphens in a random value. More join words.
const JOINTS: usize = 4;

/// Whether these characters may be a name with a few numbers in it:
/// `refundOfOrder2WithMollieIsPartial`.
///
/// One in 50 random values with 30 letters and digits looks like this too.
fn is_like_name(random: &[u8]) -> bool {
    let groups = groups_of_digits(random);
    let at_least = if random.iter().any(u8::is_ascii_uppercase) { 3 } else { 2 };
    let joints = random.iter().filter(|&&byte| is_anchor(byte)).count();
    joints > JOINTS || !(groups >= at_least || (groups > 0 && is_scattered(random)))
}

/// Whether capitals are scattered at random instead of starting words: the case
/// changes often, some capitals are adjacent, and some small letters are alone.
///
/// One in 70 keys with 24 letters and digits has no digit. Four of five of
/// those pass, and nearly all longer ones. Of 90,000 names with capitals in 2
/// GB of code and documentation, 148 (0.16 %) pass, most of them pieces of
/// encoded data. A name would also need a vendor's marker before it.
fn is_scattered(letters: &[u8]) -> bool {
    let (mut changes, mut together, mut alone) = (0, 0, 0);
    for run in letters.chunk_by(|one, next| one.is_ascii_uppercase() == next.is_ascii_uppercase()) {
        changes += 1;
        match *run {
            [one] => alone += usize::from(!one.is_ascii_uppercase()),
            [first, ..] => together += usize::from(first.is_ascii_uppercase()),
            [] => {}
        }
    }
    changes * 3 > letters.len() && together >= 2 && alone >= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::shape::{Alphabet, Run};
    use crate::catalogue::{Environments, Role, vendor::Door};
    use proptest::prelude::*;

    const HEX: &[Run] = &[Run::of(Alphabet::Hex, 24)];

    static ACME: Vendor = Vendor {
        id: "acme",
        name: "Acme Pay",
        doors: &[Door::at("api.acme.example", Role::Api, Environments::Only(Environment::Production))],
        marks: &[
            MarkedShape::secret(Shape::prefixed("acme_live_", HEX, Environments::Only(Environment::Production))),
            MarkedShape::secret(Shape::prefixed("acme_test_", HEX, Environments::Only(Environment::Sandbox)))
                .with_samples(&["acme_test_5f2b8c1d9e3a7046c1b8d2e9"]),
            MarkedShape::secret(Shape::prefixed("acme_both_", HEX, Environments::Both)),
            MarkedShape::identifier(Shape {
                marker: Marker::Infix("-SBX-"),
                ..Shape::prefixed(
                    "",
                    &[Run::of(Alphabet::Hex, 9), Run::of(Alphabet::Hex, 8)],
                    Environments::Only(Environment::Sandbox),
                )
                .separated_by(b'-')
            }),
        ],
        ..Vendor::UNKNOWN
    };

    fn marks() -> Marks {
        Marks::of(std::iter::once(&ACME))
    }

    const LIVE: &str = "acme_live_7c1e94b05d2f8a3366e10bd9";

    fn values(text: &str) -> Vec<&str> {
        marks().find(text).iter().map(|found| found.find.span.of(text)).collect()
    }

    #[test]
    fn a_value_is_found_in_any_surroundings() {
        for text in [
            LIVE.to_owned(),
            format!("KEY={LIVE}\n"),
            format!("\"key\":\"{LIVE}\"}}"),
            format!("curl -u {LIVE}: https://x"),
            format!("curl -u{LIVE}: https://x"),
            format!(r"a\n{LIVE}\nb"),
            format!("key%3D{LIVE}%26x"),
            format!("\u{1b}[32m{LIVE}\u{1b}[0m"),
            format!("--key={LIVE}."),
            format!("+{LIVE}"),
            format!("({LIVE})"),
            format!("“{LIVE}”"),
            format!("„{LIVE}“"),
            format!("«{LIVE}»"),
            format!("{LIVE}\u{a0}"),
            format!("密钥：{LIVE}。"),
            format!("{LIVE}…"),
            format!("→{LIVE}✓"),
        ] {
            assert_eq!(values(&text), [LIVE], "{text}");
        }
    }

    #[test]
    fn a_part_of_something_else_is_no_value() {
        for text in [
            format!("x{LIVE}"),
            format!("my_{LIVE}"),
            format!("my-{LIVE}"),
            format!("{LIVE}0"),
            format!("{LIVE}_x"),
            format!("{LIVE}-x"),
            format!("{LIVE}.js"),
            format!("{LIVE}/x"),
            format!("{LIVE}é"),
            format!("{LIVE}は"),
            format!("é{LIVE}"),
            format!("は{LIVE}"),
            LIVE.to_uppercase(),
            LIVE[..LIVE.len() - 1].to_owned(),
            LIVE.replace("live", "both"),
            LIVE.replace("live", "prod"),
            LIVE.replace('c', "g"),
        ] {
            assert!(values(&text).is_empty(), "{text}");
        }
    }

    #[test]
    fn made_up_values_are_ignored() {
        for text in [
            "acme_test_5f2b8c1d9e3a7046c1b8d2e9",
            "acme_test_000000000000000000000000",
            "acme_test_0123456789abcdef01234567",
            "acme_test_abababababababababababab",
            "acme_test_aaaaaabbbbbbbccccccdddddd",
        ] {
            assert!(values(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn letters_alone_are_random_only_where_their_capitals_are() {
        for random in ["tKfWQmZrbXNcLspGYhVdJRwB", "qZXvBnMTrWkLpJHgFdSaYcUiOeRt", "hGTRelkWQAzxbnMoPLsdKJuy"] {
            assert!(!is_made_up(random.as_bytes(), false), "{random}");
            assert!(is_made_up(random.as_bytes(), true), "{random}");
        }
        for name in [
            "theSecretKeyOfMyAccountHere",
            "NSXMLParserCharacterReference",
            "kCFStringEncodingISOLatinArabic",
            "ALLCAPITALSAREANAMEOFITSOWN",
            "smalllettersareaname",
            "aBcDeFgHiJkLmNoPqRsTuVwX",
        ] {
            assert!(is_made_up(name.as_bytes(), false), "{name}");
        }
    }

    #[test]
    fn names_with_a_digit_are_no_keys_where_names_look_like_keys() {
        for name in [
            "refundOfOrder2WithMollieIsPartial",
            "thatUser1CanPayForOrder2WithTheCard",
            "migration_0001_adds_2024_01_the_column_of",
            "step2ofthecheckoutisskippedhere",
        ] {
            assert!(is_like_name(name.as_bytes()), "{name}");
        }
        for random in
            ["Wwvu7egPcJLLJ9Kb7J632x8wJ2zMeJ", "7d279f61a3499fed520f7cd8c08", "dHar4XY7LxsDOtmnkVtjNVWXLSlXsM"]
        {
            assert!(!is_like_name(random.as_bytes()), "{random}");
        }
    }

    #[test]
    fn an_infix_belongs_to_the_name_before_it() {
        assert_eq!(values("id: Jane-shop-SBX-2abd43d69-8bbcfbf6,"), ["Jane-shop-SBX-2abd43d69-8bbcfbf6"]);
        for text in ["-SBX-2abd43d69-8bbcfbf6", "x_y-SBX-2abd43d69-8bbcfbf6", "a-SBX-2abd43d69-8bbcfbf60"] {
            assert!(values(text).is_empty(), "{text}");
        }
        let long = format!("{}-SBX-2abd43d69-8bbcfbf6", "a".repeat(200));
        assert!(values(&long).is_empty());
    }

    #[test]
    fn invisible_characters_in_a_value_are_reported() {
        let text = format!("{}\u{200B}{}", &LIVE[..20], &LIVE[20..]);
        let found = marks().find(&text);
        assert!(found.len() == 1 && found[0].find.hides);
    }

    proptest! {
        #[test]
        fn the_scan_agrees_with_the_shapes(text in "((acme)?_?(live|test|both)_|[0-9a-f]{24}|[0-9a-f]{9}-[0-9a-f]{8}|[a-c]-SBX-| |_|-|é|x){0,10}") {
            for found in marks().find(&text) {
                let value = found.find.span.of(&text);
                prop_assert!(found.marks.iter().all(|mark| mark.of.shape.fits(value)), "{value}");
            }
            for word in text.split(' ') {
                let fits = ACME.marks.iter().any(|of| of.shape.says.only().is_some() && of.shape.fits(word));
                let random = word.rsplit(['_', '-']).next().unwrap_or_default();
                // Longer names before an infix are not read.
                let is_read = word.rsplit_once("-SBX-").is_none_or(|(name, _)| name.len() < NAME);
                if fits && is_read && !is_made_up(random.as_bytes(), true) && !is_made_up(word.as_bytes(), true) {
                    prop_assert!(values(&text).contains(&word), "{word}");
                }
            }
        }
    }
}
