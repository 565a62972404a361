//! Names that the user gives to sandboxes if there are several, such as "uat".

use serde::{Deserialize, Serialize};

use crate::messages::isolated;
use crate::sort::sort_by;

/// The length of the longest name, in characters.
pub const LONGEST: usize = 24;

/// More names than anyone needs. Data from other computers may contain
/// anything.
const MOST: usize = 100;

/// The length of the longest host name, in bytes (RFC 1035).
const LONGEST_HOST: usize = 253;

/// The name of a sandbox at a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SandboxLabel {
    /// The host of its pages.
    pub host: String,
    /// The name.
    pub label: String,
}

/// The names of sandboxes, by host.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SandboxLabels(Vec<SandboxLabel>);

impl SandboxLabels {
    /// Keeps the entries with valid host names; the last one per host wins.
    #[must_use]
    pub fn of(labels: Vec<SandboxLabel>) -> Self {
        let mut all = Self::default();
        for SandboxLabel { host, label } in labels {
            all.set(&host, &label);
        }
        all
    }

    /// The name of the sandbox on this host.
    #[must_use]
    pub fn at(&self, host: &str) -> Option<&str> {
        self.0.iter().find(|one| one.host == host).map(|one| one.label.as_str())
    }

    /// Adds names for hosts without one. Returns whether there were any.
    pub fn add_missing(&mut self, others: &Self) -> bool {
        let before = self.0.len();
        for SandboxLabel { host, label } in &others.0 {
            if self.at(host).is_none() {
                self.set(host, label);
            }
        }
        self.0.len() > before
    }

    /// Sets the name of a host's sandbox. An empty name removes it.
    pub fn set(&mut self, host: &str, label: &str) {
        self.0.retain(|one| one.host != host);
        let label = cleaned(label);
        if !label.is_empty() && !host.is_empty() && host.len() <= LONGEST_HOST && self.0.len() < MOST {
            self.0.push(SandboxLabel { host: host.to_owned(), label });
            sort_by(&mut self.0, |one, other| one.host.cmp(&other.host));
        }
    }
}

/// A name without control characters and repeated spaces, cut to [`LONGEST`].
pub(super) fn cleaned(label: &str) -> String {
    let mut clean = String::new();
    let mut count = 0;
    for word in label.split(|letter: char| letter.is_whitespace() || letter.is_control()) {
        if word.is_empty() || count + 1 >= LONGEST {
            continue;
        }
        if count > 0 {
            clean.push(' ');
            count += 1;
        }
        for letter in word.chars().take(LONGEST - count) {
            clean.push(letter);
            count += 1;
        }
    }
    clean
}

/// An environment with the sandbox's name: `Sandbox: uat`. The name is
/// isolated, so that its direction can't affect the rest.
#[must_use]
pub fn labelled(environment: &str, label: &str) -> String {
    let mut named = String::from(environment);
    named.push_str(": ");
    named.push_str(&isolated(label));
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_on_one_line() {
        for (label, expected) in [
            ("uat", "uat"),
            ("  load   test\n2 ", "load test 2"),
            ("\u{7}a\tb", "a b"),
            ("   ", ""),
            ("a name that is longer than the badge has room for", "a name that is longer th"),
            ("אבגדהוזחטיכלמנסעפצקרשת123456", "אבגדהוזחטיכלמנסעפצקרשת12"),
        ] {
            assert_eq!(cleaned(label), expected, "{label:?}");
            assert!(cleaned(label).chars().count() <= LONGEST);
        }
    }

    #[test]
    fn each_host_has_one_name() {
        let mut labels = SandboxLabels::default();
        labels.set("b.example", "uat");
        labels.set("a.example", "dev");
        labels.set("b.example", "qa");
        assert_eq!(
            (labels.at("b.example"), labels.at("a.example"), labels.at("c.example")),
            (Some("qa"), Some("dev"), None)
        );
        labels.set("b.example", " ");
        assert_eq!(labels.at("b.example"), None);
        for number in 0..200 {
            labels.set(&format!("{number}.example"), "x");
        }
        labels.set(&"x".repeat(300), "x");
        assert_eq!(labels.0.len(), MOST);
    }

    #[test]
    fn a_name_from_right_to_left_does_not_turn_what_is_around_it() {
        assert_eq!(labelled("Sandbox", "uat"), "Sandbox: uat");
        assert_eq!(labelled("Sandbox", "בדיקה"), "Sandbox: \u{2068}בדיקה\u{2069}");
    }
}
