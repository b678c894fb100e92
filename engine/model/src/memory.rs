//! How much memory a model takes while it runs.

use crate::{
    Decoder, Gguf,
    decoder::{Block, FeedForward, Mixer},
};

/// Bytes of a number in the key/value cache and among the activations: executors keep `f32`.
const NUMBER: u64 = size_of::<f32>() as u64;
/// Token positions that are computed together at most while a prompt is read.
const BATCH: u64 = 128;
/// Positions whose logits are kept together at most: a draft that is checked.
const LOGITS: u64 = 16;

/// Bytes a model takes while it runs, on the GPU or in the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// The tensors, as quantized as in the file.
    pub weights: u64,
    /// Keys and values of every position of the context, in every layer.
    pub cache: u64,
    /// What flows through the widest layer while a prompt is read, and the logits.
    pub activations: u64,
}

impl Memory {
    /// Estimates the memory for `decoder`, read from `file`, with room for `context` tokens.
    pub fn estimate(file: &Gguf, decoder: &Decoder, context: u32) -> Self {
        let cached: u64 = decoder.blocks.iter().map(cached_numbers).sum();
        let flowing = decoder.blocks.iter().map(flowing_numbers).max().unwrap_or(0);
        let flowing = flowing + 2 * u64::from(decoder.width);
        Self {
            weights: file.tensors.values().map(|info| info.length).sum(),
            cache: u64::from(context).saturating_mul(cached).saturating_mul(NUMBER),
            activations: NUMBER * (BATCH * flowing + LOGITS * u64::from(decoder.vocabulary)),
        }
    }

    /// All of it.
    pub fn total(&self) -> u64 {
        self.weights.saturating_add(self.cache).saturating_add(self.activations)
    }
}

/// Numbers that a layer keeps of each position. A window does not make them fewer: executors keep
/// all positions, so that the cache can be cut back to any of them.
fn cached_numbers(block: &Block) -> u64 {
    match &block.mixer {
        Mixer::Attention(attention) => {
            2 * u64::from(attention.kv_heads) * u64::from(attention.head_width)
        }
    }
}

/// Numbers of one position that are alive at once in a layer, besides the residual stream: those
/// of its mixer or of its feed-forward part.
fn flowing_numbers(block: &Block) -> u64 {
    let mixer = match &block.mixer {
        Mixer::Attention(attention) => [&attention.query, &attention.key, &attention.value]
            .iter()
            .map(|linear| u64::from(linear.outputs))
            .sum(),
    };
    let feed_forward = match &block.feed_forward {
        FeedForward::Gated { gate, up, .. } => u64::from(gate.outputs) + u64::from(up.outputs),
    };
    feed_forward.max(mixer)
}
