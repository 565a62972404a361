//! The user's settings, and everything that depends on them.

use super::effect::{Answer, Effect};
use super::page_views::show_tabs;
use super::persist::Persist;
use super::registration::register_scripts;
use super::state::State;
use crate::catalogue::Environment;
use crate::content_scripts::{BROWSERS_WORDS_FILE, words_files};
use crate::messages::message;
use crate::settings::{Language, Settings};

/// Replaces the user's choices, except for those that managed policy decides.
pub(super) fn choose(state: &mut State, settings: &Settings) -> Effect {
    // Vendors and sandbox names are changed separately, so `settings` may hold
    // outdated ones.
    let vendors = std::mem::take(&mut state.chosen.vendors);
    let labels = std::mem::take(&mut state.chosen.labels);
    state.chosen = Settings { vendors, labels, ..state.policy.beneath(settings, &state.chosen) };
    apply_choices(state)
}

/// Makes the user's choices effective, and saves them.
pub(super) fn apply_choices(state: &mut State) -> Effect {
    state.apply_choices();
    Effect::Save(Persist::Settings(state.chosen.clone()))
}

/// Handles new settings from the options page.
pub(super) fn handle_choice(state: &mut State, settings: &Settings) -> Vec<Effect> {
    let before = state.settings.language;
    let saved = choose(state, settings);
    let updates = update_all(state, before);
    [saved].into_iter().chain(updates).chain([Effect::Answer(Answer::Done {})]).collect()
}

/// Updates everything that depends on settings: the scripts of later pages, the
/// context menu, open pages. `before` is the previous language.
pub(super) fn update_all(state: &State, before: Option<Language>) -> Vec<Effect> {
    let language = state.settings.language;
    let messages = language.map_or_else(|| vec![BROWSERS_WORDS_FILE.to_owned()], |chosen| words_files(chosen).into());
    let mut effects = vec![register_scripts(state), offer_menu()];
    if before != language {
        for &tab in state.tabs.keys() {
            effects.push(Effect::Inject { tab, frame: 0, files: messages.clone() });
        }
    }
    // The kind of a page's mark may be new to it.
    for (&tab, known) in state.tabs.iter() {
        let environment = known.marked(&state.catalogue).map_or(Environment::Production, |page| page.environment);
        if let Some(file) = state.settings.placement(environment).mark.script() {
            effects.push(Effect::Inject { tab, frame: 0, files: vec![file.to_owned()] });
        }
    }
    effects.append(&mut show_tabs(state, &|_, _| true));
    effects
}

/// Adds the context menu entry that checks a selected text.
pub(super) fn offer_menu() -> Effect {
    Effect::OfferMenu(message::MENU_CHECK)
}
