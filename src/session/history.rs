//! The history of a cookie store, oldest first.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::belief::{Origin, SessionScope};
use crate::catalogue::Environment;
use crate::time::Timestamp;

/// The maximum number of entries.
pub const BOUND: usize = 200;

/// The environments that an entry affects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AffectedEnvironments {
    /// One of them.
    Only(Environment),
    /// Both at once.
    Both,
}

/// The kind of entry. Reports that change nothing are not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A page was seen signed in.
    SignedIn(Environment),
    /// A sign-out was started there.
    SignOutBegun(SessionScope),
    /// Sessions ended. This is one entry even if both did.
    Ended {
        /// The environments they ended in.
        span: AffectedEnvironments,
        /// What ended them.
        origin: Origin,
    },
    /// A cookie was removed while a user was believed to be signed in.
    Lowered(Environment),
    /// Found signed out, but no known session ended.
    FoundSignedOut(Environment),
    /// A page contradicted itself, or a document of uncertain age contradicted
    /// what was believed.
    Contradicted(Environment),
    /// The browser was restarted, and the session may not have survived.
    BrowserStarted(Environment),
    /// The clock was set back.
    ClockSetBack,
}

/// One entry of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Moment {
    /// The clock time. Later entries have an earlier time only after
    /// [`What::ClockSetBack`].
    pub at: Timestamp,
    /// The kind of entry.
    pub what: What,
}

/// The last [`BOUND`] entries.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "VecDeque<Moment>", into = "VecDeque<Moment>")]
pub struct History(VecDeque<Moment>);

impl History {
    /// The entries, oldest first.
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
