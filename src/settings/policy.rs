//! Managed policy, read from the browser's managed storage.
//!
//! Administrators write it by hand in a file or a registry, so it is read leniently:
//! unusable parts are skipped and listed with a reason, and everything else
//! applies. `docs/policies.md` documents the format. `extension/policies.json`
//! declares the same keys for Chromium, which withholds values of the wrong
//! type.

use litemap::LiteMap;
use serde::{Deserialize, Serialize};

use super::fields::{self, ControlKind, Settings};
use super::managed::Managed;
use crate::catalogue::vendors;
use crate::catalogue::watched::{Refused, Scope, Watched};
use crate::catalogue::{AddedPortals, Catalogue, Environment, Site, host_of};
use crate::messages::{MessageKey, message};
use crate::sort::sort;

/// The key of the watched sites.
pub const WATCHED_SITES: &str = "watched-sites";
/// The key of the portals that are added to the catalogue.
pub const PORTALS: &str = "portals";

/// The key of the vendors that are on.
pub const VENDORS: &str = "vendors";

/// The keys of an entry of [`WATCHED_SITES`].
pub const WATCHED_KEYS: [&str; 3] = ["address", "environment", "learning"];
/// The keys of an entry of [`PORTALS`].
pub const PORTAL_KEYS: [&str; 5] = ["production", "sandbox", "production-api", "sandbox-api", "vendor"];

/// The most sites that a policy can add.
pub const MOST_WATCHED: usize = 100;
/// The most pairs of portals that a policy can add.
pub const MOST_PAIRS: usize = 10;
/// The most API hosts per environment of a pair.
pub const MOST_HOSTS: usize = 10;
/// The most problems that are listed.
const MOST_PROBLEMS: usize = 50;
/// How much of an entry is shown, in characters.
const SHOWN: usize = 60;

/// The managed policy.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Policy {
    /// The sites that are watched.
    pub watched: Vec<Watched>,
    /// The portals that are added to the catalogue.
    pub portals: Vec<AddedPortals>,
    /// The settings that the user can't change.
    pub preset: Vec<Preset>,
    /// The IDs of the vendors it turns on, sorted. The user can turn on others.
    #[serde(default)]
    pub vendors: Vec<String>,
    /// The skipped parts.
    pub problems: Vec<PolicyProblem>,
}

/// A setting whose value the policy sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preset {
    /// The name of its control, which is also its policy key.
    pub name: String,
    /// The value of the control; `on` or `off` for a switch.
    pub value: String,
}

/// A skipped part of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyProblem {
    /// The key of the entry.
    pub key: String,
    /// The number of the entry in its list, from 1; `None` outside a list.
    pub entry: Option<usize>,
    /// The value, shortened.
    pub value: String,
    /// The reason.
    pub reason: Reason,
}

/// Why a part of a policy was skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The key is unknown.
    Key,
    /// The type is wrong, such as a text instead of a list.
    Form,
    /// A required key is missing.
    Missing,
    /// It isn't an `https:` address.
    NotHttps,
    /// It isn't a host name.
    Host,
    /// The path contains a `*`.
    Path,
    /// Sandbar already works on this host.
    Known,
    /// It repeats an earlier entry.
    Twice,
    /// It is none of `production`, `sandbox` and `none`.
    Environment,
    /// It isn't a value of this setting.
    Value,
    /// There are too many entries.
    TooMany,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 11] = [
        Self::Key,
        Self::Form,
        Self::Missing,
        Self::NotHttps,
        Self::Host,
        Self::Path,
        Self::Known,
        Self::Twice,
        Self::Environment,
        Self::Value,
        Self::TooMany,
    ];

    /// The message about this reason.
    #[must_use]
    pub const fn word(self) -> MessageKey {
        match self {
            Self::Key => message::POLICY_KEY,
            Self::Form => message::POLICY_FORM,
            Self::Missing => message::POLICY_MISSING,
            Self::NotHttps => message::POLICY_NOT_HTTPS,
            Self::Host => message::POLICY_HOST,
            Self::Path => message::POLICY_PATH,
            Self::Known => message::POLICY_KNOWN,
            Self::Twice => message::POLICY_TWICE,
            Self::Environment => message::POLICY_ENVIRONMENT,
            Self::Value => message::POLICY_VALUE,
            Self::TooMany => message::POLICY_TOO_MANY,
        }
    }
}

