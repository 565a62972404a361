//! A page by its address, and the page in a tab.

use serde::{Deserialize, Serialize};

use crate::catalogue::address::path_of;
use crate::catalogue::{Catalogue, Environment, Role, SessionRule, Site, Vendor};
use crate::credential::fingerprint::Fingerprint;
use crate::detect::keys_page::Act;
use crate::protocol::{KeyringUndo, TabId};
use crate::time::Timestamp;
use crate::view::badge::Banner;

/// A key whose Regenerate, Delete or Disable was clicked. It is retired when
/// the page confirms it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Ending {
    /// The parts that the page showed.
    pub parts: Vec<Fingerprint>,
    /// The clicked action.
    pub act: Act,
    /// Whether the page already showed it as disabled.
    #[serde(default)]
    pub was_off: bool,
    /// Its name on the page.
    pub name: Option<String>,
    /// One part of each other key in the list.
    pub others: Vec<Fingerprint>,
    /// The time of the last click, because the page may ask for confirmation.
    pub at: Timestamp,
    /// The load time of the page where it was clicked.
    pub loaded_at: Timestamp,
    /// The load time of the page that confirmed it. That page may show the key
    /// for a moment longer.
    pub confirmed_on: Option<Timestamp>,
    /// Whether that page has stopped showing the key. While it shows the key
    /// again, the key has not ended.
    #[serde(default)]
    pub was_gone: bool,
}

impl Ending {
    /// Whether the page has yet to confirm it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.confirmed_on.is_none()
    }
}

/// Why Sandbar works on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// It belongs to this vendor's portal.
    Portal(&'static Vendor),
    /// It belongs to a site that the user or an administrator watches.
    Watched,
}

/// A page that Sandbar works on, by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageContext {
    /// Its host.
    pub host: String,
    /// Portal or watched site.
    pub kind: PageKind,
    /// Its environment; `None` for a watched site of both.
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

    /// Whether it belongs to a site that is watched for both environments.
    #[must_use]
    pub fn is_mixed(&self) -> bool {
        self.kind == PageKind::Watched && self.environment.is_none()
    }

    /// The initial state of a tab with this page.
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

    /// Whether it belongs to a portal.
    #[must_use]
    pub fn is_portal(&self) -> bool {
        self.vendor().is_some()
    }

    /// The vendor of the portal that it belongs to.
    #[must_use]
    pub const fn vendor(&self) -> Option<&'static Vendor> {
        match self.kind {
            PageKind::Portal(vendor) => Some(vendor),
            PageKind::Watched => None,
        }
    }

    /// Whether a sign-out there is known to end the other environment's
    /// session. Only then are sessions tracked.
    #[must_use]
    pub fn has_linked_sessions(&self) -> bool {
        self.vendor().is_some_and(|vendor| vendor.sessions == SessionRule::Linked)
    }

    /// The initial state of a tab with this page.
    #[must_use]
    pub fn tab(&self) -> TabState {
        let is_told = self.vendor().is_some_and(|vendor| !vendor.tells_by_path());
        TabState { environment: Some(self.environment).filter(|_| !is_told), ..TabState::at(&self.host) }
    }
}

/// What is known about the page in a tab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TabState {
    /// Its host, as the catalogue spells it.
    pub host: String,
    /// When its page started to load, if reported. Facts about a page don't
    /// apply to the next one in its tab.
    #[serde(default)]
    pub loaded_at: Option<Timestamp>,
    /// Whether its page shows the sandbox banner.
    pub banner: Banner,
    /// Its environment, if the host alone doesn't show it: the one that its
    /// site is watched for, or the one in its path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// The key whose Regenerate, Delete or Disable was clicked last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Ending>,
    /// Undoes the user's last declaration about keys on this page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<KeyringUndo>,
    /// The keys that were last learned from this page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned: Option<NewKeys>,
    /// Whether its pages offer to ask before submissions.
    #[serde(default)]
    pub offers_stop: bool,
    /// The number of keys on its page when it was last read.
    #[serde(default)]
    pub keys_read: usize,
    /// The path where it showed them, if they were on the page itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys_at: Option<PathMark>,
}

/// Distinguishes the paths of a site without storing them: a 32-bit FNV-1a
/// hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PathMark(u32);

impl PathMark {
    /// The mark of the path in an address.
    #[must_use]
    pub fn of(url: &str) -> Self {
        Self(path_of(url).bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)))
    }
}

/// An action that went through after its question. Never stored: at worst,
/// Sandbar asks twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedAction {
    /// The tab.
    pub tab: TabId,
    /// The action's name, as in [`NeverAsked`](crate::stop::NeverAsked).
    pub action: String,
    /// The time of the click.
    pub at: Timestamp,
    /// The load time of the page.
    pub loaded_at: Option<Timestamp>,
    /// The load time of the next page in the tab.
    pub next: Option<Timestamp>,
    /// The path of the page.
    pub path: String,
}

/// Keys that were new to the keyring when a page showed them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct NewKeys {
    /// Their number; a pair counts as one.
    pub count: usize,
    /// When the last of them was learned.
    pub at: Timestamp,
    /// Whether the page asks where keys are pasted.
    pub asks_for_places: bool,
}

impl TabState {
    /// A tab with a page of this host, about which nothing else is known.
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
