//! Watched sites.
//!
//! When a site changes, Sandbar leaves all its tabs, registers the new scripts,
//! and enters the tabs that are still watched, so that no old script remains.

use super::access::{enter_tabs, leave_tab};
use super::badges::forget_refused_icon;
use super::effect::{Answer, Effect};
use super::page_views::PageViews;
use super::pauses::forget_pause;
use super::persist::Persist;
use super::registration::register_scripts;
use super::sender::OpenTab;
use super::state::State;
use crate::catalogue::watched::{Scope, Watched};
use crate::protocol::WatchedSite;
use crate::sort::sort_by;

/// The watched sites, by address.
pub(super) fn list_sites(state: &State) -> Vec<WatchedSite> {
    let mut sites: Vec<_> = state.watched_sites().map(|site| with_origin(state, site)).collect();
    sort_by(&mut sites, |one, other| one.site.scope.cmp(&other.site.scope));
    sites
}

/// The watched site with the page at this address.
pub(super) fn site_at(state: &State, url: &str) -> Option<WatchedSite> {
    state.watched_at(url).map(|site| with_origin(state, site))
}

fn with_origin(state: &State, site: &Watched) -> WatchedSite {
    WatchedSite { site: site.clone(), by_policy: state.policy.watches(&site.scope) }
}

/// Watches a site, or changes its settings.
pub(super) fn watch(state: &mut State, site: Watched, open: &[OpenTab]) -> Vec<Effect> {
    // The user can't change a site that managed policy watches.
    if state.policy.watches(&site.scope) {
        return vec![Effect::Answer(Answer::Done {})];
    }
    replace_site(state, &site.scope.clone(), Some(site), open)
}

/// Watches sites that were watched elsewhere. Sites that are already watched
/// stay unchanged. Returns the new ones.
pub(super) fn add_sites(state: &mut State, sites: Vec<Watched>, open: &[OpenTab]) -> (Vec<Scope>, Vec<Effect>) {
    let mut new = Vec::new();
    for site in sites {
        if state.watched_sites().all(|known| known.scope != site.scope) {
            new.push(site.scope.clone());
            state.watched.push(site);
        }
    }
    if new.is_empty() {
        return (new, Vec::new());
    }
    let covered = |tab: &&OpenTab| new.iter().any(|scope| scope.covers(&tab.url));
    let there: Vec<OpenTab> = open.iter().filter(covered).cloned().collect();
    let mut effects = vec![Effect::Save(Persist::Watched(state.watched.clone())), register_scripts(state)];
    effects.append(&mut reenter_tabs(state, &there));
    (new, effects)
}

/// Stops watching a site. Gives up access to its host if nothing else needs it.
pub(super) fn unwatch(state: &mut State, scope: &Scope, open: &[OpenTab]) -> Vec<Effect> {
    if state.policy.watches(scope) || !state.watched.iter().any(|site| site.scope == *scope) {
        return vec![Effect::Answer(Answer::Done {})];
    }
    let mut effects = replace_site(state, scope, None, open);
    if !state.works_on(scope.host()) {
        effects.extend(forget_pause(state, scope.host()));
        effects.extend(forget_refused_icon(state, scope.host()));
        effects.push(Effect::ReturnAccess(vec![scope.origin()]));
    }
    effects
}

/// Records the sites on which the browser refuses to run scripts, replacing the
/// previous list.
pub(super) fn handle_refused(state: &mut State, addresses: Vec<String>) -> Vec<Effect> {
    if state.problems.refused == addresses {
        return Vec::new();
    }
    state.problems.refused.clone_from(&addresses);
    vec![Effect::Save(Persist::RefusedSites(addresses))]
}

/// Adds, replaces or removes a site, and updates the open pages.
fn replace_site(state: &mut State, scope: &Scope, now: Option<Watched>, open: &[OpenTab]) -> Vec<Effect> {
    state.watched.retain(|site| site.scope != *scope);
    state.watched.extend(now);
    let there: Vec<OpenTab> = open.iter().filter(|tab| scope.covers(&tab.url)).cloned().collect();
    let saved = Effect::Save(Persist::Watched(state.watched.clone()));
    let mut effects = vec![saved, Effect::Answer(Answer::Done {}), register_scripts(state)];
    effects.append(&mut reenter_tabs(state, &there));
    effects
}

/// Leaves these tabs, and enters those that Sandbar still works on.
pub(super) fn reenter_tabs(state: &mut State, there: &[OpenTab]) -> Vec<Effect> {
    let mut effects = Vec::new();
    for tab in there {
        effects.append(&mut leave_tab(state, tab.id));
    }
    effects.append(&mut enter_tabs(state, there));
    let views = PageViews::new(state);
    for tab in there {
        effects.push(views.toolbar_at(tab.id, &tab.url));
    }
    effects
}

