//! What is kept, and where.
//!
//! `storage.local` holds the settings under their own key beside the schema
//! version; `storage.session` one entry per tab, until the browser closes.
//! A value that cannot be read is set aside under its own name, never
//! overwritten; a store written by a newer version is not touched at all.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

use crate::browser::{self, BrowserError, Context, from_js, object, property, to_js};
use crate::guard::{Item, State};
use crate::protocol::TabId;

/// The version of what is stored durably.
const SCHEMA: u32 = 1;
const SCHEMA_KEY: &str = "schema";
const SETTINGS_KEY: &str = "settings";
const REFUSED_ICONS_KEY: &str = "refused-icons";
const TAB_PREFIX: &str = "tab:";

/// Reads everything back.
pub async fn restore() -> Result<State, BrowserError> {
    const DOING: &str = "reading what was stored";
    let keys = to_js(&[SCHEMA_KEY, SETTINGS_KEY])?;
    let local = browser::local_get(&keys).await.doing(DOING)?;
    let session = browser::session_get(&JsValue::NULL).await.doing(DOING)?;
    let mut state = State::default();
    if written_by_a_newer_version(&local) {
        web_sys::console::warn_1(
            &"Sandbar: the stored settings are from a newer version; they are left as they are.".into(),
        );
    } else if let Some(settings) = read(&local, SETTINGS_KEY).await? {
        state.settings = settings;
    }
    for entry in js_sys::Object::entries(session.unchecked_ref()).iter() {
        let entry: js_sys::Array = entry.unchecked_into();
        let tab = entry.get(0).as_string().and_then(|key| key.strip_prefix(TAB_PREFIX)?.parse().ok());
        // What a tab showed is reported again by its page: an unreadable entry costs nothing.
        if let (Some(tab), Ok(known)) = (tab, from_js(entry.get(1))) {
            state.tabs.insert(TabId(tab), known);
        }
    }
    if let Ok(refused) = from_js(property(&session, REFUSED_ICONS_KEY)) {
        state.refused_icons = refused;
    }
    Ok(state)
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
            let aside = format!("unreadable:{key}:{}", js_sys::Date::now());
            web_sys::console::warn_1(&format!("Sandbar: {key} could not be read, kept as {aside}. {error}").into());
            const DOING: &str = "setting an unreadable value aside";
            browser::local_set(&object([(aside.as_str(), value)])).await.doing(DOING)?;
            browser::local_remove(key).await.doing(DOING)?;
            Ok(None)
        }
    }
}

fn written_by_a_newer_version(local: &JsValue) -> bool {
    property(local, SCHEMA_KEY).as_f64().is_some_and(|schema| schema > f64::from(SCHEMA))
}

/// Keeps one item.
pub async fn save(item: &Item) -> Result<(), BrowserError> {
    match item {
        Item::Settings(settings) => save_durably(SETTINGS_KEY, settings).await,
        Item::Tab(tab, known) => save_for_session(&tab_key(*tab), known).await,
        Item::RefusedIcons(hosts) => save_for_session(REFUSED_ICONS_KEY, hosts).await,
    }
}

async fn save_for_session(key: &str, value: &impl Serialize) -> Result<(), BrowserError> {
    browser::session_set(&object([(key, to_js(value)?)])).await.doing("remembering until the browser closes")?;
    Ok(())
}

async fn save_durably(key: &str, value: &impl Serialize) -> Result<(), BrowserError> {
    let schema = browser::local_get(&SCHEMA_KEY.into()).await.doing("reading the version of what is stored")?;
    if written_by_a_newer_version(&schema) {
        return Err(BrowserError::new("saving", "what is stored is from a newer version of Sandbar"));
    }
    let items = object([(SCHEMA_KEY, SCHEMA.into()), (key, to_js(value)?)]);
    browser::local_set(&items).await.doing("saving")?;
    Ok(())
}

/// Forgets a tab.
pub async fn forget(tab: TabId) -> Result<(), BrowserError> {
    browser::session_remove(&tab_key(tab)).await.doing("forgetting a tab")?;
    Ok(())
}

fn tab_key(tab: TabId) -> String {
    format!("{TAB_PREFIX}{}", tab.0)
}
