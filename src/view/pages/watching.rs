//! Watched sites, as messages and controls.

use crate::catalogue::watched::{Refused, Scope, Watched};
use crate::catalogue::{Catalogue, Environment, Site};
use crate::messages::{MessageKey, message};
use crate::protocol::{ExtensionPageMessage, WatchedSite};
use crate::view::theme::Tone;

/// Whether the site of a page can be watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// There is nothing to offer: Sandbar already works there, or the page
    /// isn't on the web.
    Nothing,
    /// The browser doesn't reveal the address of the page.
    Hidden,
    /// The site can't be watched.
    Refused(Refused),
    /// The site can be watched. The scope is the page's host and path.
    Free(Scope),
    /// The site is watched.
    Watched(WatchedSite),
}

/// Whether the page at this address can be watched. `watched` is the site that
/// it already belongs to.
#[must_use]
pub fn standing(catalogue: &Catalogue, url: &str, watched: Option<&WatchedSite>) -> Standing {
    if let Some(site) = watched {
        return Standing::Watched(site.clone());
    }
    match url.split_once("://").map(|(scheme, _)| scheme) {
        _ if url.is_empty() => Standing::Hidden,
        _ if catalogue.site_at(url).as_ref().is_some_and(Site::is_entered) => Standing::Nothing,
        Some("http") => Standing::Refused(Refused::NotHttps),
        Some("https") => match Scope::parse_new(catalogue, url) {
            Ok(scope) => Standing::Free(scope),
            // A star in a page's path can't be part of a scope, but its host
            // can still be watched.
            Err(Refused::Path) => whole_host(catalogue, url).map_or(Standing::Refused(Refused::Path), Standing::Free),
            Err(refused) => Standing::Refused(refused),
        },
        _ => Standing::Nothing,
    }
}

fn whole_host(catalogue: &Catalogue, url: &str) -> Option<Scope> {
    let authority = url.split('/').nth(2)?;
    Scope::parse_new(catalogue, &format!("https://{authority}")).ok()
}

/// The scope that the user entered in the form for a page.
///
/// # Errors
///
/// Returns the message about the problem.
pub fn scope_at(catalogue: &Catalogue, page: &str, host: &str, path: Option<&str>) -> Result<Scope, MessageKey> {
    let scope = scope_of(catalogue, host, path).map_err(refused_text)?;
    if scope.covers(page) { Ok(scope) } else { Err(message::WATCH_OUTSIDE) }
}

/// The whole host, or everything below a path.
fn scope_of(catalogue: &Catalogue, host: &str, path: Option<&str>) -> Result<Scope, Refused> {
    let path = path.unwrap_or_default().trim();
    let between = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
    Scope::parse_new(catalogue, &format!("https://{host}{between}{path}"))
}

/// The site that the controls describe. Keys are learned only if the site has
/// an environment.
#[must_use]
pub fn site_of(scope: Scope, environment: &str, learning: bool, words: Vec<String>) -> Watched {
    let environment = Environment::ALL.into_iter().find(|one| one.name() == environment);
    Watched { scope, environment, learning: learning && environment.is_some(), words }
}

/// The values of the environment control, in order, each with its label.
pub const CHOICES: [(&str, MessageKey); 3] = [
    ("none", message::WATCH_NO_ENVIRONMENT),
    ("production", message::ENVIRONMENT_PRODUCTION.in_extension()),
    ("sandbox", message::ENVIRONMENT_SANDBOX.in_extension()),
];

/// The value in [`CHOICES`] for this environment.
#[must_use]
pub const fn choice_of(environment: Option<Environment>) -> &'static str {
    match environment {
        None => "none",
        Some(environment) => environment.name(),
    }
}

/// The messages that make the background watch a site. `before` is its previous
/// scope. The new scope comes first, because a host without a watched scope
/// loses its access.
#[must_use]
pub fn changes(before: Option<&Scope>, now: Watched) -> Vec<ExtensionPageMessage> {
    let gone = before.filter(|before| **before != now.scope).cloned().map(ExtensionPageMessage::Unwatch);
    [ExtensionPageMessage::Watch(now)].into_iter().chain(gone).collect()
}

/// The message about an address that can't be watched.
#[must_use]
pub const fn refused_text(refused: Refused) -> MessageKey {
    match refused {
        Refused::NotHttps => message::REFUSED_NOT_HTTPS,
        Refused::NoHost => message::REFUSED_NO_HOST,
        Refused::Known => message::REFUSED_KNOWN,
        Refused::Path => message::REFUSED_PATH,
    }
}

/// The tone of a watched site.
#[must_use]
pub const fn tone_of(environment: Option<Environment>) -> Tone {
    match environment {
        None => Tone::Neutral,
        Some(Environment::Production) => Tone::Production,
        Some(Environment::Sandbox) => Tone::Sandbox,
    }
}

