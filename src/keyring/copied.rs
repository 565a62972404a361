//! The most recently copied key.

use serde::{Deserialize, Serialize};

use crate::catalogue::Environment;
use crate::time::Timestamp;

/// The key that was copied last on a portal, without any part of its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LastCopied {
    /// Its environment.
    pub environment: Environment,
    /// Its name.
    pub name: Option<String>,
    /// When it was copied.
    pub at: Timestamp,
}
