//! Lines with their continuation lines, and the blocks between blank lines.

use super::form::{Form, Statement};
use crate::catalogue::vendors;
use crate::detect::span::Span;

/// The most lines of a quoted text. If it seems longer, the mark was probably
/// an apostrophe.
const QUOTED_LINES: usize = 12;

/// Every logical line. A command ends at the line's end, unless a backslash or
/// an open quotation mark continues it, and at `;`, `&&`, `||` and `|`.
pub(super) fn lines(text: &str) -> Vec<Statement> {
    let bytes = text.as_bytes();
    let mut reader = LineReader { lines: Vec::new(), start: 0 };
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' | b'^' | b'`' if continues(bytes, at) => at = end_of_line(bytes, at) + 1,
            b'\n' => {
                reader.end(at + 1);
                at += 1;
            }
            b'"' | b'\'' => at = after_quoted(bytes, at),
            b';' if is_spaced(bytes, at + 1) && !joins_assignments(bytes, reader.start, at) => {
                reader.end(at + 1);
                at += 1;
            }
            b'&' | b'|' if bytes.get(at + 1) == Some(&byte) => {
                reader.end(at + 2);
                at += 2;
            }
            // A pipe to another command. A `|` at the start belongs to a table
            // row.
            b'|' if is_pipe(bytes, reader.start, at) => {
                reader.end(at + 1);
                at += 1;
            }
            _ => at += 1,
        }
    }
    reader.end(bytes.len());
    reader.lines
}

struct LineReader {
    lines: Vec<Statement>,
    start: usize,
}

impl LineReader {
    fn end(&mut self, end: usize) {
        if end > self.start {
            self.lines.push(Statement { form: Form::Line, span: Span { start: self.start, end }, name: None });
        }
        self.start = end;
    }
}

/// Whether only the line's end follows this mark. PowerShell's mark also needs
/// a space before it.
fn continues(bytes: &[u8], at: usize) -> bool {
    let is_mark = bytes.get(at) != Some(&b'`') || at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b' ');
    is_mark && matches!(bytes.get(at + 1..), Some([b'\n', ..] | [b'\r', b'\n', ..]))
}

fn end_of_line(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + memchr::memchr(b'\n', rest).unwrap_or(rest.len())
}

/// Where to continue after a quotation mark: after its closing mark on the same
/// line, or on a later line only if the quoted text starts and ends an
/// argument.
fn after_quoted(bytes: &[u8], at: usize) -> usize {
    let Some(&quote) = bytes.get(at) else { return at + 1 };
    let opens =
        at.checked_sub(1).and_then(|before| bytes.get(before)).is_none_or(|before| !before.is_ascii_alphanumeric());
    if !opens {
        return at + 1;
    }
    let rest = bytes.get(at + 1..).unwrap_or_default();
    let mut line_ends = 0;
    let mut offset = 0;
    while let Some(next) = rest.get(offset..).and_then(|rest| memchr::memchr3(quote, b'\n', b'\\', rest)) {
        offset += next;
        match rest.get(offset) {
            Some(b'\n') => {
                line_ends += 1;
                let blank = matches!(rest.get(offset + 1..), Some([b'\n', ..] | [b'\r', b'\n', ..]));
                if blank || line_ends > QUOTED_LINES {
                    return at + 1;
                }
            }
            Some(b'\\') => offset += 1,
            _ => {
                let next = rest.get(offset + 1);
                let closes = next.is_none_or(|next| !next.is_ascii_alphanumeric());
                return if line_ends == 0 || closes { at + offset + 2 } else { at + 1 };
            }
        }
        offset += 1;
    }
    at + 1
}

fn is_spaced(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(u8::is_ascii_whitespace)
}

/// The most bytes of a line in which assignments are joined.
const JOINED: usize = 1024;

/// Whether assignments without spaces are on both sides of a semicolon:
/// `URL=x; ID=y`. They configure the same thing.
fn joins_assignments(bytes: &[u8], start: usize, at: usize) -> bool {
    let is_assignment = |word: &[u8]| {
        let name = word.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        let value = word.get(name + 1);
        name > 0 && word.get(name) == Some(&b'=') && value.is_some_and(|byte| !matches!(byte, b'=' | b'>'))
    };
    let before = bytes.get(start..at).filter(|before| before.len() <= JOINED).unwrap_or_default();
    let after = bytes.get(at + 1..bytes.len().min(at + JOINED)).unwrap_or_default();
    let after = after.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let last = before.rsplit(u8::is_ascii_whitespace).next().unwrap_or_default();
    let next = after.split(u8::is_ascii_whitespace).find(|word| !word.is_empty()).unwrap_or_default();
    is_assignment(last) && is_assignment(next)
}

