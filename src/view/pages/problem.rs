//! Stored items that could not be read, as messages.

use crate::messages::{MessageKey, message};
use crate::worker::names::{
    ENTRY_PREFIX, IMPORTED_KEYS, INSTALLATION_KEY, LEDGER_PREFIX, SETTINGS_KEY, UNREADABLE_PREFIX, WATCHED_KEY,
};

/// Items of one kind that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorageProblem {
    /// The message about the loss and the remedy.
    pub text: MessageKey,
    /// The names of the items.
    pub names: Vec<String>,
}

/// The loss for each item, by its name or prefix.
const LOSSES: &[(&str, MessageKey)] = &[
    (ENTRY_PREFIX, message::PROBLEM_KEYS),
    (SETTINGS_KEY, message::PROBLEM_SETTINGS),
    (WATCHED_KEY, message::PROBLEM_WATCHED),
    (INSTALLATION_KEY, message::PROBLEM_INSTALLATION_KEY),
    (IMPORTED_KEYS, message::PROBLEM_IMPORTED_KEYS),
    (LEDGER_PREFIX, message::PROBLEM_SESSIONS),
];

/// Groups items by kind. The name of an item is `unreadable:ORIGINAL NAME:TIME`.
#[must_use]
pub fn problems(unreadable: &[String]) -> Vec<StorageProblem> {
    let mut problems: Vec<StorageProblem> = Vec::new();
    for name in unreadable {
        let original = name.strip_prefix(UNREADABLE_PREFIX).unwrap_or_default();
        let is_one = |known: &str| {
            let rest = original.strip_prefix(known);
            rest.is_some_and(|rest| known.ends_with(':') || rest.starts_with(':'))
        };
        let text = LOSSES.iter().find(|(known, _)| is_one(known)).map_or(message::PROBLEM_OTHER, |&(_, text)| text);
        match problems.iter_mut().find(|problem| problem.text == text) {
            Some(problem) => problem.names.push(name.clone()),
            None => problems.push(StorageProblem { text, names: vec![name.clone()] }),
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_one_kind_are_one_problem() {
        let names = ["unreadable:key:AAAA:1", "unreadable:settings:2", "unreadable:key:BBBB:3"].map(str::to_owned);
        let problems = problems(&names);
        assert_eq!(
            problems.iter().map(|problem| problem.text).collect::<Vec<_>>(),
            [message::PROBLEM_KEYS, message::PROBLEM_SETTINGS]
        );
        assert_eq!(problems[0].names, [names[0].clone(), names[2].clone()]);
    }

    #[test]
    fn an_unknown_item_is_a_problem_too() {
        for name in ["unreadable:something:1", "something", ""] {
            assert_eq!(problems(&[name.to_owned()])[0].text, message::PROBLEM_OTHER, "{name}");
        }
    }
}
