//! What is kept, and where.
//!
//! `storage.local` holds the schema version, the settings, the watched sites,
//! the installation key, those of other installations that were imported, one
//! item per entry of the keyring, one ledger per cookie store and the stamps of
//! what is synced; `storage.session` one item per tab and what is of private
//! windows, until the browser closes.
//! A value that cannot be read is set aside under its own name, never
//! overwritten; a store written by a newer version is not touched at all.

use std::cell::RefCell;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use zeroize::Zeroize;

use sandbar::app::{CookieStore, Keys, Sessions, State, Store, Wanted};
use sandbar::credential::fingerprint::{Fingerprint, Fingerprinter, InstallationKey};
use sandbar::keyring::Entry;
use sandbar::protocol::{Problems, TabId};
use sandbar::settings::policy::{Managed, Policy};
use sandbar::time::Timestamp;
use webext::storage::*;
use webext::{BrowserError, Context, from_js, object, property, to_js};

thread_local! {
    /// What is wrong with what is stored. What a newer version wrote is left as it is.
    static PROBLEMS: RefCell<Problems> = const { RefCell::new(Problems { newer: false, unreadable: Vec::new() }) };
}

/// Reads everything back.
pub async fn restore() -> Result<State, BrowserError> {
    const DOING: &str = "reading what was stored";
    let keys = [
        SCHEMA_KEY,
        SETTINGS_KEY,
        WATCHED_KEY,
        POLICY_KEY,
        STAMPS_KEY,
        INSTALLATION_KEY,
        IMPORTED_KEYS,
        UNREADABLE_KEY,
    ];
    let local = webext::local_get(&to_js(&keys)?).await.doing(DOING)?;
    let session = webext::session_get(&JsValue::NULL).await.doing(DOING)?;
    let mut state = State::default();
    // A damaged list of damaged items is not worth a problem of its own.
    let unreadable = from_js(property(&local, UNREADABLE_KEY)).unwrap_or_default();
    PROBLEMS.with_borrow_mut(|problems| problems.unreadable = unreadable);
    if written_by_a_newer_version(&local) {
        PROBLEMS.with_borrow_mut(|problems| problems.newer = true);
        web_sys::console::warn_1(&"Sandbar: what is stored is from a newer version; it is left as it is.".into());
    } else {
        if property(&local, SCHEMA_KEY).is_undefined() {
            save_durably(SCHEMA_KEY, &SCHEMA).await?;
        }
        state.chosen = read(&local, SETTINGS_KEY).await?.unwrap_or_default();
        state.watched = read(&local, WATCHED_KEY).await?.unwrap_or_default();
        // Without its stamps this computer receives everything again, and loses nothing.
        state.sync.stamps = from_js(property(&local, STAMPS_KEY)).unwrap_or_default();
        state.keys.fingerprinter = Some(fingerprinter(&local).await?);
    }
    // The policy that was applied last. Just after its start, the browser may take seconds to know the current one
    // now: `background.js` tells when it has. What cannot be remembered is waited for.
    state.adopt(match problems().newer {
        true => policy().await,
        false => from_js(property(&local, POLICY_KEY)).unwrap_or_default(),
    });
    for entry in js_sys::Object::entries(session.unchecked_ref()).iter() {
        let entry: js_sys::Array = entry.unchecked_into();
        let key = entry.get(0).as_string().unwrap_or_default();
        let number = |prefix: &str| key.strip_prefix(prefix)?.parse().ok().map(TabId);
        // What a tab showed is reported again by its page: an unreadable entry costs nothing.
        if let (Some(tab), Ok(known)) = (number(TAB_PREFIX), from_js(entry.get(1))) {
            state.tabs.insert(tab, known);
        }
        if let (Some(tab), Ok(page)) = (number(PAGE_PREFIX), from_js(entry.get(1))) {
            state.sessions.pages.insert(tab, page);
        }
    }
    if let Ok(awake) = from_js::<Vec<CookieStore>>(property(&session, AWAKE_KEY)) {
        for store in awake {
            read_ledger(&mut state.sessions, &store, true).await?;
        }
    }
    if let Ok(pauses) = from_js(property(&session, PAUSES_KEY)) {
        state.pauses = pauses;
    }
    if let Ok(refused) = from_js(property(&session, REFUSED_ICONS_KEY)) {
        state.refused_icons = refused;
    }
    Ok(state)
}

