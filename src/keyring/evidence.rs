//! How much a sighting counts about where a credential belongs.

use super::{Belonging, Entry, SightingKind};
use crate::catalogue::Environment;

impl SightingKind {
    /// How much it counts: less is overridden by more.
    pub(super) const fn strength(self) -> u8 {
        match self {
            Self::Watched => 0,
            Self::KeysPage | Self::Copied => 1,
            Self::Declared => 2,
        }
    }
}

impl Entry {
    /// The strongest evidence that there is for it.
    pub(super) fn evidence(&self) -> SightingKind {
        if self.first.how.strength() > self.last.how.strength() { self.first.how } else { self.last.how }
    }

    /// Whether the user said where it belongs.
    #[must_use]
    pub fn is_declared(&self) -> bool {
        self.environment != Belonging::Conflict && self.evidence() == SightingKind::Declared
    }

    /// Where it belongs after it was seen there: the user's word holds.
    pub(super) fn sighted_in(&self, environment: Environment) -> Belonging {
        if self.is_declared() { self.environment } else { self.environment.also(environment) }
    }
}
