//! An error of the vendor's servers in a text.

use super::verdicts::Verdict;
pub use crate::catalogue::vendor::Refusal;
use serde::{Deserialize, Serialize};

/// An error response, and its likely cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// Which.
    pub error: Refusal,
    /// The number of its line, from 1.
    pub line: usize,
    /// Why, as far as the text and the keyring tell.
    pub cause: RefusalCause,
}

/// What probably caused an error response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalCause {
    /// What is said about the credentials in the text.
    Verdict(Verdict),
    /// A session token that ended: it works for a few hours.
    ExpiredToken,
    /// The key is right and may not do this: the account or the package is the cause.
    NotAllowed,
    /// No credential in the text is known to be wrong.
    Unknown,
}