/// The current managed policy.
pub async fn policy() -> Policy {
    // Firefox refuses if there is no policy.
    let managed = webext::managed_get(&JsValue::NULL).await.unwrap_or(JsValue::UNDEFINED);
    // It may have any form, so it is read by its own, not by what is expected.
    Policy::read(&serde_wasm_bindgen::from_value(managed).unwrap_or(Managed::Other))
}

/// Reads a cookie store's ledger, if it was not read before.
/// `awake` says whether it knows that the browser started.
pub async fn read_ledger(sessions: &mut Sessions, store: &CookieStore, awake: bool) -> Result<(), BrowserError> {
    const DOING: &str = "reading what was believed of the sessions";
    if sessions.ledger(store).is_some() {
        return Ok(());
    }
    let key = ledger_key(store);
    let ledger = if store.is_private() {
        // The pages of private windows report their sessions again.
        from_js(property(&webext::session_get(&key.as_str().into()).await.doing(DOING)?, &key)).ok()
    } else {
        let stored = webext::local_get(&to_js(&[SCHEMA_KEY, key.as_str()])?).await.doing(DOING)?;
        if written_by_a_newer_version(&stored) { None } else { read(&stored, &key).await? }
    };
    sessions.stores.push(Store { name: store.clone(), ledger: ledger.unwrap_or_default(), awake });
    Ok(())
}

pub(super) fn ledger_key(store: &CookieStore) -> String {
    format!("{LEDGER_PREFIX}{}", store.0)
}

/// This installation's key; made when there is none.
async fn installation_key(local: &JsValue) -> Result<InstallationKey, BrowserError> {
    const DOING: &str = "making this installation's key";
    let stored: Option<String> = read(local, INSTALLATION_KEY).await?;
    if let Some(key) = stored.as_deref().and_then(InstallationKey::from_storage) {
        return Ok(key);
    }
    if let Some(damaged) = stored {
        set_aside(INSTALLATION_KEY, damaged.into()).await?;
    }
    let mut bytes = [0; 32];
    webext::fill_random(&mut bytes).doing(DOING)?;
    let key = InstallationKey::from_random(bytes);
    bytes.zeroize();
    save_durably(INSTALLATION_KEY, &key.reveal_for_storage()).await?;
    Ok(key)
}

/// Takes fingerprints under this installation's key and the imported ones.
async fn fingerprinter(local: &JsValue) -> Result<Fingerprinter, BrowserError> {
    let mut fingerprinter = Fingerprinter::new(&installation_key(local).await?);
    let stored: Vec<String> = read(local, IMPORTED_KEYS).await?.unwrap_or_default();
    let keys: Vec<_> = stored.iter().filter_map(|key| InstallationKey::from_storage(key)).collect();
    let has_all = fingerprinter.import(&keys);
    if !has_all || keys.len() < stored.len() {
        // Those that are whole stay; entries of the others wait for another import.
        keep_aside(IMPORTED_KEYS, &property(local, IMPORTED_KEYS)).await?;
        save_imported_keys(&fingerprinter.imported_keys()).await?;
    }
    Ok(fingerprinter)
}

async fn save_imported_keys(keys: &[InstallationKey]) -> Result<(), BrowserError> {
    let keys: Vec<String> = keys.iter().map(InstallationKey::reveal_for_storage).collect();
    save_durably(IMPORTED_KEYS, &keys).await
}

/// Reads the entries that are asked for, and their partners.
pub async fn read_entries(keys: &mut Keys, wanted: &Wanted) -> Result<(), BrowserError> {
    const DOING: &str = "reading the keyring";
    match wanted {
        Wanted::Entries(fingerprints) if fingerprints.is_empty() => {}
        Wanted::Entries(fingerprints) => {
            let mut asked: Vec<Fingerprint> = fingerprints.clone();
            // Twice: first the entries, then those partners that are not read yet.
            for _ in 0..2 {
                let names: Vec<String> = asked.iter().map(|&fingerprint| entry_key(fingerprint)).collect();
                let stored = webext::local_get(&to_js(&names)?).await.doing(DOING)?;
                let entries = entries(&stored).await?;
                let partners = entries.iter().filter_map(|entry| entry.partner);
                asked =
                    partners.filter(|&partner| keys.ring.get(partner).is_none() && !asked.contains(&partner)).collect();
                keys.ring.extend(entries);
                if asked.is_empty() {
                    break;
                }
            }
        }
        Wanted::All if keys.complete => {}
        Wanted::All => {
            let stored = webext::local_get(&JsValue::NULL).await.doing(DOING)?;
            keys.ring.extend(entries(&stored).await?);
            keys.complete = true;
        }
    }
    Ok(())
}

