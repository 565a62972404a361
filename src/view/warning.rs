//! The texts of a warning, from a report.

use serde::Serialize;

use crate::catalogue::Environment;
use crate::catalogue::marked::VendorKey;
use crate::credential::Kind;
use crate::keyring::Belonging;
use crate::messages::{ContentKey, Text, message};
use crate::verdict::cause::{RefusalCause, Response};
use crate::verdict::destination::{Destination, Source};
use crate::verdict::{Finding, Report, Verdict};
use crate::view::badge::{Banner, page_badge};
use crate::view::credential::part_word;
use crate::view::theme::{color, ink};
use crate::view::vendor_key::{environment_of, heading_and_reason, is_secret, item_text, name_of};

/// How urgent a warning is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// Something won't work.
    Alarm,
    /// Only the user knows the environment of this key.
    Question,
    /// Nothing is known to be wrong. The chip only shows the key's environment.
    Chip,
}

/// A warning, ready to be drawn. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Warning {
    /// Its urgency.
    pub urgency: Urgency,
    /// The heading.
    pub heading: Text,
    /// The reasons, and what to do.
    pub reasons: Vec<Text>,
    /// The credentials in it.
    pub items: Vec<Item>,
    /// Whether nothing changes if the user names a key's environment, so that
    /// they aren't asked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub settled: bool,
    /// The key's environment and the destination, if they don't match.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub route: Option<Route>,
    /// Whether to offer the same page in the other environment.
    #[serde(rename = "offersOtherPage", skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub offers_other_page: bool,
    /// Whether the user may allow this key here.
    #[serde(rename = "offersFine", skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub offers_fine: bool,
}

/// The origin and the destination of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Route {
    /// The origin.
    pub from: RouteEnd,
    /// The destination.
    pub to: RouteEnd,
}

/// An end of a route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RouteEnd {
    /// Its text.
    pub text: Text,
    /// The look of its environment.
    pub look: Look,
}

/// A part of a credential in a warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Item {
    /// The name of the part.
    pub part: Text,
    /// Its line, if the text has more than one line.
    pub line: Option<Text>,
    /// A short text about the problem.
    pub verdict: Option<Text>,
    /// At most its last four characters.
    pub hint: String,
    /// The key's name.
    pub label: Option<String>,
    /// Its environment, as far as it is known.
    pub belonging: Option<Text>,
    /// The look of its environment, if it has exactly one.
    pub look: Option<Look>,
}

/// The look of an environment. The page has no other source for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Look {
    /// Its wire name.
    pub environment: Environment,
    /// The background color, `#rrggbb`.
    pub color: &'static str,
    /// The text color, `#rrggbb`.
    pub ink: &'static str,
}

/// The warning about a text on its way into a page; `None` if it fits or
/// nothing is known. If the destination is unknown, a chip shows the keys'
/// environment.
#[must_use]
pub fn warning(report: &Report) -> Option<Warning> {
    let Some(worst) = report.worst() else {
        let is_unknown = report.findings.iter().any(|finding| finding.destination.is_none());
        return chip(report).filter(|_| is_unknown).or_else(|| report.truncated.then(ends_only));
    };
    let mut texts = report.verdicts.iter().filter_map(|&verdict| texts_of(report, verdict));
    let [heading, reason] = texts.next()?;
    let reasons = std::iter::once(reason).chain(texts.map(|[_, reason]| reason));
    let is_alarm = |finding: &Finding| {
        finding.worst().is_some_and(|verdict| verdict < Verdict::Contested)
            && finding.vendor_key.as_ref().is_none_or(is_secret)
    };
    let urgency = if report.findings.iter().any(is_alarm) { Urgency::Alarm } else { Urgency::Question };
    let cut = report.truncated.then(|| Text::plain(ENDS_ONLY));
    let response = report.response.map(response_text);
    let (concerned, others): (Vec<_>, Vec<_>) =
        report.findings.iter().partition(|finding| finding.verdicts.contains(&worst));
    let several_lines = report.findings.iter().any(|finding| finding.line > 1);
    let mut routes = concerned.iter().map(|finding| route(finding).filter(|_| worst == Verdict::WrongEnvironment));
    // Keys with different destinations have no common route.
    let first = routes.next().flatten().filter(|first| routes.all(|other| other.as_ref() == Some(first)));
    Some(Warning {
        urgency,
        heading,
        route: first,
        offers_other_page: false,
        offers_fine: false,
        reasons: reasons.chain(response).chain(cut).collect(),
        items: concerned.into_iter().chain(others).take(ITEMS).map(|finding| item(finding, several_lines)).collect(),
        settled: !depends_on_environment(report),
    })
}

