//! Moments, as a browser's clock reads them.

use core::time::Duration;

use serde::{Deserialize, Serialize};

/// A reading of the computer's clock: milliseconds since 1970-01-01T00:00 UTC.
///
/// It is a reading and not a place in the order of things: the user, or the
/// network, may set the clock back, and then a later moment reads earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "number"))]
#[serde(from = "u64", into = "u64")]
pub struct Timestamp(u64);

impl Timestamp {
    /// The largest reading kept: the largest whole number that JavaScript
    /// holds exactly, so that one crosses over and back unchanged.
    pub const MAX: Self = Self((1 << 53) - 1);

    /// From whole milliseconds; more than [`Timestamp::MAX`] becomes that.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        if millis > Self::MAX.0 { Self::MAX } else { Self(millis) }
    }

    /// From what JavaScript's `Date.now()` or `performance.timeOrigin` says,
    /// in milliseconds. A fraction is cut off; what is no time at all
    /// (negative, not a number) reads as the beginning of time.
    #[must_use]
    pub const fn from_js(millis: f64) -> Self {
        // A float's `as` cuts off, stops at the bounds and takes NaN for 0.
        Self::from_millis(millis as u64)
    }

    /// Whole milliseconds since 1970.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// How long after `earlier` this is; `None` if it is before it.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Option<Duration> {
        match self.0.checked_sub(earlier.0) {
            Some(millis) => Some(Duration::from_millis(millis)),
            None => None,
        }
    }

    /// This much later.
    #[must_use]
    pub const fn after(self, time: Duration) -> Self {
        #[allow(clippy::cast_possible_truncation, reason = "a `Timestamp` is cut to its largest reading anyway")]
        Self::from_millis(self.0.saturating_add(time.as_millis() as u64))
    }

    /// The last reading before this one.
    #[must_use]
    pub const fn just_before(self) -> Self {
        Self(self.0.saturating_sub(1))
    }
}

impl From<u64> for Timestamp {
    fn from(millis: u64) -> Self {
        Self::from_millis(millis)
    }
}

impl From<Timestamp> for u64 {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_javascript_time_loses_its_fraction() {
        assert_eq!(Timestamp::from_js(1_700_000_000_000.75), Timestamp::from_millis(1_700_000_000_000));
    }

    #[test]
    fn what_is_no_time_reads_as_the_beginning() {
        for no_time in [f64::NAN, -1.0, f64::NEG_INFINITY] {
            assert_eq!(Timestamp::from_js(no_time), Timestamp::from_millis(0), "{no_time}");
        }
    }

    #[test]
    fn a_time_too_large_for_javascript_is_cut_even_when_read_from_storage() {
        assert_eq!(Timestamp::from_js(f64::INFINITY), Timestamp::MAX);
        assert_eq!(serde_json::from_str::<Timestamp>("9007199254740993").unwrap(), Timestamp::MAX);
    }

    #[test]
    fn nothing_lies_a_negative_time_ago() {
        let (early, late) = (Timestamp::from_millis(5), Timestamp::from_millis(8));
        assert_eq!(late.since(early), Some(Duration::from_millis(3)));
        assert_eq!(early.since(late), None);
    }
}
