//! What a statement is.

use crate::detect::span::Span;

/// What makes a statement one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A line, a command with the lines that continue it, a row of a table.
    Line,
    /// What is between two brackets, or a tag and its end.
    Group,
    /// The lines below a key that are indented, or below an INI header.
    Section,
    /// The lines below a heading, a comment for example.
    Heading,
    /// The lines between two blank ones.
    Block,
}

/// A part of a text that makes one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Statement {
    pub form: Form,
    pub span: Span,
    /// What it is called: the key of an object, the header of a section, the
    /// text of a heading.
    pub name: Option<Span>,
}

/// More levels of brackets or sections than this are not followed.
pub(super) const DEPTH: usize = 24;
