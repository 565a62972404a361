//! Tests that the content scripts read nodes of the page only through `dom.ts`.
//!
//! A form's properties can be its fields, with names that the page chooses. So
//! the types of page nodes have no members (`PageNode`), which the type checker
//! enforces. This test covers the ways to bypass those types.

use std::fs;
use std::path::{Path, PathBuf};

use crate::project::root;

/// Code that gives a node of the page a type with members, or reads a node that
/// has such a type.
const WAYS_AROUND: [&str; 11] = [
    ".target",
    "document.",
    "window.",
    ".prototype",
    ".composedPath",
    ".currentTarget",
    ".relatedTarget",
    ".srcElement",
    "as unknown as",
    "as any",
    "@ts-",
];

/// The two modules with exceptions: the first reads the page, the second our
/// own shadow roots.
const MAY: [(&str, &[&str]); 2] = [("dom.ts", &WAYS_AROUND), ("ui.ts", &[".target"])];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|ending| ending == "ts")).collect()
}

/// The bypasses in a source.
fn ways_around(name: &str, text: &str) -> Vec<&'static str> {
    let allowed = MAY.iter().find(|(file, _)| *file == name).map_or(&[][..], |(_, ways)| ways);
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with(['/', '*'])).collect();
    let used = |way: &&str| code.contains(way) && !allowed.contains(way);
    WAYS_AROUND.into_iter().filter(used).collect()
}

#[test]
fn no_content_script_but_dom_ts_reads_a_node_of_the_page_by_the_name_of_a_member() {
    let sources = sources(&root().join("extension/content"));
    assert!(sources.len() > 20, "{sources:?}");
    for path in sources {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let found = ways_around(&name, &fs::read_to_string(&path).unwrap());
        assert!(found.is_empty(), "{}: {found:?}", path.display());
    }
}

#[test]
fn a_way_around_is_found() {
    assert_eq!(ways_around("paste.ts", "const form = event.target;"), [".target"]);
    assert_eq!(
        ways_around("keys.ts", "document.body; (one as unknown as Form).labels"),
        ["document.", "as unknown as"]
    );
    assert_eq!(ways_around("ui.ts", "event.target; // fine\ndocument.body"), ["document."]);
    assert!(ways_around("keys.ts", "// document.open\nbodyOf(document)").is_empty());
}
