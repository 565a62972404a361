//! What an event changes of what is stored, written at once: one call for each
//! area and kind of change, however many tabs it is about.

use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::store::{self, entry_key, ledger_key, page_key, tab_key};
use crate::browser::{self, BrowserError, Context, object, to_js};
use crate::credential::fingerprint::InstallationKey;
use crate::guard::Item;
use crate::protocol::TabId;

/// New values by name; none where a name is to be forgotten.
type Area = Vec<(String, Option<JsValue>)>;

/// Changes of what is stored. Of several to one name the last counts.
#[derive(Default)]
pub struct Changes {
    /// Kept when the browser closes.
    durable: Area,
    /// Kept until the browser closes.
    session: Area,
}

impl Changes {
    /// An item is to be kept.
    pub fn keep(&mut self, item: &Item) -> Result<(), BrowserError> {
        match item {
            Item::Settings(settings) => keep(&mut self.durable, store::SETTINGS_KEY, settings),
            Item::Watched(sites) => keep(&mut self.durable, store::WATCHED_KEY, sites),
            Item::Policy(policy) => keep(&mut self.durable, store::POLICY_KEY, policy),
            Item::Entries(entries) => {
                entries.iter().try_for_each(|entry| keep(&mut self.durable, &entry_key(entry.fingerprint), entry))
            }
            Item::NoEntries(fingerprints) => {
                fingerprints.iter().for_each(|&fingerprint| forget(&mut self.durable, &entry_key(fingerprint)));
                Ok(())
            }
            Item::Stamps(stamps) => keep(&mut self.durable, store::STAMPS_KEY, stamps),
            Item::ImportedKeys(keys) => {
                let keys: Vec<String> = keys.iter().map(InstallationKey::reveal_for_storage).collect();
                keep(&mut self.durable, store::IMPORTED_KEYS, &keys)
            }
            Item::Ledger(cookies, ledger) => {
                let area = if cookies.is_private() { &mut self.session } else { &mut self.durable };
                keep(area, &ledger_key(cookies), ledger)
            }
            Item::NoLedger(cookies) => {
                forget(&mut self.session, &ledger_key(cookies));
                Ok(())
            }
            Item::Awake(stores) => keep(&mut self.session, store::AWAKE_KEY, stores),
            Item::Page(tab, page) => keep(&mut self.session, &page_key(*tab), page),
            Item::Tab(tab, known) => keep(&mut self.session, &tab_key(*tab), known),
            Item::Pauses(pauses) => keep(&mut self.session, store::PAUSES_KEY, pauses),
            Item::RefusedIcons(hosts) => keep(&mut self.session, store::REFUSED_ICONS_KEY, hosts),
        }
    }

    /// A tab is to be forgotten.
    pub fn forget_tab(&mut self, tab: TabId) {
        forget(&mut self.session, &tab_key(tab));
    }

    /// The session of a tab's page is to be forgotten.
    pub fn forget_page(&mut self, tab: TabId) {
        forget(&mut self.session, &page_key(tab));
    }

    /// Writes them: of each area, what is new at once, and then what is gone at once.
    ///
    /// # Errors
    /// When the browser refuses, or a newer version wrote what is stored.
    pub async fn write(self) -> Result<(), BrowserError> {
        const DOING: &str = "saving";
        if let Some(items) = new(&self.durable) {
            store::writable()?;
            browser::local_set(&items).await.doing(DOING)?;
        }
        if let Some(names) = gone(&self.durable) {
            browser::local_remove(&names).await.doing(DOING)?;
        }
        if let Some(items) = new(&self.session) {
            browser::session_set(&items).await.doing(DOING)?;
        }
        if let Some(names) = gone(&self.session) {
            browser::session_remove(&names).await.doing(DOING)?;
        }
        Ok(())
    }
}

fn keep(area: &mut Area, name: &str, value: &impl Serialize) -> Result<(), BrowserError> {
    put(area, name, Some(to_js(value)?));
    Ok(())
}

fn forget(area: &mut Area, name: &str) {
    put(area, name, None);
}

fn put(area: &mut Area, name: &str, value: Option<JsValue>) {
    match area.iter_mut().find(|(known, _)| known == name) {
        Some((_, kept)) => *kept = value,
        None => area.push((name.to_owned(), value)),
    }
}

fn new(area: &Area) -> Option<JsValue> {
    let items = || area.iter().filter_map(|(name, value)| Some((name.as_str(), value.clone()?)));
    items().next().is_some().then(|| object(items()))
}

fn gone(area: &Area) -> Option<JsValue> {
    let names: Array = area.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| JsValue::from(name)).collect();
    (names.length() > 0).then(|| names.into())
}
