//! Writes to the browser's sync area.

use js_sys::JSON;
use wasm_bindgen::JsValue;

use webext::{BrowserError, Context, object, to_js};

/// Removes `gone`, which frees space, and then writes items.
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
    // All in one call, because browsers limit the number of calls.
    webext::sync_set(&object(items)).await.doing(DOING)?;
    Ok(())
}
