//! Watched sites: places other than the portals where keys are pasted.
//!
//! None is built in. The user or an administrator adds a site by its address: a
//! host, or a path on it. A site may belong to an environment, such as a CI
//! server for Production, or to none, such as a wiki.

use serde::{Deserialize, Serialize};

use super::address::{host_of, path_of, without_dot};
use super::environment::Environment;
use super::lookup::{Catalogue, is_entered_by_default};
use super::normal::{normal_host, normal_path};

/// A watched site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Watched {
    /// Its address.
    #[serde(rename = "address")]
    pub scope: Scope,
    /// Its environment, if it has one.
    #[serde(default)]
    pub environment: Option<Environment>,
    /// Whether keys are learned from its pages. This requires an environment.
    #[serde(default)]
    pub learning: bool,
    /// Labels of controls that need a confirmation, if its environment is
    /// Production.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

impl Watched {
    /// Whether its pages are searched for keys.
    #[must_use]
    pub const fn learns(&self) -> bool {
        self.learning && self.environment.is_some()
    }
}

/// The most labels per site.
const MOST_WORDS: usize = 20;

/// Trims the labels in a list. Drops duplicates, labels that no control can
/// have, and labels beyond the maximum.
#[must_use]
pub fn words_of<T: AsRef<str>>(listed: &[T]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in listed.iter().map(|word| word.as_ref().trim()) {
        let is_label = word.chars().any(char::is_alphanumeric) && word.len() <= MAX_LABEL;
        if is_label && words.len() < MOST_WORDS && !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// The length of the longest label, in bytes.
pub const MAX_LABEL: usize = 120;

/// A host, or a path on it with everything below, in normal form. Ports are
/// ignored, because match patterns have none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scope {
    host: String,
    path: String,
}

/// Why an address can't be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refused {
    /// It isn't an `https:` address.
    NotHttps,
    /// It has no valid host.
    NoHost,
    /// Sandbar already runs there.
    Known,
    /// The path is too long, or contains `*`, which is a wildcard in match
    /// patterns.
    Path,
}

impl Refused {
    /// All reasons.
    pub const ALL: [Self; 4] = [Self::NotHttps, Self::NoHost, Self::Known, Self::Path];
}

/// The most bytes of an address. No sensible path is longer.
const LONGEST: usize = 1000;

impl Scope {
    /// Parses an address. `https://` is optional; query and fragment are
    /// ignored.
    ///
    /// # Errors
    ///
    /// Returns the [`Refused`] reason if the address can't be watched.
    pub fn parse(address: &str) -> Result<Self, Refused> {
        let scope = Self::syntax(address)?;
        if is_entered_by_default(&scope.host) { Err(Refused::Known) } else { Ok(scope) }
    }

    /// Parses the address of a new site, which can't be a portal that managed
    /// policy added.
    ///
    /// # Errors
    ///
    /// Returns the [`Refused`] reason if the address can't be watched.
    pub fn parse_new(catalogue: &Catalogue, address: &str) -> Result<Self, Refused> {
        let scope = Self::parse(address)?;
        if scope.is_entered(catalogue) { Err(Refused::Known) } else { Ok(scope) }
    }

    /// Parses an address, whether or not Sandbar already runs there.
    ///
    /// # Errors
    ///
    /// Returns the [`Refused`] reason, but never [`Refused::Known`].
    pub fn syntax(address: &str) -> Result<Self, Refused> {
        let address = address.trim();
        let url = match address.split_once("://") {
            // A path may contain it too.
            Some((scheme, _)) if !scheme.contains('/') => address.to_owned(),
            _ => format!("https://{address}"),
        };
        let host = host_of(&url).ok_or(Refused::NotHttps)?;
        let host = normal_host(host).filter(|_| address.len() <= LONGEST).ok_or(Refused::NoHost)?;
        let path = normal_path(path_of(&url)).trim_end_matches('/').to_owned();
        // Normalizing lengthens it, and the result must parse again.
        if path.contains('*') || host.len() + path.len() > LONGEST {
            return Err(Refused::Path);
        }
        Ok(Self { host, path })
    }

