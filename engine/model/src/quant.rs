//! How tensors store numbers, and how to get them back as `f32`.
//!
//! A row is stored as blocks, each a few bytes for 32 or 256 elements; the layouts are ggml's
//! (<https://github.com/ggml-org/ggml/blob/master/src/ggml-common.h>). What is here is the
//! reference: plain and exact. Executors have faster kernels and are tested against it.

mod k;
mod q4;
mod q5;
mod q8;
mod tensor_type;

pub use tensor_type::TensorType;

use half::{bf16, f16};
use thiserror::Error;

/// Why bytes and numbers do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum QuantError {
    /// A number of elements that is no multiple of the block.
    #[error("{elements} elements are not whole blocks of {tensor_type}")]
    PartialBlock {
        /// The storage type.
        tensor_type: TensorType,
        /// Number of elements.
        elements: usize,
    },
    /// Too few or too many bytes for the elements.
    #[error("{elements} elements of {tensor_type} are not {bytes} bytes")]
    Length {
        /// The storage type.
        tensor_type: TensorType,
        /// Number of elements.
        elements: usize,
        /// Number of bytes.
        bytes: usize,
    },
    /// There is no quantizer to this type.
    #[error("numbers cannot be stored as {0} here")]
    NoQuantizer(TensorType),
}

/// Reads the numbers of `bytes` into `out`: whole blocks, exactly as many as `out` has elements.
pub fn dequantize(
    tensor_type: TensorType,
    bytes: &[u8],
    out: &mut [f32],
) -> Result<(), QuantError> {
    let elements = out.len();
    let Some(length) = tensor_type.bytes_for(elements as u64) else {
        return Err(QuantError::PartialBlock { tensor_type, elements });
    };
    if bytes.len() as u64 != length {
        return Err(QuantError::Length { tensor_type, elements, bytes: bytes.len() });
    }
    match tensor_type {
        TensorType::F32 => each(bytes, out, |&bytes, [out]| *out = f32::from_le_bytes(bytes)),
        TensorType::F16 => {
            each(bytes, out, |&bytes, [out]| *out = f16::from_le_bytes(bytes).to_f32())
        }
        TensorType::BF16 => {
            each(bytes, out, |&bytes, [out]| *out = bf16::from_le_bytes(bytes).to_f32())
        }
        TensorType::Q4_0 => each(bytes, out, q4::dequantize_0),
        TensorType::Q4_1 => each(bytes, out, q4::dequantize_1),
        TensorType::Q5_0 => each(bytes, out, q5::dequantize_0),
        TensorType::Q5_1 => each(bytes, out, q5::dequantize_1),
        TensorType::Q8_0 => each(bytes, out, q8::dequantize),
        TensorType::Q4_K => each(bytes, out, k::dequantize_q4),
        TensorType::Q5_K => each(bytes, out, k::dequantize_q5),
        TensorType::Q6_K => each(bytes, out, k::dequantize_q6),
    }
    Ok(())
}

/// Applies `block` to each block of `BYTES` bytes and `ELEMENTS` elements.
fn each<const BYTES: usize, const ELEMENTS: usize>(
    bytes: &[u8],
    out: &mut [f32],
    block: impl Fn(&[u8; BYTES], &mut [f32; ELEMENTS]),
) {
    let (blocks, _) = bytes.as_chunks();
    let (outs, _) = out.as_chunks_mut();
    for (bytes, out) in blocks.iter().zip(outs) {
        block(bytes, out);
    }
}

/// The half-precision number at `offset`.
fn half_at(bytes: &[u8], offset: usize) -> f32 {
    f16::from_le_bytes([bytes[offset], bytes[offset + 1]]).to_f32()
}
