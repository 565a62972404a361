//! The words that say what the value after them is.

use super::escape::{escape_length, is_after_escape};
use super::{Kind, Span};

/// Which value of a credential a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The application ID or public key.
    First,
    /// The application secret or private key.
    Second,
    /// Both, one after the other.
    Pair,
    /// A session token.
    Token,
}

/// How much a label says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    /// Nothing else is called that.
    Strong,
    /// Many things are called that: it counts only together with its partner.
    Weak,
}

/// A label.
#[derive(Debug)]
pub(super) struct Label {
    /// Its letters and digits, in lower case.
    key: &'static str,
    /// Whether a word has to begin where it begins.
    whole: bool,
    /// What must stand directly before it.
    prefix: &'static str,
    pub(super) role: Role,
    pub(super) strength: Strength,
    /// The kind that it announces, if it is not used for both.
    pub(super) claim: Option<Kind>,
}

const fn label(key: &'static str, role: Role, strength: Strength, claim: Option<Kind>) -> Label {
    // A short key is part of many words.
    Label { key, whole: key.len() < 8, prefix: "", role, strength, claim }
}

const fn option(prefix: &'static str, key: &'static str) -> Label {
    Label { key, whole: true, prefix, role: Role::Pair, strength: Strength::Strong, claim: None }
}

/// Every label that is known; the first that fits is taken, so the longer ones
/// stand before those they end with. From the portal's own pages, the vendor's
/// documentation, and the names found in public CI configurations and clients.
pub(super) const LABELS: &[Label] = {
    use Role::{First, Pair, Second, Token};
    use Strength::{Strong, Weak};
    const API: Option<Kind> = Some(Kind::ApiKey);
    const COMPOSER: Option<Kind> = Some(Kind::ComposerKey);
    const SESSION: Option<Kind> = Some(Kind::SessionToken);
    &[
        label("appid", First, Strong, API),
        label("applicationid", First, Strong, API),
        label("appsecret", Second, Strong, API),
        label("applicationsecret", Second, Strong, API),
        label("adobeclientid", First, Strong, API),
        label("adobeclientsecret", Second, Strong, API),
        label("adobesecret", Second, Strong, API),
        label("eqpclientid", First, Strong, API),
        label("eqpclientsecret", Second, Strong, API),
        label("eqpid", First, Strong, API),
        label("eqpsecret", Second, Strong, API),
        label("clientid", First, Weak, None),
        label("clientsecret", Second, Weak, None),
        label("magentopublickey", First, Strong, COMPOSER),
        label("magentoprivatekey", Second, Strong, COMPOSER),
        label("composerpublickey", First, Strong, COMPOSER),
        label("composerprivatekey", Second, Strong, COMPOSER),
        label("marketplaceusername", First, Strong, COMPOSER),
        label("marketplacepassword", Second, Strong, COMPOSER),
        label("publickey", First, Weak, COMPOSER),
        label("privatekey", Second, Weak, COMPOSER),
        label("public", First, Weak, COMPOSER),
        label("private", Second, Weak, COMPOSER),
        label("repomagentocom", Pair, Strong, COMPOSER),
        option("-", "u"),
        option("--", "user"),
        label("basic", Pair, Strong, None),
        label("username", First, Weak, None),
        label("user", First, Weak, None),
        label("login", First, Weak, None),
        label("id", First, Weak, None),
        label("password", Second, Weak, None),
        label("passwd", Second, Weak, None),
        label("pass", Second, Weak, None),
        label("secret", Second, Weak, None),
        label("sessiontoken", Token, Strong, SESSION),
        label("ust", Token, Strong, SESSION),
        label("bearer", Token, Strong, SESSION),
        label("token", Token, Weak, None),
    ]
};

/// The labels by their last letter: where the first of each letter stands in
/// [`LABELS`], and for each label where the next with the same letter does.
struct ByLastLetter {
    first: [usize; 26],
    next: [usize; LABELS.len()],
}

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses an index that is out of range")]
static BY_LAST_LETTER: ByLastLetter = {
    let mut first = [usize::MAX; 26];
    let mut next = [usize::MAX; LABELS.len()];
    let mut index = LABELS.len();
    while index > 0 {
        index -= 1;
        let key = LABELS[index].key.as_bytes();
        let letter = (key[key.len() - 1] - b'a') as usize;
        next[index] = first[letter];
        first[letter] = index;
    }
    ByLastLetter { first, next }
};

/// The labels that end with this letter, in their order.
fn labels_ending_with(letter: u8) -> impl Iterator<Item = &'static Label> {
    let first = letter.to_ascii_lowercase().checked_sub(b'a').and_then(|at| BY_LAST_LETTER.first.get(usize::from(at)));
    std::iter::successors(first, |&&index| BY_LAST_LETTER.next.get(index)).map_while(|&index| LABELS.get(index))
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

