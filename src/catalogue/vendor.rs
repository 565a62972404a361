//! The type of a vendor's row: everything that Sandbar knows about one vendor.
//!
//! A row is data. Everything except the doors is optional, and a missing fact
//! means that Sandbar says nothing about it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::environment::{Environment, Environments};
use super::irreversible::Irreversible;
use super::label::LabelRow;
use super::marked::MarkedShape;
use super::role::{Generation, Role};
use super::shape::Shape;
use super::sighted::SightedShape;
use crate::credential::{Kind, Part};
use crate::messages::{ContentKey, MessageKey};

/// A vendor with a production and a sandbox side.
pub struct Vendor {
    /// Its name in policies and stored data. It never changes.
    pub id: &'static str,
    /// Its name for users.
    pub name: &'static str,
    /// The addresses of its sites. The first one that matches counts, so the
    /// more specific ones come first.
    pub doors: &'static [Door],
    /// The phrase of a banner that every sandbox page shows, and no production
    /// page. Without it, address and page are not compared.
    pub sandbox_banner: Option<&'static str>,
    /// Labels of the menu that opens from the user's name, in lower case and
    /// without the one that signs out.
    pub user_menu: &'static [&'static str],
    /// The path of the profile that has to be set up again in the sandbox.
    /// Without it, nobody is reminded of that.
    pub profile_path: Option<&'static str>,
    /// How the sessions of the two environments depend on each other.
    pub sessions: SessionRule,
    /// How the same page is reached in the other environment, if it can be.
    pub same_page: Option<SamePage>,
    /// The pages that show keys.
    pub keys_pages: KeysPages,
    /// Its kinds of credentials that are learned.
    pub credentials: &'static [CredentialShape],
    /// Its keys that tell their environment.
    pub marks: &'static [MarkedShape],
    /// Its keys that do not, and are learned where its pages show them.
    pub sighted: &'static [SightedShape],
    /// What the parts of them are called. The first label that fits counts, so
    /// the longer ones come before those that they end with.
    pub labels: &'static [LabelRow],
    /// Words in a name that only this vendor's credentials have, in lower case.
    pub words: &'static [&'static str],
    /// The same for a kind of credential: words by which tools ask for it.
    pub kind_words: &'static [(Kind, &'static str)],
    /// What is worth knowing on its pages, the most important first.
    pub advice: &'static [Advice],
    /// What its pages are about: the first row whose word is part of the path
    /// counts.
    pub topics: &'static [(&'static str, Topic)],
    /// What cannot be undone in Production. The first row that fits counts.
    pub irreversible: &'static [Irreversible],
    /// What the vendor calls the environments, if it is neither Production nor
    /// Sandbox.
    pub environment_names: Option<EnvironmentNames>,
    /// A request as in the vendor's documentation, with an invented key, to try
    /// the check of a text with.
    pub example: Option<&'static str>,
    /// What the parts of its keys are called in `.env` files; the environment is put
    /// after it. Kinds without names are not copied that way.
    pub env_names: &'static [(Part, &'static str)],
    /// How texts about its keys are written.
    pub texts: &'static TextFacts,
    /// Where the facts come from.
    pub sources: Sources,
}

impl Vendor {
    /// A vendor of which nothing is known. Rows start from it.
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

    /// What the page at this path is about.
    #[must_use]
    pub fn topic_of(&self, path: &str) -> Topic {
        let path = path.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        self.topics.iter().find(|(word, _)| path.contains(word)).map_or(Topic::Other, |&(_, topic)| topic)
    }

    /// The same where the path leaves no doubt: it begins with the word as a whole
    /// segment, or with its plural. An extension may have any word in its name.
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

