//! The credentials found in a text, and values that have the shape of one.

use super::encoded;
use super::span::Span;
use crate::credential::invisible::visible;
use crate::credential::secret::Secret;
use crate::credential::{Kind, Part};

/// How sure it is that a find is a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// A name that nothing else has stands before it.
    Labelled,
    /// It stands together with its partner, in a way that only a pair does.
    Paired,
    /// It stood in an encoded pair.
    Encoded,
    /// It has the right shape and no more: it could as well be a hash or a
    /// word. It may be looked up, and is nothing if it is unknown.
    Candidate,
}

/// How a value stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// As it is, at its span.
    Plain,
    /// Encoded together with its partner; the span is that of both.
    Encoded,
}

/// A value that is, or could be, a part of a credential.
#[derive(Debug, Clone, Copy)]
pub struct Find {
    /// Which part; `None` for 32 hexadecimal digits of which nothing says
    /// whether they are a public or a private key.
    pub part: Option<Part>,
    /// The kind that its shape makes it.
    pub kind: Kind,
    /// Where it stands in the text as it was given.
    pub span: Span,
    /// The name before it.
    pub label: Option<Span>,
    /// The kind that the name before it announces.
    pub claim: Option<Kind>,
    /// Whether it stands where a user name and password do, with no name that
    /// is of one kind: after `-u`, in a Basic header, as `password`.
    pub anonymous: bool,
    /// How sure it is.
    pub certainty: Certainty,
    /// The index of its partner among the finds.
    pub partner: Option<usize>,
    /// How it stands there.
    pub value: Value,
}

impl Find {
    /// Whether it is a credential, known or not.
    #[must_use]
    pub fn is_asserted(&self) -> bool {
        self.certainty != Certainty::Candidate
    }

    /// Whether a name of its own kind says what it is.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.claim == Some(self.kind) && self.part.is_some()
    }

    /// The value itself, from the text that it was found in.
    #[must_use]
    pub fn secret(&self, text: &str) -> Secret {
        let value = self.span.of(text);
        let decoded = match (self.value, self.part) {
            (Value::Encoded, Some(part)) => {
                encoded::part_of_pair(visible(value).trim_end_matches('=').as_bytes(), part)
            }
            _ => None,
        };
        decoded.unwrap_or_else(|| Secret::new(value))
    }
}

/// What is in a text.
pub struct Found {
    /// In the order of the text.
    pub finds: Vec<Find>,
    /// How many bytes of the text were examined.
    pub examined: usize,
    /// How long the text is.
    pub length: usize,
}

impl Found {
    /// Whether the text went on after the part that was examined.
    #[must_use]
    pub const fn is_truncated(&self) -> bool {
        self.examined < self.length
    }
}
