//! What is believed of sessions, and the open portal pages.

use litemap::LiteMap;
use serde::{Deserialize, Serialize};

use crate::app::sender::CookieStore;
use crate::catalogue::vendor::Topic;
use crate::catalogue::{Catalogue, Environment};
use crate::protocol::TabId;
use crate::session::{Document, Ledger, Signs};
use crate::time::Timestamp;

use super::page::{MarkedPage, PathMark};

/// What the core knows of sessions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sessions {
    /// What is believed of each cookie store that was met. Durable, but for
    /// those of private windows, which end with them.
    pub stores: Vec<Store>,
    /// The open portal pages, until the browser closes.
    pub pages: LiteMap<TabId, OpenPage>,
}

/// A cookie store with what is believed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// Its name.
    pub name: CookieStore,
    /// What is believed.
    pub ledger: Ledger,
    /// Whether the ledger knows that the browser started.
    pub awake: bool,
}

impl Sessions {
    /// The ledger of a cookie store, if it was met.
    #[must_use]
    pub fn ledger(&self, store: &CookieStore) -> Option<&Ledger> {
        self.stores.iter().find(|known| known.name == *store).map(|known| &known.ledger)
    }

    /// What is believed of a cookie store, to be changed.
    pub fn store(&mut self, store: &CookieStore) -> Option<&mut Store> {
        self.stores.iter_mut().find(|known| known.name == *store)
    }

    /// The names of the stores whose ledgers know that the browser started.
    #[must_use]
    pub fn awake(&self) -> Vec<CookieStore> {
        self.stores.iter().filter(|known| known.awake).map(|known| known.name.clone()).collect()
    }

    /// What is known of a tab's page.
    #[must_use]
    pub fn page(&self, tab: TabId) -> Option<&OpenPage> {
        self.pages.get(&tab)
    }
}

/// What is known of the session of an open portal page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OpenPage {
    /// Its host, as the catalogue names it.
    pub host: String,
    /// Its cookie store.
    pub store: CookieStore,
    /// When its loading began.
    pub loaded_at: Timestamp,
    /// From when on it counts as evidence: its loading, or the moment at which
    /// it showed *signed in* after it had shown *signed out*. A page may sign
    /// its user in again without another load.
    pub counts_from: Timestamp,
    /// When it last showed *signed out*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_out_at: Option<Timestamp>,
    /// What its words last said.
    pub signs: Signs,
    /// How many fields were edited since it was loaded or submitted.
    pub unsaved: u32,
    /// When a question was last asked there and not answered by "stay".
    pub asked_at: Option<Timestamp>,
    /// What it is about, where its address leaves no doubt, with its path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<(Topic, PathMark)>,
}

impl OpenPage {
    /// The document in this tab, as evidence for a ledger.
    #[must_use]
    pub const fn document(&self, tab: TabId) -> Document {
        Document { tab, loaded_at: self.counts_from }
    }

    /// The page with its environment; none where its host is no portal any more.
    #[must_use]
    pub fn marked(&self, catalogue: &Catalogue) -> Option<MarkedPage> {
        MarkedPage::portal_with_host(catalogue, &self.host)
    }

    /// Its environment; none where its host is no portal any more.
    #[must_use]
    pub fn environment(&self, catalogue: &Catalogue) -> Option<Environment> {
        self.marked(catalogue).map(|page| page.environment)
    }
}
