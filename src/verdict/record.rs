//! Options in log lines, events and metrics: `level=error env=production
//! app_id=…`. They say where a program ran, not where a key goes.

use super::name::split;
use super::named_host::key_before;
use super::option::{Selection, is_bare};
use crate::detect::span::Span;
use crate::detect::statement::Statements;

/// The longest record that is read, in bytes.
const LONGEST: usize = 2048;

/// Names of the fields of a log line or an event.
const FIELDS: &[&str] = &[
    "level",
    "loglevel",
    "severity",
    "msg",
    "message",
    "shortmessage",
    "timestamp",
    "hostname",
    "servername",
    "exception",
    "sourcetype",
    "stacktrace",
];

/// Words in the names of secrets, which programs don't log.
const SECRETS: &[&str] = &[
    "secret",
    "password",
    "passwort",
    "pass",
    "pwd",
    "pw",
    "token",
    "credential",
    "credentials",
    "key",
    "schlüssel",
    "kennwort",
    "geheim",
    "geheimnis",
    "clave",
    "contraseña",
    "passe",
];
/// Names of a log line's fields whose host a request went to.
const REQUESTS: &[&str] =
    &["url", "uri", "host", "endpoint", "request", "req", "referer", "referrer", "base", "api", "http"];

/// Whether an option with a name such as `env` is a field of a log line, an
/// event or a metric. An argument of a command or of a call isn't. `is_own`:
/// whether it is in an object or a section of the portal's.
pub(super) fn is_in_record(text: &str, statements: &Statements, option: &Selection, is_own: bool) -> bool {
    let Some(line) = statements.line(option.begin).map(|line| line.span) else { return false };
    let line = Span { end: line.start + length_without_comment(line.of(text)), ..line };
    let record = line.of(text);
    let (before, rest) = (text.get(line.start..option.begin), text.get(option.begin..line.end));
    let (Some(before), Some(rest)) = (before, rest) else { return false };
    // In `env:production`, the name is a part of the word.
    let word = option.span.of(text).split_once(':').filter(|(_, value)| !value.starts_with(':'));
    if !option.is_bare && !word.is_some_and(|(name, _)| is_bare(name)) {
        return false;
    }
    let is_argument = rest.starts_with('-') || before.matches('(').count() > before.matches(')').count();
    if record.len() > LONGEST || is_argument {
        return false;
    }
    let names = || record.match_indices([':', '=']).map(|(at, _)| name_before(record, at));
    let is_elsewhere = |(at, _): (usize, &str)| {
        let name = split(key_before(record, at + SCHEME.len()));
        name.is_empty() || !name.iter().all(|word| REQUESTS.contains(&word.as_str()))
    };
    if names().any(names_secret) || record.contains("--secret") || record.match_indices(SCHEME).any(is_elsewhere) {
        return false;
    }
    // A field of another object says nothing about this one.
    let owner = statements.owner(option.begin);
    let is_beside = |at: usize| statements.owner(line.start + at) == owner;
    is_sample(before, rest)
        || before.trim_end().ends_with(" filter")
        || !is_own && record.match_indices([':', '=']).any(|(at, _)| is_field(record, at) && is_beside(at))
}

/// The start of an address.
const SCHEME: &str = "https://";

/// The length of a line up to a comment at its end.
fn length_without_comment(line: &str) -> usize {
    [" #", " //"].iter().filter_map(|sign| line.find(sign)).min().unwrap_or(line.len())
}

/// Whether this is the name of a secret: `app_secret`, `Key`.
pub(super) fn names_secret(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut words = lower.split(|sign: char| !sign.is_alphanumeric());
    split(name).iter().any(|word| SECRETS.contains(&word.as_str())) || words.any(|word| SECRETS.contains(&word))
}

/// Whether this is the name of a field of a log line or an event. Variables
/// have only capitals.
pub(super) fn is_field_name(name: &str) -> bool {
    let joined = split(name).concat();
    FIELDS.contains(&joined.as_str()) && name.contains(|sign: char| sign.is_ascii_lowercase())
}

/// Whether the sign at this place comes after the name of a field, or is
/// between the field for a response's status and a number: `status=401`.
fn is_field(record: &str, at: usize) -> bool {
    let name = name_before(record, at);
    let value = record.get(at + 1..).unwrap_or_default().trim_start_matches(['"', '\'', '\\', ' ']);
    is_field_name(name)
        || (matches!(name, "status" | "status_code") && value.starts_with(|sign: char| sign.is_ascii_digit()))
}

/// The name before the sign at this place.
fn name_before(record: &str, at: usize) -> &str {
    let before = record.get(..at).unwrap_or_default().trim_end_matches(['"', '\'', '\\']);
    before.rsplit(|sign: char| !(sign.is_alphanumeric() || sign == '_')).next().unwrap_or_default()
}

/// Whether an option is a label of a metric: `logins_total{env="production"} 3`.
fn is_sample(before: &str, rest: &str) -> bool {
    let metric = before.trim_start().split_once('{').map(|(metric, _)| metric).unwrap_or_default();
    let is_name = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | ':');
    let number = rest.split_once("} ").map(|(_, number)| number).unwrap_or_default();
    !metric.is_empty() && metric.chars().all(is_name) && number.starts_with(|sign: char| sign.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::option::{Dialect, selections};

    fn is_record(text: &str) -> bool {
        let statements = Statements::of(text);
        let options = selections(text, &Dialect::default());
        assert!(!options.is_empty(), "{text}");
        options.iter().all(|option| is_in_record(text, &statements, option, text.contains("eqp\":")))
    }

    #[test]
    fn records_are_told_from_settings() {
        for text in [
            "level=error env=production app_id=x",
            "{\"level\":\"error\",\"env\":\"production\",\"app_id\":\"x\"}",
            "{\"environment\":\"production\",\"status\":401,\"app_id\":\"x\"}",
            "service:eqp-bot env:production status:error msg=\"401 for app x\"",
            "Nov  3 10:00:01 worker-3 eqp-bot[812]: env=production app=x status=401",
            "eqp_login_failures{env=\"production\",app=\"x\"} 3",
            "fields @timestamp | filter env = \"production\" and appId = \"x\"",
        ] {
            assert!(is_record(text), "{text}");
        }
        for text in [
            "{\"environment\":\"production\",\"app_id\":\"x\",\"status\":\"active\"}",
            "{\"environment\":\"production\",\"message\":\"nightly\",\"username\":\"x\",\"token\":\"y\"}",
            "{\"eqp\":{\"env\":\"production\",\"appId\":\"x\"},\"logger\":{\"level\":\"info\"}}",
            "{\"level\":\"info\",\"env\":\"production\",\"sandboxUrl\":\"https://x.example\",\"appId\":\"x\"}",
            "environment: production # message: ask Jo",
            "{\"environment\":\"production\",\"app_id\":\"x\",\"app_secret\":\"y\",\"message\":\"nightly\"}",
            "2025-11-03T10:00:01Z eqp submit --env production --id x",
            "new EqpClient({ environment: 'production', message: 'x', appId: 'x' })",
            "env=production MESSAGE=x app_id=x",
            "eqp.login{env=\"production\", app_id=\"x\"}",
            "env=production app_id=x",
        ] {
            assert!(!is_record(text), "{text}");
        }
    }
}
