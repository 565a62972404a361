//! Where a text is going.
//!
//! The page says it, if its site belongs to one environment; else the hosts
//! that the text names; else those in the other fields of the same form. Only
//! portals and API hosts count: a store or a Composer repository is named
//! beside keys of both environments.
//!
//! | page | text | neighbours | destination | contradiction |
//! |---|---|---|---|---|
//! | P | none, or P | none, or P | P, by the page | no |
//! | P | names the other | anything | P, by the page | yes |
//! | P | anything | name the other | P, by the page | yes |
//! | none | T | none, or T | T, by the text | no |
//! | none | T | name the other | T, by the text | yes |
//! | none | names both | anything | none | yes |
//! | none | none | N | N, by the neighbours | no |
//! | none | none | name both | none | yes |
//! | none | none | none | none | no |

use crate::credential::find::examined;
use crate::credential::host::{NamedHost, hosts_named};
use crate::portal::{Environment, Role, Site};
use serde::{Deserialize, Serialize};

/// An environment, and how it is known that the text is going there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    /// The environment.
    pub environment: Environment,
    /// How it is known.
    pub source: Source,
}

/// What names the destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The site of the page.
    Page,
    /// A host in the text.
    Text,
    /// A host in another field of the same form.
    Neighbour,
}

/// What a text and its surroundings say about where it is going.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearings {
    /// Where it is going.
    pub destination: Option<Destination>,
    /// Whether both environments are named.
    pub contradicts: bool,
    /// Whether a host of the API is named.
    pub names_api: bool,
    /// Whether a Composer repository is named.
    pub names_composer: bool,
}

/// The environments named by portals and API hosts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    None,
    One(Environment),
    Both,
}

impl Named {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, named) | (named, Self::None) => named,
            (one, other) if one == other => one,
            _ => Self::Both,
        }
    }
}

impl From<Option<Environment>> for Named {
    fn from(environment: Option<Environment>) -> Self {
        environment.map_or(Self::None, Self::One)
    }
}

fn named(hosts: &[NamedHost]) -> Named {
    hosts
        .iter()
        .filter(|named| matches!(named.site.role, Role::Portal | Role::Api))
        .fold(Named::None, |all, named| all.and(named.site.environment().into()))
}

/// Reads the table above.
#[must_use]
pub fn bearings(page: Option<&Site>, hosts: &[NamedHost], neighbours: &[&str]) -> Bearings {
    let beside: Vec<NamedHost> = neighbours.iter().flat_map(|text| hosts_named(examined(text))).collect();
    let by_page = Named::from(page.and_then(Site::environment));
    let by_text = named(hosts);
    let by_neighbours = named(&beside);
    let by = [(by_page, Source::Page), (by_text, Source::Text), (by_neighbours, Source::Neighbour)];
    let destination = by.into_iter().find(|&(named, _)| named != Named::None).and_then(|(named, source)| match named {
        Named::One(environment) => Some(Destination { environment, source }),
        Named::None | Named::Both => None,
    });
    let names = |role: Role| hosts.iter().chain(&beside).any(|named| named.site.role == role);
    Bearings {
        destination,
        contradicts: by_page.and(by_text).and(by_neighbours) == Named::Both,
        names_api: names(Role::Api),
        names_composer: names(Role::Composer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::site_of_host;
    use Environment::{Production, Sandbox};

    const PRODUCTION: &str = "https://commercedeveloper-api.adobe.com/rest";
    const SANDBOX: &str = "https://developer-stg-api.magento.com/rest";

    #[test]
    fn the_table_holds() {
        let both = format!("{PRODUCTION} {SANDBOX}");
        let by = |environment, source| Some(Destination { environment, source });
        let page = site_of_host("commercedeveloper.adobe.com");
        for (page, text, neighbours, destination, contradicts) in [
            (page, "", "", by(Production, Source::Page), false),
            (page, PRODUCTION, PRODUCTION, by(Production, Source::Page), false),
            (page, SANDBOX, "", by(Production, Source::Page), true),
            (page, "", SANDBOX, by(Production, Source::Page), true),
            (None, SANDBOX, "", by(Sandbox, Source::Text), false),
            (None, SANDBOX, SANDBOX, by(Sandbox, Source::Text), false),
            (None, SANDBOX, PRODUCTION, by(Sandbox, Source::Text), true),
            (None, &both, SANDBOX, None, true),
            (None, "", SANDBOX, by(Sandbox, Source::Neighbour), false),
            (None, "", &both, None, true),
            (None, "", "", None, false),
        ] {
            let bearings = bearings(page, &hosts_named(text), &[neighbours]);
            assert_eq!(bearings.destination, destination, "{page:?} {text} {neighbours}");
            assert_eq!(bearings.contradicts, contradicts, "{page:?} {text} {neighbours}");
        }
    }

    #[test]
    fn a_page_of_both_environments_leaves_it_to_the_text() {
        let account = site_of_host("account.magento.com");
        let bearings = bearings(account, &hosts_named(SANDBOX), &[]);
        assert_eq!(bearings.destination, Some(Destination { environment: Sandbox, source: Source::Text }));
    }

    #[test]
    fn stores_and_repositories_name_no_destination() {
        let bearings = bearings(None, &hosts_named("repo.magento.com marketplace.magento.com"), &[]);
        assert_eq!(bearings.destination, None);
        assert!(bearings.names_composer && !bearings.names_api);
    }
}
