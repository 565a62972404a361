//! The extension pages: popup, options and welcome page.
//!
//! These modules choose the messages to show, from the facts in the
//! background's answers:
//!
//! - [`catches`]: the last warnings
//! - [`contents`]: which section of a long page is current
//! - [`exceptions`]: pages where the user allows a key
//! - [`first_steps`]: key pages to open, and places where keys are pasted
//! - [`page_check`]: what Sandbar saw on a page, for a bug report
//! - [`place`]: the current page
//! - [`lanes`]: the session of each environment
//! - [`timeline`]: the last sign-ins and sign-outs as a picture
//! - [`checked`]: the result of checking a text
//! - [`keyring`]: the keyring as a table
//! - [`passphrase`]: requirements for a passphrase
//! - [`stopping`]: actions that are never asked about
//! - [`sync`]: the state of syncing
//! - [`problem`]: stored items that couldn't be read
//! - [`watching`]: watched sites
//! - [`vendors`]: vendors that can be turned on
//! - [`report`]: facts about Sandbar, for a bug report
//! - [`frames`]: parts of a page that aren't checked
//!
//! The crate `wasm/pages` shows them.

pub mod catches;
pub mod checked;
pub mod contents;
pub mod exceptions;
pub mod first_steps;
pub mod frames;
pub mod keyring;
pub mod lanes;
pub mod page_check;
pub mod passphrase;
pub mod place;
pub mod problem;
pub mod report;
pub mod stopping;
pub mod sync;
pub mod timeline;
pub mod vendors;
pub mod watching;
