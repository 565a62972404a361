//! Documents, by tab and load time.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// A tab, by the browser's ID. Valid until the browser closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct TabId(pub i32);

/// One load of a page in one tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Document {
    /// The tab.
    pub tab: TabId,
    /// When it started loading, by the same clock as event times. A page from
    /// the back/forward cache keeps its original time.
    pub loaded_at: Timestamp,
}
