//! The Rust toolchain, and how it compiles the core for WebAssembly.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::project::{asked, command, root};

/// The target that the core is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The version in `rust-toolchain.toml`, which is the only place that states
/// it.
///
/// # Errors
///
/// Returns an error if the file or the line is missing.
pub fn pinned() -> Result<String> {
    const FILE: &str = "rust-toolchain.toml";
    let text = fs::read_to_string(root().join(FILE)).with_context(|| format!("reading {FILE}"))?;
    let channel = text.lines().find_map(|line| line.strip_prefix("channel = \"")?.strip_suffix('"'));
    Ok(channel.with_context(|| format!("{FILE} has no line `channel = \"VERSION\"`"))?.to_owned())
}

/// Whether the compiler has the standard library for [`WASM_TARGET`]. It may
/// have it even if it was not installed with rustup.
pub fn has_wasm_target() -> bool {
    asked(&mut command("rustc", &["--print", "target-libdir", "--target", WASM_TARGET]))
        .is_some_and(|folder| Path::new(&folder).is_dir())
}

/// A build for WebAssembly with this profile.
pub fn build_wasm(profile: &str) -> Command {
    let mut cargo = command("cargo", &["build", "--locked", "--target", WASM_TARGET, "--profile", profile]);
    cargo.env("CARGO_TARGET_DIR", target_folder());
    cargo
}

/// The output folder of [`build_wasm`], separate from native builds so that
/// neither waits for the other.
pub fn target_folder() -> PathBuf {
    root().join("target/core")
}

/// The compiler's name, version and commit.
pub fn version() -> Result<String> {
    asked(&mut command("rustc", &["--version"])).context("asking rustc for its version")
}

/// The name of this machine's target.
pub fn host() -> Result<String> {
    let version = asked(&mut command("rustc", &["-vV"])).context("asking rustc for its host")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc does not report its host")
}

/// The folder of the standard library's source, whether or not it is installed.
pub fn library_source() -> Result<PathBuf> {
    let sysroot = asked(&mut command("rustc", &["--print", "sysroot"])).context("asking rustc for its sysroot")?;
    Ok(PathBuf::from(sysroot).join("lib/rustlib/src/rust"))
}

/// The path that compiled code contains instead of [`library_source`] if the
/// source isn't installed.
pub fn library_name() -> Result<String> {
    let version = asked(&mut command("rustc", &["-vV"])).context("asking rustc for its commit")?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: "));
    Ok(format!("/rustc/{}", commit.unwrap_or("unknown")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pinned_version_is_exact_and_at_least_the_one_that_the_crates_need() {
        let pinned = pinned().unwrap();
        assert!(
            pinned.split('.').count() == 3 && pinned.split('.').all(|part| part.parse::<u32>().is_ok()),
            "{pinned}"
        );
        assert!(pinned.starts_with(&format!("{}.", env!("CARGO_PKG_RUST_VERSION"))), "{pinned}");
    }

    #[test]
    fn the_toolchain_file_asks_for_the_target_that_the_core_is_compiled_for() {
        let text = fs::read_to_string(root().join("rust-toolchain.toml")).unwrap();
        assert!(text.contains(&format!("targets = [\"{WASM_TARGET}\"]")));
    }
}
