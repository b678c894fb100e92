//! Whether a model's own probability says how often it is right.

use serde::Serialize;
use std::fmt::{self, Display, Formatter};

/// Bins of equally many predictions.
const BINS: usize = 15;

/// Predictions: how sure of each, and whether it was right.
#[derive(Debug, Clone, Default)]
pub struct Calibration {
    predictions: Vec<(f32, bool)>,
}

/// A bin of predictions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bin {
    /// How many there are.
    predictions: usize,
    /// How sure on average.
    sure: f64,
    /// The share that is right.
    right: f64,
}

/// What it comes to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// The mean distance of the two in a bin, over all predictions.
    expected_error: f64,
    /// The bins, the least sure first.
    bins: Vec<Bin>,
}

impl Calibration {
    /// Adds a prediction.
    pub fn add(&mut self, sure: f32, right: bool) {
        self.predictions.push((sure, right));
    }

    /// Adds those of another.
    pub fn merge(&mut self, other: &Self) {
        self.predictions.extend_from_slice(&other.predictions);
    }

    /// Sums them up; the order in which they came makes no difference.
    pub fn summary(&self) -> Summary {
        let mut sorted = self.predictions.clone();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        // Which of those that are equally sure come into a bin must not depend on which are right.
        let mean = |alike: &[(f32, bool)]| {
            let right = alike.iter().filter(|(_, right)| *right).count();
            vec![(f64::from(alike[0].0), right as f64 / alike.len() as f64); alike.len()]
        };
        let sorted: Vec<(f64, f64)> =
            sorted.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()).flat_map(mean).collect();
        let all = sorted.len();
        let bins: Vec<Bin> = (0..BINS)
            .map(|n| &sorted[n * all / BINS..(n + 1) * all / BINS])
            .filter(|bin| !bin.is_empty())
            .map(Bin::of)
            .collect();
        let off = |bin: &Bin| (bin.sure - bin.right).abs() * bin.predictions as f64;
        let expected_error = bins.iter().map(off).sum::<f64>() / all.max(1) as f64;
        Summary { expected_error, bins }
    }
}

impl Bin {
    fn of(predictions: &[(f64, f64)]) -> Self {
        let count = predictions.len() as f64;
        let (sure, right) =
            predictions.iter().fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
        Self { predictions: predictions.len(), sure: sure / count, right: right / count }
    }
}

impl Display for Summary {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "expected calibration error {:.3}", self.expected_error)?;
        writeln!(f, "{:>7} {:>7} {:>7}", "cases", "sure", "right")?;
        for Bin { predictions, sure, right } in &self.bins {
            writeln!(f, "{predictions:>7} {:>7.1} {:>7.1}", sure * 100.0, right * 100.0)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_as_sure_as_right_has_no_error() {
        let mut calibration = Calibration::default();
        for n in 0..1500 {
            calibration
                .add(if n < 750 { 0.25 } else { 0.5 }, n % (if n < 750 { 4 } else { 2 }) == 0);
        }
        // The bin in the middle holds both.
        let summary = calibration.summary();
        assert_eq!(summary.bins.len(), BINS);
        assert!(summary.expected_error < 0.01, "{summary}");
    }

    #[test]
    fn who_is_always_sure_is_off_by_its_mistakes() {
        let mut calibration = Calibration::default();
        (0..40).for_each(|n| calibration.add(1.0, n % 4 > 0));
        assert!((calibration.summary().expected_error - 0.25).abs() < 1e-9);
        assert_eq!(Calibration::default().summary().bins, []);
    }
}
