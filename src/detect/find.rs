//! Finds the credentials in a text.

use std::iter::Peekable;

use super::clean::Clean;
use super::encoded::{self, Pair};
use super::escape::{escape_length, is_after_escape};
use super::found::{Certainty, Encoding, Find, Found};
use super::known_run::known_run;
use super::label::{Labelled, label_of};
use super::label_table::ends_joined_options;
use super::pairing::Pairing;
use super::scan::{Visitor, alnum_end, is_alnum, is_hex, scan};
use super::shape::{ID, LONG, TOKEN_TAIL, TOKEN_TAILS};
use super::span::Span;
use crate::catalogue::label::{LabelRole, Strength};
use crate::credential::{Kind, PairPosition, Part};

/// How many bytes of a text are examined.
pub const LIMIT: usize = 1 << 20;

/// The part of a text that is examined, cut at a character boundary.
#[must_use]
pub fn examined(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LIMIT)).unwrap_or_default()
}

/// Every credential in the text, and every value with the shape of one.
///
/// The work is linear in the length of the text, whatever it contains.
#[must_use]
pub fn find(text: &str) -> Found {
    let head = examined(text);
    let clean = Clean::new(head);
    let bytes = clean.text().as_bytes();
    let mut finder = Finder {
        bytes,
        is_cut: head.len() < text.len(),
        finds: Vec::new(),
        texts: Vec::new(),
        pairing: Pairing::default(),
        floor: 0,
        ids: encoded::ids(bytes).into_iter().peekable(),
    };
    scan(bytes, &mut finder);
    finder.encoded_ids_before(bytes.len());
    let Finder { mut finds, mut texts, .. } = finder;
    let mut way_back = clean.way_back();
    for find in &mut finds {
        find.hides = clean.hides(find.span);
        find.label = find.label.map(|label| way_back.original(label));
        find.span = way_back.original(find.span);
    }
    let mut way_back = clean.way_back();
    for span in &mut texts {
        *span = way_back.original(*span);
    }
    Found { finds, texts, examined: head.len(), length: text.len() }
}

struct Finder<'t> {
    bytes: &'t [u8],
    /// Whether the text was cut, so that a value at its end may be incomplete.
    is_cut: bool,
    finds: Vec<Find>,
    /// Places that may be base64 of a text.
    texts: Vec<Span>,
    pairing: Pairing,
    /// The end of the previous value.
    floor: usize,
    /// The base64-encoded application IDs that were not reached yet.
    ids: Peekable<std::vec::IntoIter<Span>>,
}

impl Visitor for Finder<'_> {
    fn capitals(&mut self, run: Span) {
        self.encoded_ids_before(run.start);
        let span = self.without_escape(run);
        if span.end - span.start == ID && span.start >= self.floor && self.stands_alone(span) {
            self.plain(span, Kind::ApiKey, Some(Part::ApplicationId));
        }
    }

    fn long_run(&mut self, run: Span) {
        self.encoded_ids_before(run.start);
        let span = self.without_escape(run);
        if span.start < self.floor || self.token(span) {
            return;
        }
        let run = self.bytes.get(span.start..span.end).unwrap_or_default();
        match known_run(run) {
            Some(known) if self.stands_alone(span) => self.plain(span, known.kind, known.part),
            _ => self.encoded(span, run),
        }
    }
}

