//! The words that say what the value after them is.

use super::escape::{color_length, escape_length, is_after_escape};
use super::found::Naming;
use super::span::Span;
use crate::catalogue::label::{LabelRole, LabelRow, Strength};
use crate::catalogue::vendors;
use crate::credential::Kind;

/// A label.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label {
    /// Its letters and digits, in lower case.
    key: &'static str,
    /// The last two of these; a zero and the one if there is one.
    ending: [u8; 2],
    /// Whether a word has to begin where it begins.
    whole: bool,
    /// What must stand directly before it.
    prefix: &'static str,
    pub(super) role: LabelRole,
    pub(super) strength: Strength,
    /// The kind that it announces, if it is not used for both.
    pub(super) claim: Option<Kind>,
}

const fn label(row: &LabelRow) -> Label {
    let LabelRow { key, role, strength, kind } = *row;
    // A short key is part of many words.
    Label { key, ending: ending(key), whole: key.len() < 8, prefix: "", role, strength, claim: kind }
}

const fn common(key: &'static str, role: LabelRole, strength: Strength) -> Label {
    label(&LabelRow { key, role, strength, kind: None })
}

const fn option(prefix: &'static str, key: &'static str) -> Label {
    Label {
        key,
        ending: ending(key),
        whole: true,
        prefix,
        role: LabelRole::Pair,
        strength: Strength::Strong,
        claim: None,
    }
}

const fn ending(key: &str) -> [u8; 2] {
    match key.as_bytes() {
        [.., before, last] => [*before, *last],
        [last] => [0, *last],
        [] => [0, 0],
    }
}

/// Labels that many vendors use.
const COMMON: &[Label] = {
    use LabelRole::{First, Pair, Second, Token};
    use Strength::{Strong, Weak};
    &[
        common("clientid", First, Weak),
        common("clientsecret", Second, Weak),
        option("-", "u"),
        option("--", "user"),
        common("basic", Pair, Strong),
        common("auth", Pair, Strong),
        common("username", First, Weak),
        common("user", First, Weak),
        common("login", First, Weak),
        common("id", First, Weak),
        common("password", Second, Weak),
        common("passwd", Second, Weak),
        common("pass", Second, Weak),
        common("secret", Second, Weak),
        common("token", Token, Weak),
    ]
};

/// How many labels there are.
const COUNT: usize = {
    let mut count = COMMON.len();
    let mut rest = vendors::ALL;
    while let [vendor, others @ ..] = rest {
        count += vendor.labels.len();
        rest = others;
    }
    count
};

/// Every label that is known, those of the vendors first. The first that fits
/// is taken, so the longer ones come before those that they end with.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses an index that is out of range")]
pub(super) static LABELS: [Label; COUNT] = {
    let mut labels = [COMMON[0]; COUNT];
    let mut next = 0;
    let mut rest = vendors::ALL;
    while let [vendor, others @ ..] = rest {
        let mut rows = vendor.labels;
        while let [row, more @ ..] = rows {
            labels[next] = label(row);
            next += 1;
            rows = more;
        }
        rest = others;
    }
    let mut rows = COMMON;
    while let [row, more @ ..] = rows {
        labels[next] = *row;
        next += 1;
        rows = more;
    }
    labels
};

/// Vendors whose values have the same shapes and common names, in lower case.
/// The first has an extension for a vendor's shop, so both words are in one name.
pub(crate) const FOREIGN_WORDS: &[&str] = &[
    "algolia",
    "appstore",
    "apple",
    "apns",
    "azure",
    "bitbucket",
    "dropbox",
    "facebook",
    "firebase",
    "github",
    "gitlab",
    "google",
    "mailgun",
    "paypal",
    "pusher",
    "sentry",
    "shopify",
    "slack",
    "stripe",
    "twilio",
    "zendesk",
];

/// For each letter that a label can end with, the letters that can stand before
/// it, as bits: nearly every other word is ruled out by its last two letters.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses an index that is out of range")]
static ENDINGS: [u32; 26] = {
    let mut endings = [0; 26];
    let mut index = 0;
    while index < LABELS.len() {
        let [before, last] = LABELS[index].ending;
        endings[(last - b'a') as usize] |= if before == 0 { u32::MAX } else { 1 << (before - b'a') };
        index += 1;
    }
    endings
};

