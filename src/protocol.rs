//! What crosses between the page, the background and the panels.
//!
//! A message never says where it comes from: the browser does, and the core
//! decides from that alone which environment it concerns.

use serde::{Deserialize, Serialize};

use crate::badge::{Banner, PageBadge, Placement};

pub use crate::session::TabId;

/// What a page script reports, by what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub enum Message {
    /// The badge and the marks on the tab.
    Badge(BadgeMessage),
}

/// What a page script reports about its badge.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
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