fn is_pipe(bytes: &[u8], start: usize, at: usize) -> bool {
    let before = bytes.get(start..at).unwrap_or_default();
    let word = before
        .iter()
        .take(64)
        .skip_while(|byte| byte.is_ascii_whitespace())
        .take_while(|byte| !byte.is_ascii_whitespace());
    let first: Vec<u8> = word.copied().collect();
    let mut programs = vendors::ALL.iter().flat_map(|vendor| vendor.texts.programs).chain(COMMANDS);
    programs.any(|program| program.as_bytes() == first.as_slice()) || first == b"$"
}

/// Programs whose lines are commands.
const COMMANDS: &[&str] =
    &["curl", "wget", "http", "https", "xh", "composer", "docker", "echo", "printf", "cat", "jq", "git", "php"];

/// The lines between two blank ones, and between the branches of a condition.
pub(super) fn blocks(text: &str, starts: &[usize]) -> Vec<Statement> {
    let mut blocks = Vec::new();
    let mut open = None;
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let spans: Vec<Span> = starts.iter().zip(ends).map(|(&start, end)| Span { start, end }).collect();
    let bounds = bounds(spans.iter().map(|span| span.of(text).as_bytes()));
    for (span, bound) in spans.into_iter().zip(bounds) {
        let Span { start, .. } = span;
        let line = span.of(text).as_bytes();
        if (is_prompt(line) || bound == Bound::Before)
            && let Some(first) = open.take()
        {
            blocks.push(Statement { form: Form::Block, span: Span { start: first, end: start }, name: None });
        }
        if !line.trim_ascii().is_empty() && bound != Bound::Line && !is_divider(line) {
            open = open.or(Some(start));
        } else if let Some(first) = open.take() {
            blocks.push(Statement { form: Form::Block, span: Span { start: first, end: start }, name: None });
        }
    }
    if let Some(start) = open.filter(|&start| start < text.len()) {
        blocks.push(Statement { form: Form::Block, span: Span { start, end: text.len() }, name: None });
    }
    blocks
}

/// Whether a line is a command typed at a prompt, so that its output follows.
fn is_prompt(line: &[u8]) -> bool {
    line.starts_with(b"$ ")
}

/// Whether a line separates what is above from what is below: YAML documents,
/// the sides of a merge conflict.
fn is_divider(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    let is_side =
        |mark: &[u8]| line.strip_prefix(mark).is_some_and(|rest| rest.first().is_none_or(|&byte| byte == b' '));
    // Spring divides the profiles of a properties file with the last two.
    matches!(line, b"---" | b"#---" | b"!---")
        || [&b"<<<<<<<"[..], b"|||||||", b"=======", b">>>>>>>"].into_iter().any(is_side)
}

/// Where a line ends the block above it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    /// Nowhere.
    No,
    /// Before it: it starts a condition, or is the first line after one.
    Before,
    /// With it: it isn't part of a block itself.
    Line,
}

/// Where the lines of a text end blocks: at the branches of conditions that are
/// written without braces, in a shell, in Ruby, Python, a template or for a
/// preprocessor. A condition without a second branch ends nothing.
fn bounds<'t>(lines: impl Iterator<Item = &'t [u8]>) -> Vec<Bound> {
    let mut bounds = Vec::new();
    // The last condition at each indentation.
    let mut conditions: Vec<(usize, usize)> = Vec::new();
    // The last second branch that is still open: its indentation, and whether
    // only that ends it.
    let mut branch: Option<(usize, bool)> = None;
    for (at, line) in lines.enumerate() {
        let line = line.trim_ascii_end();
        let code = line.trim_ascii_start();
        let indentation = line.len() - code.len();
        if !code.is_empty() {
            conditions.retain(|&(outer, _)| outer <= indentation);
        }
        let mut bound = Bound::No;
        if starts_branch(code) {
            if let Some(first) = conditions.pop_if(|last| last.0 == indentation)
                && let Some(bound) = bounds.get_mut(first.1)
            {
                *bound = Bound::Before;
            }
            branch = Some((indentation, code.ends_with(b":")));
            bound = Bound::Line;
        } else if let Some((outer, by_indentation)) = branch
            && (if by_indentation { !code.is_empty() && indentation <= outer } else { ends_branches(code) })
        {
            branch = None;
            bound = if by_indentation { Bound::Before } else { Bound::Line };
        }
        if starts_condition(code) {
            conditions.retain(|&(outer, _)| outer < indentation);
            conditions.push((indentation, at));
        }
        bounds.push(bound);
    }
    bounds
}

