//! Places where the user allows a key of the other environment.
//!
//! They are stored in the key's entry. A paste reads that entry anyway, and
//! they are removed together with the key.

use serde::{Deserialize, Serialize};

use crate::catalogue::Environment;
use crate::time::Timestamp;

/// A place where a key is allowed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FinePlace {
    /// Host and path of the page.
    pub place: String,
    /// The environment that the key was used in.
    pub to: Environment,
}

/// The places of one key. When two versions are merged, the later change wins,
/// so that a removed place stays removed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FinePlaces {
    /// The time of the user's last change.
    pub changed: Timestamp,
    /// The places, oldest first.
    pub places: Vec<FinePlace>,
}