impl Finder<'_> {
    /// Adds the encoded IDs that start before this offset.
    fn encoded_ids_before(&mut self, end: usize) {
        while let Some(span) = self.ids.next_if(|span| span.start < end) {
            if span.start >= self.floor {
                self.one_encoded(span, Kind::ApiKey, Some(Part::ApplicationId));
            }
        }
    }

    /// The run without the part that belongs to a preceding escape or option.
    fn without_escape(&self, run: Span) -> Span {
        let before = self.bytes.get(..run.start).unwrap_or_default();
        let after = self.bytes.get(run.start..run.end).unwrap_or_default();
        let skipped = match (before, after) {
            ([.., b' ' | b'\t' | b'"' | b'\'', b'-'] | [b'-'], [b'u', ..]) => 1,
            _ => escape_length(before, after),
        };
        Span { start: run.start + skipped.min(after.len()), end: run.end }
    }

    /// Whether this is a whole word, not part of a longer name or number.
    fn stands_alone(&self, span: Span) -> bool {
        let before = self.bytes.get(..span.start).unwrap_or_default();
        let after = self.bytes.get(span.end..).unwrap_or_default();
        if is_emphasized(before, after) {
            return true;
        }
        let starts = match *before {
            [] => true,
            [.., b'-', b'u'] => true,
            [ref joined @ .., b'u'] if ends_joined_options(joined) => true,
            [.., last] if is_alnum(last) => is_after_escape(before),
            // `${APP_ID:-value}`
            [.., b'-'] => matches!(before, [.., b' ' | b'\n' | b':', b'-'] | [b'-'] | [.., b'-', b'-']),
            // A line that a patch adds.
            [.., b'+'] => matches!(before, [.., b'\n', b'+'] | [b'+']),
            [.., last] => last != b'_',
        };
        let ends = match *after {
            [] => !self.is_cut,
            // A file name or application name.
            [b'.', next, ..] => !is_alnum(next),
            [next, ..] => !(is_alnum(next) || matches!(next, b'_' | b'-' | b'+')),
        };
        starts && ends
    }

    /// Adds the session token that starts with this run, if there is one. Its
    /// shape is known from one sample only, so a value whose label announces a
    /// token may have another length.
    fn token(&mut self, run: Span) -> bool {
        let length = run.end - run.start;
        if !(LONG..=2 * LONG).contains(&length) || self.bytes.get(run.end) != Some(&b'.') {
            return false;
        }
        let span = Span { start: run.start, end: alnum_end(self.bytes, run.end + 1) };
        let tail = span.end - run.end - 1;
        // A full stop may end a sentence. If letters follow it, this is a
        // longer name.
        let goes_on = matches!(self.bytes.get(span.end..), Some([b'.', next, ..]) if is_alnum(*next));
        if goes_on || !TOKEN_TAILS.contains(&tail) || !self.stands_alone(span) {
            return false;
        }
        let head = self.bytes.get(run.start..run.end).unwrap_or_default();
        let usual = length == LONG && tail == TOKEN_TAIL && !is_hex(head);
        let labelled = label_of(self.bytes, self.floor, span);
        let announced = labelled.is_some_and(|found| {
            found.label.claim == Some(Kind::SessionToken) && found.label.strength == Strength::Strong
        });
        if usual || announced {
            self.take(span, Kind::SessionToken, Some(Part::Token), labelled);
        }
        usual || announced
    }

    fn plain(&mut self, span: Span, kind: Kind, shape: Option<Part>) {
        self.take(span, kind, shape, label_of(self.bytes, self.floor, span));
    }

    fn take(&mut self, span: Span, kind: Kind, shape: Option<Part>, labelled: Option<Labelled>) {
        let only_digits = shape == Some(Part::ApplicationId) && !self.has_letter(span);
        if only_digits && labelled.is_none() {
            // A Unix time has ten digits. Only one in 300,000 IDs has no
            // letter.
            return;
        }
        let part = shape.or_else(|| match labelled?.label.role {
            LabelRole::First | LabelRole::Pair => kind.parts().first().copied(),
            LabelRole::Second => kind.parts().get(1).copied(),
            LabelRole::Alone => None,
        });
        let certainty = match labelled {
            Some(found) if !only_digits && self.is_named(span, kind, part, &found) => Certainty::Labelled,
            _ => Certainty::Candidate,
        };
        self.push(span, kind, part, labelled, certainty);
        self.pairing.join(self.bytes, &mut self.finds, labelled);
        self.floor = span.end;
    }

    /// Adds what this base64 run decodes to: a pair, which may contain a line
    /// break, or a single value.
    fn encoded(&mut self, span: Span, run: &[u8]) {
        if let Some(whole) = encoded::wrapped(self.bytes, span) {
            let run = encoded::run_of(self.bytes.get(whole.start..whole.end).unwrap_or_default());
            if let Some(pair) = encoded::pair(&run) {
                return self.encoded_pair(self.with_padding(whole), pair);
            }
        }
        if let Some(pair) = encoded::pair(run) {
            return self.encoded_pair(self.with_padding(span), pair);
        }
        let padded = self.with_padding(span);
        let before = self.bytes.get(..span.start).unwrap_or_default();
        let is_part_of_more = matches!(before, [.., b'+' | b'/' | b'-' | b'_'])
            || matches!(self.bytes.get(padded.end), Some(b'+' | b'/' | b'-' | b'_' | b'='));
        if is_part_of_more {
            return;
        }
        if let Some((kind, shape)) = encoded::single(run) {
            self.one_encoded(padded, kind, shape);
        } else if encoded::begins_text(run) {
            self.texts.push(self.with_padding(encoded::whole_text(self.bytes, span)));
        }
    }

    fn ends_line(&self, span: Span) -> bool {
        encoded::ends_line(&encoded::run_of(self.bytes.get(span.start..span.end).unwrap_or_default()))
    }

    fn with_padding(&self, span: Span) -> Span {
        let rest = self.bytes.get(span.end..).unwrap_or_default();
        let padding = rest.iter().take(2).take_while(|&&byte| byte == b'=').count();
        Span { end: span.end + padding, ..span }
    }

    fn one_encoded(&mut self, span: Span, kind: Kind, shape: Option<Part>) {
        let labelled = label_of(self.bytes, self.floor, span);
        let first = self.finds.len();
        self.take(span, kind, shape, labelled);
        let ends_line = self.ends_line(span);
        if let Some(find) = self.finds.get_mut(first) {
            find.encoding = Encoding::Encoded;
            find.ends_line = ends_line;
        }
    }

    fn encoded_pair(&mut self, span: Span, pair: Pair) {
        let kind = match pair {
            Pair::Whole(kind) => kind,
            Pair::Reversed => Kind::ApiKey,
            Pair::Half => return self.encoded_half(span),
        };
        let labelled = label_of(self.bytes, self.floor, span);
        let first = self.finds.len();
        let is_reversed = pair == Pair::Reversed;
        let positions = if is_reversed {
            [PairPosition::Second, PairPosition::First]
        } else {
            [PairPosition::First, PairPosition::Second]
        };
        let certainty = if is_reversed { Certainty::Candidate } else { Certainty::Encoded };
        let ends_line = self.ends_line(span);
        for (index, (&part, position)) in kind.parts().iter().zip(positions).enumerate() {
            self.push(span, kind, Some(part), labelled, certainty);
            if let Some(find) = self.finds.last_mut() {
                find.encoding = Encoding::EncodedPair;
                find.partner = Some(first + 1 - index);
                find.position = Some(position);
                find.is_login = true;
                find.ends_line = ends_line;
            }
        }
        self.floor = span.end;
    }

    /// Adds an encoded ID that is followed by something other than a secret. It
    /// matters only if the ID is known.
    fn encoded_half(&mut self, span: Span) {
        let labelled = label_of(self.bytes, self.floor, span);
        self.push(span, Kind::ApiKey, Some(Part::ApplicationId), labelled, Certainty::Candidate);
        if let Some(find) = self.finds.last_mut() {
            find.encoding = Encoding::EncodedPair;
            find.position = Some(PairPosition::First);
            find.is_half = true;
        }
        self.floor = span.end;
    }

    fn push(&mut self, span: Span, kind: Kind, part: Option<Part>, labelled: Option<Labelled>, certainty: Certainty) {
        let claim = labelled.and_then(|found| found.label.claim);
        let is_id = part == Some(Part::ApplicationId);
        self.finds.push(Find {
            part,
            kind,
            span,
            label: labelled.map(|found| found.name),
            claim,
            anonymous: (labelled.is_some() || certainty == Certainty::Encoded) && claim.is_none(),
            certainty,
            partner: None,
            encoding: Encoding::Plain,
            position: labelled.and_then(|found| match found.label.role {
                LabelRole::First => Some(PairPosition::First),
                LabelRole::Second => Some(PairPosition::Second),
                LabelRole::Pair | LabelRole::Alone => None,
            }),
            form: labelled.and_then(|found| found.naming(self.bytes, kind)),
            is_login: false,
            is_half: false,
            is_reference: is_id && is_reference(self.bytes, span),
            is_word: is_id && span.end - span.start == ID && !self.has_digit(span),
            hides: false,
            ends_line: false,
        });
    }

    /// Whether the label is enough to make it a credential of this kind.
    fn is_named(&self, span: Span, kind: Kind, part: Option<Part>, found: &Labelled) -> bool {
        let label = found.label;
        label.strength == Strength::Strong
            && part.map(LabelRole::of) == Some(label.role)
            && label.claim == Some(kind)
            // In "the App Id DEPRECATED …", the ten letters are a word.
            && (found.separated || part != Some(Part::ApplicationId) || self.has_digit(span))
    }

    fn has_digit(&self, span: Span) -> bool {
        self.bytes.get(span.start..span.end).is_some_and(|id| id.iter().any(u8::is_ascii_digit))
    }

    fn has_letter(&self, span: Span) -> bool {
        self.bytes.get(span.start..span.end).is_some_and(|id| id.iter().any(u8::is_ascii_alphabetic))
    }
}

