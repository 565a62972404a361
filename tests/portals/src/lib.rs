//! Stand-in portals for the browser tests and the demo.
//!
//! One program answers for every host: the portals of both environments, the
//! account site, the API hosts, and any other name as a plain page. The browser
//! is sent to send all host names here, so pages have their real addresses.
//! What the portals do follows the vendor's documentation; where that is
//! silent (markup, sign-out control, page policy) they can be switched from
//! one guess to another by query parameters, see `switches`.
//!
//! The modules, from the socket to the page:
//!
//! - `server`, `tls`: the listeners and their certificate.
//! - `log`: what was asked of whom.
//! - `hosts`: which part answers for which host.
//! - `world`: everything that is remembered, made of `session`, `keys` and `profile`.
//! - `visit`: one request to a portal: environment, session, `switches`.
//! - `pages`: what a portal shows.
//! - `account`, `api`, `elsewhere`: the other hosts.
//! - [`sites`]: sites of others where keys are pasted.
//! - `assets`, `icon`, `policy`, `cookies`: what pages need beside themselves.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod account;
mod api;
mod assets;
mod cookies;
mod elsewhere;
mod hosts;
mod icon;
mod keys;
mod known;
mod log;
mod pages;
mod policy;
mod profile;
mod server;
mod session;
pub mod sites;
mod switches;
mod tls;
mod vendor;
mod visit;
mod world;

#[cfg(test)]
mod rules;
#[cfg(test)]
mod testing;

pub use keys::{ApiKey, ComposerKey};
pub use log::{Request, Scheme};
pub use server::Portals;
pub use session::Person;
pub use vendor::learned_key;
