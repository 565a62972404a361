//! The user's settings, and managed policy.
//!
//! - [`language`]: the languages of the interface
//! - [`fields`]: the settings, one row each for the options form, sync and
//!   policy
//! - [`labels`]: names that the user gives to sandboxes
//! - [`looks`]: the label and the color of each environment's marks
//! - [`managed`]: values of any type from managed storage
//! - [`policy`]: managed policy

pub mod fields;
pub mod labels;
pub mod language;
pub mod looks;
pub mod managed;
pub mod policy;

pub use fields::Settings;
pub use language::Language;
