//! Places where the user said that a key of the other environment is fine.
//!
//! They are kept with the key's entry: what is known of a key is read for a
//! paste anyway, and a key that is forgotten takes them along.

use serde::{Deserialize, Serialize};

use crate::catalogue::Environment;
use crate::time::Timestamp;

/// A place that a key goes to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FinePlace {
    /// Host and path of the page.
    pub place: String,
    /// The environment that the key was going to there.
    pub to: Environment,
}

/// The places of one key. Of two versions the one that the user changed later
/// counts, so that a place that was taken back stays taken back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FinePlaces {
    /// When the user changed them last.
    pub changed: Timestamp,
    /// The places, the oldest first.
    pub places: Vec<FinePlace>,
}
