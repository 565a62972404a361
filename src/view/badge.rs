//! Badges in the page, in the toolbar and in the tab's title.
//!
//! They are functions of the site and of what its page shows.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::catalogue::vendor::EnvironmentNames;
use crate::catalogue::{Catalogue, Environment, Environments, Role, Site, Vendor, host_of};
use crate::keyring::LastCopied;
use crate::messages::{ExtensionText, MessageKey, Text, isolated, message};
use crate::settings::labels::labelled;
use crate::settings::looks::CustomLook;
use crate::view::color::MarkColors;
use crate::view::theme::{CHECK_MARK, ENDED_MARK, Tone, UNSURE_MARK, color, ink, mark_fill, tone_of, toolbar_text};

/// Whether a page shows its vendor's sandbox banner. If the vendor's banner is
/// unknown, this stays [`Banner::Pending`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Banner {
    /// The page is still loading, or hasn't been read.
    #[default]
    Pending,
    /// The banner is there.
    Shown,
    /// The page is fully loaded and has no banner.
    Missing,
}

impl Banner {
    /// The banner's state on a page of this site; pending if no banner is
    /// known.
    #[must_use]
    pub const fn on(self, site: &Site) -> Self {
        if site.vendor.sandbox_banner.is_some() { self } else { Self::Pending }
    }
}

/// A contradiction about a page's environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disagreement {
    /// A Production host whose page shows the sandbox banner.
    BannerOnProduction,
}

/// Compares a host's environment with its page's banner.
///
/// Only a visible banner contradicts. A Sandbox page without one may be an
/// error page, a file, or a page that renders late. The popup mentions it, and
/// nothing else does.
#[must_use]
pub const fn cross_check(environment: Environment, banner: Banner) -> Option<Disagreement> {
    match (environment, banner) {
        (Environment::Production, Banner::Shown) => Some(Disagreement::BannerOnProduction),
        _ => None,
    }
}

/// The badge in a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PageBadge {
    /// Its look.
    pub tone: Tone,
    /// Its text.
    pub word: Text,
    /// Why it asks the user to check, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    /// The prefix of the tab's title, and the text of a collapsed badge.
    pub mark: Cow<'static, str>,
    /// Its colors, if the user chose one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub colors: Option<BadgeColors>,
}

/// Colors of a badge that replace those of its tone, as in CSS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BadgeColors {
    /// The background.
    pub fill: String,
    /// The color of text and shapes.
    pub on: String,
}

impl BadgeColors {
    /// The colors of a mark in this tone.
    #[must_use]
    pub fn of(tone: Tone, colors: MarkColors) -> Self {
        let fill = mark_fill(tone, &colors.fill.to_text(), &colors.hatch.to_text());
        Self { fill, on: colors.ink().to_text() }
    }
}

impl PageBadge {
    /// Adds the name that the user gave the sandbox to the vendor's term.
    #[must_use]
    pub fn labelled(self, names: Option<EnvironmentNames>, label: Option<&str>) -> Self {
        let Some(label) = label.filter(|_| self.tone == Tone::Sandbox) else { return self };
        let mut mark = self.mark.into_owned();
        mark.push(' ');
        mark.push_str(&isolated(label));
        let sandbox = names.unwrap_or(EnvironmentNames::COMMON).sandbox;
        let word = Text::with(message::ENVIRONMENT_NAMED, labelled(sandbox, label));
        Self { word, mark: Cow::Owned(mark), ..self }
    }

    /// Adds the label and the color that the user chose for the environment.
    /// The label replaces the environment's name, and the name that the user
    /// gave the sandbox follows it. A badge that asks the user to check keeps
    /// its own look.
    #[must_use]
    pub fn customized(self, environment: Environment, look: &CustomLook, sandbox: Option<&str>) -> Self {
        if self.tone != tone_of(environment) {
            return self;
        }
        let word = match (look.label(), sandbox.filter(|_| environment == Environment::Sandbox)) {
            (None, _) => self.word,
            (Some(label), None) => Text::with(message::ENVIRONMENT_NAMED, label),
            (Some(label), Some(name)) => Text::with(message::ENVIRONMENT_NAMED, labelled(&isolated(label), name)),
        };
        let colors = look.color().map(|color| BadgeColors::of(self.tone, MarkColors::of(color)));
        Self { word, colors, ..self }
    }
}

