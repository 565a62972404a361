//! Keys that a text mentions without using them: in a list of forbidden keys, in
//! a condition that also compares the host, in the condition of a query, in a
//! test of a JSON Patch. Such a key goes nowhere.

use super::asked::{forbids, is_of_forbidden, is_selected, names_several};
use super::command::COMMAND;
use super::compared::is_compared;
use super::evidence::{Evidence, NEAR, length};
use super::name::{NAME, without_scheme};
use crate::detect::span::Span;

/// The first words of a condition.
const CONDITIONS: &[&str] = &["if", "elif", "unless", "while", "assert", "when", "case"];

impl Evidence<'_> {
    /// Whether a text only mentions a key.
    pub(super) fn is_unused(&self, key: Span) -> bool {
        let start = self.statements.line_start(key.start);
        let line = self.text().get(start..key.start).filter(|before| before.len() <= COMMAND);
        let name = self.nearest_name(key.start).filter(|name| length(*name) <= NAME);
        line.is_some_and(|before| forbids(before) || is_selected(before))
            || name.is_some_and(|name| is_list_name(name.of(self.text()), self.is_item(key)))
            || self.is_tested(key)
            || line.is_some_and(|before| self.is_compared_with_host(key, before))
    }

    /// Whether a key is an item of a list, and has no name of its own.
    fn is_item(&self, key: Span) -> bool {
        let before = self.text().get(..key.start).unwrap_or_default();
        before.trim_end_matches(['"', '\'', ' ']).ends_with(['[', ',', '-'])
    }

    /// Whether a key is in an operation of a JSON Patch that only compares it:
    /// `{"op": "test", "path": …, "value": KEY}`.
    fn is_tested(&self, key: Span) -> bool {
        let group = self.statements.groups(key.start).next().filter(|group| length(group.span) <= NEAR);
        let operation = group.map(|group| group.span.of(self.text())).filter(|text| text.contains("\"path\""));
        let operation = operation.and_then(|text| text.split_once("\"op\""));
        let operation = operation.map(|(_, rest)| rest.trim_start_matches([' ', ':']));
        operation.is_some_and(|rest| rest.starts_with("\"test\""))
    }

    /// Whether a condition compares a key and a host: `if id == KEY and host ==
    /// HOST:`.
    fn is_compared_with_host(&self, key: Span, before: &str) -> bool {
        let first = before.trim_start_matches(['}', ' ', '\t']).split(|sign: char| !sign.is_alphabetic()).next();
        if !first.is_some_and(|word| CONDITIONS.contains(&word)) {
            return false;
        }
        let rest = |end: usize| self.text().get(end..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let start = key.start - before.len();
        let line = Span { start, end: key.end + rest(key.end).len() };
        let is_host_compared = |host: Span| {
            let before = self.text().get(start..host.start).unwrap_or_default();
            is_compared(without_scheme(before), rest(host.end))
        };
        let mut hosts = self.hosts_in(line).take_while(|host| host.span.start - start <= COMMAND);
        is_compared(before, rest(key.end)) && hosts.any(|host| is_host_compared(host.span))
    }
}

/// Whether this is the name of a list of forbidden keys, and not a sentence.
/// The name of one thing may be a list's, if the key is an item.
fn is_list_name(name: &str, is_item: bool) -> bool {
    let name = name.trim_end_matches(['=', ':', '>', ' ', '"', '\'']);
    let last = name.rsplit([' ', '"', '\'', '$']).next().unwrap_or(name);
    is_of_forbidden(last) && (is_item || names_several(last))
}

#[cfg(test)]
mod tests {
    use super::super::line::tests::destination;
    use super::*;
    use crate::catalogue::Environment::Production;

    #[test]
    fn names_of_lists_are_told_from_other_names() {
        for name in ["forbidden_app_ids: ", "const rejectedIds = ", "reject_ids"] {
            assert!(is_list_name(name, false), "{name}");
        }
        assert!(is_list_name("\"blocked\": ", true) && !is_list_name("\"blocked\": ", false));
        for name in ["production: ", "if rejected then call", "blocks: ", ""] {
            assert!(!is_list_name(name, true), "{name}");
        }
    }

    #[test]
    fn a_key_that_is_only_mentioned_goes_nowhere() {
        const HOST: &str = "https://commercedeveloper-api.adobe.com";
        for text in [
            "eqp_production:\n  app_id: x\n  reject_ids:\n    - $I",
            "{\"production\": {\"url\": \"HOST\", \"blocked\": [\"$I\"]}}",
            "if app_id == \"$I\" and host == \"HOST\":\n    raise ValueError()",
            "DELETE FROM eqp_keys WHERE environment='production' AND app_id='$I';",
            "[{\"op\": \"test\", \"path\": \"/id\", \"value\": \"$I\"}, {\"op\": \"replace\", \"value\": \"HOST\"}]",
        ] {
            assert_eq!(destination(&text.replace("HOST", HOST)), None, "{text}");
        }
        for text in [
            "eqp_production:\n  app_id: $I\n  reject_ids:\n    - x",
            "UPDATE eqp_keys SET app_id='$I' WHERE environment='production';",
            "[{\"op\": \"add\", \"path\": \"/eqp/production/id\", \"value\": {\"production\": \"$I\"}}]",
        ] {
            assert_eq!(destination(&text.replace("HOST", HOST)), Some(Production), "{text}");
        }
    }
}
