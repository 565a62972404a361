//! Sandbar's core: everything that decides. It knows no browser.
//!
//! The modules, in the order in which data flows through them:
//!
//! - [`time`]: timestamps from the browser's clock
//! - `sort`: sorting, compiled once for all types
//! - [`catalogue`]: vendors, sites and environments, and the sites that the
//!   user watches
//! - [`counterpart`]: the same page in the other environment
//! - [`credential`]: kinds, parts, secrets and fingerprints
//! - [`detect`]: finds credentials in text
//! - [`keyring`]: the known credentials, and their export file
//! - [`verdict`]: what to say about each credential in a text
//! - [`session`]: who is signed in where, and which sessions a sign-out ends
//! - [`stop`]: irreversible actions that need a confirmation
//! - [`settings`]: the user's choices and managed policy
//! - [`sync`]: settings, sites and keys shared between computers
//! - [`messages`]: texts for the user, by message key
//! - [`protocol`]: messages between content scripts, background and extension
//!   pages
//! - [`view`]: what is shown, as data
//! - [`content_scripts`]: which scripts run where
//! - [`app`]: the reducer, (state, event) → (state, effects)
//! - [`worker`]: restores the state from the store, applies one event, stores
//!   the changes
//!
//! The crates in `wasm/` connect the core to a browser. They decide nothing.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod app;
pub mod catalogue;
pub mod content_scripts;
pub mod counterpart;
pub mod credential;
pub mod detect;
#[cfg(test)]
mod generated;
pub mod keyring;
pub mod messages;
pub mod protocol;
pub mod session;
pub mod settings;
mod sort;
pub mod stop;
pub mod sync;
pub mod time;
pub mod verdict;
pub mod view;
pub mod worker;
