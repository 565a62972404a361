//! Rust values as JavaScript ones, and back.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::error::BrowserError;

/// A Rust value as a plain JavaScript one: objects, not maps.
///
/// # Errors
/// If the value has no such form.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, BrowserError> {
    values::write(value)
        .map_err(|error| BrowserError::new("a value could not be handed to the browser", error.to_string()))
}

/// A JavaScript value as a Rust one.
///
/// # Errors
/// If the value does not have that form. The error names the field.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, BrowserError> {
    values::read(value)
        .map_err(|error| BrowserError::new("a value from the browser was not understood", error.to_string()))
}
