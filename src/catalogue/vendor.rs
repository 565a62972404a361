//! The type of a vendor's row: everything that Sandbar knows about one vendor.
//!
//! A row is data. Everything except the doors is optional. If a fact is
//! missing, Sandbar says nothing about it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::environment::{Environment, Environments};
use super::irreversible::Irreversible;
use super::label::LabelRow;
use super::marked::MarkedShape;
use super::role::{Generation, Role};
use super::shape::Shape;
use super::sighted::SightedShape;
use super::topic::Topic;
use crate::credential::{Kind, Part};
use crate::messages::{ContentKey, MessageKey};

/// A vendor with a Production and a Sandbox environment.
pub struct Vendor {
    /// Its stable ID in policies and stored data.
    pub id: &'static str,
    /// Its name in messages.
    pub name: &'static str,
    /// The addresses of its sites. The first match counts, so more specific
    /// ones come first.
    pub doors: &'static [Door],
    /// The text of a banner that every sandbox page shows, and no production
    /// page. Without it, address and page are not compared.
    pub sandbox_banner: Option<&'static str>,
    /// Labels in the user menu, in lower case, except for *Sign Out*.
    pub user_menu: &'static [&'static str],
    /// The path of the profile that has to be set up again in the sandbox.
    /// Without it, Sandbar doesn't remind the user.
    pub profile_path: Option<&'static str>,
    /// How the sessions of the two environments depend on each other.
    pub sessions: SessionRule,
    /// How to reach the same page in the other environment, if possible.
    pub same_page: Option<SamePage>,
    /// The pages that show keys.
    pub keys_pages: KeysPages,
    /// The kinds of credentials that are learned.
    pub credentials: &'static [CredentialShape],
    /// Its keys that reveal their environment.
    pub marks: &'static [MarkedShape],
    /// Its keys that don't, and are learned on its pages.
    pub sighted: &'static [SightedShape],
    /// Names for their parts. The first match counts, so a label comes before
    /// any label that it ends with.
    pub labels: &'static [LabelRow],
    /// Words, in lower case, that names of this vendor contain.
    pub words: &'static [&'static str],
    /// Those of them that have another meaning. In a label, they name the
    /// vendor only next to a word for a key.
    pub everyday_words: &'static [&'static str],
    /// Like `words`, for one kind of credential: words that tools use to ask for it.
    pub kind_words: &'static [(Kind, &'static str)],
    /// Advice for its pages, most important first.
    pub advice: &'static [Advice],
    /// The topics of its pages. The first row whose word is in the path counts.
    pub topics: &'static [(&'static str, Topic)],
    /// Irreversible actions in Production. The first match counts.
    pub irreversible: &'static [Irreversible],
    /// The vendor's terms for the environments, if they aren't Production and
    /// Sandbox.
    pub environment_names: Option<EnvironmentNames>,
    /// A request from the vendor's documentation with an invented key, for
    /// trying out the check.
    pub example: Option<&'static str>,
    /// The names of its keys' parts in `.env` files; the environment is
    /// appended. Kinds without names can't be copied this way.
    pub env_names: &'static [(Part, &'static str)],
    /// How its keys appear in texts.
    pub texts: &'static TextFacts,
    /// The sources of the facts.
    pub sources: Sources,
}

impl Vendor {
    /// A vendor about which nothing is known. Rows start from it.
    pub const UNKNOWN: Self = Self {
        id: "",
        name: "",
        doors: &[],
        sandbox_banner: None,
        user_menu: &[],
        profile_path: None,
        sessions: SessionRule::Unknown,
        same_page: None,
        keys_pages: KeysPages { notices: &[], not_names: &[] },
        credentials: &[],
        marks: &[],
        sighted: &[],
        labels: &[],
        words: &[],
        everyday_words: &[],
        kind_words: &[],
        advice: &[],
        topics: &[],
        irreversible: &[],
        environment_names: None,
        example: None,
        env_names: &[],
        texts: &TextFacts::UNKNOWN,
        sources: Sources::of("", &[]),
    };

    /// The topic of the page at this path.
    #[must_use]
    pub fn topic_of(&self, path: &str) -> Topic {
        let path = path.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        self.topics.iter().find(|(word, _)| path.contains(word)).map_or(Topic::Other, |&(_, topic)| topic)
    }

