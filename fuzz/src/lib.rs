//! Code shared by the fuzz targets: the catalogue with every vendor, and the
//! fake browser from the tests of the store.

use sandbar::catalogue::Catalogue;
use sandbar::catalogue::vendors::OFFERED;

#[path = "../../tests/store/platform.rs"]
pub mod platform;

pub use platform::Native;

/// The catalogue with every offered vendor turned on.
pub fn catalogue() -> Catalogue {
    let ids: Vec<String> = OFFERED.iter().map(|vendor| vendor.id.to_owned()).collect();
    Catalogue::default().offering(OFFERED).with_on(&ids)
}
