//! Keys that reveal their environment through a marker.

use serde::{Deserialize, Serialize};

use super::shape::Shape;

/// A shape of a vendor's keys with a marker that shows their environment.
///
/// If a vendor marks only its sandbox keys, only these have a row: the absence
/// of a marker proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkedShape {
    /// The shape, with the environment it shows.
    pub shape: Shape,
    /// Who may see the values.
    pub secrecy: Secrecy,
    /// Whether other vendors' keys have the same shape. They show the same
    /// environment.
    pub is_shared: bool,
    /// Whether a word or host of the vendor must be near the value, because
    /// other names look the same.
    pub needs_vendor: bool,
    /// Example values from the vendor's documentation, which belong to nobody.
    pub samples: &'static [&'static str],
}

impl MarkedShape {
    /// A secret whose shape no other vendor uses.
    #[must_use]
    pub const fn secret(shape: Shape) -> Self {
        Self { shape, secrecy: Secrecy::Secret, is_shared: false, needs_vendor: false, samples: &[] }
    }

    /// A publishable key whose shape no other vendor uses.
    #[must_use]
    pub const fn publishable(shape: Shape) -> Self {
        Self { secrecy: Secrecy::Publishable, ..Self::secret(shape) }
    }

    /// An application ID whose shape no other vendor uses.
    #[must_use]
    pub const fn identifier(shape: Shape) -> Self {
        Self { secrecy: Secrecy::Identifier, ..Self::secret(shape) }
    }

    /// Marks the shape as used by other vendors too.
    #[must_use]
    pub const fn shared(self) -> Self {
        Self { is_shared: true, ..self }
    }

    /// Requires the vendor's name or host nearby.
    #[must_use]
    pub const fn beside_vendor(self) -> Self {
        Self { needs_vendor: true, ..self }
    }

    /// Adds values from the documentation.
    #[must_use]
    pub const fn with_samples(self, samples: &'static [&'static str]) -> Self {
        Self { samples, ..self }
    }
}

/// Who may see a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Secrecy {
    /// Only its owner.
    Secret,
    /// Everyone: it is part of pages and programs.
    Publishable,
    /// Everyone: it identifies an application and grants no access.
    Identifier,
}

/// A description of a key, for the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VendorKey {
    /// The vendor's name; `None` if keys of several vendors look like this.
    pub vendor: Option<String>,
    /// Who may see it.
    pub secrecy: Secrecy,
    /// The vendor's terms for the key's environment and for the other one.
    pub names: [String; 2],
}
