//! What happened in a cookie store, the newest last.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::belief::{Origin, SessionScope};
use crate::catalogue::Environment;
use crate::time::Timestamp;

/// How many moments are kept.
pub const BOUND: usize = 200;

/// Which environments something spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AffectedEnvironments {
    /// One of them.
    Only(Environment),
    /// Both at once.
    Both,
}

/// What happened at a moment. A report that changes nothing is not a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Seen signed in.
    SignedIn(Environment),
    /// A sign-out was begun there.
    SignOutBegun(SessionScope),
    /// Sessions ended: one moment, however many it ended.
    Ended {
        /// Where they ended.
        span: AffectedEnvironments,
        /// What ended them.
        origin: Origin,
    },
    /// A cookie was removed where somebody was believed signed in.
    Lowered(Environment),
    /// Found signed out, which ended nothing.
    FoundSignedOut(Environment),
    /// A page contradicted itself, or what was believed, by a document whose
    /// age is not known.
    Contradicted(Environment),
    /// The browser was started again, and a session may not have outlived it.
    BrowserStarted(Environment),
    /// The clock was set back.
    ClockSetBack,
}

/// One entry of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Moment {
    /// When, as the clock read then. Later entries read earlier only after
    /// [`What::ClockSetBack`].
    pub at: Timestamp,
    /// What.
    pub what: What,
}

/// The last [`BOUND`] moments.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "VecDeque<Moment>", into = "VecDeque<Moment>")]
pub struct History(VecDeque<Moment>);

impl History {
    /// The moments, the newest last.
    pub fn moments(&self) -> impl DoubleEndedIterator<Item = &Moment> + ExactSizeIterator {
        self.0.iter()
    }

    pub(super) fn push(&mut self, moment: Moment) {
        self.0.push_back(moment);
        self.trim();
    }

    fn trim(&mut self) {
        let surplus = self.0.len().saturating_sub(BOUND);
        self.0.drain(..surplus);
    }
}

impl From<VecDeque<Moment>> for History {
    fn from(moments: VecDeque<Moment>) -> Self {
        let mut history = Self(moments);
        history.trim();
        history
    }
}

impl From<History> for VecDeque<Moment> {
    fn from(history: History) -> Self {
        history.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(millis: u64) -> Moment {
        Moment { at: Timestamp::from_millis(millis), what: What::ClockSetBack }
    }

    #[test]
    fn the_oldest_moment_gives_way_to_the_newest() {
        let mut history = History::default();
        (0..=200).for_each(|millis| history.push(moment(millis)));
        assert_eq!(history.moments().len(), BOUND);
        assert_eq!(history.moments().next(), Some(&moment(1)));
        assert_eq!(history.moments().next_back(), Some(&moment(200)));
    }

    #[test]
    fn a_stored_history_that_is_too_long_is_cut_when_it_is_read() {
        let stored = serde_json::to_string(&(0..500).map(moment).collect::<Vec<_>>()).unwrap();
        let history: History = serde_json::from_str(&stored).unwrap();
        assert_eq!(history.moments().len(), BOUND);
        assert_eq!(history.moments().next_back(), Some(&moment(499)));
    }
}
