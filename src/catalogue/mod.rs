//! The catalogue of sites, and the question it answers: what is this URL?
//!
//! Everything that needs a host name (the manifest, the page scripts, the
//! documentation) is generated from or checked against [`SITES`]. A host is
//! matched whole: the portal's own name is a prefix, a suffix or a near
//! spelling of many others that are not the portal.
//!
//! An administrator may add portals (decision 18): [`know`] makes them known to
//! every question that is asked afterwards.

pub mod watched;

use std::cell::{Cell, RefCell};

use serde::{Deserialize, Serialize};

/// One of the two environments that look alike and are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Environment {
    /// Where extensions are really published.
    Production,
    /// Where publishing is practised.
    Sandbox,
}

impl Environment {
    /// Both, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::Production, Self::Sandbox];

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Production => Self::Sandbox,
            Self::Sandbox => Self::Production,
        }
    }

    /// The wire name, as in file names and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
        }
    }
}

/// What a host is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The developer portal: the pages that Sandbar marks.
    Portal,
    /// The EQP REST API.
    Api,
    /// Static files of a portal.
    Static,
    /// The account site, which signs a person in to both environments.
    Account,
    /// The public store.
    Store,
    /// The Composer package repository.
    Composer,
    /// The vendor's documentation.
    Documentation,
}

/// Which environments a site belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Exactly one environment.
    Only(Environment),
    /// Shared by both.
    Both,
    /// Neither.
    Neither,
}

/// Which generation of host names a site belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Generation {
    /// The names in use since May 2023.
    Current,
    /// The names before; still found in code, notes and bookmarks.
    Legacy,
    /// Names that an administrator added: the pair of this number, from 0.
    Added(usize),
}

/// A portal in both environments under host names that an administrator added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Pair {
    /// The host of the portal of Production: lower case, no port.
    pub production: String,
    /// The host of the portal of the Sandbox.
    pub sandbox: String,
    /// The API hosts of Production.
    #[serde(default)]
    pub production_api: Vec<String>,
    /// The API hosts of the Sandbox.
    #[serde(default)]
    pub sandbox_api: Vec<String>,
}

impl Pair {
    /// Every host of it, with its role and environment.
    pub fn hosts(&self) -> impl Iterator<Item = (&str, Role, Environment)> {
        let portals = [(&self.production, Environment::Production), (&self.sandbox, Environment::Sandbox)];
        let portals = portals.into_iter().map(|(host, environment)| (host.as_str(), Role::Portal, environment));
        let production = self.production_api.iter().map(|host| (host.as_str(), Role::Api, Environment::Production));
        let sandbox = self.sandbox_api.iter().map(|host| (host.as_str(), Role::Api, Environment::Sandbox));
        portals.chain(production).chain(sandbox)
    }
}

/// A host with what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Site {
    /// The host name: lower case, no port, no trailing dot.
    pub host: &'static str,
    /// What it is for.
    pub role: Role,
    /// Which environments it belongs to.
    pub reach: Reach,
    /// Current or legacy name.
    pub generation: Generation,
}

impl Site {
    /// The one environment this site belongs to, if it is one.
    #[must_use]
    pub const fn environment(&self) -> Option<Environment> {
        match self.reach {
            Reach::Only(environment) => Some(environment),
            Reach::Both | Reach::Neither => None,
        }
    }

    /// Whether it is of the catalogue, and was not added to it.
    #[must_use]
    pub const fn is_of_the_catalogue(&self) -> bool {
        !matches!(self.generation, Generation::Added(_))
    }

    /// Whether Sandbar runs on this site's pages.
    ///
    /// The portals are marked; the account site is watched for the sign-out
    /// that both environments share. No other site is asked for or entered.
    #[must_use]
    pub const fn is_entered(&self) -> bool {
        matches!(self.role, Role::Portal | Role::Account)
    }
}

const fn site(host: &'static str, role: Role, reach: Reach, generation: Generation) -> Site {
    Site { host, role, reach, generation }
}

