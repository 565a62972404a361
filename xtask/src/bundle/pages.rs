//! The static files, and the one-line page scripts that carry the core's
//! knowledge into the first frame.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sandbar::catalogue::Environment;
use sandbar::content_scripts::{
    ACCOUNT_SITE_FILE, BROWSERS_WORDS_FILE, SILENT_FILE, STRICT_FILE, first_view, session_words, site_file, words_file,
};
use sandbar::view::badge::{Corner, Fold, HATCH, Placement, Size, Tone, color, ink};

use sandbar::messages::fill;
use sandbar::settings::Language;
use serde_json::{Map, Value};

use super::content::OPTIONS;
use super::core::MODULES;
use super::icons::svg;
use crate::project::{command, root, run};

/// Sources of other files, which do not ship themselves.
const SOURCES: [&str; 4] = ["content", "icons", "tsconfig.json", "types.d.ts"];

/// Copies `extension/`.
pub fn copy(into: &Path) -> Result<()> {
    copy_folder(&root().join("extension"), into, &SOURCES)
}

/// Takes out what only people read of what the extension's own pages load: the
/// glue, the style sheets, the words.
pub fn tighten(into: &Path) -> Result<()> {
    let glue = MODULES.map(|module| into.join("core").join(module).with_extension("js"));
    let files = ["panel.css", "tones.css"].map(|file| into.join(file)).into_iter().chain(glue);
    run(command("node_modules/.bin/esbuild", &OPTIONS)
        .arg("--allow-overwrite")
        .arg(format!("--outdir={}", into.display()))
        .arg(format!("--outbase={}", into.display()))
        .args(files))?;
    for language in Language::ALL {
        let file = into.join("_locales").join(language.code()).join("messages.json");
        let reading = || format!("reading {}", file.display());
        let messages: Value = serde_json::from_slice(&fs::read(&file).with_context(reading)?).with_context(reading)?;
        fs::write(&file, messages.to_string()).with_context(|| format!("writing {}", file.display()))?;
    }
    Ok(())
}

/// Copies a folder but for what is named in `without`.
pub fn copy_folder(from: &Path, into: &Path, without: &[&str]) -> Result<()> {
    fs::create_dir_all(into).with_context(|| format!("making {}", into.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let (name, target) = (entry.file_name(), into.join(entry.file_name()));
        if without.iter().any(|&left| name == left) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target, without)?;
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
            // Of the placement, what the first frame needs.
            if let Some(placement) = view.get_mut("placement").and_then(Value::as_object_mut) {
                placement.retain(|name, _| !matches!(name.as_str(), "favicon" | "size"));
            }
        }
        known(into, &site_file(environment), &serde_json::json!({ "site": view }))?;
    }
    write(into, "tones.css", &panel_tones())?;
    known(into, ACCOUNT_SITE_FILE, &serde_json::json!({ "site": { "session": session_words() } }))?;
    known(into, STRICT_FILE, &serde_json::json!({ "strict": true }))?;
    let default = Placement::DEFAULT;
    for (corner, fold) in Corner::ALL.into_iter().flat_map(|corner| Fold::ALL.map(|fold| (corner, fold))) {
        let place = serde_json::json!({ "corner": corner, "fold": fold });
        choices(into, Placement { corner, fold, ..default }, &place)?;
    }
    for size in Size::ALL {
        choices(into, Placement { size, ..default }, &serde_json::json!({ "size": size }))?;
    }
    for language in Language::ALL {
        write(into, &words_file(language), &dictionary(language)?)?;
    }
    write(into, BROWSERS_WORDS_FILE, &spoken("undefined"))?;
    choices(into, Placement { title: false, ..default }, &serde_json::json!({ "title": false }))?;
    choice(into, SILENT_FILE, &serde_json::json!({ "silent": 1 }))
}

/// The page script of a placement that differs in one thing from the default, which has none.
fn choices(into: &Path, placement: Placement, value: &Value) -> Result<()> {
    placement.scripts().iter().try_for_each(|file| choice(into, file, value))
}

