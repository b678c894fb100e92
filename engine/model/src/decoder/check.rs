//! Checks a description against the tensors of a file: everything named is there, with the sizes
//! that the data flow needs.

use super::{Decoder, DecoderError, FeedForward, Linear, Mixer, Norm};
use crate::{gguf::Gguf, quant::TensorType};

/// Checks every tensor that `decoder` names.
pub fn check(decoder: &Decoder, file: &Gguf) -> Result<(), DecoderError> {
    let tensors = Tensors(file);
    let width = decoder.width;
    tensors.shape(&decoder.embedding.weight, &[width.into(), decoder.vocabulary.into()])?;
    for block in &decoder.blocks {
        tensors.norm(&block.mixer_norm, width)?;
        match &block.mixer {
            Mixer::Attention(attention) => {
                for linear in
                    [&attention.query, &attention.key, &attention.value, &attention.output]
                {
                    tensors.linear(linear)?;
                }
                for norm in attention.query_norm.iter().chain(&attention.key_norm) {
                    tensors.norm(norm, attention.head_width)?;
                }
                if let Some(factors) = &attention.rope.factors {
                    tensors.vector(factors, attention.rope.dimensions / 2)?;
                }
            }
        }
        tensors.norm(&block.feed_forward_norm, width)?;
        match &block.feed_forward {
            FeedForward::Gated { gate, up, down, .. } => {
                for linear in [gate, up, down] {
                    tensors.linear(linear)?;
                }
            }
        }
        for norm in block.mixer_post_norm.iter().chain(&block.feed_forward_post_norm) {
            tensors.norm(norm, width)?;
        }
    }
    tensors.norm(&decoder.final_norm, width)?;
    tensors.linear(&decoder.head)
}

struct Tensors<'a>(&'a Gguf);

impl Tensors<'_> {
    fn linear(&self, linear: &Linear) -> Result<(), DecoderError> {
        self.shape(&linear.weight, &[linear.inputs.into(), linear.outputs.into()])?;
        linear.bias.as_ref().map_or(Ok(()), |bias| self.vector(bias, linear.outputs))
    }

    fn norm(&self, norm: &Norm, width: u32) -> Result<(), DecoderError> {
        self.vector(&norm.weight, width)
    }

    fn vector(&self, name: &str, length: u32) -> Result<(), DecoderError> {
        if self.shape(name, &[length.into()])? == TensorType::F32 {
            Ok(())
        } else {
            Err(DecoderError::NotF32(name.to_owned()))
        }
    }

    /// Checks a tensor's sizes (sizes of 1 at the end do not count) and returns its type.
    fn shape(&self, name: &str, expected: &[u64]) -> Result<TensorType, DecoderError> {
        let info =
            self.0.tensors.get(name).ok_or_else(|| DecoderError::MissingTensor(name.to_owned()))?;
        let found = &info.dimensions;
        let rest = found.get(expected.len()..).unwrap_or_default();
        if found.starts_with(expected) && rest.iter().all(|&size| size == 1) {
            Ok(info.tensor_type)
        } else {
            Err(DecoderError::Shape {
                tensor: name.to_owned(),
                found: found.clone(),
                expected: expected.to_vec(),
            })
        }
    }
}
