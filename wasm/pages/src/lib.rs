//! The pages themselves: facts in, elements out. Nothing is decided here.
//!
//! - `dom`: elements
//! - `words`: words and times in the person's language
//! - `ask`: asking the background
//! - `access`: access to portals and watched sites, where it is withheld
//! - `check`: a text to check
//! - `popup`, `welcome`: these pages
//! - `watch`: in the popup, watching the site of a page
//! - `options`: the options, but for
//! - `sites`: the watched sites,
//! - `table`: the keyring,
//! - `undo`: the way back from a change of it, and
//! - `sync`: other computers
//! - `transfer`: the keyring as a file

mod access;
mod ask;
mod check;
mod dom;
mod options;
mod popup;
mod sites;
mod sync;
mod table;
mod transfer;
mod undo;
mod watch;
mod welcome;
mod words;
