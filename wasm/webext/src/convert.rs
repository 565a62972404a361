//! Rust values as JavaScript ones, and back.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::error::BrowserError;
use super::value::{Reader, Writer};

/// A Rust value as a plain JavaScript one: objects, not maps.
///
/// # Errors
/// When the value has no such form.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, BrowserError> {
    value
        .serialize(Writer)
        .map_err(|error| BrowserError::new("a value could not be handed to the browser", error.to_string()))
}

/// A JavaScript value as a Rust one.
///
/// # Errors
/// When the value does not have that form.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, BrowserError> {
    T::deserialize(Reader(value))
        .map_err(|error| BrowserError::new("a value from the browser was not understood", error.to_string()))
}
