//! Tabs, cookie stores and senders, as the browser names them.

use serde::{Deserialize, Serialize};

use crate::catalogue::host_of;
use crate::protocol::{StoreKind, TabId};

/// A tab as the browser lists it. The URL is missing where Sandbar has no
/// access.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OpenTab {
    /// The tab.
    pub id: TabId,
    /// Its page's address.
    #[serde(default)]
    pub url: String,
    /// Its page's title.
    #[serde(default)]
    pub title: String,
    /// Whether it is in a private window.
    #[serde(default)]
    pub incognito: bool,
    /// Its place in its window, from 0.
    #[serde(default)]
    pub index: i32,
}

/// A set of cookies that pages share: the normal windows, the private ones, a
/// container. The browser's own name for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CookieStore(pub String);

/// Who sent a message: the browser's own word, never the message's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The tab.
    pub tab: TabId,
    /// The frame in it; 0 is the page itself.
    pub frame: i64,
    /// The address of the page or frame. Chromium goes on naming the one that it
    /// began with, where a page changes its address without loading.
    pub url: String,
    /// The address that the tab shows now, where the message is from the page
    /// itself and Sandbar may enter it.
    pub shown: Option<String>,
    /// The tab's cookie store.
    pub store: CookieStore,
    /// Whether Sandbar may enter what the tab shows now. Not so when a report
    /// was on its way while access was withdrawn or the tab went elsewhere:
    /// then its report is about the past and shows nothing.
    pub entered: bool,
}

impl Sender {
    /// The page itself in a tab, which Sandbar may enter.
    #[must_use]
    pub fn page(tab: TabId, url: &str, store: CookieStore) -> Self {
        Self { tab, frame: 0, url: url.to_owned(), shown: None, store, entered: true }
    }

    /// The same with the address that the tab shows now, if that is of the same
    /// host. A page on another host has other scripts.
    #[must_use]
    pub fn at_present(self) -> Self {
        let is_same = |shown: &String| host_of(shown).is_some() && host_of(shown) == host_of(&self.url);
        let url = self.shown.clone().filter(is_same).unwrap_or_else(|| self.url.clone());
        Self { url, ..self }
    }
}

impl CookieStore {
    /// Whether this is the store of private windows, by its names in Chromium
    /// and in Firefox. Nothing of it is kept beyond them.
    #[must_use]
    pub fn is_private(&self) -> bool {
        matches!(self.0.as_str(), "1" | "firefox-private")
    }

    /// Whether the browser that named it is Firefox, which has containers.
    #[must_use]
    pub fn is_of_firefox(&self) -> bool {
        self.0.starts_with("firefox-")
    }

    /// Which cookies it holds.
    #[must_use]
    pub fn kind(&self) -> StoreKind {
        if self.is_private() {
            StoreKind::Private
        } else if self.0.starts_with("firefox-container-") {
            StoreKind::Container
        } else {
            StoreKind::Normal
        }
    }
}

/// A tab as the browser would list it.
#[cfg(test)]
pub(super) fn open_tab(id: i32, url: &str) -> OpenTab {
    OpenTab { id: TabId(id), url: url.into(), title: String::new(), incognito: false, index: 0 }
}