/// Every site that is known, from the vendor's documentation and public code
/// that uses it (the repository AdobeDocs/commerce-marketplace and clients of
/// the EQP API). Unknown, and so absent: a sandbox Composer repository, a
/// sandbox store, the static hosts of production.
pub const SITES: &[Site] = {
    use Environment::{Production, Sandbox};
    use Generation::{Current, Legacy};
    use Reach::{Both, Neither, Only};
    &[
        site("commercedeveloper.adobe.com", Role::Portal, Only(Production), Current),
        site("commercedeveloper-sandbox.adobe.com", Role::Portal, Only(Sandbox), Current),
        site("developer.magento.com", Role::Portal, Only(Production), Legacy),
        site("developer-stg.magento.com", Role::Portal, Only(Sandbox), Legacy),
        site("commercedeveloper-api.adobe.com", Role::Api, Only(Production), Current),
        site("commercedeveloper-sandbox-api.adobe.com", Role::Api, Only(Sandbox), Current),
        site("developer-api.magento.com", Role::Api, Only(Production), Legacy),
        site("developer-stg-api.magento.com", Role::Api, Only(Sandbox), Legacy),
        site("developer-api-sandbox.magento.com", Role::Api, Only(Sandbox), Legacy),
        site("commercedeveloper-sandbox-static.adobe.com", Role::Static, Only(Sandbox), Current),
        site("mp-stg-static.magento.com", Role::Static, Only(Sandbox), Legacy),
        site("account.magento.com", Role::Account, Both, Current),
        site("commercemarketplace.adobe.com", Role::Store, Only(Production), Current),
        site("marketplace.magento.com", Role::Store, Only(Production), Legacy),
        site("repo.magento.com", Role::Composer, Only(Production), Current),
        site("developer.adobe.com", Role::Documentation, Neither, Current),
    ]
};

thread_local! {
    /// The sites that were added.
    static ADDED: Cell<&'static [&'static Site]> = const { Cell::new(&[]) };
    /// Every added site that was ever known: each is made once and kept, so
    /// that a site is `'static` like those of the catalogue.
    static MADE: RefCell<Vec<&'static Site>> = const { RefCell::new(Vec::new()) };
}

/// So many sites are made at most while a worker lives. An administrator who
/// changes hosts more often waits for its next start.
const MOST_MADE: usize = 1000;

/// From now on these pairs are known besides the catalogue, and no others. It
/// is said when a worker or a page of the extension begins, before anything is
/// asked, and again when an administrator changes them.
pub fn know(pairs: &[Pair]) {
    let sites = pairs.iter().enumerate().flat_map(|(number, pair)| {
        pair.hosts().map(move |(host, role, environment)| (host, role, environment, Generation::Added(number)))
    });
    let added: Vec<&'static Site> =
        sites.filter_map(|(host, role, environment, generation)| made(host, role, environment, generation)).collect();
    if ADDED.get() != added {
        ADDED.set(added.leak());
    }
}

fn made(host: &str, role: Role, environment: Environment, generation: Generation) -> Option<&'static Site> {
    let reach = Reach::Only(environment);
    MADE.with_borrow_mut(|made| {
        let is_it = |site: &&&'static Site| {
            (site.host, site.role, site.reach, site.generation) == (host, role, reach, generation)
        };
        if let Some(site) = made.iter().find(is_it) {
            return Some(*site);
        }
        let room = made.len() < MOST_MADE;
        let site: &'static Site =
            room.then(|| Box::leak(Box::new(site(String::from(host).leak(), role, reach, generation))))?;
        made.push(site);
        Some(site)
    })
}

/// The sites that were added to the catalogue.
#[must_use]
pub fn added() -> &'static [&'static Site] {
    ADDED.get()
}

/// The catalogue with what was added to it.
pub fn sites() -> impl Iterator<Item = &'static Site> {
    SITES.iter().chain(added().iter().copied())
}

