//! What the worker needs from the browser.

use std::fmt;
use std::future::Future;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::OpenTab;
use crate::keyring::file::Json;
use crate::settings::policy::Policy;

/// A storage area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StorageArea {
    /// Stored until removed (`storage.local`).
    Durable,
    /// Stored until the browser closes (`storage.session`).
    Session,
}

/// Stored items with their names.
pub type Items<I> = Vec<(String, I)>;

/// The browser's functions that the worker needs.
///
/// Calls take effect in the order in which they were made, even if no one awaits
/// the result. [`Self::set`] stores all of its items or none.
pub trait Platform {
    /// A stored value.
    type Item: Clone;
    /// The error of a browser call.
    type Error: fmt::Display;
    /// Parses and prints synced items.
    type Json: Json;

    /// The existing items with these names; all items if there are no names.
    fn get(
        &self,
        area: StorageArea,
        names: Option<&[&str]>,
    ) -> impl Future<Output = Result<Items<Self::Item>, Self::Error>>;
    /// Stores all of these items, or none of them. The last one per name wins.
    fn set(&self, area: StorageArea, items: Items<Self::Item>) -> impl Future<Output = Result<(), Self::Error>>;
    /// Removes all of these items, or none of them.
    fn remove(&self, area: StorageArea, names: Vec<String>) -> impl Future<Output = Result<(), Self::Error>>;
    /// The size of the durable items in bytes; `None` if the browser doesn't
    /// report it.
    fn bytes_in_use(&self) -> impl Future<Output = Option<f64>>;
    /// The items in the browser's sync area, as names and JSON.
    fn synced(&self) -> impl Future<Output = Result<Vec<(String, String)>, Self::Error>>;
    /// The open tabs.
    fn open_tabs(&self) -> impl Future<Output = Result<Vec<OpenTab>, Self::Error>>;
    /// The current managed policy.
    fn policy(&self) -> impl Future<Output = Policy>;

    /// Converts a value to its stored form.
    ///
    /// # Errors
    ///
    /// Returns an error if the value can't be stored.
    fn encode(&self, value: &impl Serialize) -> Result<Self::Item, Self::Error>;
    /// Converts a stored value back; `None` if it has another form.
    fn decode<T: DeserializeOwned>(&self, item: &Self::Item) -> Option<T>;
    /// Random bytes from a cryptographic source.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser has no such source.
    fn random(&self) -> Result<[u8; 32], Self::Error>;
    /// Creates an error with this cause.
    fn error(&self, cause: &'static str) -> Self::Error;
    /// Writes a warning to the developer console.
    fn warn(&self, text: &str);
}
