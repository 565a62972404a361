//! What an event changes of what is stored, written at once: one call for each
//! area and kind of change, however many tabs it is about.

use js_sys::{Array, Object, Reflect, Set};
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::store::{self, entry_key, ledger_key, page_key, tab_key};
use crate::browser::{self, BrowserError, Context, to_js};
use crate::credential::fingerprint::InstallationKey;
use crate::guard::Item;
use crate::protocol::TabId;

/// Changes of one area. Of several to one name the last counts.
struct Area {
    /// New values by name.
    new: Object,
    /// Names that are to be forgotten.
    gone: Set,
}

/// Changes of what is stored.
#[derive(Default)]
pub struct Changes {
    /// Kept when the browser closes.
    durable: Area,
    /// Kept until the browser closes.
    session: Area,
}

impl Changes {
    /// An item is to be kept.
    pub fn keep(&self, item: &Item) -> Result<(), BrowserError> {
        match item {
            Item::Settings(settings) => self.durable.keep(store::SETTINGS_KEY, settings),
            Item::Watched(sites) => self.durable.keep(store::WATCHED_KEY, sites),
            Item::Policy(policy) => self.durable.keep(store::POLICY_KEY, policy),
            Item::Entries(entries) => {
                entries.iter().try_for_each(|entry| self.durable.keep(&entry_key(entry.fingerprint), entry))
            }
            Item::NoEntries(fingerprints) => {
                fingerprints.iter().for_each(|&fingerprint| self.durable.forget(&entry_key(fingerprint)));
                Ok(())
            }
            Item::Stamps(stamps) => self.durable.keep(store::STAMPS_KEY, stamps),
            Item::ImportedKeys(keys) => {
                let keys: Vec<String> = keys.iter().map(InstallationKey::reveal_for_storage).collect();
                self.durable.keep(store::IMPORTED_KEYS, &keys)
            }
            Item::Ledger(cookies, ledger) => {
                let area = if cookies.is_private() { &self.session } else { &self.durable };
                area.keep(&ledger_key(cookies), ledger)
            }
            Item::NoLedger(cookies) => {
                self.session.forget(&ledger_key(cookies));
                Ok(())
            }
            Item::Awake(stores) => self.session.keep(store::AWAKE_KEY, stores),
            Item::Page(tab, page) => self.session.keep(&page_key(*tab), page),
            Item::Tab(tab, known) => self.session.keep(&tab_key(*tab), known),
            Item::Pauses(pauses) => self.session.keep(store::PAUSES_KEY, pauses),
            Item::RefusedIcons(hosts) => self.session.keep(store::REFUSED_ICONS_KEY, hosts),
        }
    }

    /// A tab is to be forgotten.
    pub fn forget_tab(&self, tab: TabId) {
        self.session.forget(&tab_key(tab));
    }

    /// The session of a tab's page is to be forgotten.
    pub fn forget_page(&self, tab: TabId) {
        self.session.forget(&page_key(tab));
    }

    /// Writes them: of each area, what is new at once, and then what is gone at once.
    ///
    /// # Errors
    /// When the browser refuses, or a newer version wrote what is stored.
    pub async fn write(self) -> Result<(), BrowserError> {
        const DOING: &str = "saving";
        if let Some(items) = self.durable.items() {
            store::writable()?;
            browser::local_set(&items).await.doing(DOING)?;
        }
        if let Some(names) = self.durable.names() {
            browser::local_remove(&names).await.doing(DOING)?;
        }
        if let Some(items) = self.session.items() {
            browser::session_set(&items).await.doing(DOING)?;
        }
        if let Some(names) = self.session.names() {
            browser::session_remove(&names).await.doing(DOING)?;
        }
        Ok(())
    }
}

impl Default for Area {
    fn default() -> Self {
        Self { new: Object::new(), gone: Set::new(&JsValue::UNDEFINED) }
    }
}

impl Area {
    fn keep(&self, name: &str, value: &impl Serialize) -> Result<(), BrowserError> {
        let name = JsValue::from(name);
        self.gone.delete(&name);
        // Setting and deleting a property of a plain object cannot fail.
        let _ = Reflect::set(&self.new, &name, &to_js(value)?);
        Ok(())
    }

    fn forget(&self, name: &str) {
        let name = JsValue::from(name);
        let _ = Reflect::delete_property(&self.new, &name);
        self.gone.add(&name);
    }

    fn items(&self) -> Option<JsValue> {
        (Object::keys(&self.new).length() > 0).then(|| self.new.clone().into())
    }

    fn names(&self) -> Option<JsValue> {
        (self.gone.size() > 0).then(|| Array::from(&self.gone).into())
    }
}
