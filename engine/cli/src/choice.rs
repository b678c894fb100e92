//! Arguments that say how tokens are chosen.

use clap::Args;
use diorama_model::{Sampler, Sampling, sampling::SamplingError};

/// How to choose tokens; the most likely ones if nothing is said.
#[derive(Debug, Clone, Args)]
pub struct Choice {
    /// Always choose the most likely token.
    #[arg(long, conflicts_with_all = ["temperature", "top_k", "top_p", "min_p"])]
    greedy: bool,
    /// 0 is greedy; higher is more varied.
    #[arg(long, default_value_t = 0.0)]
    temperature: f32,
    /// Only so many of the most likely tokens; 0 for all.
    #[arg(long, default_value_t = 0)]
    top_k: u32,
    /// Only the smallest set of tokens with at least this probability together.
    #[arg(long, default_value_t = 1.0)]
    top_p: f32,
    /// Only tokens at least this fraction as likely as the most likely.
    #[arg(long, default_value_t = 0.0)]
    min_p: f32,
    /// Seed of the random numbers; the same seed gives the same text on every machine.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

impl Choice {
    /// The seed of the random numbers.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The sampler for it.
    pub fn sampler(&self) -> Result<Sampler, SamplingError> {
        let Self { temperature, top_k, top_p, min_p, seed, .. } = *self;
        Sampler::new(Sampling { temperature, top_k, top_p, min_p, seed })
    }
}
