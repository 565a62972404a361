//! The extension pages: what they load, and the messages of every language.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sandbar::view::theme::page_style_sheet;
use serde_json::Value;

use super::graph::{Graph, Inputs, Output, files};
use super::{Profile, esbuild};
use crate::project::{root, run};

/// Files and folders of `extension/` that other steps take, or that are not
/// shipped.
const ELSEWHERE: [&str; 5] = ["_locales", "content", "icons", "tsconfig.json", "types.d.ts"];

/// Makes the pages, with their style sheets minified for release.
pub fn build(graph: &Graph, profile: Profile) -> Result<Output> {
    let sources = root().join("extension");
    let ours = |name: &Path| !ELSEWHERE.iter().any(|other| name.starts_with(other));
    let theme = page_style_sheet();
    let inputs = Inputs::of(include_str!("pages.rs")).text("profile", profile.name()).text("theme", &theme);
    let inputs = inputs.esbuild()?.files(&sources, ours)?;
    graph.step("pages", inputs, |into| {
        for file in files(&sources)? {
            let name = file.strip_prefix(&sources)?;
            if ours(name) {
                copy(&file, &into.join(name))?;
            }
        }
        let pages = into.join("pages");
        fs::write(pages.join("theme.css"), &theme).context("writing theme.css")?;
        if profile == Profile::Release {
            let sheets =
                files(&pages)?.into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "css"));
            run(esbuild(&["--minify", "--allow-overwrite"]).arg(format!("--outdir={}", pages.display())).args(sheets))?;
        }
        Ok(())
    })
}

/// Makes `_locales/`, without the line breaks that only people read.
pub fn locales(graph: &Graph) -> Result<Output> {
    let sources = root().join("extension/_locales");
    let inputs = Inputs::of(include_str!("pages.rs")).files(&sources, |_| true)?;
    graph.step("locales", inputs, |into| {
        for file in files(&sources)? {
            let reading = || format!("reading {}", file.display());
            let messages: Value =
                serde_json::from_slice(&fs::read(&file).with_context(reading)?).with_context(reading)?;
            let target = into.join("_locales").join(file.strip_prefix(&sources)?);
            fs::create_dir_all(target.parent().unwrap_or(into)).context("making the folder of a language")?;
            fs::write(&target, messages.to_string()).with_context(|| format!("writing {}", target.display()))?;
        }
        Ok(())
    })
}

/// Copies a file, and makes the folder it goes to.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    fs::copy(from, to).map(drop).with_context(|| format!("copying {}", from.display()))
}
