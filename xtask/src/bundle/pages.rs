//! Builds the extension pages, and the messages of every language.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use sandbar::view::theme::page_style_sheet;
use serde_json::{Map, Value};

use super::graph::{Graph, Inputs, Output, files};
use super::{Profile, esbuild};
use crate::project::{root, run};

/// Files and folders in `extension/` that other steps use, or that don't ship.
const ELSEWHERE: [&str; 5] = ["_locales", "content", "icons", "tsconfig.json", "types.d.ts"];

/// Builds the pages, with their style sheets minified for release.
pub fn build(graph: &Graph, profile: Profile) -> Result<Output> {
    let sources = root().join("extension");
    let ours = |name: &Path| !ELSEWHERE.iter().any(|other| name.starts_with(other));
    let theme = page_style_sheet();
    let inputs = Inputs::of(include_str!("pages.rs")).text("profile", profile.name()).text("theme", &theme);
    let inputs = inputs.esbuild()?.files(&sources, ours)?.files(&sources.join("_locales/en"), |_| true)?;
    graph.step("pages", inputs, |into| {
        for file in files(&sources)? {
            let name = file.strip_prefix(&sources)?;
            if ours(name) {
                check_messages(&file)?;
                copy(&file, &into.join(name))?;
                if profile == Profile::Release {
                    shorten(&into.join(name))?;
                }
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

/// Removes what only developers read: comments on their own lines, and the
/// indentation of pages.
fn shorten(file: &Path) -> Result<()> {
    let ending = file.extension().and_then(|ending| ending.to_str());
    let text = || fs::read_to_string(file).with_context(|| format!("reading {}", file.display()));
    let short: Vec<String> = match ending {
        Some("js") => without_comments(&text()?),
        Some("html") => text()?.lines().map(|line| line.trim_start().to_owned()).collect(),
        Some("json") => vec![serde_json::from_str::<Value>(&text()?).context("reading JSON")?.to_string()],
        _ => return Ok(()),
    };
    fs::write(file, short.join("\n") + "\n").with_context(|| format!("writing {}", file.display()))
}

/// The lines of a script without comments on their own lines: from `//`, and from
/// `/**` to `*/`.
fn without_comments(script: &str) -> Vec<String> {
    let mut is_inside = false;
    let is_code = |line: &&str| {
        let line = line.trim();
        let begins = line.starts_with("/**");
        let was_inside = is_inside || begins;
        is_inside = was_inside && !line.ends_with("*/");
        !was_inside && !line.starts_with("//")
    };
    script.lines().filter(is_code).map(str::to_owned).collect()
}

/// The attributes with a message key: for the text of an element, its
/// accessible name, its tooltip and its placeholder.
const KEY_ATTRIBUTES: [&str; 4] = ["data-word=\"", "data-label=\"", "data-tip=\"", "data-hint=\""];

/// The message keys in a page.
pub fn named_messages(page: &str) -> impl Iterator<Item = &str> {
    KEY_ATTRIBUTES.iter().flat_map(|name| page.split(name).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0)))
}

/// Rejects a page with an unknown message key.
fn check_messages(file: &Path) -> Result<()> {
    if file.extension().is_none_or(|ending| ending != "html") {
        return Ok(());
    }
    let page = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let english = messages("en")?;
    match named_messages(&page).find(|key| !english.contains_key(*key)) {
        Some(key) => bail!("{}: there is no message {key}", file.display()),
        None => Ok(()),
    }
}

/// The messages of a language, in the order of its file.
pub fn messages(language: &str) -> Result<Map<String, Value>> {
    let file = root().join("extension/_locales").join(language).join("messages.json");
    let reading = || format!("reading {}", file.display());
    serde_json::from_slice(&fs::read(&file).with_context(reading)?).with_context(reading)
}

/// Builds `_locales/` without what only translators read: line breaks,
/// descriptions, and the names of placeholders.
pub fn locales(graph: &Graph) -> Result<Output> {
    let sources = root().join("extension/_locales");
    let inputs = Inputs::of(include_str!("pages.rs")).files(&sources, |_| true)?;
    graph.step("locales", inputs, |into| {
        for file in files(&sources)? {
            let reading = || format!("reading {}", file.display());
            let mut messages: Map<String, Value> =
                serde_json::from_slice(&fs::read(&file).with_context(reading)?).with_context(reading)?;
            for message in messages.values_mut().filter_map(Value::as_object_mut) {
                message.remove("description");
                let Some(placeholders) = message.remove("placeholders") else { continue };
                let text = message.get("message").and_then(Value::as_str).context("a message without a text")?;
                message.insert("message".to_owned(), numbered(text, &placeholders).into());
            }
            let target = into.join("_locales").join(file.strip_prefix(&sources)?);
            fs::create_dir_all(target.parent().unwrap_or(into)).context("creating a language folder")?;
            fs::write(&target, Value::from(messages).to_string())
                .with_context(|| format!("writing {}", target.display()))?;
        }
        Ok(())
    })
}

/// A message with numbered placeholders. Browsers treat `$1` like the name of a
/// placeholder whose content is `$1`.
fn numbered(text: &str, placeholders: &Value) -> String {
    let named = placeholders.as_object().into_iter().flatten();
    named.fold(text.to_owned(), |text, (name, placeholder)| {
        let content = placeholder["content"].as_str().unwrap_or_default();
        text.replace(&format!("${}$", name.to_uppercase()), content)
    })
}

/// Copies a file. Creates the target folder.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    }
    fs::copy(from, to).map(drop).with_context(|| format!("copying {}", from.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandbar::settings::Language;
    use serde_json::json;

    #[test]
    fn comments_on_their_own_lines_are_left_out() {
        let script = "/** One. */\nlet a = 1; // why\n  /**\n   * Two.\n   */\n  // three\nlet b = `/** kept */`;\n";
        assert_eq!(without_comments(script), ["let a = 1; // why", "let b = `/** kept */`;"]);
    }

    #[test]
    fn placeholders_are_numbered_in_the_order_of_their_arguments() {
        let placeholders = json!({ "count": { "content": "$2" }, "found": { "content": "$1" } });
        assert_eq!(numbered("$FOUND$ of $COUNT$", &placeholders), "$1 of $2");
    }

    /// A browser would read `$1$` as a name, and `$10` as the tenth argument.
    #[test]
    fn no_number_runs_into_what_follows() {
        for language in Language::ALL {
            for (key, message) in messages(language.code()).unwrap() {
                let text = numbered(message["message"].as_str().unwrap(), &message["placeholders"]);
                for (at, _) in text.match_indices('$') {
                    let after: Vec<char> = text[at + 1..].chars().take(2).collect();
                    assert!(matches!(after[..], ['1'..='9'] | ['1'..='9', _]), "{}: {key}: {text}", language.code());
                    let runs_on =
                        after.get(1).is_some_and(|next| next.is_ascii_alphanumeric() || "@_$".contains(*next));
                    assert!(!runs_on, "{}: {key}: {text}", language.code());
                }
            }
        }
    }
}
