//! Beliefs about sessions, and the open portal pages.

use litemap::LiteMap;
use serde::{Deserialize, Serialize};

use crate::app::sender::CookieStore;
use crate::catalogue::topic::Topic;
use crate::catalogue::{Catalogue, Environment};
use crate::protocol::TabId;
use crate::session::{Document, Ledger, Signs};
use crate::time::Timestamp;

use super::page::{MarkedPage, PathMark};

/// The known state of sessions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sessions {
    /// The beliefs about each known cookie store. Durable, except for private
    /// windows, whose beliefs end with them.
    pub stores: Vec<Store>,
    /// The open portal pages, until the browser closes.
    pub pages: LiteMap<TabId, OpenPage>,
}

/// A cookie store and the beliefs about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// Its ID.
    pub name: CookieStore,
    /// The beliefs about it.
    pub ledger: Ledger,
    /// Whether the ledger has processed the browser start.
    pub awake: bool,
}

impl Sessions {
    /// The ledger of a cookie store, if the store is known.
    #[must_use]
    pub fn ledger(&self, store: &CookieStore) -> Option<&Ledger> {
        self.stores.iter().find(|known| known.name == *store).map(|known| &known.ledger)
    }

    /// A cookie store, for changes.
    pub fn store(&mut self, store: &CookieStore) -> Option<&mut Store> {
        self.stores.iter_mut().find(|known| known.name == *store)
    }

    /// The stores whose ledgers have processed the browser start.
    #[must_use]
    pub fn awake(&self) -> Vec<CookieStore> {
        self.stores.iter().filter(|known| known.awake).map(|known| known.name.clone()).collect()
    }

    /// What is known about a tab's page.
    #[must_use]
    pub fn page(&self, tab: TabId) -> Option<&OpenPage> {
        self.pages.get(&tab)
    }
}

/// What is known about the session of an open portal page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OpenPage {
    /// Its host, as the catalogue spells it.
    pub host: String,
    /// Its cookie store.
    pub store: CookieStore,
    /// When it started to load.
    pub loaded_at: Timestamp,
    /// The time from which it counts as evidence: its load time, or the moment
    /// at which it showed *signed in* after *signed out*. A page may sign its
    /// user in again without loading.
    pub counts_from: Timestamp,
    /// When it last showed *signed out*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_out_at: Option<Timestamp>,
    /// The signs that it last showed.
    pub signs: Signs,
    /// The number of fields edited since it was loaded or submitted.
    pub unsaved: u32,
    /// When the question was last asked there, unless the user chose to stay.
    pub asked_at: Option<Timestamp>,
    /// Its certain topic, with its path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<(Topic, PathMark)>,
}

impl OpenPage {
    /// The document in this tab, as evidence for a ledger.
    #[must_use]
    pub const fn document(&self, tab: TabId) -> Document {
        Document { tab, loaded_at: self.counts_from }
    }

    /// The page with its environment; `None` if its host is no longer a portal.
    #[must_use]
    pub fn marked(&self, catalogue: &Catalogue) -> Option<MarkedPage> {
        MarkedPage::portal_with_host(catalogue, &self.host)
    }

    /// Its environment; `None` if its host is no longer a portal.
    #[must_use]
    pub fn environment(&self, catalogue: &Catalogue) -> Option<Environment> {
        self.marked(catalogue).map(|page| page.environment)
    }
}