/// Whether a value is in Markdown or AsciiDoc emphasis, or in list marks:
/// `_key_`, `__key__`, `+key+`, `-key-`.
fn is_emphasized(before: &[u8], after: &[u8]) -> bool {
    let Some(&mark) = before.last().filter(|mark| matches!(mark, b'_' | b'+' | b'-')) else { return false };
    let is_mark = |byte: &&u8| **byte == mark;
    let opening = before.iter().rev().take(4).take_while(is_mark).count();
    let closing = after.iter().take(4).take_while(is_mark).count();
    let is_free = |byte: Option<&u8>| byte.is_none_or(|&byte| !is_alnum(byte));
    (1..=3).contains(&opening)
        && opening == closing
        && is_free(before.len().checked_sub(opening + 1).and_then(|at| before.get(at)))
        && is_free(after.get(closing))
}

/// Whether a run of capitals is the name of a variable or secret: `$NAME`,
/// `${NAME}`, `{{ NAME }}`, `%NAME%`, `secrets.NAME`, `getenv('NAME')`.
fn is_reference(bytes: &[u8], span: Span) -> bool {
    let before = bytes.get(..span.start).unwrap_or_default();
    let after = bytes.get(span.end..).unwrap_or_default();
    match before {
        [.., b'$' | b'@' | b'#'] | [.., b'$' | b'#', b'{' | b'('] | [.., b'{', b'{'] | [.., b'{', b'{', b' '] => true,
        [.., b'%'] => after.starts_with(b"%"),
        [.., b'<'] => after.starts_with(b">"),
        [.., b'/'] => is_in_vault(before),
        [.., name, b'.'] => is_alnum(*name) || *name == b')',
        [.., open @ (b'(' | b'['), b'"' | b'\''] => {
            let call = before.get(..before.len() - 2).unwrap_or_default();
            let tail = call.get(call.len().saturating_sub(8)..).unwrap_or_default().to_ascii_lowercase();
            matches!(open, b'(' | b'[')
                && (tail.ends_with(b"env") || tail.ends_with(b"environ") || tail.ends_with(b"secrets"))
        }
        _ => false,
    }
}

