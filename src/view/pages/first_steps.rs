//! The first steps with Sandbar: pages that list keys, the number of keys
//! learned there, and places where keys are pasted.

use crate::catalogue::places::{AT_OWN_ADDRESS, PLACES};
use crate::catalogue::topic::Topic;
use crate::catalogue::watched::Watched;
use crate::catalogue::{Catalogue, Environment};
use crate::credential::{Kind, Service};
use crate::messages::{MessageKey, Plural, message};
use crate::protocol::{KeyCount, WatchedSite};
use crate::view::pages::place::portal_of;

/// A page of a portal that lists keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPage {
    /// The kind of the keys.
    pub kind: Kind,
    /// Its address.
    pub address: String,
}

impl KeyPage {
    /// The label of the link to it.
    #[must_use]
    pub const fn label(&self) -> MessageKey {
        match self.kind.service() {
            Service::Repository => message::OPEN_COMPOSER_KEYS,
            Service::Api => message::OPEN_API_KEYS,
        }
    }
}

/// The pages with keys on an environment's portal, from the paths in its
/// vendor's row.
#[must_use]
pub fn key_pages(catalogue: &Catalogue, environment: Environment) -> Vec<KeyPage> {
    let Some(portal) = portal_of(catalogue, environment) else { return Vec::new() };
    let pages = portal.vendor.topics.iter().filter_map(|&(path, topic)| {
        let kind = match topic {
            Topic::ApiKeys => Kind::ApiKey,
            Topic::ComposerKeys => Kind::ComposerKey,
            Topic::Profile | Topic::Submissions | Topic::Reports | Topic::Other => return None,
        };
        // Other rows have a word that may be anywhere in the path.
        path.starts_with('/').then(|| KeyPage { kind, address: format!("https://{}{path}", portal.host) })
    });
    pages.collect()
}

/// The number of known keys of an environment. A pair counts as one. Session
/// tokens don't count, because they end within hours.
#[must_use]
pub fn learned(counts: &[KeyCount], environment: Environment) -> usize {
    let is_key = |count: &&KeyCount| count.belonging == environment.into() && count.kind != Kind::SessionToken;
    counts.iter().filter(is_key).map(|count| count.count).sum()
}

/// The message with the number of keys learned for an environment.
#[must_use]
pub const fn learned_words(environment: Environment) -> Plural {
    match environment {
        Environment::Production => message::FIRST_PRODUCTION,
        Environment::Sandbox => message::FIRST_SANDBOX,
    }
}

/// The user's next step for Sandbar to catch keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextStep {
    /// The message about it.
    pub text: MessageKey,
    /// The label of the link.
    pub label: MessageKey,
    /// The extension page that it leads to.
    pub page: &'static str,
}

/// The user's next step: let Sandbar learn keys, and then choose where they are
/// pasted. `None` once a key is known and a site is watched.
#[must_use]
pub fn next_step(counts: &[KeyCount], watches_any: bool) -> Option<NextStep> {
    let knows_any = Environment::ALL.into_iter().any(|environment| learned(counts, environment) > 0);
    match (knows_any, watches_any) {
        (false, _) => {
            Some(NextStep { text: message::NEXT_START, label: message::NEXT_START_OPEN, page: "welcome.html" })
        }
        (true, false) => Some(NextStep {
            text: message::NEXT_PLACES,
            label: message::LEARNED_CHOOSE.in_extension(),
            page: "options.html#places",
        }),
        (true, true) => None,
    }
}

/// Whether Sandbar checks pastes in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceState {
    /// No, but the place can be added.
    Free,
    /// The place was added, but Sandbar has no access.
    NoAccess,
    /// Yes.
    Checked,
}

/// A place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRow {
    /// The name of the product; `None` for a site that the user added.
    pub name: Option<&'static str>,
    /// The site that is or would be watched.
    pub site: Watched,
    /// Whether Sandbar checks pastes there.
    pub state: PlaceState,
    /// Whether the user can remove it, because managed policy didn't add it.
    pub can_go: bool,
}

