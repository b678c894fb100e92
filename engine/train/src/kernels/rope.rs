//! Rotary position encoding (Su et al. 2021, arXiv 2104.09864), in adjacent pairs as the `llama`
//! architecture of GGUF has it.

use std::sync::Arc;

/// The rotations of a head at each position of a sequence.
#[derive(Debug, Clone)]
pub struct Rotation {
    /// Cosine and sine of each pair of numbers, for each position.
    pub(super) angles: Arc<[(f32, f32)]>,
    /// Pairs of numbers in a head.
    pub(super) pairs: usize,
}

/// Which way to turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As the encoding says.
    Forth,
    /// The other way, as derivatives go.
    Back,
}

impl Rotation {
    /// For heads of `size` numbers and sequences of `length` positions.
    pub fn new(size: usize, length: usize, base: f64) -> Self {
        let pairs = size / 2;
        let angle = |position: usize, pair: usize| {
            let angle = position as f64 * base.powf(-2.0 * pair as f64 / size as f64);
            (angle.cos() as f32, angle.sin() as f32)
        };
        let angles = (0..length).flat_map(|at| (0..pairs).map(move |pair| angle(at, pair)));
        Self { angles: angles.collect(), pairs }
    }

    /// Positions.
    pub fn length(&self) -> usize {
        self.angles.len() / self.pairs.max(1)
    }

    /// Turns a head at a position, and scales it.
    #[inline(always)]
    #[allow(clippy::inline_always)] // it is called from loops that are compiled for other processors
    pub(super) fn turn(&self, to: &mut [f32], from: &[f32], position: usize, way: Way, scale: f32) {
        let angles = &self.angles[position * self.pairs..][..self.pairs];
        let sign = if way == Way::Forth { scale } else { -scale };
        let pairs = to.as_chunks_mut::<2>().0.iter_mut().zip(from.as_chunks::<2>().0);
        for ((to, [a, b]), (cos, sin)) in pairs.zip(angles) {
            let (cos, sin) = (cos * scale, sin * sign);
            *to = [a * cos - b * sin, a * sin + b * cos];
        }
    }
}
