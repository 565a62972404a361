//! What a warning about a text says: a report put into words.

use serde::Serialize;

use crate::catalogue::Environment;
use crate::credential::Part;
use crate::keyring::Belonging;
use crate::messages::Text;
use crate::verdict::{Finding, Report, Verdict};
use crate::view::badge::{Banner, color, ink, page_badge};

/// How much a warning wants to be noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// Something will not work.
    Alarm,
    /// Only the person can say whose key this is.
    Question,
    /// Nothing is wrong as far as is known: it only says whose key this is.
    Chip,
}

/// A warning, as the page draws it. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Warning {
    /// How urgent.
    pub urgency: Urgency,
    /// The heading.
    pub heading: Text,
    /// Why, and what follows from it.
    pub reasons: Vec<Text>,
    /// The credentials that it is about.
    pub items: Vec<Item>,
}

/// A credential part in a warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Item {
    /// Which part.
    pub part: Text,
    /// At most its last four characters.
    pub hint: String,
    /// What the key is called.
    pub label: Option<String>,
    /// Where it belongs, as far as is known.
    pub belonging: Option<Text>,
    /// The look of the one environment that it belongs to.
    pub look: Option<Look>,
}

/// The look of an environment, for a page that knows of none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Look {
    /// Its wire name.
    pub environment: Environment,
    /// Behind the word, `#rrggbb`.
    pub color: &'static str,
    /// Of the word, `#rrggbb`.
    pub ink: &'static str,
}

/// What to say about a text that goes into a page; nothing, if it fits or
/// nothing is known. Where nobody says which environment the text is for, it is
/// said whose keys are in it.
#[must_use]
pub fn warning(report: &Report) -> Option<Warning> {
    let to = report.destination.map(|destination| destination.environment);
    let said: Vec<_> = report.verdicts.iter().filter_map(|&verdict| words(verdict, to)).collect();
    let urgency = match report.verdicts.iter().any(|verdict| !matches!(verdict, Verdict::Fits | Verdict::NewCredential))
    {
        true => Urgency::Alarm,
        false => Urgency::Question,
    };
    let Some(&(heading, _)) = said.first() else {
        return if to.is_none() { chip(report) } else { None };
    };
    let cut = report.truncated.then(|| Text::plain("warnTruncated"));
    Some(Warning {
        urgency,
        heading: Text::plain(heading),
        reasons: said.into_iter().map(|(_, reason)| Text::plain(reason)).chain(cut).collect(),
        items: report.findings.iter().take(ITEMS).map(item).collect(),
    })
}

/// Says whose keys these are, if any is known.
fn chip(report: &Report) -> Option<Warning> {
    let items: Vec<Item> =
        report.findings.iter().filter(|finding| finding.known.is_some()).take(ITEMS).map(item).collect();
    (!items.is_empty()).then(|| Warning {
        urgency: Urgency::Chip,
        heading: Text::plain("chipHeading"),
        reasons: Vec::new(),
        items,
    })
}

/// How many credentials a warning names.
const ITEMS: usize = 6;

/// The keys of heading and reason of a verdict about a text going there; none
/// where nothing can be said without a destination.
pub const fn words(verdict: Verdict, to: Option<Environment>) -> Option<(&'static str, &'static str)> {
    use Environment::{Production, Sandbox};
    Some(match (verdict, to) {
        (Verdict::Fits, _) | (Verdict::WrongEnvironment | Verdict::Contradiction, None) => return None,
        (Verdict::WrongEnvironment, Some(Production)) => ("warnSandboxKey", "warnSandboxKeyInProduction"),
        (Verdict::WrongEnvironment, Some(Sandbox)) => ("warnProductionKey", "warnProductionKeyInSandbox"),
        (Verdict::WrongKind, _) => ("warnWrongKind", "warnWrongKindReason"),
        (Verdict::MixedPair, _) => ("warnMixedPair", "warnMixedPairReason"),
        (Verdict::Retired, _) => ("warnRetired", "warnRetiredReason"),
        (Verdict::Contradiction, Some(Production)) => ("warnNamesSandbox", "warnNamesSandboxInProduction"),
        (Verdict::Contradiction, Some(Sandbox)) => ("warnNamesProduction", "warnNamesProductionInSandbox"),
        (Verdict::NewCredential, _) => ("warnNew", "warnNewReason"),
    })
}

/// The key of the word for a credential part.
pub const fn part_word(part: Part) -> &'static str {
    match part {
        Part::ApplicationId => "partApplicationId",
        Part::ApplicationSecret => "partApplicationSecret",
        Part::PublicKey => "partPublicKey",
        Part::PrivateKey => "partPrivateKey",
        Part::Token => "partToken",
    }
}

