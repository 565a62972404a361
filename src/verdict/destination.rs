//! Where a text is going.
//!
//! The page says it, if its site belongs to one environment; else the hosts
//! that the text names; else those in the other fields of the same form. Only
//! portals and API hosts count: a store or a Composer repository is named
//! beside keys of both environments.
//!
//! On a page without an environment of its own, the labels of field and form
//! count too. Nothing there is sure enough to contradict: where text,
//! neighbours and labels name both environments, the destination is unknown.
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

use crate::catalogue::{Catalogue, Environment, Role, Site};
use crate::detect::find::examined;
use crate::detect::host::{NamedHost, hosts_named};
use crate::verdict::environment_word::environments_named;
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
    /// A word in a label or name of the field or its form.
    Label,
}

/// What is known of the page that a text is going to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page<'a> {
    /// There is none: somebody asks about a text.
    None,
    /// It belongs to this environment.
    Of(Environment),
    /// It has no environment of its own; so its field and form are labelled.
    Labelled(&'a [&'a str]),
}

impl From<Option<&Site>> for Page<'_> {
    fn from(site: Option<&Site>) -> Self {
        site.and_then(Site::environment).map_or(Self::None, Self::Of)
    }
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

fn labelled(labels: &[&str]) -> Named {
    let named = environments_named(labels.iter().copied());
    named.into_iter().fold(Named::None, |all, environment| all.and(Named::One(environment)))
}

/// Reads the table above.
#[must_use]
pub fn bearings(catalogue: &Catalogue, page: Page<'_>, hosts: &[NamedHost], neighbours: &[&str]) -> Bearings {
    let beside: Vec<NamedHost> = neighbours.iter().flat_map(|text| hosts_named(catalogue, examined(text))).collect();
    let (by_page, by_labels) = match page {
        Page::None => (Named::None, Named::None),
        Page::Of(environment) => (Named::One(environment), Named::None),
        Page::Labelled(labels) => (Named::None, labelled(labels)),
    };
    let by = [
        (by_page, Source::Page),
        (named(hosts), Source::Text),
        (named(&beside), Source::Neighbour),
        (by_labels, Source::Label),
    ];
    let contradicts = by.into_iter().fold(Named::None, |all, (named, _)| all.and(named)) == Named::Both;
    let is_unsure = contradicts && matches!(page, Page::Labelled(_));
    let first = by.into_iter().find(|&(named, _)| named != Named::None).filter(|_| !is_unsure);
    let destination = first.and_then(|(named, source)| match named {
        Named::One(environment) => Some(Destination { environment, source }),
        Named::None | Named::Both => None,
    });
    let names = |role: Role| hosts.iter().chain(&beside).any(|named| named.site.role == role);
    Bearings {
        destination,
        contradicts: contradicts && !is_unsure,
        names_api: names(Role::Api),
        names_composer: names(Role::Composer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Environment::{Production, Sandbox};

    const PRODUCTION: &str = "https://commercedeveloper-api.adobe.com/rest";
    const SANDBOX: &str = "https://developer-stg-api.magento.com/rest";

    fn weigh(page: Page<'_>, text: &str, neighbours: &[&str]) -> Bearings {
        let catalogue = Catalogue::default();
        bearings(&catalogue, page, &hosts_named(&catalogue, text), neighbours)
    }

    #[test]
    fn the_table_holds() {
        let both = format!("{PRODUCTION} {SANDBOX}");
        let by = |environment, source| Some(Destination { environment, source });
        let portal = Catalogue::default().site_of_host("commercedeveloper.adobe.com");
        let page = portal.as_ref();
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
            let bearings = weigh(page.into(), text, &[neighbours]);
            assert_eq!(bearings.destination, destination, "{page:?} {text} {neighbours}");
            assert_eq!(bearings.contradicts, contradicts, "{page:?} {text} {neighbours}");
        }
    }

    #[test]
    fn a_page_of_both_environments_leaves_it_to_the_text() {
        let account = Catalogue::default().site_of_host("account.magento.com");
        let bearings = weigh(account.as_ref().into(), SANDBOX, &[]);
        assert_eq!(bearings.destination, Some(Destination { environment: Sandbox, source: Source::Text }));
    }

    #[test]
    fn stores_and_repositories_name_no_destination() {
        let bearings = weigh(Page::None, "repo.magento.com marketplace.magento.com", &[]);
        assert_eq!(bearings.destination, None);
        assert!(bearings.names_composer && !bearings.names_api);
    }

    #[test]
    fn labels_count_where_the_page_has_no_environment() {
        for (labels, text, neighbours, destination) in [
            (&["ADOBE_APP_SECRET_SANDBOX"][..], "", "", Some((Sandbox, Source::Label))),
            (&["Deploy to production", "secret"], "", "", Some((Production, Source::Label))),
            (&["secret"], "", "", None),
            (&[], SANDBOX, "", Some((Sandbox, Source::Text))),
            (&["staging"], SANDBOX, SANDBOX, Some((Sandbox, Source::Text))),
            (&["prod"], "", PRODUCTION, Some((Production, Source::Neighbour))),
            (&["prod"], "", SANDBOX, None),
            (&["test", "live"], "", "", None),
            (&[], SANDBOX, PRODUCTION, None),
            (&["test", "live"], SANDBOX, "", None),
        ] {
            let bearings = weigh(Page::Labelled(labels), text, &[neighbours]);
            let destination = destination.map(|(environment, source)| Destination { environment, source });
            assert_eq!(bearings.destination, destination, "{labels:?} {text} {neighbours}");
            assert!(!bearings.contradicts, "{labels:?} {text} {neighbours}");
        }
    }
}
