//! What ships, as a whole: no way to a network, no text that becomes code,
//! and no word for a person that is missing or left over.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::project::{dist, root};

/// The files under a folder whose names end like this, with their texts.
fn texts(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
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
    let scripts = texts(&dist("chromium"), ".js");
    assert!(scripts.len() > 10, "run ./build.sh build");
    for (path, text) in &scripts {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        // A namespace is a name in the form of an address; nothing is asked of it.
        let text = code.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xhtml", "");
        let glue = path.ends_with("core.js");
        for word in NEVER {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
        // The glue may load the core's own module, whose address background.js gives it.
        assert_eq!(text.matches("fetch(").count(), usize::from(glue), "{}: fetch", path.display());
        if text.contains("importScripts") {
            assert!(path.ends_with("background.js"), "{}", path.display());
            assert_eq!(text.matches("importScripts(").count(), 1);
            assert!(text.contains("importScripts(\"core.js\")"));
        }
    }
    let background = fs::read_to_string(dist("chromium").join("background.js")).unwrap();
    assert!(background.contains("wasm_bindgen({ module_or_path: browser.runtime.getURL(\"core.wasm\") })"));
}

#[test]
fn nothing_ships_but_scripts_words_icons_the_core_and_the_manifest() {
    let dist = dist("chromium");
    let mut places = BTreeSet::new();
    for path in files(&dist) {
        let name = path.strip_prefix(&dist).unwrap().to_string_lossy().into_owned();
        let ending = name.rsplit('.').next().unwrap().to_owned();
        places.insert((name.split_once('/').map_or(String::new(), |(folder, _)| folder.to_owned()), ending));
    }
    let allowed = [("", "js"), ("", "json"), ("", "wasm"), ("_locales", "json"), ("icons", "png"), ("page", "js")];
    assert_eq!(places, allowed.map(|(folder, ending)| (folder.to_owned(), ending.to_owned())).into());
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The string literals of a source that are written like the key of a message:
/// `wordWord`.
fn keys_in(text: &str) -> BTreeSet<String> {
    let is_key = |word: &&str| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.chars().all(|one| one.is_ascii_alphanumeric())
            && word.contains(|one: char| one.is_ascii_uppercase())
    };
    text.split('"').filter(is_key).map(str::to_owned).collect()
}

#[test]
fn every_word_for_a_person_is_there_and_none_is_left_over() {
    let messages = fs::read_to_string(root().join("extension/_locales/en/messages.json")).unwrap();
    let messages: Map<String, Value> = serde_json::from_str(&messages).unwrap();
    let known: BTreeSet<String> = messages.keys().cloned().collect();

    let mut written = BTreeSet::new();
    for (path, text) in texts(&root().join("src"), ".rs") {
        // The thin edge to the browser holds the browser's names, not ours.
        if path.starts_with(root().join("src/browser")) || path.to_string_lossy().contains("src/background") {
            continue;
        }
        // A rule of serde names no word for a person.
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let code: String = code.lines().filter(|line| !line.trim_start().starts_with("#[serde(")).collect();
        written.extend(keys_in(&code));
        // A key of one word cannot be told from other words: it counts where it is known.
        written.extend(code.split('"').filter(|word| known.contains(*word)).map(str::to_owned));
    }
    for (_, text) in texts(&root().join("extension"), ".js") {
        written.extend(text.split('"').filter(|word| known.contains(*word)).map(str::to_owned));
        let asked = text.split("words(").skip(1).flat_map(|rest| keys_in(rest.split(')').next().unwrap()));
        written.extend(asked);
    }
    let manifest = fs::read_to_string(dist("chromium").join("manifest.json")).unwrap();
    let named = manifest.split("__MSG_").skip(1).map(|rest| rest.split("__").next().unwrap().to_owned());
    written.extend(named);

    let missing: Vec<_> = written.difference(&known).collect();
    assert!(missing.is_empty(), "not in _locales/en: {missing:?}");
    let unused: Vec<_> = known.difference(&written).collect();
    assert!(unused.is_empty(), "used nowhere: {unused:?}");
}

#[test]
fn every_language_has_the_same_words() {
    let locales = root().join("extension/_locales");
    let keys = |path: &Path| -> BTreeSet<String> {
        let messages: Map<String, Value> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        messages.keys().cloned().collect()
    };
    let english = keys(&locales.join("en/messages.json"));
    for (path, _) in texts(&locales, "messages.json") {
        assert_eq!(keys(&path), english, "{}", path.display());
    }
}
