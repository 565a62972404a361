//! The label of a value: the words before it that name it.

use super::escape::escape_length;
use super::found::Naming;
use super::glue::Glue;
use super::label_table::{LABELS, Label, can_end_with};
use super::name_words::is_plain_prefix;
use super::reference::is_value_itself;
use super::span::Span;
use crate::catalogue::label::{LabelRole, Strength};
use crate::credential::Kind;

/// A label found before a value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Labelled {
    pub(super) label: &'static Label,
    /// The whole name that it ends, such as `SANDBOX_APP_ID`.
    pub(super) name: Span,
    /// The known part of the name. Names with the same text around it belong
    /// together.
    pub(super) core: Span,
    /// Whether a separator such as a colon or an equals sign follows it.
    pub(super) separated: bool,
}

impl Labelled {
    /// How much the form of the name reveals about a value of this kind,
    /// regardless of any vendors in it; `None` if it isn't a name for that
    /// kind.
    pub(super) fn naming(&self, bytes: &[u8], kind: Kind) -> Option<Naming> {
        if self.label.claim != Some(kind) || !(self.separated || self.label.role == LabelRole::Pair) {
            None
        } else if self.has_prefix_of_another(bytes) {
            Some(Naming::Foreign)
        } else if self.label.strength == Strength::Strong || self.is_as_the_portal_shows_it(bytes) {
            Some(Naming::Common)
        } else {
            Some(Naming::Nothing)
        }
    }

    /// Whether the name starts with a word that isn't generic, such as
    /// `TIKTOK_APP_ID`.
    fn has_prefix_of_another(&self, bytes: &[u8]) -> bool {
        let before = bytes.get(self.name.start..self.core.start).unwrap_or_default();
        // `config.appId` is a member of an object.
        let Some(joined) = before.strip_suffix(b"_").or_else(|| before.strip_suffix(b"-")) else { return false };
        let word = joined.rsplit(|byte| !byte.is_ascii_alphanumeric()).next().unwrap_or_default();
        !word.is_empty() && !is_plain_prefix(word)
    }

    /// Whether it is written as in the portal's own list: `Public: `,
    /// capitalized, with nothing before it. Configuration files write
    /// `public:`.
    fn is_as_the_portal_shows_it(&self, bytes: &[u8]) -> bool {
        let name = bytes.get(self.name.start..self.name.end).unwrap_or_default();
        let is_word =
            name.first().is_some_and(u8::is_ascii_uppercase) && name.get(1).is_some_and(u8::is_ascii_lowercase);
        let rest = bytes.get(self.name.end..).unwrap_or_default();
        is_word && self.name.start == self.core.start && matches!(rest, [b':' | b'\t' | b'\n' | b'\r', ..])
    }

    /// The parts that the name shares with its partner's name: the text before
    /// and after the known part.
    pub(super) const fn family(&self) -> [Span; 2] {
        [Span { start: self.name.start, end: self.core.start }, Span { start: self.core.end, end: self.name.end }]
    }
}

/// How far before its value a label may start, in bytes.
const REACH: usize = 96;
/// The most words between a label and its value, as in `"name": "APP_ID",
/// "value": "…"`, `App ID is …`, `<td>App ID</td><td>…`.
const FILLERS: usize = 3;
/// The length of the longest such word, in bytes.
const FILLER_LENGTH: usize = 16;
/// Words for something about a value, as in `APP_SECRET_MD5` and "App Secret
/// last changed".
const ABOUT: &[&[u8]] = &[
    b"md5",
    b"sha1",
    b"sha2",
    b"hash",
    b"checksum",
    b"rev",
    b"fingerprint",
    b"digest",
    b"commit",
    b"etag",
    b"changed",
];

fn is_about(word: &[u8]) -> bool {
    ABOUT.iter().any(|about| word.get(..about.len()).is_some_and(|start| start.eq_ignore_ascii_case(about)))
}

/// Words that may be alone on a line between a label and its value.
const LINE_FILLERS: &[&[u8]] =
    &[b"copy", b"value", b"plaintext", b"is", b"key", b"type", b"text", b"td", b"dd", b"span", b"code"];

