//! The answer about a text. It holds no secret: what may be shown of one is its hint.

use super::destination::Destination;
use super::response::Response;
use super::verdicts::Verdict;
use crate::catalogue::marked::VendorKey;
use crate::catalogue::{Environment, Role};
use crate::credential::fingerprint::Fingerprint;
use crate::credential::{Kind, Part};
use crate::keyring::{Belonging, Key, KeyState};
use serde::Serialize;

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Every credential that is known, or surely one, in the order of the text.
    pub findings: Vec<Finding>,
    /// The sites that the text names.
    pub hosts: Vec<HostFinding>,
    /// Where all of them are going, if they are going to one environment;
    /// without any, where the text is going.
    pub destination: Option<Destination>,
    /// The verdicts on all findings, in the order of [`Verdict`], each at most once.
    pub verdicts: Vec<Verdict>,
    /// The error of the vendor's servers that is in the text, and its likely cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    /// Whether only the beginning of the text was examined.
    pub truncated: bool,
}

/// A credential part in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it is a part of.
    pub kind: Kind,
    /// Which part.
    pub part: Part,
    /// Its first byte in the text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// The number of its line, from 1.
    pub line: usize,
    /// At most its last four characters.
    pub hint: String,
    /// What the text calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The index of its partner among the findings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner: Option<usize>,
    /// What is known of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<Known>,
    /// Where it is going.
    pub destination: Option<Destination>,
    /// What there is to say about it.
    pub verdicts: Vec<Verdict>,
    /// What the row of its vendor says, if it tells its environment itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_key: Option<VendorKey>,
    /// What it is recognized by. It stays in the background.
    #[serde(skip)]
    pub fingerprint: Fingerprint,
}

impl Finding {
    /// The one environment that it is known to belong to.
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
    /// Where it belongs.
    pub environment: Belonging,
    /// Whether it still works.
    pub state: KeyState,
    /// What the key is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// A site that the text names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HostFinding {
    /// Its host name.
    pub host: String,
    /// What it is for.
    pub role: Role,
    /// Its environment, if it has one.
    pub environment: Option<Environment>,
    /// The first byte of the name in the text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

impl Report {
    /// The credentials that were found, pairs as pairs: what "this key is …"
    /// is about. Nobody is asked about keys that tell their environment.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        let key = |finding: &Finding| match finding.partner.and_then(|at| self.findings.get(at)) {
            Some(partner) if finding.part.partner() == Some(partner.part) => {
                // The first part of a pair speaks for both.
                let is_first = finding.kind.parts().first() == Some(&finding.part);
                is_first.then(|| Key::of(finding.kind, &[finding.fingerprint, partner.fingerprint]))
            }
            _ => Some(Key::one(finding.part, finding.fingerprint)),
        };
        self.findings.iter().filter(|finding| finding.vendor_key.is_none()).filter_map(key).collect()
    }

    /// The part of it that the program `check` prints.
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

/// A report in few words.
#[derive(Debug, Serialize)]
pub struct Summary<'a> {
    /// What was found.
    pub findings: Vec<FindingSummary<'a>>,
    /// Where the text is going.
    pub destination: Option<Environment>,
    /// What there is to say.
    pub verdicts: &'a [Verdict],
    /// The error response in the text, and its likely cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    /// Whether only the beginning of the text was examined.
    pub truncated: bool,
}

/// A finding in few words.
#[derive(Debug, Serialize)]
pub struct FindingSummary<'a> {
    /// What it is a part of.
    pub kind: Kind,
    /// Which part.
    pub part: Part,
    /// Its first byte in the text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// The one environment that it is known to belong to.
    pub environment: Option<Environment>,
    /// The vendor whose key it is, if it tells its environment itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<&'a str>,
    /// At most its last four characters.
    pub hint: &'a str,
    /// The number of its line, from 1.
    pub line: usize,
    /// Where it is going.
    pub destination: Option<Environment>,
    /// How that is known.
    pub evidence: Option<super::destination::Source>,
    /// What there is to say about it.
    pub verdicts: &'a [Verdict],
}