#[cfg(test)]
mod tests {
    use super::super::{CookieStore, Event, Sender, step};
    use super::*;
    use crate::app::Keys;
    use crate::app::sender::open_tab;
    use crate::catalogue::Environment;
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
    use crate::messages::{ExtensionText, message};
    use crate::protocol::{BadgeMessage, ExtensionPageMessage, KeysMessage, Message, TabId};
    use crate::time::Timestamp;
    use crate::view::warning::{Urgency, Warning};

    const SITE: &str = "https://ci.example.com/team/secrets";
    const SECRET: &str = "7931d0a725e76fa34ea8771387f31fa3ae84f3db";
    const PAIR: &str = "App Id: AR28PM50XD\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db\n";

    fn take(state: &mut State, event: Event) -> Vec<Effect> {
        step(state, event, Timestamp::from_millis(5))
    }

    fn site(address: &str, environment: Option<Environment>, learning: bool) -> Watched {
        Watched { scope: Scope::parse(address).unwrap(), environment, learning, words: Vec::new() }
    }

    /// Knows a Sandbox key, and watches this site.
    fn watching(site: Watched) -> State {
        let fingerprinter = Fingerprinter::new(&InstallationKey::from_random([7; 32]));
        let mut state =
            State { keys: Keys { fingerprinter: Some(fingerprinter), ..Keys::default() }, ..State::default() };
        let environment = Environment::Sandbox;
        take(
            &mut state,
            Event::ExtensionPage(ExtensionPageMessage::Remember { text: PAIR.to_owned().into(), environment }),
        );
        take(&mut state, Event::Watch(site, Vec::new()));
        state
    }

    fn from(url: &str, message: Message) -> Event {
        Event::Message(Sender::page(TabId(1), url, CookieStore("0".into())), message)
    }

