//! Tests that every promise in `SECURITY.md` names the tests that verify it, and that they exist.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The names of all test functions of the workspace.
fn tests_in(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tests_in(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let lines: Vec<&str> = text.lines().map(str::trim).collect();
            for (at, line) in lines.iter().enumerate() {
                let is_test = |line: &&str| *line == "#[test]" || line.starts_with("#[tokio::test");
                if !is_test(line) {
                    continue;
                }
                let signature = lines[at..].iter().find_map(|line| line.split_once("fn ")).unwrap().1;
                names.insert(signature.split(['(', '<']).next().unwrap().to_owned());
            }
        }
    }
}

#[test]
fn every_promise_names_its_tests_and_they_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut known = BTreeSet::new();
    for folder in ["src", "tests", "xtask", "wasm", "keyring-file"] {
        tests_in(&root.join(folder), &mut known);
    }
    let text = fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let promised = text.split("## What is promised").nth(1).unwrap().split("\n## ").next().unwrap();
    let promises: Vec<&str> = promised.split("\n- ").skip(1).collect();
    assert!(promises.len() >= 10, "{} promises", promises.len());
    for promise in promises {
        let (_, named) =
            promise.split_once("Tests: ").unwrap_or_else(|| panic!("this promise names no tests: {promise}"));
        let names: Vec<&str> = named.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "{promise}");
        for name in names {
            assert!(known.contains(name), "no test is called {name}");
        }
    }
}
