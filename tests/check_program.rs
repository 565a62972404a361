//! Tests the program `check` as a process.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used)]

use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// The path of the example. A test run for a single test doesn't build it, so build it here.
fn program() -> &'static PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--example", "check"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status()
            .unwrap();
        assert!(built.success());
        let here = std::env::current_exe().unwrap();
        here.parent().unwrap().parent().unwrap().join("examples").join(format!("check{}", std::env::consts::EXE_SUFFIX))
    })
}

fn run(arguments: &[&str], text: &[u8]) -> Output {
    let mut child = Command::new(program())
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may reject its arguments without reading the text.
    let _ = child.stdin.take().unwrap().write_all(text);
    child.wait_with_output().unwrap()
}

fn said(arguments: &[&str], text: &str) -> Value {
    let output = run(arguments, text.as_bytes());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn refused(arguments: &[&str], text: &[u8]) -> String {
    let output = run(arguments, text);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert_eq!(sentence.trim_end().lines().count(), 1, "{sentence}");
    sentence
}

const KEYRING: &[&str] = &["--keyring", "tests/fixtures/keyring.json"];

#[test]
fn the_program_prints_one_object_with_exactly_the_agreed_fields() {
    let text = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";
    let arguments = [KEYRING, &["--at", "commercedeveloper.adobe.com"]].concat();
    let expected = json!({
        "findings": [{
            "kind": "api-key", "part": "application-secret", "start": 0, "end": 40,
            "environment": "sandbox", "hint": "…1e3c", "line": 1, "destination": "production",
            "evidence": "page", "verdicts": ["wrong-environment"]
        }],
        "destination": "production",
        "verdicts": ["wrong-environment"],
        "truncated": false
    });
    assert_eq!(said(&arguments, text), expected);
}

#[test]
fn without_a_keyring_and_a_host_it_still_answers() {
    assert_eq!(
        said(&[], "nothing here"),
        json!({"findings": [], "destination": null, "verdicts": [], "truncated": false})
    );
    let new = said(&[], "App Id: ZX5K1RW08N\nApp Secret: d0a4f79c3b8e1265f7c0d9b4a3e18f5602c7d8e9\n");
    assert_eq!(new["verdicts"], json!(["new-credential"]));
    assert_eq!(new["findings"][1]["environment"], Value::Null);
}

#[test]
fn unreadable_input_exits_with_2_and_a_full_sentence() {
    assert!(refused(&["--at", "example.org"], b"").contains("example.org"));
    assert!(refused(&["--at"], b"").contains("--at"));
    assert!(refused(&["--frobnicate"], b"").contains("--frobnicate"));
    assert!(refused(&["--keyring", "tests/fixtures/no-such-file.json"], b"").contains("no-such-file"));
    assert!(refused(&["--keyring", "tests/fixtures/texts.jsonl"], b"").contains("texts.jsonl"));
    assert!(refused(&["--keyring", "Cargo.toml"], b"").contains("Cargo.toml"));
    assert!(refused(&[], &[0x41, 0xFF, 0xFE]).contains("UTF-8"));
}
