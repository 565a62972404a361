//! What an event changes of what is stored, written at once: one call for each
//! area and kind of change, however many tabs it is about.

use js_sys::{Array, Object, Reflect, Set};
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::store::{self, entry_key, ledger_key, page_key, tab_key};
use sandbar::app::Persist;
use sandbar::credential::fingerprint::InstallationKey;
use sandbar::protocol::TabId;
use webext::{BrowserError, Context, storage, to_js};

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
    pub fn keep(&self, item: &Persist) -> Result<(), BrowserError> {
        match item {
            Persist::Settings(settings) => self.durable.keep(storage::SETTINGS_KEY, settings),
            Persist::Watched(sites) => self.durable.keep(storage::WATCHED_KEY, sites),
            Persist::Policy(policy) => self.durable.keep(storage::POLICY_KEY, policy),
            Persist::Entries(entries) => {
                entries.iter().try_for_each(|entry| self.durable.keep(&entry_key(entry.fingerprint), entry))
            }
            Persist::NoEntries(fingerprints) => {
                fingerprints.iter().for_each(|&fingerprint| self.durable.forget(&entry_key(fingerprint)));
                Ok(())
            }
            Persist::Stamps(stamps) => self.durable.keep(storage::STAMPS_KEY, stamps),
            Persist::ImportedKeys(keys) => {
                let keys: Vec<String> = keys.iter().map(InstallationKey::reveal_for_storage).collect();
                self.durable.keep(storage::IMPORTED_KEYS, &keys)
            }
            Persist::Ledger(cookies, ledger) => {
                let area = if cookies.is_private() { &self.session } else { &self.durable };
                area.keep(&ledger_key(cookies), ledger)
            }
            Persist::NoLedger(cookies) => {
                self.session.forget(&ledger_key(cookies));
                Ok(())
            }
            Persist::Awake(stores) => self.session.keep(storage::AWAKE_KEY, stores),
            Persist::Page(tab, page) => self.session.keep(&page_key(*tab), page),
            Persist::Tab(tab, known) => self.session.keep(&tab_key(*tab), known),
            Persist::Pauses(pauses) => self.session.keep(storage::PAUSES_KEY, pauses),
            Persist::RefusedIcons(hosts) => self.session.keep(storage::REFUSED_ICONS_KEY, hosts),
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
            webext::local_set(&items).await.doing(DOING)?;
        }
        if let Some(names) = self.durable.names() {
            webext::local_remove(&names).await.doing(DOING)?;
        }
        if let Some(items) = self.session.items() {
            webext::session_set(&items).await.doing(DOING)?;
        }
        if let Some(names) = self.session.names() {
            webext::session_remove(&names).await.doing(DOING)?;
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
