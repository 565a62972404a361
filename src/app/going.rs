//! Judges a text on its way into a field, and handles what the user declares
//! about its keys.

use super::catches;
use super::effect::{Answer, Effect};
use super::entries::{declare, undeclare};
use super::fine_here::{allow, is_of_other_environment, leave_out, place_of};
use super::sender::Sender;
use super::state::{PageContext, PageKind, State};
use crate::catalogue::Catalogue;
use crate::catalogue::vendor::EnvironmentNames;
use crate::counterpart::same_page_in_the_other_environment;
use crate::credential::fingerprint::Fingerprinter;
use crate::keyring::Keyring;
use crate::messages::{Text, message};
use crate::protocol::{Choice, Claim, PageText};
use crate::settings::labels::labelled;
use crate::time::Timestamp;
use crate::verdict::destination::{Page, Source};
use crate::verdict::{CheckInput, Report, ScannedText, check_scanned};
use crate::view::warning::warning;

/// A text on its way into a field, as the page reports it.
pub(super) struct GoingText<'m> {
    pub text: &'m PageText,
    pub beside: &'m [PageText],
    pub labels: &'m [PageText],
    pub scanned: &'m ScannedText,
}

/// Answers with the verdicts on a text.
pub(super) fn handle_going(
    state: &mut State,
    sender: &Sender,
    page: &PageContext,
    going: &GoingText<'_>,
    fingerprinter: &Fingerprinter,
    now: Timestamp,
) -> Vec<Effect> {
    let report = examine(&state.catalogue, &state.keys.ring, fingerprinter, page, going);
    answer(state, &sender.clone().at_present(), page, report, now)
}

/// Applies the user's declaration about the keys in a text, and judges the text
/// again.
pub(super) fn handle_claim(
    state: &mut State,
    sender: &Sender,
    page: &PageContext,
    going: &GoingText<'_>,
    claim: Claim,
    fingerprinter: &Fingerprinter,
    now: Timestamp,
) -> Vec<Effect> {
    let mut report = examine(&state.catalogue, &state.keys.ring, fingerprinter, page, going);
    let keys = report.keys();
    // The warning that the user saw.
    leave_out(&mut report, &state.keys.ring, &sender.clone().at_present().url);
    let choice = match claim {
        Claim::Production | Claim::Sandbox => Some(Choice::Marked),
        Claim::Fine => Some(Choice::Fine),
        Claim::Undo => None,
    };
    let mut effects = match (claim, claim.environment()) {
        (_, Some(environment)) => {
            // The other keys of the text may be right where they are.
            declare(state, sender, page, report.concerned_keys(), &|ring, key| {
                ring.declare(key, environment, None, now)
            })
        }
        (Claim::Fine, _) => allow(state, &sender.clone().at_present(), page, &report, now),
        _ => undeclare(state, sender, &[keys, report.vendor_keys()].concat()),
    };
    let choice = choice.filter(|_| !sender.store.is_private());
    effects.extend(choice.and_then(|choice| catches::choose(state, page, choice)));
    effects.append(&mut handle_going(state, sender, page, going, fingerprinter, now));
    effects
}

/// Answers with the warning about a text, without the findings that the user
/// allows.
fn answer(state: &mut State, sender: &Sender, page: &PageContext, mut report: Report, now: Timestamp) -> Vec<Effect> {
    leave_out(&mut report, &state.keys.ring, &sender.url);
    let mut shown = warning(&report);
    if let Some(shown) = shown.as_mut().filter(|shown| shown.route.is_some()) {
        // Nothing from a private window is stored.
        let is_kept = !sender.store.is_private();
        shown.offers_fine =
            is_kept && place_of(&sender.url).is_some() && report.findings.iter().any(is_of_other_environment);
        // If the page decides the destination, the user may have meant the
        // other environment's page.
        let is_by_page = report.destination.is_some_and(|to| to.source == Source::Page);
        // The page's sandbox may have a name.
        let label = page.marked().and_then(|page| state.label_of(&page));
        if let (true, Some(label), Some(route)) = (is_by_page, label, &mut shown.route) {
            let names = match page.kind {
                PageKind::Portal(vendor) => vendor.names(),
                PageKind::Watched => EnvironmentNames::COMMON,
            };
            route.to.text = Text::with(message::ENVIRONMENT_NAMED, labelled(names.sandbox, label));
        }
        shown.offers_other_page = sender.frame == 0
            && is_by_page
            && same_page_in_the_other_environment(&state.catalogue, &sender.url).is_some();
    }
    let noted = catches::note(state, sender, page, shown.as_ref(), now);
    noted.into_iter().chain([Effect::Answer(Answer::Warning(shown))]).collect()
}

fn examine(
    catalogue: &Catalogue,
    ring: &Keyring,
    fingerprinter: &Fingerprinter,
    page: &PageContext,
    going: &GoingText<'_>,
) -> Report {
    let neighbours: Vec<&str> = going.beside.iter().map(PageText::as_str).collect();
    let labels: Vec<&str> = going.labels.iter().map(PageText::as_str).collect();
    let page = match (page.kind, page.environment) {
        (PageKind::Portal(vendor), environment) if !vendor.learns() => Page::Vendor(vendor, environment, &labels),
        (_, None) => Page::Labelled(&labels),
        (PageKind::Watched, Some(environment)) => Page::Watched(environment, &labels),
        (PageKind::Portal(_), Some(environment)) => Page::Of(environment),
    };
    let input = CheckInput { catalogue, text: going.text.as_str(), page, neighbours: &neighbours };
    check_scanned(&input, going.scanned, ring, fingerprinter)
}