/// Whether a label can end with these letters.
fn can_end_with([before, last]: [u8; 2]) -> bool {
    let number = |byte: u8| byte.is_ascii_lowercase().then(|| byte - b'a');
    let bit = number(before).map_or(1 << 31, |number| 1_u32 << number);
    number(last).and_then(|number| ENDINGS.get(usize::from(number))).is_some_and(|endings| endings & bit != 0)
}

/// A label found before a value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Labelled {
    pub(super) label: &'static Label,
    /// The whole name that ends with it, such as `ADOBE_EQP_APP_ID`.
    pub(super) name: Span,
    /// The known part of the name: names that are the same around it belong
    /// together.
    pub(super) core: Span,
    /// Whether a colon, an equals sign or the like stands between.
    pub(super) separated: bool,
}

impl Labelled {
    /// How much the name says about a value of this kind.
    pub(super) fn naming(&self, bytes: &[u8], kind: Kind) -> Naming {
        let name = bytes.get(self.name.start..self.name.end).unwrap_or_default().to_ascii_lowercase();
        let has = |word: &str| memchr::memmem::find(&name, word.as_bytes()).is_some();
        let is_kind_word = |&(of, word): &(Kind, &str)| of == kind && has(word);
        if FOREIGN_WORDS.iter().any(|word| has(word)) {
            Naming::Foreign
        } else if self.label.claim != Some(kind) || !(self.separated || self.label.role == LabelRole::Pair) {
            Naming::Nothing
        } else if vendors::ALL
            .iter()
            .any(|vendor| vendor.words.iter().any(|word| has(word)) || vendor.kind_words.iter().any(is_kind_word))
        {
            Naming::Vendor
        } else if self.label.strength == Strength::Strong || self.is_as_the_portal_shows_it(bytes) {
            Naming::Common
        } else {
            Naming::Nothing
        }
    }

    /// Whether it is written as on the portal's own list: `Public: `, with a
    /// capital and nothing before it. Configuration files write `public:`.
    fn is_as_the_portal_shows_it(&self, bytes: &[u8]) -> bool {
        let name = bytes.get(self.name.start..self.name.end).unwrap_or_default();
        let is_word =
            name.first().is_some_and(u8::is_ascii_uppercase) && name.get(1).is_some_and(u8::is_ascii_lowercase);
        let rest = bytes.get(self.name.end..).unwrap_or_default();
        is_word && self.name.start == self.core.start && matches!(rest, [b':' | b'\t' | b'\n' | b'\r', ..])
    }

    /// What the name shares with that of its partner: what stands in it before
    /// the known part, and after.
    pub(super) const fn family(&self) -> [Span; 2] {
        [Span { start: self.name.start, end: self.core.start }, Span { start: self.core.end, end: self.name.end }]
    }
}

/// How far before a value its label may begin.
const REACH: usize = 96;
/// How many words may stand between a label and its value, as in
/// `"name": "APP_ID", "value": "…"`, `App ID is …`, `<td>App ID</td><td>…`.
const FILLERS: usize = 3;
/// The longest of these words, in bytes.
const FILLER_LENGTH: usize = 16;
/// Words that may stand on a line of their own between a label and its value.
const LINE_FILLERS: &[&[u8]] = &[b"copy", b"value", b"is", b"key", b"type", b"text", b"td", b"dd", b"span", b"code"];

/// The label of the value at this span: after it in an object that gives the
/// value first, as in `{"value": "…", "name": "APP_ID"}`, else before it.
pub(super) fn label_of(bytes: &[u8], floor: usize, span: Span) -> Option<Labelled> {
    let before = || label_before(bytes, floor, span.start);
    if is_after_value_key(bytes, span.start) { label_after(bytes, span.end).or_else(before) } else { before() }
}

/// Keys of a list of variables that a value follows, and a name, in lower case.
const VALUE_KEYS: &[&[u8]] = &[b"value", b"val", b"default"];
const NAME_KEYS: &[&[u8]] = &[b"name", b"key", b"variable", b"variable_name"];

/// Whether `"value":` or the like stands directly before, as the first key of
/// its object.
fn is_after_value_key(bytes: &[u8], start: usize) -> bool {
    let floor = start.saturating_sub(FILLER_LENGTH * 2);
    let mut glue = Glue::default();
    let end = glue.skip(bytes, floor, start);
    if !glue.colon {
        return false;
    }
    let key = word_start(bytes, floor, end);
    let word = bytes.get(key..end).unwrap_or_default();
    if !VALUE_KEYS.iter().any(|known| word.eq_ignore_ascii_case(known)) {
        return false;
    }
    let before = bytes.get(floor..key).unwrap_or_default().trim_ascii_end();
    let before = before.strip_suffix(b"\"").or(before.strip_suffix(b"'")).unwrap_or(before);
    let before = before.strip_suffix(b"\\").unwrap_or(before).trim_ascii_end();
    // A YAML list begins its items with a dash.
    matches!(before.last(), None | Some(b'{' | b'-'))
}

