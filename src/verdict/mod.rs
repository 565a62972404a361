//! What to say about a text.
//!
//! [`check`] is one function from a text and where it is going to what is in
//! it and what to say of that. The paste path and the panel both use it.

pub mod destination;
pub mod environment_word;

use crate::catalogue::{Catalogue, Environment, Role};
use crate::credential::fingerprint::{Fingerprint, Fingerprinter};
use crate::credential::{Kind, Part};
use crate::detect::find::{examined, find};
use crate::detect::found::{Find, Found};
use crate::detect::host::hosts_named;
use crate::detect::scan::contains_words;
use crate::detect::shape::is_placeholder;
use crate::keyring::{Belonging, Entry, Key, Keyring, Name, State};
use destination::{Bearings, Destination, Page, bearings};
use serde::{Deserialize, Serialize};

/// What there is to say. The order is that in which verdicts are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// A known key of the destination's environment, and nothing against it.
    Fits,
    /// A known key of the other environment.
    WrongEnvironment,
    /// A Composer key where an API key belongs, or the reverse.
    WrongKind,
    /// The ID of one key with the secret of another.
    MixedPair,
    /// A known key that was regenerated or deleted.
    Retired,
    /// The page, the text and the fields beside it name both environments.
    Contradiction,
    /// A credential that is not known: whose is it?
    NewCredential,
}

impl Verdict {
    /// All, in the order in which they are given.
    pub const ALL: [Self; 7] = [
        Self::Fits,
        Self::WrongEnvironment,
        Self::WrongKind,
        Self::MixedPair,
        Self::Retired,
        Self::Contradiction,
        Self::NewCredential,
    ];
}

/// A text, and where it is going.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The sites that are known.
    pub catalogue: &'a Catalogue,
    /// The text.
    pub text: &'a str,
    /// The page that it is going to.
    pub page: Page<'a>,
    /// What stands in the other fields of the same form.
    pub neighbours: &'a [&'a str],
}

/// The answer. It holds no secret: what may be shown of one is its hint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Every credential that is known or certain, in the order of the text.
    pub findings: Vec<Finding>,
    /// The sites that the text names.
    pub hosts: Vec<HostFinding>,
    /// Where the text is going.
    pub destination: Option<Destination>,
    /// What to say, in the order of [`Verdict`], each at most once.
    pub verdicts: Vec<Verdict>,
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
    /// What it is recognised by. It stays in the background.
    #[serde(skip)]
    pub fingerprint: Fingerprint,
}

impl Finding {
    /// The one environment that it is known to belong to.
    #[must_use]
    pub fn environment(&self) -> Option<Environment> {
        self.known.as_ref().and_then(|known| known.environment.environment())
    }
}

/// What the keyring knows of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Known {
    /// Where it belongs.
    pub environment: Belonging,
    /// Whether it still works.
    pub state: State,
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

/// What is in this text, and what to say of it.
///
/// A value that only looks like a credential is looked up; if it is unknown,
/// nothing is said of it and it is not in the report.
#[must_use]
pub fn check(question: &Question<'_>, keyring: &Keyring, fingerprinter: &Fingerprinter) -> Report {
    let text = question.text;
    let found = find(text);
    let hosts = hosts_named(question.catalogue, examined(text));
    let bearings = bearings(question.catalogue, question.page, &hosts, question.neighbours);
    let weighed = weigh(text, &found, keyring, fingerprinter);
    let usage = Usage::of(examined(text), &weighed, &bearings);
    Report {
        verdicts: verdicts(&weighed, &bearings, usage),
        findings: findings(text, &weighed),
        hosts: hosts
            .iter()
            .map(|named| HostFinding {
                host: named.site.host.clone().into_owned(),
                role: named.site.role,
                environment: named.site.environment(),
                start: named.span.start,
                end: named.span.end,
            })
            .collect(),
        destination: bearings.destination,
        truncated: found.is_truncated(),
    }
}

impl Report {
    /// The credentials that were found, pairs as pairs: what "this key is …"
    /// is about.
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
        self.findings.iter().filter_map(key).collect()
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
            hint: &finding.hint,
        });
        Summary {
            findings: findings.collect(),
            destination: self.destination.map(|destination| destination.environment),
            verdicts: &self.verdicts,
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
    /// At most its last four characters.
    pub hint: &'a str,
}

/// A find that says something, with what is known of it.
struct Weighed<'k> {
    /// Its index among the finds.
    index: usize,
    find: &'k Find,
    part: Part,
    hint: String,
    fingerprint: Fingerprint,
    /// Its fingerprints under every key: its partner may know it by another.
    candidates: Vec<Fingerprint>,
    entry: Option<&'k Entry>,
}

fn weigh<'k>(text: &str, found: &'k Found, keyring: &'k Keyring, fingerprinter: &Fingerprinter) -> Vec<Weighed<'k>> {
    let weigh_one = |(index, find): (usize, &'k Find)| {
        if keyring.is_empty() && !find.is_asserted() {
            return None;
        }
        let secret = find.secret(text);
        let fingerprint = keyring.recognise(fingerprinter, &secret);
        let entry = keyring.get(fingerprint);
        let is_nobodys = || !find.is_asserted() || find.is_reference || is_placeholder(&secret);
        if entry.is_none() && is_nobodys() {
            return None;
        }
        let part = entry.map(|entry| entry.part).or(find.part)?;
        let candidates = fingerprinter.candidates(&secret).collect();
        Some(Weighed { index, find, part, hint: secret.hint(), fingerprint, candidates, entry })
    };
    found.finds.iter().enumerate().filter_map(weigh_one).collect()
}

