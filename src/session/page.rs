//! What a page, and the toolbar beside it, should say of a session.

use serde::{Deserialize, Serialize};

use super::belief::{Belief, Cause, Origin, SessionScope};
use super::ledger::Ledger;
use super::signs::Signs;
use crate::catalogue::Environment;
use crate::time::Timestamp;

/// What an open page should say of its session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageWord {
    /// Nothing: it is as it looks, or nothing is known.
    Nothing,
    /// Its session has ended, though it may still look signed in.
    Ended {
        /// Why, for this page's environment.
        cause: Cause,
        /// When.
        at: Timestamp,
        /// What ended it; [`Origin::scope`] is where.
        origin: Origin,
    },
}

/// The state of an environment's session, in the words of toolbar and badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SessionWord {
    /// Signed in.
    SignedIn,
    /// Signed out, here, on the account site or by itself.
    SignedOut,
    /// Ended by what happened in the other environment.
    EndedWithTheOther,
    /// Not known. "Probably signed out" is not knowledge either.
    Unknown,
}

impl Ledger {
    /// What to say on a page of this environment that was loaded then and
    /// last showed these signs.
    ///
    /// A page loaded before its session ended says so, until anybody is seen
    /// signed in on a page loaded later: then it works again, for the session
    /// is in a cookie that all pages share. A page that shows by itself that
    /// it is signed out needs no word.
    #[must_use]
    pub fn page_word(&self, environment: Environment, loaded_at: Timestamp, signs: Signs) -> PageWord {
        let belief = self.belief(environment);
        match belief.end() {
            Some(end) if !signs.signed_out() => {
                let older = loaded_at <= end.at;
                // If the age of a page is not known, the belief decides.
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

    /// The word for toolbar and badge.
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
