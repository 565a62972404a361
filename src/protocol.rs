//! What crosses between the page, the background and the panels.
//!
//! A message never says where it comes from: the browser does, and the core
//! decides from that alone which environment it concerns.
//!
//! On the wire a message is an object with one key, its name: `{ keys: { going:
//! { text, beside } } }`, or just the name where nothing belongs to it: `{
//! badge: "move" }`.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use zeroize::Zeroizing;

use crate::badge::{Banner, PageBadge, Placement};
use crate::portal::Environment;

pub use crate::session::TabId;

/// What a page script reports, by what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Message {
    /// The badge and the marks on the tab.
    Badge(BadgeMessage),
    /// Keys: learned, looked up.
    Keys(KeysMessage),
}

/// What a page script reports about keys.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeysMessage {
    /// A text goes into a field: pasted, dropped or filled in by the browser.
    Going {
        /// The text.
        text: PageText,
        /// What stands in the other fields of the same form.
        #[serde(default)]
        beside: Vec<PageText>,
    },
    /// The person says whose the keys in a text are.
    Belongs {
        /// The text.
        text: PageText,
        /// What stands in the other fields of the same form.
        #[serde(default)]
        beside: Vec<PageText>,
        /// Whose they are.
        environment: Environment,
    },
    /// The warning is to be drawn in this frame, and its script is missing.
    Draw,
    /// The page shows something that looks like a list of keys.
    Listed {
        /// Its visible text, line by line.
        text: PageText,
        /// The name of the account, where the page tells it.
        account: Option<String>,
        /// Whether the page has loaded and stands still.
        finished: bool,
    },
    /// Something was copied.
    Copied {
        /// What.
        text: PageText,
        /// The text around it.
        around: PageText,
    },
    /// A control that says "Copy" was pressed.
    CopyPressed {
        /// The text around it.
        near: PageText,
    },
    /// A control that ends a key ("Regenerate", "Delete") was pressed.
    EndPressed {
        /// The text around it.
        near: PageText,
    },
}

/// What a page of the extension itself asks for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PanelMessage {
    /// Hold a paste back until it is confirmed, or do not.
    StrictPaste {
        /// Whether to.
        on: bool,
    },
}

/// A text from a page. It may hold a secret, so it is never printed, and it is
/// wiped when it is done with.
#[derive(Clone, PartialEq, Eq)]
pub struct PageText(Zeroizing<String>);

impl PageText {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for PageText {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for PageText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PageText({} bytes)", self.0.len())
    }
}

impl<'de> Deserialize<'de> for PageText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// What a page script reports about its badge.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BadgeMessage {
    /// The page was looked at, or looked at again.
    Seen {
        /// Whether it shows the sandbox banner.
        banner: Banner,
    },
    /// The page's policy refused the marked favicon.
    IconRefused,
    /// The person pressed the badge's "move".
    Move,
    /// The person pressed the badge's "fold" or "unfold".
    Fold,
}

/// What the background tells a page to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageView {
    /// The badge.
    pub badge: PageBadge,
    /// Where the badge is.
    pub placement: Placement,
    /// Whether to mark the favicon.
    pub favicon: bool,
}
