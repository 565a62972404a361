//! Tests of the store materials besides the packages: listings, pictures, and
//! instructions that let a reviewer reproduce the packages.

use std::fs;
use std::path::Path;

use sandbar::settings::Language;
use serde_json::Value;

use crate::project::root;
use crate::rust;

/// Limits in characters, the smaller one of both stores.
const NAME: usize = 45;
const SUMMARY: usize = 132;
const DESCRIPTION: usize = 15_000;

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn each_language_has_a_listing_that_fits_both_stores() {
    let folder = root().join("store/listing");
    let mut languages = Language::ALL.map(Language::code);
    languages.sort_unstable();
    assert_eq!(names_in(&folder), languages.map(|language| format!("{language}.txt")));
    for language in languages {
        let text = fs::read_to_string(folder.join(format!("{language}.txt"))).unwrap();
        let (heading, description) = text.split_once("\n\n").unwrap();
        let (name, summary) = heading.split_once('\n').unwrap();
        for (what, part, limit) in
            [("name", name, NAME), ("summary", summary, SUMMARY), ("text", description, DESCRIPTION)]
        {
            let length = part.trim().chars().count();
            assert!((1..=limit).contains(&length), "{language}: {what} of {length} characters");
        }
        assert_eq!(name, "Sandbar");
        assert!(!summary.contains('\n'), "{language}: the summary is one line");
    }
}

#[test]
fn the_description_in_the_manifest_fits_both_stores_in_every_language() {
    let locales = root().join("extension/_locales");
    for language in names_in(&locales) {
        let messages = fs::read_to_string(locales.join(&language).join("messages.json")).unwrap();
        let messages: Value = serde_json::from_str(&messages).unwrap();
        let description = messages["extensionDescription"]["message"].as_str().unwrap();
        assert!(description.chars().count() <= SUMMARY, "{language}: {description}");
    }
}

#[test]
fn the_pictures_have_the_sizes_that_the_stores_ask_for() {
    let folder = root().join("store/pictures");
    let names = names_in(&folder);
    assert!(names.contains(&"tile.png".to_owned()), "./build.sh pictures store");
    // Chromium's store accepts one to five screenshots.
    assert!((2..=6).contains(&names.len()), "{names:?}");
    for name in names {
        let picture = fs::read(folder.join(&name)).unwrap();
        let number = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
        assert_eq!(&picture[12..16], b"IHDR", "{name} is a PNG");
        let size = if name == "tile.png" { (440, 280) } else { (1280, 800) };
        assert_eq!((number(16), number(20)), size, "{name}");
    }
}

#[test]
fn the_documents_name_the_pinned_compiler() {
    let version = format!("Rust {}", rust::pinned().unwrap());
    for file in ["docs/review.md", "docs/release.md"] {
        let text = fs::read_to_string(root().join(file)).unwrap();
        assert!(text.contains(&version), "{file} does not name {version}");
        assert_eq!(text.matches("Rust 1.").count(), text.matches(&version).count(), "{file} names another version");
    }
}

#[test]
fn every_action_of_a_workflow_is_named_by_its_commit() {
    let workflows = root().join(".github/workflows");
    for name in names_in(&workflows) {
        let text = fs::read_to_string(workflows.join(&name)).unwrap();
        let used: Vec<&str> = text.split("uses: ").skip(1).map(|rest| rest.lines().next().unwrap()).collect();
        assert!(!used.is_empty(), "{name} uses nothing");
        for action in used {
            let commit = action.split_once('@').unwrap().1.split_whitespace().next().unwrap();
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}: {action}");
        }
    }
}
