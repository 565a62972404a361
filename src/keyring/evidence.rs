//! How strong a sighting is as evidence of a credential's environment.

use super::{Belonging, Entry, SightingKind};
use crate::catalogue::Environment;

impl SightingKind {
    /// The strength. Stronger evidence overrides weaker.
    pub(super) const fn strength(self) -> u8 {
        match self {
            Self::Watched => 0,
            Self::KeysPage | Self::Copied => 1,
            Self::Declared => 2,
        }
    }
}

impl Entry {
    /// The strongest evidence for this entry.
    pub(super) fn evidence(&self) -> SightingKind {
        if self.first.how.strength() > self.last.how.strength() { self.first.how } else { self.last.how }
    }

    /// Whether the user declared its environment.
    #[must_use]
    pub fn is_declared(&self) -> bool {
        self.environment != Belonging::Conflict && self.evidence() == SightingKind::Declared
    }

    /// Where it belongs after it was seen in this environment. A user's
    /// declaration is not overridden.
    pub(super) fn sighted_in(&self, environment: Environment) -> Belonging {
        if self.is_declared() { self.environment } else { self.environment.also(environment) }
    }
}
