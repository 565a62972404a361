//! The registered content scripts.

use super::effect::Effect;
use super::state::State;
use crate::content_scripts::{Chosen, chosen_scripts};

/// Registers exactly the content scripts that the state requires.
pub(super) fn register_scripts(state: &State) -> Effect {
    Effect::Register(chosen_scripts(&Chosen {
        catalogue: &state.catalogue,
        settings: &state.settings,
        paused: state.pauses.hosts().chain(state.off.iter().map(String::as_str)).collect(),
        watched: state.watched_sites().filter(|site| !state.is_portal_now(site)).collect(),
    }))
}
