//! The browser's sync area: its items as JSON, out and in.

use js_sys::{JSON, Object};
use wasm_bindgen::{JsCast, JsValue};

use sandbar::sync::Area;
use webext::{BrowserError, BrowserJson, Context, object, property, to_js};

/// What is in the area.
pub async fn read_area() -> Result<Area, BrowserError> {
    let stored = webext::sync_get(&JsValue::NULL).await.doing("reading what other computers told")?;
    let names = Object::keys(stored.unchecked_ref::<Object>());
    let items = names.iter().filter_map(|name| {
        let text = JSON::stringify(&property(&stored, &name.as_string()?)).ok()?;
        Some((name.as_string()?, text.into()))
    });
    Ok(Area::read::<BrowserJson>(items))
}

/// Puts items there, once those that are gone have made room.
pub async fn share(items: Vec<(String, String)>, gone: Vec<String>) -> Result<(), BrowserError> {
    const DOING: &str = "telling other computers";
    if !gone.is_empty() {
        webext::sync_remove(&to_js(&gone)?).await.doing(DOING)?;
    }
    if items.is_empty() {
        return Ok(());
    }
    let items: Vec<(&str, JsValue)> = items
        .iter()
        .map(|(name, text)| Ok((name.as_str(), JSON::parse(text).doing(DOING)?)))
        .collect::<Result<_, BrowserError>>()?;
    // All in one call: the browser counts calls.
    webext::sync_set(&object(items)).await.doing(DOING)?;
    Ok(())
}
