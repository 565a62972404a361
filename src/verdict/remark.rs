//! Remarks, plans and questions about a host: "Tom: HOST is down", "- [ ] switch
//! to HOST". No request of the text goes there because of them.

use super::command::{COMMAND, METHODS, is_command};
use super::named_host::key_before;
use crate::detect::span::Span;
use crate::detect::statement::Statements;

/// Words after a host that say something about it.
const ABOUT: &[&str] = &[
    "is", "was", "isn't", "wasn't", "returns", "returned", "gives", "gave", "says", "said", "responds", "answers",
    "fails", "failed", "works", "worked", "has", "had", "keeps", "down", "ist", "war", "liefert", "gibt", "est", "es",
];

/// Words of a plan to use another host, if "to" is the last word before it.
const CHANGES: &[&str] = &["switch", "migrate", "move", "change", "default", "wechseln"];

/// Labels of what is done another time.
const LATER: &[&str] = &["later", "next"];

/// Types of commits, before what a commit does.
const COMMITS: &[&str] = &["feat", "fix", "chore", "docs", "refactor", "perf"];

/// The lengths of a commit's short and full ID.
const COMMIT_ID: std::ops::RangeInclusive<usize> = 7..=40;

/// The line around a host, if it is a remark about the host, a task, a question
/// or the title of a commit.
pub(super) fn remark_around(text: &str, statements: &Statements, host: Span) -> Option<Span> {
    let start = statements.line_start(host.start);
    let before = text.get(start..host.start).filter(|before| before.len() <= COMMAND)?;
    let rest = text.get(host.end..)?;
    let end = host.end + rest.find('\n').unwrap_or(rest.len());
    let line = text.get(start..end)?;
    if before.contains('=') || is_command(line) || METHODS.iter().any(|method| line.contains(method)) {
        return None;
    }
    let before =
        before.strip_suffix("://").map_or(before, |of| of.trim_end_matches(|sign: char| sign.is_ascii_alphabetic()));
    let after = text.get(host.end..end)?;
    let (address, after) = after.split_at(after.find(char::is_whitespace).unwrap_or(after.len()));
    let next = after.split_whitespace().next().unwrap_or_default().to_lowercase();
    let is_about = ABOUT.contains(&next.trim_end_matches([',', '.', ';', '!']));
    let is_asked = address.trim_end_matches(['/', '"', '\'', ')']).ends_with('?');
    let is_later = LATER.contains(&key_before(text, host.start).to_ascii_lowercase().as_str());
    (is_about || is_asked || is_later || is_plan(before)).then_some(Span { start, end })
}

/// Whether the words before a host are a task, a plan or the title of a commit.
fn is_plan(before: &str) -> bool {
    let item = before.trim_start().trim_start_matches(['-', '*', '+']).trim_start();
    let task = ["[ ] ", "[x] ", "[X] "].iter().find_map(|mark| item.strip_prefix(mark));
    let words: Vec<String> = task.unwrap_or(item).split_whitespace().map(str::to_lowercase).collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    // After a label, or in quotation marks, the host is a value.
    if !(before.ends_with(' ') && last.ends_with(char::is_alphabetic)) {
        return false;
    }
    let is_change = last == "to" && words.iter().any(|word| CHANGES.contains(&word.as_str()));
    let is_commit_id = COMMIT_ID.contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_hexdigit())
        && first.bytes().any(|byte| byte.is_ascii_digit());
    let kind = first.strip_suffix(':').map(|kind| kind.split('(').next().unwrap_or(kind));
    task.is_some() || last == "try" || is_change || is_commit_id || kind.is_some_and(|kind| COMMITS.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "commercedeveloper-api.adobe.com";

    /// Whether the line of the host, which `$` stands for, is a remark.
    fn is_remark(text: &str) -> bool {
        let at = text.find('$').unwrap_or_default();
        let text = text.replace('$', HOST);
        remark_around(&text, &Statements::of(&text), Span { start: at, end: at + HOST.len() }).is_some()
    }

    #[test]
    fn remarks_are_told_from_addresses() {
        for text in [
            "- [ ] switch to https://$",
            "Tom: https://$ is down again today",
            "- https://$ was slow",
            "https://$?",
            "> which one, https://$/rest?",
            "3f1c2aa switch to https://$",
            "feat(api): default to https://$",
            "later: https://$",
        ] {
            assert!(is_remark(text), "{text}");
        }
        for text in [
            "Use: https://$",
            "Use https://$",
            "API: https://$ (see the docs)",
            "- [ ] Set in Jenkins: EQP_URL=https://$",
            "curl https://$/rest | is",
            "* Connected to $ port 443",
            "url: https://$",
            "https://$/rest?fields=id",
        ] {
            assert!(!is_remark(text), "{text}");
        }
    }
}
