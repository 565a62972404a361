//! Decides what to say about a text.
//!
//! [`check`] takes a text and its destination, and returns the credentials in
//! it with the verdicts on each. The paste path and the popup both use it.
//!
//! - [`input`]: a text and its destination
//! - `scanned`: a text and the credentials found in it
//! - `verdicts`: the possible verdicts
//! - [`report`]: the answer
//! - [`destination`]: where a credential is going
//! - [`environment_word`]: the environment that a name or label mentions
//! - `switch_word`, `other_label`: labels that turn something off, or are about
//!   something else
//! - `asked`: values that a line only asks about
//! - `unused`: keys that a text mentions without using them
//! - `entry`: hosts that belong to one key of a map
//! - `option`: options in a text that select an environment
//! - `option_mention`, `program`: options that are only mentioned, or that
//!   describe a program, a shop or a ticket
//! - `record`: options in log lines, events and metrics
//! - `mode`: the option `mode`
//! - `tool`: options of tools that run or deploy programs of any kind
//! - `set_aside`: what these options leave undecided
//! - `nearer`: words between an option and a credential
//! - `line`: the evidence in a credential's line
//! - `column`: the environment at the top of a value's column in a table
//! - `owner`: the product that the object or section around a credential
//!   belongs to
//! - `whole`: whether a known part will work as it is written
//! - `around`: the text that a host or an option applies to
//! - `comment`, `aside`, `replaced`: comments, and old values
//! - `alternatives`: hosts of which only one applies
//! - `compared`, `remark`, `refused`: hosts that are only compared, defaults,
//!   remarks, sentences that refuse a host
//! - `evidence`: hosts, names and options, by statement
//! - `foreign`, `other_host`: credentials of other vendors' hosts, and these
//!   hosts' names
//! - `named_host`: how the hosts of a text are used
//! - `usage`: whether a user name and password are an API key or a Composer key
//! - `signs`: whether to ask about an unknown value
//! - `key_word`: the environment in the name of a key, in a vendor's terms
//! - `vendor_key`: other vendors' keys, which reveal their environment or were
//!   learned
//! - `pair`: whether two parts belong together and are in the right order
//! - [`response`], [`cause`]: an error response in the text, and its likely
//!   cause
//! - `plain`: a text without what a program has put around its lines
//! - `assessed`: a value and what the keyring knows about it

mod alternatives;
mod around;
mod aside;
mod asked;
mod assessed;
pub mod cause;
mod choice;
mod column;
mod command;
mod comment;
mod compared;
pub mod destination;
mod entry;
pub mod environment_word;
mod environment_words;
mod evidence;
mod foreign;
pub mod input;
mod key_row;
mod key_word;
mod line;
mod mode;
mod name;
mod named_host;
mod nearer;
mod only_named;
mod option;
mod option_mention;
mod option_path;
mod order;
mod other_host;
mod other_label;
mod owned;
mod owner;
mod pair;
mod plain;
mod product;
mod program;
mod record;
mod refused;
mod remark;
mod replaced;
pub mod report;
pub mod response;
mod scanned;
mod set_aside;
mod signs;
mod switch_word;
mod told;
mod tool;
mod unused;
mod usage;
mod vendor_key;
mod verdicts;
mod whole;

use crate::credential::Service;
use crate::credential::fingerprint::Fingerprinter;
use crate::detect::find::examined;
use crate::detect::found::Find;
use crate::detect::host::{NamedHost, hosts_encoded, hosts_named};

use crate::keyring::{Belonging, KeyName, KeyState, Keyring};
use crate::sort::sort_by_key;
use assessed::{Assessed, rejoin};
use choice::leave_choices;
use destination::{Destination, Going, Source, Surroundings, destination};
use evidence::Evidence;
pub use input::CheckInput;
pub use key_word::may_be_of_other;
pub use report::{Finding, FindingSummary, HostFinding, Known, Report, Summary};
pub use scanned::ScannedText;
use usage::Usage;
pub use verdicts::Verdict;