/// The words of a language that pages may show, as a page script.
fn dictionary(language: Language) -> Result<String> {
    let file = root().join("extension/_locales").join(language.code()).join("messages.json");
    let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    let messages: Map<String, Value> =
        serde_json::from_str(&text).with_context(|| format!("reading {}", file.display()))?;
    let sources = page_word_sources()?;
    let shown = messages.into_iter().filter(|(key, _)| sources.contains(&format!("\"{key}\"")));
    let words: Map<String, Value> = shown
        .map(|(key, entry)| {
            let content = |name: &str| Some(entry.get("placeholders")?.get(name)?.get("content")?.as_str()?.to_owned());
            let message = entry.get("message").and_then(Value::as_str).unwrap_or_default();
            let numbers: Vec<String> = (1..=9).map(|number| format!("${number}")).collect();
            (key, fill(message, &content, &numbers).into())
        })
        .collect();
    let words = serde_json::to_string(&words)?;
    Ok(spoken(&format!(
        "(key, args = []) => ({words}[key] ?? '').replace(/\\$(\\d)/g, (_, number) => args[number - 1] ?? '')"
    )))
}

/// A page script that sets the words, and has a page that was drawn already
/// drawn anew: all of it, since what is drawn so already is left alone.
fn spoken(dictionary: &str) -> String {
    format!(
        "{{\n  const {{ run }} = Object.assign({REGISTRY}, {{ dictionary: {dictionary} }});\n  \
         run?.place?.();\n  if (run?.view) run.place?.(run.view);\n}}\n"
    )
}

/// Everything that names words which pages show.
fn page_word_sources() -> Result<String> {
    let mut folders = vec![root().join("extension/content"), root().join("src/app")];
    let mut sources = String::new();
    for file in ["src/view/badge.rs", "src/view/warning.rs"] {
        sources += &fs::read_to_string(root().join(file)).with_context(|| format!("reading {file}"))?;
    }
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                sources += &fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            }
        }
    }
    Ok(sources)
}

/// What the bundles share, for scripts that may be the first (`extension/content/registry.ts`).
const REGISTRY: &str = "(globalThis[Symbol.for('sandbar')] ??= {})";

/// A content script that tells the bundles what the build knows.
fn known(into: &Path, file: &str, facts: &Value) -> Result<()> {
    // White is white in three digits too.
    let facts = facts.to_string().replace("ffffff", "fff");
    write(into, file, &format!("Object.assign({REGISTRY}, {facts});\n"))
}

/// A content script that carries a choice into the first frame.
fn choice(into: &Path, file: &str, value: &Value) -> Result<()> {
    let text = format!(
        "{{\n  const known = {REGISTRY};\n  Object.assign((known.chosen ??= {{}}), {value});\n  \
         known.run?.place?.();\n}}\n"
    );
    write(into, file, &text)
}

/// The looks that a page of this environment may need, as style rules: what a
/// badge is filled with and written in.
fn look(environment: Environment) -> String {
    let rule = |tone: Tone| {
        let (name, color, ink) = (tone.name(), color(tone), ink(tone));
        let fill = match tone {
            Tone::Sandbox => format!("repeating-linear-gradient(135deg,{color} 0 8px,{HATCH} 8px 16px)"),
            // A stripe of a card is a picture.
            Tone::Production => format!("linear-gradient({color},{color})"),
            Tone::Neutral | Tone::Check => color.to_owned(),
        };
        format!(".{name}{{--fill:{fill};--on:{ink}}}")
    };
    tones(environment).into_iter().map(rule).collect()
}

/// The colours of every look, for the extension's own pages.
fn panel_tones() -> String {
    let mut rules = format!(":root{{--hatch:{HATCH};");
    for tone in Tone::ALL {
        let _ = write!(rules, "--{0}:{1};--{0}-ink:{2};", tone.name(), color(tone), ink(tone));
    }
    rules + "}\n"
}

/// The looks that a page of this environment may need.
fn tones(environment: Environment) -> [Tone; 2] {
    [first_view(environment).badge.tone, Tone::Check]
}

/// The favicons a page of this environment may need.
fn favicons(environment: Environment) -> Result<Value> {
    let icons = tones(environment).into_iter().map(|tone| {
        let svg = svg(tone)?.split_whitespace().collect::<Vec<_>>().join(" ").replace("> <", "><").replace('"', "'");
        let data = svg.replace('%', "%25").replace('#', "%23");
        Ok((tone.name().to_owned(), format!("data:image/svg+xml,{data}").into()))
    });
    Ok(Value::Object(icons.collect::<Result<_>>()?))
}

fn write(into: &Path, file: &str, text: &str) -> Result<()> {
    fs::write(into.join(file), text).with_context(|| format!("writing {file}"))
}
