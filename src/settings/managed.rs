//! Values of any type from managed storage.

use std::fmt;

use litemap::LiteMap;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// A value from managed storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Managed {
    /// A text.
    Text(String),
    /// True or false.
    Switch(bool),
    /// Several values.
    List(Vec<Self>),
    /// Values by their keys.
    Parts(LiteMap<String, Self>),
    /// Any other type.
    Other,
}

impl<'de> Deserialize<'de> for Managed {
    /// Never fails: an unsupported value becomes [`Managed::Other`].
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyForm)
    }
}

/// Accepts a value of any type.
struct AnyForm;

impl<'de> Visitor<'de> for AnyForm {
    type Value = Managed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_str<E>(self, text: &str) -> Result<Managed, E> {
        Ok(Managed::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, on: bool) -> Result<Managed, E> {
        Ok(Managed::Switch(on))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Managed, E> {
        Ok(Managed::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Managed, E> {
        Ok(Managed::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Managed, E> {
        Ok(Managed::Other)
    }

    fn visit_unit<E>(self) -> Result<Managed, E> {
        Ok(Managed::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Managed, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Managed::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Managed, A::Error> {
        let mut parts = LiteMap::new();
        while let Some((key, value)) = map.next_entry()? {
            parts.insert(key, value);
        }
        Ok(Managed::Parts(parts))
    }
}

impl Managed {
    /// Creates a value from key-value pairs.
    #[must_use]
    pub fn of_parts(all: impl Iterator<Item = (String, Self)>) -> Self {
        let mut parts = LiteMap::new();
        for (key, value) in all {
            parts.insert(key, value);
        }
        Self::Parts(parts)
    }

    pub(super) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text.trim()) } else { None }
    }

    pub(super) fn part(&self, key: &str) -> Option<&Self> {
        if let Self::Parts(parts) = self { parts.get(key) } else { None }
    }
}