impl From<Refused> for Reason {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotHttps => Self::NotHttps,
            Refused::NoHost => Self::Host,
            Refused::Known => Self::Known,
            Refused::Path => Self::Path,
        }
    }
}

impl Policy {
    /// Reads the browser's managed storage.
    #[must_use]
    pub fn read(managed: &Managed) -> Self {
        let mut policy = Self::default();
        let Managed::Parts(managed) = managed else { return policy };
        // Read portals first, because a portal can't be watched too.
        for (number, entry) in policy.list(managed, PORTALS).iter().enumerate() {
            let pair = policy.pair(entry);
            policy.take(PORTALS, number, entry, pair, MOST_PAIRS, |policy| &mut policy.portals);
        }
        for (number, entry) in policy.list(managed, WATCHED_SITES).iter().enumerate() {
            let site = policy.site(entry);
            policy.take(WATCHED_SITES, number, entry, site, MOST_WATCHED, |policy| &mut policy.watched);
        }
        for (number, entry) in policy.list(managed, VENDORS).iter().enumerate() {
            let id = policy.offered(entry);
            policy.take(VENDORS, number, entry, id, vendors::OFFERED.len(), |policy| &mut policy.vendors);
        }
        sort(&mut policy.vendors);
        let mut settings = Settings::default();
        for (key, value) in managed {
            if [PORTALS, WATCHED_SITES, VENDORS].contains(&key.as_str()) {
                continue;
            }
            match preset(&mut settings, key, value) {
                Ok(preset) => policy.preset.push(preset),
                Err(reason) => policy.skip(key, None, value, reason),
            }
        }
        policy
    }

    /// The effective settings: the user's choices, overridden by the policy.
    #[must_use]
    pub fn over(&self, chosen: &Settings) -> Settings {
        let turned = |settings: Settings, preset: &Preset| {
            let on = preset.value != OFF;
            fields::turned(&settings, &preset.name, &preset.value, on).unwrap_or(settings)
        };
        let mut chosen = chosen.clone();
        for Preset { name, value } in &self.preset {
            fields::make_room(&mut chosen, name, value);
        }
        let mut settings = self.preset.iter().fold(chosen, turned);
        for id in &self.vendors {
            settings.turn_vendor(id, true);
        }
        settings
    }

    /// The user's choices after they changed to `wanted`. Where the policy sets
    /// a value, the choice in `before` is kept.
    #[must_use]
    pub fn beneath(&self, wanted: &Settings, before: &Settings) -> Settings {
        self.preset.iter().fold(wanted.clone(), |mut settings, preset| {
            fields::carry(before, &mut settings, &preset.name);
            settings
        })
    }

    /// Whether it turns on this vendor.
    #[must_use]
    pub fn turns_on(&self, id: &str) -> bool {
        self.vendors.iter().any(|known| known == id)
    }

    /// Whether it watches this scope.
    #[must_use]
    pub fn watches(&self, scope: &Scope) -> bool {
        self.watched.iter().any(|site| site.scope == *scope)
    }

    /// Match patterns of the sites that need access.
    #[must_use]
    pub fn origins(&self) -> Vec<String> {
        let portals = self.portals.iter().flat_map(|pair| [&pair.production, &pair.sandbox]);
        let portals = portals.map(|host| format!("https://{host}/*"));
        let mut origins: Vec<String> = portals.chain(self.watched.iter().map(|site| site.scope.origin())).collect();
        sort(&mut origins);
        origins.dedup();
        origins
    }

