//! Tests of `build.sh` before it starts this tool: it checks the compiler.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::project::{found, root};
use crate::rust::pinned;

/// Runs `build.sh help` on a system that has only these programs from
/// `xtask/fakes`, with a compiler of this version.
fn build_script(fakes: &[&str], rustc: Option<&str>, toolchain: Option<&str>) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let link = |from: &Path, name: &str| std::os::unix::fs::symlink(from, bin.join(name)).unwrap();
    for program in ["sh", "sed", "sleep", "cat", "dirname"] {
        link(&found(program).unwrap(), program);
    }
    for fake in fakes {
        link(&root().join("xtask/fakes").join(fake), fake);
    }
    if let Some(version) = rustc {
        fs::write(folder.path().join("rustc"), format!("{version}\n")).unwrap();
    }
    let mut script = Command::new(root().join("build.sh"));
    script.arg("help").env("PATH", &bin).env("FAKES", folder.path()).env_remove("RUSTUP_TOOLCHAIN");
    if let Some(name) = toolchain {
        script.env("RUSTUP_TOOLCHAIN", name);
    }
    script.output().unwrap()
}

fn message(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const RUST: [&str; 2] = ["cargo", "rustc"];
const RUSTUP: [&str; 3] = ["cargo", "rustc", "rustup"];

#[test]
fn the_pinned_compiler_builds_and_starts_the_tool() {
    let version = format!("rustc {} (59807616e 2026-04-14)", pinned().unwrap());
    let output = build_script(&RUST, Some(&version), None);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "cargo build --locked --package xtask\ncargo run --quiet --locked --package xtask -- help\n"
    );
}

#[test]
fn without_rust_the_message_names_the_version_and_the_way_to_get_it() {
    let pinned = pinned().unwrap();
    assert_eq!(
        message(&build_script(&[], None, None)),
        format!(
            "✗ Rust: found nothing, needed {pinned} (rust-toolchain.toml).\n  \
             Install Rust with rustup (https://rustup.rs), then run this again.\n"
        )
    );
}

#[test]
fn another_version_is_refused_before_anything_is_compiled() {
    let pinned = pinned().unwrap();
    let other = "rustc 1.85.0 (Debian 1.85.0-1)";
    assert_eq!(
        message(&build_script(&RUST, Some(other), None)),
        format!(
            "✗ Rust: found {other}, needed {pinned} (rust-toolchain.toml).\n  \
             Install Rust with rustup (https://rustup.rs), then run this again.\n"
        )
    );
}

#[test]
fn a_toolchain_that_rustup_lacks_is_named_with_the_command_that_installs_it() {
    let pinned = pinned().unwrap();
    assert_eq!(
        message(&build_script(&RUSTUP, None, None)),
        format!(
            "error: toolchain is not installed\n\
             ✗ Rust: found no such toolchain, needed {pinned} (rust-toolchain.toml).\n  \
             Run `rustup toolchain install` in this folder, then run this again.\n"
        )
    );
}

#[test]
fn a_toolchain_chosen_by_the_environment_is_named() {
    let pinned = pinned().unwrap();
    let other = "rustc 1.97.0-nightly (e50aa6fba 2026-05-19)";
    assert_eq!(
        message(&build_script(&RUSTUP, Some(other), Some("nightly"))),
        format!(
            "✗ Rust: found {other}, needed {pinned} (rust-toolchain.toml).\n  \
             RUSTUP_TOOLCHAIN selects nightly: unset it, then run this again.\n"
        )
    );
}