/// The keyring's entries among stored items.
async fn entries(stored: &JsValue) -> Result<Vec<Entry>, BrowserError> {
    let mut entries = Vec::new();
    for name in
        js_sys::Object::keys(stored.unchecked_ref::<js_sys::Object>()).iter().filter_map(|name| name.as_string())
    {
        if name.starts_with(ENTRY_PREFIX) {
            entries.extend(read(stored, &name).await?);
        }
    }
    Ok(entries)
}

pub(super) fn entry_key(fingerprint: Fingerprint) -> String {
    format!("{ENTRY_PREFIX}{}", fingerprint.to_text())
}

/// A stored value, or none; one that cannot be read is set aside.
async fn read<T: DeserializeOwned>(stored: &JsValue, key: &str) -> Result<Option<T>, BrowserError> {
    let value = property(stored, key);
    if value.is_undefined() {
        return Ok(None);
    }
    match from_js(value.clone()) {
        Ok(value) => Ok(Some(value)),
        Err(error) => {
            web_sys::console::warn_1(&format!("Sandbar: {key} could not be read and is set aside. {error}").into());
            set_aside(key, value).await?;
            Ok(None)
        }
    }
}

const SETTING_ASIDE: &str = "setting an unreadable value aside";

/// Moves a value that cannot be read to a name of its own.
async fn set_aside(key: &str, value: JsValue) -> Result<(), BrowserError> {
    keep_aside(key, &value).await?;
    webext::local_remove(&key.into()).await.doing(SETTING_ASIDE)?;
    Ok(())
}

/// Keeps a value that cannot be read under a name of its own.
async fn keep_aside(key: &str, value: &JsValue) -> Result<(), BrowserError> {
    let aside = format!("{UNREADABLE_PREFIX}{key}:{}", Timestamp::from_js(js_sys::Date::now()).as_millis());
    PROBLEMS.with_borrow_mut(|problems| problems.unreadable.push(aside.clone()));
    let known = to_js(&problems().unreadable)?;
    webext::local_set(&object([(aside.as_str(), value.clone()), (UNREADABLE_KEY, known)]))
        .await
        .doing(SETTING_ASIDE)?;
    Ok(())
}

/// What is wrong with what is stored, as far as it was read.
pub fn problems() -> Problems {
    PROBLEMS.with_borrow(Clone::clone)
}

/// Removes an item that was set aside.
pub async fn discard(name: &str) -> Result<(), BrowserError> {
    const DOING: &str = "removing an unreadable value";
    PROBLEMS.with_borrow_mut(|problems| problems.unreadable.retain(|known| known != name));
    webext::local_remove(&name.into()).await.doing(DOING)?;
    webext::local_set(&object([(UNREADABLE_KEY, to_js(&problems().unreadable)?)])).await.doing(DOING)?;
    Ok(())
}

fn written_by_a_newer_version(local: &JsValue) -> bool {
    property(local, SCHEMA_KEY).as_f64().is_some_and(|schema| schema > f64::from(SCHEMA))
}

async fn save_durably(key: &str, value: &impl Serialize) -> Result<(), BrowserError> {
    writable()?;
    webext::local_set(&object([(key, to_js(value)?)])).await.doing("saving")?;
    Ok(())
}

/// Whether anything may be written: not into what a newer version of Sandbar wrote.
///
/// # Errors
/// Then.
pub(super) fn writable() -> Result<(), BrowserError> {
    match problems().newer {
        true => Err(BrowserError::new("saving", "what is stored is from a newer version of Sandbar")),
        false => Ok(()),
    }
}

pub(super) fn page_key(tab: TabId) -> String {
    format!("{PAGE_PREFIX}{}", tab.0)
}

pub(super) fn tab_key(tab: TabId) -> String {
    format!("{TAB_PREFIX}{}", tab.0)
}
