//! What the page at an address is, and what is known of the one in a tab.

use serde::{Deserialize, Serialize};

use crate::catalogue::address::path_of;
use crate::catalogue::{Catalogue, Environment, Role, SessionRule, Site, Vendor};
use crate::credential::fingerprint::Fingerprint;
use crate::detect::keys_page::Act;
use crate::protocol::{KeyringUndo, TabId};
use crate::time::Timestamp;
use crate::view::badge::Banner;

/// A key whose Regenerate, Delete or Disable was clicked. It is retired when
/// the page confirms that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Ending {
    /// Its parts that the page showed.
    pub parts: Vec<Fingerprint>,
    /// What was clicked.
    pub act: Act,
    /// What the page called it.
    pub name: Option<String>,
    /// One part of each other key next to it.
    pub others: Vec<Fingerprint>,
    /// When it was clicked last: a page may ask.
    pub at: Timestamp,
    /// The page that it was clicked on, by the time its loading began.
    pub loaded_at: Timestamp,
    /// The page that confirmed it, by the time its loading began. It may show
    /// the key for a moment longer.
    pub confirmed_on: Option<Timestamp>,
}

impl Ending {
    /// Whether the page has yet to confirm it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.confirmed_on.is_none()
    }
}

/// What makes Sandbar work on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// It is a page of this vendor's portal.
    Portal(&'static Vendor),
    /// It is a page of a site that the user or an administrator watches.
    Watched,
}

/// A page that Sandbar works on, by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageContext {
    /// Its host.
    pub host: String,
    /// Portal or watched site.
    pub kind: PageKind,
    /// Its environment; none where a watched site belongs to both.
    pub environment: Option<Environment>,
    /// Whether keys are learned from its content.
    pub learns: bool,
}

impl PageContext {
    /// The page as one with a badge, if it has an environment.
    #[must_use]
    pub fn marked(&self) -> Option<MarkedPage> {
        Some(MarkedPage { host: self.host.clone(), kind: self.kind, environment: self.environment? })
    }

    /// The state of a tab that has just opened the page.
    #[must_use]
    pub fn tab(&self) -> TabState {
        self.marked().map_or_else(|| TabState::at(&self.host), |page| page.tab())
    }
}

/// A page with a badge: of a portal, or of a site that is watched for one
/// environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedPage {
    /// Its host.
    pub host: String,
    /// Portal or watched site.
    pub kind: PageKind,
    /// Its environment.
    pub environment: Environment,
}

impl MarkedPage {
    /// The portal page at this address, if it is one.
    #[must_use]
    pub fn portal_at(catalogue: &Catalogue, url: &str) -> Option<Self> {
        Self::portal(&catalogue.site_at(url)?)
    }

    /// A page of the portal with this host, if there is one.
    #[must_use]
    pub fn portal_with_host(catalogue: &Catalogue, host: &str) -> Option<Self> {
        Self::portal(&catalogue.site_of_host(host)?)
    }

    fn portal(site: &Site) -> Option<Self> {
        let environment = site.environment().filter(|_| site.role == Role::Portal)?;
        Some(Self { host: site.host.clone().into_owned(), kind: PageKind::Portal(site.vendor), environment })
    }

    /// Whether it is a page of a portal.
    #[must_use]
    pub fn is_portal(&self) -> bool {
        self.vendor().is_some()
    }

    /// Whose portal it is a page of, if it is one.
    #[must_use]
    pub const fn vendor(&self) -> Option<&'static Vendor> {
        match self.kind {
            PageKind::Portal(vendor) => Some(vendor),
            PageKind::Watched => None,
        }
    }

    /// Whether a sign-out there is known to end the other environment's
    /// session, which is the only case in which sessions are followed.
    #[must_use]
    pub fn has_linked_sessions(&self) -> bool {
        self.vendor().is_some_and(|vendor| vendor.sessions == SessionRule::Linked)
    }

    /// The state of a tab that has just opened the page.
    #[must_use]
    pub fn tab(&self) -> TabState {
        let is_told = self.vendor().is_some_and(|vendor| !vendor.tells_by_path());
        TabState { environment: Some(self.environment).filter(|_| !is_told), ..TabState::at(&self.host) }
    }
}

/// What is known of the page in a tab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TabState {
    /// Its host, as the catalogue names it.
    pub host: String,
    /// When its page began to load, if the page reported it. Nothing that is
    /// known of a page holds for the next one in its tab.
    #[serde(default)]
    pub loaded_at: Option<Timestamp>,
    /// Whether its page shows the sandbox banner.
    pub banner: Banner,
    /// Its environment, where its host alone does not tell it: that which its site
    /// is watched for, or the one in its path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// The key whose Regenerate, Delete or Disable was clicked last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Ending>,
    /// What takes back the user's last word on this page about keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<KeyringUndo>,
    /// The keys that were learned from this page last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned: Option<NewKeys>,
    /// Whether its pages offer to ask before submissions.
    #[serde(default)]
    pub offers_stop: bool,
    /// How many keys its page showed when it was read last.
    #[serde(default)]
    pub keys_read: usize,
    /// The path at which it showed them, if it was the page itself that did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys_at: Option<PathMark>,
}

/// Tells a path of a page from others of its site, without keeping it: 32 bits of a
/// hash (FNV-1a).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PathMark(u32);

impl PathMark {
    /// That of the path in an address.
    #[must_use]
    pub fn of(url: &str) -> Self {
        Self(path_of(url).bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)))
    }
}

/// An action that went through after its question. Never stored: at worst it is
/// asked about twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedAction {
    /// The tab.
    pub tab: TabId,
    /// Its name, as [`NeverAsked`](crate::stop::NeverAsked) has it.
    pub action: String,
    /// When.
    pub at: Timestamp,
    /// The page, by the time its loading began.
    pub loaded_at: Option<Timestamp>,
    /// The next page in the tab.
    pub next: Option<Timestamp>,
    /// Its path.
    pub path: String,
}

/// Keys that were new to the keyring when a page showed them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct NewKeys {
    /// How many; a pair counts as one.
    pub count: usize,
    /// When the last of them was learned.
    pub at: Timestamp,
    /// Whether the page asks where keys are pasted.
    pub asks_for_places: bool,
}

impl TabState {
    /// A tab with a page of this host, of which nothing else is known yet.
    #[must_use]
    pub fn at(host: &str) -> Self {
        Self {
            host: host.to_owned(),
            loaded_at: None,
            banner: Banner::Pending,
            environment: None,
            end: None,
            declared: None,
            learned: None,
            offers_stop: false,
            keys_read: 0,
            keys_at: None,
        }
    }

    /// Its page as one with a badge, if it has an environment.
    #[must_use]
    pub fn marked(&self, catalogue: &Catalogue) -> Option<MarkedPage> {
        MarkedPage::portal_with_host(catalogue, &self.host).or_else(|| {
            let site = catalogue.site_of_host(&self.host).filter(|site| site.role == Role::Portal);
            let kind = site.map_or(PageKind::Watched, |site| PageKind::Portal(site.vendor));
            Some(MarkedPage { host: self.host.clone(), kind, environment: self.environment? })
        })
    }
}
