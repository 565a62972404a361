//! Keeping Sandbox in a separate cookie store, where no sign-out affects it.

use serde::{Deserialize, Serialize};

use crate::messages::{ContentKey, Text};

/// The kind of a cookie store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoreKind {
    /// The normal windows.
    Normal,
    /// A Firefox container.
    Container,
    /// The private windows.
    Private,
}

/// How the browser can keep Sandbox separate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ApartWay {
    /// In a container, in Firefox.
    Container,
    /// A private window.
    PrivateWindow,
}

/// The offer to open Sandbox separately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ApartOffer {
    /// The text that explains the benefit.
    #[cfg_attr(test, ts(type = "ContentKey"))]
    pub why: ContentKey,
    /// The button.
    #[cfg_attr(test, ts(type = "ContentKey"))]
    pub open: ContentKey,
    /// What to say if it could not be opened.
    #[cfg_attr(test, ts(type = "ContentKey"))]
    pub refused: ContentKey,
}

/// The result of accepting the offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ApartOutcome {
    /// Sandbox was opened separately.
    Opened,
    /// Nothing was done, because the user must confirm first.
    Asks {
        /// The number of Sandbox tabs with unsaved input, which would be lost.
        unsaved: usize,
        /// Whether the browser doesn't allow Sandbar in private windows.
        disallowed: bool,
    },
    /// The browser refused.
    Refused,
}

/// The result, with texts for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ApartAnswer {
    /// How Sandbox is kept separate.
    pub way: ApartWay,
    /// The result.
    pub outcome: ApartOutcome,
    /// The texts for a web page. Extension pages choose their own.
    #[serde(skip_deserializing)]
    pub texts: Vec<Text>,
}