fn partner<'w, 'k>(weighed: &'w [Weighed<'k>], of: &Weighed<'_>) -> Option<(usize, &'w Weighed<'k>)> {
    let partner = of.find.partner?;
    let at = weighed.binary_search_by_key(&partner, |other| other.index).ok()?;
    weighed.get(at).map(|other| (at, other))
}

fn findings(text: &str, weighed: &[Weighed<'_>]) -> Vec<Finding> {
    let finding = |one: &Weighed<'_>| Finding {
        kind: one.part.kind(),
        part: one.part,
        start: one.find.span.start,
        end: one.find.span.end,
        hint: one.hint.clone(),
        name: one.find.label.map(|label| label.of(text).to_owned()),
        partner: partner(weighed, one).map(|(at, _)| at),
        known: one.entry.map(|entry| Known {
            environment: entry.environment,
            state: entry.state,
            label: entry.label.as_ref().map(Name::text).map(str::to_owned),
        }),
        fingerprint: one.fingerprint,
    };
    weighed.iter().map(finding).collect()
}

fn verdicts(weighed: &[Weighed<'_>], bearings: &Bearings, usage: Usage) -> Vec<Verdict> {
    let destination = bearings.destination.map(|destination| destination.environment);
    let mut verdicts = Vec::new();
    let mut say = |verdict: Verdict| {
        if !verdicts.contains(&verdict) {
            verdicts.push(verdict);
        }
    };
    for one in weighed {
        let partner = partner(weighed, one).map(|(_, other)| other);
        let other = destination.map(Environment::other).map(Belonging::from);
        let mixed = is_mixed(one, partner);
        if usage.of_find(one.find).is_some_and(|usage| usage != one.part.kind()) {
            say(Verdict::WrongKind);
        }
        if mixed {
            say(Verdict::MixedPair);
        }
        match one.entry {
            Some(entry) => {
                if other == Some(entry.environment) {
                    say(Verdict::WrongEnvironment);
                }
                if entry.state == State::Retired {
                    say(Verdict::Retired);
                }
            }
            None if !mixed => say(Verdict::NewCredential),
            None => {}
        }
    }
    if bearings.contradicts && !weighed.is_empty() {
        say(Verdict::Contradiction);
    }
    let home = destination.map(Belonging::from);
    if verdicts.is_empty()
        && weighed.iter().any(|one| home.is_some() && one.entry.map(|entry| entry.environment) == home)
    {
        verdicts.push(Verdict::Fits);
    }
    Verdict::ALL.into_iter().filter(|verdict| verdicts.contains(verdict)).collect()
}

/// Whether these two stand together in the text and do not belong together.
fn is_mixed(one: &Weighed<'_>, partner: Option<&Weighed<'_>>) -> bool {
    let Some(partner) = partner else { return false };
    match (one.entry, partner.entry) {
        (Some(entry), Some(other)) => match (entry.partner, other.partner) {
            // Each was seen alone: only different environments tell them apart.
            (None, None) => {
                let environments = (entry.environment.environment(), other.environment.environment());
                matches!(environments, (Some(one), Some(other)) if one != other)
            }
            (first, second) => {
                first.is_some_and(|first| !partner.candidates.contains(&first))
                    || second.is_some_and(|second| !one.candidates.contains(&second))
            }
        },
        // Of a pair that is known both parts are known.
        (Some(entry), None) => entry.partner.is_some(),
        (None, Some(other)) => other.partner.is_some(),
        (None, None) => false,
    }
}

/// What a user name and password with no further name are for, by what else
/// the text says.
#[derive(Debug, Clone, Copy)]
struct Usage(Option<Kind>);

impl Usage {
    fn of(text: &str, weighed: &[Weighed<'_>], bearings: &Bearings) -> Self {
        if !weighed.iter().any(|one| one.find.anonymous) {
            return Self(None);
        }
        let api = || bearings.names_api || contains_words(text, "/session/token");
        let composer = || bearings.names_composer || contains_words(text, "http-basic");
        Self(match (api(), composer()) {
            (true, false) => Some(Kind::ApiKey),
            (false, true) => Some(Kind::ComposerKey),
            _ => None,
        })
    }

    fn of_find(self, find: &Find) -> Option<Kind> {
        find.claim.or_else(|| self.0.filter(|_| find.anonymous && find.kind != Kind::SessionToken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::fingerprint::InstallationKey;

    const PAIR: &str = "App Id: ZX5K1RW08N App Secret: d0a4f79c3b8e1265f7c0d9b4a3e18f5602c7d8e9";

    fn fingerprinter() -> Fingerprinter {
        Fingerprinter::new(&InstallationKey::from_random([4; 32]))
    }

    fn report(keyring: &Keyring) -> Report {
        let catalogue = &Catalogue::default();
        check(&Question { catalogue, text: PAIR, page: Page::None, neighbours: &[] }, keyring, &fingerprinter())
    }

    #[test]
    fn the_order_of_verdicts_is_that_of_their_list() {
        assert!(Verdict::ALL.is_sorted());
    }

    #[test]
    fn what_was_found_can_be_declared_and_is_known_from_then_on() {
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
