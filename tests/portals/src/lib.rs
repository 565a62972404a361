//! Demo portals for the browser tests and the demonstration.
//!
//! One program serves all hosts: the portals of both environments, the account site, the API hosts,
//! and a plain page for any other name. The browser resolves all host names to this program, so
//! pages have their real addresses. The portals behave as the vendor's documentation says. Where
//! that says nothing (markup, sign-out control, page policy), query parameters select one of
//! several guesses; see `switches`.
//!
//! The modules, from the socket to the page:
//!
//! - `server`, `tls`: the listeners and their certificate.
//! - `log`: the received requests.
//! - `hosts`: dispatches requests by host.
//! - `world`: everything that is remembered: `session`, `keys` and `profile`.
//! - `visit`: one request to a portal: environment, session, `switches`.
//! - `pages`: the pages of a portal.
//! - `account`, `api`, `elsewhere`: the other hosts.
//! - [`sites`]: other sites where keys are pasted.
//! - `written`: pages by someone who didn't know how Sandbar reads pages.
//! - `assets`, `icon`, `policy`, `cookies`: what pages need in addition.
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
mod written;

#[cfg(test)]
mod rules;
#[cfg(test)]
mod testing;

pub use keys::{ApiKey, ComposerKey};
pub use log::{Request, Scheme};
pub use server::Portals;
pub use session::Person;
pub use vendor::learned_key;
pub use written::{Right, Step, WrittenPage, written_pages};