/// The label of the value in this span: after it in an object that gives the
/// value first, as in `{"value": "…", "name": "APP_ID"}`, otherwise before it.
pub(super) fn label_of(bytes: &[u8], floor: usize, span: Span) -> Option<Labelled> {
    let before = || label_before(bytes, floor, span.start);
    match is_after_value_key(bytes, span.start) {
        true => label_after(bytes, span.end).or_else(before),
        false => before(),
    }
}

/// Keys, in lower case, that precede the value in a list of variables.
const VALUE_KEYS: &[&[u8]] = &[b"value", b"val", b"default", b"content", b"data"];
const NAME_KEYS: &[&[u8]] = &[b"name", b"key", b"variable", b"variable_name"];

/// The most members of an object between a value and its name.
const MEMBERS: usize = 3;

/// Whether a key such as `"value":` is directly before, as the first of its
/// object.
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
    // In YAML, list items start with a dash.
    matches!(before.last(), None | Some(b'{' | b'-'))
}

/// The label in `, "name": "…"` after a value.
fn label_after(bytes: &[u8], end: usize) -> Option<Labelled> {
    let limit = bytes.len().min(end + REACH);
    let is_glue = |byte: &u8| matches!(byte, b'"' | b'\'' | b',' | b':' | b'=' | b'\\') || byte.is_ascii_whitespace();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut from = end;
    let (key_at, key, key_end) = (0..MEMBERS).find_map(|_| {
        let rest = bytes.get(from..limit)?;
        let key_at = rest.iter().position(|byte| !is_glue(byte))?;
        let key = rest.get(key_at..)?;
        let key_end = key.iter().position(|&byte| !is_word(byte))?;
        let word = key.get(..key_end)?;
        if NAME_KEYS.iter().any(|known| word.eq_ignore_ascii_case(known)) {
            return Some((from - end + key_at, key, key_end));
        }
        // Skip another member of the object, such as `"type": "secret"`.
        let value = key.get(key_end..)?;
        let value_at = value.iter().position(|byte| !is_glue(byte))?;
        let length = value.get(value_at..)?.iter().position(|&byte| !is_word(byte))?;
        from += key_at + key_end + value_at + length;
        None
    })?;
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

/// The label before the value that starts at `start`. It can't start before
/// `floor`, the end of the previous value.
pub(super) fn label_before(bytes: &[u8], floor: usize, start: usize) -> Option<Labelled> {
    let floor = floor.max(start.saturating_sub(REACH));
    let mut glue = Glue::default();
    let mut at = start;
    let mut stands_alone = true;
    for fillers in 0..=FILLERS {
        let end = at;
        at = glue.skip(bytes, floor, at);
        let skipped = bytes.get(at..end).unwrap_or_default();
        // `TOKEN=$(curl …)` names the output of a command, not its arguments.
        let is_command = skipped.ends_with(b"$(");
        // In `"message": "Invalid App Secret", "trace": "…"`, another key names
        // the value.
        let is_of_other_key = fillers == 1
            && skipped.contains(&b',')
            && skipped.contains(&b'"')
            && glue.colon
            && !is_value_key(bytes.get(end..start).unwrap_or_default());
        if at == floor || is_command || is_of_other_key {
            return None;
        }
        if let Some(found) = label_ending_at(bytes, floor, at, start, &glue) {
            let begins_line = begins_its_line(bytes, found.name.start);
            if is_value_itself(bytes, floor, found.name, start, begins_line) {
                return None;
            }
            return (!glue.newline || stands_alone).then_some(found);
        }
        let word_at = word_start(bytes, floor, at);
        let mut word = bytes.get(word_at..at).unwrap_or_default();
        // `\nsandbox`
        if let ([.., b'\\'], [b'n' | b'r', rest @ ..]) = (bytes.get(..word_at).unwrap_or_default(), word) {
            glue.newline = true;
            word = rest;
        }
        if word.is_empty() || word.len() > FILLER_LENGTH || is_about(word) {
            return None;
        }
        stands_alone = stands_alone && may_stand_alone(word);
        at = word_at;
    }
    None
}

/// Whether the word at the start of these bytes is a key for any value, as in
/// `"name": "APP_ID", "currentValue": "…"`.
fn is_value_key(bytes: &[u8]) -> bool {
    let end = bytes.iter().position(|&byte| !is_name_byte(byte)).unwrap_or(bytes.len());
    let word = bytes.get(..end).unwrap_or_default();
    let holds = |known: &&[u8]| word.windows(known.len()).any(|part| part.eq_ignore_ascii_case(known));
    VALUE_KEYS.iter().chain(LINE_FILLERS).any(holds)
}

fn may_stand_alone(word: &[u8]) -> bool {
    LINE_FILLERS.iter().any(|filler| word.eq_ignore_ascii_case(filler))
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
    if rest.get(..tail).is_some_and(|tail| tail.split(|byte| *byte == b'_').any(is_about)) {
        return None;
    }
    let name = Span { start: name_start(bytes, floor, start), end: end + tail };
    // A value on the next line needs a label that has a separator or is alone
    // on its line. Otherwise, any sentence that ends with the word would match.
    if glue.newline && !glue.separator && !begins_its_line(bytes, name.start) {
        return None;
    }
    // The last header cell of a table doesn't label the first value below it.
    if glue.newline && is_after_cell(bytes, floor, name.start) {
        return None;
    }
    Some(Labelled { label, name, core: Span { start, end }, separated: glue.separator || glue.newline })
}

/// The length of the longest label, plus one.
const LETTERS: usize = 20;

/// More than any label's distance, which is at most [`REACH`].
const FAR: u8 = u8::MAX;

/// The last letters and digits of a text, in lower case and without ` _-.`
/// between them.
struct Letters {
    /// Filled from the end.
    folded: [u8; LETTERS],
    /// The distance of each from the end, or [`FAR`].
    at: [u8; LETTERS],
}

impl Letters {
    /// The letters before `end`, with their distances from `floor`.
    fn before(bytes: &[u8], floor: usize, end: usize) -> Self {
        let mut letters = Self { folded: [0; LETTERS], at: [0; LETTERS] };
        let mut end = end;
        for (folded, at) in letters.folded.iter_mut().zip(&mut letters.at).rev() {
            match byte_before(bytes, floor, end) {
                Some((before, byte)) if byte.is_ascii_alphanumeric() => {
                    *folded = byte.to_ascii_lowercase();
                    *at = u8::try_from(before - floor).unwrap_or(FAR);
                    end = skip_joiners(bytes, floor, before);
                }
                _ => break,
            }
        }
        letters
    }

    /// The label at the end of these letters, and its start in the text.
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
        self.at.get(first).map(|&at| usize::from(at))
    }
}