/// Whether a verdict on a portal's key depends on the key's environment, which
/// the user can name. Other vendors' keys reveal theirs.
fn depends_on_environment(report: &Report) -> bool {
    let own = || report.findings.iter().filter(|finding| finding.vendor_key.is_none());
    let has = |finding: &Finding, verdicts: &[Verdict]| finding.verdicts.iter().any(|one| verdicts.contains(one));
    let on_it = [Verdict::WrongEnvironment, Verdict::Contradiction, Verdict::Contested, Verdict::NewCredential];
    let mut mixed =
        own().filter(|finding| has(finding, &[Verdict::MixedPair])).filter_map(|finding| finding.environment());
    let first = mixed.next();
    own().any(|finding| has(finding, &on_it)) || mixed.any(|other| Some(other) != first)
}

/// The origin and the destination of a credential, if both are known.
fn route(finding: &Finding) -> Option<Route> {
    let (from, to) = (finding.environment()?, finding.destination?);
    let [own, other] = route_words(from, to, finding.vendor_key.as_ref());
    let end = |text, environment| RouteEnd { text, look: look(environment) };
    Some(Route { from: end(own, from), to: end(other, to.environment) })
}

/// The texts for the key's environment and for its destination.
fn route_words(from: Environment, to: Destination, vendor_key: Option<&VendorKey>) -> [Text; 2] {
    use Environment::{Production, Sandbox};
    match vendor_key {
        Some(key) => {
            let [own, other] = &key.names;
            [Text::with(message::ROUTE_KEY_NAMED, own), Text::with(message::ENVIRONMENT_NAMED, other)]
        }
        None => {
            let key = match from {
                Production => message::ROUTE_KEY_PRODUCTION,
                Sandbox => message::ROUTE_KEY_SANDBOX,
            };
            let place = match (to.environment, to.source) {
                (Production, Source::Page) => message::ROUTE_PAGE_PRODUCTION,
                (Sandbox, Source::Page) => message::ROUTE_PAGE_SANDBOX,
                (Production, Source::Host | Source::Text) => message::ROUTE_API_PRODUCTION,
                (Sandbox, Source::Host | Source::Text) => message::ROUTE_API_SANDBOX,
                (Production, _) => message::ENVIRONMENT_PRODUCTION,
                (Sandbox, _) => message::ENVIRONMENT_SANDBOX,
            };
            [key, place].map(Text::plain)
        }
    }
}

/// The message that the middle of a text wasn't examined. Content scripts send
/// its start and its end.
const ENDS_ONLY: ContentKey = message::WARN_ENDS_ONLY;

/// The warning that the middle wasn't examined, if nothing is wrong with the
/// rest.
fn ends_only() -> Warning {
    plain(Urgency::Question, ENDS_ONLY, Vec::new())
}

/// The heading and the reason for a verdict, from the first credential that has
/// it.
fn texts_of(report: &Report, verdict: Verdict) -> Option<[Text; 2]> {
    let finding = report.findings.iter().find(|finding| finding.verdicts.contains(&verdict));
    let to = finding.and_then(|finding| finding.destination);
    let key = finding.and_then(|finding| finding.vendor_key.as_ref());
    let of_vendor = key.and_then(|key| heading_and_reason(key, verdict, to));
    let kind = finding.map_or(Kind::ApiKey, |finding| finding.kind);
    of_vendor.or_else(|| words(verdict, kind, to).map(|(heading, reason)| [heading, reason].map(Text::plain)))
}

