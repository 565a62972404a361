//! Changes to a page's notes: the user hides one, or the page's content
//! changes.

use super::effect::{Answer, Effect};
use super::notes::notes;
use super::page_views::{PageViews, show_tabs};
use super::persist::Persist;
use super::state::{MarkedPage, State};
use crate::content_scripts::card_files;
use crate::messages::Text;
use crate::protocol::TabId;
use crate::sort::sort;
use crate::stop::NeverAsked;

/// Permanently hides a note, also on open pages.
pub(super) fn hide_note(state: &mut State, page: &MarkedPage, note: &str) -> Vec<Effect> {
    let mut advice = page.vendor().into_iter().flat_map(|vendor| vendor.advice);
    let never = NeverAsked::note(note);
    if !state.never_asked.contains(&never) && advice.any(|advice| advice.text.name() == note) {
        state.never_asked.push(never);
        sort(&mut state.never_asked);
    }
    let mut effects =
        vec![Effect::Save(Persist::NeverAsked(state.never_asked.clone())), Effect::Answer(Answer::Done {})];
    effects.append(&mut show_everywhere(state));
    effects
}

/// Sends the open portal pages their views and the script that draws notes. A
/// page whose only note was hidden may not have that script.
pub(super) fn show_everywhere(state: &State) -> Vec<Effect> {
    let mut effects = show_tabs(state, &|_, page| page.is_portal());
    let noted = |effect: &Effect| match effect {
        Effect::Show(tab, view) if !view.notes.is_empty() => Some(bring_cards(*tab)),
        _ => None,
    };
    let cards: Vec<Effect> = effects.iter().filter_map(noted).collect();
    effects.extend(cards);
    effects
}

fn bring_cards(tab: TabId) -> Effect {
    Effect::Inject { tab, frame: 0, files: card_files() }
}

/// The current notes of the page in a tab.
pub(super) fn notes_in(state: &State, tab: TabId) -> Vec<Text> {
    let page = state.tabs.get(&tab).and_then(|known| known.marked(&state.catalogue));
    page.map_or_else(Vec::new, |page| notes(state, tab, &page, PageViews::new(state).banner(tab, &page)))
}

/// Sends a tab its view and the script that draws notes, if its notes changed.
pub(super) fn show_notes(state: &State, tab: TabId, before: &[Text], effects: &mut Vec<Effect>) {
    let now = notes_in(state, tab);
    if now == before {
        return;
    }
    effects.append(&mut show_tabs(state, &|other, _| other == tab));
    if !now.is_empty() {
        effects.push(bring_cards(tab));
    }
}
