//! Changes of the managed policy, while the browser runs or since the last
//! worker ran.
//!
//! Everything that depends on the policy is recomputed: the registered scripts,
//! the open pages whose role changed, the settings. Access to hosts that
//! nothing needs anymore is given up.

use super::access::{enter_tabs, leave_tab};
use super::effect::Effect;
use super::page_views::PageViews;
use super::pauses::forget_pause;
use super::persist::Persist;
use super::sender::OpenTab;
use super::settings::update_all;
use super::state::State;
use super::vendors::give_back;
use crate::catalogue::watched::Watched;
use crate::catalogue::{Site, host_of};
use crate::settings::policy::Policy;

/// Handles a change of the managed policy.
pub(super) fn handle_policy_change(state: &mut State, policy: Policy, open: &[OpenTab]) -> Vec<Effect> {
    if state.policy == policy {
        return Vec::new();
    }
    let before: Vec<_> = open.iter().map(|tab| place(state, &tab.url)).collect();
    let origins = state.policy.origins();
    let language = state.settings.language;
    let vendors = state.catalogue.on().to_vec();
    state.adopt(policy);
    let off: Vec<_> = vendors.into_iter().filter(|vendor| !state.catalogue.on().contains(vendor)).collect();
    let mut given_back = give_back(state, &off);
    let saved = Effect::Save(Persist::Policy(state.policy.clone()));
    let moved = open.iter().zip(before).filter(|(tab, before)| place(state, &tab.url) != *before);
    let there: Vec<OpenTab> = moved.map(|(tab, _)| tab.clone()).collect();
    let left: Vec<Effect> = there.iter().flat_map(|tab| leave_tab(state, tab.id)).collect();
    let gone: Vec<String> =
        origins.into_iter().filter(|origin| host_of(origin).is_some_and(|host| !state.works_on(host))).collect();
    let paused: Vec<Effect> = gone.iter().filter_map(|origin| forget_pause(state, host_of(origin)?)).collect();
    let returned = (!gone.is_empty()).then_some(Effect::ReturnAccess(gone));
    let views = PageViews::new(state);
    let mut buttons: Vec<Effect> = there.iter().map(|tab| views.toolbar_at(tab.id, &tab.url)).collect();
    let mut effects = vec![saved];
    for mut part in [paused, update_all(state, language), left, enter_tabs(state, &there)] {
        effects.append(&mut part);
    }
    effects.append(&mut buttons);
    effects.extend(returned);
    effects.append(&mut given_back);
    effects
}

/// The role of an address.
fn place(state: &State, url: &str) -> (Option<Site>, Option<Watched>) {
    (state.catalogue.site_at(url), state.watched_at(url).cloned())
}

#[cfg(test)]
mod tests {
    use super::super::{Answer, Event, step};
    use super::*;
    use crate::app::sender::open_tab;
    use crate::catalogue::Environment;
    use crate::catalogue::watched::Scope;
    use crate::protocol::{ExtensionPageMessage, TabId};
    use crate::settings::Settings;
    use crate::time::Timestamp;
    use serde_json::{Value, json};

    fn take(state: &mut State, event: Event) -> Vec<Effect> {
        step(state, event, Timestamp::from_millis(5))
    }

    fn managed(policy: &Value, open: &[OpenTab]) -> Event {
        Event::Managed(crate::settings::policy::tests::read(policy), open.to_vec())
    }

    fn registered_ids(effects: &[Effect]) -> Vec<String> {
        let scripts = effects.iter().rev().find_map(|effect| match effect {
            Effect::Register(scripts) => Some(scripts),
            _ => None,
        });
        scripts.unwrap().iter().map(|scripts| scripts.id.clone().into_owned()).collect()
    }

    fn entered(effects: &[Effect]) -> Vec<TabId> {
        let tab = |effect: &Effect| if let Effect::Enter { tab, .. } = effect { Some(*tab) } else { None };
        effects.iter().filter_map(tab).collect()
    }

