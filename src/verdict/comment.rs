//! Comments, and text that is struck out.

use super::command::COMMAND;
use crate::detect::span::Span;
use crate::detect::statement::Statements;

/// Marks at the start of a comment line.
pub(super) const MARKS: &[&str] = &["#", "//", ";", "REM ", "rem ", "::", "-- "];

/// Where comments of several lines begin and end, and what is struck out.
const COMMENTS: &[(&str, &str)] =
    &[("/*", "*/"), ("<!--", "-->"), ("{#", "#}"), ("<#", "#>"), ("--[[", "]]"), ("<del>", "</del>"), ("~~", "~~")];

/// How far before a value its comment may begin, in bytes.
const FAR: usize = 512;

/// How many lines of one comment are read, before and after.
const MOST: usize = 64;

/// The comment around a host, if it contains more than the host. Then the host
/// applies only to the comment. Consecutive comment lines are one comment.
pub(super) fn comment_around(text: &str, statements: &Statements, host: Span) -> Option<Span> {
    // A line with nothing but a host may be the address of what follows.
    let says_more = |before: &str| {
        let words = before.trim_end_matches("://").trim_end_matches(|sign: char| sign.is_ascii_alphabetic());
        words.contains(char::is_alphabetic)
    };
    let line = line_comment_around(text, statements, host).filter(|(_, before)| says_more(before));
    line.map(|(span, _)| span).or_else(|| marks_around(text, host))
}

/// The line comment around a value, and what is between its mark and the value.
/// A Markdown heading, and a request in a `.http` file, apply to what follows.
pub(super) fn line_comment_around<'t>(text: &'t str, statements: &Statements, value: Span) -> Option<(Span, &'t str)> {
    let start = statements.line_start(value.start);
    if value.start - start > COMMAND {
        return None;
    }
    let rest = text.get(value.end..).unwrap_or_default();
    let end = value.end + rest.find('\n').unwrap_or(rest.len());
    let before = text.get(start..value.start).unwrap_or_default();
    let mark = MARKS.iter().copied().find(|mark| before.trim_start().starts_with(mark));
    let Some(mark) = mark else {
        let trailing = [" # ", " // ", ", // "].iter().filter_map(|mark| Some((before.rfind(mark)?, mark.len()))).max();
        let has_statement = |at: usize| before.get(..at).is_some_and(|code| code.contains(['=', ':']));
        let (at, length) = trailing.filter(|&(at, _)| has_statement(at))?;
        return Some((Span { start: start + at, end }, before.get(at + length..).unwrap_or_default()));
    };
    if before.trim_start().starts_with("##") {
        return None;
    }
    let is_comment = |line: &str| line.trim_start().starts_with(mark);
    let above = text.get(..start).unwrap_or_default();
    let first =
        above.lines().rev().take(MOST).take_while(|line| is_comment(line)).map(|line| line.len() + 1).sum::<usize>();
    let below = text.get(end..).unwrap_or_default().strip_prefix('\n').unwrap_or_default();
    let last = below.lines().take(MOST).take_while(|line| is_comment(line)).map(|line| line.len() + 1).sum::<usize>();
    let said = before.trim_start().trim_start_matches(mark).trim_start_matches(['#', '/', ';', ' ']);
    Some((Span { start: start.saturating_sub(first), end: text.len().min(end + last) }, said))
}

/// The comment of several lines around a value, or the text around it that is
/// struck out.
pub(super) fn marks_around(text: &str, value: Span) -> Option<Span> {
    let floor = text.ceil_char_boundary(value.start.saturating_sub(FAR));
    let before = text.get(floor..value.start).unwrap_or_default();
    let limit = text.floor_char_boundary(text.len().min(value.end + FAR));
    let after = text.get(value.end..limit).unwrap_or_default();
    COMMENTS.iter().find_map(|&(begin, end)| {
        let at = before.rfind(begin)?;
        let is_open = if begin == end {
            before.rsplit('\n').next()?.split(begin).count() % 2 == 0
        } else {
            (begin != "/*" || is_alone(before, at, begin)) && !before.get(at..)?.contains(end)
        };
        let close = after.find(end).filter(|_| is_open)?;
        Some(Span { start: floor + at, end: value.end + close + end.len() })
    })
}

/// Whether spaces surround a mark, or it begins its line. `src/*` is a path.
fn is_alone(text: &str, at: usize, mark: &str) -> bool {
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + mark.len()..).unwrap_or_default());
    let begins = before.is_empty() || before.ends_with(char::is_whitespace);
    let line = before.trim_end_matches([' ', '\t']);
    let is_at_line_start = line.is_empty() || line.ends_with('\n');
    let is_spaced = after.starts_with(|sign: char| sign.is_whitespace() || sign == '*');
    begins && (is_spaced || is_at_line_start && !after.starts_with('/'))
}
