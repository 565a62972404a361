//! The two environments, and which of them a site belongs to.

use serde::{Deserialize, Serialize};

/// One of the two environments, which look alike and are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Environment {
    /// Where extensions are really published.
    Production,
    /// Where publishing is practiced.
    Sandbox,
}

impl Environment {
    /// Both, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::Production, Self::Sandbox];

    /// The other environment.
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

/// Which environments a site belongs to, as far as its address tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Environments {
    /// Exactly one.
    Only(Environment),
    /// Both share it.
    Both,
    /// It has nothing to do with either.
    Neither,
    /// One of the two at a time. The page knows which, the address does not.
    Ask,
}

impl Environments {
    /// The one environment, if the address tells it.
    #[must_use]
    pub const fn only(self) -> Option<Environment> {
        match self {
            Self::Only(environment) => Some(environment),
            Self::Both | Self::Neither | Self::Ask => None,
        }
    }
}
