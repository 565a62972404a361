//! The recipe of `build.sh test`.
//!
//! - `request`: what the user asks for
//! - `runner`: what runs them

mod request;
mod runner;

use anyhow::Result;

use crate::project::{parts, step};
use crate::recipes::build;
use crate::setup::{Need, needs};
use request::Request;
use runner::{AtFailure, TestGroup, TestRunner, browser_package, native_packages};

/// Runs all tests or those that match, part by part, and prints how long each
/// part took.
///
/// # Errors
///
/// If the arguments are wrong, nothing matches, something needed is missing,
/// or a test fails.
pub fn test(arguments: &[&str]) -> Result<()> {
    let request = Request::read(arguments)?;
    let recipe = Recipe {
        runner: TestRunner::here(),
        repeat: request.repeat,
        browser: if request.firefox { FIREFOX } else { CHROMIUM },
    };
    match (request.names.as_slice(), request.firefox) {
        ([], false) => recipe.all()?,
        ([], true) => recipe.all_in_firefox()?,
        (names, _) => recipe.matching(names)?,
    }
    println!("{}", parts());
    Ok(())
}

struct Recipe {
    runner: TestRunner,
    /// How often each group runs.
    repeat: u32,
    browser: &'static str,
}

impl Recipe {
    fn all(&self) -> Result<()> {
        needs(&[Need::Chromium, Need::Xvfb, Need::Firefox])?;
        build()?;
        self.run(NATIVE, &native())?;
        self.build_browser_tests(&[])?;
        self.run(HARNESS, &harness(&words(&["--lib", "--bins"]), vec![]))?;
        self.suite()?;
        let chosen = words(&["--skip", TIMED]).into_iter().chain(words(&IN_FIREFOX)).collect();
        self.run("chosen tests in firefox", &TestGroup { browser: Some(FIREFOX), ..suite(chosen) })
    }

    fn all_in_firefox(&self) -> Result<()> {
        needs(&[Need::Xvfb, Need::Firefox])?;
        build()?;
        self.build_browser_tests(&suite(vec![]).targets)?;
        self.suite()
    }

    /// Every browser test; those that hold a time to a limit run last.
    fn suite(&self) -> Result<()> {
        self.in_browser(words(&["--skip", TIMED]))?;
        self.timed(words(&[TIMED]))
    }

    fn matching(&self, names: &[&str]) -> Result<()> {
        needs(&[Need::Chromium, Need::Xvfb, Need::Firefox])?;
        build()?;
        let targets = words(&["--workspace"]);
        let group = TestGroup { targets, filters: words(names), browser: Some(self.browser), ..TestGroup::default() };
        self.run("tests", &group)
    }

    /// The time to compile is not part of what the browsers take.
    fn build_browser_tests(&self, targets: &[String]) -> Result<()> {
        let targets = if targets.is_empty() { browser_package(&[]) } else { targets.to_vec() };
        let group = TestGroup { targets, browser: Some(self.browser), ..TestGroup::default() };
        step("building the browser tests", || self.runner.build(&group))
    }

    fn in_browser(&self, filters: Vec<String>) -> Result<()> {
        // Each keeps a core busy. More at once are hardly faster, and wait for each other.
        let at_once = std::thread::available_parallelism().map_or(1, usize::from);
        let group = TestGroup { at_once: Some(at_once), browser: Some(self.browser), ..suite(filters) };
        self.run(&format!("tests in {}", self.browser), &group)
    }

    fn timed(&self, filters: Vec<String>) -> Result<()> {
        let group = TestGroup { at_once: Some(1), browser: Some(self.browser), ..suite(filters) };
        self.run(&format!("tests with a limit of time in {}, one after the other", self.browser), &group)
    }

    /// Runs a group as often as the user asked. No test gets a second chance:
    /// the first failure ends it.
    fn run(&self, name: &str, group: &TestGroup) -> Result<()> {
        let at_failure = if self.repeat > 1 { AtFailure::End } else { AtFailure::GoOn };
        (1..=self.repeat).try_for_each(|round| {
            let name = if self.repeat > 1 { format!("{name}, {round} of {}", self.repeat) } else { name.to_owned() };
            step(&name, || self.runner.run(group, at_failure))
        })
    }
}

fn native() -> TestGroup {
    TestGroup { targets: native_packages(&[]), ..TestGroup::default() }
}

fn harness(targets: &[String], filters: Vec<String>) -> TestGroup {
    TestGroup { targets: browser_package(targets), filters, ..TestGroup::default() }
}

fn suite(filters: Vec<String>) -> TestGroup {
    TestGroup { targets: browser_package(&words(&["--test", "suite"])), filters, ..TestGroup::default() }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

const NATIVE: &str = "tests of the core and the tools";
const HARNESS: &str = "tests of the browser harness, without a browser";

const CHROMIUM: &str = "chromium";
const FIREFOX: &str = "firefox";

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

/// The package whose tests need a browser.
pub const BROWSER_TESTS: &str = "browser-tests";

/// Part of the paths of the tests that hold a time to a limit.
const TIMED: &str = "::timed::";