/// The chip with the keys' environment, if any key is known.
fn chip(report: &Report) -> Option<Warning> {
    let items: Vec<Item> = report
        .findings
        .iter()
        .filter(|finding| finding.known.is_some())
        .take(ITEMS)
        .map(|finding| item(finding, false))
        .collect();
    (!items.is_empty()).then(|| plain(Urgency::Chip, message::CHIP_HEADING, items))
}

/// A warning without reasons and offers.
fn plain(urgency: Urgency, heading: ContentKey, items: Vec<Item>) -> Warning {
    Warning {
        urgency,
        heading: Text::plain(heading),
        reasons: Vec::new(),
        items,
        settled: false,
        route: None,
        offers_other_page: false,
        offers_fine: false,
    }
}

/// The most credentials in a warning.
const ITEMS: usize = 6;

/// The message keys of the heading and the reason for a verdict on a credential
/// of this kind, depending on the destination. The reason says what to do.
pub const fn words(verdict: Verdict, kind: Kind, to: Option<Destination>) -> Option<(ContentKey, ContentKey)> {
    use Environment::{Production, Sandbox};
    let environment = match to {
        Some(to) => Some((to.environment, place(to.source))),
        None => None,
    };
    Some(match (verdict, environment) {
        (Verdict::Fits, _) | (Verdict::WrongEnvironment, None) => return None,
        (Verdict::WrongEnvironment, Some((Production, Place::Page))) => {
            (message::WARN_SANDBOX_KEY, message::WARN_SANDBOX_KEY_IN_PRODUCTION)
        }
        (Verdict::WrongEnvironment, Some((Sandbox, Place::Page))) => {
            (message::WARN_PRODUCTION_KEY, message::WARN_PRODUCTION_KEY_IN_SANDBOX)
        }
        (Verdict::WrongEnvironment, Some((Production, Place::Host))) => {
            (message::WARN_SANDBOX_KEY, message::CHECKED_SANDBOX_KEY_PRODUCTION_HOST)
        }
        (Verdict::WrongEnvironment, Some((Sandbox, Place::Host))) => {
            (message::WARN_PRODUCTION_KEY, message::CHECKED_PRODUCTION_KEY_SANDBOX_HOST)
        }
        (Verdict::WrongEnvironment, Some((Production, Place::Name))) => {
            (message::WARN_SANDBOX_KEY, message::WARN_SANDBOX_KEY_FOR_PRODUCTION)
        }
        (Verdict::WrongEnvironment, Some((Sandbox, Place::Name))) => {
            (message::WARN_PRODUCTION_KEY, message::WARN_PRODUCTION_KEY_FOR_SANDBOX)
        }
        (Verdict::WrongKind, _) => (message::WARN_WRONG_KIND, message::WARN_WRONG_KIND_REASON),
        (Verdict::MixedPair, _) => (message::WARN_MIXED_PAIR, message::WARN_MIXED_PAIR_REASON),
        (Verdict::SwappedParts, _) => (message::WARN_SWAPPED_PARTS, message::WARN_SWAPPED_PARTS_REASON),
        (Verdict::UnknownPartner, _) => (message::WARN_UNKNOWN_PARTNER, message::WARN_UNKNOWN_PARTNER_REASON),
        (Verdict::HiddenCharacters, _) => (message::WARN_HIDDEN_CHARACTERS, message::WARN_HIDDEN_CHARACTERS_REASON),
        (Verdict::WrongHost, _) => (message::WARN_WRONG_HOST, message::WARN_WRONG_HOST_REASON),
        (Verdict::Retired, _) if matches!(kind, Kind::ComposerKey) => {
            (message::WARN_RETIRED_COMPOSER, message::WARN_RETIRED_COMPOSER_REASON)
        }
        (Verdict::Retired, _) => (message::WARN_RETIRED, message::WARN_RETIRED_REASON),
        (Verdict::Contradiction, _) => (message::WARN_BOTH, message::WARN_BOTH_REASON),
        (Verdict::Contested, _) => (message::WARN_CONTESTED, message::WARN_CONTESTED_REASON),
        (Verdict::NewCredential, _) => (message::WARN_NEW, message::WARN_NEW_REASON),
    })
}