    /// Whether Sandbar runs there by default, because it is on a portal or an
    /// account site.
    #[must_use]
    pub fn is_entered(&self, catalogue: &Catalogue) -> bool {
        catalogue.site_of_host(&self.host).is_some_and(|site| site.is_entered())
    }

    /// The same host without the path.
    #[must_use]
    pub fn whole_host(&self) -> Self {
        Self { host: self.host.clone(), path: String::new() }
    }

    /// The host name: lower case, no port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The path: empty for the whole host, otherwise with a leading but no
    /// trailing `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Host and path, which identify the scope.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}{}", self.host, self.path)
    }

    /// Whether the page at this address is within the scope.
    #[must_use]
    pub fn covers(&self, url: &str) -> bool {
        let same_host = host_of(url).is_some_and(|host| without_dot(host).eq_ignore_ascii_case(&self.host));
        let path = if same_host { normal_path(path_of(url)) } else { return false };
        path.strip_prefix(self.path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether another scope is completely within this one.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.covers(&format!("https://{}", other.address()))
    }

    /// Match patterns for exactly its pages.
    #[must_use]
    pub fn patterns(&self) -> Vec<String> {
        let Self { host, path } = self;
        match path.as_str() {
            "" => vec![format!("https://{host}/*")],
            // `/a` and all below, but not `/ab`.
            path => ["", "?*", "/*"].map(|end| format!("https://{host}{path}{end}")).into(),
        }
    }

    /// The origin to request access to. Browsers grant access per host only.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("https://{}/*", self.host)
    }
}

/// A scope is stored and sent as its address.
impl TryFrom<String> for Scope {
    type Error = &'static str;

    /// Accepts portals that were added later, so that stored scopes stay
    /// readable.
    fn try_from(address: String) -> Result<Self, Self::Error> {
        Self::parse(&address).map_err(|_| "no address of a site that can be watched")
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.address()
    }
}

/// A watched site as it is stored, exported and synced. Its address is parsed
/// later, so that an address that this version rejects affects only that site,
/// not the whole list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredSite {
    /// Its address.
    pub address: String,
    /// Its environment, if it has one.
    #[serde(default)]
    pub environment: Option<Environment>,
    /// Whether keys are learned from its pages.
    #[serde(default)]
    pub learning: bool,
    /// Labels of controls that need a confirmation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

impl StoredSite {
    /// Parses it; `None` if the address is rejected.
    #[must_use]
    pub fn parse(self) -> Option<Watched> {
        let Self { address, environment, learning, words } = self;
        Some(Watched { scope: Scope::parse(&address).ok()?, environment, learning, words: words_of(&words) })
    }
}

impl From<Watched> for StoredSite {
    fn from(Watched { scope, environment, learning, words }: Watched) -> Self {
        Self { address: scope.address(), environment, learning, words }
    }
}

