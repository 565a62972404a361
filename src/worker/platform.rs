//! What the worker needs of the browser.

use std::fmt;
use std::future::Future;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::OpenTab;
use crate::keyring::file::Json;
use crate::settings::policy::Policy;

/// Where an item is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StorageArea {
    /// Until it is removed (`storage.local`).
    Durable,
    /// Until the browser closes (`storage.session`).
    Session,
}

/// Stored items with their names.
pub type Items<I> = Vec<(String, I)>;

/// The browser, as far as the worker needs it.
///
/// Calls take effect in the order in which they were made, also where nobody
/// waits for them any more. [`Self::set`] stores all of its items or none.
pub trait Platform {
    /// A stored value.
    type Item: Clone;
    /// Why the browser refused.
    type Error: fmt::Display;
    /// Reads and prints synced items.
    type Json: Json;

    /// The items with these names that exist; all items without names.
    fn get(
        &self,
        area: StorageArea,
        names: Option<&[&str]>,
    ) -> impl Future<Output = Result<Items<Self::Item>, Self::Error>>;
    /// Stores all of these items, or none of them. Of several with one name the
    /// last counts.
    fn set(&self, area: StorageArea, items: Items<Self::Item>) -> impl Future<Output = Result<(), Self::Error>>;
    /// Removes all of these items, or none of them.
    fn remove(&self, area: StorageArea, names: Vec<String>) -> impl Future<Output = Result<(), Self::Error>>;
    /// How many bytes the durable items take; none if the browser does not say.
    fn bytes_in_use(&self) -> impl Future<Output = Option<f64>>;
    /// The items in the browser's sync area: names and JSON.
    fn synced(&self) -> impl Future<Output = Result<Vec<(String, String)>, Self::Error>>;
    /// The open tabs.
    fn open_tabs(&self) -> impl Future<Output = Result<Vec<OpenTab>, Self::Error>>;
    /// The managed policy in effect now.
    fn policy(&self) -> impl Future<Output = Policy>;

    /// A value as it is stored.
    ///
    /// # Errors
    /// If the value has no such form.
    fn encode(&self, value: &impl Serialize) -> Result<Self::Item, Self::Error>;
    /// A stored value, if it has this form.
    fn decode<T: DeserializeOwned>(&self, item: &Self::Item) -> Option<T>;
    /// Random bytes from a cryptographic source.
    ///
    /// # Errors
    /// If the browser has none.
    fn random(&self) -> Result<[u8; 32], Self::Error>;
    /// An error of our own.
    fn error(&self, cause: &'static str) -> Self::Error;
    /// Reports something to the developer console.
    fn warn(&self, text: &str);
}
