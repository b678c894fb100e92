//! How tensors store numbers, and how to get them back as `f32`.
//!
//! A row is stored as blocks, each a few bytes for 32 or 256 elements; the layouts are ggml's
//! (<https://github.com/ggml-org/ggml/blob/master/src/ggml-common.h>). What is here is the
//! reference: plain and exact. Executors have faster kernels and are tested against it.

mod fit;
mod k;
mod q4;
mod q5;
mod q8;
mod tensor_type;

pub(crate) use k::scale_and_minimum;
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
        TensorType::F32 => each(bytes, out, |&x, [out]| *out = f32::from_le_bytes(x)),
        TensorType::F16 => each(bytes, out, |&x, [out]| *out = f16::from_le_bytes(x).into()),
        TensorType::BF16 => each(bytes, out, |&x, [out]| *out = bf16::from_le_bytes(x).into()),
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

/// Stores `values` (whole blocks) as `tensor_type`, as ggml's reference quantizers do. There are
/// none for the K types: nothing here makes such files.
pub fn quantize(tensor_type: TensorType, values: &[f32]) -> Result<Vec<u8>, QuantError> {
    let elements = values.len();
    if tensor_type.bytes_for(elements as u64).is_none() {
        return Err(QuantError::PartialBlock { tensor_type, elements });
    }
    Ok(match tensor_type {
        TensorType::F32 => collect(values, |[x]| x.to_le_bytes()),
        TensorType::F16 => collect(values, |&[x]| f16::from_f32(x).to_le_bytes()),
        TensorType::BF16 => collect(values, |&[x]| bf16::from_f32(x).to_le_bytes()),
        TensorType::Q4_0 => collect(values, q4::quantize_0),
        TensorType::Q4_1 => collect(values, q4::quantize_1),
        TensorType::Q5_0 => collect(values, q5::quantize_0),
        TensorType::Q5_1 => collect(values, q5::quantize_1),
        TensorType::Q8_0 => collect(values, q8::quantize),
        TensorType::Q4_K | TensorType::Q5_K | TensorType::Q6_K => {
            return Err(QuantError::NoQuantizer(tensor_type));
        }
    })
}

/// Stores `values` as [`quantize`] does, but with the scales of `Q4_0` and `Q4_1` searched for the
/// least squared error. No block becomes worse by it; a million elements take a second or so.
pub fn fit(tensor_type: TensorType, values: &[f32]) -> Result<Vec<u8>, QuantError> {
    let elements = values.len();
    match tensor_type {
        TensorType::Q4_0 | TensorType::Q4_1 if !elements.is_multiple_of(32) => {
            Err(QuantError::PartialBlock { tensor_type, elements })
        }
        TensorType::Q4_0 => Ok(collect(values, fit::fit_0)),
        TensorType::Q4_1 => Ok(collect(values, fit::fit_1)),
        _ => quantize(tensor_type, values),
    }
}

/// Applies `block` to each block of `ELEMENTS` elements and joins the bytes.
fn collect<const BYTES: usize, const ELEMENTS: usize>(
    values: &[f32],
    block: impl Fn(&[f32; ELEMENTS]) -> [u8; BYTES],
) -> Vec<u8> {
    values.as_chunks().0.iter().flat_map(block).collect()
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

/// The element of a block that is farthest from zero, with its sign.
fn farthest(values: &[f32; 32]) -> f32 {
    values.iter().fold(0.0, |far, &x| if x.abs() > f32::abs(far) { x } else { far })
}

/// The least and the greatest element of a block.
fn range(values: &[f32; 32]) -> (f32, f32) {
    values
        .iter()
        .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), &x| (low.min(x), high.max(x)))
}

/// The number to multiply by instead of dividing by `scale`; 0 for 0.
fn inverse(scale: f32) -> f32 {
    if scale == 0.0 { 0.0 } else { 1.0 / scale }
}

/// The half-precision number at `offset`.
pub(crate) fn half_at(bytes: &[u8], offset: usize) -> f32 {
    f16::from_le_bytes([bytes[offset], bytes[offset + 1]]).to_f32()
}