/// Checks a text.
///
/// A value that only looks like a credential is looked up. If it is unknown, it
/// is left out of the report.
#[must_use]
pub fn check(input: &CheckInput<'_>, keyring: &Keyring, fingerprinter: &Fingerprinter) -> Report {
    check_scanned(input, &ScannedText::of(input.text), keyring, fingerprinter)
}

/// Like [`check`], for a text that was scanned before.
#[must_use]
pub fn check_scanned(
    input: &CheckInput<'_>,
    scanned: &ScannedText,
    keyring: &Keyring,
    fingerprinter: &Fingerprinter,
) -> Report {
    let text = examined(input.text);
    let found = &scanned.found;
    let mut hosts = hosts_named(input.catalogue, text);
    hosts.extend(hosts_encoded(input.catalogue, text));
    sort_by_key(&mut hosts, |named| named.span.start);
    let surroundings = Surroundings::of(input);
    let looked_up = look_up(text, scanned, keyring, fingerprinter);
    let mut findings = if looked_up.is_empty() {
        Vec::new()
    } else {
        let plain = plain::plain(text);
        let plain = plain.as_deref().map_or(text, String::as_str);
        let mut evidence = Evidence::of(plain, &hosts);
        evidence.has_breaks = plain::has_breaks(text);
        evidence.statements.number_lines_of(text);
        let is_pair = |one: &&Assessed<'_>| one.entry.is_some() && one.partner.is_some();
        let is_of_api = |one: &&Assessed<'_>| one.part.kind().service() == Service::Api;
        let is_used = |one: &&Assessed<'_>| !aside::is_aside(&evidence, one.find.span);
        let pairs = looked_up.iter().filter(is_pair).filter(is_of_api).filter(is_used);
        let places: Vec<usize> = pairs.map(|one| one.find.span.start).collect();
        evidence.assign_hosts(&places);
        let usage = Usage::new(plain, &evidence, &surroundings);
        let assessed = select(text, &found.finds, looked_up, &evidence, &usage);
        let mut findings = Judge {
            text,
            finds: &found.finds,
            evidence: &evidence,
            usage: &usage,
            surroundings: &surroundings,
            assessed: &assessed,
        }
        .findings();
        leave_choices(&mut findings, &evidence);
        findings
    };
    let response = cause::response(text, &findings, !hosts.is_empty());
    vendor_key::merge(&mut findings, vendor_key::findings(input, found, keyring, fingerprinter));
    let verdicts = all_verdicts(&findings);
    Report {
        destination: common_destination(&findings, &surroundings, &hosts),
        response,
        findings,
        verdicts,
        hosts: hosts.iter().map(host_finding).collect(),
        truncated: found.is_truncated(),
    }
}

fn host_finding(named: &NamedHost) -> HostFinding {
    HostFinding {
        host: named.site.host.clone().into_owned(),
        role: named.site.role,
        environment: named.site.environment(),
        start: named.span.start,
        end: named.span.end,
    }
}

/// Every find that is known, or that could be an unknown credential.
fn look_up<'k>(
    text: &str,
    scanned: &'k ScannedText,
    keyring: &'k Keyring,
    fingerprinter: &Fingerprinter,
) -> Vec<Assessed<'k>> {
    let look_up_one = |(index, find): (usize, &'k Find)| {
        if keyring.is_empty() && !find.is_asserted() {
            return None;
        }
        let candidates = scanned.fingerprints(index, text, fingerprinter);
        let known = candidates.iter().find(|&&candidate| keyring.get(candidate).is_some());
        let fingerprint = *known.or(candidates.first())?;
        let entry = keyring.get(fingerprint);
        if entry.is_none() && !find.is_asserted() {
            return None;
        }
        let part = entry.map(|entry| entry.part).or(find.part)?;
        let hint = find.secret(text).hint();
        let partner = find.partner;
        Some(Assessed { index, find, part, hint, fingerprint, candidates, entry, partner })
    };
    let mut looked_up: Vec<Assessed<'k>> = scanned.found.finds.iter().enumerate().filter_map(look_up_one).collect();
    rejoin(&mut looked_up);
    looked_up
}

