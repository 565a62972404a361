//! Makes the loadable extension from the core and `extension/`.

mod core;
mod icons;
mod manifest;
mod pages;
pub mod size;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::project::{dist, root, step};
use crate::setup::WasmCompiler;

/// Builds `dist/chromium`. The folder is replaced as a whole when everything
/// worked; a failure leaves the last good one.
pub fn chromium(compiler: &WasmCompiler) -> Result<()> {
    let staging = root().join("dist/.staging");
    if staging.exists() {
        fs::remove_dir_all(&staging).context("clearing what an earlier build left")?;
    }
    fs::create_dir_all(&staging).context("making dist")?;

    step("core", || core::build(compiler, &staging))?;
    step("icons", || icons::draw(&staging.join("icons")))?;
    step("pages", || {
        pages::copy(&staging)?;
        pages::generate(&staging)?;
        manifest::write(&staging)
    })?;
    replace(&staging, &dist("chromium"))
}

/// Puts a finished folder in the place of the one before.
fn replace(staging: &Path, place: &Path) -> Result<()> {
    let before = place.with_extension("before");
    if before.exists() {
        fs::remove_dir_all(&before).context("clearing what an earlier build left")?;
    }
    if place.exists() {
        fs::rename(place, &before).context("setting the last build aside")?;
    }
    fs::rename(staging, place).context("putting the new build in place")?;
    if before.exists() {
        fs::remove_dir_all(&before).context("removing the last build")?;
    }
    Ok(())
}
