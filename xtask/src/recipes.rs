//! The recipes of `build.sh`.

use anyhow::{Result, bail};

use crate::bundle::manifest;
use crate::project::{command, dist, parts, root, run as run_command, step};
use crate::setup::{Need, WASM_TARGET, WasmCompiler, needs};
use crate::{bundle, package};

/// Makes `dist/`.
pub fn build() -> Result<()> {
    needs(&[Need::NodePackages, Need::Wasm])?;
    bundle::all(&WasmCompiler::get()?, &dist())
}

/// Makes what goes to the stores.
pub fn package() -> Result<()> {
    build()?;
    package::pack()?;
    println!("  the core was made by {}", WasmCompiler::get()?.version()?);
    Ok(())
}

/// Opens a browser on the demo portals, or walks the main job without one.
pub fn run(rest: &[&str]) -> Result<()> {
    needs(&[Need::Chromium])?;
    if let Err(error) = needs(&[Need::Xvfb]) {
        println!("  without a display, the toolbar will be drawn from what the browser says of it ({error:#})");
    }
    build()?;
    const WALK: [&str; 5] = ["--locked", "--package", BROWSER_TESTS, "--bin", "walk"];
    step("demo portals and browser harness", || run_command(command("cargo", &["build"]).args(WALK)))?;
    run_command(command("cargo", &["run", "--quiet"]).args(WALK).arg("--").args(rest))
}

/// Measures: all, or the parts named in `rest`. What it needs is built before
/// anything is measured.
pub fn bench(rest: &[&str]) -> Result<()> {
    needs(&[Need::Chromium])?;
    package()?;
    let workshop = root().join("target/bench");
    bundle::scan_module(&WasmCompiler::get()?, &workshop)?;
    let sizes = bundle::size::measure(&dist().join("chromium"))?;
    bundle::size::write(&sizes, &package::packed(manifest::Browser::Chromium), &workshop.join("sizes.json"))?;
    step("the scan, as fast as it can be natively", || {
        run_command(&mut command("cargo", &["build", "--locked", "--profile", "speed", "--example", "scan_speed"]))
    })?;
    const BENCH: [&str; 5] = ["--locked", "--package", BROWSER_TESTS, "--bin", "bench"];
    step("demo portals and browser harness", || run_command(command("cargo", &["build"]).args(BENCH)))?;
    run_command(command("cargo", &["run", "--quiet"]).args(BENCH).arg("--").args(rest))
}

/// Takes the pictures of the documentation or of the stores.
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

/// Runs all tests, part by part, and says how long each took; with `rest`,
/// those that `cargo test` chooses by it.
pub fn test(rest: &[&str]) -> Result<()> {
    needs(&[Need::Chromium, Need::Xvfb, Need::Firefox])?;
    build()?;
    let tests = ["test", "--locked", "--workspace"];
    if !rest.is_empty() {
        return step("tests", || run_command(command("cargo", &tests).args(rest)));
    }
    step("tests of the core and the tools", || {
        run_command(command("cargo", &tests).args(["--exclude", BROWSER_TESTS]))
    })?;
    // One more time to compile is no part of what the browsers take.
    step("building the browser tests", || browser_tests("chromium", &["--no-run"]))?;
    test_in("chromium")?;
    step("chosen tests in firefox", || {
        browser_tests(
            "firefox",
            &["--test", "suite", "--", "--skip", TIMED].iter().chain(&IN_FIREFOX).copied().collect::<Vec<_>>(),
        )
    })?;
    test_other_compiler()?;
    println!("{}", parts());
    Ok(())
}

/// Runs every browser test in Firefox alone.
pub fn test_in_firefox() -> Result<()> {
    needs(&[Need::Xvfb, Need::Firefox])?;
    build()?;
    test_in("firefox")
}

/// Runs every browser test in this browser; those that hold a time to a limit
/// by themselves.
fn test_in(browser: &str) -> Result<()> {
    // Each keeps a core busy. More at once are hardly faster, and wait for each other.
    let at_once = std::thread::available_parallelism().map_or(1, usize::from).to_string();
    step(&format!("tests in {browser}"), || {
        browser_tests(browser, &["--", "--skip", TIMED, "--test-threads", &at_once])
    })?;
    step(&format!("tests with a limit of time in {browser}, one after the other"), || {
        browser_tests(browser, &[TIMED, "--", "--test-threads", "1"])
    })
}

/// What every `test` runs in Firefox too: a part of each subject. All of them
/// take longer than anybody waits for twice; `test --firefox` runs them.
const IN_FIREFOX: [&str; 9] = [
    "access::withheld",
    "accessibility::badges",
    "acting::keeping",
    "badges::every_portal_host",
    "containers::",
    "learning::keys_are_learned_from_a_table",
    "pasting::a_wrong_key_is_caught_in_every",
    "popup::it_says",
    "sessions::signing_out_by_a_press",
];

fn browser_tests(browser: &str, rest: &[&str]) -> Result<()> {
    let tests = ["test", "--locked", "--package", BROWSER_TESTS];
    // What failed is told in a sentence: where the stack was then says nothing more.
    run_command(command("cargo", &tests).args(rest).env("SANDBAR_BROWSER", browser).env("RUST_BACKTRACE", "0"))
}

/// The package whose tests need a browser.
const BROWSER_TESTS: &str = "browser-tests";

/// Part of the names of the tests that hold a time to a limit.
const TIMED: &str = "::timed::";

/// The core built by the other compiler works too.
fn test_other_compiler() -> Result<()> {
    let compiler = match WasmCompiler::get()?.other() {
        Ok(compiler) => compiler,
        Err(error) => {
            println!("- skipped: the core built by the other compiler ({error:#})");
            return Ok(());
        }
    };
    let place = compiler.target_folder().join("dist");
    bundle::all(&compiler, &place)?;
    step("the core built by the other compiler works", || {
        let smoke = ["test", "--locked", "--package", BROWSER_TESTS, "badges::every_portal_host"];
        let mut smoke = command("cargo", &smoke);
        run_command(smoke.env("SANDBAR_BROWSER", "chromium").env("SANDBAR_DIST", place.join("chromium")))
    })
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
