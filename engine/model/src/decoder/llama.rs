//! Llama 1 to 3, Mistral, SmolLM and others that share `llama` files.
//!
//! The converter permutes query and key rows so that neighbours rotate together; Llama 3.1's
//! frequency scaling comes as a tensor of factors.

use super::{Activation, Decoder, DecoderError, Rope, RopePairs, head::Head, parts::Sizes};

/// Describes a `llama` file.
pub fn describe(head: &Head) -> Result<Decoder, DecoderError> {
    const FACTORS: &str = "rope_freqs.weight";
    let sizes = Sizes::read(head)?;
    let rope = Rope {
        factors: head.has_tensor(FACTORS).then(|| FACTORS.to_owned()),
        ..sizes.rope(head, RopePairs::Adjacent)?
    };
    let scale = head.positive_f32("attention.scale")?;
    let blocks = (0..sizes.layers)
        .map(|layer| {
            let mut attention = sizes.attention(head, layer, rope.clone());
            attention.scale = scale.unwrap_or(attention.scale);
            sizes.block(head, layer, attention, Activation::Silu)
        })
        .collect();
    Ok(sizes.decoder(head, blocks))
}
