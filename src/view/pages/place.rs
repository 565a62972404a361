//! The current page, as messages.

use crate::catalogue::address::path_of;
use crate::catalogue::vendor::{Advice, PageFacts};
use crate::catalogue::{Catalogue, Environment, Generation, Role, Site};
use crate::messages::{MessageKey, message};
use crate::session::Signs;
use crate::view::badge::{Banner, Disagreement, cross_check};
use crate::view::theme::Tone;

/// A page of a portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    /// The site.
    pub site: Site,
    /// Its environment.
    pub environment: Environment,
    /// The tone of the card.
    pub tone: Tone,
    /// The message about the banner; `None` if there is nothing to say.
    pub banner: Option<MessageKey>,
}

/// The place of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Where {
    /// On a portal.
    Portal(Here),
    /// On the account site, which both environments share.
    Account,
    /// Anywhere else.
    Elsewhere,
}

/// The place of the page at this address. `banner` and `signs` are what the page
/// showed. Files, error pages and pages that aren't complete yet show nobody
/// signed in, and say nothing by having no banner.
#[must_use]
pub fn whereabouts(catalogue: &Catalogue, url: &str, banner: Banner, signs: Option<Signs>) -> Where {
    let Some(site) = catalogue.site_at(url) else { return Where::Elsewhere };
    match (site.role, site.environment()) {
        (Role::Portal, Some(environment)) => {
            let has_banner = site.vendor.sandbox_banner.is_some();
            let banner = banner.on(&site);
            let disagreement = cross_check(environment, banner);
            let tone = match (disagreement, environment) {
                (Some(_), _) => Tone::Check,
                (None, Environment::Production) => Tone::Production,
                (None, Environment::Sandbox) => Tone::Sandbox,
            };
            let banner = match (disagreement, environment, banner) {
                (Some(Disagreement::BannerOnProduction), ..) => {
                    Some(message::CHECK_BANNER_ON_PRODUCTION.in_extension())
                }
                (None, _, Banner::Pending) => Some(message::BANNER_PENDING),
                (None, Environment::Sandbox, Banner::Missing) if signs == Some(Signs::SignedIn) => {
                    Some(message::BANNER_NOT_SEEN)
                }
                (None, ..) => None,
            };
            Where::Portal(Here { site, environment, tone, banner: banner.filter(|_| has_banner) })
        }
        (Role::Account, _) => Where::Account,
        _ => Where::Elsewhere,
    }
}

impl Here {
    /// The heading: the name of its environment, or the doubt about it.
    #[must_use]
    pub const fn word(&self) -> MessageKey {
        match self.tone {
            Tone::Check => message::CHECK.in_extension(),
            _ => environment_word(self.environment),
        }
    }

    /// The message about the address; `None` for a current one.
    #[must_use]
    pub const fn generation(&self) -> Option<MessageKey> {
        match self.site.generation {
            Generation::Current | Generation::Chosen => None,
            Generation::Legacy => Some(message::PORTAL_LEGACY),
            Generation::Added(_) => Some(message::PORTAL_ADDED),
        }
    }

    /// Whether the keys on the page at this address can be copied as an `.env`
    /// file.
    #[must_use]
    pub fn has_env(&self, url: &str, keys: usize) -> bool {
        let topic = self.site.vendor.certain_topic_of(path_of(url));
        keys > 0 && topic.is_some_and(|topic| self.site.vendor.has_env_on(topic))
    }

    /// The advice for the page at this address with this many keys.
    pub fn advice(&self, url: &str, keys: usize) -> impl Iterator<Item = &'static Advice> {
        let path = url.splitn(4, '/').nth(3).unwrap_or_default();
        let vendor = self.site.vendor;
        vendor.advice_on(PageFacts {
            environment: self.environment,
            topic: Some(vendor.topic_of(&format!("/{path}"))),
            keys,
            clicked: None,
            is_old: self.site.generation == Generation::Legacy,
        })
    }
}

/// The name of an environment, as a message.
#[must_use]
pub const fn environment_word(environment: Environment) -> MessageKey {
    match environment {
        Environment::Production => message::ENVIRONMENT_PRODUCTION.in_extension(),
        Environment::Sandbox => message::ENVIRONMENT_SANDBOX.in_extension(),
    }
}

/// The portal of an environment, at its current address.
#[must_use]
pub fn portal_of(catalogue: &Catalogue, environment: Environment) -> Option<&Site> {
    let mut sites =
        catalogue.sites().filter(|site| site.role == Role::Portal && site.environment() == Some(environment));
    sites.find(|site| site.generation == Generation::Current)
}