/// The known ones, their partners, and the unknown ones with enough signs.
fn select<'k>(
    text: &str,
    finds: &[Find],
    looked_up: Vec<Assessed<'k>>,
    evidence: &Evidence<'_>,
    usage: &Usage<'_, '_>,
) -> Vec<Assessed<'k>> {
    let known: Vec<usize> = looked_up.iter().filter(|one| one.entry.is_some()).map(|one| one.index).collect();
    let has_known_partner =
        |one: &Assessed<'_>| one.partner.is_some_and(|partner| known.binary_search(&partner).is_ok());
    let is_said = |one: &Assessed<'_>| {
        one.entry.is_some()
            || (has_known_partner(one) && !signs::is_nobodys(text, one.find))
            || signs::is_sure(text, evidence, one, finds, usage)
    };
    looked_up.into_iter().filter(is_said).collect()
}

fn partner<'w, 'k>(assessed: &'w [Assessed<'k>], of: &Assessed<'_>) -> Option<(usize, &'w Assessed<'k>)> {
    let partner = of.partner?;
    let at = assessed.binary_search_by_key(&partner, |other| other.index).ok()?;
    assessed.get(at).map(|other| (at, other))
}

/// How many values are examined to determine whether all of them are in
/// comments.
const MOST_BESIDE: usize = 64;

/// The input of a verdict.
struct Judge<'j, 't, 'k> {
    text: &'t str,
    finds: &'j [Find],
    evidence: &'j Evidence<'t>,
    usage: &'j Usage<'j, 't>,
    surroundings: &'j Surroundings,
    assessed: &'j [Assessed<'k>],
}

