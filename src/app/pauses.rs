//! Paused hosts.
//!
//! A paused host shows no warnings. Keys and sessions are still tracked, so
//! that everything is current when the pause ends.

use std::time::Duration;

use super::effect::Effect;
use super::page_views::show_tabs;
use super::persist::Persist;
use super::registration::register_scripts;
use super::state::State;
use crate::time::Timestamp;

/// How long a pause lasts.
pub const PAUSE: Duration = Duration::from_secs(60 * 60);

/// Pauses a host, or ends its pause.
pub(super) fn set_pause(state: &mut State, host: &str, on: bool, now: Timestamp) -> Vec<Effect> {
    match on {
        true => drop(state.pauses.0.insert(host.to_owned(), now.after(PAUSE))),
        false => drop(state.pauses.0.remove(host)),
    }
    update_host(state, host)
}

/// Ends expired pauses. If the clock was set back, this also ends pauses that
/// would last longer than [`PAUSE`].
pub(super) fn end_pauses(state: &mut State, now: Timestamp) -> Vec<Effect> {
    let over = |until: Timestamp| until <= now || until > now.after(PAUSE);
    let ended: Vec<String> =
        state.pauses.0.iter().filter(|&(_, &until)| over(until)).map(|(host, _)| host.clone()).collect();
    ended
        .into_iter()
        .flat_map(|host| {
            state.pauses.0.remove(&host);
            update_host(state, &host)
        })
        .collect()
}

/// Ends the pause of a host that Sandbar no longer works on.
pub(super) fn forget_pause(state: &mut State, host: &str) -> Option<Effect> {
    state.pauses.0.remove(host).map(|_| Effect::Save(Persist::Pauses(state.pauses.clone())))
}

/// Saves the pauses, and updates the open pages of a host.
fn update_host(state: &State, host: &str) -> Vec<Effect> {
    let mut effects = vec![Effect::Save(Persist::Pauses(state.pauses.clone())), register_scripts(state)];
    effects.append(&mut show_tabs(state, &|_, page| page.host == host));
    effects
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::state::{Pauses, TabState};
    use crate::catalogue::Site;
    use crate::protocol::TabId;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    fn paused() -> (State, Site) {
        let mut state = State::default();
        let sites: Vec<Site> = state.catalogue.sites().cloned().collect();
        let site = sites[0].clone();
        state.tabs.insert(TabId(1), TabState::at(&site.host));
        state.tabs.insert(TabId(2), TabState::at(&sites[1].host));
        set_pause(&mut state, &site.host, true, NOW);
        (state, site)
    }

    fn shown(effects: &[Effect]) -> Vec<(i32, bool)> {
        let shown = effects.iter().filter_map(|effect| match effect {
            Effect::Show(tab, view) => Some((tab.0, view.silent_until.is_some())),
            _ => None,
        });
        shown.collect()
    }

    #[test]
    fn only_the_open_pages_of_the_paused_host_fall_silent_and_resume() {
        let (mut state, site) = paused();
        assert_eq!(shown(&set_pause(&mut state, &site.host, true, NOW)), [(1, true)]);
        assert_eq!(shown(&set_pause(&mut state, &site.host, false, NOW)), [(1, false)]);
    }

    #[test]
    fn a_pause_ends_after_an_hour_and_not_before() {
        let (mut state, site) = paused();
        let almost = Timestamp::from_millis(NOW.as_millis() + 3_599_999);
        assert_eq!(end_pauses(&mut state, almost), []);
        assert!(state.pauses.until(&site.host).is_some());
        assert_eq!(shown(&end_pauses(&mut state, NOW.after(PAUSE))), [(1, false)]);
        assert_eq!(state.pauses, Pauses::default());
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_make_a_pause_longer() {
        let (mut state, _) = paused();
        end_pauses(&mut state, Timestamp::from_millis(0));
        assert_eq!(state.pauses, Pauses::default());
    }

    #[test]
    fn a_page_opened_during_a_pause_starts_silent() {
        let (mut state, site) = paused();
        let effects = set_pause(&mut state, &site.host, true, NOW);
        let scripts = effects.iter().find_map(|effect| match effect {
            Effect::Register(scripts) => Some(scripts.clone()),
            _ => None,
        });
        let scripts = scripts.unwrap();
        assert_eq!(scripts.len(), 1);
        assert_eq!(scripts[0].matches, ["https://commercedeveloper.adobe.com/*"]);
    }
}