/// The badge for a page of this environment.
#[must_use]
pub fn page_badge(environment: Environment, banner: Banner) -> PageBadge {
    named_badge(None, environment, banner)
}

/// The same with the vendor's own terms, if it has any.
#[must_use]
pub fn named_badge(names: Option<EnvironmentNames>, environment: Environment, banner: Banner) -> PageBadge {
    let tone = tone_of(environment);
    match cross_check(environment, banner) {
        None => {
            let mark = names.unwrap_or(EnvironmentNames::COMMON).mark(environment).into();
            PageBadge { tone, word: environment_text(names, environment), reason: None, mark, colors: None }
        }
        Some(disagreement) => {
            let reason = match disagreement {
                Disagreement::BannerOnProduction => message::CHECK_BANNER_ON_PRODUCTION,
            };
            PageBadge {
                tone: Tone::Check,
                word: Text::plain(message::CHECK),
                reason: Some(Text::plain(reason)),
                mark: CHECK_MARK.into(),
                colors: None,
            }
        }
    }
}

/// The name of an environment, in the vendor's terms or the common ones.
fn environment_text(names: Option<EnvironmentNames>, environment: Environment) -> Text {
    let name = names.map(|names| names.name(environment));
    match (name.filter(|name| *name != EnvironmentNames::COMMON.name(environment)), environment) {
        (Some(name), _) => Text::with(message::ENVIRONMENT_NAMED, name),
        (None, Environment::Production) => Text::plain(message::ENVIRONMENT_PRODUCTION),
        (None, Environment::Sandbox) => Text::plain(message::ENVIRONMENT_SANDBOX),
    }
}

/// The badge for a vendor's page whose address doesn't show one environment. It
/// has a neutral color.
#[must_use]
pub fn open_badge(vendor: &Vendor, environments: Environments) -> PageBadge {
    let mark = UNSURE_MARK.into();
    PageBadge { tone: Tone::Neutral, word: open_text(vendor, environments), reason: None, mark, colors: None }
}

/// The text for a vendor's page whose address doesn't show one environment: the
/// possible environments, or only the vendor if the page belongs to both.
fn open_text(vendor: &Vendor, environments: Environments) -> Text {
    if environments == Environments::Both {
        return Text::with(message::ENVIRONMENT_NAMED, vendor.name);
    }
    let EnvironmentNames { production, sandbox, .. } = vendor.names();
    Text { key: message::ENVIRONMENT_ASK, args: [vendor.name, production, sandbox].map(str::to_owned).into() }
}

/// The toolbar button for one tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolbar {
    /// The icon.
    pub tone: Tone,
    /// The text on the icon; empty for none.
    pub badge: &'static str,
    /// The background color of that text, `#rrggbb`.
    pub color: &'static str,
    /// The color of that text, `#rrggbb`.
    pub ink: &'static str,
    /// The tooltip.
    pub title: ExtensionText,
    /// The part of the tooltip about the session, if the session's state is
    /// known.
    pub session: Option<Text>,
    /// The part of the tooltip about the last copied key.
    pub copied: Option<LastCopied>,
}

/// The message about the last copied key. Its arguments are the key's name, if
/// it has one, and the time.
#[must_use]
pub const fn copied_word(copied: &LastCopied) -> MessageKey {
    match (copied.environment, copied.name.is_some()) {
        (Environment::Production, true) => message::COPIED_PRODUCTION_NAMED,
        (Environment::Production, false) => message::COPIED_PRODUCTION,
        (Environment::Sandbox, true) => message::COPIED_SANDBOX_NAMED,
        (Environment::Sandbox, false) => message::COPIED_SANDBOX,
    }
}

impl Toolbar {
    /// Adds the name that the user gave the sandbox on this host.
    #[must_use]
    pub fn labelled(self, host: &str, vendor: Option<&Vendor>, label: Option<&str>) -> Self {
        let Some(label) = label.filter(|_| self.tone == Tone::Sandbox) else { return self };
        let names = vendor.map_or(EnvironmentNames::COMMON, Vendor::names);
        let args = [host, &labelled(names.sandbox, label)].map(str::to_owned).into();
        Self { title: ExtensionText { key: message::TOOLBAR_LABELLED, args }, ..self }
    }

