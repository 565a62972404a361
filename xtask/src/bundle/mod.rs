//! Makes the loadable extension from the core and `extension/`.

mod content;
pub mod core;
mod icons;
pub mod manifest;
mod pages;
pub mod size;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::project::step;
pub use core::MODULES;
use manifest::Browser;

/// Builds the extension for each browser, as a folder of its name in `dist`.
///
/// A folder is replaced as a whole when everything worked; a failure leaves
/// the last good one. The limits of its size are held by a test.
pub fn all(dist: &Path) -> Result<()> {
    let first = dist.join(Browser::Chromium.name());
    renewed(&first, |staging| {
        step("core", || core::build(staging))?;
        step("icons", || icons::draw(staging))?;
        step("pages", || {
            pages::copy(staging)?;
            content::bundle(staging)?;
            pages::generate(staging)?;
            pages::tighten(staging)?;
            manifest::write(Browser::Chromium, staging)
        })?;
        size::tell(&size::measure(staging)?);
        Ok(())
    })?;
    let second = dist.join(Browser::Firefox.name());
    renewed(&second, |staging| {
        pages::copy_folder(&first, staging, &[manifest::SCHEMA_FILE])?;
        manifest::write(Browser::Firefox, staging)
    })?;
    println!("✓ {}\n✓ {}", first.display(), second.display());
    Ok(())
}

/// Makes the module that the bench scans texts with, in the same way as the core.
pub fn scan_module(into: &Path) -> Result<()> {
    fs::create_dir_all(into).with_context(|| format!("making {}", into.display()))?;
    step("the scan as a module of its own", || core::scan_module(&into.join("scan.wasm")))
}

/// Fills a new folder and puts it in the place of the one before.
pub fn renewed(place: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let (staging, before) = (place.with_extension("staging"), place.with_extension("before"));
    if before.exists() && !place.exists() {
        fs::rename(&before, place).context("bringing back what an interrupted build set aside")?;
    }
    for left in [&staging, &before] {
        if left.exists() {
            fs::remove_dir_all(left).context("clearing what an earlier build left")?;
        }
    }
    fs::create_dir_all(&staging).context("making the folder of the build")?;
    fill(&staging)?;
    if place.exists() {
        fs::rename(place, &before).context("setting the last build aside")?;
    }
    if let Err(error) = fs::rename(&staging, place) {
        if before.exists() {
            fs::rename(&before, place).context("bringing the last build back")?;
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