/// The address of an environment's portal.
#[must_use]
pub fn portal_address(catalogue: &Catalogue, environment: Environment) -> Option<String> {
    portal_of(catalogue, environment).map(|site| format!("https://{}/", site.host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(url: &str, banner: Banner) -> Here {
        match whereabouts(&Catalogue::default(), url, banner, Some(Signs::SignedIn)) {
            Where::Portal(here) => here,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_portal_says_whether_its_banner_agrees() {
        let production = "https://commercedeveloper.adobe.com/extensions/";
        let sandbox = "https://developer-stg.magento.com/";
        for (url, banner, tone, text) in [
            (production, Banner::Pending, Tone::Production, Some(message::BANNER_PENDING)),
            (production, Banner::Missing, Tone::Production, None),
            (production, Banner::Shown, Tone::Check, Some(message::CHECK_BANNER_ON_PRODUCTION.in_extension())),
            (sandbox, Banner::Shown, Tone::Sandbox, None),
            (sandbox, Banner::Missing, Tone::Sandbox, Some(message::BANNER_NOT_SEEN)),
        ] {
            let here = here(url, banner);
            assert_eq!((here.tone, here.banner), (tone, text), "{url} {banner:?}");
            let is_doubted = here.word() == message::CHECK.in_extension();
            assert_eq!(is_doubted, tone == Tone::Check, "{url} {banner:?}");
        }
    }

    #[test]
    fn a_missing_banner_is_mentioned_only_on_a_page_that_knows_its_user() {
        for (signs, text) in [
            (Some(Signs::SignedIn), Some(message::BANNER_NOT_SEEN)),
            (Some(Signs::Neither), None),
            (Some(Signs::SignedOut), None),
            (None, None),
        ] {
            let url = "https://developer-stg.magento.com/";
            let Where::Portal(here) = whereabouts(&Catalogue::default(), url, Banner::Missing, signs) else {
                panic!("{url} is a portal");
            };
            assert_eq!(here.banner, text, "{signs:?}");
        }
    }

    #[test]
    fn the_account_site_is_of_neither_and_other_sites_are_elsewhere() {
        assert_eq!(
            whereabouts(&Catalogue::default(), "https://account.magento.com/customer", Banner::Pending, None),
            Where::Account
        );
        for url in ["", "https://example.org/", "https://developer-api.magento.com/", "chrome://settings"] {
            assert_eq!(whereabouts(&Catalogue::default(), url, Banner::Pending, None), Where::Elsewhere, "{url}");
        }
    }

    #[test]
    fn advice_follows_the_path_and_not_the_host() {
        let page = here("https://developer-stg.magento.com/account/apikeys", Banner::Shown);
        let url = "https://developer-stg.magento.com/account/apikeys";
        let said = |keys| page.advice(url, keys).map(|one| one.text).collect::<Vec<_>>();
        let old = message::NOTE_OLD_HOST.in_extension();
        use message::{ADVICE_KEYS_SEPARATE, ADVICE_THREE_KEYS, ADVICE_TWO_KINDS, NOTE_ALL_KEYS};
        assert_eq!(said(2), [old, ADVICE_KEYS_SEPARATE, ADVICE_THREE_KEYS, ADVICE_TWO_KINDS]);
        assert_eq!(said(3), [old, ADVICE_KEYS_SEPARATE, NOTE_ALL_KEYS.in_extension(), ADVICE_TWO_KINDS]);
        assert_eq!(page.advice("https://developer-stg.magento.com", 0).count(), 3);
    }

    #[test]
    fn api_keys_that_a_page_shows_can_be_copied_as_an_env_file() {
        for (url, keys, has_env) in [
            ("https://commercedeveloper.adobe.com/account/apikeys", 2, true),
            ("https://commercedeveloper.adobe.com/account/apikeys?a=1", 1, true),
            ("https://commercedeveloper.adobe.com/account/apikeys", 0, false),
            ("https://commercedeveloper.adobe.com/account/keys", 2, false),
            ("https://commercedeveloper.adobe.com/", 2, false),
        ] {
            assert_eq!(here(url, Banner::Missing).has_env(url, keys), has_env, "{url} {keys}");
        }
    }

    #[test]
    fn both_portals_have_an_address() {
        assert_eq!(
            Environment::ALL.map(|environment| portal_address(&Catalogue::default(), environment)),
            [
                Some("https://commercedeveloper.adobe.com/".to_owned()),
                Some("https://commercedeveloper-sandbox.adobe.com/".to_owned())
            ]
        );
    }
}
