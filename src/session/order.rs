//! The order of events when the clock can't be trusted.
//!
//! Whether a page was loaded before or after a sign-out decides most beliefs.
//! The only evidence is two clock readings, and the clock may have been set
//! back between them. So:
//!
//! - An event up to [`LATE`] earlier than the newest one was probably delayed,
//!   and counts as if it happened at the newest time.
//! - An event that is even earlier shows that the clock was set back. Later
//!   times in the ledger are then moved to just before now. The readings
//!   between now and the newest one can occur *twice*: a document with such a
//!   load time may have been loaded before or after the recorded events. Its
//!   age is *doubtful*, and anything that depends only on it is Unknown. This
//!   ends when the clock has caught up, or when the browser restarts, because
//!   no document survives that.
//! - A document with a load time in the future was loaded before the clock was
//!   set back, so its age is doubtful too.
//!
//! A clock that is set back by less than [`LATE`] goes unnoticed. A page that
//! is loaded within that time after a sign-out then looks older than it is,
//! until the next page is loaded. It never looks newer.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// How much earlier than the newest event a delayed event can be. Reports take
/// milliseconds between the processes of one computer; a worker that has to
/// start first takes a tenth of a second.
pub const LATE: Duration = Duration::from_secs(5);

/// Whether a document counts as evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// It is newer than everything that counted before.
    Fresh,
    /// It is older than the last sign-out, or than a document that counted.
    Stale,
    /// Its age is unknown.
    Doubtful,
}

/// Clock readings that may have occurred twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Twice {
    /// The reading before the first of them.
    from: Timestamp,
    /// The last of them.
    to: Timestamp,
}

/// What the ledger knows about the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Order {
    latest: Option<Timestamp>,
    twice: Option<Twice>,
}

/// What a reading shows about the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// The clock is running; this is the present.
    Present(Timestamp),
    /// The clock was set back; all recorded events happened before this.
    SetBack(Timestamp),
}

impl Order {
    /// Processes a reading of the clock.
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

    /// No document from before the clock was set back exists anymore.
    pub(super) fn forget_documents(&mut self) {
        self.twice = None;
    }

    /// Whether a recorded event and a document with a later load time may have
    /// happened in the opposite order.
    pub(super) fn may_be_reversed(&self, remembered: Timestamp, loaded_at: Timestamp) -> bool {
        let twice = self.twice.is_some_and(|twice| twice.from <= remembered && loaded_at <= twice.to);
        twice && remembered < loaded_at
    }

    /// The same as [`Order::may_be_reversed`] for a document that reports right
    /// now, so it can't have been loaded later than now.
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
