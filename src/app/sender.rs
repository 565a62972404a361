//! Tabs, cookie stores and senders, as the browser reports them.

use serde::{Deserialize, Serialize};

use crate::catalogue::host_of;
use crate::protocol::{StoreKind, TabId};

/// A tab as the browser lists it. The URL is empty if Sandbar has no access.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OpenTab {
    /// The tab.
    pub id: TabId,
    /// The address of its page.
    #[serde(default)]
    pub url: String,
    /// The title of its page.
    #[serde(default)]
    pub title: String,
    /// Whether it is in a private window.
    #[serde(default)]
    pub incognito: bool,
    /// Its position in its window, from 0.
    #[serde(default)]
    pub index: i32,
}

/// A set of cookies that pages share: the normal windows, the private windows,
/// or a container. The browser's own ID for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CookieStore(pub String);

/// The sender of a message, as the browser reports it. The message can't change
/// this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The tab.
    pub tab: TabId,
    /// The frame in it; 0 is the top frame.
    pub frame: i64,
    /// The address of the page or frame. If a page changes its address without
    /// loading, Chromium still reports the one it started with.
    pub url: String,
    /// The current address of the tab, if the message is from the top frame and
    /// Sandbar has access.
    pub shown: Option<String>,
    /// The tab's cookie store.
    pub store: CookieStore,
    /// Whether Sandbar has access to what the tab shows now. If access was
    /// withdrawn or the tab navigated while a report was on its way, the report
    /// is outdated and shows nothing.
    pub entered: bool,
}

impl Sender {
    /// The top frame of a tab that Sandbar has access to.
    #[must_use]
    pub fn page(tab: TabId, url: &str, store: CookieStore) -> Self {
        Self { tab, frame: 0, url: url.to_owned(), shown: None, store, entered: true }
    }

    /// The sender with the tab's current address, if the host is the same. A
    /// page on another host has other scripts.
    #[must_use]
    pub fn at_present(self) -> Self {
        let is_same = |shown: &String| host_of(shown).is_some() && host_of(shown) == host_of(&self.url);
        let url = self.shown.clone().filter(is_same).unwrap_or_else(|| self.url.clone());
        Self { url, ..self }
    }
}

impl CookieStore {
    /// Whether this is the store of private windows, by its ID in Chromium or
    /// Firefox. Nothing from it is kept after they close.
    #[must_use]
    pub fn is_private(&self) -> bool {
        matches!(self.0.as_str(), "1" | "firefox-private")
    }

    /// Whether the ID is from Firefox, which has containers.
    #[must_use]
    pub fn is_of_firefox(&self) -> bool {
        self.0.starts_with("firefox-")
    }

    /// The kind of windows that use it.
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
