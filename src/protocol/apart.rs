//! Keeping Sandbox in a cookie store of its own, where no sign-out reaches it.

use serde::{Deserialize, Serialize};

use crate::messages::{ContentKey, Text};

/// Which cookies a tab has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoreKind {
    /// Those of the normal windows.
    Normal,
    /// Those of a container, which Firefox has.
    Container,
    /// Those of the private windows.
    Private,
}

/// What the browser offers to keep Sandbox apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ApartWay {
    /// A container: Firefox has them.
    Container,
    /// A private window.
    PrivateWindow,
}

/// The offer to open Sandbox apart, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ApartOffer {
    /// What it is good for.
    #[cfg_attr(test, ts(type = "ContentKey"))]
    pub why: ContentKey,
    /// The button.
    #[cfg_attr(test, ts(type = "ContentKey"))]
    pub open: ContentKey,
}

/// What came of a click on that button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ApartOutcome {
    /// Sandbox is open there.
    Opened,
    /// Nothing was done: the user has to decide first.
    Asks {
        /// How many Sandbox tabs hold unsaved input, which would be lost.
        unsaved: usize,
        /// Whether the browser keeps Sandbar out of private windows.
        disallowed: bool,
    },
    /// The browser refused.
    Refused,
}

/// The same, with what to say about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ApartAnswer {
    /// What the browser offers.
    pub way: ApartWay,
    /// What came of it.
    pub outcome: ApartOutcome,
    /// In words, for a web page: extension pages find their own.
    #[serde(skip_deserializing)]
    pub texts: Vec<Text>,
}
