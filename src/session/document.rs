//! Documents, by tab and load time.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// A tab, by the browser's number. Valid until the browser closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct TabId(pub i32);

/// A page as it was loaded once, in one tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Document {
    /// Where it is.
    pub tab: TabId,
    /// When its loading began, by the same clock as an event's time. A page
    /// that comes back from the back/forward cache keeps its old time.
    pub loaded_at: Timestamp,
}