    /// The same, only if the path leaves no doubt: it starts with the word, or
    /// its plural, as a whole segment. An extension's name may contain any
    /// word.
    #[must_use]
    pub fn certain_topic_of(&self, path: &str) -> Option<Topic> {
        let path = path.trim_start_matches('/').to_ascii_lowercase();
        let begins = |word: &str| {
            let rest = path.strip_prefix(word.trim_start_matches('/'))?;
            let rest = rest.strip_prefix('s').unwrap_or(rest);
            (rest.is_empty() || rest.starts_with('/')).then_some(())
        };
        self.topics.iter().find(|(word, _)| begins(word).is_some()).map(|&(_, topic)| topic)
    }

    /// Whether the page at this path certainly lists keys.
    #[must_use]
    pub fn lists_keys_at(&self, path: &str) -> bool {
        matches!(self.certain_topic_of(path), Some(Topic::ApiKeys | Topic::ComposerKeys))
    }

    /// The advice for a page.
    pub fn advice_on(&self, page: PageFacts) -> impl Iterator<Item = &'static Advice> {
        self.advice.iter().filter(move |advice| page.calls_for(advice))
    }

    /// Whether keys on pages with this topic can be copied as an `.env` file.
    #[must_use]
    pub fn has_env_on(&self, topic: Topic) -> bool {
        topic == Topic::ApiKeys && !self.env_names.is_empty()
    }

    /// Whether its keys are learned on its pages and looked up in the keyring.
    /// The portals of an unnamed vendor are assumed to have such keys.
    #[must_use]
    pub const fn learns(&self) -> bool {
        !self.credentials.is_empty() || self.name.is_empty()
    }

    /// Whether keys that don't reveal their environment are learned on pages of
    /// this host with these environments. If paths tell the environments apart,
    /// they aren't: a page may still contain the previous content.
    #[must_use]
    pub fn sights_keys(&self, host: &str, of: Environments) -> bool {
        !self.sighted.is_empty() && of.only().is_some() && !self.tells_by_path_at(host)
    }

    /// Whether paths tell environments or sandboxes apart on this host.
    #[must_use]
    pub fn tells_by_path_at(&self, host: &str) -> bool {
        self.doors.iter().any(|door| host.ends_with(door.host.name()) && !door.path.is_empty())
    }

    /// Whether paths tell its environments apart, so that the host isn't
    /// enough.
    #[must_use]
    pub fn tells_by_path(&self) -> bool {
        self.doors.iter().any(|door| !door.path.is_empty())
    }

    /// The doors of the pages that Sandbar runs on.
    pub fn entered_doors(&self) -> impl Iterator<Item = &'static Door> + Clone + use<> {
        self.doors.iter().filter(|door| door.role.is_entered())
    }

    /// Its terms for the environments.
    #[must_use]
    pub const fn names(&self) -> EnvironmentNames {
        match self.environment_names {
            Some(names) => names,
            None => EnvironmentNames::COMMON,
        }
    }
}

impl PartialEq for Vendor {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Vendor {}

impl fmt::Debug for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Vendor").field(&self.id).finish()
    }
}

/// How a vendor's sessions in the two environments depend on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionRule {
    /// Two sessions. Signing out of either ends both. Only with this rule does
    /// Sandbar follow sessions, ask before a sign-out and report its effect on
    /// other tabs.
    Linked,
    /// One session for both environments.
    OneLogin,
    /// Two unrelated accounts.
    Separate,
    /// Nothing is known.
    Unknown,
}

/// How to reach the same page in the other environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SamePage {
    /// The other environment's portal has it at the same path.
    SwapHost {
        /// Paths of pages about items that exist in only one environment, each
        /// with the path of the list page.
        listed: &'static [(&'static str, &'static str)],
    },
}

/// Texts on the pages that show keys, in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeysPages {
    /// Sentences about keys.
    pub notices: &'static [(&'static str, Notice)],
    /// Table cells that aren't the name of a key: headers and controls.
    pub not_names: &'static [&'static str],
}