/// Whether the path that ends here is in a vault: `op://team/`, `ssm:/eqp/`.
/// After the two slashes of a URL, it would be the URL's user.
fn is_in_vault(path: &[u8]) -> bool {
    let start = path.iter().rposition(|&byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\''));
    let word = path.get(start.map_or(0, |at| at + 1)..).unwrap_or_default();
    let Some(colon) = memchr::memchr(b':', word) else { return false };
    let scheme = word.get(..colon).unwrap_or_default();
    let is_web = scheme.len() < 2 || scheme.to_ascii_lowercase().starts_with(b"http");
    let segments = word.get(colon + 1..).unwrap_or_default();
    !is_web && scheme.iter().all(|&byte| is_alnum(byte)) && segments.iter().any(|&byte| is_alnum(byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::secret::Secret;
    use proptest::prelude::*;

    const ID: &str = "AQ17NZ49WC";
    const SECRET: &str = "8820c99614d65f923df7660276f20e029d73e2ca";
    const PUBLIC: &str = "0123456789abcdef0123456789abcdef";
    const TOKEN: &str = "baGXoStRuR9VCDFQGZNzgNqbqu5WUwlr.cAxZJ9m22Le7";

    /// Part, value, certainty and partner of each find.
    fn finds(text: &str) -> Vec<(Option<Part>, &str, Certainty, Option<usize>)> {
        find(text).finds.iter().map(|find| (find.part, find.span.of(text), find.certainty, find.partner)).collect()
    }

    #[test]
    fn a_bare_value_is_only_a_candidate() {
        use Certainty::Candidate;
        assert_eq!(finds(ID), [(Some(Part::ApplicationId), ID, Candidate, None)]);
        assert_eq!(finds(SECRET), [(Some(Part::ApplicationSecret), SECRET, Candidate, None)]);
        assert_eq!(finds(PUBLIC), [(None, PUBLIC, Candidate, None)]);
        assert_eq!(finds(TOKEN), [(Some(Part::Token), TOKEN, Candidate, None)]);
    }

    #[test]
    fn keys_of_two_environments_in_one_file_are_paired_by_their_names() {
        let text = format!(
            "PROD_APP_ID={ID}\nSANDBOX_APP_ID=BQ17NZ49WC\nPROD_APP_SECRET={SECRET}\nSANDBOX_APP_SECRET={}",
            SECRET.replace('8', "7")
        );
        let partners: Vec<_> = finds(&text).iter().map(|find| find.3).collect();
        assert_eq!(partners, [Some(2), Some(3), Some(0), Some(1)]);
    }

    #[test]
    fn a_time_before_a_commit_is_no_pair() {
        let text = format!("1700000000:{SECRET}\n1700000001 {SECRET}\n");
        assert!(finds(&text).iter().all(|find| find.2 == Certainty::Candidate && find.3.is_none()));
    }

    #[test]
    fn a_value_is_a_whole_word() {
        for text in [
            format!("x{SECRET}"),
            format!("{SECRET}0"),
            format!("app-{SECRET}.js"),
            format!("{SECRET}_x"),
            format!("X{ID}"),
            format!("_{ID}"),
            format!("{TOKEN}.x1"),
            format!("{TOKEN}x"),
        ] {
            assert!(finds(&text).is_empty(), "{text}");
        }
    }

    #[test]
    fn emphasis_colors_and_patches_are_no_part_of_a_value() {
        for text in [
            format!("__{SECRET}__"),
            format!("_{SECRET}_"),
            format!("*{SECRET}*"),
            format!("\u{1b}[32m{SECRET}\u{1b}[0m"),
            format!("[32m{SECRET}[0m"),
            format!(r"\u001b[1;32m{SECRET}\u001b[0m"),
            format!("+{SECRET}\n"),
            format!(" 1\n+{SECRET}"),
        ] {
            let found = finds(&text);
            assert_eq!(found.iter().map(|find| find.1).collect::<Vec<_>>(), [SECRET], "{text}");
        }
        for text in [format!("x_{SECRET}_"), format!("__{SECRET}_"), format!("_{SECRET}_x"), format!("a+{SECRET}")] {
            assert!(finds(&text).is_empty(), "{text}");
        }
    }

    #[test]
    fn values_encoded_alone_are_read() {
        let text = "data:\n  app-id: QVUyOVBDN1pMNA==\n  app-secret: MzllMTkxMDk1Mjc4ZGE3YmI4YTBhZWNlM2U0N2RlNmUxNjlmMjMzYw==\n";
        let found = find(text).finds;
        let read: Vec<_> =
            found.iter().map(|find| (find.part, find.partner, find.secret(text).bytes().to_vec())).collect();
        assert_eq!(read[0], (Some(Part::ApplicationId), Some(1), b"AU29PC7ZL4".to_vec()));
        let secret = b"39e191095278da7bb8a0aece3e47de6e169f233c".to_vec();
        assert_eq!(read[1], (Some(Part::ApplicationSecret), Some(0), secret));
    }

    #[test]
    fn invisible_characters_in_a_value_are_reported() {
        let text = "App Id: АQ17NZ49WC App Secret: 8820c99614d65f923df7\u{200B}660276f20e029d73e2ca";
        let found = find(text).finds;
        assert!(found.len() == 2 && found.iter().all(|find| find.hides));
        assert!(found[0].secret(text) == Secret::new(ID) && found[1].secret(text) == Secret::new(SECRET));
    }

    #[test]
    fn places_are_known_by_name_and_by_order() {
        let positions = |text: String| find(&text).finds.iter().map(|find| find.position).collect::<Vec<_>>();
        let in_order = [Some(PairPosition::First), Some(PairPosition::Second)];
        assert_eq!(positions(format!("curl -u {ID}:{SECRET}")), in_order);
        assert_eq!(positions(format!("curl -u {SECRET}:{ID}")), in_order);
        assert_eq!(positions(format!("APP_ID={SECRET}\nAPP_SECRET={ID}")), in_order);
        assert_eq!(positions(format!("{ID} {SECRET}")), [None, None]);
    }

    #[test]
    fn names_of_variables_are_references() {
        for text in [
            "$ABCDEFGHIJ",
            "${ABCDEFGHIJ}",
            "${{ secrets.ABCDEFGHIJ }}",
            "%ABCDEFGHIJ%",
            "getenv('ABCDEFGHIJ')",
            "process.env.ABCDEFGHIJ",
            "{{ABCDEFGHIJ}}",
            "<ABCDEFGHIJ>",
            "op://team/ABCDEFGHIJ/password",
            "APP_ID=ssm:/eqp/ABCDEFGHIJ",
        ] {
            assert!(find(text).finds.iter().all(|find| find.is_reference), "{text}");
        }
        for text in [
            "'ABCDEFGHIJ'",
            "ftp://ABCDEFGHIJ:x@host",
            "https://host/ABCDEFGHIJ",
            "('ABCDEFGHIJ')",
            "x: ABCDEFGHIJ",
            "{ABCDEFGHIJ}",
        ] {
            assert!(find(text).finds.iter().all(|find| !find.is_reference), "{text}");
        }
    }

    #[test]
    fn beyond_the_limit_nothing_is_examined() {
        // With three bytes per repetition, the limit falls inside an é.
        let text = format!("{}App Id: {ID}", " é".repeat(LIMIT / 3 + 1));
        let found = find(&text);
        assert!(found.is_truncated() && found.finds.is_empty());
        assert_eq!(found.examined, LIMIT);
        assert_eq!(examined(&text[1..]).len(), LIMIT - 1);
    }

    #[test]
    fn a_value_that_may_be_cut_off_is_left_out() {
        let text = format!("{}{SECRET}{SECRET}", " ".repeat(LIMIT - SECRET.len()));
        assert!(find(&text).finds.is_empty());
    }

    proptest! {
        #[test]
        fn every_span_is_on_character_boundaries(text in ".{0,120}|([A-Z0-9]{10}|[0-9a-f]{40}|[0-9a-f]{32}|[:= \u{200B}“é]|App Id|Private|-u ){0,12}") {
            let found = find(&text);
            for (index, find) in found.finds.iter().enumerate() {
                prop_assert!(text.get(find.span.start..find.span.end).is_some_and(|value| !value.is_empty()));
                if let Some(label) = find.label {
                    prop_assert!(text.get(label.start..label.end).is_some());
                    // A label lies between its value and the previous one, or
                    // directly after its value.
                    prop_assert!(label.end <= find.span.start || label.start >= find.span.end);
                    let is_before = |earlier: &Find| earlier.span.end <= label.start || earlier.span == find.span;
                    prop_assert!(found.finds[..index].iter().all(is_before));
                }
                if let Some(partner) = find.partner {
                    prop_assert_eq!(found.finds[partner].partner, Some(index));
                    prop_assert_eq!(found.finds[partner].part, find.part.and_then(Part::partner));
                }
            }
        }
    }
}