    fn pasted(state: &mut State, url: &str, beside: &[&str], labels: &[&str]) -> Option<Warning> {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned().into()).collect();
        let going = KeysMessage::Going { text: SECRET.to_owned().into(), beside: texts(beside), labels: texts(labels) };
        take(state, from(url, Message::Keys(going))).into_iter().find_map(|effect| match effect {
            Effect::Answer(Answer::Warning(warning)) => warning,
            _ => None,
        })
    }

    fn registered_ids(effects: &[Effect]) -> Vec<String> {
        let scripts = effects.iter().rev().find_map(|effect| match effect {
            Effect::Register(scripts) => Some(scripts),
            _ => None,
        });
        scripts.unwrap().iter().map(|scripts| scripts.id.clone().into_owned()).collect()
    }

    #[test]
    fn on_a_site_without_an_environment_the_surroundings_say_where_a_key_goes() {
        let mut state = watching(site("ci.example.com/team", None, false));
        let urgency = |warning: Option<Warning>| warning.map(|warning| warning.urgency);
        let production = "https://commercedeveloper-api.adobe.com/rest/v1";
        for (beside, labels, wanted) in [
            (&[][..], &[][..], Some(Urgency::Chip)),
            (&[], &["ADOBE_APP_SECRET"], Some(Urgency::Chip)),
            (&[], &["ADOBE_APP_SECRET_PROD"], Some(Urgency::Alarm)),
            (&[], &["ADOBE_APP_SECRET_SANDBOX"], None),
            (&[production], &[], Some(Urgency::Alarm)),
            (&[production], &["staging"], Some(Urgency::Chip)),
        ] {
            assert_eq!(urgency(pasted(&mut state, SITE, beside, labels)), wanted, "{beside:?} {labels:?}");
        }
    }

    #[test]
    fn the_button_says_that_a_site_for_both_environments_is_checked() {
        let mut state = watching(site("ci.example.com/team", None, false));
        let told = |effects: Vec<Effect>| {
            effects.into_iter().find_map(|effect| match effect {
                Effect::Toolbar(TabId(1), toolbar) => Some(toolbar.title),
                _ => None,
            })
        };
        let wanted = ExtensionText::with(message::TOOLBAR_WATCHED, "ci.example.com");
        let here = || Message::Keys(KeysMessage::Here);
        assert_eq!(told(take(&mut state, from(SITE, here()))), Some(wanted));
        assert_eq!(told(take(&mut state, from("https://ci.example.com/other", here()))), None);
        let mut state = watching(site("ci.example.com", Some(Environment::Production), false));
        assert_eq!(told(take(&mut state, from(SITE, here()))), None, "its badge reports");
    }

    #[test]
    fn a_page_outside_the_watched_path_is_not_answered() {
        let mut state = watching(site("ci.example.com/team", None, false));
        for url in ["https://ci.example.com/teams", "https://ci.example.com/", "https://other.example.com/team"] {
            assert_eq!(pasted(&mut state, url, &[], &["prod"]), None, "{url}");
        }
    }

    #[test]
    fn a_site_of_an_environment_warns_as_a_portal_does_and_has_a_badge() {
        let mut state = watching(site("ci.example.com", Some(Environment::Production), false));
        assert_eq!(pasted(&mut state, SITE, &[], &["token"]).unwrap().urgency, Urgency::Alarm);
        // A field may be for the other environment.
        assert_ne!(pasted(&mut state, SITE, &[], &["sandbox"]).unwrap().urgency, Urgency::Alarm);
        let seen =
            BadgeMessage::Seen { loaded_at: Timestamp::from_millis(1), banner: crate::view::badge::Banner::Pending };
        let effects = take(&mut state, from(SITE, Message::Badge(seen)));
        let title = effects.iter().find_map(|effect| match effect {
            Effect::Toolbar(_, toolbar) => Some((toolbar.badge, toolbar.title.args.first().cloned())),
            _ => None,
        });
        assert_eq!(title, Some(("PRD", Some("ci.example.com".to_owned()))));
    }

    #[test]
    fn learning_is_off_unless_switched_on_for_the_site() {
        let other = "Laptop\nApp Id: BR28PM50XD\nApp Secret: 6642d0a725e76fa34ea8771387f31fa3ae84f3db\n";
        for (environment, learning, learned) in
            [(None, true, 2), (Some(Environment::Production), false, 2), (Some(Environment::Production), true, 4)]
        {
            let mut state = watching(site("ci.example.com", environment, learning));
            let listed = KeysMessage::Listed {
                loaded_at: Timestamp::from_millis(1),
                account: None,
                regions: vec![crate::protocol::PageRegion::of_lines(other)],
                notices: Vec::new(),
                after_end: None,
            };
            take(&mut state, from(SITE, Message::Keys(listed)));
            assert_eq!(state.keys.ring.len(), learned, "{environment:?} {learning}");
        }
    }

    #[test]
    fn open_pages_are_entered_when_their_site_is_watched_and_left_when_it_is_not() {
        let mut state = watching(site("other.example.com", None, false));
        let open = [open_tab(1, SITE), open_tab(2, "https://example.org/")];
        let effects = take(&mut state, Event::Watch(site("ci.example.com", None, false), open.to_vec()));
        let entered: Vec<_> = effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Enter { tab, .. } => Some(tab.0),
                _ => None,
            })
            .collect();
        assert_eq!(entered, [1]);
        assert!(registered_ids(&effects).contains(&"watched:ci.example.com".to_owned()));
        let effects = take(&mut state, Event::Unwatch(Scope::parse("ci.example.com").unwrap(), open.to_vec()));
        assert!(effects.contains(&Effect::FallSilent(TabId(1))) && !effects.contains(&Effect::FallSilent(TabId(2))));
        assert_eq!(registered_ids(&effects), ["watched:other.example.com", "watched:other.example.com#page"]);
        assert!(effects.contains(&Effect::ReturnAccess(vec!["https://ci.example.com/*".to_owned()])));
    }

    #[test]
    fn unwatching_a_site_forgets_that_its_host_refused_the_icon() {
        let mut state = watching(site("ci.example.com", Some(Environment::Sandbox), false));
        take(&mut state, from(SITE, Message::Badge(BadgeMessage::IconRefused)));
        assert_eq!(state.refused_icons, ["ci.example.com"]);
        take(&mut state, Event::Unwatch(Scope::parse("ci.example.com").unwrap(), Vec::new()));
        assert!(state.refused_icons.is_empty());
    }

    #[test]
    fn access_stays_while_another_path_of_the_host_is_watched() {
        let mut state = watching(site("ci.example.com/a", None, false));
        take(&mut state, Event::Watch(site("ci.example.com/b", None, false), Vec::new()));
        let returned = |effects: &[Effect]| effects.iter().any(|effect| matches!(effect, Effect::ReturnAccess(_)));
        assert!(!returned(&take(&mut state, Event::Unwatch(Scope::parse("ci.example.com/a").unwrap(), Vec::new()))));
        assert!(returned(&take(&mut state, Event::Unwatch(Scope::parse("ci.example.com/b").unwrap(), Vec::new()))));
    }

    #[test]
    fn the_whole_list_is_saved_before_any_other_effect() {
        let mut state = watching(site("ci.example.com", None, false));
        let again = site("ci.example.com", Some(Environment::Sandbox), true);
        let effects = take(&mut state, Event::Watch(again.clone(), Vec::new()));
        assert_eq!(effects[0], Effect::Save(Persist::Watched(vec![again])));
    }
}
