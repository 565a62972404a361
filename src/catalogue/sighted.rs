//! Keys that do not tell their environment, and are learned where their vendor's
//! page shows them.
//!
//! The host of the page says which environment they are from. Nothing is learned where
//! a path or a switch says it: such a page may still show what it showed before.

use super::marked::MarkedShape;

/// A vendor's key that does not tell its environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SightedShape {
    /// What its values look like, and who may see them. Its marker tells whose they
    /// are at most.
    pub of: MarkedShape,
    /// What the vendor calls it: words, in lower case. Without a marker,
    /// a value counts only with one of these names; with one, it needs none.
    pub labels: &'static [&'static str],
}

impl SightedShape {
    /// Keys of this shape, which are called so.
    #[must_use]
    pub const fn of(of: MarkedShape, labels: &'static [&'static str]) -> Self {
        Self { of, labels }
    }

    /// Whether a text is a name of it: `Transaction Key`, `transaction_key`.
    #[must_use]
    pub fn is_called(&self, text: &str) -> bool {
        let name = letters_of(text);
        self.labels.iter().any(|label| letters_of(label) == name)
    }
}

/// The letters and digits of a text, in lower case.
#[must_use]
pub fn letters_of(text: &str) -> String {
    text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}