/// Whether a line starts a condition.
fn starts_condition(code: &[u8]) -> bool {
    let word = bare(code).split(|byte| !byte.is_ascii_alphanumeric()).next().unwrap_or_default();
    matches!(word, b"if" | b"ifdef" | b"ifndef" | b"ifeq" | b"unless")
}

/// The code of a line, without the marks of templates and preprocessors.
fn bare(code: &[u8]) -> &[u8] {
    let is_mark = |byte: &u8| matches!(byte, b'{' | b'%' | b'#' | b'-' | b'<' | b' ');
    // In `{ else`, the mark is a brace of the code itself.
    let has_marks = [&b"{{"[..], b"{%", b"<%", b"#"].into_iter().any(|mark| code.starts_with(mark));
    let marks = if has_marks { code.iter().take_while(|byte| is_mark(byte)).count() } else { 0 };
    let rest = code.get(marks..).unwrap_or_default();
    let end = rest
        .iter()
        .rposition(|byte| !(has_marks && matches!(byte, b'}' | b'%' | b'>' | b'-' | b' ')))
        .map_or(0, |at| at + 1);
    rest.get(..end).unwrap_or_default()
}

/// Whether a line starts another branch of a condition.
fn starts_branch(code: &[u8]) -> bool {
    let code = bare(code);
    let word = code.split(|byte| !byte.is_ascii_alphanumeric()).next().unwrap_or_default();
    match word {
        b"else" => matches!(code.get(word.len()..), Some(b"" | b":")) || code.starts_with(b"else if "),
        b"elif" | b"elsif" | b"elseif" => code.get(word.len()) == Some(&b' '),
        _ => false,
    }
}

/// Whether a line ends a condition.
fn ends_branches(code: &[u8]) -> bool {
    matches!(bare(code), b"fi" | b"end" | b"endif" | b"endif;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        lines(text).iter().map(|line| line.span.of(text).trim()).collect()
    }

    #[test]
    fn commands_end_where_a_shell_ends_them() {
        for (text, expected) in [
            ("curl -u a \\\n  b\nnext", vec!["curl -u a \\\n  b", "next"]),
            ("RUN x ^\r\n y\r\nz", vec!["RUN x ^\r\n y", "z"]),
            ("a && b || c; d", vec!["a &&", "b ||", "c;", "d"]),
            ("curl x | jq .y", vec!["curl x |", "jq .y"]),
            ("| sandbox | id |", vec!["| sandbox | id |"]),
            ("curl -H 'Basic a\nb' host\nc", vec!["curl -H 'Basic a\nb' host", "c"]),
            ("don't\nit's\nx", vec!["don't", "it's", "x"]),
            ("say 'a\n\nb'", vec!["say 'a", "", "b'"]),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }

    #[test]
    fn blank_lines_divide_blocks() {
        let text = "a\nb\n \nc\n\n";
        let starts = [0, 2, 4, 6, 8, 9];
        let found: Vec<_> = blocks(text, &starts).iter().map(|block| block.span.of(text)).collect();
        assert_eq!(found, ["a\nb\n", "c\n"]);
    }

    #[test]
    fn branches_divide_blocks() {
        for (text, expected) in [
            ("if x\n  a\nelse\n  b\nfi\nc", vec!["if x\n  a", "b", "c"]),
            ("a\nif x:\n  b\nelse:\n  c\nd", vec!["a", "if x:\n  b", "c", "d"]),
            ("a\nif x:\n  b\nc", vec!["a\nif x:\n  b\nc"]),
            ("a\nif x:\n  b\n  if y:\n    c\n  else:\n    d\ne", vec!["a\nif x:\n  b", "if y:\n    c", "d", "e"]),
            ("if x:\n  a\nelse:\n  b\nc", vec!["if x:\n  a", "b", "c"]),
            ("if x:\n  a\nelif y:\n  b\n  c\n\nd", vec!["if x:\n  a", "b\n  c", "d"]),
            ("#if X\na\n#else\nb\n#endif\nc", vec!["#if X\na", "b", "c"]),
            ("{{- if x }}\na\n{{- else }}\nb\n{{- end }}\nc", vec!["{{- if x }}\na", "b", "c"]),
            ("{% if x %}\na\n{% else %}\nb\n{% endif %}\nc", vec!["{% if x %}\na", "b", "c"]),
            ("do |x|\n a\nend\nb", vec!["do |x|\n a\nend\nb"]),
            ("x {\n} else {\n a\n}\nb", vec!["x {\n} else {\n a\n}\nb"]),
            ("else x\nfi y\nelse-x", vec!["else x\nfi y\nelse-x"]),
        ] {
            let starts: Vec<usize> = [0].into_iter().chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            let found: Vec<_> = blocks(text, &starts).iter().map(|block| block.span.of(text).trim()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
