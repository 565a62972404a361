//! The badges, and where the person put them.

use super::{Answer, Effect, Item, Portal, Sender, State, Tab, registered, sessions};
use crate::badge::{self, Banner, Toolbar, page_badge};
use crate::clock::Timestamp;
use crate::portal::{Place, Site};
use crate::protocol::{BadgeMessage, PageView, TabId};

/// A page reports about its badge.
pub(super) fn message(state: &mut State, sender: &Sender, portal: Portal, message: &BadgeMessage) -> Vec<Effect> {
    let tab = sender.tab;
    match message {
        BadgeMessage::Seen { loaded_at, banner } => {
            let before = state.tabs.get(&tab);
            let ending = before.map(|before| before.ending.clone()).unwrap_or_default();
            let known = Tab { loaded_at: Some(*loaded_at), banner: *banner, ending, ..Tab::of(portal.site) };
            let mut effects = Vec::new();
            if before != Some(&known) {
                state.tabs.insert(tab, known.clone());
                effects.push(Effect::Save(Item::Tab(tab, known)));
            }
            effects.push(Effect::Answer(Answer::View(view(state, tab, portal))));
            effects.push(toolbar_of(state, tab, Place::Known(portal.site)));
            effects
        }
        BadgeMessage::IconRefused => {
            let host = portal.site.host;
            if !state.refused_icons.iter().any(|known| known == host) {
                state.refused_icons.push(host.to_owned());
            }
            vec![Effect::Save(Item::RefusedIcons(state.refused_icons.clone()))]
        }
        BadgeMessage::Move => {
            let placement = state.settings.placement_mut(portal.environment);
            placement.corner = placement.corner.next();
            placed(state, tab, portal)
        }
        BadgeMessage::Fold => {
            let placement = state.settings.placement_mut(portal.environment);
            placement.fold = placement.fold.other();
            placed(state, tab, portal)
        }
    }
}

/// After a new placement: keep it, answer, have later pages start with it,
/// and let the other open pages of the environment follow.
fn placed(state: &State, from: TabId, portal: Portal) -> Vec<Effect> {
    let others = state.tabs.iter().filter_map(|(&tab, known)| {
        let other = known.portal()?;
        (tab != from && other.environment == portal.environment).then(|| Effect::Show(tab, view(state, tab, other)))
    });
    [
        Effect::Save(Item::Settings(state.settings.clone())),
        Effect::Answer(Answer::View(view(state, from, portal))),
        registered(state),
    ]
    .into_iter()
    .chain(others)
    .collect()
}

/// Whether the page at this site shows the banner. What the page before it in
/// the same tab showed says nothing.
fn banner(state: &State, tab: TabId, site: &Site) -> Banner {
    let page = state.sessions.page(tab).filter(|page| page.host == site.host).map(|page| page.loaded_at);
    let known = state.tabs.get(&tab).filter(|known| known.host == site.host && known.loaded_at >= page);
    known.map(|known| known.banner).unwrap_or_default()
}

/// When the page at this site began to load: the newest that was told of.
fn loaded_at(state: &State, tab: TabId, site: &Site) -> Option<Timestamp> {
    let known = state.tabs.get(&tab).filter(|known| known.host == site.host).and_then(|known| known.loaded_at);
    known.max(state.sessions.page(tab).filter(|page| page.host == site.host).map(|page| page.loaded_at))
}

/// What a portal page shows.
pub(super) fn view(state: &State, tab: TabId, portal: Portal) -> PageView {
    let placement = state.settings.placement(portal.environment);
    let silent_until = state.pauses.until(portal.site.host);
    PageView {
        page: loaded_at(state, tab, portal.site),
        badge: page_badge(portal.environment, banner(state, tab, portal.site)),
        placement,
        favicon: placement.favicon
            && silent_until.is_none()
            && !state.refused_icons.iter().any(|host| host == portal.site.host),
        silent_until,
        session: sessions::view(state, tab, portal).map(|session| match silent_until {
            Some(_) => session.silent(),
            None => session,
        }),
    }
}

/// The toolbar button of a tab.
pub(super) fn toolbar_of(state: &State, tab: TabId, place: Place) -> Effect {
    Effect::Toolbar(tab, toolbar(state, tab, place))
}

/// What it shows: environment, and the state of the session.
pub(super) fn toolbar(state: &State, tab: TabId, place: Place) -> Toolbar {
    let shown = place.site().map(|site| banner(state, tab, site)).unwrap_or_default();
    let toolbar = badge::toolbar(place.site(), shown);
    match place.portal().and_then(|site| sessions::view(state, tab, Portal::of(Place::Known(site))?)) {
        Some(session) => toolbar.with_session(session.word, session.ended.is_some()),
        None => toolbar,
    }
}
