//! The command `build.sh test`.
//!
//! - `request`: the arguments
//! - `scan`: finds all tests
//! - `selection`: selects the matching ones
//! - `runner`: runs them

mod request;
mod runner;
mod scan;
mod selection;

use anyhow::{Result, bail};

use crate::project::{parts, step};
use crate::recipes::build;
use crate::setup::{Need, needs};
use request::Request;
use runner::{AtFailure, TestGroup, TestRunner, browser_package, native_packages};
use scan::Workspace;
use selection::{Selection, exactly, targets};

/// Runs all tests or the matching ones, group by group, and prints how long
/// each group took.
///
/// # Errors
///
/// Returns an error if the arguments are wrong, nothing matches, something
/// needed is missing, or a test fails.
pub fn test(arguments: &[&str]) -> Result<()> {
    let request = Request::read(arguments)?;
    let recipe = Recipe {
        runner: TestRunner::here(),
        workspace: Workspace::read()?,
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
    workspace: Workspace,
    /// The number of runs of each group.
    repeat: u32,
    browser: &'static str,
}

impl Recipe {
    fn all(&self) -> Result<()> {
        needs(&[Need::Chromium, Need::Xvfb, Need::Firefox])?;
        build()?;
        self.run(NATIVE, &self.native(&[], vec![]))?;
        self.build_browser_tests(&[])?;
        self.run(HARNESS, &harness(&words(&["--lib", "--bins"]), vec![]))?;
        self.suite()?;
        let chosen = words(&["--skip", TIMED]).into_iter().chain(words(&IN_FIREFOX)).collect();
        self.run("selected tests in firefox", &TestGroup { browser: Some(FIREFOX), ..suite(chosen) })
    }

    fn all_in_firefox(&self) -> Result<()> {
        needs(&[Need::Xvfb, Need::Firefox])?;
        build()?;
        self.build_browser_tests(&suite(vec![]).targets)?;
        self.suite()
    }

    /// All browser tests. Those with time limits run last.
    fn suite(&self) -> Result<()> {
        self.in_browser(words(&["--skip", TIMED]))?;
        self.timed(words(&[TIMED]))
    }

    fn matching(&self, names: &[&str]) -> Result<()> {
        let tests = self.workspace.tests()?;
        let found = Selection::of(&tests, names);
        if found.tests().next().is_none() {
            bail!("no test matches {}: a name is a part of a test's path, such as badges::every", names.join(", "));
        }
        println!("tests that match:");
        for test in found.tests() {
            println!("  {} {}", test.target, test.path);
        }
        if found.needs_browser() {
            needs(&[if self.browser == FIREFOX { Need::Firefox } else { Need::Chromium }, Need::Xvfb])?;
        }
        if found.needs_build() {
            build()?;
        }
        if !found.native.is_empty() {
            self.run(NATIVE, &self.native(&targets(&found.native), exactly(&found.native)))?;
        }
        if !found.harness.is_empty() {
            self.run(HARNESS, &harness(&targets(&found.harness), exactly(&found.harness)))?;
        }
        if found.needs_browser() {
            self.build_browser_tests(&suite(vec![]).targets)?;
        }
        if !found.browser.is_empty() {
            self.in_browser(exactly(&found.browser))?;
        }
        if !found.timed.is_empty() {
            self.timed(exactly(&found.timed))?;
        }
        Ok(())
    }

    /// Compile separately, so that compile time isn't counted as browser time.
    fn build_browser_tests(&self, targets: &[String]) -> Result<()> {
        let targets = if targets.is_empty() { browser_package(&[]) } else { targets.to_vec() };
        let group = TestGroup { targets, browser: Some(self.browser), ..TestGroup::default() };
        step("building the browser tests", || self.runner.build(&group))
    }

    fn native(&self, targets: &[String], filters: Vec<String>) -> TestGroup {
        let mut packages = native_packages(&self.workspace.untested);
        packages.extend_from_slice(targets);
        TestGroup { targets: packages, filters, ..TestGroup::default() }
    }

    fn in_browser(&self, filters: Vec<String>) -> Result<()> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let at_once = self.runner.browser_tests_at_once(cores);
        let group = TestGroup { at_once: Some(at_once), browser: Some(self.browser), ..suite(filters) };
        self.run(&format!("tests in {}", self.browser), &group)
    }

    fn timed(&self, filters: Vec<String>) -> Result<()> {
        let group = TestGroup { at_once: Some(1), browser: Some(self.browser), ..suite(filters) };
        self.run(&format!("tests with time limits in {}, one at a time", self.browser), &group)
    }

    /// Runs a group as often as requested. No test is retried: the first
    /// failure ends it.
    fn run(&self, name: &str, group: &TestGroup) -> Result<()> {
        let at_failure = if self.repeat > 1 { AtFailure::End } else { AtFailure::GoOn };
        (1..=self.repeat).try_for_each(|round| {
            let name = if self.repeat > 1 { format!("{name}, {round} of {}", self.repeat) } else { name.to_owned() };
            step(&name, || self.runner.run(group, at_failure))
        })
    }
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

/// The tests that every run of `test` also runs in Firefox: some for each
/// subject. Running all of them takes too long; `test --firefox` does that.
const IN_FIREFOX: [&str; 9] = [
    "access::withheld",
    "accessibility::badges",
    "acting::keeping",
    "badges::every_portal_host",
    "containers::",
    "learning::keys_are_learned_from_a_table",
    "pasting::a_wrong_key_is_caught_in_every",
    "popup::the_popup_says_where",
    "sessions::signing_out_by_a_click",
];

/// The package with the tests that need a browser.
pub const BROWSER_TESTS: &str = "browser-tests";

/// A part of the paths of tests with time limits.
const TIMED: &str = "::timed::";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_for_firefox_is_a_browser_test() {
        let tests = Workspace::read().unwrap().tests().unwrap();
        for chosen in IN_FIREFOX {
            let found = Selection::of(&tests, &[chosen]);
            assert!(!found.browser.is_empty(), "no browser test matches {chosen}");
        }
    }

    #[test]
    fn browser_tests_are_in_one_target_that_has_timed_ones() {
        let tests = Workspace::read().unwrap().tests().unwrap();
        let found = Selection::of(&tests, &[""]);
        assert!(!found.timed.is_empty());
        assert!(found.browser.iter().chain(&found.timed).all(|test| test.target == "suite"));
    }
}
