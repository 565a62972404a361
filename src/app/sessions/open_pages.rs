//! The open portal pages.

use crate::app::effect::Effect;
use crate::app::persist::Persist;
use crate::app::sender::{CookieStore, Sender};
use crate::app::state::{MarkedPage, OpenPage, State};
use crate::catalogue::Environment;
use crate::protocol::{OpenCount, TabId};
use crate::session::{Document, Signs, TabFacts};

/// Notes what a page reported about itself.
pub(super) fn keep_page(
    state: &mut State,
    sender: &Sender,
    page: &MarkedPage,
    document: Document,
    signs: Signs,
    unsaved: u32,
) -> Vec<Effect> {
    let before = state.sessions.page(sender.tab);
    let asked_at = before.filter(|page| page.loaded_at == document.loaded_at).and_then(|page| page.asked_at);
    let (host, store) = (page.host.clone(), sender.store.clone());
    let page = OpenPage { host, store, loaded_at: document.loaded_at, signs, unsaved, asked_at };
    if before == Some(&page) {
        return Vec::new();
    }
    state.sessions.pages.insert(sender.tab, page.clone());
    vec![Effect::Save(Persist::Page(sender.tab, page))]
}

/// Changes what is known of the page in a tab.
pub(super) fn change_page(state: &mut State, tab: TabId, change: &dyn Fn(&mut OpenPage)) -> Vec<Effect> {
    let Some(page) = state.sessions.pages.get_mut(&tab) else { return Vec::new() };
    let before = page.clone();
    change(page);
    if *page == before { Vec::new() } else { vec![Effect::Save(Persist::Page(tab, page.clone()))] }
}

/// Forgets the page in a tab.
pub(super) fn forget_page(state: &mut State, tab: TabId) -> Vec<Effect> {
    state.sessions.pages.remove(&tab);
    vec![Effect::ForgetPage(tab)]
}

/// What is known of the open pages of a cookie store. `title` says what each
/// is called, or that it is not there any more.
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

/// The open pages of an environment in a cookie store.
pub(in crate::app) fn open_count(state: &State, store: &CookieStore, environment: Environment) -> OpenCount {
    let facts = tab_facts(state, store, &|_, _| Some(String::new()));
    let there = facts.iter().filter(|facts| facts.environment == environment);
    let unsaved = there.clone().filter(|facts| facts.unsaved > 0).count();
    OpenCount { tabs: there.count(), unsaved }
}
