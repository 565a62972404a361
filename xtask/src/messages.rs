//! Tests that each message is used, and that all languages have the same
//! messages.
//!
//! Whether a used message exists isn't tested here: the Rust and TypeScript
//! compilers check the keys, and the build checks those in pages.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use proc_macro2::{TokenStream, TokenTree};
use sandbar::messages::message::IN_CONTENT_SCRIPTS;
use sandbar::settings::Language;
use serde_json::{Map, Value};

use crate::bundle::manifest::{self, Browser};
use crate::bundle::{messages, named_messages};
use crate::project::root;
use crate::shipped::texts;

/// A key as a Rust constant: `warnNew` as `WARN_NEW`.
fn constant(key: &str) -> String {
    let sign =
        |sign: char| if sign.is_ascii_uppercase() { format!("_{sign}") } else { sign.to_uppercase().to_string() };
    key.chars().map(sign).collect()
}

/// The constants of the module `message` in a source.
fn constants_in(source: TokenStream, found: &mut BTreeSet<String>) {
    let mut last = [String::new(), String::new(), String::new()];
    for token in source {
        let text = match token {
            TokenTree::Group(group) => {
                constants_in(group.stream(), found);
                String::new()
            }
            TokenTree::Ident(ident) => ident.to_string(),
            TokenTree::Punct(punct) => punct.as_char().to_string(),
            TokenTree::Literal(_) => String::new(),
        };
        if last == ["message", ":", ":"] {
            found.insert(text.clone());
        }
        let [_, second, third] = last;
        last = [second, third, text];
    }
}

#[test]
fn a_constant_is_found_in_macros_and_paths_and_not_in_a_text() {
    let source =
        "fn a() { vec![word(message::WARN_NEW)]; crate::messages::message::CHECK } // message::A\n\"message::B\"";
    let mut found = BTreeSet::new();
    constants_in(source.parse().unwrap(), &mut found);
    assert_eq!(found, ["CHECK", "WARN_NEW"].map(str::to_owned).into());
}

/// The type checker's errors about the content scripts if no message existed.
/// They contain every key that the scripts use.
fn complaints() -> String {
    let folder = tempfile::tempdir_in(root().join("target")).unwrap();
    let scripts = root().join("extension/content");
    for (path, text) in texts(&scripts, ".ts") {
        let copy = folder.path().join(path.strip_prefix(&scripts).unwrap());
        let is_list = path.ends_with("message-keys.ts");
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        let none = "export type ContentKey = \"no message\";\nexport type ContentPlural = \"no message\";\n";
        fs::write(copy, if is_list { none } else { &text }).unwrap();
    }
    let config: Value = serde_json::from_str(&fs::read_to_string(scripts.join("tsconfig.json")).unwrap()).unwrap();
    let mut options = config["compilerOptions"].clone();
    options["noErrorTruncation"] = true.into();
    let config = serde_json::json!({ "compilerOptions": options, "include": ["**/*.ts"] });
    fs::write(folder.path().join("tsconfig.json"), config.to_string()).unwrap();
    let checked = Command::new(root().join("node_modules/.bin/tsc"))
        .args(["--pretty", "false", "--project"])
        .arg(folder.path())
        .output()
        .unwrap();
    String::from_utf8(checked.stdout).unwrap()
}

/// The message keys in the content scripts.
fn named_by_content_scripts() -> BTreeSet<String> {
    let known = IN_CONTENT_SCRIPTS.iter().map(|key| key.name());
    let known: BTreeSet<&str> = known.flat_map(|key| [key, key.strip_suffix("Other").unwrap_or(key)]).collect();
    let complaints = complaints();
    let quoted = complaints.lines().filter(|line| line.contains("no message")).flat_map(|line| line.split('"'));
    quoted.filter(|word| known.contains(word)).map(str::to_owned).collect()
}

