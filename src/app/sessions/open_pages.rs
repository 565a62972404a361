//! The open portal pages.

use crate::app::effect::Effect;
use crate::app::persist::Persist;
use crate::app::sender::{CookieStore, Sender};
use crate::app::state::{MarkedPage, OpenPage, PathMark, State};
use crate::catalogue::Environment;
use crate::catalogue::address::path_of;
use crate::catalogue::topic::Topic;
use crate::protocol::{OpenCount, TabId};
use crate::session::{Belief, Document, Origin, Signs, TabFacts};
use crate::time::Timestamp;

/// The document with this load time in a tab, as evidence for a ledger.
pub(super) fn document_of(state: &State, tab: TabId, loaded_at: Timestamp) -> Document {
    let known = state.sessions.page(tab).filter(|page| page.loaded_at == loaded_at);
    known.map_or(Document { tab, loaded_at }, |page| page.document(tab))
}

/// The state of a page, combined with earlier reports of the same load. If it
/// looked signed out after the last sign-out and now looks signed in, or shows
/// nothing after its session had ended, it has signed its user in again, and
/// counts as loaded now. If that end was only seen, it was perhaps this page
/// that showed it, so it doesn't matter which of the two was earlier.
pub(super) fn look_of(state: &State, sender: &Sender, page: &MarkedPage, look: PageLook, now: Timestamp) -> OpenPage {
    let before = state.sessions.page(sender.tab).filter(|page| page.loaded_at == look.loaded_at);
    let signed_out_at = before.and_then(|before| before.signed_out_at);
    let ledger = state.sessions.ledger(&sender.store);
    let belief = ledger.map(|ledger| *ledger.belief(page.environment));
    let end = belief.and_then(|belief| belief.end());
    let is_back = match look.signs {
        Signs::SignedIn => true,
        Signs::Neither => look.settled && matches!(belief, Some(Belief::SignedOut(_))),
        _ => false,
    };
    let renewed = is_back
        && before.is_some_and(|before| before.signs.signed_out())
        && signed_out_at.is_some_and(|at| end.is_none_or(|end| end.at <= at || matches!(end.origin, Origin::Seen(_))));
    let counts_from = before.map_or(look.loaded_at, |before| before.counts_from);
    let signs = match (look.signs, before) {
        // Earlier signs remain until the page shows others or settles without
        // any.
        (Signs::Neither, Some(before)) if !(look.settled && before.signs.signed_out()) => before.signs,
        (signs, _) => signs,
    };
    OpenPage {
        host: page.host.clone(),
        store: sender.store.clone(),
        loaded_at: look.loaded_at,
        counts_from: if renewed { now } else { counts_from },
        signed_out_at: if look.signs.signed_out() { Some(now) } else { signed_out_at },
        signs,
        unsaved: look.unsaved,
        asked_at: before.and_then(|before| before.asked_at),
        // A page may change its address without loading.
        about: about(page, &sender.clone().at_present().url),
    }
}

/// The certain topic of the page at this address, with its path.
fn about(page: &MarkedPage, url: &str) -> Option<(Topic, PathMark)> {
    Some((page.vendor()?.certain_topic_of(path_of(url))?, PathMark::of(url)))
}

/// A page's report about its signs.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageLook {
    pub loaded_at: Timestamp,
    pub signs: Signs,
    pub settled: bool,
    pub unsaved: u32,
}

/// Stores what a page reported about itself.
pub(super) fn keep_page(state: &mut State, sender: &Sender, page: OpenPage) -> Vec<Effect> {
    if state.sessions.page(sender.tab) == Some(&page) {
        return Vec::new();
    }
    state.sessions.pages.insert(sender.tab, page.clone());
    vec![Effect::Save(Persist::Page(sender.tab, page))]
}

/// Changes the stored data about the page in a tab.
pub(super) fn change_page(state: &mut State, tab: TabId, change: &dyn Fn(&mut OpenPage)) -> Vec<Effect> {
    let Some(page) = state.sessions.pages.get_mut(&tab) else { return Vec::new() };
    let before = page.clone();
    change(page);
    if *page == before { Vec::new() } else { vec![Effect::Save(Persist::Page(tab, page.clone()))] }
}

/// Removes the stored data about the page in a tab.
pub(super) fn forget_page(state: &mut State, tab: TabId) -> Vec<Effect> {
    state.sessions.pages.remove(&tab);
    vec![Effect::ForgetPage(tab)]
}

/// The facts about the open pages of a cookie store. `title` returns a tab's
/// title, or `None` if the tab is gone.
pub(super) fn tab_facts(
    state: &State,
    store: &CookieStore,
    title: &dyn Fn(TabId, &str) -> Option<String>,
) -> Vec<TabFacts> {
    let pages = state.sessions.pages.iter().filter(|(_, page)| page.store == *store);
    pages
        .filter_map(|(&tab, page)| {
            let environment = page.environment(&state.catalogue)?;
            let title = title(tab, &page.host)?;
            Some(TabFacts { tab, environment, title, unsaved: page.unsaved, signs: page.signs })
        })
        .collect()
}

/// The number of open pages of an environment in a cookie store.
pub(in crate::app) fn open_count(state: &State, store: &CookieStore, environment: Environment) -> OpenCount {
    let facts = tab_facts(state, store, &|_, _| Some(String::new()));
    let there = facts.iter().filter(|facts| facts.environment == environment);
    let unsaved = there.clone().filter(|facts| facts.unsaved > 0).count();
    OpenCount { tabs: there.count(), unsaved }
}
