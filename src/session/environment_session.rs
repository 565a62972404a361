//! The ledger's data about one environment.

use serde::{Deserialize, Serialize};

use super::belief::Belief;
use super::order::{Age, Order};
use crate::time::Timestamp;

/// What is believed about one environment, and what is needed to judge its next
/// page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct EnvironmentSession {
    pub belief: Belief,
    /// The last sign-out, whether or not it is known to have ended a session. A
    /// document counts only if it was loaded later.
    pub signed_out_by: Option<Timestamp>,
    /// The load time of the newest document that counted.
    pub newest: Option<Timestamp>,
    /// Whether anyone was ever seen signed in.
    pub visited: bool,
}

impl EnvironmentSession {
    pub const NEW: Self = Self { belief: Belief::UNKNOWN, signed_out_by: None, newest: None, visited: false };

    /// Whether a document with this load time that reports now counts.
    pub fn age(&self, loaded_at: Timestamp, order: &Order) -> Age {
        let after_sign_out = self.signed_out_by.is_none_or(|sign_out| sign_out < loaded_at);
        let newest = self.newest.is_none_or(|newest| newest <= loaded_at);
        let mut remembered = [self.signed_out_by, self.newest].into_iter().flatten();
        if !(after_sign_out && newest) {
            Age::Stale
        } else if remembered.any(|remembered| order.may_be_reversed_now(remembered, loaded_at)) {
            Age::Doubtful
        } else {
            Age::Fresh
        }
    }

    /// Records a document that counted. A load time in the future is replaced
    /// by the present.
    pub fn count(&mut self, loaded_at: Timestamp, present: Timestamp) {
        self.newest = self.newest.max(Some(loaded_at.min(present)));
    }

    /// Moves later times back to `edge`.
    pub fn set_back(&mut self, edge: Timestamp) {
        let moved = |at: Timestamp| at.min(edge);
        self.signed_out_by = self.signed_out_by.map(moved);
        self.newest = self.newest.map(moved);
        match &mut self.belief {
            Belief::SignedIn { since, .. } => *since = moved(*since),
            Belief::ProbablySignedOut { since, at } => (*since, *at) = (moved(*since), moved(*at)),
            Belief::Doubted { since, at, .. } => (*since, *at) = (moved(*since), moved(*at)),
            Belief::FoundSignedOut { at } => *at = moved(*at),
            Belief::SignedOut(end) | Belief::Unknown { after: Some(end) } => end.at = moved(end.at),
            Belief::Unknown { after: None } => {}
        }
    }
}
