//! Which came first, when the clock cannot be trusted.
//!
//! Whether a page was loaded before or after a sign-out decides most of what
//! is believed, and all there is to tell are two readings of a clock that may
//! have been set back in between. So:
//!
//! - An event that is up to [`LATE`] earlier than the newest one is taken for
//!   one that was overtaken on its way, and counts as of the newest.
//! - One that is earlier by more says that the clock was set back. What the
//!   ledger remembers of later readings happened before now, so it is moved to
//!   just before now. The readings from there to the newest one may now occur
//!   *twice*: a document that carries such a reading was loaded before or
//!   after what was remembered, nobody knows which. Its age is *doubtful*,
//!   and what rests on it alone is Unknown. This passes when the clock has
//!   caught up, or at the next start of the browser, which no document
//!   outlives.
//! - A document that says it was loaded in the future was loaded before the
//!   clock was set back: doubtful as well.
//!
//! A clock set back by less than [`LATE`] goes unnoticed. It makes a page that
//! is loaded within that time after a sign-out look older than it is, until
//! the next page is loaded; never the reverse.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// How much earlier than the newest event another may be that was merely
/// overtaken. Reports travel between the processes of one computer in
/// milliseconds; a worker that has to start first takes a tenth of a second.
pub const LATE: Duration = Duration::from_secs(5);

/// Whether a document's word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// It is newer than everything that counted before.
    Fresh,
    /// It is older than the last sign-out, or than a document that counted.
    Stale,
    /// It is not known.
    Doubtful,
}

/// Readings that may have occurred twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Twice {
    /// The last reading before them.
    from: Timestamp,
    /// The last of them.
    to: Timestamp,
}

/// What the ledger knows of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Order {
    latest: Option<Timestamp>,
    twice: Option<Twice>,
}

/// What a reading says about the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// The clock runs; this is the present.
    Present(Timestamp),
    /// It was set back; what is remembered happened no later than this.
    SetBack(Timestamp),
}

impl Order {
    /// Takes a reading of the clock into account.
    pub(super) fn read(&mut self, now: Timestamp) -> Reading {
        let latest = self.latest.unwrap_or(now);
        match latest.since(now) {
            Some(behind) if behind > LATE => {
                let edge = now.just_before();
                let twice = self.twice.unwrap_or(Twice { from: edge, to: latest });
                self.twice = Some(Twice { from: twice.from.min(edge), to: twice.to.max(latest) });
                self.latest = Some(now);
                Reading::SetBack(edge)
            }
            _ => {
                let present = latest.max(now);
                self.latest = Some(present);
                Reading::Present(present)
            }
        }
    }

    /// No document is left of those loaded before the clock was set back.
    pub(super) fn forget_documents(&mut self) {
        self.twice = None;
    }

    /// Whether what was `remembered`, and a document whose reading is later,
    /// may yet have come in the reverse order.
    pub(super) fn may_be_reversed(&self, remembered: Timestamp, loaded_at: Timestamp) -> bool {
        let twice = self.twice.is_some_and(|twice| twice.from <= remembered && loaded_at <= twice.to);
        twice && remembered < loaded_at
    }

    /// As [`Order::may_be_reversed`], of a document that reports right now,
    /// and so cannot have been loaded later than now.
    pub(super) fn may_be_reversed_now(&self, remembered: Timestamp, loaded_at: Timestamp) -> bool {
        let future = self.latest.is_some_and(|latest| latest < loaded_at);
        self.may_be_reversed(remembered, loaded_at) || (future && remembered < loaded_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn read(readings: &[u64]) -> Order {
        let mut order = Order::default();
        readings.iter().for_each(|&seconds| _ = order.read(at(seconds)));
        order
    }

    #[test]
    fn an_event_overtaken_on_its_way_counts_as_of_the_newest() {
        assert_eq!(read(&[100]).read(at(95)), Reading::Present(at(100)));
    }

    #[test]
    fn a_clock_set_back_is_noticed() {
        assert_eq!(read(&[100]).read(at(94)), Reading::SetBack(at(94).just_before()));
    }

    #[test]
    fn readings_that_may_occur_twice_order_nothing() {
        let order = read(&[100, 50, 70]);
        assert!(order.may_be_reversed(at(60), at(70)));
        assert!(!order.may_be_reversed(at(60), at(60)), "what is not later is older in either pass");
        assert!(!order.may_be_reversed(at(40), at(70)), "what happened before them is older in either pass");
    }

    #[test]
    fn once_the_clock_has_caught_up_new_readings_order_again() {
        assert!(!read(&[100, 50, 120]).may_be_reversed(at(60), at(110)));
    }

    #[test]
    fn the_future_orders_nothing() {
        assert!(read(&[100]).may_be_reversed_now(at(60), at(200)));
    }

    #[test]
    fn a_second_setting_back_only_widens_the_doubt() {
        let order = read(&[100, 50, 80, 60]);
        assert!(order.may_be_reversed(at(52), at(58)));
        assert!(order.may_be_reversed(at(60), at(60 + 40)));
    }
}
