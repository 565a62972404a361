//! Host access, in the form of the permissions API.

use sandbar::catalogue::Catalogue;
use sandbar::content_scripts::{entered_sites, match_pattern};
use wasm_bindgen::JsValue;

use crate::{BrowserError, object, to_js};

/// The access that Sandbar needs, in the form of the permissions API.
///
/// # Errors
///
/// Never fails for the sites of the catalogue.
pub fn wanted_access() -> Result<JsValue, BrowserError> {
    access_to(&entered_sites(&Catalogue::default()).map(match_pattern).collect::<Vec<_>>())
}

/// Access to these origins, in the form of the permissions API.
///
/// # Errors
///
/// Never fails for strings.
pub fn access_to(origins: &[String]) -> Result<JsValue, BrowserError> {
    Ok(object([("origins", to_js(&origins)?)]))
}
