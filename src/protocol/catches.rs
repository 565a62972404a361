//! The warnings that were shown last, and what the user did.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Between two fields.
const BETWEEN: char = '\u{1f}';

/// A warning that was shown, as one line. It holds nothing of a key's value. Only
/// the popup reads its fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CatchLine(String);

/// The fields of a line. Messages are given by their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatchFields<'l> {
    /// When.
    pub at: Timestamp,
    /// The host of the page.
    pub host: &'l str,
    /// The wire name of the key's environment, where that was what was wrong.
    pub from: &'l str,
    /// What was wrong, or which key it was: a message, and what its placeholder
    /// stands for.
    pub what: [&'l str; 2],
    /// The same for where the key was going, if that is known.
    pub to: [&'l str; 2],
    /// What the key is called.
    pub name: &'l str,
    /// What the user did: the wire name of a [`Choice`], or nothing yet.
    pub choice: &'l str,
}

impl CatchFields<'_> {
    /// Nothing in any of them.
    #[cfg(test)]
    pub(crate) const EMPTY: Self =
        Self { at: Timestamp::from_millis(0), host: "", from: "", what: [""; 2], to: [""; 2], name: "", choice: "" };
}

impl CatchLine {
    /// A line with these fields.
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

    /// Its fields; those that are missing are empty.
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
    /// The text was removed again, or not pasted.
    Removed,
    /// The text stayed.
    Kept,
    /// The same page was opened in the other environment.
    Opened,
    /// The user said which environment the key belongs to.
    Marked,
    /// The user said that the key is fine there.
    Fine,
}

impl Choice {
    /// All of them.
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
