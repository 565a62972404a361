//! Names that the user gives to sandboxes. Open pages show them immediately.

use super::effect::Effect;
use super::page_views::{PageViews, show_tabs};
use super::settings::apply_choices;
use super::state::State;

/// The name of the sandbox whose page has this address, if the sandbox has its
/// own host; empty if it has no name.
pub(super) fn label_at(state: &State, url: &str) -> Option<String> {
    let page = state.marked_at(url).filter(|page| state.has_own_sandbox_host(page))?;
    Some(state.settings.labels.at(&page.host).unwrap_or_default().to_owned())
}

/// Names the sandbox on a host. Only hosts that Sandbar works on can get a
/// name.
pub(super) fn name_sandbox(state: &mut State, host: &str, label: &str) -> Vec<Effect> {
    // A name can be removed even from a host that Sandbar no longer works on.
    if !label.trim().is_empty() && !state.works_on(host) {
        return Vec::new();
    }
    let before = state.chosen.labels.clone();
    state.chosen.labels.set(host, label);
    if state.chosen.labels == before {
        return Vec::new();
    }
    let mut effects = vec![apply_choices(state)];
    effects.append(&mut show_tabs(state, &|_, page| page.host == host));
    let views = PageViews::new(state);
    for (&tab, known) in state.tabs.iter() {
        if let Some(page) = known.marked(&state.catalogue).filter(|page| page.host == host) {
            effects.push(Effect::Toolbar(tab, views.toolbar(tab, &page)));
        }
    }
    effects
}
