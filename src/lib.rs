//! Sandbar's core.
//!
//! The modules, in the order in which data flows through them:
//!
//! - [`portal`]: the catalogue of sites; which environment is this URL
//! - [`watched`]: the sites besides them where keys are pasted
//! - [`clock`]: moments, as a browser's clock reads them
//! - [`credential`]: what credentials look like, and where they stand in a text
//! - [`keyring`]: what is known of which credential
//! - [`transfer`]: the keyring as a file under a passphrase
//! - [`verdict`]: what to say about a text that is going somewhere
//! - [`session`]: who is signed in where, and what a sign-out ends
//! - [`counterpart`]: the same page in the other environment
//! - [`advice`]: what is worth knowing on a page
//! - [`badge`]: what the badges say, from site and page
//! - [`settings`]: what the person chose
//! - [`policy`]: what an administrator presets
//! - [`sync`]: what several computers tell each other
//! - [`scripts`]: which page scripts run where
//! - [`warning`]: a verdict in words
//! - [`protocol`]: what crosses between page, background and panels
//! - [`guard`]: the whole as one function, (state, event) → (state, effects)
//! - [`panel`]: popup, options and welcome, from what the core answers
//! - [`text`]: words for a person, by their keys
//! - [`sorted`]: a small map
//!
//! Built for a browser there are two more, which decide nothing:
//!
//! - `browser`: thin bindings to the part of the WebExtension API that is used
//! - `background`: events in, effects out
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod advice;
pub mod badge;
pub mod clock;
pub mod counterpart;
pub mod credential;
pub mod guard;
pub mod keyring;
pub mod panel;
pub mod policy;
pub mod portal;
pub mod protocol;
pub mod scripts;
pub mod session;
pub mod settings;
pub mod sorted;
pub mod sync;
pub mod text;
pub mod transfer;
pub mod verdict;
pub mod warning;
pub mod watched;

#[cfg(target_arch = "wasm32")]
mod background;
#[cfg(target_arch = "wasm32")]
mod browser;