    fn list<'v>(&mut self, managed: &'v LiteMap<String, Managed>, key: &str) -> &'v [Managed] {
        match managed.get(key) {
            None => &[],
            Some(Managed::List(entries)) => entries,
            Some(other) => {
                self.skip(key, None, other, Reason::Form);
                &[]
            }
        }
    }

    /// Adds an entry to its list, or a problem.
    fn take<T>(
        &mut self,
        key: &str,
        number: usize,
        entry: &Managed,
        read: Result<T, Reason>,
        most: usize,
        list: fn(&mut Self) -> &mut Vec<T>,
    ) {
        let full = list(self).len() >= most;
        match read {
            Ok(read) if !full => list(self).push(read),
            Ok(_) => self.skip(key, Some(number), entry, Reason::TooMany),
            Err(reason) => self.skip(key, Some(number), entry, reason),
        }
    }

    fn skip(&mut self, key: &str, number: Option<usize>, value: &Managed, reason: Reason) {
        if self.problems.len() < MOST_PROBLEMS {
            let entry = number.map(|number| number + 1);
            self.problems.push(PolicyProblem { key: shown(key), entry, value: named(value), reason });
        }
    }

    fn site(&self, entry: &Managed) -> Result<Watched, Reason> {
        let entry = entry_with(entry, &WATCHED_KEYS)?;
        let address = text(entry.get("address").ok_or(Reason::Missing)?)?;
        let scope = Scope::syntax(address)?;
        if !self.is_free(scope.host(), |site| site.is_entered()) {
            return Err(Reason::Known);
        }
        if self.watches(&scope) {
            return Err(Reason::Twice);
        }
        let environment = match text(entry.get("environment").ok_or(Reason::Missing)?)? {
            "none" => None,
            name => Some(Environment::ALL.into_iter().find(|one| one.name() == name).ok_or(Reason::Environment)?),
        };
        let learning = entry.get("learning").map_or(Ok(false), switch)?;
        Ok(Watched { scope, environment, learning, words: Vec::new() })
    }

    /// The ID of a vendor that can be turned on.
    fn offered(&self, entry: &Managed) -> Result<String, Reason> {
        let id = text(entry)?;
        let vendor = vendors::OFFERED.iter().find(|vendor| vendor.id == id).ok_or(Reason::Value)?;
        if self.turns_on(id) { Err(Reason::Twice) } else { Ok(vendor.id.to_owned()) }
    }

    fn pair(&self, entry: &Managed) -> Result<AddedPortals, Reason> {
        let entry = entry_with(entry, &PORTAL_KEYS)?;
        let portal = |key| self.free_host(entry.get(key).ok_or(Reason::Missing)?);
        let api = |key| match entry.get(key) {
            None => Ok(Vec::new()),
            Some(Managed::List(hosts)) if hosts.len() > MOST_HOSTS => Err(Reason::TooMany),
            Some(Managed::List(hosts)) => hosts.iter().map(|host| self.free_host(host)).collect(),
            Some(_) => Err(Reason::Form),
        };
        let pair = AddedPortals {
            production: portal("production")?,
            sandbox: portal("sandbox")?,
            production_api: api("production-api")?,
            sandbox_api: api("sandbox-api")?,
            vendor: entry.get("vendor").map(vendor).transpose()?,
        };
        let mut hosts: Vec<&str> = pair.hosts().map(|(host, ..)| host).collect();
        let count = hosts.len();
        sort(&mut hosts);
        hosts.dedup();
        if hosts.len() == count { Ok(pair) } else { Err(Reason::Twice) }
    }

    /// A host name that isn't known yet.
    fn free_host(&self, value: &Managed) -> Result<String, Reason> {
        let host = host_name(text(value)?).ok_or(Reason::Host)?;
        if self.portals.iter().flat_map(AddedPortals::hosts).any(|(known, ..)| known == host) {
            return Err(Reason::Twice);
        }
        if self.is_free(&host, |_| true) { Ok(host) } else { Err(Reason::Known) }
    }

    /// Whether neither the catalogue nor this policy has a site on this host
    /// that matches `counts`.
    fn is_free(&self, host: &str, counts: fn(&Site) -> bool) -> bool {
        let in_catalogue = Catalogue::default().site_of_host(host).as_ref().is_some_and(counts);
        let portals = self.portals.iter().flat_map(|pair| [&pair.production, &pair.sandbox]);
        !in_catalogue && !portals.into_iter().any(|portal| portal == host)
    }
}

