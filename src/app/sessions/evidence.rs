//! Turns reports from pages and addresses into evidence for the ledgers.

use crate::app::effect::Effect;
use crate::app::persist::Persist;
use crate::app::sender::{CookieStore, Sender};
use crate::app::state::{State, Store};
use crate::catalogue::{Catalogue, Role, SessionRule};
use crate::session::{
    Document, News, Observation, SessionScope, SignOutTrigger, Signs, is_static, looks_like_sign_in,
    looks_like_sign_out, signs_of, tells_end,
};
use crate::time::Timestamp;

/// The most a page's time may lag behind the arrival of its report, in
/// milliseconds. Less than the ledger's tolerance for late events, beyond which
/// it would assume that the clock was set back.
const LATEST: u64 = 4_000;

/// The session scope of an address, if its sessions are linked. Other sessions
/// aren't tracked.
pub(super) fn scope_at(catalogue: &Catalogue, url: &str) -> Option<SessionScope> {
    let site = catalogue.site_at(url).filter(|site| site.vendor.sessions == SessionRule::Linked)?;
    match site.role {
        Role::Portal => site.environment().map(SessionScope::Environment),
        Role::Account => Some(SessionScope::Account),
        _ => None,
    }
}

/// The observation that follows from an address alone: that this is a sign-out
/// page.
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
        // An older page reported this when it was new.
        SessionScope::Environment(_) if young => {
            let how = SignOutTrigger::Navigation(sender.tab);
            observe(state, &sender.store, document.loaded_at, News::SignOutBegun { site, how })
        }
        SessionScope::Environment(_) => Vec::new(),
    }
}

/// A page's time, clamped to what is plausible when its report arrives.
pub(super) fn in_time(at: Timestamp, now: Timestamp) -> Timestamp {
    let earliest = Timestamp::from_millis(now.as_millis().saturating_sub(LATEST));
    at.clamp(earliest, now)
}

/// The signs on a page. Visible labels decide. The user menu is closed most of
/// the time, so its hidden labels count only if nothing else shows a state. A
/// page that looks signed out is a sign-in page if it has a sign-in form or
/// such an address.
pub(super) fn signs_shown(visible: &[String], hidden: &[String], sign_in_form: bool, url: &str) -> Signs {
    let signs = |labels: &[String]| signs_of(&labels.iter().map(String::as_str).collect::<Vec<_>>());
    match signs(visible) {
        Signs::Neither => signs(hidden),
        Signs::SignedOut if sign_in_form || looks_like_sign_in(url) => Signs::SignInPage,
        seen => seen,
    }
}

/// Whether all that a page shows is an offer to sign in that nobody sees, or
/// that is above a page such as one of help, which may be the same for everyone.
/// It says nothing, unless a sign-out has begun that it confirms.
pub(super) fn is_weak_offer(signs: Signs, visible: &[String], url: &str) -> bool {
    let visible: Vec<&str> = visible.iter().map(String::as_str).collect();
    match signs {
        Signs::SignedOut if is_static(url) => !visible.iter().any(|label| tells_end(label)),
        Signs::SignedOut | Signs::Both => signs_of(&visible) == Signs::Neither,
        _ => false,
    }
}

/// What the signs on a page are evidence of. An offer to sign in says little if
/// there is a closed menu to sign out in: a form with a password may be for
/// another account. The address of a sign-in page is certain.
pub(super) fn evidence_of(signs: Signs, hidden: &[String], url: &str) -> Signs {
    let hides_sign_out = || hidden.iter().any(|label| signs_of(&[label]) == Signs::SignedIn);
    match signs {
        Signs::SignInPage if looks_like_sign_in(url) => signs,
        Signs::SignedOut | Signs::SignInPage if hides_sign_out() => Signs::Both,
        _ => signs,
    }
}

/// Whether it counts as evidence. Until a page is settled, its header may be
/// missing, or may offer to sign in because it doesn't know its user yet.
pub(super) const fn is_evidence(signs: Signs, settled: bool) -> bool {
    settled || matches!(signs, Signs::SignedIn)
}

/// Applies an observation to the ledger of a cookie store, and saves the ledger
/// if it changed.
pub(super) fn observe(state: &mut State, store: &CookieStore, now: Timestamp, news: News) -> Vec<Effect> {
    let Some(Store { ledger, .. }) = state.sessions.store(store) else { return Vec::new() };
    let before = ledger.clone();
    ledger.apply(&Observation { now, news });
    match *ledger == before {
        true => Vec::new(),
        false => vec![Effect::Save(Persist::Ledger(store.clone(), Box::new(ledger.clone())))],
    }
}
