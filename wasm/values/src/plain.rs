//! A replacement for JavaScript's values, for tests without a browser.

use std::collections::BTreeMap;

use super::value::Value;

#[derive(Debug, Clone, PartialEq)]
pub enum Plain {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Plain>),
    Object(BTreeMap<String, Plain>),
}

use Plain::{Bool, List, Null, Number, Object, Text, Undefined};

impl From<serde_json::Value> for Plain {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Null,
            serde_json::Value::Bool(value) => Bool(value),
            serde_json::Value::Number(number) => Number(number.as_f64().unwrap()),
            serde_json::Value::String(text) => Text(text),
            serde_json::Value::Array(items) => List(items.into_iter().map(Self::from).collect()),
            serde_json::Value::Object(fields) => {
                Object(fields.into_iter().map(|(name, value)| (name, value.into())).collect())
            }
        }
    }
}

impl Value for Plain {
    fn undefined() -> Self {
        Undefined
    }

    fn null() -> Self {
        Null
    }

    fn from_bool(value: bool) -> Self {
        Bool(value)
    }

    fn from_number(value: f64) -> Self {
        Number(value)
    }

    fn from_text(value: &str) -> Self {
        Text(value.to_owned())
    }

    fn from_name(name: &'static str) -> Self {
        Self::from_text(name)
    }

    fn new_list() -> Self {
        List(Vec::new())
    }

    fn new_object() -> Self {
        Object(BTreeMap::new())
    }

    fn push(&mut self, item: Self) {
        let List(items) = self else { panic!("no list: {self:?}") };
        items.push(item);
    }

    fn set_field(&mut self, name: &'static str, value: Self) {
        assert!(self.set_entry(Self::from_text(name), value));
    }

    fn set_entry(&mut self, key: Self, value: Self) -> bool {
        let Object(fields) = self else { panic!("no object: {self:?}") };
        let Text(key) = key else { return false };
        fields.insert(key, value);
        true
    }

    fn is_undefined(&self) -> bool {
        *self == Undefined
    }

    fn is_null(&self) -> bool {
        *self == Null
    }

    fn is_object(&self) -> bool {
        matches!(self, List(_) | Object(_))
    }

    fn is_list(&self) -> bool {
        matches!(self, List(_))
    }

    fn as_bool(&self) -> Option<bool> {
        if let Bool(value) = self { Some(*value) } else { None }
    }

    fn as_number(&self) -> Option<f64> {
        if let Number(number) = self { Some(*number) } else { None }
    }

    fn as_text(&self) -> Option<String> {
        if let Text(text) = self { Some(text.clone()) } else { None }
    }

    fn length(&self) -> u32 {
        let List(items) = self else { panic!("no list: {self:?}") };
        items.len().try_into().unwrap()
    }

    fn item(&self, index: u32) -> Self {
        let List(items) = self else { panic!("no list: {self:?}") };
        items.get(index as usize).cloned().unwrap_or(Undefined)
    }

    fn field(&self, name: &'static str) -> Self {
        let Object(fields) = self else { return Undefined };
        fields.get(name).cloned().unwrap_or(Undefined)
    }

    fn entries(&self) -> Self {
        let Object(fields) = self else { return Self::new_list() };
        List(fields.iter().map(|(name, value)| List(vec![Text(name.clone()), value.clone()])).collect())
    }

    fn only_entry(&self) -> Option<(String, Self)> {
        match self {
            Object(fields) if fields.len() == 1 => fields.clone().pop_first(),
            _ => None,
        }
    }
}