/// What a notice on a keys page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// There are no API keys.
    NoApiKeys,
    /// A key was replaced by a new one.
    Regenerated,
    /// A key was deleted.
    Deleted,
}

/// How a vendor's keys appear in texts: code, configuration files, commands,
/// tables, error messages. All words are in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextFacts {
    /// The short name of its API in variables and options.
    pub api_name: Option<&'static str>,
    /// The first path segment of the API. With it, a portal's host is used as
    /// an API host.
    pub api_root: Option<&'static str>,
    /// Paths below its hosts that, with the host, are names and not addresses,
    /// such as OAuth scopes. Without the leading slash.
    pub names: &'static [&'static str],
    /// Programs that send requests to the API.
    pub clients: &'static [&'static str],
    /// Other programs whose lines are commands.
    pub programs: &'static [&'static str],
    /// Names of options whose value is an environment, without separators.
    pub environment_options: &'static [&'static str],
    /// Words besides the environment in a switch such as `useSandbox`.
    pub switch_words: &'static [&'static str],
    /// Texts in a request or configuration file that occur only with this kind
    /// of key.
    pub usage_words: &'static [(Kind, &'static str)],
    /// Names for the parts of a credential when their partner is nearby.
    pub part_words: &'static [(Part, &'static [&'static str])],
    /// Words in the header of a table for the columns of the first and of the
    /// second part of a pair. The first match counts.
    pub columns: [&'static [&'static str]; 2],
    /// Texts in the rows of the portal's own list.
    pub list_marks: &'static [&'static str],
    /// Words in the vendor's error responses. The first match counts.
    pub refusals: &'static [(&'static str, Refusal)],
}

impl TextFacts {
    /// A vendor about which nothing is known.
    pub const UNKNOWN: Self = Self {
        api_name: None,
        api_root: None,
        names: &[],
        clients: &[],
        programs: &[],
        environment_options: &[],
        switch_words: &[],
        usage_words: &[],
        part_words: &[],
        columns: [&[], &[]],
        list_marks: &[],
        refusals: &[],
    };
}

/// An error response of a vendor's servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// 401, or equivalent words: the API doesn't know the key or token.
    Unauthorized,
    /// 403: the server knows the key but refuses the request.
    Forbidden,
    /// The package repository refuses the key.
    ComposerCredentials,
}

/// The shape of a part of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CredentialShape {
    /// The part, which implies the kind.
    pub part: Part,
    /// The shape of its values.
    pub shape: Shape,
    /// An example value from the vendor's documentation.
    pub sample: Option<&'static str>,
}

/// When a piece of advice applies on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// Always.
    Open,
    /// When the page shows the maximum number of keys.
    AllKeys,
    /// When the page shows fewer keys.
    FreeKeys,
    /// After a click on *Regenerate*.
    Regenerating,
    /// After a click on *Disable*.
    Disabling,
    /// When the host is a previous one.
    OldHost,
}

/// The most API keys per environment.
const MOST_KEYS: usize = 3;

/// The facts about a page that advice depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageFacts {
    /// Its environment.
    pub environment: Environment,
    /// Its topic; `None` if it is uncertain.
    pub topic: Option<Topic>,
    /// The number of keys it shows.
    pub keys: usize,
    /// The clicked control, if known.
    pub clicked: Option<Occasion>,
    /// Whether its host is a previous one.
    pub is_old: bool,
}

impl PageFacts {
    fn calls_for(&self, advice: &Advice) -> bool {
        let is_here = advice.topics.is_empty() || self.topic.is_some_and(|topic| advice.topics.contains(&topic));
        let is_now = match advice.occasion {
            Occasion::Open => true,
            Occasion::AllKeys => self.keys >= MOST_KEYS,
            Occasion::FreeKeys => self.keys < MOST_KEYS,
            Occasion::OldHost => self.is_old,
            Occasion::Regenerating | Occasion::Disabling => self.clicked == Some(advice.occasion),
        };
        is_here && is_now && advice.environment.is_none_or(|only| only == self.environment)
    }
}

