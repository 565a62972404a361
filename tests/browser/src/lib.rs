//! What the browser tests are written with: a real Chromium with the built
//! extension, on the demo portals under their real host names.
//!
//! - [`browser`]: the browser itself, its worker and its tabs
//! - [`page`]: one tab, as a person and as assistive technology see it
//! - [`wait`]: waiting for conditions, never for time

pub mod browser;
pub mod page;
pub mod wait;

pub use browser::{Browser, Options, Toolbar};
pub use page::{Badge, Page};
pub use wait::eventually;

/// The four portal hosts with tone, toolbar text and title prefix.
pub const PORTALS: [(&str, &str, &str); 4] = [
    ("commercedeveloper.adobe.com", "production", "PROD"),
    ("commercedeveloper-sandbox.adobe.com", "sandbox", "SBX"),
    ("developer.magento.com", "production", "PROD"),
    ("developer-stg.magento.com", "sandbox", "SBX"),
];
