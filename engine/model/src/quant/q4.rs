//! 4 bits an element, 32 elements a block. The low half-byte of byte `i` is element `i`, the high
//! one element `i + 16`.

use super::half_at;

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