/// The key of the word for where a credential belongs.
pub const fn belonging_word(belonging: Belonging) -> &'static str {
    match belonging {
        Belonging::Production => "environmentProduction",
        Belonging::Sandbox => "environmentSandbox",
        Belonging::Conflict => "belongsToBoth",
    }
}

fn item(finding: &Finding) -> Item {
    let known = finding.known.as_ref();
    let belonging = known.map(|known| belonging_word(known.environment));
    Item {
        part: Text::plain(part_word(finding.part)),
        hint: finding.hint.clone(),
        label: known.and_then(|known| known.label.clone()),
        belonging: belonging.map(Text::plain),
        look: finding.environment().map(look),
    }
}

fn look(environment: Environment) -> Look {
    let tone = page_badge(environment, Banner::Pending).tone;
    Look { environment, color: color(tone), ink: ink(tone) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::Kind;
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
    use crate::credential::secret::Secret;
    use crate::keyring::State;
    use crate::verdict::Known;
    use crate::verdict::destination::{Destination, Source};

    fn report(verdicts: &[Verdict]) -> Report {
        let destination = Destination { environment: Environment::Production, source: Source::Page };
        Report {
            findings: Vec::new(),
            hosts: Vec::new(),
            destination: Some(destination),
            verdicts: verdicts.to_vec(),
            truncated: false,
        }
    }

    #[test]
    fn a_text_that_fits_needs_no_words() {
        for verdicts in [&[][..], &[Verdict::Fits]] {
            assert_eq!(warning(&report(verdicts)), None);
        }
    }

    #[test]
    fn a_key_of_the_other_environment_is_named_with_both() {
        let said = warning(&report(&[Verdict::WrongEnvironment])).unwrap();
        assert_eq!(said.urgency, Urgency::Alarm);
        assert_eq!(said.heading, Text::plain("warnSandboxKey"));
        assert_eq!(said.reasons, [Text::plain("warnSandboxKeyInProduction")]);
    }

    #[test]
    fn an_unknown_key_is_a_question_and_no_alarm() {
        let said = warning(&report(&[Verdict::NewCredential])).unwrap();
        assert_eq!(said.urgency, Urgency::Question);
    }

    #[test]
    fn every_reason_is_given() {
        let verdicts = [Verdict::Fits, Verdict::WrongEnvironment, Verdict::Retired];
        assert_eq!(warning(&report(&verdicts)).unwrap().reasons.len(), 2);
    }

    #[test]
    fn a_cut_text_is_told_only_where_something_is_said() {
        let cut = |verdicts| warning(&Report { truncated: true, ..report(verdicts) });
        assert_eq!(cut(&[]), None);
        assert_eq!(cut(&[Verdict::Retired]).unwrap().reasons.last(), Some(&Text::plain("warnTruncated")));
    }

    /// A report about a secret that goes nobody knows where.
    fn somewhere(known: Option<Belonging>, verdicts: &[Verdict]) -> Report {
        let fingerprint = Fingerprinter::new(&InstallationKey::from_random([1; 32])).of(&Secret::new("x"));
        let known =
            known.map(|environment| Known { environment, state: State::Active, label: Some("CI key".to_owned()) });
        let (kind, part) = (Kind::ApiKey, Part::ApplicationSecret);
        let finding = Finding {
            kind,
            part,
            start: 0,
            end: 1,
            hint: "…e2ca".to_owned(),
            name: None,
            partner: None,
            known,
            fingerprint,
        };
        Report { findings: vec![finding], destination: None, ..report(verdicts) }
    }

    #[test]
    fn where_nothing_says_the_destination_a_known_key_says_whose_it_is() {
        let said = warning(&somewhere(Some(Belonging::Sandbox), &[])).unwrap();
        assert_eq!((said.urgency, said.reasons.len()), (Urgency::Chip, 0));
        assert_eq!(said.items[0].belonging, Some(Text::plain("environmentSandbox")));
        assert_eq!(said.items[0].look.as_ref().unwrap().environment, Environment::Sandbox);
        let contested = warning(&somewhere(Some(Belonging::Conflict), &[])).unwrap();
        assert_eq!((contested.urgency, &contested.items[0].look), (Urgency::Chip, &None));
        assert_eq!(warning(&somewhere(None, &[])), None);
    }

    #[test]
    fn what_is_wrong_wherever_it_goes_is_an_alarm_without_a_destination_too() {
        let said = warning(&somewhere(Some(Belonging::Sandbox), &[Verdict::Retired])).unwrap();
        assert_eq!(said.urgency, Urgency::Alarm);
    }
}
