//! Choosing the next token from logits, reproducibly.

use serde::{Deserialize, Serialize};

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

/// Draws tokens under a [`Sampling`].
///
/// The random number for a position depends on the seed and the position alone, so that a draw
/// is the same after undo, in chunks of any length, on any machine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampler {
    /// How to choose.
    pub sampling: Sampling,
}
