//! Builds the content scripts: TypeScript modules, bundled into one script per
//! entry.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sandbar::view::theme;
use sandbar::view::theme::{Tone, color, ink};

use super::graph::{Graph, Inputs, Output, files};
use super::pages::copy;
use super::{Profile, esbuild};
use crate::project::{root, run};

/// The folder with the sources.
const SOURCES: &str = "extension/content";

/// Builds a script in `content/` for each module in `entries/`, including the
/// style sheets that it imports: minified for release, with source maps for
/// development.
pub fn build(graph: &Graph, profile: Profile) -> Result<Output> {
    let sources = root().join(SOURCES);
    let theme = theme_sheet();
    let inputs = Inputs::of(include_str!("content.rs")).text("profile", profile.name()).text("theme", &theme);
    graph.step("content scripts", inputs.esbuild()?.files(&sources, |_| true)?, |into| {
        // The theme is imported like one of the sources.
        let folder = tempfile::tempdir()?;
        let staged = folder.path().join("content");
        for file in files(&sources)? {
            copy(&file, &staged.join(file.strip_prefix(&sources)?))?;
        }
        fs::write(staged.join("theme.css"), &theme).context("writing the theme")?;
        let mode = match profile {
            Profile::Release => {
                // A style sheet that is imported as text isn't minified with
                // the script.
                let styles = with_ending(&staged, "css")?;
                let minify = ["--minify", "--allow-overwrite"];
                run(esbuild(&minify).arg(format!("--outdir={}", staged.display())).args(styles))?;
                "--minify"
            }
            Profile::Dev => "--sourcemap=inline",
        };
        let shortened = folder.path().join("shortened.json");
        fs::write(&shortened, shortened_names().to_string()).context("writing the shortened names")?;
        run(esbuild(&["--bundle", "--format=iife", "--loader:.css=text", mode])
            .arg(format!("--mangle-props=^({})$", SHARED.join("|")))
            .arg(format!("--mangle-cache={}", shortened.display()))
            .arg(format!("--outdir={}", into.join("content").display()))
            .args(with_ending(&staged.join("entries"), "ts")?))
    })
}

/// Names of members that the bundles of a build share only with each other.
/// They are shortened in the same way in all bundles. `stop` is not in the
/// list, because a later build calls it too.
const SHARED: [&str; 53] = [
    "again",
    "asElement",
    "asText",
    "attach",
    "badgeParts",
    "begunAt",
    "changed",
    "changedAt",
    "counts",
    "drawCards",
    "dueAt",
    "editContextOf",
    "element",
    "examine",
    "field",
    "follow",
    "found",
    "holder",
    "holds",
    "holdsValue",
    "hosts",
    "inside",
    "isCovered",
    "isRead",
    "isUpdate",
    "isWhole",
    "job",
    "keepOnTop",
    "listen",
    "moving",
    "panel",
    "presence",
    "queryAll",
    "readKeys",
    "report",
    "reportBack",
    "reportSeen",
    "root",
    "roots",
    "running",
    "scroller",
    "selector",
    "setStyles",
    "shadowOf",
    "shields",
    "signOuts",
    "steps",
    "take",
    "unchecked",
    "unfindable",
    "visit",
    "watchControls",
    "whenShown",
];

/// The short names. No browser object that the scripts read has a member with
/// such a name, and neither has an object of their own: `t` looks up messages.
fn shortened_names() -> serde_json::Value {
    let letters = ('a'..='w').chain('A'..='Z').filter(|&letter| letter != 't');
    let names = letters.clone().map(String::from).chain(letters.map(|letter| format!("${letter}")));
    let names = names.map(serde_json::Value::from);
    serde_json::Value::Object(SHARED.into_iter().map(str::to_owned).zip(names).collect())
}

fn with_ending(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = files(folder)?;
    found.retain(|file| file.extension().is_some_and(|extension| extension == ending));
    Ok(found)
}

/// The theme, and the look of pages without an environment.
fn theme_sheet() -> String {
    let (color, ink) = (color(Tone::Neutral), ink(Tone::Neutral));
    format!("{}:host{{--neutral:{color};--neutral-ink:{ink}}}", theme::style_sheet())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_that_is_shortened_crosses_to_the_core_or_to_a_script_without_a_bundle() {
        let protocol = fs::read_to_string(root().join(SOURCES).join("protocol.ts")).unwrap();
        let generated = include_str!("first_frame.rs");
        for name in SHARED {
            // Names that occur as text (`"field"`) stay unchanged.
            let crosses = [format!("  {name}:"), format!("  {name}?:"), format!("\"{name}\":")];
            assert!(!crosses.iter().any(|member| protocol.contains(member.as_str())), "{name} is in a message");
            assert!(!generated.contains(&format!(".{name}")), "{name} is in a generated script");
        }
    }

    #[test]
    fn no_shared_object_has_a_member_with_a_short_name() {
        let registry = fs::read_to_string(root().join(SOURCES).join("registry.ts")).unwrap();
        for short in shortened_names().as_object().unwrap().values().filter_map(serde_json::Value::as_str) {
            let members = [format!("\n  {short}:"), format!("\n  {short}?:"), format!("\n  {short}(")];
            assert!(!members.iter().any(|member| registry.contains(member.as_str())), "{short}");
        }
    }

    #[test]
    fn each_shortened_name_has_a_letter_of_its_own() {
        let names = shortened_names();
        let mut letters: Vec<&serde_json::Value> = names.as_object().unwrap().values().collect();
        letters.sort_by_key(|letter| letter.as_str());
        letters.dedup();
        assert_eq!(letters.len(), SHARED.len());
    }
}
