//! Tests of everything that ships: it has no network access, runs no text as
//! code, and takes all user-visible text from `_locales`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sandbar::catalogue::watched::{Scope, Watched};
use sandbar::catalogue::{Catalogue, Environment, vendors};
use sandbar::content_scripts::spelled::{COUNT, SPELL_FILE, SPELLED_FILE, spelling_file};
use sandbar::content_scripts::{
    BROWSERS_WORDS_FILE, Chosen, card_files, chosen_scripts, key_files, pointer_files, question_files, stop_files,
    warning_files, words_files,
};
use sandbar::settings::{Language, Settings};
use sandbar::view::badge::{TOOLBAR_SIZES, icon_file};
use sandbar::view::placement::{Corner, Fold, MarkKind, Placement, Size};
use sandbar::view::theme::Tone;

use crate::bundle::MODULES;
use crate::bundle::manifest::{Browser, SCHEMA_FILE};
use crate::project::{dist, root};

/// The files in a folder with this ending, and their texts.
pub fn texts(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(texts(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

/// The handwritten scripts.
fn scripts() -> impl Iterator<Item = (PathBuf, String)> {
    [".js", ".ts"].into_iter().flat_map(|ending| texts(&root().join("extension"), ending))
}

#[test]
fn no_shipped_script_has_a_way_to_a_network_or_makes_code_of_text() {
    const NEVER: [&str; 22] = [
        "XMLHttpRequest",
        "WebSocket",
        "WebTransport",
        "EventSource",
        "RTCPeerConnection",
        "sendBeacon",
        "sendNativeMessage",
        "connectNative",
        "new Image",
        "new Worker",
        "SharedWorker",
        "import(",
        "export ",
        "eval(",
        "new Function",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "createContextualFragment",
        "document.write",
        "http://",
        "https://",
    ];
    let scripts = texts(&dist().join("chromium"), ".js");
    assert!(scripts.len() > 10, "run ./build.sh build");
    for (path, text) in &scripts {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        // A namespace only looks like an address; nothing is fetched from it.
        let text = code.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xhtml", "");
        let text = without_bare_schemes(&text);
        let glue = MODULES.iter().any(|module| path.ends_with(format!("core/{module}.js")));
        for word in NEVER {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
        if path.ends_with("pages/page.js") {
            assert!(text.contains("wasm_bindgen({ module_or_path: browser.runtime.getURL(\"core/pages.wasm\") })"));
        }
        // The glue may load the core's own module, whose address comes from
        // background.js, and message files.
        assert_eq!(text.matches("fetch(").count(), 2 * usize::from(glue), "{}: fetch", path.display());
        if text.contains("importScripts") {
            assert!(path.ends_with("background.js"), "{}", path.display());
            assert_eq!(text.matches("importScripts(").count(), 1);
            assert!(text.contains("importScripts(\"core/background.js\")"));
        }
    }
    for (path, text) in texts(&root().join("wasm"), ".rs") {
        let asks = text.contains("read_own_file(") && !path.ends_with("webext/src/api.rs");
        assert_eq!(asks, path.ends_with("webext/src/words.rs"), "{}", path.display());
    }
    let words = fs::read_to_string(root().join("wasm/webext/src/words.rs")).unwrap();
    assert_eq!(words.matches("read_own_file(").count(), 1);
    assert!(words.contains("let url = runtime_url("));
    let background = fs::read_to_string(dist().join("chromium").join("background.js")).unwrap();
    assert!(background.contains("wasm_bindgen({ module_or_path: browser.runtime.getURL(\"core/background.wasm\") })"));
}

#[test]
fn nothing_ships_but_pages_scripts_words_icons_the_core_and_the_manifest() {
    let dist = dist().join("chromium");
    let mut places = BTreeSet::new();
    for path in files(&dist) {
        let name = path.strip_prefix(&dist).unwrap().to_string_lossy().into_owned();
        let ending = name.rsplit('.').next().unwrap().to_owned();
        places.insert((name.split_once('/').map_or(String::new(), |(folder, _)| folder.to_owned()), ending));
    }
    let allowed = [
        ("", "js"),
        ("", "json"),
        ("_locales", "json"),
        ("core", "js"),
        ("core", "wasm"),
        ("icons", "png"),
        ("content", "js"),
        ("pages", "css"),
        ("pages", "html"),
        ("pages", "js"),
    ];
    assert_eq!(places, allowed.map(|(folder, ending)| (folder.to_owned(), ending.to_owned())).into());
}

/// A text without URL schemes that no host follows, which a message may
/// mention.
fn without_bare_schemes(text: &str) -> String {
    let mut parts = text.split("https://");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, rest| {
        let scheme = if rest.starts_with(|sign: char| sign.is_ascii_alphanumeric()) { "https://" } else { "" };
        whole + scheme + rest
    })
}

#[test]
fn only_a_scheme_with_a_host_is_an_address() {
    assert_eq!(without_bare_schemes("a https:// b https://». https://c.example"), "a  b ». https://c.example");
}

/// The files that the core names: those that it registers or injects, and the
/// toolbar icons.
fn named_by_the_core() -> BTreeSet<String> {
    let mut named: BTreeSet<String> = [card_files(), key_files(), question_files(), stop_files(), warning_files(false)]
        .concat()
        .into_iter()
        .collect();
    let scope = || Scope::parse("watched.example").unwrap();
    let watched: Vec<Watched> = [
        (None, true),
        (Some(Environment::Production), true),
        (Some(Environment::Sandbox), true),
        (Some(Environment::Sandbox), false),
    ]
    .into_iter()
    .map(|(environment, learning)| Watched { scope: scope(), environment, learning, words: Vec::new() })
    .collect();
    let on: Vec<String> = vendors::OFFERED.iter().map(|vendor| vendor.id.to_owned()).collect();
    let catalogue = Catalogue::default().offering(vendors::OFFERED).with_on(&on);
    for tone in Tone::ALL {
        named.extend(TOOLBAR_SIZES.map(|size| icon_file(tone, size)));
    }
    named.extend(Language::ALL.into_iter().flat_map(words_files));
    named.insert(BROWSERS_WORDS_FILE.to_owned());
    named.extend(MarkKind::ALL.into_iter().filter_map(MarkKind::script).map(str::to_owned));
    named.extend((0..COUNT).map(spelling_file).chain([SPELL_FILE, SPELLED_FILE].map(str::to_owned)));
    named.extend(pointer_files());
    for (corner, fold) in Corner::ALL.into_iter().flat_map(|corner| Fold::ALL.map(|fold| (corner, fold))) {
        for (size, title) in Size::ALL.into_iter().flat_map(|size| [true, false].map(|title| (size, title))) {
            let sandbox = Placement { corner, fold, size, title, ..Placement::default() };
            let settings = Settings { sandbox, strict_paste: true, ..Settings::default() };
            let chosen = Chosen {
                catalogue: &catalogue,
                settings: &settings,
                paused: vec!["paused.example"],
                watched: watched.iter().collect(),
            };
            named.extend(chosen_scripts(&chosen).into_iter().flat_map(|scripts| scripts.js));
        }
    }
    named
}

#[test]
fn the_core_names_no_folder_of_the_machine_that_made_it() {
    let home = std::env::home_dir().unwrap();
    for module in MODULES {
        let core = fs::read(dist().join("chromium/core").join(module).with_extension("wasm")).unwrap();
        for folder in [root(), home.join(".cargo"), home.join(".rustup")] {
            let name = folder.to_string_lossy().into_owned().into_bytes();
            assert!(!core.windows(name.len()).any(|bytes| bytes == name), "{module}: {}", folder.display());
        }
    }
}

#[test]
fn only_the_module_of_the_pages_can_seal_a_keyring_file() {
    let names_argon2 = |module: &str| {
        let core = fs::read(dist().join("chromium/core").join(module).with_extension("wasm")).unwrap();
        core.windows(8).any(|bytes| bytes == b"argon2id")
    };
    assert!(names_argon2("pages"));
    assert!(!names_argon2("background"));
}

#[test]
fn every_file_that_ships_is_used() {
    for browser in Browser::ALL {
        let dist = dist().join(browser.name());
        let mut named = named_by_the_core();
        // Extension pages, the manifest and the background script name files in
        // quotes: pages relative to their folder, the others relative to the
        // root.
        for file in files(&dist) {
            let is_page = file.starts_with(dist.join("pages"));
            let may_name = is_page || file.parent() == Some(&dist);
            if may_name && [".json", ".html", ".js"].iter().any(|ending| file.to_string_lossy().ends_with(ending)) {
                let text = fs::read_to_string(&file).unwrap();
                let names = text.split('"').map(|name| match (is_page, name.strip_prefix("../")) {
                    (true, Some(name)) => name.to_owned(),
                    (true, None) => format!("pages/{name}"),
                    (false, _) => name.to_owned(),
                });
                named.extend(names);
            }
        }
        let core = fs::read(dist.join("core/background.wasm")).unwrap();
        let in_core = |name: &str| core.windows(name.len()).any(|bytes| bytes == name.as_bytes());
        let unused: Vec<String> = files(&dist)
            .iter()
            .map(|path| path.strip_prefix(&dist).unwrap().to_string_lossy().into_owned())
            // The browser finds these two by their names.
            .filter(|name| name != "manifest.json" && !name.starts_with("_locales/"))
            .filter(|name| !named.contains(name))
            .filter(|name| !name.ends_with(".html") || !in_core(name))
            .collect();
        assert!(unused.is_empty(), "{}: {unused:?}", browser.name());
    }
}

#[test]
fn the_builds_differ_in_the_manifest_and_the_schema_of_policies_alone() {
    let [chromium, firefox] = Browser::ALL.map(|browser| {
        let dist = dist().join(browser.name());
        let contents = files(&dist)
            .into_iter()
            .map(|path| (path.strip_prefix(&dist).unwrap().to_owned(), fs::read(&path).unwrap()));
        let own = ["manifest.json", SCHEMA_FILE].map(Path::new);
        contents.filter(|(name, _)| !own.contains(&name.as_path())).collect::<BTreeSet<_>>()
    });
    assert!(chromium == firefox, "run ./build.sh build");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn is_worded(text: &str) -> bool {
    text.contains(char::is_alphabetic)
}

/// The text in a page: its content, and the attributes that users perceive.
fn words_of_page(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (tag, text) in page.split('<').skip(1).map(|rest| rest.split_once('>').unwrap()) {
        let said = [" title=\"", " placeholder=\"", " aria-label=\"", " alt=\""].into_iter().flat_map(|name| {
            let values = tag.split(name).skip(1);
            values.map(|rest| rest.split('"').next().unwrap())
        });
        let text = text.trim();
        let is_name = tag == "title" && text == "Sandbar";
        found.extend(said.chain([text]).filter(|text| is_worded(text) && !is_name).map(str::to_owned));
    }
    found
}

/// The string literals with a word directly after one of these in the code.
/// Interpolated values don't count.
fn words_after(code: &str, beginnings: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for rest in beginnings.iter().flat_map(|beginning| code.split(beginning).skip(1)) {
        let rest = rest.trim_start_matches('&').trim_start_matches("format!(");
        let Some(quote) = rest.chars().next().filter(|first| ['"', '\'', '`'].contains(first)) else { continue };
        let literal = rest[1..].split(quote).next().unwrap();
        let plain = literal.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after));
        if is_worded(&plain.collect::<String>()) {
            found.push(literal.to_owned());
        }
    }
    found
}

/// How scripts show a text to the user.
const SAID_BY_SCRIPTS: [&str; 9] = [
    "textContent = ",
    "innerText = ",
    "ariaLabel = ",
    "title = ",
    "title: ",
    "placeholder: ",
    "\"aria-label\": ",
    // The first child of an element, after its attributes.
    "{}, ",
    "\" }, ",
];

/// The calls that show a text in an extension page.
const SHOWN_BY_EXTENSION_PAGES: [&str; 5] =
    [".text(", "paragraph(", ".attr(\"aria-label\", ", ".attr(\"title\", ", "set_text_content(Some("];

#[test]
fn no_page_contains_a_text_for_the_user() {
    for (path, text) in texts(&root().join("extension"), ".html") {
        assert_eq!(words_of_page(&text), [""; 0], "{}", path.display());
    }
}

#[test]
fn no_script_contains_a_text_for_the_user() {
    for (path, text) in scripts() {
        assert_eq!(words_after(&text, &SAID_BY_SCRIPTS), [""; 0], "{}", path.display());
    }
}

#[test]
fn no_extension_page_holds_a_text_for_the_user() {
    for (path, text) in texts(&root().join("wasm/pages"), ".rs") {
        assert_eq!(words_after(&text, &SHOWN_BY_EXTENSION_PAGES), [""; 0], "{}", path.display());
    }
}

#[test]
fn a_word_that_stands_in_a_page_is_found() {
    assert_eq!(words_of_page("<title>Sandbar</title><img alt=\"\"><p> Where </p>"), ["Where"]);
    assert_eq!(words_of_page("<input placeholder=\"Search\" type=\"search\"><h1>Sandbar</h1>"), ["Search", "Sandbar"]);
}

#[test]
fn a_word_that_stands_in_code_is_found() {
    assert_eq!(words_after("hide.textContent = \"×\"; note.textContent = 'Hide it';", &SAID_BY_SCRIPTS), ["Hide it"]);
    assert_eq!(words_after("element(\"p\", {}, `${count} fields`)", &SAID_BY_SCRIPTS), ["${count} fields"]);
    assert_eq!(words_after("element(\"p\", { role: \"status\" }, \"Done\")", &SAID_BY_SCRIPTS), ["Done"]);
    assert_eq!(
        words_after("paragraph(&format!(\" · {}\", host)).text(&word(\"check\"))", &SHOWN_BY_EXTENSION_PAGES),
        [""; 0]
    );
    assert_eq!(words_after("paragraph(&format!(\"{count} fields\"))", &SHOWN_BY_EXTENSION_PAGES), ["{count} fields"]);
}
