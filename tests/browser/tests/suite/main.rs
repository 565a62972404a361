//! Tests of the extension in a real browser, on the demo portals.
//!
//! They are one program, so that every core is busy until the last test. `./build.sh test popup::`
//! runs the tests of one file. Tests with time limits are in modules with the name `timed` and run
//! alone.

#[path = "../../../common/mod.rs"]
mod common;

mod access;
mod accessibility;
mod acting;
mod apart;
mod asking;
mod attacks;
mod badges;
mod cached;
mod containers;
mod desktop;
mod editors;
mod faults;
mod fine_here;
mod first_minute;
mod hostile;
mod languages;
mod learning;
mod looks;
mod marks;
mod markup;
mod menus;
mod notes;
mod options;
mod options_layout;
mod panel_looks;
mod pasted_elsewhere;
mod pasting;
mod policies;
mod popup;
mod popup_size;
mod reloading;
mod rescuing;
mod session_signs;
mod sessions;
mod shop_settings;
mod sign_out_controls;
mod stopping;
mod sync;
mod texts;
mod toolbar_text;
mod update;
mod vendors;
mod walks;
mod warning;
mod watched;
mod watched_panels;
mod ways_in;
mod written;
