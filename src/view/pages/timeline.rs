//! The last sign-ins and sign-outs of both environments as a picture.
//!
//! Each sign-in or sign-out is a column. Columns are evenly spaced, the newest on
//! the right. Each environment is a lane. An event in both lanes is one mark across
//! both.

use crate::catalogue::Environment;
use crate::messages::{MessageKey, message};
use crate::session::{AffectedEnvironments, History, What};
use crate::time::Timestamp;

/// The most columns.
const MOST: usize = 6;

/// The event that a column marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The user signed in to this environment.
    In(Environment),
    /// Only the session of this environment ended.
    Out(Environment),
    /// Both sessions ended at once.
    OutOfBoth,
}

impl Mark {
    /// Whether the environment has a session after the event; `None` if the event
    /// does not concern it.
    const fn leaves(self, environment: Environment) -> Option<bool> {
        match (self, environment) {
            (Self::OutOfBoth, _) => Some(false),
            (Self::In(Environment::Production), Environment::Production)
            | (Self::In(Environment::Sandbox), Environment::Sandbox) => Some(true),
            (Self::Out(Environment::Production), Environment::Production)
            | (Self::Out(Environment::Sandbox), Environment::Sandbox) => Some(false),
            (Self::In(_) | Self::Out(_), _) => None,
        }
    }

    /// The message. Its placeholder is the time.
    #[must_use]
    pub const fn text(self) -> MessageKey {
        match self {
            Self::In(Environment::Production) => message::TIMELINE_IN_PRODUCTION,
            Self::In(Environment::Sandbox) => message::TIMELINE_IN_SANDBOX,
            Self::Out(Environment::Production) => message::TIMELINE_OUT_PRODUCTION,
            Self::Out(Environment::Sandbox) => message::TIMELINE_OUT_SANDBOX,
            Self::OutOfBoth => message::TIMELINE_OUT_BOTH,
        }
    }
}

/// An event in the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The time of the event.
    pub at: Timestamp,
    /// Its mark.
    pub mark: Mark,
}

/// The timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The events, the oldest first.
    pub columns: Vec<Column>,
    /// For each environment, in the order of [`Environment::ALL`], whether it
    /// had a session before each column, and after the last one.
    pub sessions: [Vec<bool>; 2],
}

/// The timeline of the last events in a history.
#[must_use]
pub fn timeline(history: &History) -> Timeline {
    let marks = history.moments().filter_map(|moment| Some(Column { at: moment.at, mark: mark(moment.what)? }));
    let mut columns: Vec<Column> = marks.rev().take(MOST).collect();
    columns.reverse();
    let sessions = Environment::ALL.map(|environment| {
        let leaves: Vec<Option<bool>> = columns.iter().map(|column| column.mark.leaves(environment)).collect();
        // Before its first mark, a lane has the opposite of the state that the
        // mark leaves.
        let first = leaves.iter().copied().flatten().next().is_some_and(|left| !left);
        let after = leaves.into_iter().scan(first, |session, left| {
            *session = left.unwrap_or(*session);
            Some(*session)
        });
        std::iter::once(first).chain(after).collect()
    });
    Timeline { columns, sessions }
}

const fn mark(what: What) -> Option<Mark> {
    match what {
        What::SignedIn(environment) => Some(Mark::In(environment)),
        What::Ended { span: AffectedEnvironments::Only(environment), .. } => Some(Mark::Out(environment)),
        What::Ended { span: AffectedEnvironments::Both, .. } => Some(Mark::OutOfBoth),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Moment, Origin, SessionScope};
    use Environment::{Production, Sandbox};
    use std::collections::VecDeque;

    const LINKED: What =
        What::Ended { span: AffectedEnvironments::Both, origin: Origin::SignOut(SessionScope::Environment(Sandbox)) };

    fn drawn(what: &[What]) -> Timeline {
        let moments = what.iter().zip(1..).map(|(&what, at)| Moment { at: Timestamp::from_millis(at), what });
        timeline(&History::from(moments.collect::<VecDeque<_>>()))
    }

    #[test]
    fn a_linked_sign_out_is_one_mark_that_ends_both_lanes() {
        let timeline = drawn(&[What::SignedIn(Production), What::SignedIn(Sandbox), LINKED]);
        assert_eq!(
            timeline.columns.iter().map(|column| column.mark).collect::<Vec<_>>(),
            [Mark::In(Production), Mark::In(Sandbox), Mark::OutOfBoth]
        );
        assert_eq!(timeline.sessions, [vec![false, true, true, false], vec![false, false, true, false]]);
    }

    #[test]
    fn the_state_before_the_first_mark_is_inferred_from_it() {
        assert_eq!(drawn(&[LINKED]).sessions, [[true, false], [true, false]]);
    }

    #[test]
    fn only_the_newest_sign_ins_and_sign_outs_are_shown() {
        let history: Vec<What> = (0..20).flat_map(|_| [What::SignedIn(Sandbox), What::ClockSetBack, LINKED]).collect();
        let timeline = drawn(&history);
        assert_eq!(timeline.columns.len(), MOST);
        assert_eq!(timeline.columns.last().map(|column| column.mark), Some(Mark::OutOfBoth));
    }

    #[test]
    fn an_empty_history_is_an_empty_picture() {
        assert_eq!(drawn(&[]), Timeline { columns: Vec::new(), sessions: [vec![false], vec![false]] });
    }
}
