//! 8 bits an element, 32 elements a block.

use super::{farthest, half_at, inverse};
use half::f16;

/// `Q8_0`: scale (f16), then 32 signed bytes; `scale * q`.
pub(super) fn dequantize(bytes: &[u8; 34], out: &mut [f32; 32]) {
    let scale = half_at(bytes, 0);
    for (byte, out) in bytes[2..].iter().zip(out) {
        *out = f32::from(byte.cast_signed()) * scale;
    }
}

/// To `Q8_0`: the element farthest from zero becomes 127 or -127.
pub(super) fn quantize(values: &[f32; 32]) -> [u8; 34] {
    let scale = farthest(values).abs() / 127.0;
    let inverse = inverse(scale);
    let mut bytes = [0; 34];
    bytes[..2].copy_from_slice(&f16::from_f32(scale).to_le_bytes());
    for (byte, x) in bytes[2..].iter_mut().zip(values) {
        *byte = ((x * inverse).round() as i8).cast_unsigned();
    }
    bytes
}
