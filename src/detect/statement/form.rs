//! The forms of statements.

use crate::detect::span::Span;

/// The form of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A line, a command with its continuation lines, or a table row.
    Line,
    /// The text between two brackets, or between a tag and its end tag.
    Group,
    /// The lines indented below a key, or the lines below an INI header.
    Section,
    /// The lines below a heading, such as a comment.
    Heading,
    /// The lines between two blank lines.
    Block,
}

/// A part of a text that belongs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Statement {
    pub form: Form,
    pub span: Span,
    /// Its name: an object's key, a section's header, or the text of a heading.
    pub name: Option<Span>,
}

/// The deepest nesting of brackets or sections that is followed.
pub(super) const DEPTH: usize = 24;
