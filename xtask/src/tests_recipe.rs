//! The recipe of `build.sh test`.

use anyhow::Result;

use crate::project::{command, parts, run as run_command, step};
use crate::recipes::build;
use crate::setup::{Need, needs};

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
pub const BROWSER_TESTS: &str = "browser-tests";

/// Part of the names of the tests that hold a time to a limit.
const TIMED: &str = "::timed::";