    /// Adds the session's state. `ended` means that the page may still look
    /// signed in although its session has ended.
    #[must_use]
    pub fn with_session(self, word: Text, ended: bool) -> Self {
        let toolbar = Self { session: Some(word), ..self };
        if ended {
            Self { badge: toolbar_text(ENDED_MARK), color: color(Tone::Check), ink: ink(Tone::Check), ..toolbar }
        } else {
            toolbar
        }
    }
}

/// The toolbar button for a tab with this site, or with none of the catalogue.
#[must_use]
pub fn toolbar(site: Option<&Site>, banner: Banner) -> Toolbar {
    let neutral = |key| look(Tone::Neutral, "", ExtensionText::plain(key));
    let Some(site) = site else { return neutral(message::TOOLBAR_IDLE) };
    let Some(environment) = site.environment().filter(|_| site.role == Role::Portal) else {
        if site.is_chosen() {
            return look(Tone::Neutral, UNSURE_MARK, open_text(site.vendor, site.environments).into());
        }
        return neutral(if site.role == Role::Account { message::TOOLBAR_ACCOUNT } else { message::TOOLBAR_IDLE });
    };
    toolbar_at(&site.host, Some(site.vendor), environment, banner.on(site))
}

/// The toolbar button for a tab with a page of a watched site that is used for
/// both environments.
#[must_use]
pub fn toolbar_watched(host: &str) -> Toolbar {
    look(Tone::Neutral, "", ExtensionText::with(message::TOOLBAR_WATCHED, host))
}

/// The toolbar button for a tab with a page of this environment, and of this
/// vendor's portal if there is one.
#[must_use]
pub fn toolbar_at(host: &str, vendor: Option<&Vendor>, environment: Environment, banner: Banner) -> Toolbar {
    let named = vendor.filter(|vendor| !vendor.learns() || vendor.environment_names.is_some());
    let title = match (cross_check(environment, banner), named, environment) {
        (Some(Disagreement::BannerOnProduction), ..) => {
            let title = ExtensionText::with(message::TOOLBAR_CHECK_BANNER_ON_PRODUCTION, host);
            return look(Tone::Check, toolbar_text(CHECK_MARK), title);
        }
        (None, Some(vendor), _) => {
            let args = [host, vendor.name, vendor.names().name(environment)].map(str::to_owned).into();
            ExtensionText { key: message::TOOLBAR_VENDOR, args }
        }
        (None, None, Environment::Production) => ExtensionText::with(message::TOOLBAR_PRODUCTION, host),
        (None, None, Environment::Sandbox) => ExtensionText::with(message::TOOLBAR_SANDBOX, host),
    };
    let names = named.map_or(EnvironmentNames::COMMON, Vendor::names);
    look(tone_of(environment), toolbar_text(names.mark(environment)), title)
}

const fn look(tone: Tone, badge: &'static str, title: ExtensionText) -> Toolbar {
    Toolbar { tone, badge, color: color(tone), ink: ink(tone), title, session: None, copied: None }
}

/// The corrected button of a tab that left the page while the button was set.
/// The browser resets a tab's button when it navigates, and a page without a
/// badge doesn't report.
#[must_use]
pub fn left(catalogue: &Catalogue, drawn: &Toolbar, url: &str) -> Option<Toolbar> {
    let site = catalogue.site_at(url);
    let same_host = host_of(url).is_some_and(|host| drawn.title.args.iter().any(|of| of.eq_ignore_ascii_case(host)));
    let is_set = drawn.tone != Tone::Neutral || drawn.title.key == message::TOOLBAR_WATCHED;
    let stale = is_set && site.as_ref().is_none_or(|site| site.role != Role::Portal) && !same_host;
    stale.then(|| toolbar(site.as_ref(), Banner::default()))
}

/// The sizes of an icon in a toolbar, in pixels.
pub const TOOLBAR_SIZES: [u32; 2] = [16, 32];

