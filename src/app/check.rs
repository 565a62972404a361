//! Checks a text in an extension page, before it is used anywhere.

use super::state::State;
use crate::catalogue::topic::Topic;
use crate::catalogue::{Catalogue, Environment, Role};
use crate::credential::Part;
use crate::credential::fingerprint::Fingerprinter;
use crate::keyring::{KeyState, Keyring};
use crate::protocol::{Checked, CheckedKey, PageText};
use crate::verdict::destination::Page;
use crate::verdict::{CheckInput, Finding, Report, ScannedText, check_scanned};

/// Checks a text that has no destination yet.
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

/// Whether a text contains the address of reports on a Sandbox API.
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

/// The longest lifetime that is plausible: a year, in seconds.
const LONGEST: u32 = 366 * 24 * 60 * 60;

/// The lifetime of the session token in a text, in seconds, from the API's
/// answer: `"expires_in": 7200`. `None` if there are several tokens or
/// contradicting answers.
fn lifetime(report: &Report, text: &str) -> Option<u32> {
    const NAME: &str = "expires_in";
    let mut tokens = report.findings.iter().filter(|finding| finding.part == Part::Token);
    let token = tokens.next().filter(|_| tokens.next().is_none())?;
    let text = around(text, token)?;
    let is_word = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    let mut lifetimes = text
        .match_indices(NAME)
        .filter(|(at, _)| !text.get(..*at).unwrap_or_default().ends_with(is_word))
        .map(|(at, name)| {
            let rest = text
                .get(at + name.len()..)?
                .trim_start_matches(|sign: char| sign.is_whitespace() || "\"'\\:=>".contains(sign));
            let end = rest.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(rest.len());
            let (digits, after) = rest.split_at_checked(end)?;
            let is_whole = !after.starts_with(|sign: char| sign == '.' || is_word(sign));
            digits.parse().ok().filter(|seconds| is_whole && (1..=LONGEST).contains(seconds))
        });
    let first = lifetimes.next()?;
    first.filter(|_| lifetimes.all(|other| other == first))
}

/// The JSON object that contains a token, or else its line. Other answers in
/// the text aren't about this token.
fn around<'t>(text: &'t str, token: &Finding) -> Option<&'t str> {
    let (before, after) = (text.get(..token.start)?, text.get(token.end..)?);
    let open = before.rfind('{').filter(|&at| !before.get(at..).unwrap_or_default().contains('}'));
    let (start, end) = match open {
        Some(at) => (at, after.find('}')),
        None => (before.rfind('\n').map_or(0, |at| at + 1), after.find('\n')),
    };
    text.get(start..token.end + end.unwrap_or(after.len()))
}

/// The same, for an extension page.
pub(super) fn check_text(state: &State, ring: &Keyring, text: &PageText, scanned: &ScannedText) -> Option<Checked> {
    let report = examine_text(&state.catalogue, ring, state.keys.fingerprinter.as_ref()?, text, scanned);
    let lifetime = lifetime(&report, text.as_str());
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
        lifetime,
        asks_for_reports,
        truncated: report.truncated,
        keys: report.findings.into_iter().map(key).collect(),
    })
}
