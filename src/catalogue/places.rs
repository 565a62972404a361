//! Common places where keys are pasted: what the welcome page, the options and
//! the popup offer to watch.
//!
//! The list grants nothing: none of these sites is watched, and none can be
//! entered, until the user adds it.
//!
//! Most of these sites are web applications that change their pages without
//! loading them, and browsers run scripts on a site that is watched below a path
//! only when a page loads there. So a place has a path only where its pages for
//! keys always load by themselves.

use super::watched::{Scope, Watched};

/// A place where keys are pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommonPlace {
    /// The name of the product. It is the same in every language.
    pub name: &'static str,
    /// Its address, as [`Scope::parse`] reads it: a host, and a path where one
    /// helps.
    pub address: &'static str,
}

/// The places that have the same address for everyone, the most common first.
pub const PLACES: &[CommonPlace] = &[
    CommonPlace { name: "GitHub", address: "github.com" },
    CommonPlace { name: "GitLab", address: "gitlab.com" },
    CommonPlace { name: "Bitbucket", address: "bitbucket.org" },
    CommonPlace { name: "Azure DevOps", address: "dev.azure.com" },
    CommonPlace { name: "CircleCI", address: "app.circleci.com" },
    CommonPlace { name: "Travis CI", address: "app.travis-ci.com" },
    CommonPlace { name: "Postman", address: "web.postman.co" },
    CommonPlace { name: "Vercel", address: "vercel.com" },
    CommonPlace { name: "Netlify", address: "app.netlify.com" },
];

/// Products that everyone runs at an address of their own, the most common first.
pub const AT_OWN_ADDRESS: &[&str] = &["Jenkins", "TeamCity", "GitHub Enterprise", "Confluence"];

impl CommonPlace {
    /// The site to watch. A place is used for both environments, so the site
    /// has none. `None` if Sandbar works there already.
    #[must_use]
    pub fn site(&self) -> Option<Watched> {
        Some(Watched { scope: Scope::parse(self.address).ok()?, environment: None, learning: false, words: Vec::new() })
    }

    /// The place that a page belongs to, if it is a known one.
    #[must_use]
    pub fn of_page(url: &str) -> Option<&'static Self> {
        PLACES.iter().find(|place| place.site().is_some_and(|site| site.scope.covers(url)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn every_place_is_a_site_that_can_be_watched_as_it_is_written() {
        for place in PLACES {
            let scope = Scope::parse_new(&Catalogue::default(), place.address);
            assert_eq!(scope.map(|scope| scope.address()), Ok(place.address.to_owned()), "{}", place.name);
            assert!(place.site().is_some(), "{}", place.name);
        }
    }

    #[test]
    fn every_place_is_listed_once() {
        for (at, place) in PLACES.iter().enumerate() {
            let others = || PLACES.iter().skip(at + 1);
            assert!(others().all(|other| other.name != place.name && other.address != place.address), "{}", place.name);
            assert!(!AT_OWN_ADDRESS.contains(&place.name), "{}", place.name);
            let scope = place.site().unwrap().scope;
            let inside = |other: &CommonPlace| scope.contains(&other.site().unwrap().scope);
            assert!(!others().any(inside), "{} contains another place", place.name);
        }
    }

    #[test]
    fn a_page_belongs_to_the_place_with_exactly_its_host() {
        let name = |url| CommonPlace::of_page(url).map(|place| place.name);
        assert_eq!(name("https://github.com/team/shop/settings/secrets/actions"), Some("GitHub"));
        assert_eq!(name("https://app.circleci.com/settings/project/github/team/shop"), Some("CircleCI"));
        for url in
            ["https://gist.github.com/", "https://github.com.example.org/", "http://github.com/", "", "about:blank"]
        {
            assert_eq!(name(url), None, "{url}");
        }
    }
}
