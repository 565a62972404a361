//! The versions of the items that this computer sent or received.

use std::fmt;
use std::ops::{Deref, DerefMut};

use litemap::LiteMap;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{ItemName, Stamp};

/// The version of each item, by name. Stored as a map in the order of the
/// names, so that reading appends each item at the end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamps(LiteMap<ItemName, Stamp>);

impl Stamps {
    /// An empty map.
    #[must_use]
    pub const fn new() -> Self {
        Self(LiteMap::new())
    }
}

impl Deref for Stamps {
    type Target = LiteMap<ItemName, Stamp>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Stamps {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl Serialize for Stamps {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Stamps {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(StampsVisitor)
    }
}

struct StampsVisitor;

impl<'de> Visitor<'de> for StampsVisitor {
    type Value = Stamps;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("stamps by the names of their items")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Stamps, A::Error> {
        let mut stamps = Stamps::new();
        while let Some((name, stamp)) = map.next_entry()? {
            stamps.insert(name, stamp);
        }
        Ok(stamps)
    }
}
