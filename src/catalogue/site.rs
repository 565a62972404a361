//! A site: a host with a known purpose and environment.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::environment::{Environment, Environments};
use super::role::{Generation, Role};
use super::vendor::Vendor;

/// A host and what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The host name: lower case, no port, no trailing dot.
    pub host: Cow<'static, str>,
    /// Its purpose.
    pub role: Role,
    /// The environments it belongs to.
    pub environments: Environments,
    /// Whether the name is current.
    pub generation: Generation,
    /// The vendor it belongs to.
    pub vendor: &'static Vendor,
}

impl Site {
    /// The environment it belongs to, if it is exactly one.
    #[must_use]
    pub const fn environment(&self) -> Option<Environment> {
        self.environments.only()
    }

    /// Whether Sandbar runs there by default, rather than because of managed
    /// policy or the user.
    #[must_use]
    pub const fn is_built_in(&self) -> bool {
        matches!(self.generation, Generation::Current | Generation::Legacy)
    }

    /// Whether it belongs to a vendor that the user turned on.
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

/// A portal that managed policy adds, with both of its environments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AddedPortals {
    /// The host of the production portal: lower case, no port.
    pub production: String,
    /// The host of the sandbox portal.
    pub sandbox: String,
    /// The API hosts of Production.
    #[serde(default)]
    pub production_api: Vec<String>,
    /// The API hosts of the Sandbox.
    #[serde(default)]
    pub sandbox_api: Vec<String>,
    /// The ID of the vendor that runs the portals. Without it, nothing is known
    /// about their pages and sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
}

impl AddedPortals {
    /// All its hosts, with role and environment.
    pub fn hosts(&self) -> impl Iterator<Item = (&str, Role, Environment)> {
        let portals = [(&self.production, Environment::Production), (&self.sandbox, Environment::Sandbox)];
        let portals = portals.into_iter().map(|(host, environment)| (host.as_str(), Role::Portal, environment));
        let production = self.production_api.iter().map(|host| (host.as_str(), Role::Api, Environment::Production));
        let sandbox = self.sandbox_api.iter().map(|host| (host.as_str(), Role::Api, Environment::Sandbox));
        portals.chain(production).chain(sandbox)
    }
}
