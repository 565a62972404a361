//! Implements [`Value`] for JavaScript's own values.

use std::cell::RefCell;

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::value::Value;

thread_local! {
    /// The names of fields and variants as JavaScript strings, by their address
    /// in memory, because ten thousand entries share the same few.
    static NAMES: RefCell<Vec<(usize, usize, JsValue)>> = const { RefCell::new(Vec::new()) };
}

fn known(name: &'static str) -> JsValue {
    let place = (name.as_ptr() as usize, name.len());
    NAMES.with_borrow_mut(|names| {
        let found = names.binary_search_by_key(&place, |&(start, length, _)| (start, length));
        match found.map(|index| names.get(index)) {
            Ok(Some((.., value))) => value.clone(),
            Ok(None) => JsValue::from_str(name),
            Err(index) => {
                let value = JsValue::from_str(name);
                names.insert(index, (place.0, place.1, value.clone()));
                value
            }
        }
    })
}

impl Value for JsValue {
    fn undefined() -> Self {
        Self::UNDEFINED
    }

    fn null() -> Self {
        Self::NULL
    }

    fn from_bool(value: bool) -> Self {
        value.into()
    }

    fn from_number(value: f64) -> Self {
        Self::from_f64(value)
    }

    fn from_text(value: &str) -> Self {
        value.into()
    }

    fn from_name(name: &'static str) -> Self {
        known(name)
    }

    fn new_list() -> Self {
        Array::new().into()
    }

    fn new_object() -> Self {
        Object::new().into()
    }

    fn push(&mut self, item: Self) {
        self.unchecked_ref::<Array>().push(&item);
    }

    fn set_field(&mut self, name: &'static str, value: Self) {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(self, &known(name), &value);
    }

    fn set_entry(&mut self, key: Self, value: Self) -> bool {
        key.is_string() && Reflect::set(self, &key, &value).unwrap_or_default()
    }

    fn is_undefined(&self) -> bool {
        self.is_undefined()
    }

    fn is_null(&self) -> bool {
        self.is_null()
    }

    fn is_object(&self) -> bool {
        self.is_object()
    }

    fn is_list(&self) -> bool {
        Array::is_array(self)
    }

    fn as_bool(&self) -> Option<bool> {
        self.as_bool()
    }

    fn as_number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn as_text(&self) -> Option<String> {
        self.as_string()
    }

    fn length(&self) -> u32 {
        self.unchecked_ref::<Array>().length()
    }

    fn item(&self, index: u32) -> Self {
        self.unchecked_ref::<Array>().get(index)
    }

    fn field(&self, name: &'static str) -> Self {
        Reflect::get(self, &known(name)).unwrap_or(Self::UNDEFINED)
    }

    fn entries(&self) -> Self {
        Object::entries(self.unchecked_ref::<Object>()).into()
    }

    fn only_entry(&self) -> Option<(String, Self)> {
        let keys = Object::keys(self.unchecked_ref::<Object>());
        let name = keys.get(0);
        let value = Reflect::get(self, &name).ok()?;
        Some((name.as_string()?, value)).filter(|_| keys.length() == 1)
    }
}
