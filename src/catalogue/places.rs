//! Common places where keys are pasted. The welcome page, the options and the
//! popup offer to watch them.
//!
//! The list grants nothing: Sandbar has no access to any of these sites until
//! the user adds it.
//!
//! Most of these sites are web applications that change pages without loading
//! them. If a site is watched only below a path, browsers run the scripts only
//! when a page below it loads. So a place has a path only if its key pages
//! always load.

use super::watched::{Scope, Watched};

/// A place where keys are pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommonPlace {
    /// The product's name, the same in every language.
    pub name: &'static str,
    /// The address for [`Scope::parse`]: a host, and a path if it helps.
    pub address: &'static str,
}

/// Places with the same address for everyone, most common first.
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

/// Self-hosted products, most common first.
pub const AT_OWN_ADDRESS: &[&str] = &["Jenkins", "TeamCity", "GitHub Enterprise", "Confluence"];

impl CommonPlace {
    /// The site to watch. It has no environment, because keys of both are
    /// pasted there. `None` if Sandbar already runs there.
    #[must_use]
    pub fn site(&self) -> Option<Watched> {
        Some(Watched { scope: Scope::parse(self.address).ok()?, environment: None, learning: false, words: Vec::new() })
    }

    /// The known place that a page belongs to.
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
