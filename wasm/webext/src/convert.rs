//! Converts Rust values to JavaScript values, and back.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::error::BrowserError;

/// Converts a Rust value to a plain JavaScript value, without `Map` objects.
///
/// # Errors
///
/// Returns an error if the value can't be represented.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, BrowserError> {
    values::write(value)
        .map_err(|error| BrowserError::new("a value could not be handed to the browser", error.to_string()))
}

/// Converts a JavaScript value to a Rust value.
///
/// # Errors
///
/// Returns an error that names the field if the value doesn't have the expected
/// form.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, BrowserError> {
    values::read(value)
        .map_err(|error| BrowserError::new("a value from the browser was not understood", error.to_string()))
}
