//! The parts that the architectures share, and their sizes.

use super::{
    Activation, Attention, Decoder, DecoderError, Embedding, FeedForward, Linear, Mixer, Norm,
    Rope, RopePairs, head::Head,
};

/// Limits on what a file may ask for; far above any model that could run here.
const MAX_LAYERS: u32 = 512;
const MAX_WIDTH: u32 = 1 << 16;
const MAX_HIDDEN: u32 = 1 << 20;
const MAX_HEADS: u32 = 1 << 10;
const MAX_HEAD_WIDTH: u32 = 1 << 10;
const MAX_VOCABULARY: u64 = 1 << 20;
const MAX_CONTEXT: u32 = 1 << 27;

/// The sizes that all parts are made from.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// Number of layers.
    pub layers: u32,
    /// Width of the residual stream.
    pub width: u32,
    /// Query heads.
    pub heads: u32,
    kv_heads: u32,
    /// Length of one head's vector.
    pub head_width: u32,
    hidden: u32,
    vocabulary: u32,
    context: u32,
    epsilon: f32,
}

impl Sizes {
    /// Reads the sizes and checks that they fit together.
    pub fn read(head: &Head) -> Result<Self, DecoderError> {
        if head.optional_u32("expert_count", 0..=u32::MAX)?.unwrap_or(0) > 0 {
            return Err(DecoderError::Unsupported("a mixture of experts".to_owned()));
        }
        let width = head.u32("embedding_length", 1..=MAX_WIDTH)?;
        let heads = head.u32("attention.head_count", 1..=MAX_HEADS)?;
        let kv_heads = head.optional_u32("attention.head_count_kv", 1..=heads)?.unwrap_or(heads);
        if heads % kv_heads != 0 {
            return Err(DecoderError::Unsupported(format!(
                "{heads} query heads shared by {kv_heads} key/value heads"
            )));
        }
        let key = head.optional_u32("attention.key_length", 2..=MAX_HEAD_WIDTH)?;
        let value = head.optional_u32("attention.value_length", 2..=MAX_HEAD_WIDTH)?;
        let head_width = match key {
            Some(key) => key,
            None if width % heads == 0 && width / heads <= MAX_HEAD_WIDTH => width / heads,
            None => {
                return Err(DecoderError::Unsupported(format!(
                    "a width of {width} split into {heads} heads"
                )));
            }
        };
        if value.is_some_and(|value| value != head_width) {
            return Err(DecoderError::Unsupported("values longer or shorter than keys".to_owned()));
        }
        let epsilon = head
            .positive_f32("attention.layer_norm_rms_epsilon")?
            .ok_or_else(|| head.missing("attention.layer_norm_rms_epsilon"))?;
        Ok(Self {
            layers: head.u32("block_count", 1..=MAX_LAYERS)?,
            width,
            heads,
            kv_heads,
            head_width,
            hidden: head.u32("feed_forward_length", 1..=MAX_HIDDEN)?,
            vocabulary: vocabulary(head)?,
            context: head.u32("context_length", 1..=MAX_CONTEXT)?,
            epsilon,
        })
    }

    /// A norm by its tensor's name.
    pub fn norm(&self, weight: impl Into<String>) -> Norm {
        Norm { weight: weight.into(), epsilon: self.epsilon }
    }

    /// Attention of one layer; the projections have biases where the file has them.
    pub fn attention(&self, head: &Head, layer: u32, rope: Rope) -> Attention {
        let queries = self.heads * self.head_width;
        let keys = self.kv_heads * self.head_width;
        Attention {
            heads: self.heads,
            kv_heads: self.kv_heads,
            head_width: self.head_width,
            query: linear(head, &format!("blk.{layer}.attn_q"), self.width, queries),
            key: linear(head, &format!("blk.{layer}.attn_k"), self.width, keys),
            value: linear(head, &format!("blk.{layer}.attn_v"), self.width, keys),
            output: linear(head, &format!("blk.{layer}.attn_output"), queries, self.width),
            query_norm: None,
            key_norm: None,
            rope,
            scale: 1.0 / (self.head_width as f32).sqrt(),
            window: None,
        }
    }

