//! Hosts of which only one applies: branches, and assignments that are commented
//! out.

use super::name::{NAME, without_scheme};
use super::named_host::{HostAt, Told, key_before};
use crate::catalogue::Environment;
use crate::detect::span::Span;

/// How many hosts are compared with each other.
const MOST: usize = 64;

/// Marks the hosts of commented-out assignments to names that another host is
/// assigned to: `#EQP_URL=…` next to `EQP_URL=…`.
pub(super) fn turn_off(text: &str, hosts: &mut [HostAt]) {
    let used = hosts.iter().filter(|host| host.told == Told::No).map(|host| key_before(text, host.span.start));
    let used: Vec<&str> = used.filter(|name| !name.is_empty()).take(MOST).collect();
    for host in hosts.iter_mut().filter(|host| host.told == Told::Comment) {
        if used.contains(&key_before(text, host.span.start)) {
            host.told = Told::Off;
        }
    }
}

/// Marks the hosts of both environments that are assigned to the same name, as
/// in the cases of a `switch`: only one of them applies.
pub(super) fn mark_choices(text: &str, hosts: &mut [HostAt]) {
    let named = |host: &HostAt| (key_before(text, host.span.start), host.environment);
    let names: Vec<(&str, Option<Environment>)> = hosts.iter().take(MOST).map(named).collect();
    for (host, (own, environment)) in hosts.iter_mut().zip(&names) {
        let is_other = |(name, other): &(&str, Option<Environment>)| name == own && other != environment;
        host.is_choice |= !own.is_empty() && names.iter().any(is_other);
    }
    let are_choice = |pair: &[HostAt]| matches!(pair, [one, other] if one.environment != other.environment && are_branches(text, one.span, other.span));
    let branches: Vec<bool> = hosts.windows(2).map(are_choice).collect();
    for (at, _) in branches.iter().enumerate().filter(|(_, are_choice)| **are_choice) {
        for host in hosts.iter_mut().skip(at).take(2) {
            host.is_choice = true;
        }
    }
}

/// Whether two hosts are branches of one expression: `live ? 'HOST' : 'HOST'`,
/// `'HOST' if live else 'HOST'`.
fn are_branches(text: &str, one: Span, other: Span) -> bool {
    let quotes = ['"', '\'', '`'];
    let between = text.get(one.end..other.start).filter(|between| between.len() <= 2 * NAME).unwrap_or_default();
    let inner = without_scheme(between).strip_suffix(quotes).and_then(|inner| inner.split_once(quotes));
    inner.is_some_and(|(path, code)| {
        let code = code.trim();
        let is_condition = code.starts_with("if ") && code.ends_with(" else");
        !path.contains(char::is_whitespace) && (is_condition || matches!(code, ":" | "||" | "or"))
    })
}
