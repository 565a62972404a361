//! The content scripts: TypeScript modules, bundled into one script per entry.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sandbar::view::theme;
use sandbar::view::theme::{Tone, color, ink};

use super::graph::{Graph, Inputs, Output, files};
use super::pages::copy;
use super::{Profile, esbuild};
use crate::project::{root, run};

/// Where the sources are.
const SOURCES: &str = "extension/content";

/// Makes a script in `content/` for each module in `entries/`, with the style
/// sheets that it imports inside: minified for release, with source maps for
/// development.
pub fn build(graph: &Graph, profile: Profile) -> Result<Output> {
    let sources = root().join(SOURCES);
    let theme = theme_sheet();
    let inputs = Inputs::of(include_str!("content.rs")).text("profile", profile.name()).text("theme", &theme);
    graph.step("content scripts", inputs.esbuild()?.files(&sources, |_| true)?, |into| {
        // The theme is imported as if it were one of the sources.
        let folder = tempfile::tempdir()?;
        let staged = folder.path().join("content");
        for file in files(&sources)? {
            copy(&file, &staged.join(file.strip_prefix(&sources)?))?;
        }
        fs::write(staged.join("theme.css"), &theme).context("writing the theme")?;
        let mode = match profile {
            Profile::Release => {
                // A style sheet that is imported as text is not minified with the script.
                let styles = with_ending(&staged, "css")?;
                let minify = ["--minify", "--allow-overwrite"];
                run(esbuild(&minify).arg(format!("--outdir={}", staged.display())).args(styles))?;
                "--minify"
            }
            Profile::Dev => "--sourcemap=inline",
        };
        run(esbuild(&["--bundle", "--format=iife", "--loader:.css=text", mode])
            .arg(format!("--outdir={}", into.join("content").display()))
            .args(with_ending(&staged.join("entries"), "ts")?))
    })
}

fn with_ending(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = files(folder)?;
    found.retain(|file| file.extension().is_some_and(|extension| extension == ending));
    Ok(found)
}

/// The theme, and the look of what belongs to no environment.
fn theme_sheet() -> String {
    let (color, ink) = (color(Tone::Neutral), ink(Tone::Neutral));
    format!("{}:host{{--neutral:{color};--neutral-ink:{ink}}}", theme::style_sheet())
}
