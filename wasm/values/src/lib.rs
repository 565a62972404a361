//! A serde format: Rust values as plain JavaScript values, and back.
//!
//! What serde derives for a type is compiled once for each reader and writer,
//! so theirs is the code that counts for the size of a module. These two need
//! little of it: the fields of an object are read in the order in which they
//! are declared, never by comparing names; a variant is known by its number;
//! and an error has no content of its own. Where a value does not have the
//! expected form is noted on the side ([`error`]).
//!
//! Types that cross may not use what needs names at run time: `flatten`,
//! `alias`, and `untagged` when read.
//!
//! - [`value`]: what a JavaScript value can do
//! - `js`: JavaScript's own values
//! - [`error`]: what was expected, and where
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

/// Writes a Rust value: objects, not maps; `null` where there is none.
///
/// # Errors
/// If a value has no such form, such as bytes.
pub fn write<V: Value>(value: &impl Serialize) -> Result<V, ConvertError> {
    error::located(|| value.serialize(write::Writer::<V>::new()))
}

/// Reads a Rust value.
///
/// # Errors
/// If a value does not have the expected form. The error names the field.
pub fn read<V: Value, T: DeserializeOwned>(value: V) -> Result<T, ConvertError> {
    error::located(|| T::deserialize(read::Reader(value)))
}
