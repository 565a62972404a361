//! The extension pages: facts in, elements out. Nothing is decided here.
//!
//! Tools:
//!
//! - `dom`: elements
//! - `template`: copies of the `<template>` elements in the HTML
//! - `list`: lists whose rows are kept, updated and moved by key
//! - `words`: messages, dates and times in the user's language
//! - `background`: messages to the background and its answers
//! - `copy`: texts for a bug report, copied with a click
//! - `run`: asynchronous work, and what happens when it fails
//! - `refresh`: one refresh for many changes in a row
//!
//! Parts and pages, each page one struct that holds its state:
//!
//! - `access`: asks for access to portals and sites where the user withheld it
//! - `apart`: the offer to open Sandbox in a cookie store of its own
//! - `check`: the text to check, and what was found in it
//! - `shortcuts`: the shortcuts that the browser granted
//! - `places`: where keys are pasted, each place added with one click
//! - `vendors`: the vendors that can be turned on
//! - `welcome`, `popup`, `options`: the pages
//!
//! A page creates its parts and gives them what they need. A part never imports
//! its page, so the imports have no cycles.

mod access;
mod apart;
mod background;
mod check;
mod copy;
mod dom;
mod list;
mod options;
mod places;
mod popup;
mod refresh;
mod run;
mod shortcuts;
mod template;
mod vendors;
mod welcome;
mod words;
