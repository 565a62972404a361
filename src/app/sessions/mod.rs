//! Sessions: handles reports from pages and about cookies.
//!
//! There is one ledger per cookie store. The view of a page depends on its
//! ledger and its own report. So after each event the views of all open pages
//! are computed, and pages whose view changed are updated.

mod copy;
mod evidence;
mod open_pages;
mod question;

use super::effect::{Answer, Effect};
use super::page_views::{PageViews, show_changes, shown_before};
use super::persist::Persist;
use super::sender::{CookieStore, Sender};
use super::state::{MarkedPage, OpenPage, State, Store};
use crate::content_scripts::card_files;
use crate::protocol::{SessionMessage, TabId};
use crate::session::{Ledger, News, SessionScope, SignOutTrigger, Signs, looks_like_sign_out};
use crate::time::Timestamp;
use crate::view::badge::{self, Banner};
use copy::holds_credential;
use evidence::{evidence_of, in_time, is_evidence, is_weak_offer, observe, scope_at, sign_out_by_address, signs_shown};
use open_pages::{PageLook, change_page, document_of, forget_page, keep_page, look_of};

pub(super) use open_pages::open_count;
pub(super) use question::handle_sign_out_click;

/// Handles a page's report about its session.
pub(super) fn handle_session_message(
    state: &mut State,
    sender: &Sender,
    message: &SessionMessage,
    now: Timestamp,
) -> Vec<Effect> {
    let Some(site) = scope_at(&state.catalogue, &sender.url).filter(|_| sender.frame == 0) else { return Vec::new() };
    let before = shown_before(state);
    let mut effects = handle_report(state, sender, site, message, now);
    // The page that reports gets its view as the answer.
    let answered = matches!(message, SessionMessage::Seen { .. }).then_some(sender.tab);
    show_changes(&mut effects, state, &before, answered);
    effects
}

fn handle_report(
    state: &mut State,
    sender: &Sender,
    site: SessionScope,
    message: &SessionMessage,
    now: Timestamp,
) -> Vec<Effect> {
    let (tab, store) = (sender.tab, &sender.store);
    match message {
        SessionMessage::Seen { loaded_at, visible, hidden, sign_in_form, settled, unsaved } => {
            let shown = signs_shown(visible, hidden, *sign_in_form, &sender.url);
            let mut is_ending = || state.sessions.store(store).is_some_and(|store| store.ledger.awaits_sign_out(now));
            let is_weak = is_weak_offer(shown, visible, &sender.url) && !is_ending();
            let signs = if is_weak { Signs::Neither } else { shown };
            let page = MarkedPage::portal_at(&state.catalogue, &sender.url).filter(|_| sender.entered);
            let look = PageLook { loaded_at: *loaded_at, signs, settled: *settled, unsaved: *unsaved };
            let look = page.as_ref().map(|page| look_of(state, sender, page, look, now));
            let document = match &look {
                Some(look) => look.document(tab),
                None => document_of(state, tab, *loaded_at),
            };
            let mut effects = sign_out_by_address(state, sender, site, document, now);
            let signs = evidence_of(signs, hidden, &sender.url);
            if !is_weak && is_evidence(signs, *settled) {
                effects.extend(observe(state, store, now, News::PageSeen { site, document, signs }));
            }
            if let (Some(page), Some(look)) = (page, look) {
                effects.extend(keep_page(state, sender, look));
                effects.extend(answer_view(state, tab, &page));
            } else if site == SessionScope::Account && sender.frame == 0 {
                // The browser has reset the tab's toolbar button with the
                // navigation.
                let account = state.catalogue.site_at(&sender.url);
                effects.push(Effect::Toolbar(tab, badge::toolbar(account.as_ref(), Banner::default())));
            }
            effects
        }
        SessionMessage::Edited { loaded_at, unsaved } => change_page(state, tab, &|page| {
            if page.loaded_at == *loaded_at {
                page.unsaved = *unsaved;
            }
        }),
        // These arrive as separate events, with the open tabs.
        SessionMessage::Near | SessionMessage::SignOutClicked | SessionMessage::OpenApart { .. } => Vec::new(),
        SessionMessage::OpenDetails => vec![Effect::OpenDetails],
        SessionMessage::Begun { loaded_at, at } => {
            let how = SignOutTrigger::Click(document_of(state, tab, *loaded_at));
            observe(state, store, in_time(*at, now), News::SignOutBegun { site, how })
        }
        SessionMessage::Going { url, at } => {
            let Some(site) = scope_at(&state.catalogue, url).filter(|_| looks_like_sign_out(url)) else {
                return Vec::new();
            };
            observe(state, store, in_time(*at, now), News::SignOutBegun { site, how: SignOutTrigger::Navigation(tab) })
        }
        SessionMessage::Left { loaded_at } => {
            if state.sessions.page(tab).is_none_or(|page| page.loaded_at != *loaded_at) {
                return Vec::new();
            }
            let document = document_of(state, tab, *loaded_at);
            let mut effects = observe(state, store, now, News::PageLeft { site, document });
            effects.extend(forget_page(state, tab));
            effects
        }
        SessionMessage::Stay => change_page(state, tab, &|page| page.asked_at = None),
        SessionMessage::GoTo { tab } => match state.sessions.page(*tab).is_some_and(|page| page.store == *store) {
            true => vec![Effect::Focus(*tab)],
            false => Vec::new(),
        },
        SessionMessage::ProfileRebuilt => observe(state, store, now, News::ProfileRebuilt),
        SessionMessage::Copy { fields } => {
            let left_out = fields.iter().map(|(name, value)| holds_credential(name, value)).collect();
            vec![Effect::Answer(Answer::LeftOut(left_out))]
        }
    }
}