/// The label in `, "name": "…"` after a value.
fn label_after(bytes: &[u8], end: usize) -> Option<Labelled> {
    let limit = bytes.len().min(end + REACH);
    let rest = bytes.get(end..limit)?;
    let is_glue = |byte: &u8| matches!(byte, b'"' | b'\'' | b',' | b':' | b'=' | b'\\') || byte.is_ascii_whitespace();
    let key_at = rest.iter().position(|byte| !is_glue(byte))?;
    let key = rest.get(key_at..)?;
    let key_end = key.iter().position(|&byte| !(byte.is_ascii_alphanumeric() || byte == b'_'))?;
    if !NAME_KEYS.iter().any(|known| key.get(..key_end).is_some_and(|key| key.eq_ignore_ascii_case(known))) {
        return None;
    }
    let name = key.get(key_end..)?;
    let name_at = name.iter().position(|byte| !is_glue(byte))?;
    let name = name.get(name_at..)?;
    let length = name.iter().position(|&byte| !is_name_byte(byte)).unwrap_or(name.len());
    let start = end + key_at + key_end + name_at;
    let name = Span { start, end: start + length };
    let (label, core) = (start + 1..=name.end).rev().find_map(|at| {
        let ends = can_end_with(last_two(bytes, start, at));
        let (label, core) = ends.then(|| Letters::before(bytes, start, at).label(bytes.get(start..at)?))??;
        Some((label, Span { start: start + core, end: at }))
    })?;
    Some(Labelled { label, name, core, separated: true })
}

const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// The label of the value that begins at `start`, if one stands before it and
/// not before `floor`, where the value before ended.
pub(super) fn label_before(bytes: &[u8], floor: usize, start: usize) -> Option<Labelled> {
    let floor = floor.max(start.saturating_sub(REACH));
    let mut glue = Glue::default();
    let mut at = start;
    let mut passed: [&[u8]; FILLERS + 1] = [&[]; FILLERS + 1];
    for index in 0..=FILLERS {
        at = glue.skip(bytes, floor, at);
        if at == floor {
            return None;
        }
        if let Some(found) = label_ending_at(bytes, floor, at, start, &glue) {
            return (!glue.newline || passed.iter().all(|word| may_stand_alone(word))).then_some(found);
        }
        let word_at = word_start(bytes, floor, at);
        let word = bytes.get(word_at..at).unwrap_or_default();
        if word.is_empty() || word.len() > FILLER_LENGTH {
            return None;
        }
        if let Some(slot) = passed.get_mut(index) {
            *slot = word;
        }
        at = word_at;
    }
    None
}

fn may_stand_alone(word: &[u8]) -> bool {
    word.is_empty() || LINE_FILLERS.iter().any(|filler| word.eq_ignore_ascii_case(filler))
}

fn label_ending_at(bytes: &[u8], floor: usize, end: usize, value: usize, glue: &Glue) -> Option<Labelled> {
    if !can_end_with(last_two(bytes, floor, end)) {
        return None;
    }
    let letters = Letters::before(bytes, floor, end);
    let (label, start) = letters.label(bytes.get(floor..end)?)?;
    let start = floor + start;
    let rest = bytes.get(end..value).unwrap_or_default();
    let tail = rest.iter().position(|&byte| !(byte.is_ascii_alphanumeric() || byte == b'_')).unwrap_or(rest.len());
    let name = Span { start: name_start(bytes, floor, start), end: end + tail };
    // A value on the next line belongs to a label that says so, or that has
    // its line to itself; else any sentence that ends with the word would do.
    if glue.newline && !glue.separator && !begins_its_line(bytes, name.start) {
        return None;
    }
    Some(Labelled { label, name, core: Span { start, end }, separated: glue.separator || glue.newline })
}

/// The letters of the longest label, and one more.
const LETTERS: usize = 20;

/// The last letters and digits of a text, in lower case and without any of
/// ` _-.` between them.
struct Letters {
    /// Filled from the end.
    folded: [u8; LETTERS],
    /// Where each stands.
    at: [usize; LETTERS],
}

