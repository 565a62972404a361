//! The first minute: what Sandbar does, what it keeps, and a key to try.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::ask::{catalogue, speak};
use super::dom::{self, Build, element, fill, link};
use super::words::word;
use super::{access, check};
use sandbar::catalogue::Environment;
use sandbar::view::pages::place::portal_address;

/// Fills the welcome page.
///
/// # Errors
/// When the browser cannot be asked what is allowed.
#[wasm_bindgen]
pub async fn welcome() -> Result<(), JsValue> {
    speak().await?;
    dom::fill_words();
    check::offer();
    let links = Environment::ALL.into_iter().filter_map(|environment| {
        let key = match environment {
            Environment::Production => "openProduction",
            Environment::Sandbox => "openSandbox",
        };
        Some(link(&portal_address(&catalogue(), environment)?, &word(key)).class("button"))
    });
    fill("portals", [element("div").class("row").with_all(links)]);
    access::offer().await?;
    dom::show_page();
    Ok(())
}
