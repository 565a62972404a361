//! Thin bindings to the part of the WebExtension API that is used.
//!
//! Nothing is decided here. The global `browser` is native in Firefox and in
//! Chromium from 148; `background.js` names it in older ones.

mod api;
mod error;
mod value;
pub mod words;

use js_sys::Reflect;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

pub use api::*;
pub use error::{BrowserError, Context};

/// A Rust value as a plain JavaScript one: objects, not maps.
///
/// # Errors
/// When the value has no such form.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, BrowserError> {
    value
        .serialize(value::Writer)
        .map_err(|error| BrowserError::new("a value could not be handed to the browser", error.to_string()))
}

/// A JavaScript value as a Rust one.
///
/// # Errors
/// When the value does not have that form.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, BrowserError> {
    T::deserialize(value::Reader(value))
        .map_err(|error| BrowserError::new("a value from the browser was not understood", error.to_string()))
}

/// The property of an object, `undefined` where it has none.
pub fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// An object from its entries.
pub fn object<'a>(entries: impl IntoIterator<Item = (&'a str, JsValue)>) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in entries {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}
