//! Sections: lines indented below a key, lines below an INI header, and lines
//! below a heading.

use super::form::{DEPTH, Form, Statement};
use crate::detect::span::Span;

/// The sections and headings of a text.
#[derive(Debug, Default)]
pub(super) struct Sections {
    pub(super) sections: Vec<Statement>,
    pub(super) headings: Vec<Statement>,
}

/// The length of the longest heading or header, in bytes.
const LONGEST: usize = 80;

/// The length of the shortest value that stands alone on a line, in bytes.
const VALUE: usize = 10;

/// Reads the sections of a text line by line.
pub(super) fn sections(text: &str, starts: &[usize]) -> Sections {
    let mut reader = SectionReader::default();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    for (&start, end) in starts.iter().zip(ends) {
        reader.line(text, Span { start, end });
    }
    reader.finish(text.len())
}

#[derive(Default)]
struct SectionReader {
    read: Sections,
    /// The keys that lines may be indented below, with their own indentation.
    keys: Vec<(usize, Statement)>,
    /// The current INI header.
    header: Option<Statement>,
    heading: Option<(HeadingReach, Statement)>,
    /// Whether a line with text has followed the heading.
    has_body: bool,
}

/// How far a heading applies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum HeadingReach {
    /// To the next heading of the same or a higher level.
    Level(usize),
    /// To the next blank line.
    Block,
}

impl SectionReader {
    fn line(&mut self, text: &str, span: Span) {
        let line = span.of(text);
        let body = line.trim();
        if body.is_empty() {
            if self.has_body && matches!(self.heading, Some((HeadingReach::Block, _))) {
                self.end_heading(span.start);
            }
            return;
        }
        // The underline of a reStructuredText or Markdown heading.
        let is_rule = body.len() >= 3 && body.bytes().all(|byte| matches!(byte, b'=' | b'-' | b'~' | b'^'));
        if is_rule
            && !self.has_body
            && let Some((reach, _)) = &mut self.heading
            && *reach == HeadingReach::Block
        {
            *reach = HeadingReach::Level(2);
            return;
        }
        let indent = line.len() - line.trim_start().len();
        let at = span.start + indent;
        if is_machine(body) {
            self.end_keys(0, span.start);
            self.end_header(span.start);
            self.end_heading(span.start);
            self.header = Some(Statement { form: Form::Section, span, name: None });
            return;
        }
        if let Some(name) = header(body) {
            self.end_keys(0, span.start);
            self.end_header(span.start);
            self.end_heading(span.start);
            let name = Span { start: at + name.start, end: at + name.end };
            self.header = Some(Statement { form: Form::Section, span, name: Some(name) });
            return;
        }
        self.end_keys(indent + usize::from(body.starts_with("- ")), span.start);
        if body.starts_with("- ") {
            self.end_keys_at(indent, span.start);
            if self.keys.len() < DEPTH {
                // A list item is a section if lines are indented below it.
                self.keys.push((indent, Statement { form: Form::Section, span, name: None }));
            }
        }
        match heading(body) {
            Some((mark, name)) => {
                let inside = matches!((mark, self.heading), (HeadingReach::Level(new), Some((HeadingReach::Level(old), _))) if new > old);
                if !inside || self.heading.is_some() {
                    self.end_heading(span.start);
                }
                let name = Span { start: at + name.start, end: at + name.end };
                self.heading = Some((mark, Statement { form: Form::Heading, span, name: Some(name) }));
                self.has_body = false;
            }
            None => self.has_body = true,
        }
        if let Some(name) = key(body)
            && self.keys.len() < DEPTH
        {
            let name = Span { start: at + name.start, end: at + name.end };
            // In a list item, the dash adds to the key's indentation.
            let column = indent + name.start - at;
            self.keys.push((column, Statement { form: Form::Section, span, name: Some(name) }));
        } else if body.starts_with("${{") && body.ends_with(':') && self.keys.len() < DEPTH {
            // A condition for the lines below it, as in Azure Pipelines.
            self.keys.push((indent, Statement { form: Form::Section, span, name: None }));
        }
    }

    /// Ends the sections of all keys that this line isn't indented below.
    fn end_keys(&mut self, indent: usize, end: usize) {
        while let Some((_, section)) = self.keys.pop_if(|(column, _)| *column >= indent) {
            self.end_key(section, end);
        }
    }

    /// Ends the list item that precedes the next one.
    fn end_keys_at(&mut self, indent: usize, end: usize) {
        if let Some((_, item)) = self.keys.pop_if(|(column, section)| *column == indent && section.name.is_none()) {
            self.end_key(item, end);
        }
    }