/// The list of places: the common ones, then the other watched sites. The flag
/// says whether Sandbar has access to the site.
#[must_use]
pub fn place_rows(watched: &[(WatchedSite, bool)]) -> Vec<PlaceRow> {
    let row = |name, site: &WatchedSite, is_granted: bool| PlaceRow {
        name,
        site: site.site.clone(),
        state: if is_granted { PlaceState::Checked } else { PlaceState::NoAccess },
        can_go: !site.by_policy,
    };
    let common: Vec<PlaceRow> = PLACES
        .iter()
        .filter_map(|place| {
            let name = Some(place.name);
            let new = place.site()?;
            let known = watched.iter().find(|(known, _)| known.site.scope == new.scope);
            Some(match known {
                Some((known, is_granted)) => row(name, known, *is_granted),
                None => PlaceRow { name, site: new, state: PlaceState::Free, can_go: false },
            })
        })
        .collect();
    let is_common = |site: &WatchedSite| common.iter().any(|row| row.site.scope == site.site.scope);
    let others = watched.iter().filter(|(site, _)| !is_common(site));
    let others: Vec<PlaceRow> = others.map(|(site, is_granted)| row(None, site, *is_granted)).collect();
    common.into_iter().chain(others).collect()
}

/// The names of self-hosted products.
#[must_use]
pub fn own_address_names() -> String {
    AT_OWN_ADDRESS.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::watched::Scope;
    use crate::keyring::Belonging;

    fn site(address: &str, by_policy: bool) -> WatchedSite {
        let scope = Scope::parse(address).unwrap();
        WatchedSite { site: Watched { scope, environment: None, learning: false, words: Vec::new() }, by_policy }
    }

    #[test]
    fn the_pages_that_list_keys_are_on_the_current_portal_of_each_environment() {
        let catalogue = Catalogue::default();
        for environment in Environment::ALL {
            let pages = key_pages(&catalogue, environment);
            assert_eq!(pages.iter().map(|page| page.kind).collect::<Vec<_>>(), [Kind::ApiKey, Kind::ComposerKey]);
            for page in pages {
                let site = catalogue.portal_at(&page.address).unwrap();
                assert_eq!(site.environment(), Some(environment), "{}", page.address);
                let path = page.address.splitn(4, '/').nth(3).unwrap();
                let topic = site.vendor.topic_of(&format!("/{path}"));
                assert!(matches!(topic, Topic::ApiKeys | Topic::ComposerKeys), "{}", page.address);
            }
        }
    }

    #[test]
    fn api_and_composer_keys_count_but_tokens_and_conflicts_do_not() {
        let count = |belonging, kind, count| KeyCount { belonging, kind, count };
        let counts = [
            count(Belonging::Sandbox, Kind::ApiKey, 2),
            count(Belonging::Sandbox, Kind::ComposerKey, 1),
            count(Belonging::Production, Kind::ApiKey, 1),
            count(Belonging::Production, Kind::SessionToken, 4),
            count(Belonging::Conflict, Kind::ApiKey, 5),
        ];
        assert_eq!(Environment::ALL.map(|environment| learned(&counts, environment)), [1, 3]);
        assert_eq!(learned(&[], Environment::Sandbox), 0);
    }

    #[test]
    fn the_next_step_is_to_learn_keys_and_then_to_choose_places() {
        let known = [KeyCount { belonging: Belonging::Production, kind: Kind::ApiKey, count: 1 }];
        let page = |counts: &[KeyCount], watches_any| next_step(counts, watches_any).map(|step| step.page);
        assert_eq!(page(&[], false), Some("welcome.html"));
        assert_eq!(page(&[], true), Some("welcome.html"));
        assert_eq!(page(&known, false), Some("options.html#places"));
        assert_eq!(page(&known, true), None);
    }

    #[test]
    fn nothing_is_watched_before_the_user_adds_it() {
        let rows = place_rows(&[]);
        assert_eq!(rows.len(), PLACES.len());
        assert!(rows.iter().all(|row| row.state == PlaceState::Free && !row.can_go));
    }

    #[test]
    fn a_place_that_was_added_says_so_and_other_sites_follow() {
        let watched = [
            (site("ci.example.com/team", false), true),
            (site("github.com", false), false),
            (site("gitlab.com", true), true),
            (site("bitbucket.org/team", false), true),
        ];
        let rows = place_rows(&watched);
        let state = |address: &str| {
            let row = rows.iter().find(|row| row.site.scope.address() == address).unwrap();
            (row.name, row.state, row.can_go)
        };
        assert_eq!(state("github.com"), (Some("GitHub"), PlaceState::NoAccess, true));
        assert_eq!(state("gitlab.com"), (Some("GitLab"), PlaceState::Checked, false));
        // Only a part of it is watched.
        assert_eq!(state("bitbucket.org"), (Some("Bitbucket"), PlaceState::Free, false));
        assert_eq!(state("bitbucket.org/team"), (None, PlaceState::Checked, true));
        assert_eq!(state("ci.example.com/team"), (None, PlaceState::Checked, true));
        assert_eq!(rows.len(), PLACES.len() + 2);
    }
}