/// The evidence for a destination, as far as the texts differ.
#[derive(Clone, Copy)]
enum Place {
    /// The page, or the field.
    Page,
    /// An API host.
    Host,
    /// A name or a setting.
    Name,
}

const fn place(source: Source) -> Place {
    match source {
        Source::Page | Source::Neighbour | Source::Label => Place::Page,
        Source::Host | Source::Text => Place::Host,
        Source::Name | Source::Option | Source::Heading => Place::Name,
    }
}

/// The short text for a verdict in the list: "next to the Production API".
#[must_use]
pub fn item_words(verdict: Verdict, kind: Kind, to: Option<Destination>) -> Option<ContentKey> {
    use Environment::{Production, Sandbox};
    match (verdict, to.map(|to| (to.environment, place(to.source)))) {
        (Verdict::WrongEnvironment, Some((Production, Place::Host))) => Some(message::ITEM_NEXT_TO_PRODUCTION_API),
        (Verdict::WrongEnvironment, Some((Sandbox, Place::Host))) => Some(message::ITEM_NEXT_TO_SANDBOX_API),
        (Verdict::WrongEnvironment, Some((Production, Place::Name))) => Some(message::ITEM_FOR_PRODUCTION),
        (Verdict::WrongEnvironment, Some((Sandbox, Place::Name))) => Some(message::ITEM_FOR_SANDBOX),
        (Verdict::WrongEnvironment, Some((Production, Place::Page))) => Some(message::ITEM_INTO_PRODUCTION),
        (Verdict::WrongEnvironment, Some((Sandbox, Place::Page))) => Some(message::ITEM_INTO_SANDBOX),
        _ => words(verdict, kind, to).map(|(heading, _)| heading),
    }
}

/// The text about an error response in the text.
#[must_use]
pub fn response_text(response: Response) -> Text {
    let key = match response.cause {
        RefusalCause::Verdict(_) => message::RESPONSE_VERDICT,
        RefusalCause::ExpiredToken => message::RESPONSE_EXPIRED_TOKEN,
        RefusalCause::NotAllowed => message::RESPONSE_NOT_ALLOWED,
        RefusalCause::Unknown => message::RESPONSE_UNKNOWN,
    };
    Text::with(key, response.line.to_string())
}

/// The message key for a credential's environment.
pub const fn belonging_word(belonging: Belonging) -> ContentKey {
    match belonging {
        Belonging::Production => message::ENVIRONMENT_PRODUCTION,
        Belonging::Sandbox => message::ENVIRONMENT_SANDBOX,
        Belonging::Conflict => message::BELONGS_TO_BOTH,
    }
}

