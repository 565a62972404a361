//! The harness of the browser tests: a real browser with the built extension, on the demo portals
//! with their real host names.
//!
//! - [`axe`]: checks accessibility with axe-core
//! - [`browser`]: the browser, its worker and its tabs
//! - [`editors`]: real editors from npm
//! - [`engine`]: the selected browser, and Firefox's differences
//! - [`launch`]: prepares Chromium to find the portals and load the extension
//! - [`page`]: one tab, as users and assistive technology perceive it
//! - [`warning`]: the warning next to a field
//! - [`keyring`]: the stored keys
//! - [`demo`]: helpers for the tests of keys
//! - [`desktop`], [`picture`]: the window with its real toolbar, as pixels
//! - [`panel`]: the extension's own pages
//! - [`preset`]: managed policies
//! - [`profile`]: the folder of a browser's profile, and the processes that use it
//! - [`reload`]: reloads a developer's browser after each development build
//! - [`session`]: what pages show about their sessions
//! - [`stage`], [`scenes`]: the demonstration of the main job in `./build.sh run`
//! - [`watched`]: watched sites
//! - [`wait`]: waits for conditions, never for a fixed time
#![allow(clippy::indexing_slicing, reason = "JSON indexed by a name answers null; a wrong index is a failed test")]

pub mod axe;
pub mod browser;
pub mod demo;
pub mod desktop;
pub mod editors;
pub mod engine;
pub mod keyring;
pub mod launch;
pub mod marks;
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

/// Copies a folder with all its files.
///
/// # Errors
///
/// Returns an error if a file can't be read or written.
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

/// The four portal hosts with their tones and title prefixes.
pub const PORTALS: [(&str, &str, &str); 4] = [
    ("commercedeveloper.adobe.com", "production", "PROD"),
    ("commercedeveloper-sandbox.adobe.com", "sandbox", "SBX"),
    ("developer.magento.com", "production", "PROD"),
    ("developer-stg.magento.com", "sandbox", "SBX"),
];
