//! The content scripts: TypeScript modules, bundled into one script per entry.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sandbar::view::badge::{Tone, color, ink};
use sandbar::view::theme;

use crate::project::{command, root, run};

/// Where the sources are.
const SOURCES: &str = "extension/content";

/// What every run of esbuild has in common.
pub const OPTIONS: [&str; 4] = ["--minify", "--target=es2022", "--charset=utf8", "--log-level=warning"];

/// Writes a script per module in `entries/`, with the style sheets it imports
/// inside. Those are minified and joined with the theme in a folder next to the
/// build's.
pub fn bundle(into: &Path) -> Result<()> {
    let sources = into.with_extension("content");
    if sources.exists() {
        fs::remove_dir_all(&sources).context("clearing the sources of the last build")?;
    }
    super::pages::copy_folder(&root().join(SOURCES), &sources, &[])?;
    fs::write(sources.join("theme.css"), theme_sheet()).context("writing the theme")?;
    let styles = files(&sources, "css")?;
    run(esbuild().arg("--allow-overwrite").arg(format!("--outdir={}", sources.display())).args(styles))?;
    let entries = files(&sources.join("entries"), "ts")?;
    let scripts = into.join("content");
    run(esbuild()
        .args(["--bundle", "--format=iife", "--loader:.css=text"])
        .arg(format!("--outdir={}", scripts.display()))
        .args(entries))?;
    fs::remove_dir_all(&sources).context("clearing the sources of this build")
}

fn esbuild() -> std::process::Command {
    command("node_modules/.bin/esbuild", &OPTIONS)
}

/// The theme, and the look of what belongs to no environment.
fn theme_sheet() -> String {
    let (color, ink) = (color(Tone::Neutral), ink(Tone::Neutral));
    format!("{}:host{{--neutral:{color};--neutral-ink:{ink}}}", theme::style_sheet())
}

/// The files in a folder with this ending, in the order of their names.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|found| found == ending));
    files.sort();
    Ok(files)
}
