//! Builds the loadable extension from the core and `extension/`.

mod content;
mod core;
mod first_frame;
mod graph;
mod icons;
pub mod manifest;
mod pages;
pub mod size;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::project::{command, dist, root, step};
pub use core::MODULES;
use graph::{Graph, Inputs, Output};
use manifest::Browser;
pub use pages::messages;
#[cfg(test)]
pub use pages::named_messages;

/// The purpose of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// For shipping: small.
    Release,
    /// For development: quick to build, and readable in a debugger.
    Dev,
}

impl Profile {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dev => "dev",
        }
    }

    /// The core's profile in Cargo.toml.
    pub const fn cargo(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dev => "wasm-dev",
        }
    }

    /// The folder of the built extensions. Development builds have a separate
    /// one, so that tests, packages and "Load unpacked" always use what ships.
    pub fn dist(self) -> PathBuf {
        match self {
            Self::Release => dist(),
            Self::Dev => dist().join("dev"),
        }
    }
}

/// Builds the extension for each browser, as a folder with its name in
/// [`Profile::dist`]. Only changed parts are rebuilt.
///
/// A folder is replaced as a whole after a successful build; after a failure,
/// the last good one remains. A test checks the size limits.
pub fn all(profile: Profile) -> Result<()> {
    let graph = Graph::open(root().join("target/bundle").join(profile.name()))?;
    let mut parts = core::build(&graph, profile)?;
    parts.push(icons::build(&graph)?);
    parts.push(content::build(&graph, profile)?);
    parts.push(first_frame::build(&graph)?);
    parts.push(pages::build(&graph, profile)?);
    parts.push(pages::locales(&graph)?);
    for browser in Browser::ALL {
        let place = profile.dist().join(browser.name());
        let assembled = assemble(&graph, browser, &parts, &place)?;
        if assembled && (profile, browser) == (Profile::Release, Browser::Chromium) {
            size::tell(&size::measure(&place)?);
        }
        println!("✓ {}{}", place.display(), if assembled { "" } else { " (unchanged)" });
    }
    Ok(())
}

/// Assembles the parts for a browser. Returns whether anything changed.
fn assemble(graph: &Graph, browser: Browser, parts: &[Output], place: &Path) -> Result<bool> {
    let manifest = manifest::text(browser)?;
    let mut inputs = Inputs::of(include_str!("mod.rs")).text("manifest", &manifest);
    for part in parts {
        inputs = inputs.output("part", part);
    }
    // Only Chromium reads the policy schema from the extension.
    let belongs = |name: &Path| browser == Browser::Chromium || name != Path::new(manifest::SCHEMA_FILE);
    graph.publish(browser.name(), inputs, place, || {
        renewed(place, |staging| {
            for part in parts {
                for file in graph::files(&part.folder)? {
                    let name = file.strip_prefix(&part.folder)?;
                    if belongs(name) {
                        pages::copy(&file, &staging.join(name))?;
                    }
                }
            }
            fs::write(staging.join("manifest.json"), &manifest).context("writing the manifest")
        })
    })
}

/// The options for all calls of esbuild.
const ESBUILD: [&str; 3] = ["--target=es2022", "--charset=utf8", "--log-level=warning"];

fn esbuild(options: &[&str]) -> Command {
    let mut esbuild = command("node_modules/.bin/esbuild", &ESBUILD);
    esbuild.args(options);
    esbuild
}

impl Inputs {
    /// Adds esbuild.
    fn esbuild(self) -> Result<Self> {
        Ok(self.npm("esbuild")?.text("options", &ESBUILD.join(" ")))
    }
}

/// Builds the module for the scan benchmark, in the same way as the core.
pub fn scan_module(into: &Path) -> Result<()> {
    fs::create_dir_all(into).with_context(|| format!("creating {}", into.display()))?;
    step("the scan as a module of its own", || core::scan_module(&into.join("scan.wasm")))
}

/// Fills a new folder, and then replaces the old one with it.
pub fn renewed(place: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let (staging, before) = (place.with_extension("staging"), place.with_extension("before"));
    if before.exists() && !place.exists() {
        fs::rename(&before, place).context("restoring the build that an interrupted build set aside")?;
    }
    for left in [&staging, &before] {
        if left.exists() {
            fs::remove_dir_all(left).context("removing leftovers of an earlier build")?;
        }
    }
    fs::create_dir_all(&staging).context("creating the build folder")?;
    fill(&staging)?;
    if place.exists() {
        fs::rename(place, &before).context("setting the last build aside")?;
    }
    if let Err(error) = fs::rename(&staging, place) {
        if before.exists() {
            fs::rename(&before, place).context("restoring the last build")?;
        }
        return Err(error).context("putting the new build in place");
    }
    if before.exists() {
        fs::remove_dir_all(&before).context("removing the last build")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    fn fill_with(text: &str) -> impl FnOnce(&Path) -> Result<()> {
        move |folder| Ok(fs::write(folder.join("file"), text)?)
    }

    fn content(place: &Path) -> Vec<(String, String)> {
        let entries = fs::read_dir(place).unwrap().map(|entry| entry.unwrap().path());
        entries
            .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
            .collect()
    }

    fn only(text: &str) -> Vec<(String, String)> {
        vec![("file".to_owned(), text.to_owned())]
    }

    #[test]
    fn a_build_replaces_the_one_before_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("chromium");
        renewed(&place, fill_with("one")).unwrap();
        renewed(&place, fill_with("two")).unwrap();
        assert_eq!(content(&place), only("two"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_build_that_fails_half_way_leaves_the_last_good_one_whole() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("chromium");
        renewed(&place, fill_with("good")).unwrap();
        let failed = renewed(&place, |staging| {
            fs::write(staging.join("file"), "half")?;
            bail!("broken on purpose")
        });
        assert_eq!(failed.unwrap_err().to_string(), "broken on purpose");
        assert_eq!(content(&place), only("good"));
        renewed(&place, fill_with("next")).unwrap();
        assert_eq!(content(&place), only("next"));
    }

    #[test]
    fn a_build_interrupted_between_two_renames_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("chromium");
        renewed(&place, fill_with("good")).unwrap();
        fs::rename(&place, place.with_extension("before")).unwrap();
        renewed(&place, |_| bail!("broken on purpose")).unwrap_err();
        assert_eq!(content(&place), only("good"));
    }
}
