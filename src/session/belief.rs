//! What Sandbar believes about a session, and how a session ended.

use serde::{Deserialize, Serialize};

use super::document::Document;
use crate::catalogue::Environment;
use crate::time::Timestamp;

/// Where a user can sign out: an environment's portal, or the account site,
/// which belongs to both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SessionScope {
    /// The portal of one environment.
    Environment(Environment),
    /// The account site.
    Account,
}

impl SessionScope {
    /// Whether an event at this site affects this environment.
    #[must_use]
    pub fn covers(self, environment: Environment) -> bool {
        match self {
            Self::Environment(own) => own == environment,
            Self::Account => true,
        }
    }
}

/// What ended the sessions. One event can end both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A confirmed sign-out at this site.
    SignOut(SessionScope),
    /// Unknown: a page of this environment was signed out although a session
    /// was believed.
    Seen(Environment),
    /// The same, after a cookie of this environment was removed.
    Cookie(Environment),
}

impl Origin {
    /// The site where it started or was noticed.
    #[must_use]
    pub const fn scope(self) -> SessionScope {
        match self {
            Self::SignOut(scope) => scope,
            Self::Seen(environment) | Self::Cookie(environment) => SessionScope::Environment(environment),
        }
    }

    /// The cause for one environment.
    #[must_use]
    pub fn cause_in(self, environment: Environment) -> Cause {
        if self.scope() != SessionScope::Environment(environment) {
            return Cause::Linked;
        }
        match self {
            Self::SignOut(_) => Cause::Here,
            Self::Seen(_) => Cause::Seen,
            Self::Cookie(_) => Cause::Cookie,
        }
    }
}

/// Why an environment's session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Signed out in this environment.
    Here,
    /// It ended together with the other environment's session, or on the
    /// account site.
    Linked,
    /// Unknown; the session was found ended.
    Seen,
    /// Its cookie was removed, and then it was found ended.
    Cookie,
}

/// The end of a session. [`Origin::cause_in`] gives its cause for an
/// environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct End {
    /// When the end was certain. If the clock was then set back to before this,
    /// the time at which that was noticed.
    pub at: Timestamp,
    /// What ended it.
    pub origin: Origin,
}

/// What Sandbar believes about an environment's session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Belief {
    /// Nothing is known about the current state.
    Unknown {
        /// The end of the last session, unless a user was seen signed in
        /// since. Pages loaded before it still show a notice.
        after: Option<End>,
    },
    /// Signed in.
    SignedIn {
        /// When the session was first seen.
        since: Timestamp,
        /// The newest document that showed the session.
        evidence: Document,
    },
    /// A cookie was removed, and no page has shown the effect. Only a page
    /// loaded later can.
    ProbablySignedOut {
        /// When the session was first seen.
        since: Timestamp,
        /// When the cookie was removed.
        at: Timestamp,
    },
    /// One page looks signed out. A cached page, or a header that shows the
    /// user late, looks the same, so a second sign is required.
    Doubted {
        /// When the session was first seen.
        since: Timestamp,
        /// The document that looks signed out.
        by: Document,
        /// When it was seen.
        at: Timestamp,
        /// Whether a cookie was removed too, before or after that.
        #[serde(default)]
        after_cookie: bool,
    },
    /// A page was signed out, but no known session could have ended.
    FoundSignedOut {
        /// When it was seen.
        at: Timestamp,
    },
    /// A session ended.
    SignedOut(End),
}

impl Belief {
    /// Nothing is known, now or before.
    pub const UNKNOWN: Self = Self::Unknown { after: None };

    /// Whether there is a session that can end, or was one until a cookie was
    /// removed.
    #[must_use]
    pub const fn holds_session(&self) -> bool {
        matches!(self, Self::SignedIn { .. } | Self::ProbablySignedOut { .. } | Self::Doubted { .. })
    }

    /// The end of the last session, unless a user was seen signed in since.
    #[must_use]
    pub const fn end(&self) -> Option<End> {
        match self {
            Self::SignedOut(end) | Self::Unknown { after: Some(end) } => Some(*end),
            _ => None,
        }
    }
}

/// Whether to remind the user that the sandbox profile must be set up
/// separately, even if the production profile is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileReminder {
    /// Not before the first sign-in to the sandbox.
    #[default]
    NotYet,
    /// Yes.
    Due,
    /// Marked as done; never again in this cookie store.
    Done,
}

#[cfg(test)]
mod tests {
    use super::*;
    use Environment::{Production, Sandbox};

    #[test]
    fn a_sign_out_is_here_where_it_was_begun_and_linked_in_the_other() {
        let origin = Origin::SignOut(SessionScope::Environment(Sandbox));
        assert_eq!((origin.cause_in(Sandbox), origin.cause_in(Production)), (Cause::Here, Cause::Linked));
    }

    #[test]
    fn a_sign_out_on_the_account_site_is_linked_for_both() {
        let origin = Origin::SignOut(SessionScope::Account);
        assert_eq!(Environment::ALL.map(|environment| origin.cause_in(environment)), [Cause::Linked, Cause::Linked]);
    }

    #[test]
    fn an_end_that_was_only_seen_is_linked_in_the_other_environment() {
        assert_eq!(Origin::Seen(Sandbox).cause_in(Sandbox), Cause::Seen);
        assert_eq!(Origin::Cookie(Sandbox).cause_in(Sandbox), Cause::Cookie);
        assert_eq!(Origin::Cookie(Sandbox).cause_in(Production), Cause::Linked);
    }
}
