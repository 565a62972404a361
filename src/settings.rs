//! What the person chose.

use serde::{Deserialize, Serialize};

use crate::badge::Placement;
use crate::portal::Environment;

/// The settings, as stored. Whatever is missing has its default, so that
/// settings of an older version read as they are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Settings {
    /// Where the badge is on production pages.
    pub production: Placement,
    /// Where the badge is on sandbox pages.
    pub sandbox: Placement,
    /// Whether a paste is held back until it is known to fit or confirmed.
    pub strict_paste: bool,
}

impl Settings {
    /// Where the badge is on pages of this environment.
    #[must_use]
    pub const fn placement(&self, environment: Environment) -> Placement {
        match environment {
            Environment::Production => self.production,
            Environment::Sandbox => self.sandbox,
        }
    }

    /// The same, to be changed.
    pub const fn placement_mut(&mut self, environment: Environment) -> &mut Placement {
        match environment {
            Environment::Production => &mut self.production,
            Environment::Sandbox => &mut self.sandbox,
        }
    }
}
