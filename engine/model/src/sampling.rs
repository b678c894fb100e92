//! Choosing the next token from logits, reproducibly.
//!
//! The order of operations is fixed, since kernels mirror it:
//!
//! 1. Logits that are not finite are never drawn. The rest stand in descending order, equal ones
//!    by ascending id; every filter below keeps a beginning of that list, and at least one token.
//! 2. `top_k` keeps the first `top_k`.
//! 3. Each has the weight `w = exp((logit - best) / temperature)`, so that the best has 1.
//! 4. `min_p` keeps those with `w >= min_p`, and always `w >= 2^-24` only: less than the random
//!    numbers can tell apart. It saves sorting a whole vocabulary.
//! 5. `top_p` keeps the fewest with a sum of at least `top_p` times the sum of all kept so far.
//! 6. With `u` from [`Sampler::uniform`], the first token whose running sum is over `u` times the
//!    sum of all kept is drawn.
//!
//! All of it in `f32`, sums from the best down, `exp` from the `libm` crate: plain IEEE arithmetic
//! that gives the same bits on x86, Arm and in wasm, where the platforms' own `exp` differ.

mod random;

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use thiserror::Error;

/// Weights below this are not drawn: the step of the random numbers.
const LEAST_WEIGHT: f32 = 1.0 / (1 << 24) as f32;
/// `ln(2^-24)` is -16.64: below this no exponential need be computed.
const LEAST_EXPONENT: f32 = -17.0;

/// How to choose the next token. The default is greedy.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sampling {
    /// 0 is greedy; higher is more varied.
    pub temperature: f32,
    /// Only the `top_k` most likely tokens; 0 for all.
    pub top_k: u32,
    /// Only the smallest set of tokens with at least this probability together; 1 for all.
    pub top_p: f32,
    /// Only tokens at least this fraction as likely as the most likely; 0 for all.
    pub min_p: f32,
    /// Seed of the random numbers.
    pub seed: u64,
}

impl Default for Sampling {
    fn default() -> Self {
        Self { temperature: 0.0, top_k: 0, top_p: 1.0, min_p: 0.0, seed: 0 }
    }
}

/// A number in a [`Sampling`] that means nothing.
#[derive(Debug, Clone, Copy, Error, PartialEq)]
pub enum SamplingError {
    /// Negative, infinite or no number.
    #[error("a temperature is 0 or more, not {0}")]
    Temperature(f32),
    /// Not a probability.
    #[error("top-p is from 0 to 1, not {0}")]
    TopP(f32),
    /// Not a fraction.
    #[error("min-p is from 0 to 1, not {0}")]
    MinP(f32),
}

/// Draws tokens under a [`Sampling`].
///
/// The random number for a position depends on the seed and the position alone, so that a draw
/// is the same after undo, in chunks of any length, on any machine.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sampler {
    sampling: Sampling,
}

/// A token that may be drawn.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    token: u32,
    logit: f32,
    weight: f32,
}

impl Sampler {
    /// Checks the numbers.
    pub fn new(sampling: Sampling) -> Result<Self, SamplingError> {
        let Sampling { temperature, top_p, min_p, .. } = sampling;
        if !(temperature >= 0.0 && temperature.is_finite()) {
            return Err(SamplingError::Temperature(temperature));
        }
        if !(0.0..=1.0).contains(&top_p) {
            return Err(SamplingError::TopP(top_p));
        }
        if !(0.0..=1.0).contains(&min_p) {
            return Err(SamplingError::MinP(min_p));
        }
        Ok(Self { sampling })
    }

    /// Always the most likely token.
    pub fn greedy() -> Self {
        Self::default()
    }

    /// How it chooses.
    pub fn sampling(&self) -> &Sampling {
        &self.sampling
    }

    /// Whether it always chooses the most likely token.
    pub fn is_greedy(&self) -> bool {
        self.sampling.temperature == 0.0
    }

    /// The random number for the token at `position` of the sequence (the number of tokens
    /// before it): one of the 2^24 multiples of 2^-24 in `[0, 1)`, exact in `f32`.
    ///
    /// The upper 24 bits of [`random::hash`] of seed and position: 32-bit integer arithmetic that
    /// a kernel can do as well.
    pub fn uniform(&self, position: u64) -> f32 {
        let seed = self.sampling.seed;
        let word = random::hash([
            seed as u32,
            (seed >> 32) as u32,
            position as u32,
            (position >> 32) as u32,
        ]);
        (word >> 8) as f32 * LEAST_WEIGHT
    }

    /// The token for `position`, given one logit for each id; 0 when no logit is finite.
    pub fn choose(&self, logits: &[f32], position: u64) -> u32 {
        let best = arg_max(logits);
        if self.is_greedy() {
            return best;
        }
        let kept = self.candidates(logits, best);
        let total: f32 = kept.iter().map(|candidate| candidate.weight).sum();
        let target = self.uniform(position) * total;
        let mut sum = 0.0;
        let drawn = kept.iter().find(|candidate| {
            sum += candidate.weight;
            sum > target
        });
        drawn.map_or(best, |candidate| candidate.token)
    }

    /// What may be drawn, best first: steps 1 to 5.
    fn candidates(&self, logits: &[f32], best: u32) -> Vec<Candidate> {
        let Sampling { temperature, top_k, top_p, min_p, .. } = self.sampling;
        let Some(&top) = logits.get(best as usize) else { return Vec::new() };
        let least = min_p.max(LEAST_WEIGHT);
        let mut kept: Vec<Candidate> = (0..)
            .zip(logits)
            .filter(|(_, logit)| logit.is_finite())
            .filter_map(|(token, &logit)| {
                let exponent = (logit - top) / temperature;
                let weight = if exponent < LEAST_EXPONENT { 0.0 } else { libm::expf(exponent) };
                (weight >= least).then_some(Candidate { token, logit, weight })
            })
            .collect();
        let order = |a: &Candidate, b: &Candidate| {
            let by_logit = b.logit.partial_cmp(&a.logit).unwrap_or(Ordering::Equal); // all finite
            by_logit.then(a.token.cmp(&b.token))
        };
        let most = if top_k == 0 { kept.len() } else { top_k as usize };
        if most < kept.len() {
            kept.select_nth_unstable_by(most, order);
            kept.truncate(most);
        }
        kept.sort_unstable_by(order);
        let total: f32 = kept.iter().map(|candidate| candidate.weight).sum();
        let mut sum = 0.0;
        let enough = kept.iter().position(|candidate| {
            sum += candidate.weight;
            sum >= top_p * total
        });
        kept.truncate(enough.map_or(kept.len(), |last| last + 1));
        kept
    }
}

/// The id of the highest finite logit, the lowest id among equals; 0 when none is finite.
pub(crate) fn arg_max(logits: &[f32]) -> u32 {
    let mut best = (0, f32::NEG_INFINITY);
    for (token, &logit) in (0..).zip(logits) {
        if logit > best.1 && logit.is_finite() {
            best = (token, logit);
        }
    }
    best.0
}

#[cfg(test)]
mod tests;