/// A piece of advice for some pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice {
    /// Its text in the popup.
    pub text: MessageKey,
    /// Its text on the page itself, if it is shown there too.
    pub note: Option<ContentKey>,
    /// The environment it applies to; `None` for both.
    pub environment: Option<Environment>,
    /// The topics of the pages it applies to; empty for all.
    pub topics: &'static [Topic],
    /// When it applies.
    pub occasion: Occasion,
    /// The address of its source.
    pub source: &'static str,
}

/// The sources of a row's facts. The shipped modules leave them out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sources {
    #[cfg(not(target_family = "wasm"))]
    checked: &'static str,
    #[cfg(not(target_family = "wasm"))]
    addresses: &'static [&'static str],
}

impl Sources {
    /// Creates sources that were last checked on this date: `2026-11-25`.
    #[must_use]
    #[cfg_attr(target_family = "wasm", expect(unused_variables, reason = "left out"))]
    pub const fn of(checked: &'static str, addresses: &'static [&'static str]) -> Self {
        Self {
            #[cfg(not(target_family = "wasm"))]
            checked,
            #[cfg(not(target_family = "wasm"))]
            addresses,
        }
    }

    /// The date of the last check.
    #[cfg(not(target_family = "wasm"))]
    #[must_use]
    pub const fn checked(&self) -> &'static str {
        self.checked
    }

    /// The addresses.
    #[cfg(not(target_family = "wasm"))]
    #[must_use]
    pub const fn addresses(&self) -> &'static [&'static str] {
        self.addresses
    }
}

/// A vendor's terms for its environments, as adjectives before *key*.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvironmentNames {
    /// For example, Live.
    pub production: &'static str,
    /// For example, Test.
    pub sandbox: &'static str,
    /// Short forms in capitals, for the toolbar and titles.
    pub marks: [&'static str; 2],
}

impl EnvironmentNames {
    /// The terms of a vendor without its own.
    pub const COMMON: Self = Self::of(["Production", "Sandbox"], ["PROD", "SBX"]);

    /// Creates the terms for production and sandbox, with short forms of at
    /// most four letters.
    #[must_use]
    pub const fn of([production, sandbox]: [&'static str; 2], marks: [&'static str; 2]) -> Self {
        Self { production, sandbox, marks }
    }

    /// The short form for an environment.
    #[must_use]
    pub const fn mark(self, environment: Environment) -> &'static str {
        let [production, sandbox] = self.marks;
        match environment {
            Environment::Production => production,
            Environment::Sandbox => sandbox,
        }
    }

    /// The term for an environment.
    #[must_use]
    pub const fn name(self, environment: Environment) -> &'static str {
        match environment {
            Environment::Production => self.production,
            Environment::Sandbox => self.sandbox,
        }
    }
}

/// An address of a vendor's site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Door {
    /// The host.
    pub host: Host,
    /// The start of the path; empty for any path.
    pub path: &'static [Segment],
    /// The purpose of the site.
    pub role: Role,
    /// The environments the site belongs to.
    pub environments: Environments,
    /// Whether this address is current.
    pub generation: Generation,
}

impl Door {
    /// A door at exactly this host, with any path and a current name.
    #[must_use]
    pub const fn at(host: &'static str, role: Role, environments: Environments) -> Self {
        Self { host: Host::Exact(host), path: &[], role, environments, generation: Generation::Current }
    }

    /// A door at exactly this host, with any path and a previous name.
    #[must_use]
    pub const fn legacy(host: &'static str, role: Role, environments: Environments) -> Self {
        Self { generation: Generation::Legacy, ..Self::at(host, role, environments) }
    }
}

/// The host of a door: lower case, no port, no trailing dot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// Only this host.
    Exact(&'static str),
    /// Every subdomain of this name.
    Below(&'static str),
}

impl Host {
    /// The name, without possible subdomains.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact(name) | Self::Below(name) => name,
        }
    }
}

/// A whole segment of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// Exactly this segment.
    Is(&'static str),
    /// Any segment that starts with this, such as one with an account's ID.
    Starts(&'static str),
}

impl Segment {
    /// Whether a segment of a path matches.
    #[must_use]
    pub fn matches(self, segment: &str) -> bool {
        match self {
            Self::Is(whole) => segment == whole,
            Self::Starts(start) => segment.starts_with(start),
        }
    }
}