impl Letters {
    /// Those before `end`, with their distances from `floor`.
    fn before(bytes: &[u8], floor: usize, end: usize) -> Self {
        let mut letters = Self { folded: [0; LETTERS], at: [0; LETTERS] };
        let mut end = end;
        for (folded, at) in letters.folded.iter_mut().zip(&mut letters.at).rev() {
            match byte_before(bytes, floor, end) {
                Some((before, byte)) if byte.is_ascii_alphanumeric() => {
                    *folded = byte.to_ascii_lowercase();
                    *at = before - floor;
                    end = skip_joiners(bytes, floor, before);
                }
                _ => break,
            }
        }
        letters
    }

    /// The label that these end with, and where it begins in their text.
    fn label(&self, text: &[u8]) -> Option<(&'static Label, usize)> {
        let fits = |label: &&'static Label| {
            let at = self.start(label)?;
            label.may_begin_after(text.get(..at)?, text.get(at)).then_some((*label, at))
        };
        let [.., before, last] = self.folded;
        LABELS
            .iter()
            .filter(|label| label.ending == [before, last] || label.ending == [0, last])
            .find_map(|label| fits(&label))
    }

    fn start(&self, label: &Label) -> Option<usize> {
        let key = label.key.as_bytes();
        let first = self.folded.ends_with(key).then(|| LETTERS - key.len())?;
        self.at.get(first).copied()
    }
}

impl Label {
    /// Whether it may begin after this text, with this letter.
    fn may_begin_after(&self, before: &[u8], first: Option<&u8>) -> bool {
        if !self.prefix.is_empty() {
            return before.ends_with(self.prefix.as_bytes());
        }
        let word_begins = match before.last() {
            None => true,
            Some(last) if last.is_ascii_lowercase() => first.is_some_and(u8::is_ascii_uppercase),
            Some(last) => !last.is_ascii_alphanumeric(),
        };
        word_begins || !self.whole || is_after_escape(before)
    }
}

/// Whether a cell of a table holds nothing but a label of this kind and role.
pub(super) fn is_label_of(cell: &str, kind: Kind, role: LabelRole) -> bool {
    let bytes = cell.trim_end_matches(':').trim_end().as_bytes();
    let letters = Letters::before(bytes, 0, bytes.len());
    LABELS.iter().any(|label| label.claim == Some(kind) && label.role == role && letters.start(label) == Some(0))
}

/// The last two letters of a text, as [`Letters`] has them.
fn last_two(bytes: &[u8], floor: usize, end: usize) -> [u8; 2] {
    let Some((before, last)) = byte_before(bytes, floor, end) else { return [0, 0] };
    let last_but_one = byte_before(bytes, floor, skip_joiners(bytes, floor, before)).map_or(0, |(_, byte)| byte);
    [last_but_one.to_ascii_lowercase(), last.to_ascii_lowercase()]
}

/// At most two of what stands between the words of a name.
fn skip_joiners(bytes: &[u8], floor: usize, end: usize) -> usize {
    let mut at = end;
    for _ in 0..2 {
        match bytes.get(floor..at) {
            Some([.., b' ' | b'_' | b'-' | b'.']) => at -= 1,
            Some([.., 0xC2, 0xA0]) => at -= 2,
            _ => break,
        }
    }
    at
}

fn byte_before(bytes: &[u8], floor: usize, at: usize) -> Option<(usize, u8)> {
    let before = at.checked_sub(1).filter(|&before| before >= floor)?;
    bytes.get(before).map(|&byte| (before, byte))
}

fn start_of(bytes: &[u8], floor: usize, end: usize, belongs: impl Fn(u8) -> bool) -> usize {
    let before = bytes.get(floor..end).unwrap_or_default();
    floor + before.iter().rposition(|&byte| !belongs(byte)).map_or(0, |at| at + 1)
}

fn name_start(bytes: &[u8], floor: usize, end: usize) -> usize {
    let start = start_of(bytes, floor, end, is_name_byte);
    let name = bytes.get(start..end).unwrap_or_default();
    start + escape_length(bytes.get(..start).unwrap_or_default(), name)
}

/// The start of the word that ends here. Scripts other than Latin may follow
/// it without a space, and with punctuation of their own.
fn word_start(bytes: &[u8], floor: usize, end: usize) -> usize {
    match byte_before(bytes, floor, end) {
        Some((_, last)) if !last.is_ascii() => start_of(bytes, floor, end, |byte| !byte.is_ascii()),
        _ => start_of(bytes, floor, end, |byte| byte.is_ascii_alphanumeric()),
    }
}