    fn end_key(&mut self, section: Statement, end: usize) {
        // An item on a single line adds nothing to the line itself.
        if section.name.is_some() || section.span.end < end {
            self.read.sections.push(Statement { span: Span { end, ..section.span }, ..section });
        }
    }

    fn end_header(&mut self, end: usize) {
        let ended = self.header.take().map(|header| Statement { span: Span { end, ..header.span }, ..header });
        self.read.sections.extend(ended);
    }

    fn end_heading(&mut self, end: usize) {
        let ended = self.heading.take().map(|(_, heading)| Statement { span: Span { end, ..heading.span }, ..heading });
        self.read.headings.extend(ended);
    }

    fn finish(mut self, end: usize) -> Sections {
        self.end_keys(0, end);
        self.end_header(end);
        self.end_heading(end);
        self.read
    }
}

/// Whether an entry of a `.netrc` file begins in this line.
fn is_machine(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next() == Some("machine")
        && words.next().is_some_and(|host| host.contains('.') && !host.ends_with(['.', ',', ':']))
}

/// The name in an INI or TOML header: `[sandbox]`, `[[eqp.sandbox]]`,
/// `[profile "sandbox"]`, `[HKEY_CURRENT_USER\Software\EQP\Sandbox]`.
fn header(line: &str) -> Option<Span> {
    let inner = line.strip_prefix('[')?.strip_suffix(']')?;
    let is_name = |character: char| character.is_alphanumeric() || " ._-\"':/\\[]".contains(character);
    // A JSON list with one value is no header: everything inside is quoted.
    let quoted = inner.starts_with(['"', '\'']) || inner.is_empty();
    (line.len() <= LONGEST && !quoted && inner.chars().all(is_name)).then_some(Span { start: 1, end: line.len() - 1 })
}

/// The key of a line that other lines may be indented below: `sandbox:`.
fn key(line: &str) -> Option<Span> {
    let inner = line.strip_prefix("- ").unwrap_or(line).trim_start();
    let start = line.len() - inner.len();
    let colon = inner.rfind(':')?;
    let value = inner.get(colon + 1..)?.trim();
    let opens = value.is_empty() || value.starts_with(['|', '>', '#', '&']);
    let name = inner.get(..colon)?.trim_matches(['"', '\'']);
    let is_name = !name.is_empty() && name.len() <= LONGEST && !name.contains([':', '(', '{', '=', ',']);
    let quote = usize::from(inner.starts_with(['"', '\'']));
    (opens && is_name).then_some(Span { start: start + quote, end: start + quote + name.len() })
}

/// The file that a command shows: `$ cat .env.production`. It heads what is
/// below.
fn shown_file(line: &str) -> Option<Span> {
    let command = line.trim_start_matches(['$', '%', '>', ' ']);
    let command = command.strip_prefix("PS> ").unwrap_or(command);
    let (program, file) = command.split_once(' ')?;
    let shows = ["cat", "bat", "type", "less", "more", "Get-Content", "gc", "File:"].contains(&program);
    let is_file = file.contains('.') && !file.contains([' ', '|', '<', '>', '&', ';', '$', '*', '=']);
    (shows && is_file).then(|| Span { start: line.len() - file.len(), end: line.len() })
}

/// The text of a heading line: in Markdown, a comment, words with a colon, an
/// underlined line, a request in a `.http` file.
fn heading(line: &str) -> Option<(HeadingReach, Span)> {
    if line.len() > LONGEST {
        return None;
    }
    if let Some(name) = shown_file(line) {
        return Some((HeadingReach::Block, name));
    }
    let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
    let decoration = ['#', '/', '*', ';', '-', '=', '_', '~', '<', '>', '!', ' ', '\t', ':', '|', '`', '.'];
    let words = line.trim_matches(decoration);
    let start = line.len() - line.trim_start_matches(decoration).len();
    let name = Span { start, end: start + words.len() };
    let is_text = !words.is_empty() && !words.contains(['=', ':', '"', '\'', '{', '}', ',', '\\', '@', '$', '\t']);
    // `EQP_SANDBOX=` is a variable without a value.
    if start == 0 && line.ends_with('=') {
        return None;
    }
    let is_marked = start > 0 || line.ends_with(':');
    // A value alone on its line is no heading.
    let is_value = words.len() >= VALUE && words.bytes().any(|byte| byte.is_ascii_digit()) && !words.contains(' ');
    let is_word = words.split_whitespace().count() <= 2 && !is_value;
    (is_text && (is_marked || is_word)).then(|| {
        let is_markdown = hashes > 0 && line.as_bytes().get(hashes) == Some(&b' ');
        (if is_markdown && hashes > 1 { HeadingReach::Level(hashes) } else { HeadingReach::Block }, name)
    })
}
