//! The texts for the result of a check.

use crate::credential::Kind;
use crate::keyring::Belonging;
use crate::messages::{ExtensionText, MessageKey, Text, message};
use crate::protocol::{Checked, CheckedKey};
use crate::verdict::Verdict;
use crate::view::vendor_key::{heading_and_reason, is_secret};
use crate::view::warning::{response_text, words};

/// The style of a check's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was found.
    Nothing,
    /// The text and its keys fit together, as far as is known.
    Good,
    /// Something is unknown.
    Question,
    /// Something won't work.
    Alarm,
}

impl Outcome {
    /// The name of its CSS class.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Good => "good",
            Self::Question => "question",
            Self::Alarm => "alarm",
        }
    }
}

/// The texts for a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckSummary {
    /// The style.
    pub outcome: Outcome,
    /// Its heading.
    pub heading: ExtensionText,
    /// Its reasons.
    pub reasons: Vec<ExtensionText>,
    /// The sentence about an error response in the text.
    pub response: Option<Text>,
    /// Whether to offer to declare the environment of the keys.
    pub offers_to_remember: bool,
}

/// Chooses the texts for a result.
#[must_use]
pub fn summarize(checked: &Checked) -> CheckSummary {
    // A key that is known already is changed in the options.
    let is_open = |key: &CheckedKey| key.belonging.is_none_or(|belonging| belonging == Belonging::Conflict);
    let offers_to_remember = checked.keys.iter().any(|key| key.vendor_key.is_none() && is_open(key));
    let plain = |outcome, heading: MessageKey| CheckSummary {
        outcome,
        heading: heading.into(),
        reasons: Vec::new(),
        response: None,
        offers_to_remember,
    };
    let mut summary = if checked.keys.is_empty() {
        plain(Outcome::Nothing, message::CHECKED_NOTHING)
    } else if checked.verdicts.iter().all(|&verdict| verdict == Verdict::Fits) {
        let fits = checked.verdicts.contains(&Verdict::Fits);
        plain(Outcome::Good, if fits { message::CHECKED_FITS } else { message::CHECKED_KNOWN })
    } else {
        let texts: Vec<[Text; 2]> = checked.verdicts.iter().filter_map(|&verdict| worded(checked, verdict)).collect();
        let heading = texts.first().map_or(Text::plain(message::WARN_NEW), |[heading, _]| heading.clone()).into();
        let reasons = texts.into_iter().map(|[_, reason]| reason.into()).collect();
        let outcome = if checked.keys.iter().any(has_alarm) { Outcome::Alarm } else { Outcome::Question };
        CheckSummary { outcome, heading, reasons, response: None, offers_to_remember }
    };
    if let Some(response) = checked.response {
        summary.response = Some(response_text(response));
    }
    if checked.asks_for_reports {
        summary.reasons.push(message::NOTE_REPORTS.in_extension().into());
    }
    if checked.truncated {
        summary.reasons.push(message::WARN_TRUNCATED.into());
    }
    summary
}

fn has_alarm(key: &CheckedKey) -> bool {
    let is_alarm = |verdict: &Verdict| !matches!(verdict, Verdict::Fits | Verdict::Contested | Verdict::NewCredential);
    key.verdicts.iter().any(is_alarm) && key.vendor_key.as_ref().is_none_or(is_secret)
}