    /// What is worth knowing on a page.
    pub fn advice_on(&self, page: PageFacts) -> impl Iterator<Item = &'static Advice> {
        self.advice.iter().filter(move |advice| page.calls_for(advice))
    }

    /// Whether the keys on pages about this can be copied as an `.env` file.
    #[must_use]
    pub fn has_env_on(&self, topic: Topic) -> bool {
        topic == Topic::ApiKeys && !self.env_names.is_empty()
    }

    /// Whether its keys are learned where its pages show them, and looked up in
    /// the keyring. Portals of an unnamed vendor are taken for ones with such keys.
    #[must_use]
    pub const fn learns(&self) -> bool {
        !self.credentials.is_empty() || self.name.is_empty()
    }

    /// Whether keys that do not tell their environment are learned from its pages of
    /// this host and these environments. Not where paths tell pages apart: one may
    /// still show what it showed before.
    #[must_use]
    pub fn sights_keys(&self, host: &str, of: Environments) -> bool {
        !self.sighted.is_empty() && of.only().is_some() && !self.tells_by_path_at(host)
    }

    /// Whether paths tell environments or sandboxes at this host apart.
    #[must_use]
    pub fn tells_by_path_at(&self, host: &str) -> bool {
        self.doors.iter().any(|door| host.ends_with(door.host.name()) && !door.path.is_empty())
    }

    /// Whether paths tell its environments apart, so that a host alone does not.
    #[must_use]
    pub fn tells_by_path(&self) -> bool {
        self.doors.iter().any(|door| !door.path.is_empty())
    }

    /// The doors of its pages that Sandbar works on.
    pub fn entered_doors(&self) -> impl Iterator<Item = &'static Door> + Clone + use<> {
        self.doors.iter().filter(|door| door.role.is_entered())
    }

    /// What it calls the environments.
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
    /// Two sessions; signing out of either ends both. Only with this rule does
    /// Sandbar follow sessions, ask before a sign-out and report its effect on
    /// other tabs.
    Linked,
    /// One session for both environments.
    OneLogin,
    /// Two accounts that share nothing.
    Separate,
    /// Nothing is known.
    Unknown,
}

/// How the same page is reached in the other environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SamePage {
    /// At the same path on the other environment's portal.
    SwapHost {
        /// Paths below which a page is about one thing that exists in one
        /// environment alone, each with the list that contains it.
        listed: &'static [(&'static str, &'static str)],
    },
}

/// What the pages that show keys say, in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeysPages {
    /// Sentences about keys.
    pub notices: &'static [(&'static str, Notice)],
    /// Cells that are not the name of a key: headers and controls.
    pub not_names: &'static [&'static str],
}

/// What a keys page says about keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// There are no API keys.
    NoApiKeys,
    /// A key was replaced by a new one.
    Regenerated,
    /// A key was deleted.
    Deleted,
}

/// How texts about a vendor's keys are written: code, configuration files,
/// commands, tables, error messages. All words are in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextFacts {
    /// The short name of its API in names of variables and options.
    pub api_name: Option<&'static str>,
    /// The first segment of the API's paths. A portal's host before it is one
    /// that requests go to.
    pub api_root: Option<&'static str>,
    /// Programs that send requests to the API.
    pub clients: &'static [&'static str],
    /// Other programs whose lines are commands.
    pub programs: &'static [&'static str],
    /// Names of options whose value is an environment, without the signs
    /// between their words.
    pub environment_options: &'static [&'static str],
    /// Words that a switch such as `useSandbox` may have besides its environment.
    pub switch_words: &'static [&'static str],
    /// What a request or a configuration file has for this kind of key alone.
    pub usage_words: &'static [(Kind, &'static str)],
    /// How the parts of a credential are called near their partners.
    pub part_words: &'static [(Part, &'static [&'static str])],
    /// How the header of a table calls the columns of the first and of the
    /// second part of a pair. The first word that it contains counts.
    pub columns: [&'static [&'static str]; 2],
    /// What rows of the portal's own list contain.
    pub list_marks: &'static [&'static str],
    /// Words of the vendor's error responses. The first that fit count.
    pub refusals: &'static [(&'static str, Refusal)],
}

impl TextFacts {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self {
        api_name: None,
        api_root: None,
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
    /// 401, or words that say the same: the API does not know the key or token.
    Unauthorized,
    /// 403: the server knows the key and refuses what was asked for.
    Forbidden,
    /// The package repository refuses the key.
    ComposerCredentials,
}

/// A part of a credential with its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CredentialShape {
    /// Which part of which credential.
    pub part: Part,
    /// What its values look like.
    pub shape: Shape,
    /// A value that the vendor's documentation shows as an example.
    pub sample: Option<&'static str>,
}

/// What a portal's page is about, as far as its address tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// API keys.
    ApiKeys,
    /// Composer access keys.
    ComposerKeys,
    /// The user's profile.
    Profile,
    /// What is submitted: extensions, themes, shared packages, apps.
    Submissions,
    /// Reports on sales and views.
    Reports,
    /// Anything else.
    Other,
}

