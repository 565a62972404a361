//! The purpose of a host, and whether its name is current.

use serde::{Deserialize, Serialize};

/// The purpose of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The developer portal. Sandbar marks its pages.
    Portal,
    /// The vendor's API.
    Api,
    /// Static files of a portal.
    Static,
    /// The account site, where users sign in to both environments.
    Account,
    /// The public store.
    Store,
    /// The Composer package repository.
    Composer,
    /// The vendor's documentation.
    Documentation,
}

impl Role {
    /// Whether Sandbar runs on pages of such a site.
    ///
    /// Sandbar marks the portals, and watches the account site because signing
    /// out there ends both environments' sessions. It requests access to no
    /// other built-in site.
    #[must_use]
    pub const fn is_entered(self) -> bool {
        matches!(self, Self::Portal | Self::Account)
    }
}

/// Which generation of host names a site belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Generation {
    /// The current names.
    Current,
    /// Previous names, which still occur in code, notes and bookmarks.
    Legacy,
    /// A pair that managed policy added, by its index from 0.
    Added(usize),
    /// A site of a vendor that the user turned on.
    Chosen,
}
