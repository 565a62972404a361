//! Credentials in text: where they are, and which site they are going to.
//!
//! In the order in which data flows through them:
//!
//! - [`span`]: a place in a text
//! - [`found`]: credentials found in a text
//! - [`clean`]: a text as it is read, without what cannot be seen
//! - `shape`: lengths, alphabets and samples of the vendor's values
//! - [`scan`]: the few places in a text that could hold a value, at speed
//! - `escape`: where a value begins that an escape runs into
//! - `label_table`: every known label
//! - `glue`: what is between a label and its value
//! - `name_words`: words that say whose a value is
//! - `label`: the label of a value
//! - `encoded`: values in base64
//! - `pairing`: which ID belongs to which secret
//! - `statement`: which statements of a text a place is in
//! - [`marked`]: keys that tell their environment
//! - [`sighted`]: values that may be keys which do not
//! - [`find`]: all of that as one function from a text to its credentials
//! - [`host`]: the sites that a text names
//! - [`keys_page`]: the keys that a page of a portal shows

pub mod clean;
mod encoded;
mod escape;
pub mod find;
pub mod found;
mod glue;
pub mod host;
pub mod keys_page;
mod label;
mod label_table;
pub mod marked;
pub(crate) mod name_words;
mod pairing;
pub mod scan;
pub(crate) mod shape;
pub mod sighted;
pub mod span;
pub(crate) mod statement;
