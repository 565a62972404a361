//! The badges, and where the person put them.

use super::{Answer, Effect, Item, Marked, Portal, Sender, State, Tab, registered, sessions};
use crate::catalogue::Site;
use crate::protocol::{BadgeMessage, PageView, TabId};
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::view::badge::{self, Banner, Toolbar, page_badge};

/// A page reports about its badge.
pub(super) fn message(state: &mut State, sender: &Sender, page: &Marked, message: &BadgeMessage) -> Vec<Effect> {
    let tab = sender.tab;
    match message {
        BadgeMessage::Seen { .. } if !sender.entered => Vec::new(),
        BadgeMessage::Seen { loaded_at, banner } => {
            let before = state.tabs.get(&tab);
            let ending = before.map(|before| before.ending.clone()).unwrap_or_default();
            let known = Tab { loaded_at: Some(*loaded_at), banner: *banner, ending, ..page.tab() };
            let mut effects = Vec::new();
            if before != Some(&known) {
                state.tabs.insert(tab, known.clone());
                effects.push(Effect::Save(Item::Tab(tab, known)));
            }
            effects.push(Effect::Answer(Answer::View(view(state, tab, page))));
            effects.push(Effect::Toolbar(tab, marked_toolbar(state, tab, page)));
            effects
        }
        BadgeMessage::IconRefused => {
            let host = &page.host;
            if !state.refused_icons.contains(host) {
                state.refused_icons.push(host.clone());
            }
            vec![Effect::Save(Item::RefusedIcons(state.refused_icons.clone()))]
        }
        BadgeMessage::Move => {
            let mut settings = state.settings.clone();
            let placement = settings.placement_mut(page.environment);
            placement.corner = placement.corner.next();
            placed(state, &settings, tab, page)
        }
        BadgeMessage::Fold => {
            let mut settings = state.settings.clone();
            let placement = settings.placement_mut(page.environment);
            placement.fold = placement.fold.other();
            placed(state, &settings, tab, page)
        }
    }
}

/// After a new placement: keep it, answer, have later pages start with it,
/// and let the other open pages of the environment follow.
fn placed(state: &mut State, settings: &Settings, from: TabId, page: &Marked) -> Vec<Effect> {
    let saved = state.choose(settings);
    let state = &*state;
    let others = state.tabs.iter().filter_map(|(&tab, known)| {
        let other = known.marked(&state.catalogue)?;
        (tab != from && other.environment == page.environment).then(|| Effect::Show(tab, view(state, tab, &other)))
    });
    [saved, Effect::Answer(Answer::View(view(state, from, page))), registered(state)]
        .into_iter()
        .chain(others)
        .collect()
}

/// Whether the page at this site shows the banner. What the page before it in
/// the same tab showed says nothing.
fn banner(state: &State, tab: TabId, host: &str) -> Banner {
    let page = state.sessions.page(tab).filter(|page| page.host == host).map(|page| page.loaded_at);
    let known = state.tabs.get(&tab).filter(|known| known.host == host && known.loaded_at >= page);
    known.map(|known| known.banner).unwrap_or_default()
}

/// When the page at this site began to load: the newest that was told of.
fn loaded_at(state: &State, tab: TabId, host: &str) -> Option<Timestamp> {
    let known = state.tabs.get(&tab).filter(|known| known.host == host).and_then(|known| known.loaded_at);
    known.max(state.sessions.page(tab).filter(|page| page.host == host).map(|page| page.loaded_at))
}

/// What a marked page shows.
pub(super) fn view(state: &State, tab: TabId, page: &Marked) -> PageView {
    let Marked { host, environment, portal } = page;
    let placement = state.settings.placement(*environment);
    let silent_until = state.pauses.until(host);
    let badge = match portal {
        Some(_) => page_badge(*environment, banner(state, tab, host)),
        // No other site carries the banner.
        None => page_badge(*environment, Banner::Pending),
    };
    PageView {
        page: loaded_at(state, tab, host),
        badge,
        placement,
        favicon: placement.favicon && silent_until.is_none() && !state.refused_icons.contains(host),
        silent_until,
        session: portal.as_ref().and_then(|portal| sessions::view(state, tab, portal)).map(
            |session| match silent_until {
                Some(_) => session.silent(),
                None => session,
            },
        ),
    }
}

/// The toolbar button of a tab that shows the page at this address.
pub(super) fn toolbar_of(state: &State, tab: TabId, url: &str) -> Effect {
    Effect::Toolbar(
        tab,
        match state.marked_at(url) {
            Some(page) => marked_toolbar(state, tab, &page),
            None => toolbar(state, tab, state.catalogue.site_at(url).as_ref()),
        },
    )
}

/// What the button of a marked page shows.
fn marked_toolbar(state: &State, tab: TabId, page: &Marked) -> Toolbar {
    match &page.portal {
        Some(portal) => toolbar(state, tab, Some(&portal.site)),
        None => badge::toolbar_at(&page.host, page.environment, Banner::Pending),
    }
}

/// What it shows: environment, and the state of the session.
pub(super) fn toolbar(state: &State, tab: TabId, site: Option<&Site>) -> Toolbar {
    let shown = site.map(|site| banner(state, tab, &site.host)).unwrap_or_default();
    let toolbar = badge::toolbar(site, shown);
    match site.cloned().and_then(Portal::of).and_then(|portal| sessions::view(state, tab, &portal)) {
        Some(session) => toolbar.with_session(session.word, session.ended.is_some()),
        None => toolbar,
    }
}

/// Forgets that this host refused a marked icon.
pub(super) fn forget(state: &mut State, host: &str) -> Option<Effect> {
    let known = state.refused_icons.len();
    state.refused_icons.retain(|refused| refused != host);
    (state.refused_icons.len() < known).then(|| Effect::Save(Item::RefusedIcons(state.refused_icons.clone())))
}
