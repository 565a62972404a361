//! The two environments, and which of them a site belongs to.

use serde::{Deserialize, Serialize};

/// One of the two environments. They look alike but are separate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Environment {
    /// Where extensions are published.
    Production,
    /// Where publishing is tried out.
    Sandbox,
}

impl Environment {
    /// Both, in display order.
    pub const ALL: [Self; 2] = [Self::Production, Self::Sandbox];

    /// The other environment.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Production => Self::Sandbox,
            Self::Sandbox => Self::Production,
        }
    }

    /// The name in file names and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
        }
    }
}

/// The environments a site belongs to, as far as its address shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Environments {
    /// Exactly one.
    Only(Environment),
    /// Both share it.
    Both,
    /// It belongs to neither.
    Neither,
    /// One of the two at a time. The page knows which one, but the address
    /// doesn't show it.
    Ask,
}

impl Environments {
    /// The environment, if the address shows exactly one.
    #[must_use]
    pub const fn only(self) -> Option<Environment> {
        match self {
            Self::Only(environment) => Some(environment),
            Self::Both | Self::Neither | Self::Ask => None,
        }
    }
}
