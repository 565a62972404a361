//! Badges: their placement, and what pages report about them.

use super::effect::{Answer, Effect};
use super::note_changes::hide_note;
use super::page_views::{PageViews, show_tabs};
use super::persist::Persist;
use super::registration::register_scripts;
use super::sender::Sender;
use super::settings::choose;
use super::state::page::Ending;
use super::state::{MarkedPage, PageContext, State, TabState};
use super::stop::follow_page;
use crate::catalogue::{Environment, Site};
use crate::content_scripts::{key_files, pointer_files, stop_files};
use crate::protocol::{BadgeMessage, TabId};
use crate::settings::Settings;
use crate::view::badge::{Banner, toolbar};

/// Handles a page's report about its badge.
pub(super) fn handle_badge_message(
    state: &mut State,
    sender: &Sender,
    page: &MarkedPage,
    message: &BadgeMessage,
) -> Vec<Effect> {
    let tab = sender.tab;
    match message {
        BadgeMessage::Seen { .. } if !sender.entered => Vec::new(),
        BadgeMessage::Seen { loaded_at, banner } => {
            follow_page(state, tab, *loaded_at);
            let before = state.tabs.get(&tab);
            let end = before.and_then(|before| before.end.clone());
            // These belong to one page: the next one in the tab has no control
            // to undo them.
            let same = before.filter(|before| before.loaded_at.is_none_or(|at| at == *loaded_at));
            let declared = same.and_then(|same| same.declared.clone());
            let learned = same.and_then(|same| same.learned);
            // A submission may lead to another page.
            let offers_stop = before.is_some_and(|before| before.offers_stop && before.host == page.host);
            let (keys_read, keys_at) = same.map_or((0, None), |same| (same.keys_read, same.keys_at));
            // The user may have closed the banner, or made the window too narrow
            // for it. On a Production host, it would contradict only while shown.
            let was_shown = same.is_some_and(|same| same.banner == Banner::Shown);
            let is_hidden = was_shown && page.environment == Environment::Sandbox;
            let banner = if is_hidden { Banner::Shown } else { *banner };
            let known = TabState {
                loaded_at: Some(*loaded_at),
                banner,
                end,
                declared,
                learned,
                offers_stop,
                keys_read,
                keys_at,
                ..page.tab()
            };
            let mut effects = Vec::new();
            if before != Some(&known) {
                state.tabs.insert(tab, known.clone());
                effects.push(Effect::Save(Persist::Tab(tab, known)));
            }
            let views = PageViews::new(state);
            let view = views.view(tab, page);
            let stop = view.stop.is_some().then(|| Effect::Load(tab, stop_files()));
            effects.push(Effect::Answer(Answer::View(view)));
            effects.push(Effect::Toolbar(tab, views.toolbar(tab, page)));
            effects.extend(stop);
            // A page that confirms the end of its last key shows none, so it
            // would not load the script that reads keys.
            let is_ending = state.tabs.get(&tab).and_then(|tab| tab.end.as_ref()).is_some_and(Ending::is_open);
            effects.extend(is_ending.then(|| Effect::Inject { tab, frame: 0, files: key_files() }));
            effects
        }
        BadgeMessage::IconRefused => {
            let host = &page.host;
            if !state.refused_icons.contains(host) {
                state.refused_icons.push(host.clone());
            }
            vec![Effect::Save(Persist::RefusedIcons(state.refused_icons.clone()))]
        }
        // Nothing from a private window is stored permanently.
        BadgeMessage::HideNote { note } if !sender.store.is_private() => hide_note(state, page, note),
        BadgeMessage::HideNote { .. } => Vec::new(),
        BadgeMessage::Move => {
            let mut settings = state.settings.clone();
            let placement = settings.placement_mut(page.environment);
            *placement = placement.moved();
            place_badge(state, &settings, tab, page)
        }
        BadgeMessage::Place { corner } => {
            let mut settings = state.settings.clone();
            settings.placement_mut(page.environment).corner = *corner;
            place_badge(state, &settings, tab, page)
        }
        BadgeMessage::Near => vec![load_pointer(tab)],
        BadgeMessage::Fold => {
            let mut settings = state.settings.clone();
            let placement = settings.placement_mut(page.environment);
            placement.fold = placement.fold.other();
            place_badge(state, &settings, tab, page)
        }
    }
}

/// Handles a badge report from a vendor's page whose address doesn't show one
/// environment.
pub(super) fn handle_open_message(
    state: &mut State,
    sender: &Sender,
    page: &PageContext,
    message: &BadgeMessage,
) -> Vec<Effect> {
    let tab = sender.tab;
    let Some(site) = state.catalogue.site_at(&sender.url).filter(Site::is_chosen) else { return Vec::new() };
    let mut settings = state.settings.clone();
    let placement = settings.placement_mut(Environment::Production);
    match message {
        BadgeMessage::Seen { loaded_at, .. } if sender.entered => {
            let mut effects = Vec::new();
            let known = TabState { loaded_at: Some(*loaded_at), ..page.tab() };
            if state.tabs.get(&tab) != Some(&known) {
                state.tabs.insert(tab, known.clone());
                effects.push(Effect::Save(Persist::Tab(tab, known)));
            }
            effects.push(Effect::Answer(Answer::View(PageViews::new(state).open_view(tab, &site))));
            effects.push(Effect::Toolbar(tab, toolbar(Some(&site), Banner::default())));
            return effects;
        }
        BadgeMessage::Move => *placement = placement.moved(),
        BadgeMessage::Place { corner } => placement.corner = *corner,
        BadgeMessage::Near => return vec![load_pointer(tab)],
        BadgeMessage::Fold => placement.fold = placement.fold.other(),
        BadgeMessage::Seen { .. } | BadgeMessage::IconRefused | BadgeMessage::HideNote { .. } => return Vec::new(),
    }
    let saved = choose(state, &settings);
    let answer = Effect::Answer(Answer::View(PageViews::new(state).open_view(tab, &site)));
    let mut effects = vec![saved, answer, register_scripts(state)];
    effects.append(&mut show_tabs(state, &|other, page| other != tab && page.environment == Environment::Production));
    effects
}

/// Loads what reacts to the pointer near a page's badge.
fn load_pointer(tab: TabId) -> Effect {
    Effect::Inject { tab, frame: 0, files: pointer_files() }
}

/// Saves a new placement and answers. Later pages start with it, and the other
/// open pages of the environment are updated.
fn place_badge(state: &mut State, settings: &Settings, from: TabId, page: &MarkedPage) -> Vec<Effect> {
    let saved = choose(state, settings);
    let answer = Effect::Answer(Answer::View(PageViews::new(state).view(from, page)));
    let mut effects = vec![saved, answer, register_scripts(state)];
    effects.append(&mut show_tabs(state, &|tab, other| tab != from && other.environment == page.environment));
    effects
}

/// Removes a host from those that refused a marked icon.
pub(super) fn forget_refused_icon(state: &mut State, host: &str) -> Option<Effect> {
    let known = state.refused_icons.len();
    state.refused_icons.retain(|refused| refused != host);
    (state.refused_icons.len() < known).then(|| Effect::Save(Persist::RefusedIcons(state.refused_icons.clone())))
}