/// Whether nothing but list marks and quotes stands before this on its line.
fn begins_its_line(bytes: &[u8], start: usize) -> bool {
    let mut at = start;
    loop {
        match byte_before(bytes, 0, at) {
            None | Some((_, b'\n' | b'\r' | b'\t' | b'|')) => return true,
            Some((before, b' ' | b'*' | b'-' | b'+' | b'#' | b'>' | b'`' | b'"' | b'\'' | b'_')) => at = before,
            Some(_) => return false,
        }
        if start - at > REACH {
            return false;
        }
    }
}

/// What may stand between a label and its value: space, quotes of any kind,
/// punctuation, and the escaped forms of these.
#[derive(Default, Debug)]
pub(super) struct Glue {
    /// A line ends in it.
    pub(super) newline: bool,
    /// It has a colon, an equals sign, an arrow, or a border between cells.
    pub(super) separator: bool,
    /// It has a colon.
    pub(super) colon: bool,
}

impl Glue {
    /// The start of the glue that ends at `end`.
    pub(super) fn skip(&mut self, bytes: &[u8], floor: usize, end: usize) -> usize {
        let mut at = end;
        while let Some(length) = bytes.get(floor..at).and_then(|before| self.last_of(before)) {
            at -= length;
        }
        at
    }

    /// The length of the piece of glue that these bytes end with.
    fn last_of(&mut self, before: &[u8]) -> Option<usize> {
        let &last = before.last()?;
        if let b'\n' = last
            && let Some(length) = continuation(before)
        {
            return Some(length);
        }
        if last.is_ascii_alphanumeric() {
            self.escape(before)
        } else if last.is_ascii() {
            self.note(last);
            Some(1)
        } else {
            self.mark(before)
        }
    }

    fn note(&mut self, byte: u8) {
        match byte {
            b'\n' | b'\r' => self.newline = true,
            b':' => {
                self.colon = true;
                self.separator = true;
            }
            b'=' | b'>' | b'|' => self.separator = true,
            _ => {}
        }
    }

    /// An escaped mark. An escaped letter or digit is none.
    fn escape(&mut self, before: &[u8]) -> Option<usize> {
        let (digits, length) = match *before {
            [.., b'%', high, low] => ([high, low], 3),
            [.., b'\\', b'u', b'0', b'0', high, low] => ([high, low], 6),
            [.., b'\\', b'x', high, low] => ([high, low], 4),
            [.., b'\\', b'n' | b'r'] => {
                self.newline = true;
                return Some(2);
            }
            [.., b'\\', b't'] => return Some(2),
            [.., b'm'] => return color_length(before),
            _ => return None,
        };
        let byte = u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?;
        if byte.is_ascii_alphanumeric() {
            return None;
        }
        self.note(byte);
        Some(length)
    }

    /// A mark of more than one byte.
    fn mark(&mut self, before: &[u8]) -> Option<usize> {
        match *before {
            // No-break space, « and ».
            [.., 0xC2, 0xA0 | 0xAB | 0xBB] => Some(2),
            // General punctuation: “typographic” quotes, dashes, odd spaces, →.
            [.., 0xE2, 0x80 | 0x81 | 0x86, _] => Some(3),
            // Full-width colon and equals sign.
            [.., 0xEF, 0xBC, 0x9A | 0x9D] => {
                self.separator = true;
                Some(3)
            }
            // Other full-width and CJK marks.
            [.., 0xEF, 0xBC, 0x81..=0x8F] | [.., 0xE3, 0x80, _] => Some(3),
            _ => None,
        }
    }
}

