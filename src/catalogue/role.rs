//! What a host is for, and whether its name is current.

use serde::{Deserialize, Serialize};

/// What a host is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The developer portal: the pages that Sandbar marks.
    Portal,
    /// The vendor's API.
    Api,
    /// Static files of a portal.
    Static,
    /// The account site, which signs a user in to both environments.
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
    /// The portals are marked; the account site is watched for the sign-out
    /// that both environments share. No other site is asked for or entered.
    #[must_use]
    pub const fn is_entered(self) -> bool {
        matches!(self, Self::Portal | Self::Account)
    }
}

/// Which generation of host names a site belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Generation {
    /// The names in use today.
    Current,
    /// The names before them, still found in code, notes and bookmarks.
    Legacy,
    /// The pair with this number, from 0, that managed policy added.
    Added(usize),
    /// A vendor's that is on because the user turned it on.
    Chosen,
}
