//! An error response of the vendor's servers in a text.

use super::verdicts::Verdict;
pub use crate::catalogue::vendor::Refusal;
use serde::{Deserialize, Serialize};

/// An error response, and its likely cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// The error.
    pub error: Refusal,
    /// Its line number, starting at 1.
    pub line: usize,
    /// The cause, as far as the text and the keyring show it.
    pub cause: RefusalCause,
}

/// The likely cause of an error response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalCause {
    /// A verdict on the credentials in the text.
    Verdict(Verdict),
    /// A session token that expired after a few hours.
    ExpiredToken,
    /// The key is right but isn't allowed to do this, because of the account or
    /// the package.
    NotAllowed,
    /// No credential in the text is known to be wrong.
    Unknown,
}
