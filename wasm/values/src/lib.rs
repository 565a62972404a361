//! A serde format: converts Rust values to plain JavaScript values, and back.
//!
//! Serde's derived code is compiled once for each reader and writer, so they
//! determine the size of a module. These two need little of it: the fields of
//! an object are read in the order of their declaration, without comparing
//! names; variants are identified by number; and an error has no content. The
//! location of a failure is recorded separately ([`error`]).
//!
//! Types that cross must not use features that need names at run time:
//! `flatten`, `alias`, and `untagged` for reading.
//!
//! - [`value`]: the operations on a JavaScript value
//! - `js`: JavaScript's own values
//! - [`error`]: the location and the expectation of a failed conversion
//! - `read`, `write`: the format

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod error;
mod js;
#[cfg(test)]
mod plain;
mod read;
#[cfg(test)]
mod tests;
pub mod value;
mod write;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use error::ConvertError;
pub use value::Value;

/// Writes a Rust value, with structs and maps as plain objects, and `None` as
/// `null`.
///
/// # Errors
///
/// Returns an error if a value can't be represented, such as bytes.
pub fn write<V: Value>(value: &impl Serialize) -> Result<V, ConvertError> {
    error::located(|| value.serialize(write::Writer::<V>::new()))
}

/// Reads a Rust value.
///
/// # Errors
///
/// Returns an error that names the field if a value doesn't have the expected
/// form.
pub fn read<V: Value, T: DeserializeOwned>(value: V) -> Result<T, ConvertError> {
    error::located(|| T::deserialize(read::Reader(value)))
}