/// Handles an HttpOnly cookie of this host that the site or the user removed.
/// The open pages are asked for their signs.
pub(super) fn handle_cookie_removed(state: &mut State, store: &CookieStore, host: &str, now: Timestamp) -> Vec<Effect> {
    let host = host.strip_prefix('.').unwrap_or(host);
    let Some(site) = scope_at(&state.catalogue, &format!("https://{host}/")) else { return Vec::new() };
    let before = shown_before(state);
    let mut effects = observe(state, store, now, News::CookieRemoved { site });
    show_changes(&mut effects, state, &before, None);
    effects.extend(look_again(state, store, host));
    effects
}

/// Handles the removal of a cookie that scripts can read, or that expired by
/// itself. Session cookies are HttpOnly, while consent cookies aren't, and
/// those of bot checks and A/B tests expire all the time. So this shows nothing
/// about the session, and the open pages are asked for their signs.
pub(super) fn look_again(state: &State, store: &CookieStore, host: &str) -> Vec<Effect> {
    let host = host.strip_prefix('.').unwrap_or(host);
    let Some(site) = scope_at(&state.catalogue, &format!("https://{host}/")) else { return Vec::new() };
    let is_covered = |page: &OpenPage| {
        let environment = page.environment(&state.catalogue);
        page.store == *store && environment.is_some_and(|environment| site.covers(environment))
    };
    let pages = state.sessions.pages.iter().filter(|(_, page)| is_covered(page));
    pages.map(|(&tab, _)| Effect::LookAgain(tab)).collect()
}

/// Forgets the page of a tab that was closed or left.
pub(super) fn leave_page(state: &mut State, tab: TabId) -> Vec<Effect> {
    if state.sessions.page(tab).is_none() {
        return Vec::new();
    }
    let before = shown_before(state);
    let mut effects = forget_page(state, tab);
    show_changes(&mut effects, state, &before, None);
    effects
}

/// Handles the closing of the last private window. Its cookies are gone, so
/// everything that was believed about them is dropped.
pub(super) fn handle_private_windows_closed(state: &mut State) -> Vec<Effect> {
    let private: Vec<_> = state.sessions.awake().into_iter().filter(CookieStore::is_private).collect();
    if private.is_empty() {
        return Vec::new();
    }
    let before = shown_before(state);
    state.sessions.stores.retain(|known| !known.name.is_private());
    let awake = Effect::Save(Persist::Awake(state.sessions.awake()));
    let forgotten = private.into_iter().map(|store| Effect::Save(Persist::NoLedger(store)));
    let mut effects = forgotten.chain([awake]).collect();
    // A session that was separate from them no longer is.
    show_changes(&mut effects, state, &before, None);
    effects
}

/// Applies the browser start to a cookie store's ledger, before the store's
/// first event.
pub(super) fn awaken(state: &mut State, store: &CookieStore, now: Timestamp) -> Vec<Effect> {
    match state.sessions.store(store) {
        Some(known) if known.awake => return Vec::new(),
        Some(known) => known.awake = true,
        None => state.sessions.stores.push(Store { name: store.clone(), ledger: Ledger::default(), awake: true }),
    }
    let mut effects = observe(state, store, now, News::BrowserStarted);
    effects.push(Effect::Save(Persist::Awake(state.sessions.awake())));
    effects
}

/// The answer to a page that reported, with the scripts that it needs.
fn answer_view(state: &State, tab: TabId, page: &MarkedPage) -> Vec<Effect> {
    let views = PageViews::new(state);
    let view = views.view(tab, page);
    let inject = view.needs_cards().then(|| Effect::Inject { tab, frame: 0, files: card_files() });
    let toolbar = Effect::Toolbar(tab, views.toolbar(tab, page));
    inject.into_iter().chain([Effect::Answer(Answer::View(view)), toolbar]).collect()
}

#[cfg(test)]
mod tests;
