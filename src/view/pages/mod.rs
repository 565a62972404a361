//! The extension's own pages: popup, options, welcome.
//!
//! What they say is decided here, from the facts that the core answers with:
//!
//! - [`place`]: where the person is
//! - [`lanes`]: the session of each environment
//! - [`timeline`]: the last sign-ins and sign-outs as a picture
//! - [`checked`]: what is in a text
//! - [`keyring`]: the keyring as a table
//! - [`passphrase`]: what a passphrase has to be
//! - [`sync`]: how it stands with other computers
//! - [`problem`]: what is wrong with what is stored
//! - [`watching`]: the sites that are watched
//!
//! The crate `wasm/pages` draws it.

pub mod checked;
pub mod keyring;
pub mod lanes;
pub mod passphrase;
pub mod place;
pub mod problem;
pub mod sync;
pub mod timeline;
pub mod watching;