fn item(finding: &Finding, several_lines: bool) -> Item {
    let known = finding.known.as_ref();
    let belonging = || known.map(|known| Text::plain(belonging_word(known.environment)));
    let vendor = finding.vendor_key.as_ref();
    let label = || known.and_then(|known| known.label.clone());
    let verdict = finding.worst().and_then(|verdict| {
        let of_vendor = vendor.and_then(|key| item_text(key, verdict));
        of_vendor.or_else(|| item_words(verdict, finding.kind, finding.destination).map(Text::plain))
    });
    Item {
        part: Text::plain(vendor.map_or(part_word(finding.part), name_of)),
        line: several_lines.then(|| Text::with(message::ITEM_LINE, finding.line.to_string())),
        verdict,
        hint: finding.hint.clone(),
        label: vendor.map_or_else(label, |key| key.vendor.clone()),
        belonging: vendor.map(environment_of).or_else(belonging),
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
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
    use crate::credential::secret::Secret;
    use crate::credential::{Kind, Part};
    use crate::keyring::KeyState;
    use crate::verdict::Known;

    const PAGE: Option<Destination> = Some(Destination { environment: Environment::Production, source: Source::Page });

    fn finding(known: Option<Belonging>, to: Option<Destination>, verdicts: &[Verdict]) -> Finding {
        let fingerprint = Fingerprinter::new(&InstallationKey::from_random([1; 32])).of(&Secret::new("x"));
        let known =
            known.map(|environment| Known { environment, state: KeyState::Active, label: Some("CI key".to_owned()) });
        Finding {
            kind: Kind::ApiKey,
            part: Part::ApplicationSecret,
            start: 0,
            end: 1,
            line: 7,
            hint: "…e2ca".to_owned(),
            name: None,
            partner: None,
            known,
            destination: to,
            verdicts: verdicts.to_vec(),
            vendor_key: None,
            fingerprint,
        }
    }

    fn report(findings: Vec<Finding>) -> Report {
        let mut verdicts: Vec<Verdict> = findings.iter().flat_map(|finding| finding.verdicts.clone()).collect();
        verdicts.sort_unstable();
        verdicts.dedup();
        Report { findings, hosts: Vec::new(), destination: None, verdicts, response: None, truncated: false }
    }

    fn about(verdicts: &[Verdict]) -> Report {
        report(vec![finding(Some(Belonging::Sandbox), PAGE, verdicts)])
    }

    #[test]
    fn a_text_that_fits_has_no_warning() {
        for verdicts in [&[][..], &[Verdict::Fits]] {
            assert_eq!(warning(&about(verdicts)), None);
        }
    }

    #[test]
    fn a_key_of_the_other_environment_is_named_with_both() {
        let said = warning(&about(&[Verdict::WrongEnvironment])).unwrap();
        assert_eq!(said.urgency, Urgency::Alarm);
        assert_eq!(said.heading, Text::plain(message::WARN_SANDBOX_KEY));
        assert_eq!(said.reasons, [Text::plain(message::WARN_SANDBOX_KEY_IN_PRODUCTION)]);
        assert_eq!(said.items[0].verdict, Some(Text::plain(message::ITEM_INTO_PRODUCTION)));
        assert_eq!(said.items[0].line, Some(Text::with(message::ITEM_LINE, "7")));
        let Route { from, to } = said.route.unwrap();
        assert_eq!((from.text.key, to.text.key), (message::ROUTE_KEY_SANDBOX, message::ROUTE_PAGE_PRODUCTION));
        assert_eq!([from, to].map(|end| end.look.environment), [Environment::Sandbox, Environment::Production]);
    }

    #[test]
    fn keys_that_go_in_different_directions_and_what_is_wrong_in_other_ways_have_no_route() {
        let to = |environment, source| Some(Destination { environment, source });
        let crossed = [
            finding(Some(Belonging::Sandbox), to(Environment::Production, Source::Host), &[Verdict::WrongEnvironment]),
            finding(Some(Belonging::Production), to(Environment::Sandbox, Source::Host), &[Verdict::WrongEnvironment]),
        ];
        let [first, _] = crossed.clone();
        assert_eq!(warning(&report(crossed.into())).unwrap().route, None);
        let along = vec![first.clone(), finding(Some(Belonging::Sandbox), None, &[Verdict::Retired])];
        let route = warning(&report(along)).unwrap().route.unwrap();
        assert_eq!(route.to.text.key, message::ROUTE_API_PRODUCTION);
        assert_eq!(warning(&about(&[Verdict::Retired])).unwrap().route, None);
    }

    #[test]
    fn the_heading_is_about_the_worst_and_each_item_about_its_own() {
        let api = Some(Destination { environment: Environment::Sandbox, source: Source::Host });
        let said = warning(&report(vec![
            finding(None, PAGE, &[Verdict::NewCredential]),
            finding(Some(Belonging::Production), api, &[Verdict::WrongEnvironment]),
        ]))
        .unwrap();
        assert_eq!((said.urgency, said.heading), (Urgency::Alarm, Text::plain(message::WARN_PRODUCTION_KEY)));
        let verdicts: Vec<_> = said.items.iter().map(|item| item.verdict.as_ref().unwrap().key).collect();
        assert_eq!(verdicts, [message::ITEM_NEXT_TO_SANDBOX_API, message::WARN_NEW]);
    }

    #[test]
    fn an_unknown_key_is_a_question_and_no_alarm() {
        let said = warning(&about(&[Verdict::NewCredential])).unwrap();
        assert_eq!(said.urgency, Urgency::Question);
    }

    #[test]
    fn every_verdict_has_a_heading_a_reason_and_words_in_the_list() {
        for verdict in Verdict::ALL.into_iter().filter(|verdict| *verdict != Verdict::Fits) {
            for source in [Source::Host, Source::Name, Source::Page, Source::Text, Source::Heading] {
                for environment in Environment::ALL {
                    let to = Some(Destination { environment, source });
                    for kind in Kind::ALL {
                        let has_words = words(verdict, kind, to).is_some() && item_words(verdict, kind, to).is_some();
                        assert!(has_words, "{verdict:?} {kind:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_user_is_asked_about_the_environment_only_where_it_matters() {
        for (verdict, is_settled) in [
            (Verdict::WrongEnvironment, false),
            (Verdict::Contradiction, false),
            (Verdict::Contested, false),
            (Verdict::NewCredential, false),
            (Verdict::WrongKind, true),
            (Verdict::SwappedParts, true),
            (Verdict::UnknownPartner, true),
            (Verdict::HiddenCharacters, true),
            (Verdict::WrongHost, true),
            (Verdict::Retired, true),
            (Verdict::MixedPair, true),
        ] {
            let about = finding(Some(Belonging::Sandbox), PAGE, &[verdict]);
            assert_eq!(warning(&report(vec![about])).unwrap().settled, is_settled, "{verdict:?}");
        }
        let mixed = |belonging| finding(Some(belonging), None, &[Verdict::MixedPair]);
        let pair = |one, other| warning(&report(vec![mixed(one), mixed(other)])).unwrap().settled;
        assert!(pair(Belonging::Sandbox, Belonging::Sandbox));
        assert!(!pair(Belonging::Sandbox, Belonging::Production));
    }

    #[test]
    fn an_ended_composer_key_has_no_session_tokens() {
        for (kind, heading) in [
            (Kind::ApiKey, message::WARN_RETIRED),
            (Kind::SessionToken, message::WARN_RETIRED),
            (Kind::ComposerKey, message::WARN_RETIRED_COMPOSER),
        ] {
            let ended = Finding { kind, ..finding(Some(Belonging::Sandbox), None, &[Verdict::Retired]) };
            assert_eq!(warning(&report(vec![ended])).unwrap().heading, Text::plain(heading));
        }
    }

    #[test]
    fn every_reason_is_given() {
        let verdicts = [Verdict::WrongEnvironment, Verdict::Retired];
        assert_eq!(warning(&about(&verdicts)).unwrap().reasons.len(), 2);
    }

    #[test]
    fn a_text_that_was_examined_in_part_says_so() {
        let cut = |verdicts| warning(&Report { truncated: true, ..about(verdicts) }).unwrap();
        assert_eq!(cut(&[Verdict::Retired]).reasons.last(), Some(&Text::plain(message::WARN_ENDS_ONLY)));
        for verdicts in [&[][..], &[Verdict::Fits]] {
            let said = cut(verdicts);
            assert_eq!((said.urgency, said.heading), (Urgency::Question, Text::plain(message::WARN_ENDS_ONLY)));
            assert!(said.items.is_empty() && said.reasons.is_empty());
        }
    }

    #[test]
    fn without_a_destination_a_known_key_is_shown_with_its_environment() {
        let somewhere = |known| warning(&report(vec![finding(known, None, &[])]));
        let said = somewhere(Some(Belonging::Sandbox)).unwrap();
        assert_eq!((said.urgency, said.reasons.len()), (Urgency::Chip, 0));
        assert_eq!(said.items[0].belonging, Some(Text::plain(message::ENVIRONMENT_SANDBOX)));
        assert_eq!(said.items[0].look.as_ref().unwrap().environment, Environment::Sandbox);
        let contested = somewhere(Some(Belonging::Conflict)).unwrap();
        assert_eq!((contested.urgency, &contested.items[0].look), (Urgency::Chip, &None));
        assert_eq!(somewhere(None), None);
    }

    #[test]
    fn a_finding_that_is_wrong_everywhere_is_an_alarm_without_a_destination_too() {
        let said = warning(&report(vec![finding(Some(Belonging::Sandbox), None, &[Verdict::Retired])])).unwrap();
        assert_eq!(said.urgency, Urgency::Alarm);
    }
}