    /// The norms of query and key heads (Qwen 3, Gemma 3).
    pub fn with_head_norms(&self, attention: Attention, layer: u32) -> Attention {
        Attention {
            query_norm: Some(self.norm(format!("blk.{layer}.attn_q_norm.weight"))),
            key_norm: Some(self.norm(format!("blk.{layer}.attn_k_norm.weight"))),
            ..attention
        }
    }

    /// A layer without post norms.
    pub fn block(
        &self,
        head: &Head,
        layer: u32,
        attention: Attention,
        activation: Activation,
    ) -> super::Block {
        super::Block {
            mixer_norm: self.norm(format!("blk.{layer}.attn_norm.weight")),
            mixer: Mixer::Attention(attention),
            mixer_post_norm: None,
            feed_forward_norm: self.norm(format!("blk.{layer}.ffn_norm.weight")),
            feed_forward: FeedForward::Gated {
                gate: linear(head, &format!("blk.{layer}.ffn_gate"), self.width, self.hidden),
                up: linear(head, &format!("blk.{layer}.ffn_up"), self.width, self.hidden),
                down: linear(head, &format!("blk.{layer}.ffn_down"), self.hidden, self.width),
                activation,
            },
            feed_forward_post_norm: None,
        }
    }

    /// The whole decoder around its layers; the head shares the embedding's tensor when the file
    /// has none of its own.
    pub fn decoder(&self, head: &Head, blocks: Vec<super::Block>) -> Decoder {
        let output = if head.has_tensor("output.weight") { "output" } else { "token_embd" };
        Decoder {
            architecture: head.architecture().to_owned(),
            vocabulary: self.vocabulary,
            width: self.width,
            context: self.context,
            embedding: Embedding { weight: "token_embd.weight".to_owned(), scale: 1.0 },
            blocks,
            final_norm: self.norm("output_norm.weight"),
            head: linear(head, output, self.width, self.vocabulary),
        }
    }

    /// Rotary positions of layers that see the whole context: `rope.freq_base`, and a linear
    /// context extension where the file names one.
    pub fn rope(&self, head: &Head, pairs: RopePairs) -> Result<Rope, DecoderError> {
        let dimensions = head
            .optional_u32("rope.dimension_count", 2..=self.head_width)?
            .unwrap_or(self.head_width);
        if dimensions % 2 != 0 {
            return Err(DecoderError::Unsupported(format!("{dimensions} rotated elements")));
        }
        Ok(Rope {
            pairs,
            dimensions,
            base: head.positive_f32("rope.freq_base")?.unwrap_or(10_000.0),
            position_scale: position_scale(head)?,
            factors: None,
        })
    }
}

/// What positions are multiplied by. YaRN and long-rope extensions are not built.
fn position_scale(head: &Head) -> Result<f32, DecoderError> {
    let kind = head.optional_text("rope.scaling.type")?.unwrap_or("linear");
    let factor = match head.optional_f32("rope.scaling.factor")? {
        Some(factor) => Some(factor),
        None => head.optional_f32("rope.scale_linear")?,
    };
    match (kind, factor) {
        // A factor of 0 is how some files say "none".
        ("none", _) | ("linear", None | Some(0.0)) => Ok(1.0),
        ("linear", Some(factor)) if factor > 0.0 => Ok(1.0 / factor),
        _ => Err(DecoderError::Unsupported(format!("context extension `{kind}`"))),
    }
}

fn vocabulary(head: &Head) -> Result<u32, DecoderError> {
    match head.sizes("token_embd.weight")? {
        &[_, count] if (1..=MAX_VOCABULARY).contains(&count) => Ok(count as u32),
        sizes => Err(DecoderError::Unsupported(format!("an embedding of the sizes {sizes:?}"))),
    }
}

/// A projection by the stem of its tensors' names.
fn linear(head: &Head, stem: &str, inputs: u32, outputs: u32) -> Linear {
    let bias = format!("{stem}.bias");
    Linear {
        weight: format!("{stem}.weight"),
        bias: head.has_tensor(&bias).then_some(bias),
        inputs,
        outputs,
    }
}
