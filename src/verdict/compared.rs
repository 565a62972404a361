//! Hosts that a text compares with another, or gives as a default. No request
//! goes there because of that.

use super::command::COMMAND;
use super::name::{NAME, without_scheme};
use super::named_host::key_before;
use crate::detect::span::Span;
use crate::detect::statement::Statements;

/// Functions that look for a text, or stand in for requests to it.
const LOOKS_FOR: &[&str] = &[
    "contains",
    "includes",
    "startswith",
    "starts_with",
    "indexof",
    "strpos",
    "tocontain",
    "notequals",
    "nock",
    "intercept",
];

/// Signs before a host that is compared with a value.
const COMPARES: &[&str] = &["==", "!=", "=~"];
/// The same after it, and those that are also words of prose.
const COMPARES_AFTER: &[&str] = &[" == ", " != ", " === ", " !== "];
const IN: &[&str] = &[" in ", " not in "];
/// Words before an expression.
const KEYWORDS: &[&str] = &["if", "elif", "assert", "while", "not", "and", "or", "return", "="];

/// Words before a default in a help text.
const DEFAULTS: &[&str] = &["(default:", "[default:", "defaults to", "by default"];

/// The line around a host that is only compared: `url === 'HOST'`,
/// `expect(url).not.toContain('HOST')`; or that is a default in a help text or a
/// schema: `(default: HOST`, `{"type": "string", "default": "HOST"}`.
pub(super) fn compared_around(text: &str, statements: &Statements, host: Span) -> Option<Span> {
    let start = statements.line_start(host.start);
    let before = text.get(start..host.start).filter(|before| before.len() <= COMMAND)?;
    let rest = text.get(host.end..)?;
    let end = host.end + rest.find('\n').unwrap_or(rest.len());
    let before = without_scheme(before);
    let rest = text.get(host.end..end)?;
    let is_default = || is_default(text, statements, host, before);
    (is_compared(before, rest) || is_default()).then_some(Span { start, end })
}

/// Whether a value is compared. `before` and `rest` are the texts around it in
/// its line.
pub(super) fn is_compared(before: &str, rest: &str) -> bool {
    let outside = before.trim_end_matches('*');
    // The quotation mark that opens the host's own string. A closing one may end a Base64 value.
    let outside = outside.strip_suffix(['"', '\'', '`']).unwrap_or(outside);
    let code = outside.trim_end_matches(' ');
    let rest = rest.get(..rest.floor_char_boundary(4 * NAME)).unwrap_or_default();
    let close =
        rest.find(['"', '\'', '`']).filter(|&at| !rest.get(..at).is_some_and(|of| of.contains(char::is_whitespace)));
    let after = close.and_then(|at| rest.get(at + 1..)).unwrap_or_default();
    let is_expression = || {
        let word = code.trim_end_matches('(').split_whitespace().next_back();
        word.is_none_or(|word| KEYWORDS.contains(&word)) || code.ends_with('(')
    };
    let last = code.rsplit([';', '{', ',']).next().unwrap_or(code);
    let call = last.rsplit_once('(').filter(|(_, inner)| !inner.contains(')'));
    let call = call.map(|(call, _)| call.to_ascii_lowercase());
    // `[ "$URL" = HOST ]`; `[ "$1" ] && URL=HOST` assigns.
    let open = ["[ ", "[[ ", "test "].iter().filter_map(|mark| code.rfind(mark)).max();
    let is_test = || {
        code.ends_with(" =")
            && open.and_then(|at| code.get(at..)).is_some_and(|test| !test.contains([']', ';', '&', '|']))
    };
    COMPARES.iter().any(|sign| code.ends_with(sign))
        || is_test()
        || COMPARES_AFTER.iter().any(|sign| after.starts_with(sign))
        || IN.iter().any(|word| after.starts_with(word)) && is_expression()
        || call.is_some_and(|call| call.contains(".not.") || LOOKS_FOR.iter().any(|name| call.ends_with(name)))
}

/// Whether a call with this name only looks for its arguments, or compares them:
/// `$config->contains`.
pub(super) fn only_looks(name: &str) -> bool {
    let name = name.trim_end().to_ascii_lowercase();
    name.ends_with("equals") || LOOKS_FOR.iter().any(|known| name.ends_with(known))
}

fn is_default(text: &str, statements: &Statements, host: Span, before: &str) -> bool {
    let words = before.trim_end();
    let group = || statements.groups(host.start).next().map(|group| group.span.of(text));
    let is_schema = || group().is_some_and(|group| group.len() <= 16 * NAME && group.contains("\"type\""));
    DEFAULTS.iter().any(|help| words.ends_with(help)) || (key_before(text, host.start) == "default" && is_schema())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::named_host::with_host;

    /// Whether the host at `$` is compared.
    fn is_compared(text: &str) -> bool {
        let (text, statements, host) = with_host(text);
        compared_around(&text, &statements, host).is_some()
    }

    #[test]
    fn comparisons_and_defaults_are_told_from_values() {
        for text in [
            "if (url === 'https://$') throw new Error()",
            "if [[ URL == *$* ]]; then exit 1; fi",
            "[ x = \"https://$\" ] && exit 1",
            "if '$' in url: raise",
            "expect(client.url).not.toContain('$')",
            "assertNotEquals(\"https://$\", url)",
            "--url URL  (default: https://$)",
            "{\"type\": \"string\", \"default\": \"https://$\"}",
        ] {
            assert!(is_compared(text), "{text}");
        }
        for text in [
            "[[ x == rel ]] && EQP_URL=https://$",
            "curl -H \"Authorization: Basic Og==\" https://$/rest",
            "Use \"https://$\" in the importer:",
            "url: \"https://$\" in .env",
            "\"https://\" <> \"$\"",
            "expect(a).not.toBe(b); login('https://$', id)",
            "default = \"https://$\"",
        ] {
            assert!(!is_compared(text), "{text}");
        }
    }
}
