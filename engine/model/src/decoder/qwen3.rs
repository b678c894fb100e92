//! Qwen 3 (dense): norms on query and key heads, heads of a width of their own.

use super::{Activation, Decoder, DecoderError, RopePairs, head::Head, parts::Sizes};

/// Describes a `qwen3` file.
pub fn describe(head: &Head) -> Result<Decoder, DecoderError> {
    let sizes = Sizes::read(head)?;
    let rope = sizes.rope(head, RopePairs::Halves)?;
    let blocks = (0..sizes.layers)
        .map(|layer| {
            let attention = sizes.attention(head, layer, rope.clone());
            let attention = sizes.with_head_norms(attention, layer);
            sizes.block(head, layer, attention, Activation::Silu)
        })
        .collect();
    Ok(sizes.decoder(head, blocks))
}
