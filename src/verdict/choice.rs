//! Options that choose between two sets of keys: `STRIPE_ENV=test` beside
//! `STRIPE_LIVE_KEY` and `STRIPE_TEST_KEY`.

use super::destination::Source;
use super::evidence::{Evidence, holds};
use super::report::Finding;
use super::verdicts::Verdict;
use crate::catalogue::Environment;

/// How many keys are compared with each one.
const MOST: usize = 64;

/// Takes back warnings that only an option gives, if another key of the same
/// kind next to it has the option's environment in its own name. Then the option
/// is for that key.
pub(super) fn leave_choices(findings: &mut [Finding], evidence: &Evidence<'_>) {
    let is_chosen = |one: &Finding| {
        let option = one.destination.filter(|to| to.source == Source::Option);
        option.is_some_and(|to| findings.iter().take(MOST).any(|other| is_set_of(other, to.environment, one, evidence)))
    };
    let is_wrong = |one: &Finding| one.verdicts.contains(&Verdict::WrongEnvironment);
    let chosen: Vec<bool> = findings.iter().map(|one| is_wrong(one) && is_chosen(one)).collect();
    for (one, _) in findings.iter_mut().zip(chosen).filter(|(_, is_chosen)| *is_chosen) {
        one.destination = None;
        one.verdicts.retain(|verdict| *verdict != Verdict::WrongEnvironment);
    }
}

/// Whether the name of `other` says that it is for this environment, and it is
/// of the same kind as `one`, and next to it.
fn is_set_of(other: &Finding, environment: Environment, one: &Finding, evidence: &Evidence<'_>) -> bool {
    let is_named = other.destination.is_some_and(|to| to.source == Source::Name && to.environment == environment);
    let has_kind = other.part == one.part
        && match (&other.vendor_key, &one.vendor_key) {
            (Some(other), Some(one)) => other.vendor == one.vendor && other.secrecy == one.secrecy,
            (other, one) => other.is_none() && one.is_none(),
        };
    let places = [other.start, one.start];
    let is_beside = || evidence.unit(&places).is_some_and(|unit| places.iter().all(|&place| holds(unit.span, place)));
    is_named && has_kind && is_beside()
}
