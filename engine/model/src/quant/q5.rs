//! 5 bits an element, 32 elements a block. The fifth bit of element `i` is bit `i` of a word
//! before the bytes; the other four lie as in `Q4_0`.

use super::{farthest, half_at, inverse, range};
use half::f16;

/// `Q5_0`: scale (f16), fifth bits (u32), then 16 bytes; `scale * (q - 16)`.
pub(super) fn dequantize_0(bytes: &[u8; 22], out: &mut [f32; 32]) {
    let scale = half_at(bytes, 0);
    let fifth = u32::from_le_bytes([bytes[2], bytes[3], bytes[4], bytes[5]]);
    unpack(fifth, &bytes[6..], out, |q| f32::from(q as i8 - 16) * scale);
}

/// `Q5_1`: scale (f16), minimum (f16), fifth bits (u32), then 16 bytes; `scale * q + minimum`.
pub(super) fn dequantize_1(bytes: &[u8; 24], out: &mut [f32; 32]) {
    let (scale, minimum) = (half_at(bytes, 0), half_at(bytes, 2));
    let fifth = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
    unpack(fifth, &bytes[8..], out, |q| f32::from(q) * scale + minimum);
}

fn unpack(fifth: u32, bytes: &[u8], out: &mut [f32; 32], value: impl Fn(u8) -> f32) {
    let (low, high) = out.split_at_mut(16);
    for (i, ((byte, low), high)) in bytes.iter().zip(low).zip(high).enumerate() {
        *low = value((byte & 15) | ((fifth >> i & 1) << 4) as u8);
        *high = value((byte >> 4) | ((fifth >> (i + 16) & 1) << 4) as u8);
    }
}

/// To `Q5_0`: the element farthest from zero becomes -16, whatever its sign.
pub(super) fn quantize_0(values: &[f32; 32]) -> [u8; 22] {
    let scale = farthest(values) / -16.0;
    let inverse = inverse(scale);
    let mut bytes = [0; 22];
    bytes[..2].copy_from_slice(&f16::from_f32(scale).to_le_bytes());
    pack(values, &mut bytes[2..], |x| x * inverse + 16.5);
    bytes
}

/// To `Q5_1`: the least element becomes 0, the greatest 31.
pub(super) fn quantize_1(values: &[f32; 32]) -> [u8; 24] {
    let (low, high) = range(values);
    let scale = (high - low) / 31.0;
    let inverse = inverse(scale);
    let mut bytes = [0; 24];
    bytes[..2].copy_from_slice(&f16::from_f32(scale).to_le_bytes());
    bytes[2..4].copy_from_slice(&f16::from_f32(low).to_le_bytes());
    pack(values, &mut bytes[4..], |x| (x - low) * inverse + 0.5);
    bytes
}

/// Cuts what `quant` gives to 5 bits and packs it: the word of fifth bits, then the bytes.
fn pack(values: &[f32; 32], bytes: &mut [u8], quant: impl Fn(f32) -> f32) {
    let quants = values.map(|x| (quant(x) as u8).min(31));
    let fifth =
        quants.iter().enumerate().fold(0, |word, (i, quant)| word | u32::from(quant >> 4) << i);
    let (word, bytes) = bytes.split_at_mut(4);
    word.copy_from_slice(&fifth.to_le_bytes());
    let (low, high) = quants.split_at(16);
    for ((byte, low), high) in bytes.iter_mut().zip(low).zip(high) {
        *byte = low & 15 | high << 4;
    }
}
