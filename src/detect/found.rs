//! The credentials found in a text, and values that have the shape of one.

use super::encoded;
use super::name_words::{Whose, whose};
use super::span::Span;
use crate::credential::invisible::visible;
use crate::credential::secret::Secret;
use crate::credential::{Kind, Part};

/// How sure it is that a find is a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// A name that nothing else has is before it.
    Labelled,
    /// It is together with its partner, in a way that only a pair does.
    Paired,
    /// It was in an encoded pair.
    Encoded,
    /// It has the right shape and no more: it could as well be a hash or a
    /// word. It may be looked up, and is nothing if it is unknown.
    Candidate,
}

/// How a value is written in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// In plain text, at its span.
    Plain,
    /// In base64 together with its partner; the span is that of both.
    EncodedPair,
    /// In base64 alone.
    Encoded,
    /// A key that tells its environment, in base64: alone, or as the user name or
    /// the password that its position says.
    EncodedKey,
}

/// Which of a pair's two places a value is in, whatever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairPosition {
    /// Where the application ID, public key or user name belongs.
    First,
    /// Where the application secret, private key or password belongs.
    Second,
}

/// What the name before a value says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// There is none, or many things are called that.
    Nothing,
    /// A name that more than one vendor uses for such a value.
    Common,
    /// A name that only this vendor uses.
    Vendor,
    /// A name with another vendor in it.
    Foreign,
}

/// A value that is, or could be, a part of a credential.
#[derive(Debug, Clone, Copy)]
pub struct Find {
    /// Which part; `None` for 32 hexadecimal digits of which nothing says
    /// whether they are a public or a private key.
    pub part: Option<Part>,
    /// The kind that its shape makes it.
    pub kind: Kind,
    /// Where it is in the text as it was given.
    pub span: Span,
    /// The name before it.
    pub label: Option<Span>,
    /// The kind that the name before it announces.
    pub claim: Option<Kind>,
    /// Whether it is where a user name and password are, with no name that
    /// is of one kind: after `-u`, in a Basic header, as `password`.
    pub anonymous: bool,
    /// How sure it is.
    pub certainty: Certainty,
    /// The index of its partner among the finds.
    pub partner: Option<usize>,
    /// How it is written.
    pub encoding: Encoding,
    /// The place that its name, or the order of a pair, puts it in.
    pub position: Option<PairPosition>,
    /// What the form of its name says, if it is a name of its kind.
    pub(super) form: Option<Naming>,
    /// Whether it and its partner are written as a user name and password are.
    pub is_login: bool,
    /// Whether it is in base64 together with something that is not its partner.
    pub is_half: bool,
    /// Whether it is the name of a variable or secret, not a value.
    pub is_reference: bool,
    /// Whether it has no digit, as ten letters of a word.
    pub is_word: bool,
    /// Whether a character that cannot be seen, or a look-alike, is in it.
    pub hides: bool,
    /// Whether its base64 form has a line end after it, which is sent along.
    pub ends_line: bool,
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

    /// What its name says by itself, from the text that it was found in. Few
    /// finds are asked, so that no scan looks for vendors in every name.
    pub(crate) fn naming(&self, text: &str) -> Naming {
        match (self.label.and_then(|label| whose(label.of(text).as_bytes(), self.kind)), self.form) {
            (Some(Whose::Another), _) => Naming::Foreign,
            (Some(Whose::Vendor), Some(_)) => Naming::Vendor,
            (_, form) => form.unwrap_or(Naming::Nothing),
        }
    }

    /// The value itself, from the text that it was found in.
    #[must_use]
    pub fn secret(&self, text: &str) -> Secret {
        let value = self.span.of(text);
        let run = || encoded::run_of(visible(value).as_bytes());
        let decoded = match (self.encoding, self.part) {
            (Encoding::EncodedPair, Some(part)) => encoded::part_of_pair(&run(), part),
            (Encoding::Encoded, _) => encoded::value(&run()),
            (Encoding::EncodedKey, _) => {
                encoded::key(value, self.position.map(|position| usize::from(position == PairPosition::Second)))
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
    /// Where base64 of a text may be, in the order of the text.
    pub texts: Vec<Span>,
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
