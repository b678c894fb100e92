//! The description of a decoder: which tensors flow through which operations.
//!
//! Executors follow this description and know no architecture names. A new architecture is a new
//! way to fill it in; a new kind of layer (a mixture of experts, a gated delta net) is a new
//! variant of [`Mixer`] or [`FeedForward`].

mod check;
mod error;
mod gemma3;
mod head;
mod llama;
mod parts;
mod qwen2;
mod qwen3;

pub use error::DecoderError;

use crate::Gguf;

/// A decoder-only language model as data flow.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoder {
    /// `general.architecture` of the file: `llama`, `qwen2`, `qwen3`, `gemma3`.
    pub architecture: String,
    /// Number of token ids.
    pub vocabulary: u32,
    /// Width of the residual stream.
    pub width: u32,
    /// Longest context the model was trained for, in tokens.
    pub context: u32,
    /// Token embedding: `[vocabulary][width]`.
    pub embedding: Embedding,
    /// The layers, in order.
    pub blocks: Vec<Block>,
    /// Norm before the head.
    pub final_norm: Norm,
    /// Residual stream to logits; may share the embedding's tensor.
    pub head: Linear,
}

impl Decoder {
    /// Describes the model in a file, and checks that the file has every tensor the description
    /// names with the sizes it needs.
    pub fn from_gguf(file: &Gguf) -> Result<Self, DecoderError> {
        let head = head::Head::new(file)?;
        let decoder = match head.architecture() {
            "llama" => llama::describe(&head),
            "qwen2" => qwen2::describe(&head),
            "qwen3" => qwen3::describe(&head),
            "gemma3" => gemma3::describe(&head),
            other => Err(DecoderError::UnknownArchitecture(other.to_owned())),
        }?;
        check::check(&decoder, file)?;
        Ok(decoder)
    }
}

/// Rows looked up by token id.
#[derive(Debug, Clone, PartialEq)]
pub struct Embedding {
    /// Tensor name.
    pub weight: String,
    /// Factor on the row (Gemma: the square root of the width; else 1).
    pub scale: f32,
}

/// One layer: `x += post(mixer(norm(x)))`, then `x += post(feed_forward(norm(x)))`.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Norm before the mixer.
    pub mixer_norm: Norm,
    /// What mixes positions.
    pub mixer: Mixer,
    /// Norm after the mixer, before the residual addition (Gemma).
    pub mixer_post_norm: Option<Norm>,
    /// Norm before the feed-forward part.
    pub feed_forward_norm: Norm,
    /// What mixes features.
    pub feed_forward: FeedForward,
    /// Norm after the feed-forward part, before the residual addition (Gemma).
    pub feed_forward_post_norm: Option<Norm>,
}

/// Root-mean-square norm: `x / sqrt(mean(x²) + epsilon) * weight`.
#[derive(Debug, Clone, PartialEq)]
pub struct Norm {
    /// Tensor name; F32 of the normed width.
    pub weight: String,
    /// Added to the mean square.
    pub epsilon: f32,
}

/// `y = W x + b`, with `W` stored row by row as `[outputs][inputs]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Linear {
    /// Tensor name.
    pub weight: String,
    /// Tensor name of the bias, F32 (Qwen2's query, key and value).
    pub bias: Option<String>,
    /// Length of `x`.
    pub inputs: u32,
    /// Length of `y`.
    pub outputs: u32,
}

/// What carries information from position to position.
#[derive(Debug, Clone, PartialEq)]
pub enum Mixer {
    /// Causal grouped-query attention.
    Attention(Attention),
}

/// Causal grouped-query attention with rotary positions.
#[derive(Debug, Clone, PartialEq)]
pub struct Attention {
    /// Query heads.
    pub heads: u32,
    /// Key/value heads; each serves `heads / kv_heads` query heads.
    pub kv_heads: u32,
    /// Length of one head's vector.
    pub head_width: u32,
    /// To `heads * head_width`.
    pub query: Linear,
    /// To `kv_heads * head_width`.
    pub key: Linear,
    /// To `kv_heads * head_width`.
    pub value: Linear,
    /// From `heads * head_width` to the residual width.
    pub output: Linear,
    /// Norm of each query head before the rotation (Qwen3, Gemma 3).
    pub query_norm: Option<Norm>,
    /// Norm of each key head before the rotation.
    pub key_norm: Option<Norm>,
    /// Rotary position embedding.
    pub rope: Rope,
    /// Factor on query · key.
    pub scale: f32,
    /// Sees only the last `window` positions, itself included (Gemma 3's local layers).
    pub window: Option<u32>,
}

/// Rotary position embedding (Su et al. 2021).
#[derive(Debug, Clone, PartialEq)]
pub struct Rope {
    /// Which elements form a pair.
    pub pairs: RopePairs,
    /// Number of leading elements of a head that rotate.
    pub dimensions: u32,
    /// Base of the frequencies.
    pub base: f32,
    /// Positions are multiplied by this (linear context extension); 1 for none.
    pub position_scale: f32,
    /// Tensor of `dimensions / 2` factors dividing the frequencies (Llama 3), if any.
    pub factors: Option<String>,
}

/// Which elements of a head rotate together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RopePairs {
    /// `(2i, 2i + 1)`: llama files.
    Adjacent,
    /// `(i, i + dimensions / 2)`: Qwen and Gemma files.
    Halves,
}

/// What happens to each position alone.
#[derive(Debug, Clone, PartialEq)]
pub enum FeedForward {
    /// `down(activation(gate(x)) * up(x))`.
    Gated {
        /// To the hidden width, through the activation.
        gate: Linear,
        /// To the hidden width.
        up: Linear,
        /// Back to the residual width.
        down: Linear,
        /// On the gate.
        activation: Activation,
    },
}

/// The gate's non-linearity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {
    /// `x * sigmoid(x)`.
    Silu,
    /// GELU, tanh approximation (Gemma).
    GeluTanh,
}
