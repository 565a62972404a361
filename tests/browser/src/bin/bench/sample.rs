//! Repeated measurements of one thing.

use std::fmt;

/// Measurements in one unit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sample(Vec<f64>);

impl FromIterator<f64> for Sample {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        Self(values)
    }
}

impl Sample {
    /// The value that this share of the measurements doesn't exceed; 0 if there are none.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "few values"
    )]
    pub fn at(&self, share: f64) -> f64 {
        let rank = (share * self.0.len() as f64).ceil().max(1.0) as usize;
        self.0.get(rank - 1).copied().unwrap_or_default()
    }

    /// The median.
    pub fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// The largest value.
    pub fn most(&self) -> f64 {
        self.at(1.0)
    }
}

/// Shows the median, and the ranges of the middle half and of nineteen in twenty.
impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [low, high, p95] = [0.25, 0.75, 0.95].map(|share| short(self.at(share)));
        write!(f, "{} (middle half {low}–{high}, p95 {p95}, n {})", short(self.median()), self.0.len())
    }
}

/// A number with the significant digits only.
pub fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_what_was_measured() {
        let sample: Sample = (1..=100).rev().map(f64::from).collect();
        assert_eq!(
            [sample.median(), sample.at(0.95), sample.at(0.0), sample.most()].map(short),
            ["50.0", "95.0", "1.00", "100"]
        );
        assert_eq!(short(Sample::default().median()), "0.00");
    }

    #[test]
    fn a_sample_tells_its_middle_and_its_spread() {
        let sample: Sample = [3.0, 1.0, 2.0, 400.0].into_iter().collect();
        assert_eq!(sample.to_string(), "2.00 (middle half 1.00–3.00, p95 400, n 4)");
    }
}
