//! Blocks of a file's tensors, taken apart into codes and factors.
//!
//! The layouts are those of [`crate::quant`], which turns the same bytes into numbers.

use super::inputs::BLOCK;
use crate::quant::{TensorType, half_at, scale_and_minimum};

/// 32 weights: `scale * code + minimum`.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// One for each weight.
    pub codes: [i8; BLOCK],
    /// For each half; most types have the same for both.
    pub scales: [f32; 2],
    /// What a code of 0 is.
    pub minimum: f32,
}

/// Takes a row of a quantized type apart, block after block.
pub fn unblock(tensor_type: TensorType, row: &[u8], mut each: impl FnMut(&Block)) {
    match tensor_type {
        TensorType::Q4_0 => blocks(row, |bytes: &[u8; 18]| {
            let scale = half_at(bytes, 0);
            each(&uniform(nibbles(&bytes[2..]), scale, -8.0 * scale));
        }),
        TensorType::Q4_1 => blocks(row, |bytes: &[u8; 20]| {
            each(&uniform(nibbles(&bytes[4..]), half_at(bytes, 0), half_at(bytes, 2)));
        }),
        TensorType::Q5_0 => blocks(row, |bytes: &[u8; 22]| {
            let codes = fives(&bytes[2..6], &bytes[6..]).map(|code| code - 16);
            each(&uniform(codes, half_at(bytes, 0), 0.0));
        }),
        TensorType::Q5_1 => blocks(row, |bytes: &[u8; 24]| {
            let codes = fives(&bytes[4..8], &bytes[8..]);
            each(&uniform(codes, half_at(bytes, 0), half_at(bytes, 2)));
        }),
        TensorType::Q8_0 => blocks(row, |bytes: &[u8; 34]| {
            let codes = std::array::from_fn(|k| bytes[2 + k].cast_signed());
            each(&uniform(codes, half_at(bytes, 0), 0.0));
        }),
        TensorType::Q4_K => blocks(row, |bytes: &[u8; 144]| {
            let (scales, quants) = (&bytes[..16], &bytes[16..]);
            for group in 0..8 {
                each(&k_block(scales, group, |k| half_byte(quants, group, k)));
            }
        }),
        TensorType::Q5_K => blocks(row, |bytes: &[u8; 176]| {
            let (scales, fifth, quants) = (&bytes[..16], &bytes[16..48], &bytes[48..]);
            for group in 0..8 {
                let fifth = |k: usize| (fifth[k] >> group & 1) << 4;
                each(&k_block(scales, group, |k| half_byte(quants, group, k) | fifth(k)));
            }
        }),
        TensorType::Q6_K => blocks(row, |bytes: &[u8; 210]| sixes(bytes, &mut each)),
        // Floating point has no blocks.
        TensorType::F32 | TensorType::F16 | TensorType::BF16 => {}
    }
}

fn blocks<const BYTES: usize>(row: &[u8], each: impl FnMut(&[u8; BYTES])) {
    row.as_chunks().0.iter().for_each(each);
}

fn uniform(codes: [i8; BLOCK], scale: f32, minimum: f32) -> Block {
    Block { codes, scales: [scale; 2], minimum }
}

/// Codes of 4 bits: the low half-bytes of 16 bytes, then the high ones.
fn nibbles(quants: &[u8]) -> [i8; BLOCK] {
    std::array::from_fn(|k| (quants[k % 16] >> (k / 16 * 4) & 15).cast_signed())
}

/// Codes of 5 bits: [`nibbles`], and a fifth bit for each.
fn fives(fifth: &[u8], quants: &[u8]) -> [i8; BLOCK] {
    let low = nibbles(quants);
    std::array::from_fn(|k| low[k] | ((fifth[k / 8] >> (k % 8) & 1) << 4).cast_signed())
}

/// Code `k` of one of eight groups of half-bytes; two groups share 32 bytes.
fn half_byte(quants: &[u8], group: usize, k: usize) -> u8 {
    quants[group / 2 * 32 + k] >> (group % 2 * 4) & 15
}

/// One of the eight groups of a `Q4_K` or `Q5_K` block.
fn k_block(scales: &[u8], group: usize, code: impl Fn(usize) -> u8) -> Block {
    let (scale, minimum) = scale_and_minimum(&scales[4..], group);
    let codes = std::array::from_fn(|k| code(k).cast_signed());
    uniform(codes, half_at(scales, 0) * scale, -half_at(scales, 2) * minimum)
}

/// The eight runs of a `Q6_K` block.
fn sixes(bytes: &[u8; 210], mut each: impl FnMut(&Block)) {
    let scale_of_scales = half_at(bytes, 208);
    for run in 0..8 {
        let (half, run) = (run / 4, run % 4);
        let low = &bytes[half * 64 + run % 2 * 32..][..32];
        let high = &bytes[128 + half * 32..][..32];
        let scales = &bytes[192 + half * 8 + run * 2..][..2];
        each(&Block {
            codes: std::array::from_fn(|k| {
                let low = low[k] >> (run / 2 * 4) & 15;
                let high = high[k] >> (run * 2) & 3;
                (low | high << 4).cast_signed() - 32
            }),
            scales: [0, 1].map(|i| scale_of_scales * f32::from(scales[i].cast_signed())),
            minimum: 0.0,
        });
    }
}
