//! The worker: restores the state, applies one event, stores what changed, and
//! only then believes it.
//!
//! Everything here is generic over the [`Platform`], so the background's module
//! and the tests run the same code. An event ends in one of three ways:
//!
//! - *done*: everything durable that it changed was stored in one call. The
//!   state in memory says the same as the store.
//! - *failed*: nothing durable was stored. The state in memory is discarded, and
//!   the next event starts from the store.
//! - *unknown*: the worker ended, or the time was over, before the store
//!   answered. Everything or nothing was stored, and the next worker reads it.
//!
//! - [`names`]: the names of stored items
//! - [`platform`]: what is needed of the browser
//! - `read`: the state from stored items; values that can't be read
//! - `changes`: what an event changes of stored items
//! - [`handle`]: one event from start to end

mod changes;
pub mod handle;
pub mod names;
pub mod platform;
mod read;

pub use handle::{Worker, handle};
pub use platform::{Platform, StorageArea};
