//! The recipes of `build.sh`.

use anyhow::{Result, bail};

use crate::bundle::{self, size};
use crate::project::{command, dist, run as run_command, step};
use crate::setup::{Need, WASM_TARGET, WasmCompiler, needs};

/// Makes `dist/`.
pub fn build() -> Result<()> {
    needs(&[Need::NodePackages, Need::Wasm])?;
    bundle::chromium(&WasmCompiler::get()?)?;
    let dist = dist("chromium");
    let sizes = size::measure(&dist)?;
    size::tell(&sizes);
    println!("✓ {}", dist.display());
    match sizes.iter().find(|size| size.bytes > size.limit) {
        Some(size) => bail!("{} are over their limit", size.name),
        None => Ok(()),
    }
}

/// Opens a browser on the demo portals, or walks the main job without one.
pub fn run(rest: &[&str]) -> Result<()> {
    needs(&[Need::Chromium])?;
    build()?;
    let walk = ["run", "--locked", "--package", "browser-tests", "--bin", "walk", "--"];
    run_command(command("cargo", &walk).args(rest))
}

/// Runs all tests; `rest` goes to `cargo test`.
pub fn test(rest: &[&str]) -> Result<()> {
    needs(&[Need::Chromium])?;
    build()?;
    let tests = ["test", "--locked", "--workspace"];
    step("tests", || run_command(command("cargo", &tests).args(rest)))
}

/// Formatting, lints and types.
pub fn check() -> Result<()> {
    needs(&[Need::NodePackages, Need::Wasm, Need::Shellcheck])?;
    let deny = ["--", "-D", "warnings"];
    step("formatting", || run_command(&mut command("cargo", &["fmt", "--all", "--check"])))?;
    step("lints", || {
        run_command(command("cargo", &["clippy", "--locked", "--workspace", "--all-targets"]).args(deny))
    })?;
    if WasmCompiler::get()? == WasmCompiler::Ready {
        step("lints of the browser part", || {
            run_command(command("cargo", &["clippy", "--locked", "--lib", "--target", WASM_TARGET]).args(deny))
        })?;
    }
    step("types of the JavaScript", || {
        run_command(&mut command("node_modules/.bin/tsc", &["--project", "extension/tsconfig.json"]))
    })?;
    step("shell scripts", || run_command(&mut command("shellcheck", &["build.sh", ".ci/run"])))?;
    println!("✓ checked");
    Ok(())
}
