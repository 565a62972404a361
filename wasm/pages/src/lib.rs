//! The popup, options and welcome pages. They render the background's facts as
//! DOM elements; decisions are in `sandbar::view::pages`.
//!
//! Helpers:
//!
//! - `dom`: creates, finds and updates DOM elements
//! - `template`: copies of the `<template>` elements in the HTML
//! - `list`: lists whose rows are kept, updated and moved by key
//! - `words`: messages, dates and times in the user's language
//! - `background`: messages to the background and its answers
//! - `copy`: texts for a bug report, copied with a click
//! - `run`: runs asynchronous work and reports failures
//! - `refresh`: combines several changes into one refresh
//!
//! Pages, and the parts that they are built from. Each page is one struct that
//! holds its state:
//!
//! - `access`: requests missing access to portals and sites
//! - `apart`: the offer to open Sandbox in a separate cookie store
//! - `check`: the form *Check a command or config* and its results
//! - `shortcuts`: the keyboard shortcuts that the browser granted
//! - `places`: the list of common sites, each added with one click
//! - `vendors`: the list of vendors to turn on or off
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
