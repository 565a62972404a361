//! Evidence for the ledgers, from what pages and addresses report.

use crate::app::effect::Effect;
use crate::app::persist::Persist;
use crate::app::sender::{CookieStore, Sender};
use crate::app::state::{State, Store};
use crate::catalogue::{Catalogue, Role, SessionRule};
use crate::session::{
    Document, News, Observation, SessionScope, SignOutTrigger, Signs, looks_like_sign_in, looks_like_sign_out, signs_of,
};
use crate::time::Timestamp;

/// How much older than its arrival a page's own time may be. Less than the
/// ledger's patience for late events, beyond which it would believe that the
/// clock was set back.
const LATEST: u64 = 4_000;

/// Whose page this address is, if it tells of sessions that are linked. No
/// other sessions are followed.
pub(super) fn scope_at(catalogue: &Catalogue, url: &str) -> Option<SessionScope> {
    let site = catalogue.site_at(url).filter(|site| site.vendor.sessions == SessionRule::Linked)?;
    match site.role {
        Role::Portal => site.environment().map(SessionScope::Environment),
        Role::Account => Some(SessionScope::Account),
        _ => None,
    }
}

/// What an address says by itself: that this page is the one that signs out.
pub(super) fn sign_out_by_address(
    state: &mut State,
    sender: &Sender,
    site: SessionScope,
    document: Document,
    now: Timestamp,
) -> Vec<Effect> {
    let young = now.since(document.loaded_at).is_some_and(|age| age.as_millis() <= u128::from(LATEST));
    if !looks_like_sign_out(&sender.url) {
        return Vec::new();
    }
    match site {
        SessionScope::Account => observe(state, &sender.store, now, News::SignOutPageLoaded { document }),
        // An older one has said so when it was younger.
        SessionScope::Environment(_) if young => {
            let how = SignOutTrigger::Navigation(sender.tab);
            observe(state, &sender.store, document.loaded_at, News::SignOutBegun { site, how })
        }
        SessionScope::Environment(_) => Vec::new(),
    }
}

/// A page's own time, unless it is no time that a report could take.
pub(super) fn in_time(at: Timestamp, now: Timestamp) -> Timestamp {
    let earliest = Timestamp::from_millis(now.as_millis().saturating_sub(LATEST));
    at.clamp(earliest, now)
}

/// What a page looks like. What can be seen decides. The menu under the user's
/// name is closed most of the time: only where nothing else tells, what is in
/// it does. Where a page that looks signed out has a form or an address to
/// sign in at, it is the page where users sign in.
pub(super) fn signs_shown(visible: &[String], hidden: &[String], sign_in_form: bool, url: &str) -> Signs {
    let signs = |labels: &[String]| signs_of(&labels.iter().map(String::as_str).collect::<Vec<_>>());
    match signs(visible) {
        Signs::Neither => signs(hidden),
        Signs::SignedOut if sign_in_form || looks_like_sign_in(url) => Signs::SignInPage,
        seen => seen,
    }
}

/// Whether it is evidence. Until a page is settled, its header may offer to
/// sign in because it does not know its user yet, or be missing.
pub(super) const fn is_evidence(signs: Signs, settled: bool) -> bool {
    settled || matches!(signs, Signs::SignedIn | Signs::Both)
}

/// Applies what happened in a cookie store to its ledger, and saves the ledger if it changed.
pub(super) fn observe(state: &mut State, store: &CookieStore, now: Timestamp, news: News) -> Vec<Effect> {
    let Some(Store { ledger, .. }) = state.sessions.store(store) else { return Vec::new() };
    let before = ledger.clone();
    ledger.apply(&Observation { now, news });
    match *ledger == before {
        true => Vec::new(),
        false => vec![Effect::Save(Persist::Ledger(store.clone(), Box::new(ledger.clone())))],
    }
}
