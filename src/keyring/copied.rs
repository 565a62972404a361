//! The key that was copied last.

use serde::{Deserialize, Serialize};

use crate::catalogue::Environment;
use crate::time::Timestamp;

/// The key that was copied last on a portal. It holds nothing of its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LastCopied {
    /// Its environment.
    pub environment: Environment,
    /// What it is called.
    pub name: Option<String>,
    /// When it was copied.
    pub at: Timestamp,
}
