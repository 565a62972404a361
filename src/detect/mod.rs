//! Finds credentials in text, and the sites that a text mentions.
//!
//! In the order in which data flows through them:
//!
//! - [`span`]: a place in a text
//! - [`found`]: the credentials found in a text
//! - [`clean`]: the text as it is read, without invisible characters
//! - `shape`: lengths, alphabets and samples of the vendors' values
//! - [`scan`]: quickly finds the few places that could hold a value
//! - `escape`: escape sequences that touch a value
//! - `label_table`: the known labels
//! - `known_run`: runs of letters and digits that have the shape of a value
//! - `glue`: the characters between a label and its value
//! - `name_words`: words that tell which vendor a value belongs to
//! - `label`: the label of a value
//! - `encoded`: base64 values
//! - `pairing`: matches IDs with secrets
//! - `statement`: the statements around a place in a text
//! - [`marked`]: keys that reveal their environment
//! - [`sighted`]: values that may be keys and don't reveal it
//! - [`find`]: combines these into one function from a text to its credentials
//! - [`host`]: the sites that a text mentions
//! - [`keys_page`]: the keys that a portal page shows

pub mod clean;
mod encoded;
mod escape;
pub mod find;
pub mod found;
mod glue;
pub mod host;
pub mod keys_page;
mod known_run;
mod label;
pub(crate) mod label_table;
pub mod marked;
pub(crate) mod name_words;
mod pairing;
mod reference;
pub mod scan;
pub(crate) mod shape;
pub mod sighted;
pub mod span;
pub(crate) mod statement;