    fn button(effects: &[Effect]) -> Option<&'static str> {
        effects.iter().find_map(|effect| match effect {
            Effect::Toolbar(TabId(1), toolbar) => Some(toolbar.badge),
            _ => None,
        })
    }

    const PAIR: [(&str, &str); 2] = [("production", "portal.example"), ("sandbox", "portal-sandbox.example")];

    #[test]
    fn an_added_portal_is_entered_and_left_again_with_its_access() {
        let mut state = State::default();
        let open = [open_tab(1, "https://portal-sandbox.example/x"), open_tab(2, "https://example.org/")];
        let pair: serde_json::Map<String, Value> =
            PAIR.map(|(key, host)| (key.to_owned(), json!(host))).into_iter().collect();
        let effects = take(&mut state, managed(&json!({ "portals": [pair] }), &open));
        assert_eq!(entered(&effects), [TabId(1)]);
        assert_eq!(registered_ids(&effects), ["added", "added-production", "added-sandbox"]);
        assert_eq!(button(&effects), Some("SBX"));
        let effects = take(&mut state, managed(&json!({}), &open));
        assert_eq!((entered(&effects), registered_ids(&effects)), (Vec::new(), Vec::new()));
        assert!(effects.contains(&Effect::FallSilent(TabId(1))) && !effects.contains(&Effect::FallSilent(TabId(2))));
        let origins = ["https://portal-sandbox.example/*", "https://portal.example/*"].map(str::to_owned);
        assert!(effects.contains(&Effect::ReturnAccess(origins.to_vec())));
        assert_eq!(button(&effects), Some(""));
    }

    #[test]
    fn a_site_watched_by_policy_is_listed_as_such_and_stays() {
        let mut state = State::default();
        let scope = Scope::parse("ci.example.com").unwrap();
        let own = Watched { scope: scope.clone(), environment: None, learning: false, words: Vec::new() };
        take(&mut state, Event::Watch(own.clone(), Vec::new()));
        let sites = json!({ "watched-sites": [{ "address": "ci.example.com", "environment": "sandbox" }] });
        let effects = take(&mut state, managed(&sites, &[]));
        assert_eq!(registered_ids(&effects), ["watched:ci.example.com", "watched:ci.example.com#page"]);
        for event in [Event::Unwatch(scope, Vec::new()), Event::Watch(own.clone(), Vec::new())] {
            assert_eq!(take(&mut state, event), [Effect::Answer(Answer::Done {})]);
        }
        let listed = crate::app::watched_sites::list_sites(&state);
        assert_eq!(listed.len(), 1);
        assert!(listed[0].by_policy && listed[0].site.environment == Some(Environment::Sandbox));
        // Without the policy, the user's own choice applies again, and the
        // access stays.
        let effects = take(&mut state, managed(&json!({}), &[]));
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::ReturnAccess(_))));
        assert_eq!(state.watched_sites().collect::<Vec<_>>(), [&own]);
    }

    #[test]
    fn a_watched_site_that_became_a_portal_has_the_portals_scripts_alone() {
        let mut state = State::default();
        let own = Watched {
            scope: Scope::parse("portal.example").unwrap(),
            environment: None,
            learning: false,
            words: Vec::new(),
        };
        take(&mut state, Event::Watch(own.clone(), Vec::new()));
        let pair: serde_json::Map<String, Value> =
            PAIR.map(|(key, host)| (key.to_owned(), json!(host))).into_iter().collect();
        let open = [open_tab(1, "https://portal.example/")];
        let effects = take(&mut state, managed(&json!({ "portals": [pair] }), &open));
        assert_eq!(registered_ids(&effects), ["added", "added-production", "added-sandbox"]);
        assert_eq!(entered(&effects), [TabId(1)]);
        // The stored choice is unchanged.
        let stored = serde_json::to_string(&state.watched).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Watched>>(&stored).unwrap(), [own]);
    }

    #[test]
    fn a_policy_value_applies_and_the_users_own_choice_stays_stored() {
        let mut state = State::default();
        take(&mut state, managed(&json!({ "strict-paste": "on" }), &[]));
        assert!(state.settings.strict_paste);
        let wanted = Settings { strict_paste: false, learning: false, ..state.settings.clone() };
        let effects = take(&mut state, Event::ExtensionPage(ExtensionPageMessage::Choose(wanted)));
        let kept = Settings { learning: false, ..Settings::default() };
        assert_eq!(effects[0], Effect::Save(Persist::Settings(kept.clone())));
        assert!(state.settings.strict_paste && !state.settings.learning);
        let effects = take(&mut state, managed(&json!({}), &[]));
        assert_eq!(state.settings, kept);
        assert_eq!(registered_ids(&effects), Vec::<String>::new());
    }
}