/// When one thing is worth knowing on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// Always.
    Open,
    /// Once it shows as many keys as there can be.
    AllKeys,
    /// Before that.
    FreeKeys,
    /// *Regenerate* was clicked.
    Regenerating,
    /// *Disable* was clicked.
    Disabling,
    /// Its host is an old one.
    OldHost,
}

/// How many API keys there can be in an environment.
const MOST_KEYS: usize = 3;

/// What is known of a page on which something may be worth knowing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageFacts {
    /// Its environment.
    pub environment: Environment,
    /// What it is about; none where that is not certain.
    pub topic: Option<Topic>,
    /// How many keys it shows.
    pub keys: usize,
    /// What was clicked there, if that is known.
    pub clicked: Option<Occasion>,
    /// Whether its host is an old one.
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

/// One thing worth knowing on some pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice {
    /// Its sentence.
    pub text: MessageKey,
    /// The same, if the page itself says it and not the popup alone.
    pub note: Option<ContentKey>,
    /// The environment that it is about; none if it is about both.
    pub environment: Option<Environment>,
    /// The topics of the pages that it is for; all if there are none.
    pub topics: &'static [Topic],
    /// When it is worth knowing there.
    pub occasion: Occasion,
    /// The address of its source.
    pub source: &'static str,
}

/// Where the facts of a row come from. The modules that ship leave it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sources {
    #[cfg(not(target_family = "wasm"))]
    checked: &'static str,
    #[cfg(not(target_family = "wasm"))]
    addresses: &'static [&'static str],
}

impl Sources {
    /// These addresses, last checked on this date: `2026-11-25`.
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

    /// The date on which the facts were last checked.
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

/// A vendor's own names for its environments, as they stand before *key*.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvironmentNames {
    /// Such as Live.
    pub production: &'static str,
    /// Such as Test.
    pub sandbox: &'static str,
    /// The same in a few capital letters, for the toolbar and titles.
    pub marks: [&'static str; 2],
}

impl EnvironmentNames {
    /// Those of a vendor that has no others.
    pub const COMMON: Self = Self::of(["Production", "Sandbox"], ["PROD", "SBX"]);

    /// These names of production and the sandbox, with their marks: at most four
    /// letters.
    #[must_use]
    pub const fn of([production, sandbox]: [&'static str; 2], marks: [&'static str; 2]) -> Self {
        Self { production, sandbox, marks }
    }

    /// The mark of an environment.
    #[must_use]
    pub const fn mark(self, environment: Environment) -> &'static str {
        let [production, sandbox] = self.marks;
        match environment {
            Environment::Production => production,
            Environment::Sandbox => sandbox,
        }
    }

    /// The name of an environment.
    #[must_use]
    pub const fn name(self, environment: Environment) -> &'static str {
        match environment {
            Environment::Production => self.production,
            Environment::Sandbox => self.sandbox,
        }
    }
}

/// An address that leads to a site of a vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Door {
    /// Its host.
    pub host: Host,
    /// What its path begins with; empty for any path.
    pub path: &'static [Segment],
    /// What the site is for.
    pub role: Role,
    /// Which environments the site belongs to.
    pub environments: Environments,
    /// Whether this is its current or an old address.
    pub generation: Generation,
}

impl Door {
    /// A door at exactly this host, with any path, under its current name.
    #[must_use]
    pub const fn at(host: &'static str, role: Role, environments: Environments) -> Self {
        Self { host: Host::Exact(host), path: &[], role, environments, generation: Generation::Current }
    }

    /// A door at exactly this host, with any path, under an old name.
    #[must_use]
    pub const fn legacy(host: &'static str, role: Role, environments: Environments) -> Self {
        Self { generation: Generation::Legacy, ..Self::at(host, role, environments) }
    }
}

/// The host of a door: lower case, no port, no trailing dot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// This host alone.
    Exact(&'static str),
    /// Every host with at least one label more before this name.
    Below(&'static str),
}

impl Host {
    /// The name, without what may come before it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact(name) | Self::Below(name) => name,
        }
    }
}

/// One whole segment of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// This segment.
    Is(&'static str),
    /// Any segment that begins like this, such as one with an account's ID.
    Starts(&'static str),
}

impl Segment {
    /// Whether this segment of a path is one.
    #[must_use]
    pub fn matches(self, segment: &str) -> bool {
        match self {
            Self::Is(whole) => segment == whole,
            Self::Starts(start) => segment.starts_with(start),
        }
    }
}