/// The value that turns a switch off.
const OFF: &str = "off";
/// The value that turns it on.
const ON: &str = "on";

/// An entry of a list, if it has only these keys.
fn entry_with<'v>(entry: &'v Managed, keys: &[&str]) -> Result<&'v LiteMap<String, Managed>, Reason> {
    let Managed::Parts(entry) = entry else { return Err(Reason::Form) };
    if entry.keys().all(|key| keys.contains(&key.as_str())) { Ok(entry) } else { Err(Reason::Key) }
}

fn text(value: &Managed) -> Result<&str, Reason> {
    value.text().ok_or(Reason::Form)
}

/// The ID of a known vendor.
fn vendor(value: &Managed) -> Result<String, Reason> {
    vendors::by_id(text(value)?).map(|vendor| vendor.id.to_owned()).ok_or(Reason::Value)
}

/// `on` or `off`; also true or false, if the browser passes them through.
fn switch(value: &Managed) -> Result<bool, Reason> {
    match value {
        Managed::Switch(on) => Ok(*on),
        value => match text(value)? {
            ON => Ok(true),
            OFF => Ok(false),
            _ => Err(Reason::Value),
        },
    }
}

fn preset(settings: &mut Settings, key: &str, value: &Managed) -> Result<Preset, Reason> {
    let value = match fields::control_kind(key).ok_or(Reason::Key)? {
        ControlKind::Switch => (if switch(value)? { ON } else { OFF }).to_owned(),
        ControlKind::OneOf | ControlKind::Text => text(value)?.to_owned(),
    };
    let name = key.to_owned();
    // The values must fit each other: two environments can't have one color.
    *settings = fields::turned(settings, &name, &value, value != OFF).ok_or(Reason::Value)?;
    Ok(Preset { name, value })
}