/// The watched site of a page; if there are several, the one with the longest
/// path.
#[must_use]
pub fn watched_at<'w>(sites: impl IntoIterator<Item = &'w Watched>, url: &str) -> Option<&'w Watched> {
    sites.into_iter().filter(|site| site.scope.covers(url)).max_by_key(|site| site.scope.path.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scope(address: &str) -> Scope {
        Scope::parse(address).unwrap()
    }

    #[test]
    fn an_address_is_accepted_as_users_write_it() {
        for (written, address) in [
            ("ci.example.com", "ci.example.com"),
            (" https://CI.Example.com/ ", "ci.example.com"),
            ("https://ci.example.com:8443/team/?tab=1#top", "ci.example.com/team"),
            ("ci.example.com/a/b//", "ci.example.com/a/b"),
            ("https://ci.example.com?next=/a", "ci.example.com"),
            ("https://localhost/", "localhost"),
            ("ci.example.com/\u{dc}bersicht", "ci.example.com/%C3%9Cbersicht"),
            ("ci.example.com/my team", "ci.example.com/my%20team"),
            ("10.3:8443/a", "10.0.0.3/a"),
            ("archive.example/web/https://a.example/b", "archive.example/web/https://a.example/b"),
        ] {
            assert_eq!(scope(written).address(), address, "{written}");
        }
    }

    #[test]
    fn an_address_that_is_no_site_or_already_has_scripts_is_refused() {
        for (written, why) in [
            ("http://ci.example.com/", Refused::NotHttps),
            ("chrome://settings", Refused::NotHttps),
            ("", Refused::NoHost),
            ("https:///path", Refused::NoHost),
            ("ci example com", Refused::NoHost),
            ("ci.*.com", Refused::NoHost),
            ("[::1]", Refused::NotHttps),
            ("10.0.0.300", Refused::NoHost),
            ("build.corp.1", Refused::NoHost),
            ("a..b", Refused::NoHost),
            ("https://developer.magento.com/extensions", Refused::Known),
            ("account.magento.com", Refused::Known),
            ("ci.example.com/*/secrets", Refused::Path),
        ] {
            assert_eq!(Scope::parse(written), Err(why), "{written}");
        }
    }

    #[test]
    fn a_path_covers_itself_and_what_is_below_it() {
        let team = scope("ci.example.com/team");
        for (url, covered) in [
            ("https://ci.example.com/team", true),
            ("https://CI.example.com:8443/team?x=/", true),
            ("https://ci.example.com/team/secrets#new", true),
            ("https://ci.example.com/teams", false),
            ("https://ci.example.com/", false),
            ("https://ci.example.com?/team", false),
            ("http://ci.example.com/team", false),
            ("https://x.ci.example.com/team", false),
            ("", false),
        ] {
            assert_eq!(team.covers(url), covered, "{url}");
        }
        assert_eq!(
            team.patterns(),
            ["https://ci.example.com/team", "https://ci.example.com/team?*", "https://ci.example.com/team/*"]
        );
    }

    #[test]
    fn a_path_covers_pages_however_it_was_written() {
        for written in ["h.example/\u{dc}bersicht", "h.example/%C3%9Cbersicht"] {
            let site = scope(written);
            assert!(site.covers("https://h.example/%C3%9Cbersicht/a"), "{written}");
            assert_eq!(site.patterns()[0], "https://h.example/%C3%9Cbersicht");
        }
    }

    #[test]
    fn the_longest_path_speaks_for_a_page() {
        let sites = ["h.example", "h.example/a/b", "h.example/a"].map(|address| Watched {
            scope: scope(address),
            environment: None,
            learning: false,
            words: Vec::new(),
        });
        let at = |url| watched_at(&sites, url).map(|site| site.scope.address());
        assert_eq!(at("https://h.example/a/b/c").as_deref(), Some("h.example/a/b"));
        assert_eq!(at("https://h.example/a/x").as_deref(), Some("h.example/a"));
        assert_eq!(at("https://h.example/x").as_deref(), Some("h.example"));
        assert_eq!(at("https://other.example/a"), None);
    }

    #[test]
    fn labels_are_kept_once_and_only_those_that_a_control_can_have() {
        assert_eq!(words_of(&[" Deploy ", "", "…", "Deploy", "Delete key"]), ["Deploy", "Delete key"]);
        assert_eq!(words_of(&["x".repeat(MAX_LABEL + 1)]), Vec::<String>::new());
        let many: Vec<String> = (0..50).map(|n| format!("Button {n}")).collect();
        assert_eq!(words_of(&many).len(), MOST_WORDS);
    }

    #[test]
    fn a_site_is_stored_by_its_address_and_read_back() {
        let site = Watched {
            scope: scope("ci.example.com/team"),
            environment: Some(Environment::Sandbox),
            learning: true,
            words: Vec::new(),
        };
        let stored = serde_json::to_string(&site).unwrap();
        assert_eq!(stored, r#"{"address":"ci.example.com/team","environment":"sandbox","learning":true}"#);
        assert_eq!(serde_json::from_str::<Watched>(&stored).unwrap(), site);
        assert!(serde_json::from_str::<Watched>(r#"{"address":"developer.magento.com"}"#).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_an_accepted_one_is_accepted_again(written in ".{0,60}") {
            if let Ok(scope) = Scope::parse(&written) {
                prop_assert_eq!(Scope::parse(&scope.address()), Ok(scope));
            }
        }
    }
}
