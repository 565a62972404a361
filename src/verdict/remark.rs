//! Remarks, plans and questions about a host: "Tom: HOST is down", "- [ ] switch
//! to HOST". No request of the text goes there because of them.

use super::command::{COMMAND, METHODS, is_command};
use super::environment_word::words;
use super::name::{split, without_scheme};
use super::named_host::key_before;
use crate::detect::span::Span;
use crate::detect::statement::Statements;

/// Words after a host that say something about it.
const ABOUT: &[&str] = &[
    "is",
    "was",
    "isn't",
    "wasn't",
    "returns",
    "returned",
    "gives",
    "gave",
    "says",
    "said",
    "responds",
    "answers",
    "fails",
    "failed",
    "works",
    "worked",
    "has",
    "had",
    "keeps",
    "down",
    "still",
    "times",
    "timed",
    "does",
    "doesn't",
    "can't",
    "won't",
    "seems",
    "ist",
    "war",
    "liefert",
    "gibt",
    "antwortet",
    "est",
    "ne",
    "n'est",
    "es",
    "no",
];

/// Words of a plan to use another host, if "to" is the last word before it.
const CHANGES: &[&str] = &["switch", "switching", "migrate", "move", "change", "default", "wechseln"];

/// Last words of names of addresses.
const ADDRESSES: &[&str] =
    &["url", "urls", "uri", "host", "hostname", "endpoint", "server", "api", "address", "adresse"];

/// Words after a host in a line that introduces keys: "switch to HOST with these
/// keys:".
const INTRODUCES: &[&str] = &[
    "with",
    "use",
    "using",
    "keys",
    "key",
    "credentials",
    "values",
    "secrets",
    "mit",
    "avec",
    "con",
    "zugangsdaten",
    "schlüssel",
    "clés",
    "identifiants",
    "credenciales",
    "claves",
];

/// "HOST is the production API" says what the address is.
const IS: &[&str] = &["is", "ist", "est", "es"];
const ARTICLES: &[&str] = &["the", "our", "your", "die", "der", "das", "la", "le", "l", "el"];
const ROLES: &[&str] = &[
    "production",
    "prod",
    "sandbox",
    "base",
    "api",
    "url",
    "endpoint",
    "address",
    "host",
    "right",
    "correct",
    "adresse",
];

/// Labels of what is done another time.
const LATER: &[&str] = &["later", "next", "todo"];

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
    let before = without_scheme(before);
    let after = text.get(host.end..end)?;
    let (address, after) = after.split_at(after.find(char::is_whitespace).unwrap_or(after.len()));
    let said = words(after);
    let introduces = |word: &String| INTRODUCES.contains(&word.as_str());
    if line.trim_end().ends_with(':') && (said.is_empty() || said.iter().any(introduces)) {
        return None;
    }
    let role = said.iter().skip(1).map(String::as_str).find(|word| !ARTICLES.contains(word));
    let is_role = said.first().is_some_and(|first| IS.contains(&first.as_str()))
        && role.is_some_and(|role| ROLES.contains(&role));
    let next = after.split_whitespace().next().unwrap_or_default().to_lowercase();
    let is_about = !is_role && ABOUT.contains(&next.trim_end_matches([',', '.', ';', '!']));
    let key = key_before(text, host.start);
    let is_named = split(key).last().is_some_and(|word| ADDRESSES.contains(&word.as_str()));
    // A string, or the value of an address, ends with "?" if a query follows.
    let is_string = before.ends_with(['"', '\'', '`']);
    let ends = |sign: char| matches!(sign, '/' | ')') || (!is_string && matches!(sign, '"' | '\''));
    let is_asked = address.trim_end_matches(ends).ends_with('?') && !is_named;
    let is_later = LATER.contains(&key.to_ascii_lowercase().as_str());
    (is_about || is_asked || is_later || is_plan(before)).then_some(Span { start, end })
}

/// Whether the words before a host are a task, a plan or the title of a commit.
fn is_plan(before: &str) -> bool {
    // Markup around the host; a quotation mark is around a value.
    let before = before.trim_end_matches(['`', '*']);
    let item = before.trim_start().trim_start_matches(['-', '*', '+']).trim_start();
    let number = item.trim_start_matches(|sign: char| sign.is_ascii_digit()).strip_prefix(". ");
    let item = number.unwrap_or(item);
    let task = ["[ ] ", "[x] ", "[X] "].iter().find_map(|mark| item.strip_prefix(mark));
    let words: Vec<String> = task.unwrap_or(item).split_whitespace().map(str::to_lowercase).collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    // After a label, or in quotation marks, the host is a value.
    if !(before.ends_with(' ') && last.ends_with(char::is_alphabetic)) {
        return false;
    }
    // "- [x] URL HOST", "- [ ] Set URL to HOST"
    if ADDRESSES.contains(&last.as_str()) || matches!(first.as_str(), "set" | "enter") {
        return false;
    }
    let is_change = last == "to" && words.iter().any(|word| CHANGES.contains(&word.as_str()));
    let is_commit_id = COMMIT_ID.contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_hexdigit())
        && first.bytes().any(|byte| byte.is_ascii_digit())
        // A time has only digits.
        && first.bytes().any(|byte| byte.is_ascii_alphabetic());
    let kind = first.strip_suffix(':').map(|kind| kind.split('(').next().unwrap_or(kind));
    task.is_some() || last == "try" || is_change || is_commit_id || kind.is_some_and(|kind| COMMITS.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::named_host::with_host;

    /// Whether the line around the host at `$` is a remark.
    fn is_remark(text: &str) -> bool {
        let (text, statements, host) = with_host(text);
        remark_around(&text, &statements, host).is_some()
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
            "Ben: https://$ is down, log:",
            "- [ ] switch to `https://$`",
            "TODO: https://$",
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
            "please switch to https://$ with these keys:",
            "Try https://$:",
            "https://$ is the base URL, credentials for it:",
            "API: https://$ is production",
            "url: https://$/rest?",
            "'https://$/rest/p?' . http_build_query(q)",
            "- [x] URL https://$",
            "- [ ] Set URL to https://$",
            "1732712345 connecting to https://$",
        ] {
            assert!(!is_remark(text), "{text}");
        }
    }
}
