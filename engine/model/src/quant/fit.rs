//! Scales of 4-bit blocks with the least squared error.
//!
//! The reference takes the scale with which no element is cut off. A smaller one is often better: a
//! few elements are cut off, all others are met more closely. A search tries a range of scales; each
//! is followed by the scale that is best for the numbers of steps so found (least squares).

use super::{farthest, q4, range};

/// To how many steps the farthest element is spread, in tenths. Beyond these nothing was gained on
/// normally distributed weights.
const TENTHS_0: std::ops::RangeInclusive<i32> = 55..=90;
/// The same for the distance of the least element to the greatest.
const TENTHS_1: std::ops::RangeInclusive<i32> = 110..=165;
/// How often the scale is fitted to the steps that it gave.
const ROUNDS: usize = 2;

/// To `Q4_0`.
pub(super) fn fit_0(values: &[f32; 32]) -> [u8; 18] {
    let farthest = farthest(values);
    let mut best = Best::new(values, q4::quantize_0(values), q4::dequantize_0);
    // Steps go from -8 to 7, so either sign of the scale has its use.
    for steps in TENTHS_0.flat_map(|tenths| [-tenths, tenths]) {
        let mut scale = farthest * 10.0 / steps as f32;
        for _ in 0..=ROUNDS {
            let met = best.offer(q4::store_0(scale, values));
            scale *= dot(values, &met) / dot(&met, &met);
        }
    }
    best.bytes
}

/// To `Q4_1`.
pub(super) fn fit_1(values: &[f32; 32]) -> [u8; 20] {
    let (low, high) = range(values);
    let mut best = Best::new(values, q4::quantize_1(values), q4::dequantize_1);
    for steps in TENTHS_1.step_by(2) {
        let mut scale = (high - low) * 10.0 / steps as f32;
        // What is cut off is cut off equally on both sides.
        let mut minimum = (low + high - 15.0 * scale) / 2.0;
        for _ in 0..=ROUNDS {
            let met = best.offer(q4::store_1(scale, minimum, values));
            let (slope, intercept) = line(&met, values);
            scale *= slope;
            minimum = minimum * slope + intercept;
        }
    }
    best.bytes
}

/// The best block so far.
struct Best<'a, const BYTES: usize> {
    values: &'a [f32; 32],
    dequantize: fn(&[u8; BYTES], &mut [f32; 32]),
    bytes: [u8; BYTES],
    error: f32,
}

impl<'a, const BYTES: usize> Best<'a, BYTES> {
    fn new(
        values: &'a [f32; 32],
        bytes: [u8; BYTES],
        dequantize: fn(&[u8; BYTES], &mut [f32; 32]),
    ) -> Self {
        let mut met = [0.0; 32];
        dequantize(&bytes, &mut met);
        Self { values, dequantize, bytes, error: squared_error(values, &met) }
    }

    /// Keeps `bytes` if they are better; gives the numbers that they stand for.
    fn offer(&mut self, bytes: [u8; BYTES]) -> [f32; 32] {
        let mut met = [0.0; 32];
        (self.dequantize)(&bytes, &mut met);
        let error = squared_error(self.values, &met);
        if error < self.error {
            (self.bytes, self.error) = (bytes, error);
        }
        met
    }
}

fn squared_error(values: &[f32; 32], met: &[f32; 32]) -> f32 {
    values.iter().zip(met).map(|(x, y)| (x - y) * (x - y)).sum()
}

fn dot(a: &[f32; 32], b: &[f32; 32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Slope and intercept of the line through `(x, y)` with the least squared error. Where there is
/// none they are not numbers, and no block made of them is better than another.
fn line(x: &[f32; 32], y: &[f32; 32]) -> (f32, f32) {
    let mean = |of: &[f32; 32]| of.iter().sum::<f32>() / 32.0;
    let (mean_x, mean_y) = (mean(x), mean(y));
    let (mut covariance, mut variance) = (0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        covariance += (x - mean_x) * (y - mean_y);
        variance += (x - mean_x) * (x - mean_x);
    }
    let slope = covariance / variance;
    (slope, mean_y - slope * mean_x)
}
