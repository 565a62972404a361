//! One environment's part of a ledger.

use serde::{Deserialize, Serialize};

use super::belief::Belief;
use super::order::{Age, Order};
use crate::time::Timestamp;

/// What is believed of one environment, and what is needed to weigh the next
/// page of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct EnvironmentSession {
    pub belief: Belief,
    /// The last sign-out, known or not to have ended a session. A document
    /// must have been loaded after it to count.
    pub signed_out_by: Option<Timestamp>,
    /// When the newest document was loaded that has counted.
    pub newest: Option<Timestamp>,
    /// Whether anybody was ever seen signed in.
    pub visited: bool,
}

impl EnvironmentSession {
    pub const NEW: Self = Self { belief: Belief::UNKNOWN, signed_out_by: None, newest: None, visited: false };

    /// Whether a document that reports now, and was loaded then, counts.
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

    /// Notes that a document has counted. One that reads as loaded in the
    /// future was loaded by now.
    pub fn count(&mut self, loaded_at: Timestamp, present: Timestamp) {
        self.newest = self.newest.max(Some(loaded_at.min(present)));
    }

    /// Moves what is remembered of later readings to the edge.
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
