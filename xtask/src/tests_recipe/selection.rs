//! Selects the tests to run for the names in the arguments.

use std::collections::BTreeSet;

use super::scan::{Kind, Test};
use super::{BROWSER_TESTS, TIMED};

/// The matching tests, by group.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Selection<'a> {
    /// Tests of the core and the tools.
    pub native: Vec<&'a Test>,
    /// Tests of the browser test harness that need no browser.
    pub harness: Vec<&'a Test>,
    /// Browser tests.
    pub browser: Vec<&'a Test>,
    /// Browser tests with time limits.
    pub timed: Vec<&'a Test>,
}

impl<'a> Selection<'a> {
    /// The tests whose path contains one of the names.
    pub fn of(tests: &'a [Test], names: &[&str]) -> Self {
        let mut selection = Self::default();
        for test in tests.iter().filter(|test| names.iter().any(|name| test.path.contains(name))) {
            let group = match (test.package == BROWSER_TESTS, test.kind) {
                (false, _) => &mut selection.native,
                (true, Kind::Library | Kind::Binary) => &mut selection.harness,
                (true, Kind::Integration) if test.path.contains(TIMED) => &mut selection.timed,
                (true, Kind::Integration) => &mut selection.browser,
            };
            group.push(test);
        }
        selection
    }

    /// Every matching test.
    pub fn tests(&self) -> impl Iterator<Item = &'a Test> {
        [&self.native, &self.harness, &self.browser, &self.timed].into_iter().flatten().copied()
    }

    /// Whether a browser is needed.
    pub const fn needs_browser(&self) -> bool {
        !self.browser.is_empty() || !self.timed.is_empty()
    }

    /// Whether the extension must be built.
    pub fn needs_build(&self) -> bool {
        self.needs_browser() || self.native.iter().any(|test| test.reads_build)
    }
}

/// Cargo options that compile only the targets of these tests.
pub fn targets(tests: &[&Test]) -> Vec<String> {
    let targets: BTreeSet<_> = tests.iter().map(|test| (test.kind, test.target.as_str())).collect();
    let options: BTreeSet<Vec<&str>> = targets
        .into_iter()
        .map(|(kind, name)| match kind {
            Kind::Library => vec!["--lib"],
            Kind::Binary => vec!["--bin", name],
            Kind::Integration => vec!["--test", name],
        })
        .collect();
    options.into_iter().flatten().map(str::to_owned).collect()
}

/// A filter that matches exactly these tests.
pub fn exactly(tests: &[&Test]) -> Vec<String> {
    let paths: BTreeSet<_> = tests.iter().map(|test| test.path.as_str()).collect();
    ["--exact"].into_iter().chain(paths).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(package: &str, kind: Kind, target: &str, path: &str) -> Test {
        let [package, target, path] = [package, target, path].map(str::to_owned);
        Test { package, kind, target, path, reads_build: false }
    }

    fn some() -> [Test; 6] {
        [
            test("sandbar", Kind::Library, "sandbar", "view::badge::tests::a_badge"),
            test("sandbar", Kind::Integration, "shapes", "every_shape_is_a_badge"),
            test("xtask", Kind::Binary, "xtask", "shipped::a_word"),
            test(BROWSER_TESTS, Kind::Library, "browser_tests", "profile::tests::a_badge"),
            test(BROWSER_TESTS, Kind::Integration, "suite", "badges::every_host"),
            test(BROWSER_TESTS, Kind::Integration, "suite", "popup::timed::a_badge_in_time"),
        ]
    }

    #[test]
    fn names_are_parts_of_paths_and_a_union() {
        let tests = some();
        let [core, shapes, xtask, harness, badges, timed] = &tests;
        let of = |names: &[&str]| Selection::of(&tests, names);
        assert_eq!(of(&["badges::every"]), Selection { browser: vec![badges], ..Selection::default() });
        let badge = Selection {
            native: vec![core, shapes],
            harness: vec![harness],
            timed: vec![timed],
            ..Selection::default()
        };
        assert_eq!(of(&["a_badge"]), badge);
        let union = Selection { native: vec![shapes, xtask], browser: vec![badges], ..Selection::default() };
        assert_eq!(of(&["every_", "shipped::", "every_host"]), union);
        assert_eq!(of(&["Badge"]).tests().count(), 0);
    }

    #[test]
    fn only_tests_that_need_them_get_a_browser_or_a_build() {
        let mut tests = some();
        let needs = |tests: &[Test], name| {
            let selection = Selection::of(tests, &[name]);
            (selection.needs_browser(), selection.needs_build())
        };
        assert_eq!(needs(&tests, "profile::"), (false, false));
        assert_eq!(needs(&tests, "shipped::"), (false, false));
        assert_eq!(needs(&tests, "badges::"), (true, true));
        assert_eq!(needs(&tests, "popup::timed::"), (true, true));
        tests[2].reads_build = true;
        assert_eq!(needs(&tests, "shipped::"), (false, true));
    }

    #[test]
    fn cargo_is_asked_for_the_targets_and_the_tests_that_match() {
        let tests = some();
        let [core, shapes, xtask, ..] = &tests;
        assert_eq!(targets(&[xtask, core, shapes, core]), ["--bin", "xtask", "--lib", "--test", "shapes"]);
        assert_eq!(exactly(&[xtask, core, core]), ["--exact", "shipped::a_word", "view::badge::tests::a_badge"]);
    }
}
