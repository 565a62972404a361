//! The check of a text that goes nowhere yet, as an extension page shows it.

use super::state::State;
use crate::catalogue::vendor::Topic;
use crate::catalogue::{Catalogue, Environment, Role};
use crate::credential::fingerprint::Fingerprinter;
use crate::keyring::{KeyState, Keyring};
use crate::protocol::{Checked, CheckedKey, PageText};
use crate::verdict::destination::Page;
use crate::verdict::{CheckInput, Finding, Report, ScannedText, check_scanned};

/// What is in a text that goes nowhere yet.
pub(super) fn examine_text(
    catalogue: &Catalogue,
    ring: &Keyring,
    fingerprinter: &Fingerprinter,
    text: &PageText,
    scanned: &ScannedText,
) -> Report {
    let input = CheckInput { catalogue, text: text.as_str(), page: Page::None, neighbours: &[] };
    check_scanned(&input, scanned, ring, fingerprinter)
}

/// Whether a text names a report's address on a Sandbox API.
fn asks_for_reports(catalogue: &Catalogue, report: &Report, text: &str) -> bool {
    report.hosts.iter().any(|named| {
        let rest = text.get(named.end..).unwrap_or_default();
        let mut segments = rest.split(|sign: char| !(sign.is_ascii_alphanumeric() || "/-_.:".contains(sign)));
        let mut segments = segments.next().unwrap_or_default().split('/');
        let vendor = || Some(catalogue.site_of_host(&named.host)?.vendor);
        (named.role, named.environment) == (Role::Api, Some(Environment::Sandbox))
            && vendor().is_some_and(|vendor| segments.any(|name| vendor.certain_topic_of(name) == Some(Topic::Reports)))
    })
}

/// The same, for an extension page.
pub(super) fn check_text(state: &State, ring: &Keyring, text: &PageText, scanned: &ScannedText) -> Option<Checked> {
    let report = examine_text(&state.catalogue, ring, state.keys.fingerprinter.as_ref()?, text, scanned);
    let asks_for_reports = asks_for_reports(&state.catalogue, &report, text.as_str());
    let hosts = report.hosts.iter().filter(|named| matches!(named.role, Role::Portal | Role::Api));
    let mut hosts: Vec<(String, Environment)> =
        hosts.filter_map(|named| Some((named.host.to_owned(), named.environment?))).collect();
    hosts.dedup();
    let key = |finding: Finding| CheckedKey {
        part: finding.part,
        hint: finding.hint,
        belonging: finding.known.as_ref().map(|known| known.environment),
        retired: finding.known.as_ref().is_some_and(|known| known.state == KeyState::Retired),
        line: finding.line,
        destination: finding.destination,
        verdicts: finding.verdicts,
        vendor_key: finding.vendor_key,
        label: finding.known.and_then(|known| known.label),
    };
    Some(Checked {
        hosts,
        destination: report.destination.map(|destination| destination.environment),
        verdicts: report.verdicts,
        response: report.response,
        asks_for_reports,
        truncated: report.truncated,
        keys: report.findings.into_iter().map(key).collect(),
    })
}