/// The label of the value that begins at `start`, if one stands before it and
/// not before `floor`, where the value before ended.
pub(super) fn label_before(bytes: &[u8], floor: usize, start: usize) -> Option<Labelled> {
    let floor = floor.max(start.saturating_sub(REACH));
    let mut glue = Glue::default();
    let mut at = start;
    // A word was passed that may not stand on a line of its own.
    let mut is_one_line = false;
    for _ in 0..=FILLERS {
        at = glue.skip(bytes, floor, at);
        if at == floor || (is_one_line && glue.newline) {
            return None;
        }
        if let Some(found) = label_ending_at(bytes, floor, at, &glue) {
            return Some(found);
        }
        let word = word_start(bytes, floor, at);
        let letters = bytes.get(word..at).unwrap_or_default();
        if letters.is_empty() || letters.len() > FILLER_LENGTH {
            return None;
        }
        is_one_line |= !LINE_FILLERS.iter().any(|filler| letters.eq_ignore_ascii_case(filler));
        at = word;
    }
    None
}

fn label_ending_at(bytes: &[u8], floor: usize, end: usize, glue: &Glue) -> Option<Labelled> {
    let (_, last) = byte_before(bytes, floor, end)?;
    let (label, start) = labels_ending_with(last)
        .find_map(|label| label.start_if_ends_at(bytes, floor, end).map(|start| (label, start)))?;
    let rest = bytes.get(end..).unwrap_or_default();
    let tail = rest.iter().position(|&byte| !(byte.is_ascii_alphanumeric() || byte == b'_')).unwrap_or(rest.len());
    let name = Span { start: name_start(bytes, floor, start), end: end + tail };
    // A value on the next line belongs to a label that says so, or that has
    // its line to itself; else any sentence that ends with the word would do.
    if glue.newline && !glue.separator && !begins_its_line(bytes, name.start) {
        return None;
    }
    Some(Labelled { label, name, core: Span { start, end }, separated: glue.separator || glue.newline })
}

impl Label {
    /// Whether this label's own words, in any case and with any of ` _-.`
    /// between its letters, end here; and where they begin.
    fn start_if_ends_at(&self, bytes: &[u8], floor: usize, end: usize) -> Option<usize> {
        let mut at = end;
        for (index, &wanted) in self.key.as_bytes().iter().rev().enumerate() {
            if index > 0 {
                at = skip_joiners(bytes, floor, at);
            }
            let (before, byte) = byte_before(bytes, floor, at)?;
            if byte.to_ascii_lowercase() != wanted {
                return None;
            }
            at = before;
        }
        let rest = bytes.get(floor..at).unwrap_or_default();
        if !self.prefix.is_empty() {
            return rest.ends_with(self.prefix.as_bytes()).then_some(at);
        }
        let word_begins = match rest.last() {
            None => true,
            Some(&last) if last.is_ascii_lowercase() => bytes.get(at).is_some_and(u8::is_ascii_uppercase),
            Some(&last) => !last.is_ascii_alphanumeric() || is_after_escape(rest),
        };
        (word_begins || !self.whole || is_after_escape(rest)).then_some(at)
    }
}

/// Whether a cell of a table holds nothing but a label of this kind and role.
pub(super) fn is_label_of(cell: &str, kind: Kind, role: Role) -> bool {
    let bytes = cell.trim_end_matches(':').trim_end().as_bytes();
    let is_whole = |label: &Label| label.start_if_ends_at(bytes, 0, bytes.len()) == Some(0);
    LABELS.iter().any(|label| label.claim == Some(kind) && label.role == role && is_whole(label))
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
    let start = start_of(bytes, floor, end, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
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
            Some((before, b' ' | b'*' | b'-' | b'#' | b'>' | b'`' | b'"' | b'\'' | b'_')) => at = before,
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
        match *before {
            [.., b'%', high, low] if high.is_ascii_digit() && low.is_ascii_hexdigit() => {
                match (high, low.to_ascii_uppercase()) {
                    (b'0', b'A' | b'D') => self.newline = true,
                    (b'3', b'A') => self.colon = true,
                    (b'3', b'D') => self.separator = true,
                    // A letter or digit that happens to be escaped.
                    (b'3', b'0'..=b'9') | (b'4'..=b'7', _) => return None,
                    _ => {}
                }
                self.separator |= self.colon;
                Some(3)
            }
            [.., b'\\', b'u', b'0', b'0', b'2' | b'3', low] if low.is_ascii_hexdigit() => Some(6),
            [.., b'\\', b'n' | b'r'] => {
                self.newline = true;
                Some(2)
            }
            [.., b'\\', b't'] => Some(2),
            [.., b'\n' | b'\r'] => {
                self.newline = true;
                Some(1)
            }
            [.., b':'] => {
                self.colon = true;
                self.separator = true;
                Some(1)
            }
            [.., b'=' | b'>' | b'|'] => {
                self.separator = true;
                Some(1)
            }
            // Two-byte marks: no-break space, « and ».
            [.., 0xC2, 0xA0 | 0xAB | 0xBB] => Some(2),
            // General punctuation: “typographic” quotes, dashes, odd spaces, →.
            [.., 0xE2, 0x80 | 0x81 | 0x86, _] => Some(3),
            // Full-width colon and equals sign; other full-width and CJK marks.
            [.., 0xEF, 0xBC, 0x9A | 0x9D] => {
                self.separator = true;
                Some(3)
            }
            [.., 0xEF, 0xBC, 0x81..=0x8F] | [.., 0xE3, 0x80, _] => Some(3),
            [.., last] if last.is_ascii() && !last.is_ascii_alphanumeric() => Some(1),
            _ => None,
        }
    }
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
