//! The commands of `build.sh`.

use anyhow::{Context, Result, bail};
use sandbar::catalogue::vendors::old_rows;

use crate::audit::audit;
use crate::bundle::{MODULES, Profile, manifest};
use crate::project::{command, dist, root, run as run_command, step};
use crate::rust::{self, WASM_TARGET};
use crate::setup::{Need, needs};
use crate::tests_recipe::BROWSER_TESTS;
use crate::{bundle, fuzz, package, translations};

/// Builds what ships, in `dist/`.
pub fn build() -> Result<()> {
    build_for(Profile::Release)
}

/// Builds the extension for release or for development.
pub fn build_for(profile: Profile) -> Result<()> {
    needs(&[Need::NodePackages, Need::Wasm])?;
    bundle::all(profile)
}

/// Builds the packages for the stores.
pub fn package() -> Result<()> {
    build()?;
    package::pack()?;
    println!("  compiler: {}", rust::version()?);
    Ok(())
}

/// Opens a browser on the demo portals, or demonstrates the main job without a
/// window.
pub fn run(rest: &[&str]) -> Result<()> {
    needs(&[Need::Chromium])?;
    if let Err(error) = needs(&[Need::Xvfb]) {
        println!("  no display: the toolbar will be drawn from the browser's data ({error:#})");
    }
    build_for(Profile::Dev)?;
    const WALK: [&str; 5] = ["--locked", "--package", BROWSER_TESTS, "--bin", "walk"];
    step("demo portals and browser harness", || run_command(command("cargo", &["build"]).args(WALK)))?;
    let mut walk = command("cargo", &["run", "--quiet"]);
    if std::env::var_os("SANDBAR_DIST").is_none() {
        walk.env("SANDBAR_DIST", Profile::Dev.dist().join(manifest::Browser::Chromium.name()));
    }
    run_command(walk.args(WALK).arg("--").args(rest))
}

/// Runs all benchmarks, or the parts in `rest`. Everything is built before the
/// first measurement.
pub fn bench(rest: &[&str]) -> Result<()> {
    needs(&[Need::Chromium])?;
    package()?;
    let workshop = root().join("target/bench");
    bundle::scan_module(&workshop)?;
    let sizes = bundle::size::measure(&dist().join("chromium"))?;
    bundle::size::write(&sizes, &package::packed(manifest::Browser::Chromium), &workshop.join("sizes.json"))?;
    step("the scan, as fast as it can be natively", || {
        run_command(&mut command("cargo", &["build", "--locked", "--profile", "speed", "--example", "scan_speed"]))
    })?;
    const BENCH: [&str; 5] = ["--locked", "--package", BROWSER_TESTS, "--bin", "bench"];
    step("demo portals and browser harness", || run_command(command("cargo", &["build"]).args(BENCH)))?;
    run_command(command("cargo", &["run", "--quiet"]).args(BENCH).arg("--").args(rest))
}

/// Takes the pictures for the documentation or the stores.
pub fn pictures(rest: &[&str]) -> Result<()> {
    let which = match rest {
        [] => "pictures",
        ["store"] => "store",
        _ => bail!("usage: ./build.sh pictures [store]"),
    };
    needs(&[Need::Chromium])?;
    build()?;
    let bin = ["run", "--locked", "--package", BROWSER_TESTS, "--bin", which];
    step("pictures", || run_command(&mut command("cargo", &bin)))
}

const BIOME: &str = "node_modules/.bin/biome";

/// Generates the checked-in files from the core's types and tables.
///
/// # Errors
///
/// Returns an error if the core doesn't compile, or a file can't be written.
pub fn generate() -> Result<()> {
    needs(&[Need::NodePackages])?;
    // With this variable, the tests that compare these files write them
    // (src/generated.rs).
    let tests = ["test", "--quiet", "--locked", "--package", "sandbar", "--lib", "as_generated"];
    step("generated files", || run_command(command("cargo", &tests).env("SANDBAR_GENERATE", "1")))?;
    step("their layout", || run_command(&mut command(BIOME, &["check", "--write", "extension/content"])))
}

/// Lists the vendors whose facts have to be checked again. They may still be
/// right, so this isn't a failure.
fn tell_old_rows() -> Result<()> {
    let output = command("date", &["-u", "+%F"]).output().context("asking for the date")?;
    let today = String::from_utf8(output.stdout).context("reading the date")?;
    for vendor in old_rows(today.trim()) {
        println!(
            "  {}: last checked on {}, more than a year ago (docs/vendors.md)",
            vendor.name,
            vendor.sources.checked()
        );
    }
    Ok(())
}

/// Applies all automatic fixes of clippy, rustfmt and biome.
///
/// # Errors
///
/// Returns an error if one of them finds something that it can't fix. The
/// others are still applied.
pub fn fix() -> Result<()> {
    needs(&[Need::NodePackages, Need::RustTools])?;
    let clippy = ["clippy", "--locked", "--workspace", "--all-targets", "--fix", "--allow-dirty", "--allow-staged"];
    let applied = [
        generate(),
        step("clippy", || run_command(&mut command("cargo", &clippy))),
        step("rustfmt", || run_command(&mut command("cargo", &["fmt", "--all"]))),
        step("biome", || run_command(&mut command(BIOME, &["check", "--write", "--error-on-warnings"]))),
    ];
    applied.into_iter().collect::<Result<()>>()?;
    println!("✓ fixed");
    Ok(())
}

/// Checks formatting, lints and types.
pub fn check() -> Result<()> {
    needs(&[Need::NodePackages, Need::Wasm, Need::RustTools, Need::Shellcheck])?;
    let deny = ["--", "-D", "warnings"];
    step("formatting", || run_command(&mut command("cargo", &["fmt", "--all", "--check"])))?;
    step("lints", || {
        run_command(command("cargo", &["clippy", "--locked", "--workspace", "--all-targets"]).args(deny))
    })?;
    step("lints of the browser part", || {
        let packages = MODULES.iter().flat_map(|module| ["--package", module]);
        let mut clippy = command("cargo", &["clippy", "--locked", "--lib", "--target", WASM_TARGET]);
        run_command(clippy.args(packages).args(deny))
    })?;
    step("types of the fuzz targets", fuzz::check)?;
    step("formatting and lints of JavaScript, CSS and JSON", || {
        run_command(&mut command(BIOME, &["check", "--error-on-warnings"]))
    })?;
    step("types of the scripts", || {
        ["extension", "extension/content"]
            .iter()
            .try_for_each(|project| run_command(&mut command("node_modules/.bin/tsc", &["--project", project])))
    })?;
    step("shell scripts", || run_command(&mut command("shellcheck", &["build.sh", ".ci/run", ".ci/prerequisites"])))?;
    step("messages and their translations", translations::check)?;
    step("known vulnerabilities", audit)?;
    tell_old_rows()?;
    println!("✓ checked");
    Ok(())
}
