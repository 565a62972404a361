//! The last warnings, and what the user did.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// The separator between two fields.
const BETWEEN: char = '\u{1f}';

/// A warning that was shown, as one line, without any part of a key. Only the
/// popup reads its fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CatchLine(String);

/// The fields of a line. Messages are given by key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatchFields<'l> {
    /// The time of the warning.
    pub at: Timestamp,
    /// The host of the page.
    pub host: &'l str,
    /// The wire name of the key's environment, if the environment was wrong.
    pub from: &'l str,
    /// The problem, or the key's kind: a message key and its argument.
    pub what: [&'l str; 2],
    /// The key's destination, if known: a message key and its argument.
    pub to: [&'l str; 2],
    /// The name of the key.
    pub name: &'l str,
    /// What the user did: the wire name of a [`Choice`], or empty.
    pub choice: &'l str,
}

impl CatchFields<'_> {
    /// All fields are empty.
    #[cfg(test)]
    pub(crate) const EMPTY: Self =
        Self { at: Timestamp::from_millis(0), host: "", from: "", what: [""; 2], to: [""; 2], name: "", choice: "" };
}

impl CatchLine {
    /// Creates a line from these fields.
    #[must_use]
    pub fn of(fields: &CatchFields<'_>) -> Self {
        let CatchFields { at, host, from, what, to, name, choice } = fields;
        let at = at.as_millis().to_string();
        let [[what, what_arg], [to, to_arg]] = [what, to];
        let all: [&str; 9] = [&at, host, from, what, what_arg, to, to_arg, name, choice];
        let mut line = String::new();
        for field in all {
            line.extend(field.chars().filter(|&sign| sign != BETWEEN));
            line.push(BETWEEN);
        }
        line.pop();
        Self(line)
    }

    /// The fields. Missing ones are empty.
    #[must_use]
    pub fn fields(&self) -> CatchFields<'_> {
        let mut fields = self.0.split(BETWEEN);
        let mut next = || fields.next().unwrap_or_default();
        CatchFields {
            at: Timestamp::from_millis(next().parse().unwrap_or_default()),
            host: next(),
            from: next(),
            what: [next(), next()],
            to: [next(), next()],
            name: next(),
            choice: next(),
        }
    }
}

/// What the user did about a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// The text was removed, or was not pasted.
    Removed,
    /// The text was kept.
    Kept,
    /// The same page was opened in the other environment.
    Opened,
    /// The user declared the key's environment.
    Marked,
    /// The user allowed the key there.
    Fine,
}

impl Choice {
    /// All choices.
    pub const ALL: [Self; 5] = [Self::Removed, Self::Kept, Self::Opened, Self::Marked, Self::Fine];

    /// The wire name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Kept => "kept",
            Self::Opened => "opened",
            Self::Marked => "marked",
            Self::Fine => "fine",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_its_fields_whatever_is_in_them() {
        let fields = CatchFields {
            at: Timestamp::from_millis(7),
            host: "ci.example.com",
            from: "sandbox",
            what: ["routeKeySandbox", ""],
            to: ["routePageProduction", ""],
            name: "a\nb \u{202e}c",
            choice: "",
        };
        assert_eq!(CatchLine::of(&fields).fields(), fields);
        let line = CatchLine::of(&CatchFields { name: "a\u{1f}b", ..fields });
        assert_eq!(line.fields(), CatchFields { name: "ab", ..fields });
    }

    #[test]
    fn a_line_that_is_none_has_empty_fields() {
        for text in ["", "x", "\u{1f}\u{1f}"] {
            assert_eq!(CatchLine(text.to_owned()).fields(), CatchFields::EMPTY);
        }
    }

    #[test]
    fn each_choice_has_the_name_that_pages_send() {
        for choice in Choice::ALL {
            let sent: Choice = serde_json::from_value(choice.name().into()).unwrap();
            assert_eq!(sent, choice);
        }
    }
}
