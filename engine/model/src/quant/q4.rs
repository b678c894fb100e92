//! 4 bits an element, 32 elements a block. The low half-byte of byte `i` is element `i`, the high
//! one element `i + 16`.

use super::{farthest, half_at, inverse, range};
use half::f16;

/// `Q4_0`: scale (f16), then 16 bytes; `scale * (q - 8)`.
pub(super) fn dequantize_0(bytes: &[u8; 18], out: &mut [f32; 32]) {
    let scale = half_at(bytes, 0);
    let (low, high) = out.split_at_mut(16);
    for ((byte, low), high) in bytes[2..].iter().zip(low).zip(high) {
        *low = f32::from((byte & 15) as i8 - 8) * scale;
        *high = f32::from((byte >> 4) as i8 - 8) * scale;
    }
}

/// `Q4_1`: scale (f16), minimum (f16), then 16 bytes; `scale * q + minimum`.
pub(super) fn dequantize_1(bytes: &[u8; 20], out: &mut [f32; 32]) {
    let (scale, minimum) = (half_at(bytes, 0), half_at(bytes, 2));
    let (low, high) = out.split_at_mut(16);
    for ((byte, low), high) in bytes[4..].iter().zip(low).zip(high) {
        *low = f32::from(byte & 15) * scale + minimum;
        *high = f32::from(byte >> 4) * scale + minimum;
    }
}

/// To `Q4_0`: the element farthest from zero becomes -8, whatever its sign.
pub(super) fn quantize_0(values: &[f32; 32]) -> [u8; 18] {
    store_0(farthest(values) / -8.0, values)
}

/// To `Q4_1`: the least element becomes 0, the greatest 15.
pub(super) fn quantize_1(values: &[f32; 32]) -> [u8; 20] {
    let (low, high) = range(values);
    store_1((high - low) / 15.0, low, values)
}

/// To `Q4_0` with a given scale.
pub(super) fn store_0(scale: f32, values: &[f32; 32]) -> [u8; 18] {
    let inverse = inverse(scale);
    let mut bytes = [0; 18];
    bytes[..2].copy_from_slice(&f16::from_f32(scale).to_le_bytes());
    pack(values, &mut bytes[2..], |x| x * inverse + 8.5);
    bytes
}

/// To `Q4_1` with a given scale and minimum.
pub(super) fn store_1(scale: f32, minimum: f32, values: &[f32; 32]) -> [u8; 20] {
    let inverse = inverse(scale);
    let mut bytes = [0; 20];
    bytes[..2].copy_from_slice(&f16::from_f32(scale).to_le_bytes());
    bytes[2..4].copy_from_slice(&f16::from_f32(minimum).to_le_bytes());
    pack(values, &mut bytes[4..], |x| (x - minimum) * inverse + 0.5);
    bytes
}

/// Cuts what `quant` gives to 4 bits and packs it.
fn pack(values: &[f32; 32], bytes: &mut [u8], quant: impl Fn(f32) -> f32) {
    let (low, high) = values.split_at(16);
    for ((byte, &low), &high) in bytes.iter_mut().zip(low).zip(high) {
        *byte = (quant(low) as u8).min(15) | (quant(high) as u8).min(15) << 4;
    }
}