#[test]
fn every_message_is_used() {
    let mut constants = BTreeSet::new();
    for folder in ["src", "wasm"] {
        for (path, text) in texts(&root().join(folder), ".rs") {
            if !path.ends_with("messages/message.rs") && !path.ends_with("tests.rs") {
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
                constants_in(code.parse().unwrap(), &mut constants);
            }
        }
    }
    let mut used = named_by_content_scripts();
    assert!(used.contains("noticeHide"), "{used:?}");
    for (_, text) in texts(&root().join("extension/pages"), ".html") {
        used.extend(named_messages(&text).map(str::to_owned));
    }
    let manifest = manifest::text(Browser::Chromium).unwrap();
    used.extend(manifest.split("__MSG_").skip(1).map(|rest| rest.split("__").next().unwrap().to_owned()));
    // A message with a number is referenced without the category.
    let name_of = |key: &str| ["One", "Other"].iter().find_map(|end| key.strip_suffix(end)).map(str::to_owned);
    let is_named = |key: &str| used.contains(key) || constants.contains(&constant(key));
    let is_unused = |key: &String| !is_named(key) && !name_of(key).is_some_and(|name| is_named(&name));
    let unused: Vec<_> = messages("en").unwrap().into_iter().map(|(key, _)| key).filter(is_unused).collect();
    assert!(unused.is_empty(), "used nowhere: {unused:?}");
}

/// Every language's code and messages.
fn languages() -> impl Iterator<Item = (&'static str, Map<String, Value>)> {
    Language::ALL.into_iter().map(|language| (language.code(), messages(language.code()).unwrap()))
}

#[test]
fn the_languages_that_ship_are_those_that_can_be_chosen() {
    let folders = fs::read_dir(root().join("extension/_locales")).unwrap();
    let folders: BTreeSet<_> = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(folders, Language::ALL.map(|language| language.code().to_owned()).into());
}

#[test]
fn every_language_has_the_same_words_in_the_same_order() {
    let english = messages("en").unwrap();
    for (language, messages) in languages() {
        assert!(messages.keys().eq(english.keys()), "{language}");
    }
}

/// Names that are the same in all languages: the product's, the portal's own
/// (which are English on the screen), and the container's, which combines both.
const NAMES: [&str; 4] = ["extensionName", "environmentProduction", "environmentSandbox", "containerName"];

/// The description of a message that reads the same in a language as in English. A
/// translator writes it.
const AS_IN_ENGLISH: &str = "As in English.";

#[test]
fn only_texts_that_read_the_same_stayed_english() {
    let english = messages("en").unwrap();
    for (language, messages) in languages().filter(|(language, _)| *language != "en") {
        let is_same = |key: &str, message: &Value| message["message"] == english[key]["message"];
        assert!(NAMES.iter().all(|&name| is_same(name, &messages[name])), "{language}");
        for (key, message) in messages.iter().filter(|(key, _)| !NAMES.contains(&&***key)) {
            let is_meant = message["description"] == AS_IN_ENGLISH;
            assert_eq!(is_same(key, message), is_meant, "{language}: {key}: {}", message["message"]);
        }
    }
}

#[test]
fn every_description_fits_into_a_store() {
    for (language, messages) in languages() {
        let description = messages["extensionDescription"]["message"].as_str().unwrap();
        assert!(description.chars().count() <= 132, "{language}");
    }
}

/// Italics in the user guide that aren't messages of Sandbar: labels of browsers and of the portal,
/// examples, and stressed words.
const OTHER_ITALICS: &[&str] = &[
    "Manage Extension Shortcuts",
    "Run in Private Windows",
    "Site access",
    "On click",
    "Disable",
    "Withdraw",
    "uat",
    "Sandbox: uat",
    "Last copied: Sandbox key “CI”",
    "loads",
];

#[test]
fn every_label_in_the_user_guide_is_a_message() {
    let english = messages("en").unwrap();
    // A value that the guide leaves out is written as an ellipsis.
    let shown: Vec<String> = english
        .values()
        .map(|message| {
            let text = message["message"].as_str().unwrap().replace('’', "'");
            text.split('$').enumerate().map(|(at, part)| if at % 2 == 0 { part } else { "…" }).collect()
        })
        .collect();
    let mut others: BTreeSet<&str> = OTHER_ITALICS.iter().copied().collect();
    let mut labels = 0;
    for file in fs::read_dir(root().join("docs/guide")).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap().replace("**", "");
        for label in text.split('*').skip(1).step_by(2).flat_map(|italics| italics.split(" → ")) {
            labels += 1;
            let is_known = shown.iter().any(|message| message.contains(label)) || OTHER_ITALICS.contains(&label);
            assert!(is_known, "{}: no message says “{label}”", path.display());
            others.remove(label);
        }
    }
    assert!(labels > 50, "{labels} labels");
    assert!(others.is_empty(), "no longer in the guide: {others:?}");
}