/// The heading and the reason for a verdict on a text without a destination.
fn worded(checked: &Checked, verdict: Verdict) -> Option<[Text; 2]> {
    let key = checked.keys.iter().find(|key| key.verdicts.contains(&verdict));
    let to = key.and_then(|key| key.destination);
    let vendor = key.and_then(|key| key.vendor_key.as_ref());
    let of_vendor = vendor.and_then(|vendor| heading_and_reason(vendor, verdict, to));
    let kind = key.map_or(Kind::ApiKey, |key| key.part.kind());
    of_vendor.or_else(|| words(verdict, kind, to).map(|(heading, reason)| [heading, reason].map(Text::plain)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Environment;
    use crate::credential::Part;
    use crate::protocol::CheckedKey;
    use crate::verdict::cause::{Refusal, RefusalCause, Response};
    use crate::verdict::destination::{Destination, Source};

    fn checked(verdicts: &[Verdict], to: Option<Environment>) -> Checked {
        let key = CheckedKey {
            part: Part::ApplicationId,
            hint: "49WC".into(),
            label: None,
            belonging: None,
            retired: false,
            line: 1,
            destination: to.map(|environment| Destination { environment, source: Source::Host }),
            verdicts: verdicts.to_vec(),
            vendor_key: None,
        };
        Checked {
            keys: vec![key],
            hosts: Vec::new(),
            verdicts: verdicts.to_vec(),
            destination: to,
            response: None,
            lifetime: None,
            asks_for_reports: false,
            truncated: false,
        }
    }

    #[test]
    fn a_text_without_credentials_says_so_and_offers_nothing() {
        let nothing = Checked { keys: Vec::new(), ..checked(&[], None) };
        let summary = summarize(&nothing);
        assert_eq!((summary.outcome, summary.offers_to_remember), (Outcome::Nothing, false));
    }

    #[test]
    fn a_key_at_odds_with_the_host_beside_it_is_an_alarm() {
        let summary = summarize(&checked(&[Verdict::WrongEnvironment], Some(Environment::Production)));
        assert_eq!(
            (summary.outcome, summary.heading),
            (Outcome::Alarm, message::WARN_SANDBOX_KEY.in_extension().into())
        );
        assert_eq!(summary.reasons, [message::CHECKED_SANDBOX_KEY_PRODUCTION_HOST.in_extension().into()]);
    }

    #[test]
    fn an_unknown_key_is_a_question_and_a_known_one_is_fine() {
        assert_eq!(summarize(&checked(&[Verdict::NewCredential], None)).outcome, Outcome::Question);
        assert_eq!(summarize(&checked(&[], None)).heading, message::CHECKED_KNOWN.into());
        assert_eq!(summarize(&checked(&[], Some(Environment::Sandbox))).heading, message::CHECKED_KNOWN.into());
        assert_eq!(
            summarize(&checked(&[Verdict::Fits], Some(Environment::Sandbox))).heading,
            message::CHECKED_FITS.into()
        );
    }

    #[test]
    fn only_keys_without_one_environment_can_be_remembered() {
        let offers = |belonging: Option<Belonging>| {
            let mut checked = checked(&[], None);
            for key in &mut checked.keys {
                key.belonging = belonging;
            }
            summarize(&checked).offers_to_remember
        };
        assert!(offers(None) && offers(Some(Belonging::Conflict)));
        assert!(!offers(Some(Belonging::Production)) && !offers(Some(Belonging::Sandbox)));
    }

    #[test]
    fn a_text_that_asks_for_reports_says_what_they_are_in_sandbox() {
        let asking = Checked { asks_for_reports: true, ..checked(&[Verdict::Fits], Some(Environment::Sandbox)) };
        assert_eq!(summarize(&asking).reasons, [message::NOTE_REPORTS.in_extension().into()]);
    }

    #[test]
    fn an_error_response_is_explained() {
        let response = Response { error: Refusal::Unauthorized, line: 3, cause: RefusalCause::ExpiredToken };
        let explained = summarize(&Checked { response: Some(response), ..checked(&[], None) });
        assert_eq!(explained.response, Some(Text::with(message::RESPONSE_EXPIRED_TOKEN, "3")));
    }

    #[test]
    fn a_long_text_says_that_it_was_cut() {
        let long = Checked { truncated: true, ..checked(&[Verdict::Fits], Some(Environment::Sandbox)) };
        assert_eq!(summarize(&long).reasons, [message::WARN_TRUNCATED.into()]);
    }
}
