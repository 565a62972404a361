//! What is believed of an environment's session, and how one ended.

use serde::{Deserialize, Serialize};

use super::document::Document;
use crate::catalogue::Environment;
use crate::time::Timestamp;

/// A site at which one can sign out: an environment's portal, or the account
/// site, which belongs to both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SessionScope {
    /// The portal of one environment.
    Environment(Environment),
    /// The account site.
    Account,
}

impl SessionScope {
    /// Whether what happens here happens in this environment.
    #[must_use]
    pub fn covers(self, environment: Environment) -> bool {
        match self {
            Self::Environment(own) => own == environment,
            Self::Account => true,
        }
    }
}

/// What ended the sessions: one event, however many environments it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A sign-out begun there, and confirmed.
    SignOut(SessionScope),
    /// Nothing that was noticed: a page of this environment was signed out
    /// where a session was believed.
    Seen(Environment),
    /// The same, after a cookie of this environment had been removed.
    Cookie(Environment),
}

impl Origin {
    /// Where it was begun or noticed.
    #[must_use]
    pub const fn scope(self) -> SessionScope {
        match self {
            Self::SignOut(scope) => scope,
            Self::Seen(environment) | Self::Cookie(environment) => SessionScope::Environment(environment),
        }
    }

    /// What it is to one environment.
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
    /// It ended with the other environment's, or by the account site.
    Linked,
    /// Unknown: it was seen to be over.
    Seen,
    /// Its cookie was removed, then it was seen to be over.
    Cookie,
}

/// The end of a session. Its cause in an environment is
/// [`Origin::cause_in`]: nothing is kept twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct End {
    /// When it was known for certain. If the clock was set back to before
    /// this, the moment at which that was noticed.
    pub at: Timestamp,
    /// What ended it.
    pub origin: Origin,
}

/// What is believed of one environment's session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Belief {
    /// Nothing is known of the present.
    Unknown {
        /// The end of the last session, if nobody was believed signed in
        /// since. Pages loaded before it still say so.
        after: Option<End>,
    },
    /// Signed in.
    SignedIn {
        /// When this was first seen of the present session.
        since: Timestamp,
        /// The newest document that showed it.
        evidence: Document,
    },
    /// A cookie was removed, and no page has shown what that meant. Only a
    /// page loaded later can tell.
    ProbablySignedOut {
        /// When the session was first seen.
        since: Timestamp,
        /// When the cookie was removed.
        at: Timestamp,
    },
    /// One page looks signed out. A header that knows the user late, or a
    /// cached page, looks the same: a second sign has to agree.
    Doubted {
        /// When the session was first seen.
        since: Timestamp,
        /// The document that looks signed out.
        by: Document,
        /// When it was seen.
        at: Timestamp,
    },
    /// A page was signed out, and no session is known that could have ended.
    FoundSignedOut {
        /// When it was seen.
        at: Timestamp,
    },
    /// A session ended.
    SignedOut(End),
}

impl Belief {
    /// Nothing is known, and nothing was.
    pub const UNKNOWN: Self = Self::Unknown { after: None };

    /// Whether there is, or was until a cookie went, a session that could end.
    #[must_use]
    pub const fn holds_session(&self) -> bool {
        matches!(self, Self::SignedIn { .. } | Self::ProbablySignedOut { .. } | Self::Doubted { .. })
    }

    /// The end of the last session, if nobody was believed signed in since.
    #[must_use]
    pub const fn end(&self) -> Option<End> {
        match self {
            Self::SignedOut(end) | Self::Unknown { after: Some(end) } => Some(*end),
            _ => None,
        }
    }
}

/// Whether the user is to be reminded that the sandbox profile must be
/// rebuilt there, whatever its state in production.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileReminder {
    /// Not before the first sign-in to sandbox.
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
    fn what_was_only_seen_is_linked_in_the_other() {
        assert_eq!(Origin::Seen(Sandbox).cause_in(Sandbox), Cause::Seen);
        assert_eq!(Origin::Cookie(Sandbox).cause_in(Sandbox), Cause::Cookie);
        assert_eq!(Origin::Cookie(Sandbox).cause_in(Production), Cause::Linked);
    }
}