/// The phrase that every sandbox page carries in a banner at its top, the same
/// in documentation screenshots of 2020 and 2023. The banner also links to
/// production, so a page is never classified by its links.
pub const SANDBOX_BANNER: &str = "running in sandbox mode";

/// Labels of the menu that opens from the person's name, in lower case and
/// without the one that signs out; from documentation screenshots.
pub const PERSON_MENU: &[&str] =
    &["account information", "marketplace profile", "manage api keys", "api keys", "access keys"];

/// Where a portal shows the person's profile: seen in public code that links
/// to the current host of production.
pub const PROFILE_PATH: &str = "/account/profile";

/// What a URL turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A site of the catalogue.
    Known(&'static Site),
    /// Anything else. Nothing is drawn and nothing is said there.
    Unknown,
}

impl Place {
    /// The site, if this is one.
    #[must_use]
    pub const fn site(self) -> Option<&'static Site> {
        match self {
            Self::Known(site) => Some(site),
            Self::Unknown => None,
        }
    }

    /// The portal's site, if this is a portal page.
    #[must_use]
    pub fn portal(self) -> Option<&'static Site> {
        self.site().filter(|site| site.role == Role::Portal)
    }
}

/// What this URL is. Only `https:` pages are ever a known site.
#[must_use]
pub fn place_of(url: &str) -> Place {
    match host_of(url).and_then(site_of_host) {
        Some(site) => Place::Known(site),
        None => Place::Unknown,
    }
}

/// The site with exactly this host name: any case, with or without the
/// trailing dot of a fully qualified name, no port.
#[must_use]
pub fn site_of_host(host: &str) -> Option<&'static Site> {
    let host = host.strip_suffix('.').unwrap_or(host);
    sites().find(|site| site.host.eq_ignore_ascii_case(host))
}

