//! Runs tests with cargo-nextest if it is installed, otherwise with Cargo.

use std::process::Command;

use anyhow::{Context, Result, bail};

use super::BROWSER_TESTS;
use crate::project::{asked, command, run as run_command};

/// The program that runs tests. Both run the same tests; only their arguments
/// differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestRunner {
    /// One process per test. Browser tests share only files that several
    /// processes may create at the same time (`prepare` in
    /// `tests/browser/src/engine/firefox.rs`).
    Nextest,
    /// One process per target.
    Cargo,
}

/// Tests that run together.
#[derive(Debug, Clone, Default)]
pub struct TestGroup {
    /// Cargo options that select packages and targets.
    pub targets: Vec<String>,
    /// Filters on the tests in these, in the form of test programs, and
    /// `--skip` and `--exact`.
    pub filters: Vec<String>,
    /// The number of concurrent tests, if it isn't the number of cores.
    pub at_once: Option<usize>,
    /// The browser for browser tests.
    pub browser: Option<&'static str>,
}

/// What happens after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtFailure {
    /// The other tests still run, so that one run shows every failure.
    GoOn,
    /// The run ends as soon as possible.
    End,
}

/// nextest's exit code if no test matches the filters
/// (`NextestExitCode::NO_TESTS_RUN`).
const NO_TESTS_RUN: i32 = 4;

impl TestRunner {
    /// The runner for this machine.
    pub fn here() -> Self {
        if asked(&mut command("cargo", &["nextest", "--version"])).is_some() { Self::Nextest } else { Self::Cargo }
    }

    /// How many browser tests to allow at the same time.
    ///
    /// Most tests keep a core busy: more of them would only wait for each other. Some wait for pages to settle and
    /// leave the core idle. nextest knows them (`.config/nextest.toml`): they take one of a core's two slots, and the
    /// others take both.
    pub const fn browser_tests_at_once(self, cores: usize) -> usize {
        match self {
            Self::Nextest => 2 * cores,
            Self::Cargo => cores,
        }
    }

    /// Compiles the tests of a group.
    ///
    /// # Errors
    ///
    /// Returns an error if they don't compile.
    pub fn build(self, group: &TestGroup) -> Result<()> {
        let mut build = self.command(group);
        run_command(build.arg("--no-run").args(&group.targets))
    }

    /// Runs a group.
    ///
    /// # Errors
    ///
    /// Returns an error if a test fails, or if nextest finds no test to run.
    pub fn run(self, group: &TestGroup, at_failure: AtFailure) -> Result<()> {
        let mut run = self.command(group);
        run.args(self.run_arguments(group, at_failure));
        if self == Self::Cargo {
            return run_command(&mut run);
        }
        let status = run.status().context("starting cargo-nextest")?;
        match status.code() {
            Some(0) => Ok(()),
            Some(NO_TESTS_RUN) => bail!("cargo-nextest found no such test: {}", group.filters.join(" ")),
            _ => bail!("cargo-nextest ended with {status}"),
        }
    }

    fn command(self, group: &TestGroup) -> Command {
        let mut command = match self {
            Self::Nextest => command("cargo", &["nextest", "run", "--locked"]),
            Self::Cargo => command("cargo", &["test", "--locked"]),
        };
        if let Some(browser) = group.browser {
            // A failure prints one sentence; a backtrace would add nothing.
            command.env("SANDBAR_BROWSER", browser).env("RUST_BACKTRACE", "0");
        }
        command
    }

    fn run_arguments(self, group: &TestGroup, at_failure: AtFailure) -> Vec<String> {
        let at_failure = match (self, at_failure) {
            (_, AtFailure::GoOn) => Some("--no-fail-fast"),
            (Self::Nextest, AtFailure::End) => Some("--fail-fast"),
            (Self::Cargo, AtFailure::End) => None, // as it does by itself, between targets
        };
        let at_once: Vec<String> = group
            .at_once
            .map(|number| ["--test-threads".to_owned(), number.to_string()])
            .into_iter()
            .flatten()
            .collect();
        let (before, after) = match self {
            Self::Nextest => (at_once, vec![]),
            Self::Cargo => (vec![], at_once),
        };
        let parts = [before, group.targets.clone(), vec!["--".to_owned()], group.filters.clone(), after];
        at_failure.map(str::to_owned).into_iter().chain(parts.into_iter().flatten()).collect()
    }
}

/// Cargo options for all packages except the browser tests. They are the same
/// for every selection, so that Cargo compiles the dependencies only once.
/// `--lib` would include packages that only compile for WebAssembly.
pub fn native_packages(untested: &[String]) -> Vec<String> {
    let excluded = untested.iter().map(String::as_str).chain([BROWSER_TESTS]);
    ["--workspace"].into_iter().chain(excluded.flat_map(|package| ["--exclude", package])).map(str::to_owned).collect()
}

/// Cargo's options for the package of the browser tests, followed by `targets`.
pub fn browser_package(targets: &[String]) -> Vec<String> {
    ["--package", BROWSER_TESTS].map(str::to_owned).into_iter().chain(targets.iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group() -> TestGroup {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        TestGroup {
            targets: words(&["--package", "one"]),
            filters: words(&["name", "--skip", "other"]),
            at_once: Some(2),
            browser: None,
        }
    }

    #[test]
    fn both_runners_get_the_same_selection() {
        let arguments = |runner: TestRunner, at_failure| runner.run_arguments(&group(), at_failure).join(" ");
        assert_eq!(
            arguments(TestRunner::Nextest, AtFailure::GoOn),
            "--no-fail-fast --test-threads 2 --package one -- name --skip other"
        );
        assert_eq!(
            arguments(TestRunner::Cargo, AtFailure::GoOn),
            "--no-fail-fast --package one -- name --skip other --test-threads 2"
        );
    }

    #[test]
    fn a_repeated_run_ends_at_the_first_failure() {
        let first = |runner: TestRunner| runner.run_arguments(&group(), AtFailure::End).remove(0);
        assert_eq!(first(TestRunner::Nextest), "--fail-fast");
        assert_eq!(first(TestRunner::Cargo), "--package");
    }

    #[test]
    fn native_tests_exclude_what_needs_a_browser_or_wasm() {
        let packages = native_packages(&["pages".to_owned()]);
        assert_eq!(packages, ["--workspace", "--exclude", "pages", "--exclude", BROWSER_TESTS]);
    }
}
