//! What crosses between content scripts, the background and the extension's pages.
//!
//! A message never says where it comes from: the browser does, and the core
//! decides from that alone which environment it concerns.
//!
//! On the wire a message is an object with one key, its name: `{ keys: { going:
//! { text, beside } } }`, or just the name where nothing belongs to it: `{
//! badge: "move" }`.

mod content;
mod declared;
mod extension_page;
#[cfg(test)]
mod typescript;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

pub use crate::session::TabId;
pub use content::{BadgeMessage, EndedView, KeysMessage, Message, PageView, QuestionView, SessionMessage, SessionView};
pub use declared::{Declared, Needed};
pub use extension_page::{
    Checked, CheckedKey, Imported, KeyCount, KeyringUndo, OpenCount, PanelMessage, PopupFacts, Problems, SyncFacts,
    WatchedSite,
};

/// A text from a page. It may hold a secret, so it is never printed, and it is
/// wiped when it is done with.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(ts_rs::TS), ts(type = "string"))]
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

impl Serialize for PageText {
    /// Only ever on its way to the background.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PageText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}