/// Whether a table cell contains only a label of this kind and role.
pub(super) fn is_label_of(cell: &str, kind: Kind, role: LabelRole) -> bool {
    let bytes = cell.trim_end_matches(':').trim_end().as_bytes();
    let letters = Letters::before(bytes, 0, bytes.len());
    LABELS.iter().any(|label| label.claim == Some(kind) && label.role == role && letters.start(label) == Some(0))
}

/// The last two letters of a text, folded as in [`Letters`].
fn last_two(bytes: &[u8], floor: usize, end: usize) -> [u8; 2] {
    let Some((before, last)) = byte_before(bytes, floor, end) else { return [0, 0] };
    let last_but_one = byte_before(bytes, floor, skip_joiners(bytes, floor, before)).map_or(0, |(_, byte)| byte);
    [last_but_one.to_ascii_lowercase(), last.to_ascii_lowercase()]
}

/// Skips at most two of the characters that join the words of a name.
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

/// The start of the word that ends here. In other scripts, text can continue
/// without a space and with other punctuation.
fn word_start(bytes: &[u8], floor: usize, end: usize) -> usize {
    match byte_before(bytes, floor, end) {
        Some((_, last)) if !last.is_ascii() => start_of(bytes, floor, end, |byte| !byte.is_ascii()),
        _ => start_of(bytes, floor, end, |byte| byte.is_ascii_alphanumeric()),
    }
}

/// Whether a cell with text precedes this one on the same line.
fn is_after_cell(bytes: &[u8], floor: usize, start: usize) -> bool {
    let before = bytes.get(floor..start).unwrap_or_default();
    let line = before.rsplit(|&byte| byte == b'\n').next().unwrap_or_default();
    let cell = line.iter().rposition(|byte| matches!(byte, b'|' | b'\t'));
    cell.is_some_and(|at| line.get(..at).is_some_and(|cells| cells.iter().any(u8::is_ascii_alphanumeric)))
}

/// Whether only list marks and quotes precede this on its line.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of the label before the `$` in a text.
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
