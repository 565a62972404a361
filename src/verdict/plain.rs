//! A text as it looks without what a program has put around its lines, so that
//! its statements can be read: the line breaks in a string of JSON, quotation
//! marks in HTML, the numbers, times and marks before each line.
//!
//! Every byte stays in its place.

use zeroize::Zeroizing;

/// How far into a line something that all lines begin with may reach, in bytes.
const LONGEST: usize = 40;

/// How many escaped line breaks a line needs before they count. A Windows path
/// may have one.
const BREAKS: usize = 2;

/// References to characters in HTML.
const ENTITIES: &[(&str, char)] =
    &[("&quot;", '"'), ("&#34;", '"'), ("&#39;", '\''), ("&#039;", '\''), ("&lt;", '<'), ("&gt;", '>')];

/// The text with line breaks, quotation marks and spaces in these places;
/// `None` if there is nothing to replace.
pub(super) fn plain(text: &str) -> Option<Zeroizing<String>> {
    let has = |words: &str| memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some();
    let is_patch = text.starts_with("@@ ") || has("\n@@ ");
    let prefix = if is_patch { 0 } else { common_prefix(text) };
    let has_entities = has("&quot;") || has("&#") || has("&lt;");
    if !(is_patch || prefix > 0 || has_entities || has("\\n")) {
        return None;
    }
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    for line in text.split_inclusive('\n') {
        let length = match is_patch {
            true => usize::from(line.starts_with('+')),
            false => prefix.min(line.trim_end().len()),
        };
        let (before, line) = line.split_at_checked(length).unwrap_or(("", line));
        plain.extend(std::iter::repeat_n(' ', before.len()));
        push(&mut plain, line, has_breaks(line), has_entities);
    }
    Some(plain)
}

/// Whether a text has escaped line breaks.
pub(super) fn has_breaks(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), b"\\n").nth(BREAKS - 1).is_some()
}

fn push(plain: &mut String, line: &str, has_breaks: bool, has_entities: bool) {
    let mut rest = line;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'\\' | b'&')) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        plain.push_str(before);
        let found = match has_breaks {
            true if from.starts_with("\\n") => Some((2, '\n')),
            true if from.starts_with("\\r") => Some((2, ' ')),
            _ => ENTITIES
                .iter()
                .find(|(entity, _)| has_entities && from.starts_with(entity))
                .map(|&(entity, sign)| (entity.len(), sign)),
        };
        let (length, sign) = found.unwrap_or((1, from.chars().next().unwrap_or(' ')));
        plain.extend(std::iter::repeat_n(' ', length - 1));
        plain.push(sign);
        rest = from.get(length..).unwrap_or_default();
    }
    plain.push_str(rest);
}

/// The length of what every line begins with: a number, a time, a mark of a
/// quotation, the name of a container. Digits may differ.
fn common_prefix(text: &str) -> usize {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let Some(first) = lines.next() else { return 0 };
    let alike = |one: &u8, other: &u8| one == other || (is_count(*one) && is_count(*other));
    let mut length = first.len().min(LONGEST);
    let mut is_single = true;
    for line in lines {
        let common = first.bytes().zip(line.bytes()).take(length).take_while(|(one, other)| alike(one, other)).count();
        // An empty line has only the prefix.
        if common < line.trim_end().len() {
            length = common;
            is_single = false;
        }
        if length == 0 {
            return 0;
        }
    }
    let common = first.as_bytes().get(..length).unwrap_or_default();
    // `worker-1  | `
    let name = common.iter().position(|&byte| byte == b'|').filter(|&bar| {
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'_' | b'.');
        bar > 0 && common.iter().take(bar).all(is_name)
    });
    let end = match name {
        Some(bar) => bar + 1,
        None => common.iter().take_while(|&&byte| is_count(byte) || is_mark(byte)).count(),
    };
    let prefix = common.get(..end).unwrap_or_default();
    let ends = prefix.iter().rposition(|byte| matches!(byte, b' ' | b'|' | b'>' | b':' | b']')).map_or(0, |at| at + 1);
    let prefix = prefix.get(..ends).unwrap_or_default();
    let has_digit = prefix.iter().any(u8::is_ascii_digit);
    // Lists, and the border of a table.
    let begins = prefix.iter().find(|byte| **byte != b' ');
    let is_content = begins.is_none_or(|byte| matches!(byte, b'|' | b'-' | b'[')) && !has_digit;
    if is_single || is_content { 0 } else { ends }
}

const fn is_count(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b' '
}

/// The marks in times, and those of quotations, logs and boxes.
const fn is_mark(byte: u8) -> bool {
    matches!(byte, b'-' | b':' | b'.' | b',' | b'T' | b'Z' | b'[' | b']' | b'>' | b'+' | b'*' | b'|' | 0x80..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        plain(text).map_or_else(|| text.to_owned(), |plain| plain.as_str().to_owned())
    }

    #[test]
    fn line_breaks_and_marks_of_a_string_are_read() {
        for (text, expected) in [
            (r#"{"a": "x=1\ny=2\nz"}"#, "{\"a\": \"x=1 \ny=2 \nz\"}"),
            (r"C:\new", r"C:\new"),
            ("&quot;a&quot;: &lt;b&gt;&amp;", "     \"a     \":    <b   >&amp;"),
            ("a && b", "a && b"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_stands_before_each_line_is_left_out() {
        for (text, length) in [
            ("  9  a: 1\n 10  b: 2\n", 5),
            ("  9 | a: 1\n 10 | b: 2\n", 5),
            ("> a: 1\n>\n> b: 2\n", 2),
            ("2026-11-20T09:14:02Z a\n2026-11-20T09:14:03Z b\n", 21),
            ("[09:14:02] a\n[09:14:03] b\n", 11),
            ("│ a\n│ b\n", 4),
            ("app-1  | a\napp-1  | b\n", 8),
            ("* a\n* b\n", 2),
        ] {
            assert_eq!(common_prefix(text), length, "{text}");
            let lines: Vec<String> = shown(text).lines().map(|line| line.trim().to_owned()).collect();
            assert!(lines.iter().all(|line| !line.contains(['>', '│', '|', '*', 'Z'])), "{lines:?}");
        }
        for text in [
            "",
            "a",
            "a: 1\nb: 2",
            "    a\n    b",
            "- a\n- b",
            "| a | b |\n| c | d |",
            "export A=1\nexport B=2",
            "curl -u a\ncurl -u b",
            "1234567890\n1234567890",
            "[1]\n[2]",
        ] {
            assert_eq!(common_prefix(text), 0, "{text}");
        }
        assert_eq!(shown("@@ -1 +1 @@\n-a\n+b\n c\n"), "@@ -1 +1 @@\n-a\n b\n c\n");
    }

    proptest! {
        #[test]
        fn every_byte_stays_in_its_place(text in r#"([a-z0-9 >|:é│\\n]|\\n|&quot;|&lt;|\n|\n> |@@ |\+|"){0,40}"#) {
            if let Some(plain) = plain(&text) {
                prop_assert_eq!(plain.len(), text.len());
                for (at, sign) in plain.char_indices().filter(|(_, sign)| sign.is_alphanumeric()) {
                    prop_assert!(text.get(at..).is_some_and(|rest| rest.starts_with(sign)), "{} {:?} {:?}", at, text, plain);
                }
            }
        }
    }
}
