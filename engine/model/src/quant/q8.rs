//! 8 bits an element, 32 elements a block.

use super::half_at;

/// `Q8_0`: scale (f16), then 32 signed bytes; `scale * q`.
pub(super) fn dequantize(bytes: &[u8; 34], out: &mut [f32; 32]) {
    let scale = half_at(bytes, 0);
    for (byte, out) in bytes[2..].iter().zip(out) {
        *out = f32::from(byte.cast_signed()) * scale;
    }
}
