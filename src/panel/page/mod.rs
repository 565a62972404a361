//! The pages themselves: facts in, elements out. Nothing is decided here.
//!
//! - `dom`: elements
//! - `words`: words and times in the person's language
//! - `ask`: asking the background
//! - `access`: access to the portals, where it is withheld
//! - `check`: a text to check
//! - `popup`, `welcome`: these pages
//! - `options`: the options, but for
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
mod sync;
mod table;
mod transfer;
mod undo;
mod welcome;
mod words;