/// The length of a line end that a shell joins the next line over, with the
/// mark before it: of POSIX shells, of the Windows prompt, of PowerShell.
fn continuation(before: &[u8]) -> Option<usize> {
    let line = before.strip_suffix(b"\n")?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    matches!(line, [.., b'\\' | b'^'] | [.., b' ', b'`']).then(|| before.len() - line.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of the label before the `$` of a text.
    fn label_in(text: &str) -> Option<(&'static str, &str)> {
        let start = text.find('$').unwrap();
        label_before(text.as_bytes(), 0, start).map(|found| (found.label.key, found.name.of(text)))
    }

    #[test]
    fn a_name_is_known_in_every_way_of_writing_it() {
        for text in [
            "App Id: $",
            "app_id=$",
            "appId: '$",
            "APP-ID => \"$",
            "--app-id $",
            "\"app.id\": \"$",
            "<td>App Id:</td><td>$",
            "App\u{a0}Id\u{a0}: $",
            "App Id\n$",
            "App Id:\nCopy\n$",
            "| App Id | $",
            "**App Id**: `$",
            "{\\\"appId\\\":\\\"$",
            "app_id%3D$",
            "{\"name\":\"APP_ID\",\"value\":\"$",
            "the App Id is $",
            "App Id（沙盒）：$",
            "App Id lautet „$",
            "\\nApp Id: $",
            "app_id_2: $",
            "app_id&quot;:&quot;$",
        ] {
            assert_eq!(label_in(text).map(|(key, _)| key), Some("appid"), "{text}");
        }
    }

    #[test]
    fn the_whole_name_is_kept() {
        assert_eq!(label_in("export ADOBE_EQP_APP_ID=$"), Some(("appid", "ADOBE_EQP_APP_ID")));
        assert_eq!(label_in("x: sandboxAppSecret = '$"), Some(("appsecret", "sandboxAppSecret")));
        assert_eq!(label_in("Your App Secret: $"), Some(("appsecret", "App Secret")));
        assert_eq!(label_in("APP_SECRET_PROD=$"), Some(("appsecret", "APP_SECRET_PROD")));
    }

    #[test]
    fn short_keys_are_whole_words() {
        assert_eq!(label_in("\"ust\": \"$"), Some(("ust", "ust")));
        assert_eq!(label_in("trust: $"), None);
        assert_eq!(label_in("curl -u '$").map(|(key, _)| key), Some("u"));
        assert_eq!(label_in("menu '$"), None);
    }

    #[test]
    fn a_sentence_that_ends_with_the_words_is_no_label_of_the_next_line() {
        assert_eq!(label_in("8c1 Rotate the app secret\n$"), None);
        assert_eq!(label_in("    Rotate app secret\n\ncommit $"), None);
        assert_eq!(label_in("\"reference\": \"$"), None);
    }

    #[test]
    fn a_name_after_its_value_is_its_label() {
        for text in [
            r#"{"value":"$","name":"ADOBE_APP_ID"}"#,
            r#"[{"value": "x", "name": "PRIVATE_KEY"}, {"value": "$", "key": "ADOBE_APP_ID"}]"#,
            "- value: $\n  name: ADOBE_APP_ID\n",
            r#"{\"value\":\"$\",\"name\":\"ADOBE_APP_ID\"}"#,
        ] {
            let start = text.find('$').unwrap();
            let found = label_of(text.as_bytes(), 0, Span { start, end: start + 1 }).unwrap();
            assert_eq!((found.label.key, found.name.of(text)), ("appid", "ADOBE_APP_ID"), "{text}");
        }
        let text = r#"{"name":"APP_SECRET","value":"$"},{"name":"APP_ID"}"#;
        let start = text.find('$').unwrap();
        let found = label_of(text.as_bytes(), 0, Span { start, end: start + 1 }).unwrap();
        assert_eq!(found.label.key, "appsecret");
    }

    #[test]
    fn a_continued_line_is_one_line() {
        for text in ["composer config http-basic.repo.magento.com \\\n  $", "x http-basic.repo.magento.com ^\r\n $"] {
            assert_eq!(label_in(text).map(|(key, _)| key), Some("repomagentocom"), "{text}");
        }
        assert_eq!(label_in("see repo.magento.com\n$"), None);
    }

    #[test]
    fn colors_are_no_part_of_a_name_or_value() {
        for text in ["app id [32m$", "app id: \\u001b[36;1m$"] {
            assert_eq!(label_in(text).map(|(key, _)| key), Some("appid"), "{text}");
        }
    }

    #[test]
    fn a_label_does_not_reach_over_the_value_before() {
        let text = "App Id: XXXXXXXXXX $";
        assert!(label_before(text.as_bytes(), 18, 19).is_none());
    }

    #[test]
    fn no_label_hides_behind_one_it_ends_with() {
        for (index, label) in LABELS.iter().enumerate() {
            for earlier in &LABELS[..index] {
                let hides = label.key.ends_with(earlier.key) && !earlier.whole && earlier.prefix.is_empty();
                assert!(!hides || earlier.claim == label.claim, "{} hides behind {}", label.key, earlier.key);
            }
        }
    }
}
