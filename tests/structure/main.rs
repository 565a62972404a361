//! Tests the structure of the source: its import graph, the size of its files, its names.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used)]

mod graph;
mod source;
mod vendor_facts;

use std::collections::BTreeMap;

use source::{Source, core, workspace};

/// A longer file has a line with this start and the reason.
const REASON: &str = "//! Long because ";

/// The most lines of code in a file of the core without a [`REASON`]. Comments, blank lines and
/// tests don't count.
const MOST_LINES: usize = 350;

#[test]
fn files_do_not_import_each_other_in_a_circle() {
    let cycles = graph::cycles(&workspace());
    assert!(cycles.is_empty(), "\n{}", cycles.join("\n\n"));
}

#[test]
fn a_long_file_says_why() {
    let is_long = |source: &Source| {
        let explained = source.text.lines().take(12).any(|line| line.starts_with(REASON));
        source.lines_of_code > MOST_LINES && !explained
    };
    let long: Vec<_> = core().into_iter().filter(is_long).map(|source| source.file).collect();
    assert_eq!(long, [""; 0]);
}

#[test]
fn a_type_name_is_defined_once() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in core() {
        for name in source.type_names() {
            places.entry(name).or_default().push(source.file.clone());
        }
    }
    places.retain(|_, files| files.len() > 1);
    assert!(places.is_empty(), "{places:#?}");
}

#[test]
fn no_function_has_a_name_that_says_nothing() {
    const NAMES: [&str; 4] = ["message", "taken", "said", "changed"];
    let named = |source: &Source| {
        let names = source.function_names().into_iter().filter(|name| NAMES.contains(&name.as_str()));
        names.map(|name| format!("{}: {name}", source.file)).collect::<Vec<_>>()
    };
    assert_eq!(core().iter().flat_map(named).collect::<Vec<_>>(), [""; 0]);
}
