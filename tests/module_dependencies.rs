//! The background must not link the crates that seal keyring files: Argon2 and
//! ChaCha20 would make every start of the worker slower. Only the options page
//! needs them.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

/// The direct dependencies of every package in `Cargo.lock`, by name. Versions
/// are ignored: the test needs to know whether a package is reachable at all.
fn dependencies() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut all: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for package in include_str!("../Cargo.lock").split("[[package]]").skip(1) {
        let name = package.split("name = \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let listed = package.split("dependencies = [").nth(1).and_then(|rest| rest.split(']').next());
        let quoted = listed.unwrap_or_default().split('"').skip(1).step_by(2);
        all.entry(name).or_default().extend(quoted.filter_map(|one| one.split(' ').next()));
    }
    all
}

/// Every package that this one links, directly or not.
fn linked_by(package: &'static str) -> BTreeSet<&'static str> {
    let all = dependencies();
    let (mut linked, mut next) = (BTreeSet::new(), vec![package]);
    while let Some(one) = next.pop() {
        if linked.insert(one) {
            next.extend(all.get(one).unwrap_or_else(|| panic!("Cargo.lock lists no {one}")));
        }
    }
    linked
}

const SEALING: [&str; 3] = ["keyring-file", "argon2", "chacha20poly1305"];

#[test]
fn the_background_links_no_crate_that_seals_keyring_files() {
    let linked = linked_by("background");
    assert!(linked.contains("sandbar"), "Cargo.lock was not understood");
    assert!(SEALING.iter().all(|one| !linked.contains(one)), "{linked:?}");
}

#[test]
fn the_pages_link_the_crates_that_seal_keyring_files() {
    let linked = linked_by("pages");
    assert!(SEALING.iter().all(|one| linked.contains(one)), "{linked:?}");
}
