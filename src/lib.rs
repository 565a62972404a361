//! Sandbar's core.
//!
//! The modules, in the order in which data flows through them:
//!
//! - [`portal`]: which host belongs to which environment; what a URL is.
//! - [`credential`]: what credentials look like, and where they stand in a text.
//! - [`keyring`]: what is known of which credential.
//! - [`verdict`]: what to say about a text that is going somewhere.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod credential;
pub mod keyring;
pub mod portal;
pub mod verdict;