impl Judge<'_, '_, '_> {
    fn findings(&self) -> Vec<Finding> {
        (0..self.assessed.len()).filter_map(|index| self.finding(index)).collect()
    }

    fn finding(&self, index: usize) -> Option<Finding> {
        let one = self.assessed.get(index)?;
        let partner_find = one.partner.and_then(|partner| self.finds.get(partner));
        let going = destination(self.evidence, one.find, partner_find, self.surroundings);
        let span = one.find.span;
        Some(Finding {
            kind: one.part.kind(),
            part: one.part,
            start: span.start,
            end: span.end,
            line: self.evidence.statements.line_number(span.start),
            hint: one.hint.clone(),
            name: one.find.label.map(|label| label.of(self.text).to_owned()),
            partner: partner(self.assessed, one).map(|(at, _)| at),
            known: one.entry.map(|entry| Known {
                environment: entry.environment,
                state: entry.state,
                label: entry.label.as_ref().map(KeyName::text).map(str::to_owned),
            }),
            destination: going.destination,
            verdicts: self.verdicts(index, one, going),
            vendor_key: None,
            fingerprint: one.fingerprint,
        })
    }

    fn verdicts(&self, index: usize, one: &Assessed<'_>, going: Going) -> Vec<Verdict> {
        // A line that a patch removes goes nowhere; neither does a comment next
        // to real values.
        if self.evidence.statements.is_removed(one.find.span.start) || self.is_aside(one) {
            return Vec::new();
        }
        let partner = partner(self.assessed, one).map(|(_, other)| other);
        let is_wrong_kind =
            self.is_of_wrong_kind(one) || pair::is_login_with_other_kind(self.text, self.assessed, index);
        let is_twice = pair::is_twice(self.text, self.assessed, index);
        let is_mixed = is_twice || pair::is_mixed(one, partner);
        let block = self.evidence.statements.block(one.find.span.start).map(|block| block.span);
        let is_misplaced = order::is_swapped(self.text, self.assessed, index)
            || order::is_swapped_in_table(self.evidence.text(), block, self.assessed, index);
        let is_swapped = !is_wrong_kind && !is_twice && is_misplaced;
        let is_broken = one.entry.is_some()
            && (pair::has_broken_partner(self.text, one, self.finds)
                || (partner.is_some() && pair::is_recased(self.text, one)));
        let is_wrong = self.is_wrong_environment(one, going);
        let is_retired = one.entry.is_some_and(|entry| entry.state == KeyState::Retired);
        let is_of_environment = one.part.kind().service() != Service::Repository;
        let is_contested = one.entry.is_some_and(|entry| entry.environment == Belonging::Conflict);
        let said = [
            (Verdict::WrongEnvironment, is_wrong),
            (Verdict::WrongKind, is_wrong_kind),
            (Verdict::MixedPair, is_mixed),
            (Verdict::SwappedParts, is_swapped),
            (Verdict::UnknownPartner, is_broken && !is_wrong_kind),
            (Verdict::HiddenCharacters, self.hides(one)),
            (Verdict::WrongHost, self.has_wrong_host(one)),
            (Verdict::Retired, is_retired),
            (Verdict::Contradiction, going.contradicts && is_of_environment),
            (Verdict::Contested, is_contested && is_of_environment),
            (Verdict::NewCredential, one.entry.is_none() && !is_mixed),
        ];
        let verdicts: Vec<Verdict> = said.into_iter().filter(|(_, is)| *is).map(|(verdict, _)| verdict).collect();
        match verdicts.is_empty() && self.fits(index, one, partner, going) {
            true if one.find.ends_line => vec![Verdict::HiddenCharacters],
            true => vec![Verdict::Fits],
            false => verdicts,
        }
    }

    /// There is only one Composer repository, so no environment is wrong for
    /// its keys.
    fn is_wrong_environment(&self, one: &Assessed<'_>, going: Going) -> bool {
        let other = going.destination.map(|to| Belonging::from(to.environment.other()));
        let is_wrong = one.part.kind().service() != Service::Repository && other.is_some();
        is_wrong && one.entry.map(|entry| entry.environment) == other
    }

    fn fits(&self, index: usize, one: &Assessed<'_>, partner: Option<&Assessed<'_>>, going: Going) -> bool {
        let to = going.destination.filter(|to| to.source != Source::Heading);
        let is_there = to.is_some() && one.entry.map(|entry| entry.environment) == to.map(|to| to.environment.into());
        // A pair fits only as a whole, so a placeholder for one part doesn't
        // count.
        let is_whole = match (one.partner, partner) {
            (None, _) => {
                let is_half = || replaced::is_half(self.text, self.assessed, one);
                !pair::lacks_user(self.text, one) && !whole::has_stand_in(self.text, one) && !is_half()
            }
            (Some(_), partner) => partner.is_some_and(|other| {
                !self.hides(other)
                    && !self.is_of_wrong_kind(other)
                    && !self.is_aside(other)
                    && !whole::is_torn(self.text, one, other)
            }),
        };
        let at = one.find.span;
        let is_told = to.is_some_and(|to| self.evidence.requests_go_only_to(to.environment, at));
        let is_sent = !whole::lacks_encoding(self.text, one, partner) && !self.evidence.goes_elsewhere(at);
        let is_bare = std::iter::once(one).chain(partner).all(|one| !whole::is_frayed(self.text, one.find));
        let is_ordered = !order::has_other_order(self.text, self.assessed, index);
        is_there && is_whole && is_bare && is_told && is_sent && is_ordered && !pair::is_recased(self.text, one)
    }

    fn is_of_wrong_kind(&self, one: &Assessed<'_>) -> bool {
        let kind = one.part.kind();
        self.usage.of(one.find).is_some_and(|usage| usage != kind)
            || (self.surroundings.is_repository && kind.service() != Service::Repository)
            || whole::is_token_as_login(self.text, one.find)
    }

    /// Whether a value contains invisible characters, or a space inside its
    /// quotes.
    fn hides(&self, one: &Assessed<'_>) -> bool {
        one.find.hides || pair::has_space_in_quotes(self.text, one.find) || whole::has_odd_space(self.text, one.find)
    }

    /// Whether a value is in a comment, or an old one, while others aren't.
    fn is_aside(&self, one: &Assessed<'_>) -> bool {
        let is_aside = |one: &Assessed<'_>| aside::is_aside(self.evidence, one.find.span);
        let is_replaced = |one: &Assessed<'_>| replaced::is_replaced(self.text, self.assessed, one);
        (is_aside(one) && self.assessed.iter().take(MOST_BESIDE).any(|other| !is_aside(other)))
            || is_replaced(one)
            || partner(self.assessed, one)
                .is_some_and(|(_, other)| replaced::are_beside(self.text, one, other) && is_replaced(other))
    }

    /// Whether API or Composer requests with this credential go to the portal's
    /// host.
    fn has_wrong_host(&self, one: &Assessed<'_>) -> bool {
        match one.part.kind().service() {
            Service::Repository => self.evidence.names_portal_as_repository(one.find.span),
            Service::Api => self.evidence.names_portal_as_api(one.find.span),
        }
    }
}

