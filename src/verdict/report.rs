//! The result of a check. It holds no secret, only hints.

use super::destination::Destination;
use super::response::Response;
use super::verdicts::Verdict;
use crate::catalogue::marked::VendorKey;
use crate::catalogue::{Environment, Role};
use crate::credential::fingerprint::Fingerprint;
use crate::credential::{Kind, Part};
use crate::keyring::{Belonging, Key, KeyState};
use serde::Serialize;

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Every credential that is known or certain, in text order.
    pub findings: Vec<Finding>,
    /// The sites that the text mentions.
    pub hosts: Vec<HostFinding>,
    /// The destination of all findings, if it is one environment. If there are
    /// none, the destination of the text.
    pub destination: Option<Destination>,
    /// The verdicts on all findings, in the order of [`Verdict`], without
    /// duplicates.
    pub verdicts: Vec<Verdict>,
    /// The error response of the vendor's servers in the text, and its likely
    /// cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    /// Whether only the start of the text was examined.
    pub truncated: bool,
}

/// A part of a credential in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The kind of credential.
    pub kind: Kind,
    /// Which part.
    pub part: Part,
    /// Its first byte in the text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Its line number, starting at 1.
    pub line: usize,
    /// At most its last four characters.
    pub hint: String,
    /// Its name in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The index of its partner among the findings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner: Option<usize>,
    /// What the keyring knows about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<Known>,
    /// Where it is going.
    pub destination: Option<Destination>,
    /// The verdicts on it.
    pub verdicts: Vec<Verdict>,
    /// The description of a vendor's key that reveals its environment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_key: Option<VendorKey>,
    /// Its fingerprint, which never leaves the background.
    #[serde(skip)]
    pub fingerprint: Fingerprint,
}

impl Finding {
    /// The environment it is known to belong to, if it is exactly one.
    #[must_use]
    pub fn environment(&self) -> Option<Environment> {
        self.known.as_ref().and_then(|known| known.environment.environment())
    }

    /// The most important verdict on it.
    #[must_use]
    pub fn worst(&self) -> Option<Verdict> {
        self.verdicts.iter().copied().find(|verdict| *verdict != Verdict::Fits)
    }
}

/// What the keyring knows of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Known {
    /// The environment it belongs to.
    pub environment: Belonging,
    /// Whether it still works.
    pub state: KeyState,
    /// The key's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// A site that the text mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HostFinding {
    /// Its host name.
    pub host: String,
    /// The role of the site.
    pub role: Role,
    /// Its environment, if it has one.
    pub environment: Option<Environment>,
    /// The offset of the name in the text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

impl Report {
    /// The credentials whose environment the user can declare, with pairs
    /// combined. Keys that reveal their environment are left out.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        self.keys_where(|_| true)
    }

    /// The same, but only those that a warning about this report is about:
    /// those with the most serious verdict, in at least one part. All of them
    /// if nothing is wrong.
    #[must_use]
    pub fn concerned_keys(&self) -> Vec<Key> {
        let worst = self.worst();
        self.keys_where(|finding| worst.is_none_or(|worst| finding.verdicts.contains(&worst)))
    }

    /// The most serious verdict; `None` if everything fits or nothing is known.
    #[must_use]
    pub fn worst(&self) -> Option<Verdict> {
        self.verdicts.iter().copied().find(|verdict| *verdict != Verdict::Fits)
    }

    fn keys_where(&self, is_meant: impl Fn(&Finding) -> bool) -> Vec<Key> {
        let key = |finding: &Finding| match finding.partner.and_then(|at| self.findings.get(at)) {
            Some(partner) if finding.part.partner() == Some(partner.part) => {
                // The first part represents the pair.
                let is_first = finding.kind.parts().first() == Some(&finding.part);
                (is_first && (is_meant(finding) || is_meant(partner)))
                    .then(|| Key::of(finding.kind, &[finding.fingerprint, partner.fingerprint]))
            }
            _ => is_meant(finding).then(|| Key::one(finding.part, finding.fingerprint)),
        };
        self.findings.iter().filter(|finding| finding.vendor_key.is_none()).filter_map(key).collect()
    }

    /// The keys of other vendors.
    #[must_use]
    pub fn vendor_keys(&self) -> Vec<Key> {
        let of_vendors = self.findings.iter().filter(|finding| finding.vendor_key.is_some());
        of_vendors.map(|finding| Key::one(finding.part, finding.fingerprint)).collect()
    }

    /// The part of the report that the program `check` prints.
    #[must_use]
    pub fn summary(&self) -> Summary<'_> {
        let findings = self.findings.iter().map(|finding| FindingSummary {
            kind: finding.kind,
            part: finding.part,
            start: finding.start,
            end: finding.end,
            environment: finding.environment(),
            vendor: finding.vendor_key.as_ref().and_then(|key| key.vendor.as_deref()),
            hint: &finding.hint,
            line: finding.line,
            destination: finding.destination.map(|destination| destination.environment),
            evidence: finding.destination.map(|destination| destination.source),
            verdicts: &finding.verdicts,
        });
        Summary {
            findings: findings.collect(),
            destination: self.destination.map(|destination| destination.environment),
            verdicts: &self.verdicts,
            response: self.response,
            truncated: self.truncated,
        }
    }
}

/// A short form of the report.
#[derive(Debug, Serialize)]
pub struct Summary<'a> {
    /// The findings.
    pub findings: Vec<FindingSummary<'a>>,
    /// Where the text is going.
    pub destination: Option<Environment>,
    /// The verdicts on all findings.
    pub verdicts: &'a [Verdict],
    /// The error response in the text, and its likely cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    /// Whether only the start of the text was examined.
    pub truncated: bool,
}

/// A short form of a finding.
#[derive(Debug, Serialize)]
pub struct FindingSummary<'a> {
    /// The kind of credential.
    pub kind: Kind,
    /// Which part.
    pub part: Part,
    /// Its first byte in the text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// The environment it is known to belong to, if it is exactly one.
    pub environment: Option<Environment>,
    /// The vendor, if the key reveals its environment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<&'a str>,
    /// At most its last four characters.
    pub hint: &'a str,
    /// Its line number, starting at 1.
    pub line: usize,
    /// Where it is going.
    pub destination: Option<Environment>,
    /// The evidence for the destination.
    pub evidence: Option<super::destination::Source>,
    /// The verdicts on it.
    pub verdicts: &'a [Verdict],
}