/// The host in a text: alone, or in the address of a page.
fn host_name(written: &str) -> Option<String> {
    let url = if written.contains("://") { written.to_owned() } else { format!("https://{written}") };
    let host = host_of(&url)?.trim_end_matches('.').to_ascii_lowercase();
    let is_part = |part: &str| {
        let ends = !part.starts_with('-') && !part.ends_with('-');
        ends && !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    // A name without a dot would match that word in every text.
    (host.len() <= 253 && host.contains('.') && host.split('.').all(is_part)).then_some(host)
}

/// The text that identifies an entry: its address, its host, or itself.
fn named(value: &Managed) -> String {
    let part = ["address", "production", "sandbox"].iter().find_map(|key| value.part(key)?.text());
    shown(part.or(value.text()).unwrap_or_default())
}

/// A shortened text without line breaks.
fn shown(text: &str) -> String {
    let line = |letter: char| if letter.is_control() { ' ' } else { letter };
    let mut letters = text.chars().map(line);
    let mut shown: String = letters.by_ref().take(SHOWN).collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::settings::Language;
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    pub(crate) fn read(managed: &Value) -> Policy {
        Policy::read(&serde_json::from_value(managed.clone()).unwrap())
    }

    fn reasons(managed: Value) -> Vec<Reason> {
        read(&managed).problems.into_iter().map(|problem| problem.reason).collect()
    }

    fn good() -> Value {
        json!({
            "watched-sites": [
                { "address": "ci.example.com/team", "environment": "sandbox", "learning": "on" },
                { "address": "https://wiki.example.com/", "environment": "none" },
            ],
            "portals": [{
                "production": "portal.example", "sandbox": "https://Portal-Sandbox.example/",
                "production-api": ["api.portal.example"], "sandbox-api": [], "vendor": "adobe-commerce",
            }],
            "learning": "off",
            "strict-paste": true,
            "language": "de",
            "production-corner": "top-left",
            "sandbox-folded": "on",
        })
    }

    #[test]
    fn a_good_policy_is_read_as_it_is_meant() {
        let policy = read(&good());
        assert_eq!(policy.problems, []);
        let sites: Vec<_> =
            policy.watched.iter().map(|site| (site.scope.address(), site.environment, site.learning)).collect();
        assert_eq!(
            sites,
            [
                ("ci.example.com/team".to_owned(), Some(Environment::Sandbox), true),
                ("wiki.example.com".to_owned(), None, false)
            ]
        );
        assert_eq!(
            policy.portals,
            [AddedPortals {
                production: "portal.example".into(),
                sandbox: "portal-sandbox.example".into(),
                production_api: vec!["api.portal.example".into()],
                sandbox_api: Vec::new(),
                vendor: Some("adobe-commerce".into()),
            }]
        );
        assert_eq!(
            policy.origins(),
            [
                "https://ci.example.com/*",
                "https://portal-sandbox.example/*",
                "https://portal.example/*",
                "https://wiki.example.com/*"
            ]
        );
    }

    #[test]
    fn policy_values_override_the_users_choices_without_erasing_them() {
        let policy = read(&good());
        let chosen = Settings { language: Some(Language::Nl), ask_before_sign_out: false, ..Settings::default() };
        let over = policy.over(&chosen);
        assert_eq!((over.language, over.learning, over.strict_paste), (Some(Language::De), false, true));
        assert_eq!(over.production.corner.name(), "top-left");
        assert!(!over.ask_before_sign_out);
        // The user changes another setting while the policy applies.
        let wanted = Settings { ask_before_sign_out: true, ..over };
        let beneath = policy.beneath(&wanted, &chosen);
        assert_eq!(beneath, Settings { ask_before_sign_out: true, ..chosen });
    }

    #[test]
    fn a_policys_color_takes_precedence_over_a_chosen_one_like_it() {
        let chosen = fields::turned(&Settings::default(), "sandbox-color", "#d00000", true).unwrap();
        let colors = |settings: &Settings| {
            ["production-color", "sandbox-color"].map(|name| fields::text_of(settings, name).unwrap())
        };
        let policy =
            read(&json!({ "production-color": "#c80000", "production-label": "LIVE", "sandbox-mark": "frame" }));
        assert_eq!(policy.problems, []);
        let over = policy.over(&chosen);
        assert_eq!(colors(&over), ["#c80000", "#ffb224"]);
        assert_eq!(fields::text_of(&over, "production-label").as_deref(), Some("LIVE"));
        assert_eq!(over.sandbox.mark.name(), "frame");
        assert_eq!(colors(&policy.beneath(&over, &chosen)), ["#4a3fd1", "#ffb224"]);
        for wrong in [
            json!({ "production-color": "#ffb224" }),
            json!({ "production-color": "red" }),
            json!({ "production-color": "#d00000", "sandbox-color": "#d00000" }),
            json!({ "sandbox-mark": "ring" }),
        ] {
            assert_eq!(reasons(wrong.clone()), [Reason::Value], "{wrong}");
        }
    }

    #[test]
    fn every_bad_part_is_skipped_with_its_reason_and_the_rest_counts() {
        let site = |address: &str| json!({ "address": address, "environment": "none" });
        let policy = read(&json!({
            "watched-sites": [
                "ci.example.com",
                { "environment": "none" },
                { "address": 3, "environment": "none" },
                site("http://ci.example.com"),
                site("ci example com"),
                site("ci.example.com/*"),
                site("developer.magento.com"),
                site("portal.example/x"),
                site("good.example.com"),
                site("https://good.example.com/"),
                { "address": "ci.example.com" },
                { "address": "ci.example.com", "environment": "staging" },
                { "address": "ci.example.com", "environment": "none", "learning": "yes" },
                { "address": "ci.example.com", "environment": "none", "lerning": "on" },
            ],
            "portals": [
                { "production": "portal.example", "sandbox": "portal-sandbox.example" },
                { "production": "other.example", "sandbox": "portal.example" },
                { "production": "other.example", "sandbox": "other.example" },
                { "production": "other.example" },
                { "production": "portal", "sandbox": "portal-sandbox" },
                { "production": "repo.magento.com", "sandbox": "other.example" },
                { "production": "other.example", "sandbox": "b.example", "sandbox-api": "api.example" },
                { "production": "other.example", "sandbox": "b.example", "vendor": "nobody" },
            ],
            "language": "fi",
            "learning": "of",
            "strict": "on",
            "sandbox-size": 3,
        }));
        use Reason::{Environment, Form, Host, Key, Known, Missing, NotHttps, Path, Twice, Value};
        let found: Vec<_> = policy.problems.iter().map(|problem| (problem.key.as_str(), problem.reason)).collect();
        let portals = [Twice, Twice, Missing, Host, Known, Form, Value].map(|reason| ("portals", reason));
        let sites = [Form, Missing, Form, NotHttps, Host, Path, Known, Known, Twice, Missing, Environment, Value, Key]
            .map(|reason| ("watched-sites", reason));
        let settings = [("language", Value), ("learning", Value), ("sandbox-size", Form), ("strict", Key)];
        assert_eq!(found, portals.into_iter().chain(sites).chain(settings).collect::<Vec<_>>());
        assert_eq!(policy.watched.iter().map(|site| site.scope.address()).collect::<Vec<_>>(), ["good.example.com"]);
        assert_eq!((policy.portals.len(), policy.preset.len()), (1, 0));
        let told = &policy.problems[0];
        assert_eq!((told.entry, told.value.as_str()), (Some(2), "other.example"));
    }

    #[test]
    fn a_value_that_is_no_list_is_a_problem_and_a_missing_one_is_not() {
        assert_eq!(reasons(json!({ "watched-sites": "ci.example.com", "portals": {} })), [Reason::Form; 2]);
        for nothing in [json!(null), json!({}), json!([]), json!("text"), json!({ "watched-sites": [] })] {
            assert_eq!(read(&nothing), Policy::default(), "{nothing}");
        }
    }

    #[test]
    fn entries_beyond_the_limit_are_left_out() {
        let site = |number: usize| json!({ "address": format!("{number}.example"), "environment": "none" });
        let policy = read(&json!({ "watched-sites": (0..300).map(site).collect::<Vec<_>>() }));
        assert_eq!((policy.watched.len(), policy.problems.len()), (MOST_WATCHED, MOST_PROBLEMS));
        assert!(policy.problems.iter().all(|problem| problem.reason == Reason::TooMany));
        let long = read(&json!({ "x".repeat(1000): "y".repeat(1000) }));
        assert!(long.problems[0].key.chars().count() <= SHOWN + 1);
        assert!(long.problems[0].value.chars().count() <= SHOWN + 1);
    }

    #[test]
    fn the_schema_names_the_same_keys() {
        let schema: Value = serde_json::from_str(include_str!("../../extension/policies.json")).unwrap();
        let keys = |value: &Value| -> Vec<String> {
            let mut keys: Vec<_> = value["properties"].as_object().unwrap().keys().cloned().collect();
            keys.sort();
            keys
        };
        let sorted = |keys: &[&str]| {
            let mut keys: Vec<_> = keys.iter().map(|&key| key.to_owned()).collect();
            keys.sort();
            keys
        };
        let all: Vec<_> =
            fields::tests::names().into_iter().chain([WATCHED_SITES, PORTALS, VENDORS].map(str::to_owned)).collect();
        assert_eq!(keys(&schema), sorted(&all.iter().map(String::as_str).collect::<Vec<_>>()));
        assert_eq!(keys(&schema["properties"][WATCHED_SITES]["items"]), sorted(&WATCHED_KEYS));
        assert_eq!(keys(&schema["properties"][PORTALS]["items"]), sorted(&PORTAL_KEYS));
    }

    #[test]
    fn the_schema_lets_every_text_through() {
        fn leaves<'v>(schema: &'v Value, found: &mut Vec<&'v str>) {
            match schema["type"].as_str().unwrap() {
                "object" => schema["properties"].as_object().unwrap().values().for_each(|inner| leaves(inner, found)),
                "array" => leaves(&schema["items"], found),
                leaf => found.push(leaf),
            }
            assert!(["enum", "pattern", "required"].iter().all(|narrow| schema.get(narrow).is_none()), "{schema}");
        }
        let schema: Value = serde_json::from_str(include_str!("../../extension/policies.json")).unwrap();
        let mut found = Vec::new();
        leaves(&schema, &mut found);
        assert!(found.iter().all(|&leaf| leaf == "string"), "{found:?}");
    }

    #[test]
    fn the_examples_of_the_documentation_are_good() {
        let pages = include_str!("../../docs/policies.md");
        let examples: Vec<Value> = pages
            .split("```json\n")
            .skip(1)
            .filter_map(|rest| rest.split("```").next())
            .map(|text| serde_json::from_str(text).unwrap())
            .collect();
        let inner = |example: &Value| {
            let extensions =
                example.pointer("/3rdparty/extensions").or(example.pointer("/policies/3rdparty/Extensions"));
            extensions.unwrap().as_object().unwrap().values().next().unwrap().clone()
        };
        let policies: Vec<_> = examples.iter().map(|example| read(&inner(example))).collect();
        assert_eq!(policies.len(), 2);
        assert_eq!(policies[0], policies[1]);
        assert_eq!(policies[0].problems, []);
        assert!(!policies[0].watched.is_empty() && !policies[0].portals.is_empty() && !policies[0].preset.is_empty());
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let words = prop_oneof![
            Just("address".to_owned()),
            Just("environment".to_owned()),
            Just("production".to_owned()),
            Just("sandbox".to_owned()),
            Just("learning".to_owned()),
            Just("none".to_owned()),
            Just("ci.example.com".to_owned()),
            ".{0,20}",
        ];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            words.clone().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec((words.clone(), inner), 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_value_makes_it_panic(value in any_value()) {
            let policy = read(&value);
            let _ = policy.over(&Settings::default());
        }

        #[test]
        fn good_entries_survive_bad_neighbours(
            bad in prop::collection::vec(any_value(), 0..6),
            keys in prop::collection::vec(("[a-z-]{1,12}", any_value()), 0..4),
            at in 0..6_usize,
        ) {
            let site = json!({ "address": "good.example.org/team", "environment": "sandbox" });
            let pair = json!({ "production": "portal.example.org", "sandbox": "portal-sandbox.example.org" });
            let among = |good: Value| {
                let mut list = bad.clone();
                list.insert(at.min(list.len()), good);
                Value::from(list)
            };
            let mut managed: Map<String, Value> = keys.iter().cloned().collect();
            managed.insert(WATCHED_SITES.into(), among(site));
            managed.insert(PORTALS.into(), among(pair));
            managed.insert("language".into(), json!("nl"));
            let policy = read(&managed.into());
            prop_assert!(policy.watched.iter().any(|site| site.scope.address() == "good.example.org/team"));
            prop_assert!(policy.portals.iter().any(|pair| pair.production == "portal.example.org"));
            prop_assert_eq!(policy.over(&Settings::default()).language, Some(Language::Nl));
        }
    }
}
