//! The names that a vendor's pages, documentation and tools use for the parts
//! of its credentials.

use crate::credential::{Kind, PairPosition, Part};

/// A name for a part of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelRow {
    /// Its letters and digits, in lower case.
    pub key: &'static str,
    /// The value it announces.
    pub role: LabelRole,
    /// How specific it is.
    pub strength: Strength,
    /// The kind it announces, if only one kind has this name.
    pub kind: Option<Kind>,
}

/// The value of a credential that a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelRole {
    /// The application ID or public key.
    First,
    /// The application secret or private key.
    Second,
    /// Both, in this order.
    Pair,
    /// The value of a credential that has one part alone.
    Alone,
}

impl LabelRole {
    /// The role of a label that announces this part.
    #[must_use]
    pub const fn of(part: Part) -> Self {
        match part.position() {
            Some(PairPosition::First) => Self::First,
            Some(PairPosition::Second) => Self::Second,
            None => Self::Alone,
        }
    }
}

/// How specific a label is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// Nothing else has this name.
    Strong,
    /// Many things have this name, so it counts only together with a partner.
    Weak,
}
