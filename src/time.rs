//! Timestamps from the browser's clock.

use core::time::Duration;

use serde::{Deserialize, Serialize};

/// A reading of the computer's clock: milliseconds since 1970-01-01T00:00 UTC.
///
/// Timestamps don't prove an order: the user or the network may set the clock
/// back, so a later event can have an earlier timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "number"))]
#[serde(from = "u64", into = "u64")]
pub struct Timestamp(u64);

impl Timestamp {
    /// The largest timestamp: JavaScript's `Number.MAX_SAFE_INTEGER`, so that
    /// every value converts exactly in both directions.
    pub const MAX: Self = Self((1 << 53) - 1);

    /// From whole milliseconds, capped at [`Timestamp::MAX`].
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        if millis > Self::MAX.0 { Self::MAX } else { Self(millis) }
    }

    /// From JavaScript's `Date.now()` or `performance.timeOrigin`, in
    /// milliseconds. Fractions are dropped; negative numbers and NaN become 0.
    #[must_use]
    pub const fn from_js(millis: f64) -> Self {
        // `as` truncates, saturates, and turns NaN into 0.
        Self::from_millis(millis as u64)
    }

    /// Whole milliseconds since 1970.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// The time since `earlier`; `None` if that is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Option<Duration> {
        match self.0.checked_sub(earlier.0) {
            Some(millis) => Some(Duration::from_millis(millis)),
            None => None,
        }
    }

    /// Adds a duration, capped at [`Timestamp::MAX`].
    #[must_use]
    pub const fn after(self, duration: Duration) -> Self {
        let millis = duration.as_millis();
        #[allow(clippy::cast_possible_truncation, reason = "compared with the largest timestamp first")]
        let millis = if millis > Self::MAX.0 as u128 { Self::MAX.0 } else { millis as u64 };
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// One millisecond earlier; 0 stays 0.
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
    fn an_invalid_or_negative_time_reads_as_the_epoch() {
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
    fn a_duration_is_never_negative() {
        let (early, late) = (Timestamp::from_millis(5), Timestamp::from_millis(8));
        assert_eq!(late.since(early), Some(Duration::from_millis(3)));
        assert_eq!(early.since(late), None);
    }
}
