//! The text between two brackets, or between a tag and its end tag.

use super::form::{DEPTH, Form, Statement};
use crate::detect::span::Span;

/// The most open brackets; more than this is no structure.
const OPEN: usize = 4 * DEPTH;

/// The longest text before a bracket that is read as a name, in bytes.
const NAME: usize = 80;

/// Every closed group in a text. Unmatched brackets, as in prose, are ignored.
pub(super) fn groups(text: &str) -> Vec<Statement> {
    let mut groups = brackets(text);
    if memchr::memmem::find(text.as_bytes(), b"</").is_some() {
        groups.extend(elements(text));
    }
    groups
}

fn brackets(text: &str) -> Vec<Statement> {
    let bytes = text.as_bytes();
    let mut groups = Vec::new();
    let mut open: Vec<(usize, u8)> = Vec::new();
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'{' | b'[' | b'(' if open.len() < OPEN => open.push((at, byte)),
            b'}' | b']' | b')' => {
                let opening = match byte {
                    b'}' => b'{',
                    b']' => b'[',
                    _ => b'(',
                };
                let Some(depth) = open.iter().rposition(|&(_, open)| open == opening) else { continue };
                let Some(&(start, _)) = open.get(depth) else { continue };
                open.truncate(depth);
                let name = name_before(text, start);
                groups.push(Statement { form: Form::Group, span: Span { start, end: at + 1 }, name });
            }
            _ => {}
        }
    }
    groups
}

/// The words directly before a bracket: `"sandbox": {`, `environment "prod" {`.
fn name_before(text: &str, bracket: usize) -> Option<Span> {
    let floor = text.ceil_char_boundary(bracket.saturating_sub(NAME));
    let before = text.get(floor..bracket)?;
    let ends = |character: char| matches!(character, ',' | ';' | '{' | '}' | '(' | ')' | '\n' | '\r');
    let start = before.rfind(ends).map_or(floor, |at| floor + at + 1);
    let leading = text.get(start..bracket)?;
    let start = start + (leading.len() - leading.trim_start().len());
    // In PHP, for example, the previous line may hold the name.
    (start < bracket).then_some(Span { start, end: bracket })
}

/// Attributes that name an element.
const NAMING: &[&str] = &["name=", "id=", "env=", "environment=", "key="];

/// The name of an element: its tag up to an attribute that names it; in a
/// property list, the key before it; otherwise its tag.
fn element_name(text: &str, start: usize, tag: Span) -> Span {
    let limit = text.floor_char_boundary(text.len().min(tag.end + NAME));
    let attributes = text.get(tag.end..limit).and_then(|rest| rest.split('>').next()).unwrap_or_default();
    let value_end = |attribute: &&str| {
        let at = attributes
            .find(*attribute)
            .filter(|at| attributes.get(..*at).is_some_and(|before| before.ends_with(' ')))?;
        let value = at + attribute.len() + 1;
        attributes.get(value..)?.find(['"', '\'']).map(|length| value + length)
    };
    if let Some(end) = NAMING.iter().find_map(value_end) {
        return Span { start: tag.start, end: tag.end + end };
    }
    let floor = text.ceil_char_boundary(start.saturating_sub(NAME));
    let before = text.get(floor..start).unwrap_or_default().trim_end();
    let key = before.strip_suffix("</key>").and_then(|before| Some((before.rfind('>')? + 1, before.len())));
    match key {
        Some((from, to)) if tag.of(text) == "dict" => Span { start: floor + from, end: floor + to },
        _ => tag,
    }
}

/// Elements that only contain a text.
const CONTAINERS: &[&[u8]] = &[b"pre", b"code", b"body", b"html"];

/// XML elements. Elements that are never closed, as often in HTML, are ignored.
fn elements(text: &str) -> Vec<Statement> {
    let bytes = text.as_bytes();
    let mut elements = Vec::new();
    let mut open: Vec<(usize, Span)> = Vec::new();
    for at in memchr::memchr_iter(b'<', bytes) {
        let closes = bytes.get(at + 1) == Some(&b'/');
        let name_at = at + 1 + usize::from(closes);
        let rest = bytes.get(name_at..).unwrap_or_default();
        let length = rest
            .iter()
            .take(NAME)
            .take_while(|&&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':'))
            .count();
        if length == 0 {
            continue;
        }
        let tag = Span { start: name_at, end: name_at + length };
        if CONTAINERS.contains(&tag.of(text).as_bytes()) {
            continue;
        }
        let same = |other: &Span| bytes.get(other.start..other.end) == bytes.get(tag.start..tag.end);
        if closes {
            let Some(depth) = open.iter().rposition(|(_, name)| same(name)) else { continue };
            let Some(&(start, opening)) = open.get(depth) else { continue };
            open.truncate(depth);
            let name = element_name(text, start, opening);
            elements.push(Statement { form: Form::Group, span: Span { start, end: tag.end }, name: Some(name) });
        } else if open.len() < OPEN {
            open.push((at, tag));
        }
    }
    elements
}
