//! What a page and the toolbar show about a session.

use serde::{Deserialize, Serialize};

use super::belief::{Belief, Cause, Origin, SessionScope};
use super::ledger::Ledger;
use super::signs::Signs;
use crate::catalogue::Environment;
use crate::time::Timestamp;

/// What an open page shows about its session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageWord {
    /// Nothing: the page looks right, or nothing is known.
    Nothing,
    /// Its session has ended, although the page may still look signed in.
    Ended {
        /// The cause for this page's environment.
        cause: Cause,
        /// The time of the end.
        at: Timestamp,
        /// What ended it, and where ([`Origin::scope`]).
        origin: Origin,
    },
}

/// The state of an environment's session, as the toolbar and badge show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SessionWord {
    /// Signed in.
    SignedIn,
    /// Signed out here or on the account site, or for an unknown reason.
    SignedOut,
    /// Ended by a sign-out from the other environment.
    EndedWithTheOther,
    /// Unknown. "Probably signed out" counts as unknown too.
    Unknown,
}

impl Ledger {
    /// What to show on a page of this environment, given its load time and the
    /// signs it last showed.
    ///
    /// A page loaded before its session ended shows a notice, until a page
    /// loaded later is signed in. Then it works again, because all
    /// pages share the session cookie. A page that already looks signed out
    /// needs no notice.
    #[must_use]
    pub fn page_word(&self, environment: Environment, loaded_at: Timestamp, signs: Signs) -> PageWord {
        let belief = self.belief(environment);
        match belief.end() {
            Some(end) if !signs.signed_out() => {
                let older = loaded_at <= end.at;
                // If the age of a page is unknown, the belief decides.
                let perhaps = matches!(belief, Belief::SignedOut(_)) && self.order.may_be_reversed(end.at, loaded_at);
                if older || perhaps {
                    let cause = end.origin.cause_in(environment);
                    PageWord::Ended { cause, at: end.at, origin: end.origin }
                } else {
                    PageWord::Nothing
                }
            }
            _ => PageWord::Nothing,
        }
    }

    /// The state for toolbar and badge.
    #[must_use]
    pub fn session_word(&self, environment: Environment) -> SessionWord {
        match self.belief(environment) {
            Belief::SignedIn { .. } => SessionWord::SignedIn,
            Belief::SignedOut(end) if end.origin.scope() == SessionScope::Environment(environment.other()) => {
                SessionWord::EndedWithTheOther
            }
            Belief::SignedOut(_) | Belief::FoundSignedOut { .. } => SessionWord::SignedOut,
            Belief::Unknown { .. } | Belief::ProbablySignedOut { .. } | Belief::Doubted { .. } => SessionWord::Unknown,
        }
    }
}