/// The host of an absolute `https:` URL, as written, without user and port.
///
/// Follows the WHATWG URL standard where it matters for telling hosts apart:
/// `\` ends the host like `/` does, and what stands before the last `@` of the
/// authority is not the host. Names that only become a known host after
/// decoding (percent signs, full-width letters, tabs) are left as they are
/// and so match nothing: a browser hands over URLs that are already decoded.
pub fn host_of(url: &str) -> Option<&str> {
    const SCHEME: &str = "https://";
    let scheme = url.get(..SCHEME.len())?;
    if !scheme.eq_ignore_ascii_case(SCHEME) {
        return None;
    }
    let rest = url.get(SCHEME.len()..)?;
    let authority = rest.split(['/', '\\', '?', '#']).next()?;
    let host_and_port = authority.rsplit('@').next()?;
    match host_and_port.split_once(':') {
        None => Some(host_and_port),
        Some((host, port)) => port.bytes().all(|byte| byte.is_ascii_digit()).then_some(host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn environment_at(url: &str) -> Option<Environment> {
        place_of(url).portal().and_then(Site::environment)
    }

    #[test]
    fn the_four_portal_hosts_are_told_apart() {
        use Environment::{Production, Sandbox};
        for (host, environment, generation) in [
            ("commercedeveloper.adobe.com", Production, Generation::Current),
            ("commercedeveloper-sandbox.adobe.com", Sandbox, Generation::Current),
            ("developer.magento.com", Production, Generation::Legacy),
            ("developer-stg.magento.com", Sandbox, Generation::Legacy),
        ] {
            let site = place_of(&format!("https://{host}/extensions/")).portal().unwrap();
            assert_eq!((site.environment(), site.generation), (Some(environment), generation), "{host}");
        }
    }

    #[test]
    fn case_port_and_trailing_dot_do_not_matter() {
        for url in [
            "https://commercedeveloper.adobe.com",
            "HTTPS://CommerceDeveloper.Adobe.COM/",
            "https://commercedeveloper.adobe.com:8443/x",
            "https://commercedeveloper.adobe.com./x",
            "https://commercedeveloper.adobe.com.:443?q#f",
            "https://commercedeveloper.adobe.com:/",
            "https://someone@commercedeveloper.adobe.com/",
        ] {
            assert_eq!(environment_at(url), Some(Environment::Production), "{url}");
        }
    }

    #[test]
    fn hosts_that_are_known_but_are_no_portal_have_no_portal() {
        for (host, role) in [
            ("developer-api.magento.com", Role::Api),
            ("account.magento.com", Role::Account),
            ("repo.magento.com", Role::Composer),
            ("developer.adobe.com", Role::Documentation),
        ] {
            let place = place_of(&format!("https://{host}/"));
            assert_eq!(place.site().map(|site| site.role), Some(role), "{host}");
            assert_eq!(place.portal(), None, "{host}");
        }
    }

    #[test]
    fn look_alikes_are_unknown() {
        for url in include_str!("../../tests/fixtures/look-alikes.txt").lines() {
            let url = url.split_once('\t').map_or(url, |(url, _why)| url);
            assert_eq!(place_of(url), Place::Unknown, "{url}");
        }
    }

    #[test]
    fn the_catalogue_holds_each_host_once_in_its_normal_form() {
        for (index, site) in SITES.iter().enumerate() {
            assert!(
                site.host.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.')),
                "{}",
                site.host
            );
            assert!(SITES[..index].iter().all(|earlier| earlier.host != site.host), "{} stands twice", site.host);
            assert_eq!(site_of_host(site.host), Some(site));
        }
    }

    fn pair(name: &str) -> Pair {
        Pair {
            production: format!("portal.{name}.example"),
            sandbox: format!("portal-sandbox.{name}.example"),
            production_api: vec![format!("api.{name}.example")],
            sandbox_api: Vec::new(),
        }
    }

    #[test]
    fn an_added_pair_is_known_until_another_takes_its_place() {
        const API: &str = "https://api.one.example/rest";
        assert_eq!(place_of(API), Place::Unknown);
        know(&[pair("one")]);
        assert_eq!(environment_at("https://Portal.One.example:8443/x"), Some(Environment::Production));
        assert_eq!(environment_at("https://portal-sandbox.one.example"), Some(Environment::Sandbox));
        assert_eq!(environment_at("https://developer.magento.com/"), Some(Environment::Production));
        let api = place_of(API).site().unwrap();
        assert_eq!((api.role, api.environment()), (Role::Api, Some(Environment::Production)));
        know(&[pair("two")]);
        assert_eq!(place_of(API), Place::Unknown);
        know(&[pair("two"), pair("one")]);
        assert_eq!(place_of(API).site().unwrap().generation, Generation::Added(1));
        know(&[]);
        assert_eq!(sites().count(), SITES.len());
    }

    #[test]
    fn what_is_made_of_changing_pairs_is_bounded() {
        for number in 0..MOST_MADE {
            know(&[pair(&number.to_string())]);
        }
        know(&[pair("0")]);
        assert_eq!(added().len(), 3);
        MADE.with_borrow(|made| assert_eq!(made.len(), MOST_MADE));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(url in ".{0,200}") {
            let _ = place_of(&url);
        }

        #[test]
        fn nothing_added_to_a_portal_host_is_a_portal(index in 0..SITES.len(), before in "[a-z0-9.-]{0,8}", after in "[a-z0-9-]{0,8}") {
            prop_assume!(!(before.is_empty() && after.is_empty()));
            let host = format!("{before}{}{after}", SITES[index].host);
            prop_assume!(SITES.iter().all(|site| site.host != host));
            let url = format!("https://{host}/");
            prop_assert_eq!(place_of(&url), Place::Unknown);
        }

        #[test]
        fn a_host_after_the_authority_never_counts(index in 0..SITES.len(), separator in "[/?#\\\\]") {
            let url = format!("https://example.org{separator}@{}/", SITES[index].host);
            prop_assert_eq!(place_of(&url), Place::Unknown);
        }
    }
}
