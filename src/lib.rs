//! Sandbar's core: everything that decides, with no browser in it.
//!
//! The modules, in the order in which data flows through them:
//!
//! - [`time`]: moments, as a browser's clock gives them
//! - `sort`: sorting, compiled once for all types
//! - [`catalogue`]: vendors, sites and environments, and the sites that the user watches
//! - [`counterpart`]: the same page in the other environment
//! - [`credential`]: kinds, parts, secrets and fingerprints
//! - [`detect`]: credentials in text
//! - [`keyring`]: what is known of which credential, and its export file
//! - [`verdict`]: what to say about each credential in a text
//! - [`session`]: who is signed in where, and what a sign-out ends
//! - [`stop`]: irreversible actions that are asked about first
//! - [`settings`]: the user's choices and managed policy
//! - [`sync`]: the same settings, sites and keys on several computers
//! - [`messages`]: texts for the user, by their keys
//! - [`protocol`]: what content scripts, background and extension pages send each other
//! - [`view`]: what is shown, as data
//! - [`content_scripts`]: which scripts run where
//! - [`app`]: the reducer, (state, event) → (state, effects)
//! - [`worker`]: the state from the store, one event, and the store from the state
//!
//! The crates in `wasm/` connect this one to a browser. They decide nothing.
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