/// The icon file of a look in this size.
#[must_use]
pub fn icon_file(tone: Tone, size: u32) -> String {
    format!("icons/{}-{size}.png", tone.name())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::settings::looks::CustomLooks;
    use crate::view::color::Color;

    fn site(host: &str) -> Option<Site> {
        Catalogue::default().site_of_host(host)
    }

    #[test]
    fn address_and_banner_that_agree_need_no_check() {
        assert_eq!(cross_check(Environment::Production, Banner::Missing), None);
        assert_eq!(cross_check(Environment::Sandbox, Banner::Shown), None);
    }

    #[test]
    fn a_missing_banner_raises_no_alarm() {
        let badge = page_badge(Environment::Sandbox, Banner::Missing);
        assert_eq!((badge.tone, badge.reason), (Tone::Sandbox, None));
        assert_eq!(toolbar(site("developer-stg.magento.com").as_ref(), Banner::Missing).badge, "SBX");
    }

    #[test]
    fn the_sandbox_banner_on_production_asks_for_a_check() {
        let badge = page_badge(Environment::Production, Banner::Shown);
        assert_eq!(badge.tone, Tone::Check);
        assert!(badge.reason.is_some());
    }

    #[test]
    fn a_page_that_is_still_loading_is_not_doubted() {
        for environment in Environment::ALL {
            assert_eq!(page_badge(environment, Banner::Pending).reason, None);
        }
    }

    #[test]
    fn the_toolbar_names_environment_and_host() {
        let view = toolbar(site("developer-stg.magento.com").as_ref(), Banner::Shown);
        assert_eq!((view.tone, view.badge), (Tone::Sandbox, "SBX"));
        assert_eq!(view.title, ExtensionText::with(message::TOOLBAR_SANDBOX, "developer-stg.magento.com"));
    }

    #[test]
    fn the_toolbar_is_neutral_where_no_environment_is() {
        for site in [None, site("account.magento.com"), site("developer-api.magento.com")] {
            let view = toolbar(site.as_ref(), Banner::Shown);
            assert_eq!((view.tone, view.badge), (Tone::Neutral, ""));
        }
    }

    #[test]
    fn a_button_is_taken_back_from_a_tab_that_has_left_the_portals() {
        let catalogue = Catalogue::default();
        let drawn = toolbar(site("developer-stg.magento.com").as_ref(), Banner::Shown);
        for url in ["", "https://example.org/", "https://account.magento.com/"] {
            let now = left(&catalogue, &drawn, url).unwrap();
            assert_eq!((now.tone, now.badge), (Tone::Neutral, ""), "{url}");
            assert_eq!(left(&catalogue, &now, url), None, "{url}");
        }
        // Another portal page reports itself.
        assert_eq!(left(&catalogue, &drawn, "https://developer.magento.com/"), None);
        let watched = toolbar_at("ci.example.com", None, Environment::Sandbox, Banner::Pending);
        assert_eq!(left(&catalogue, &watched, "https://ci.example.com:8443/team"), None);
        assert!(left(&catalogue, &watched, "https://example.org/").is_some());
    }

    #[test]
    fn a_label_and_a_color_replace_the_name_and_the_tones_color() {
        let mut looks = CustomLooks::default();
        let [production, sandbox] = Environment::ALL;
        looks.set_label(production, "LIVE");
        looks.set_label(sandbox, "Spiel");
        assert!(looks.set_color(production, Color::parse("#ff0000").unwrap()));
        let named = |label: &str| Text::with(message::ENVIRONMENT_NAMED, label);
        let live = page_badge(production, Banner::Pending).customized(production, looks.at(production), Some("uat"));
        assert_eq!((live.word, live.mark.as_ref()), (named("LIVE"), "PROD"));
        let colors = live.colors.unwrap();
        // White text needs a slightly darker red.
        assert_eq!((colors.fill.as_str(), colors.on.as_str()), ("linear-gradient(#e70000,#e70000)", "#ffffff"));
        let named_sandbox = page_badge(sandbox, Banner::Pending).labelled(None, Some("uat"));
        let sandbox = named_sandbox.customized(sandbox, looks.at(sandbox), Some("uat"));
        assert_eq!((sandbox.word, sandbox.colors), (named("Spiel: uat"), None));
        let check = page_badge(production, Banner::Shown);
        assert_eq!(check.clone().customized(production, looks.at(production), None), check);
    }
}
