//! TypeScript that is generated from the core's types and tables, and checked
//! in.
//!
//! Each file has a test that compares it. `./build.sh generate` runs those
//! tests with [`WRITE`] set, so that they write the files instead.

use std::path::Path;

/// The environment variable that makes the tests write the files.
const WRITE: &str = "SANDBAR_GENERATE";

/// Compares a file of the project with this text, or writes it. Differences
/// that a formatter makes don't count.
#[allow(clippy::unwrap_used, clippy::panic, reason = "runs in tests alone")]
pub fn is_as_generated(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(bare(&found) == bare(text), "{file} is not what the core would write: run ./build.sh generate");
}

/// A script without what a formatter changes.
fn bare(script: &str) -> String {
    script.chars().filter(|one| !one.is_whitespace() && !['"', ',', ';', '|'].contains(one)).collect()
}

#[test]
fn the_layout_of_a_script_does_not_count_and_its_names_do() {
    assert_eq!(bare("type A = { \"one\": string, };"), bare("type A = {\n  one: string;\n};\n"));
    assert_ne!(bare("type A = { one: string };"), bare("type A = { two: string };"));
}
