//! Chosen settings, and everything that depends on them.

use super::effect::{Answer, Effect};
use super::page_views::show_tabs;
use super::persist::Persist;
use super::registration::register_scripts;
use super::state::State;
use crate::content_scripts::{BROWSERS_WORDS_FILE, words_file};
use crate::messages::message;
use crate::settings::{Language, Settings};

/// Replaces the user's choices, except for what managed policy decides.
pub(super) fn choose(state: &mut State, settings: &Settings) -> Effect {
    state.chosen = state.policy.beneath(settings, &state.chosen);
    apply_choices(state)
}

/// Makes the user's choices effective, overridden by managed policy.
pub(super) fn apply_choices(state: &mut State) -> Effect {
    state.settings = state.policy.over(&state.chosen);
    Effect::Save(Persist::Settings(state.chosen.clone()))
}

/// Handles new settings from the options page.
pub(super) fn handle_choice(state: &mut State, settings: &Settings) -> Vec<Effect> {
    let before = state.settings.language;
    let saved = choose(state, settings);
    let updates = update_all(state, before);
    [saved].into_iter().chain(updates).chain([Effect::Answer(Answer::Done {})]).collect()
}

/// Updates everything that depends on settings: scripts of later pages, the
/// context menu, open pages. `before` is the language until now.
pub(super) fn update_all(state: &State, before: Option<Language>) -> Vec<Effect> {
    let language = state.settings.language;
    let messages = language.map_or_else(|| BROWSERS_WORDS_FILE.to_owned(), words_file);
    let mut effects = vec![register_scripts(state), offer_menu()];
    if before != language {
        for &tab in state.tabs.keys() {
            effects.push(Effect::Inject { tab, frame: 0, files: vec![messages.clone()] });
        }
    }
    effects.append(&mut show_tabs(state, &|_, _| true));
    effects
}

/// Offers to check the selected text in the context menu.
pub(super) fn offer_menu() -> Effect {
    Effect::OfferMenu(message::MENU_CHECK)
}
