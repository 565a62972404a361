//! Options that choose between two sets of keys: `STRIPE_ENV=test` beside
//! `STRIPE_LIVE_KEY` and `STRIPE_TEST_KEY`.

use super::destination::Source;
use super::evidence::{Evidence, holds};
use super::report::Finding;
use super::verdicts::Verdict;

/// How many keys with an environment in their names are compared.
const MOST: usize = 64;

/// Takes back warnings that only an option gives, if another key of the same
/// kind next to it has the option's environment in its own name. Then the option
/// is for that key.
pub(super) fn leave_choices(findings: &mut [Finding], evidence: &Evidence<'_>) {
    let set = |one: &Finding| {
        let vendor = one.vendor_key.as_ref().map(|key| (key.vendor.clone(), key.secrecy));
        let is_named = one.destination.filter(|to| to.source == Source::Name);
        is_named.map(|to| (one.part, vendor, to.environment, one.start))
    };
    let sets: Vec<_> = findings.iter().filter_map(set).take(MOST).collect();
    let is_beside = |places: [usize; 2]| {
        evidence.unit(&places).is_some_and(|unit| places.iter().all(|&place| holds(unit.span, place)))
    };
    for one in findings.iter_mut().filter(|one| one.verdicts.contains(&Verdict::WrongEnvironment)) {
        let Some(to) = one.destination.filter(|to| to.source == Source::Option) else { continue };
        let vendor = one.vendor_key.as_ref().map(|key| (key.vendor.clone(), key.secrecy));
        let is_choice = sets.iter().any(|(part, of, environment, at)| {
            (*part, of, *environment) == (one.part, &vendor, to.environment) && is_beside([*at, one.start])
        });
        if is_choice {
            one.destination = None;
            one.verdicts.retain(|verdict| *verdict != Verdict::WrongEnvironment);
        }
    }
}
