//! The credentials found in a text, and values that have the shape of one.

use super::encoded;
use super::name_words::{Whose, whose};
use super::span::Span;
use crate::credential::invisible::visible;
use crate::credential::secret::Secret;
use crate::credential::{Kind, PairPosition, Part};

/// How certain it is that a find is a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// It has a label that nothing else uses.
    Labelled,
    /// It is next to its partner, in a form that only pairs have.
    Paired,
    /// It was in an encoded pair.
    Encoded,
    /// It has the right shape, but could as well be a hash or a word. It may be
    /// looked up, and counts only if it is known.
    Candidate,
}

/// How a value is written in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// In plain text, at its span.
    Plain,
    /// In base64 together with its partner. The span covers both.
    EncodedPair,
    /// In base64 alone.
    Encoded,
    /// A key that reveals its environment, in base64: alone, or as the user
    /// name or password, depending on its position.
    EncodedKey,
}

/// What the name before a value reveals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// There is no name, or many things have it.
    Nothing,
    /// More than one vendor uses this name for such a value.
    Common,
    /// Only this vendor uses this name.
    Vendor,
    /// The name contains another vendor.
    Foreign,
}

/// A value that is, or could be, a part of a credential.
#[derive(Debug, Clone, Copy)]
pub struct Find {
    /// Which part it is. `None` if it has 32 hexadecimal digits and nothing
    /// shows whether they are a public or a private key.
    pub part: Option<Part>,
    /// The kind that follows from its shape.
    pub kind: Kind,
    /// Its place in the original text.
    pub span: Span,
    /// The label before it.
    pub label: Option<Span>,
    /// The kind that the label announces.
    pub claim: Option<Kind>,
    /// Whether it is in the place of a user name or password without a label of
    /// one kind: after `-u`, in a Basic header, as `password`.
    pub anonymous: bool,
    /// How certain it is.
    pub certainty: Certainty,
    /// The index of its partner among the finds.
    pub partner: Option<usize>,
    /// How it is written.
    pub encoding: Encoding,
    /// The position that its label, or the order of a pair, gives it.
    pub position: Option<PairPosition>,
    /// What the form of its label reveals, if it is a label of its kind.
    pub(super) form: Option<Naming>,
    /// Whether it and its partner are written like a user name and a password.
    pub is_login: bool,
    /// Whether it is in base64 together with something other than its partner.
    pub is_half: bool,
    /// Whether it is the name of a variable or secret rather than a value.
    pub is_reference: bool,
    /// Whether it has no digit, so it could be a ten-letter word.
    pub is_word: bool,
    /// Whether it contains an invisible character or a look-alike.
    pub hides: bool,
    /// Whether its base64 form includes a line end, which would be sent along.
    pub ends_line: bool,
}

impl Find {
    /// Whether it counts as a credential even if it is unknown.
    #[must_use]
    pub fn is_asserted(&self) -> bool {
        self.certainty != Certainty::Candidate
    }

    /// Whether a label of its own kind names it.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.claim == Some(self.kind) && self.part.is_some()
    }

    /// What its label reveals, read from the text it was found in. Computed on
    /// demand, because few finds need it and searching every name for vendors
    /// is slow.
    pub(crate) fn naming(&self, text: &str) -> Naming {
        match (self.label.and_then(|label| whose(label.of(text).as_bytes(), self.kind)), self.form) {
            (Some(Whose::Another), _) => Naming::Foreign,
            (Some(Whose::Vendor), Some(_)) => Naming::Vendor,
            (_, form) => form.unwrap_or(Naming::Nothing),
        }
    }

    /// The value, read from the text it was found in.
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

/// The result of scanning a text.
pub struct Found {
    /// In text order.
    pub finds: Vec<Find>,
    /// Places that may be base64 of a text, in text order.
    pub texts: Vec<Span>,
    /// How many bytes of the text were examined.
    pub examined: usize,
    /// The length of the text, in bytes.
    pub length: usize,
}

impl Found {
    /// Whether the text is longer than the part that was examined.
    #[must_use]
    pub const fn is_truncated(&self) -> bool {
        self.examined < self.length
    }
}
