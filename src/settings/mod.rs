//! What the person chose.

pub mod policy;

use serde::{Deserialize, Serialize};

use crate::catalogue::Environment;
use crate::view::badge::Placement;

/// A language that there are words in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// English.
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Spanish.
    Es,
    /// Dutch.
    Nl,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::En, Self::De, Self::Fr, Self::Es, Self::Nl];

    /// Its code (ISO 639-1), which is its wire name and its folder's in `_locales`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::Nl => "nl",
        }
    }

    /// Its own name for itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
            Self::Fr => "Français",
            Self::Es => "Español",
            Self::Nl => "Nederlands",
        }
    }
}

/// The settings, as stored. Whatever is missing has its default, so that
/// settings of an older version read as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Settings {
    /// How production pages are marked.
    pub production: Placement,
    /// How sandbox pages are marked.
    pub sandbox: Placement,
    /// Whether a paste is held back until it is known to fit or confirmed.
    pub strict_paste: bool,
    /// Whether keys are learned from what portal pages show.
    pub learning: bool,
    /// The language of every word, if not the browser's.
    pub language: Option<Language>,
    /// Whether a press that would end the other environment's session asks first.
    pub ask_before_sign_out: bool,
    /// Whether settings and watched sites go to the person's other computers.
    pub sync: bool,
    /// Whether the keyring goes with them.
    pub sync_keyring: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            production: Placement::default(),
            sandbox: Placement::default(),
            strict_paste: false,
            learning: true,
            language: None,
            ask_before_sign_out: true,
            sync: false,
            sync_keyring: false,
        }
    }
}

impl Settings {
    /// How pages of this environment are marked.
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
