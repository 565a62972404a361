//! What the browser tests are written with: a real browser with the built
//! extension, on the demo portals under their real host names.
//!
//! - [`axe`]: accessibility, as axe-core sees it
//! - [`browser`]: the browser itself, its worker and its tabs
//! - [`editors`]: real editors, as their npm packages
//! - [`engine`]: which browser it is, and what Firefox does differently
//! - [`launch`]: how Chromium is sent to find the portals and load the extension
//! - [`page`]: one tab, as a user and as assistive technology see it
//! - [`warning`]: the warning beside a field
//! - [`keyring`]: what is stored of keys
//! - [`demo`]: words for the tests of keys
//! - [`desktop`], [`picture`]: its window with the real toolbar, pixel by pixel
//! - [`panel`]: the extension's own pages
//! - [`preset`]: policies of an administrator
//! - [`profile`]: the folder of a browser's profile, and who uses it
//! - [`reload`]: a developer's browser, after each development build
//! - [`session`]: what pages say of their sessions
//! - [`stage`], [`scenes`]: the walk through the main job of `./build.sh run`
//! - [`watched`]: sites that are watched besides the portals
//! - [`wait`]: waiting for conditions, never for time
#![allow(clippy::indexing_slicing, reason = "JSON indexed by a name answers null; a wrong index is a failed test")]

pub mod axe;
pub mod browser;
pub mod demo;
pub mod desktop;
pub mod editors;
pub mod engine;
pub mod keyring;
pub mod launch;
pub mod page;
pub mod panel;
pub mod picture;
pub mod preset;
pub mod profile;
pub mod reload;
pub mod scenes;
pub mod session;
pub mod stage;
pub mod wait;
pub mod warning;
pub mod watched;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

pub use browser::{Browser, Options, Screen, Toolbar};
pub use desktop::Desktop;
pub use engine::Engine;
pub use page::{Badge, Page};
pub use picture::Picture;
pub use wait::{Respite, eventually};
pub use warning::Warning;

/// Copies a folder with all files that are in it.
///
/// # Errors
/// When one cannot be read or written.
pub fn copy_folder(from: &Path, into: &Path) -> Result<()> {
    fs::create_dir_all(into)?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, into.join(entry.file_name()));
        if kind.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), &target).with_context(|| format!("writing {}", target.display()))?;
        }
    }
    Ok(())
}

/// The four portal hosts with tone and title prefix.
pub const PORTALS: [(&str, &str, &str); 4] = [
    ("commercedeveloper.adobe.com", "production", "PROD"),
    ("commercedeveloper-sandbox.adobe.com", "sandbox", "SBX"),
    ("developer.magento.com", "production", "PROD"),
    ("developer-stg.magento.com", "sandbox", "SBX"),
];
