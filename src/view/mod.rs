//! What is shown, as data: badges, warnings and the extension's pages.

pub mod apart;
pub mod badge;
pub mod color;
pub mod credential;
pub mod env_file;
pub mod pages;
pub mod placement;
pub mod theme;
pub mod vendor_key;
pub mod warning;
