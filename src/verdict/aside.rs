//! Values that go nowhere if a text has others: those in comments, and old
//! ones.

use super::command::COMMAND;
use super::comment::{MARKS, marks_around};
use super::environment_word::words;
use super::evidence::Evidence;
use super::name::NAME;
use crate::detect::span::Span;

/// Words for a value that is no longer used.
const OLD: &[&str] = &["old", "previous", "former", "deprecated", "revoked", "expired"];

/// Whether a value is in a comment, or is named as an old one.
pub(super) fn is_aside(evidence: &Evidence<'_>, value: Span) -> bool {
    is_in_line_comment(evidence, value) || marks_around(evidence.text(), value).is_some() || is_old(evidence, value)
}

/// Whether a value is after a comment mark at the start of its line, or after
/// one that follows another value.
fn is_in_line_comment(evidence: &Evidence<'_>, value: Span) -> bool {
    let Some(before) = before(evidence, value) else { return false };
    let line = before.trim_start();
    let is_marked = MARKS.iter().any(|mark| line.starts_with(mark));
    // In Markdown headings and lists, a space follows the mark, and nothing is
    // assigned.
    let assigns =
        line.trim_start_matches(['#', '/', ';', '-', ' ']).starts_with(|sign: char| sign.is_ascii_alphabetic())
            && line.contains(['=', ':']);
    let trails = [" # ", " // ", ", // "].iter().any(|mark| before.contains(mark)) && before.contains(['=', ':']);
    (is_marked && assigns && !line.starts_with("#!")) || trails
}

/// The text before a value in its line.
fn before<'t>(evidence: &Evidence<'t>, value: Span) -> Option<&'t str> {
    let start = evidence.statements.line_start(value.start);
    evidence.text().get(start..value.start).filter(|before| before.len() <= COMMAND)
}

fn is_old(evidence: &Evidence<'_>, value: Span) -> bool {
    let is_old = |name: &str| name.len() <= NAME && words(name).iter().any(|word| OLD.contains(&word.as_str()));
    let entry = before(evidence, value).unwrap_or_default();
    let entry = entry.rsplit(['{', ',', ';', '(']).next().unwrap_or(entry);
    is_old(entry) || evidence.names_around(value.start).into_iter().any(|name| is_old(name.of(evidence.text())))
}
