//! Values that go nowhere if a text has others: those in comments, and old
//! ones.

use super::around::COMMAND;
use super::environment_word::words;
use super::evidence::Evidence;
use super::name::NAME;
use crate::detect::span::Span;

/// Marks at the start of a comment line.
const MARKS: &[&str] = &["#", "//", ";", "REM ", "rem ", "::", "-- "];

/// Where comments of several lines begin and end, and what is struck out.
const COMMENTS: &[(&str, &str)] = &[("/*", "*/"), ("<!--", "-->"), ("~~", "~~")];

/// How far before a value its comment may begin, in bytes.
const FAR: usize = 512;

/// Words for a value that is no longer used.
const OLD: &[&str] = &["old", "previous", "former", "deprecated", "revoked", "expired"];

/// Whether a value is in a comment, or is named as an old one.
pub(super) fn is_aside(evidence: &Evidence<'_>, value: Span) -> bool {
    is_in_line_comment(evidence, value) || is_between_marks(evidence.text(), value) || is_old(evidence, value)
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

fn is_between_marks(text: &str, value: Span) -> bool {
    let floor = text.ceil_char_boundary(value.start.saturating_sub(FAR));
    let before = text.get(floor..value.start).unwrap_or_default();
    let limit = text.floor_char_boundary(text.len().min(value.end + FAR));
    let after = text.get(value.end..limit).unwrap_or_default();
    COMMENTS.iter().any(|&(begin, end)| match begin == end {
        true => before.rsplit('\n').next().is_some_and(|line| line.split(begin).count() % 2 == 0),
        false => {
            let last = before.rfind(begin).filter(|&at| begin != "/*" || is_alone(before, at, begin));
            last.is_some_and(|at| !before.get(at..).unwrap_or_default().contains(end)) && after.contains(end)
        }
    })
}

/// Whether spaces surround a mark. `src/*` is a path.
fn is_alone(text: &str, at: usize, mark: &str) -> bool {
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + mark.len()..).unwrap_or_default());
    let begins = before.is_empty() || before.ends_with(char::is_whitespace);
    begins && after.starts_with(|sign: char| sign.is_whitespace() || sign == '*')
}

fn is_old(evidence: &Evidence<'_>, value: Span) -> bool {
    let is_old = |name: &str| name.len() <= NAME && words(name).iter().any(|word| OLD.contains(&word.as_str()));
    let entry = before(evidence, value).unwrap_or_default();
    let entry = entry.rsplit(['{', ',', ';', '(']).next().unwrap_or(entry);
    is_old(entry) || evidence.names_around(value.start).into_iter().any(|name| is_old(name.of(evidence.text())))
}
