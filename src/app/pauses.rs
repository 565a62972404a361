//! The hosts where the person wants silence for a while.
//!
//! Nothing is shown there and no paste is warned of. What happens to keys and
//! sessions is still followed, so that everything is right afterwards.

use std::time::Duration;

use litemap::LiteMap;
use serde::{Deserialize, Serialize};

use super::{Effect, Item, State, badges, registered};
use crate::time::Timestamp;

/// How long a pause lasts.
pub const PAUSE: Duration = Duration::from_secs(60 * 60);

/// The paused hosts, each with the moment at which its pause ends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(String, Timestamp)>", into = "Vec<(String, Timestamp)>")]
pub struct Pauses(LiteMap<String, Timestamp>);

impl From<Vec<(String, Timestamp)>> for Pauses {
    fn from(pauses: Vec<(String, Timestamp)>) -> Self {
        Self(pauses.into_iter().collect())
    }
}

impl From<Pauses> for Vec<(String, Timestamp)> {
    fn from(Pauses(pauses): Pauses) -> Self {
        pauses.into_iter().collect()
    }
}

impl Pauses {
    /// When the pause of this host ends, if it has one.
    #[must_use]
    pub fn until(&self, host: &str) -> Option<Timestamp> {
        self.0.get(host).copied()
    }

    /// The paused hosts.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Pauses this host, or ends its pause.
pub(super) fn set(state: &mut State, host: &str, on: bool, now: Timestamp) -> Vec<Effect> {
    match on {
        true => drop(state.pauses.0.insert(host.to_owned(), now.after(PAUSE))),
        false => drop(state.pauses.0.remove(host)),
    }
    changed(state, host)
}

/// Ends the pauses whose time is over. A clock that was set back ends those
/// that would last longer than any pause does.
pub(super) fn end(state: &mut State, now: Timestamp) -> Vec<Effect> {
    let over = |until: Timestamp| until <= now || until > now.after(PAUSE);
    let ended: Vec<String> =
        state.pauses.0.iter().filter(|&(_, &until)| over(until)).map(|(host, _)| host.clone()).collect();
    ended
        .into_iter()
        .flat_map(|host| {
            state.pauses.0.remove(&host);
            changed(state, &host)
        })
        .collect()
}

/// Ends the pause of a host that Sandbar does not work on any more.
pub(super) fn forget(state: &mut State, host: &str) -> Option<Effect> {
    state.pauses.0.remove(host).map(|_| Effect::Save(Item::Pauses(state.pauses.clone())))
}

/// Keeps the pauses, and lets the open pages of a host follow.
fn changed(state: &State, host: &str) -> Vec<Effect> {
    let kept = [Effect::Save(Item::Pauses(state.pauses.clone())), registered(state)];
    let pages = state.tabs.iter().filter(|(_, tab)| tab.host == host);
    let shown = pages.filter_map(|(&tab, known)| {
        Some(Effect::Show(tab, badges::view(state, tab, &known.marked(&state.catalogue)?)))
    });
    kept.into_iter().chain(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Tab;
    use crate::catalogue::Site;
    use crate::protocol::TabId;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    fn paused() -> (State, Site) {
        let mut state = State::default();
        let sites: Vec<Site> = state.catalogue.sites().cloned().collect();
        let site = sites[0].clone();
        state.tabs.insert(TabId(1), Tab::of(&site));
        state.tabs.insert(TabId(2), Tab::of(&sites[1]));
        set(&mut state, &site.host, true, NOW);
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
    fn the_open_pages_of_that_host_alone_fall_silent_and_speak_again() {
        let (mut state, site) = paused();
        assert_eq!(shown(&set(&mut state, &site.host, true, NOW)), [(1, true)]);
        assert_eq!(shown(&set(&mut state, &site.host, false, NOW)), [(1, false)]);
    }

    #[test]
    fn a_pause_ends_after_an_hour_and_not_before() {
        let (mut state, site) = paused();
        let almost = Timestamp::from_millis(NOW.as_millis() + 3_599_999);
        assert_eq!(end(&mut state, almost), []);
        assert!(state.pauses.until(&site.host).is_some());
        assert_eq!(shown(&end(&mut state, NOW.after(PAUSE))), [(1, false)]);
        assert_eq!(state.pauses, Pauses::default());
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_make_a_pause_longer() {
        let (mut state, _) = paused();
        end(&mut state, Timestamp::from_millis(0));
        assert_eq!(state.pauses, Pauses::default());
    }

    #[test]
    fn a_page_opened_during_a_pause_starts_silent() {
        let (mut state, site) = paused();
        let effects = set(&mut state, &site.host, true, NOW);
        let scripts = effects.iter().find_map(|effect| match effect {
            Effect::Register(scripts) => Some(scripts.clone()),
            _ => None,
        });
        let scripts = scripts.unwrap();
        assert_eq!(scripts.len(), 1);
        assert_eq!(scripts[0].matches, ["https://commercedeveloper.adobe.com/*"]);
    }
}
