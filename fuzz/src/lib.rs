//! Code shared by the fuzz targets: the fake browser from the tests of the
//! store.

#[path = "../../tests/store/platform.rs"]
pub mod platform;

pub use platform::Native;
