//! Which part of sampling runs on the GPU.

use crate::parameters::Parameters;
use diorama_model::Sampler;

/// The largest top-k that is sampled on the GPU.
pub const MAX_TOP_K: u32 = 64;

/// How the next token is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// On the GPU: the most likely one.
    ArgMax,
    /// On the GPU: drawn from at most [`MAX_TOP_K`].
    TopK,
    /// Here, from all the logits.
    Host,
}

impl Choice {
    /// What `sampler` asks for.
    pub fn of(sampler: &Sampler) -> Self {
        match sampler.sampling().top_k {
            _ if sampler.is_greedy() => Self::ArgMax,
            1..=MAX_TOP_K => Self::TopK,
            _ => Self::Host,
        }
    }
}

/// Parameters to choose the token for `position` from the logits in `row`.
pub fn parameters(sampler: &Sampler, position: u32, row: u32) -> Parameters {
    let sampling = sampler.sampling();
    Parameters {
        start: position,
        rows: 1,
        source_row: row,
        top_k: sampling.top_k,
        temperature: sampling.temperature,
        top_p: sampling.top_p,
        min_p: sampling.min_p,
        chance: sampler.uniform(u64::from(position)),
    }
}
