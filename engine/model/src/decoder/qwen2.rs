//! Qwen 2 and 2.5: biases on query, key and value.

use super::{Activation, Decoder, DecoderError, RopePairs, head::Head, parts::Sizes};

/// Describes a `qwen2` file.
pub fn describe(head: &Head) -> Result<Decoder, DecoderError> {
    let sizes = Sizes::read(head)?;
    let rope = sizes.rope(head, RopePairs::Halves)?;
    let blocks = (0..sizes.layers)
        .map(|layer| {
            let attention = sizes.attention(head, layer, rope.clone());
            sizes.block(head, layer, attention, Activation::Silu)
        })
        .collect();
    Ok(sizes.decoder(head, blocks))
}
