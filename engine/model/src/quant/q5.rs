//! 5 bits an element, 32 elements a block. The fifth bit of element `i` is bit `i` of a word
//! before the bytes; the other four lie as in `Q4_0`.

use super::half_at;

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
