//! A site: a host whose purpose and environment are known.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::environment::{Environment, Environments};
use super::role::{Generation, Role};
use super::vendor::Vendor;

/// A host with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The host name: lower case, no port, no trailing dot.
    pub host: Cow<'static, str>,
    /// What it is for.
    pub role: Role,
    /// Which environments it belongs to.
    pub environments: Environments,
    /// Current or legacy name.
    pub generation: Generation,
    /// Whose it is.
    pub vendor: &'static Vendor,
}

impl Site {
    /// The one environment this site belongs to, if it is one.
    #[must_use]
    pub const fn environment(&self) -> Option<Environment> {
        self.environments.only()
    }

    /// Whether Sandbar works there by itself, and not because managed policy or the
    /// user wants it.
    #[must_use]
    pub const fn is_built_in(&self) -> bool {
        matches!(self.generation, Generation::Current | Generation::Legacy)
    }

    /// Whether its vendor is on because the user turned it on.
    #[must_use]
    pub fn is_chosen(&self) -> bool {
        self.generation == Generation::Chosen
    }

    /// Whether Sandbar runs on this site's pages.
    #[must_use]
    pub const fn is_entered(&self) -> bool {
        self.role.is_entered()
    }
}

/// A portal in both environments that managed policy adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AddedPortals {
    /// The host of the production portal: lower case, no port.
    pub production: String,
    /// The host of the sandbox portal.
    pub sandbox: String,
    /// The API hosts of production.
    #[serde(default)]
    pub production_api: Vec<String>,
    /// The API hosts of the sandbox.
    #[serde(default)]
    pub sandbox_api: Vec<String>,
    /// The ID of the vendor whose portals they are. Without it, nothing is
    /// known of their pages and sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
}

impl AddedPortals {
    /// Every host of it, with its role and environment.
    pub fn hosts(&self) -> impl Iterator<Item = (&str, Role, Environment)> {
        let portals = [(&self.production, Environment::Production), (&self.sandbox, Environment::Sandbox)];
        let portals = portals.into_iter().map(|(host, environment)| (host.as_str(), Role::Portal, environment));
        let production = self.production_api.iter().map(|host| (host.as_str(), Role::Api, Environment::Production));
        let sandbox = self.sandbox_api.iter().map(|host| (host.as_str(), Role::Api, Environment::Sandbox));
        portals.chain(production).chain(sandbox)
    }
}
