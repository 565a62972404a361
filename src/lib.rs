//! Sandbar's core.
//!
//! The modules, in the order in which data flows through them:
//!
//! - [`clock`]: moments, as a browser's clock reads them.
//! - [`portal`]: which host belongs to which environment; what a URL is.
//! - [`session`]: who is signed in where, and what a sign-out ends.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod clock;
pub mod portal;
pub mod session;