/// The messages in the popup about a watched site.
#[must_use]
pub fn watched_messages(WatchedSite { site, by_policy }: &WatchedSite) -> Vec<MessageKey> {
    let checked = match site.environment {
        None => message::WATCHED_NONE,
        Some(Environment::Production) => message::WATCHED_PRODUCTION,
        Some(Environment::Sandbox) => message::WATCHED_SANDBOX,
    };
    let learning = site.learns().then_some(message::WATCHED_LEARNING);
    let policy = by_policy.then_some(message::WATCHED_BY_POLICY);
    [Some(checked), learning, policy].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(address: &str) -> Scope {
        Scope::parse(address).unwrap()
    }

    fn site(address: &str, environment: Option<Environment>, learning: bool) -> Watched {
        Watched { scope: scope(address), environment, learning, words: Vec::new() }
    }

    #[test]
    fn every_page_of_an_encrypted_site_that_is_no_portal_can_be_watched() {
        for (url, wanted) in [
            ("https://ci.example.com/team/secrets?x=1#y", Standing::Free(scope("ci.example.com/team/secrets"))),
            ("https://ci.example.com", Standing::Free(scope("ci.example.com"))),
            ("https://ci.example.com/a*b", Standing::Free(scope("ci.example.com"))),
            ("https://developer-api.magento.com/rest", Standing::Free(scope("developer-api.magento.com/rest"))),
            ("https://developer.magento.com/extensions", Standing::Nothing),
            ("https://account.magento.com/", Standing::Nothing),
            ("http://ci.example.com/", Standing::Refused(Refused::NotHttps)),
            ("chrome://settings", Standing::Nothing),
            ("about:blank", Standing::Nothing),
            ("", Standing::Hidden),
        ] {
            assert_eq!(standing(&Catalogue::default(), url, None), wanted, "{url}");
        }
    }

    #[test]
    fn a_watched_site_says_so_wherever_its_page_is() {
        let watched = WatchedSite { site: site("ci.example.com", None, false), by_policy: false };
        assert_eq!(
            standing(&Catalogue::default(), "https://ci.example.com/x", Some(&watched)),
            Standing::Watched(watched.clone())
        );
    }

    #[test]
    fn a_path_is_taken_as_people_write_it_and_an_empty_one_is_the_whole_host() {
        for (path, address) in [
            (None, "ci.example.com"),
            (Some(""), "ci.example.com"),
            (Some(" / "), "ci.example.com"),
            (Some("team/secrets"), "ci.example.com/team/secrets"),
            (Some("/team/?tab=1"), "ci.example.com/team"),
            (Some("https://other.example"), "ci.example.com/https://other.example"),
        ] {
            assert_eq!(scope_of(&Catalogue::default(), "ci.example.com", path).unwrap().address(), address, "{path:?}");
        }
        assert_eq!(scope_of(&Catalogue::default(), "ci.example.com", Some("/*")), Err(Refused::Path));
    }

    #[test]
    fn the_form_on_a_page_is_about_that_page() {
        let at = |path| scope_at(&Catalogue::default(), "https://ci.example.com/team/secrets", "ci.example.com", path);
        assert_eq!(at(Some("/team")).unwrap().address(), "ci.example.com/team");
        assert_eq!(at(Some("/te")), Err(message::WATCH_OUTSIDE));
        assert_eq!(at(Some("/*")), Err(message::REFUSED_PATH));
        assert!(at(None).is_ok());
    }

    #[test]
    fn controls_say_a_site_and_show_it_again() {
        for (value, _) in CHOICES {
            assert_eq!(choice_of(site_of(scope("h.example"), value, false, Vec::new()).environment), value);
        }
        assert!(site_of(scope("h.example"), "sandbox", true, Vec::new()).learning);
        assert!(!site_of(scope("h.example"), "none", true, Vec::new()).learning);
    }

    #[test]
    fn a_site_that_moves_is_watched_at_its_new_place_before_the_old_one_is_left() {
        let now = site("h.example/b", None, false);
        assert_eq!(changes(None, now.clone()), [ExtensionPageMessage::Watch(now.clone())]);
        assert_eq!(changes(Some(&now.scope), now.clone()), [ExtensionPageMessage::Watch(now.clone())]);
        let before = scope("h.example/a");
        let both = [ExtensionPageMessage::Watch(now.clone()), ExtensionPageMessage::Unwatch(before.clone())];
        assert_eq!(changes(Some(&before), now), both);
    }

    #[test]
    fn every_refusal_has_a_sentence_of_its_own() {
        let mut texts = Refused::ALL.map(refused_text).to_vec();
        texts.dedup();
        assert_eq!(texts.len(), Refused::ALL.len());
    }

    #[test]
    fn a_site_by_policy_says_who_set_it() {
        let mut watched = WatchedSite { site: site("h.example", Some(Environment::Sandbox), true), by_policy: true };
        assert_eq!(
            watched_messages(&watched),
            [message::WATCHED_SANDBOX, message::WATCHED_LEARNING, message::WATCHED_BY_POLICY]
        );
        watched = WatchedSite { site: site("h.example", None, true), by_policy: false };
        assert_eq!(watched_messages(&watched), [message::WATCHED_NONE]);
    }
}
