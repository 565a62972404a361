//! What a warning about a text says: a report put into words.

use serde::Serialize;

use crate::credential::Part;
use crate::keyring::Belonging;
use crate::portal::Environment;
use crate::text::Text;
use crate::verdict::{Finding, Report, Verdict};

/// How much a warning wants to be noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// Something will not work.
    Alarm,
    /// Only the person can say whose key this is.
    Question,
}

/// A warning, as the page draws it. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
pub struct Item {
    /// Which part.
    pub part: Text,
    /// At most its last four characters.
    pub hint: String,
    /// What the key is called.
    pub label: Option<String>,
    /// Where it belongs, as far as is known.
    pub belonging: Option<Text>,
}

/// What to say about a text going to this environment; nothing, if it fits or
/// nothing is known.
#[must_use]
pub fn warning(report: &Report, page: Environment) -> Option<Warning> {
    let to = report.destination.map_or(page, |destination| destination.environment);
    let said: Vec<_> = report.verdicts.iter().filter_map(|&verdict| words(verdict, to)).collect();
    let urgency = match report.verdicts.iter().any(|verdict| !matches!(verdict, Verdict::Fits | Verdict::NewCredential))
    {
        true => Urgency::Alarm,
        false => Urgency::Question,
    };
    let &(heading, _) = said.first()?;
    let cut = report.truncated.then(|| Text::plain("warnTruncated"));
    Some(Warning {
        urgency,
        heading: Text::plain(heading),
        reasons: said.into_iter().map(|(_, reason)| Text::plain(reason)).chain(cut).collect(),
        items: report.findings.iter().take(ITEMS).map(item).collect(),
    })
}

/// How many credentials a warning names.
const ITEMS: usize = 6;

/// The keys of heading and reason of a verdict about a text going there.
pub(crate) const fn words(verdict: Verdict, to: Environment) -> Option<(&'static str, &'static str)> {
    let to_production = matches!(to, Environment::Production);
    Some(match (verdict, to_production) {
        (Verdict::Fits, _) => return None,
        (Verdict::WrongEnvironment, true) => ("warnSandboxKey", "warnSandboxKeyInProduction"),
        (Verdict::WrongEnvironment, false) => ("warnProductionKey", "warnProductionKeyInSandbox"),
        (Verdict::WrongKind, _) => ("warnWrongKind", "warnWrongKindReason"),
        (Verdict::MixedPair, _) => ("warnMixedPair", "warnMixedPairReason"),
        (Verdict::Retired, _) => ("warnRetired", "warnRetiredReason"),
        (Verdict::Contradiction, true) => ("warnNamesSandbox", "warnNamesSandboxInProduction"),
        (Verdict::Contradiction, false) => ("warnNamesProduction", "warnNamesProductionInSandbox"),
        (Verdict::NewCredential, _) => ("warnNew", "warnNewReason"),
    })
}

/// The key of the word for a credential part.
pub(crate) const fn part_word(part: Part) -> &'static str {
    match part {
        Part::ApplicationId => "partApplicationId",
        Part::ApplicationSecret => "partApplicationSecret",
        Part::PublicKey => "partPublicKey",
        Part::PrivateKey => "partPrivateKey",
        Part::Token => "partToken",
    }
}

/// The key of the word for where a credential belongs.
pub(crate) const fn belonging_word(belonging: Belonging) -> &'static str {
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(verdicts: &[Verdict]) -> Report {
        Report {
            findings: Vec::new(),
            hosts: Vec::new(),
            destination: None,
            verdicts: verdicts.to_vec(),
            truncated: false,
        }
    }

    #[test]
    fn a_text_that_fits_needs_no_words() {
        for verdicts in [&[][..], &[Verdict::Fits]] {
            assert_eq!(warning(&report(verdicts), Environment::Sandbox), None);
        }
    }

    #[test]
    fn a_key_of_the_other_environment_is_named_with_both() {
        let said = warning(&report(&[Verdict::WrongEnvironment]), Environment::Production).unwrap();
        assert_eq!(said.urgency, Urgency::Alarm);
        assert_eq!(said.heading, Text::plain("warnSandboxKey"));
        assert_eq!(said.reasons, [Text::plain("warnSandboxKeyInProduction")]);
    }

    #[test]
    fn an_unknown_key_is_a_question_and_no_alarm() {
        let said = warning(&report(&[Verdict::NewCredential]), Environment::Production).unwrap();
        assert_eq!(said.urgency, Urgency::Question);
    }

    #[test]
    fn every_reason_is_given() {
        let verdicts = [Verdict::Fits, Verdict::WrongEnvironment, Verdict::Retired];
        assert_eq!(warning(&report(&verdicts), Environment::Production).unwrap().reasons.len(), 2);
    }

    #[test]
    fn a_cut_text_is_told_only_where_something_is_said() {
        let cut = |verdicts| warning(&Report { truncated: true, ..report(verdicts) }, Environment::Production);
        assert_eq!(cut(&[]), None);
        assert_eq!(cut(&[Verdict::Retired]).unwrap().reasons.last(), Some(&Text::plain("warnTruncated")));
    }
}
