//! What the targets share: the browser of the tests of the store.

#[path = "../../tests/store/platform.rs"]
pub mod platform;

pub use platform::Native;
