//! Keys that tell their environment: what a vendor writes into them.

use serde::{Deserialize, Serialize};

use super::shape::Shape;

/// A shape of a vendor's keys whose marker says which environment they are
/// from.
///
/// Of a vendor that marks its sandbox keys alone, only these have a row: that a
/// key has no mark proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkedShape {
    /// What its values look like, and what that says.
    pub shape: Shape,
    /// Who may see its values.
    pub secrecy: Secrecy,
    /// Whether keys of other vendors have the same shape. They agree on the
    /// environment.
    pub is_shared: bool,
    /// Whether a word or a host of the vendor must be near a value, because
    /// names of other things look like it.
    pub needs_vendor: bool,
    /// Values that the vendor's documentation shows. They are nobody's.
    pub samples: &'static [&'static str],
}

impl MarkedShape {
    /// A secret of this shape that no other vendor's keys look like.
    #[must_use]
    pub const fn secret(shape: Shape) -> Self {
        Self { shape, secrecy: Secrecy::Secret, is_shared: false, needs_vendor: false, samples: &[] }
    }

    /// A publishable key of this shape that no other vendor's keys look like.
    #[must_use]
    pub const fn publishable(shape: Shape) -> Self {
        Self { secrecy: Secrecy::Publishable, ..Self::secret(shape) }
    }

    /// An application's ID of this shape that no other vendor's look like.
    #[must_use]
    pub const fn identifier(shape: Shape) -> Self {
        Self { secrecy: Secrecy::Identifier, ..Self::secret(shape) }
    }

    /// The same, with other vendors whose keys look alike.
    #[must_use]
    pub const fn shared(self) -> Self {
        Self { is_shared: true, ..self }
    }

    /// The same, where the vendor is named.
    #[must_use]
    pub const fn beside_vendor(self) -> Self {
        Self { needs_vendor: true, ..self }
    }

    /// The same, with values from the documentation.
    #[must_use]
    pub const fn with_samples(self, samples: &'static [&'static str]) -> Self {
        Self { samples, ..self }
    }
}

/// Who may see a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Secrecy {
    /// Its owner alone.
    Secret,
    /// Everybody: it is part of pages and programs.
    Publishable,
    /// Everybody: it names an application and opens nothing.
    Identifier,
}

/// What a vendor's row says of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VendorKey {
    /// The vendor's name; none where keys of several look like this.
    pub vendor: Option<String>,
    /// Who may see it.
    pub secrecy: Secrecy,
    /// What the vendor calls its environment, and the other one.
    pub names: [String; 2],
}
