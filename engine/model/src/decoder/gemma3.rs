//! Gemma 3 (text): scaled embeddings, norms before and after each part, and layers that mostly
//! see only a window (Gemma 3 technical report, arXiv 2503.19786).
//!
//! The converter adds 1 to the norms' weights, so they multiply as they are.

use super::{Activation, Block, Decoder, DecoderError, Rope, RopePairs, head::Head, parts::Sizes};

/// One layer in this many sees the whole context.
const PERIOD: u32 = 6;
/// Base of the frequencies in layers that see a window.
const LOCAL_BASE: f32 = 10_000.0;
/// The 27B model, alone, scales by the width per head instead of the heads' own width.
const LAYERS_OF_27B: u32 = 62;

/// Describes a `gemma3` file.
pub fn describe(head: &Head) -> Result<Decoder, DecoderError> {
    let sizes = Sizes::read(head)?;
    if head.optional_f32("final_logit_softcapping")?.is_some_and(|cap| cap != 0.0) {
        return Err(DecoderError::Unsupported("capped logits".to_owned()));
    }
    let global = sizes.rope(head, RopePairs::Halves)?;
    let local = Rope {
        base: head.positive_f32("rope.freq_base_swa")?.unwrap_or(LOCAL_BASE),
        position_scale: 1.0,
        ..global.clone()
    };
    let window = head.optional_u32("attention.sliding_window", 0..=u32::MAX)?.filter(|&n| n > 0);
    let period =
        head.optional_u32("attention.sliding_window_pattern", 1..=u32::MAX)?.unwrap_or(PERIOD);
    let scale = if sizes.layers == LAYERS_OF_27B {
        1.0 / ((sizes.width / sizes.heads) as f32).sqrt()
    } else {
        1.0 / (sizes.head_width as f32).sqrt()
    };
    let blocks = (0..sizes.layers)
        .map(|layer| {
            let window = window.filter(|_| layer % period < period - 1);
            let rope = if window.is_some() { &local } else { &global };
            let attention = sizes.attention(head, layer, rope.clone());
            let mut attention = sizes.with_head_norms(attention, layer);
            attention.scale = scale;
            attention.window = window;
            Block {
                mixer_post_norm: Some(
                    sizes.norm(format!("blk.{layer}.post_attention_norm.weight")),
                ),
                feed_forward_post_norm: Some(
                    sizes.norm(format!("blk.{layer}.post_ffw_norm.weight")),
                ),
                ..sizes.block(head, layer, attention, Activation::GeluTanh)
            }
        })
        .collect();
    let mut decoder = sizes.decoder(head, blocks);
    decoder.embedding.scale = (sizes.width as f32).sqrt();
    Ok(decoder)
}
