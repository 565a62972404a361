//! The static files, and the one-line page scripts that carry the core's
//! knowledge into the first frame.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sandbar::badge::{Corner, Fold, HATCH, Placement, Tone, color, ink};
use sandbar::portal::Environment;
use sandbar::scripts::{ACCOUNT_SITE_FILE, SESSION_WORDS, first_view, site_file};

use serde_json::Value;

use super::icons::svg;
use crate::project::{command, root, run};

/// Sources of other files, which do not ship themselves.
const SOURCES: [&str; 3] = ["icons", "tsconfig.json", "types.d.ts"];

/// Copies `extension/`. The page scripts, which every portal page pays for,
/// are minified, and so are the indented lines of style sheets. A line break that is
/// a text of its own stays.
pub fn copy(into: &Path) -> Result<()> {
    copy_folder(&root().join("extension"), into)?;
    let scripts =
        fs::read_dir(root().join("extension/page"))?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let options = ["--minify", "--target=es2022", "--log-level=warning", "--allow-overwrite"];
    let outdir = into.join("page");
    run(command("node_modules/.bin/esbuild", &options).arg(format!("--outdir={}", outdir.display())).args(scripts))?;
    for script in fs::read_dir(&outdir)? {
        let script = script?.path();
        let text = fs::read_to_string(&script)?;
        fs::write(&script, without_indents(&text)).with_context(|| format!("writing {}", script.display()))?;
    }
    Ok(())
}

/// Puts indented lines behind the line before them.
fn without_indents(text: &str) -> String {
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |mut whole, line| {
        let rest = line.trim_start_matches(' ');
        match rest.len() < line.len() {
            true => whole + &tight(rest),
            false => {
                whole.push('\n');
                whole + rest
            }
        }
    })
}

/// A line of a style sheet without the spaces that mean nothing, up to where
/// the script goes on.
fn tight(line: &str) -> String {
    let (style, script) = line.find('`').map_or((line, ""), |end| line.split_at(end));
    let loose = [
        (" !important", "!important"),
        ("; ", ";"),
        (": ", ":"),
        (" { ", "{"),
        (" {", "{"),
        (" }", "}"),
        (";}", "}"),
        (", ", ","),
    ];
    loose.iter().fold(style.to_owned(), |text, (loose, tight)| text.replace(loose, tight)) + script
}

fn copy_folder(from: &Path, into: &Path) -> Result<()> {
    fs::create_dir_all(into).with_context(|| format!("making {}", into.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let (name, target) = (entry.file_name(), into.join(entry.file_name()));
        if SOURCES.iter().any(|&source| name == source) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).with_context(|| format!("copying {}", entry.path().display()))?;
        }
    }
    Ok(())
}

/// Writes what is generated from the core's tables.
pub fn generate(into: &Path) -> Result<()> {
    for environment in Environment::ALL {
        let mut view = serde_json::to_value(first_view(environment))?;
        if let Some(view) = view.as_object_mut() {
            view.insert("look".into(), look(environment).into());
            view.insert("icons".into(), favicons(environment)?);
        }
        write(into, &site_file(environment), &format!("Object.assign((globalThis.sandbar ??= {{}}), {view});\n"))?;
    }
    let words = serde_json::json!({ "session": SESSION_WORDS });
    write(into, ACCOUNT_SITE_FILE, &format!("Object.assign((globalThis.sandbar ??= {{}}), {words});\n"))?;
    for placement in Corner::ALL.into_iter().flat_map(|corner| Fold::ALL.map(|fold| Placement { corner, fold })) {
        let value = serde_json::to_string(&placement)?;
        let text = format!("(globalThis.sandbar ??= {{}}).placement = {value};\nsandbar.place?.(sandbar.placement);\n");
        write(into, &placement.script(), &text)?;
    }
    Ok(())
}

/// The colours that a badge of this environment may have, as a style rule.
fn look(environment: Environment) -> String {
    let mut rules = format!(":host {{ --hatch: {HATCH};");
    for tone in tones(environment) {
        // Writing to a string cannot fail.
        let _ = write!(rules, " --{0}: {1}; --{0}-ink: {2};", tone.name(), color(tone), ink(tone));
    }
    rules + " }"
}

/// The looks that a page of this environment may need.
fn tones(environment: Environment) -> [Tone; 2] {
    [first_view(environment).badge.tone, Tone::Check]
}

/// The favicons a page of this environment may need.
fn favicons(environment: Environment) -> Result<Value> {
    let icons = tones(environment).into_iter().map(|tone| {
        let svg = svg(tone)?.lines().map(str::trim).collect::<String>().replace('"', "'");
        let data = svg.replace('%', "%25").replace('#', "%23");
        Ok((tone.name().to_owned(), format!("data:image/svg+xml,{data}").into()))
    });
    Ok(Value::Object(icons.collect::<Result<_>>()?))
}

fn write(into: &Path, file: &str, text: &str) -> Result<()> {
    fs::write(into.join(file), text).with_context(|| format!("writing {file}"))
}

#[cfg(test)]
mod tests {
    use super::without_indents;

    #[test]
    fn indented_lines_are_joined_and_texts_keep_their_line_breaks() {
        assert_eq!(without_indents("a`\n    p { x: 1; y: 2; }\n    b {}\n  `\n"), "a`p{x:1;y:2}b{}`\n");
        assert_eq!(without_indents("c=d?e:`\n`;"), "c=d?e:`\n`;");
    }
}