/// The verdicts on all findings. *Fits* is left out if any other verdict
/// applies.
fn all_verdicts(findings: &[Finding]) -> Vec<Verdict> {
    let is_said = |verdict: &Verdict| findings.iter().any(|finding| finding.verdicts.contains(verdict));
    let all: Vec<Verdict> = Verdict::ALL.into_iter().filter(is_said).collect();
    match all[..] {
        [Verdict::Fits] | [] => all,
        _ => all.into_iter().filter(|verdict| *verdict != Verdict::Fits).collect(),
    }
}

/// The destination of all findings, if it is one environment. If there are
/// none, the destination from the page or the hosts in the text.
fn common_destination(findings: &[Finding], surroundings: &Surroundings, hosts: &[NamedHost]) -> Option<Destination> {
    let Some(first) = findings.first() else {
        return surroundings.destination().or_else(|| destination::of_hosts(hosts));
    };
    let environment = |finding: &Finding| finding.destination.map(|to| to.environment);
    first.destination.filter(|_| findings.iter().all(|finding| environment(finding) == environment(first)))
}

#[cfg(test)]
mod tests {
    use super::destination::Page;
    use super::*;
    use crate::catalogue::{Catalogue, Environment};
    use crate::credential::fingerprint::InstallationKey;

    const PAIR: &str = "App Id: ZX5K1RW08N App Secret: d0a4f79c3b8e1265f7c0d9b4a3e18f5602c7d8e9";

    fn fingerprinter() -> Fingerprinter {
        Fingerprinter::new(&InstallationKey::from_random([4; 32]))
    }

    fn report(keyring: &Keyring) -> Report {
        report_of(PAIR, keyring)
    }

    fn report_of(text: &str, keyring: &Keyring) -> Report {
        let catalogue = Catalogue::default();
        let input = CheckInput { catalogue: &catalogue, text, page: Page::None, neighbours: &[] };
        check(&input, keyring, &fingerprinter())
    }

    #[test]
    fn a_line_has_the_number_that_a_reader_sees() {
        for (text, line) in [
            (PAIR.to_owned(), 1),
            (format!("\n\n{PAIR}"), 3),
            (format!(r#"{{"a": "x\ny\n{PAIR}"}}"#), 1),
            (format!("> x\n> {PAIR}"), 2),
        ] {
            assert_eq!(report_of(&text, &Keyring::default()).findings[0].line, line, "{text}");
        }
    }

    #[test]
    fn the_order_of_verdicts_is_that_of_their_list() {
        assert!(Verdict::ALL.is_sorted());
    }

    #[test]
    fn a_found_key_can_be_declared_and_is_known_from_then_on() {
        let mut keyring = Keyring::default();
        let before = report(&keyring);
        assert_eq!(before.verdicts, [Verdict::NewCredential]);
        for key in before.keys() {
            assert_eq!(key.parts().len(), 2);
            keyring.declare(key, Environment::Sandbox, Some("CI".to_owned()), crate::time::Timestamp::from_millis(1));
        }
        let after = report(&keyring);
        assert_eq!(after.verdicts, []);
        let known = after.findings[1].known.as_ref().unwrap();
        assert_eq!((known.environment, known.label.as_deref()), (Belonging::Sandbox, Some("CI")));
    }

    #[test]
    fn a_report_holds_no_secret_and_no_fingerprint() {
        let report = report(&Keyring::default());
        let json = serde_json::to_string(&report).unwrap();
        for secret in
            ["ZX5K1RW08N", "d0a4f79c3b8e1265f7c0d9b4a3e18f5602c7d8e9", &report.findings[0].fingerprint.to_text()]
        {
            assert!(!json.contains(secret), "{json}");
        }
        assert!(json.contains("…d8e9") && json.contains("\"name\":\"App Secret\""), "{json}");
    }
}
