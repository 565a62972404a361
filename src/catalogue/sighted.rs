//! Keys that don't reveal their environment. They are learned on their vendor's
//! pages.
//!
//! The host of the page shows their environment. If only a path or a switch
//! shows it, nothing is learned: such a page may still contain the previous
//! content.

use super::marked::MarkedShape;

/// A vendor's key that doesn't reveal its environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SightedShape {
    /// The shape, and who may see the values. A marker in it reveals at most
    /// the vendor.
    pub of: MarkedShape,
    /// The vendor's names for it, as words in lower case. A value without a
    /// marker counts only next to one of these names.
    pub labels: &'static [&'static str],
}

impl SightedShape {
    /// Keys of this shape with these names.
    #[must_use]
    pub const fn of(of: MarkedShape, labels: &'static [&'static str]) -> Self {
        Self { of, labels }
    }

    /// Whether a text is one of its names: `Transaction Key`,
    /// `transaction_key`.
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
