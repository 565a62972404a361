//! The browser as a platform for the worker.

use js_sys::{Array, JSON, Object};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

use sandbar::app::OpenTab;
use sandbar::settings::managed::Managed;
use sandbar::settings::policy::Policy;
use sandbar::worker::platform::{Items, Platform, StorageArea};
use webext::{BrowserError, BrowserJson, Context, from_js, object, property, to_js};

/// The browser that the module runs in.
pub struct Browser;

impl Platform for Browser {
    type Item = JsValue;
    type Error = BrowserError;
    type Json = BrowserJson;

    async fn get(&self, area: StorageArea, names: Option<&[&str]>) -> Result<Items<JsValue>, BrowserError> {
        const DOING: &str = "reading what was stored";
        let asked = names.map_or(Ok(JsValue::NULL), |names| to_js(&names))?;
        let stored = match area {
            StorageArea::Durable => webext::local_get(&asked).await,
            StorageArea::Session => webext::session_get(&asked).await,
        };
        Ok(items(&stored.doing(DOING)?))
    }

    async fn set(&self, area: StorageArea, items: Items<JsValue>) -> Result<(), BrowserError> {
        let items = object(items.iter().map(|(name, value)| (name.as_str(), value.clone())));
        let stored = match area {
            StorageArea::Durable => webext::local_set(&items).await,
            StorageArea::Session => webext::session_set(&items).await,
        };
        stored.doing("saving").map(drop)
    }

    async fn remove(&self, area: StorageArea, names: Vec<String>) -> Result<(), BrowserError> {
        let names = to_js(&names)?;
        let removed = match area {
            StorageArea::Durable => webext::local_remove(&names).await,
            StorageArea::Session => webext::session_remove(&names).await,
        };
        removed.doing("removing what was stored").map(drop)
    }

    async fn bytes_in_use(&self) -> Option<f64> {
        // Older versions of Firefox don't have this call.
        webext::local_bytes_in_use(&JsValue::NULL).await.ok()?.as_f64()
    }

    async fn synced(&self) -> Result<Vec<(String, String)>, BrowserError> {
        let stored = webext::sync_get(&JsValue::NULL).await.doing("reading what other computers sent")?;
        let text = |value: &JsValue| Some(String::from(JSON::stringify(value).ok()?));
        Ok(items(&stored).into_iter().filter_map(|(name, value)| Some((name, text(&value)?))).collect())
    }

    async fn open_tabs(&self) -> Result<Vec<OpenTab>, BrowserError> {
        from_js(webext::tabs_query(&object([])).await.doing("listing the open tabs")?)
    }

    async fn policy(&self) -> Policy {
        // Firefox rejects the call if there is no policy.
        let managed = webext::managed_get(&JsValue::NULL).await.unwrap_or(JsValue::UNDEFINED);
        Policy::read(&of_any_form(&managed))
    }

    fn encode(&self, value: &impl Serialize) -> Result<JsValue, BrowserError> {
        to_js(value)
    }

    fn decode<T: DeserializeOwned>(&self, item: &JsValue) -> Option<T> {
        from_js(item.clone()).ok()
    }

    fn random(&self) -> Result<[u8; 32], BrowserError> {
        let mut bytes = [0; 32];
        webext::fill_random(&mut bytes).doing("making this installation's key")?;
        Ok(bytes)
    }

    fn error(&self, cause: &'static str) -> BrowserError {
        BrowserError::new("using the stored data", cause)
    }

    fn warn(&self, text: &str) {
        web_sys::console::warn_1(&format!("Sandbar: {text}").into());
    }
}

/// Reads a value by its actual type rather than an expected one, because
/// administrators write it by hand.
fn of_any_form(value: &JsValue) -> Managed {
    if let Some(text) = value.as_string() {
        Managed::Text(text)
    } else if let Some(on) = value.as_bool() {
        Managed::Switch(on)
    } else if let Some(list) = value.dyn_ref::<Array>() {
        Managed::List(list.iter().map(|one| of_any_form(&one)).collect())
    } else if value.is_object() {
        Managed::of_parts(items(value).into_iter().map(|(name, part)| (name, of_any_form(&part))))
    } else {
        Managed::Other
    }
}

fn items(stored: &JsValue) -> Items<JsValue> {
    let names = Object::keys(stored.unchecked_ref::<Object>());
    let named = names.iter().filter_map(|name| name.as_string());
    named.map(|name| (name.clone(), property(stored, &name))).collect()
}
