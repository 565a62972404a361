//! Hosts in a map of keys: `{"KEY": "https://HOST", "KEY": "https://HOST"}`.
//! Each belongs only to the key on the other side of its colon or arrow.

use super::name::without_scheme;
use crate::detect::span::Span;

/// How much is read on each side of a host, in bytes.
const SIDE: usize = 160;

/// The shortest part of a key, in bytes.
const KEY: usize = 8;

/// The entry of a map around a host, if a key is its other side.
pub(super) fn entry_around(text: &str, host: Span) -> Option<Span> {
    let floor = text.ceil_char_boundary(host.start.saturating_sub(SIDE));
    let limit = text.floor_char_boundary(text.len().min(host.end + SIDE));
    let before = text.get(floor..host.start)?;
    let after = text.get(host.end..limit)?;
    let is_end = |sign: char| matches!(sign, ',' | '{' | '}' | '[' | ']' | '(' | ')' | '\n');
    let start = before.rfind(is_end)? + 1;
    let end = after.find(is_end)?;
    // Between brackets or commas. A line on its own is judged as one.
    let opens = before.get(..start)?.ends_with(['{', ',', '[', '(']);
    let closes = after.get(end..)?.starts_with(['}', ',', ']', ')']);
    let (before, after) = (before.get(start..)?, after.get(..end)?);
    let name = without_quotes(without_scheme(before));
    let key = match name.is_empty() {
        true => {
            let path = after.trim_start_matches(|sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '/' | '_'));
            without_sign(path)?
        }
        false => {
            let name = name.strip_suffix("=>").or_else(|| name.strip_suffix(':'))?;
            after
                .trim()
                .trim_end_matches(is_quote)
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'/')
                .then_some(name)?
        }
    };
    (opens && closes && is_key(without_quotes(key))).then_some(Span { start: floor + start, end: host.end + end })
}

const fn is_quote(sign: char) -> bool {
    matches!(sign, '"' | '\'' | '`' | ' ' | '\t')
}

fn without_quotes(text: &str) -> &str {
    text.trim_matches(is_quote)
}

/// What follows the colon or arrow at the start of a text.
fn without_sign(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(is_quote);
    text.strip_prefix("=>").or_else(|| text.strip_prefix(':'))
}

/// Whether a text has the shape of a key, or of a login with one: capitals and
/// digits, or hexadecimal digits. `baseUrlV1` is the name of a setting.
fn is_key(text: &str) -> bool {
    let is_capital = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let is_hexadecimal = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let is_value = |part: &str| {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        part.len() >= KEY && digits > 1 && (part.bytes().all(is_capital) || part.bytes().all(is_hexadecimal))
    };
    text.split(':').all(is_value)
}

#[cfg(test)]
mod tests {
    use super::super::named_host::with_host;
    use super::*;

    #[test]
    fn an_entry_of_a_map_is_a_key_and_a_host() {
        for (text, entry) in [
            ("{\"SB3M8ZT61H\": \"https://$\", \"PK7Q2XN40D\": \"x\"}", "\"SB3M8ZT61H\": \"https://HOST\""),
            ("['SB3M8ZT61H' => 'https://$/rest/v1', 'x']", "'SB3M8ZT61H' => 'https://HOST/rest/v1'"),
            ("{\"a\": 1, \"https://$\": \"SB3M8ZT61H\"}", " \"https://HOST\": \"SB3M8ZT61H\""),
            ("hosts: {SB3M8ZT61H: $, x: y}", "SB3M8ZT61H: HOST"),
        ] {
            let (text, _, host) = with_host(text);
            let found = entry_around(&text, host).map(|span| span.of(&text).replace(host.of(&text), "HOST"));
            assert_eq!(found.as_deref(), Some(entry), "{text}");
        }
        for text in [
            "{\"url\": \"https://$\", \"id\": \"SB3M8ZT61H\"}",
            "SB3M8ZT61H: https://$",
            "login('SB3M8ZT61H', 'https://$')",
            "{ SB3M8ZT61H and https://$ }",
            "{\"https://$\": [\"SB3M8ZT61H\"]}",
            "$",
        ] {
            let (text, _, host) = with_host(text);
            assert_eq!(entry_around(&text, host), None, "{text}");
        }
    }
}
