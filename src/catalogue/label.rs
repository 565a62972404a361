//! What a vendor's pages, documentation and tools call the parts of its
//! credentials.

use crate::credential::Kind;

/// A name for a part of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelRow {
    /// Its letters and digits, in lower case.
    pub key: &'static str,
    /// What it announces.
    pub role: LabelRole,
    /// How much it says by itself.
    pub strength: Strength,
    /// The kind that it announces, if only one kind is called that.
    pub kind: Option<Kind>,
}

/// Which value of a credential a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelRole {
    /// The application ID or public key.
    First,
    /// The application secret or private key.
    Second,
    /// Both, one after the other.
    Pair,
    /// A session token.
    Token,
}

/// How much a label says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// Nothing else is called that.
    Strong,
    /// Many things are called that: it counts only together with its partner.
    Weak,
}
