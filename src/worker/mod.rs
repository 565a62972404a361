//! The worker: restores the state, applies one event, stores what changed, and
//! only then keeps the new state.
//!
//! Everything here is generic over the [`Platform`], so that the background and
//! the tests run the same code. An event ends in one of three ways:
//!
//! - *done*: everything durable that it changed was stored in one call. The
//!   state in memory matches the store.
//! - *failed*: nothing durable was stored. The state in memory is discarded,
//!   and the next event starts from the store.
//! - *unknown*: the worker ended, or the time ran out, before the store
//!   answered. Everything or nothing was stored, and the next worker reads it.
//!
//! - [`names`]: the names of stored items
//! - [`platform`]: what the worker needs from the browser
//! - `read`: restores the state from stored items; handles unreadable values
//! - `changes`: the changes to stored items
//! - [`handle`]: processes one event

mod changes;
pub mod handle;
pub mod names;
pub mod platform;
mod read;

pub use handle::{Worker, handle};
pub use platform::{Platform, StorageArea};
