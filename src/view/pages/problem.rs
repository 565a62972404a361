//! Stored items that could not be read, as messages.

/// Items of one kind that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorageProblem {
    /// The key of the message about what is lost and what helps.
    pub text: &'static str,
    /// The names of the items.
    pub names: Vec<String>,
}

/// Groups items by kind. The name of an item is `unreadable:ORIGINAL NAME:TIME`.
#[must_use]
pub fn problems(unreadable: &[String]) -> Vec<StorageProblem> {
    let mut problems: Vec<StorageProblem> = Vec::new();
    for name in unreadable {
        let had = name.strip_prefix("unreadable:").unwrap_or_default();
        let text = match had.split(':').next().unwrap_or_default() {
            "key" => "problemKeys",
            "settings" => "problemSettings",
            "watched" => "problemWatched",
            "installation-key" => "problemInstallationKey",
            "imported-keys" => "problemImportedKeys",
            "ledger" => "problemSessions",
            _ => "problemOther",
        };
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
    fn items_of_one_sort_are_one_problem() {
        let names = ["unreadable:key:AAAA:1", "unreadable:settings:2", "unreadable:key:BBBB:3"].map(str::to_owned);
        let problems = problems(&names);
        assert_eq!(problems.iter().map(|problem| problem.text).collect::<Vec<_>>(), ["problemKeys", "problemSettings"]);
        assert_eq!(problems[0].names, [names[0].clone(), names[2].clone()]);
    }

    #[test]
    fn what_is_not_known_is_a_problem_too() {
        for name in ["unreadable:something:1", "something", ""] {
            assert_eq!(problems(&[name.to_owned()])[0].text, "problemOther", "{name}");
        }
    }
}
