//! The K types: 256 elements a block, in groups of 16 or 32 whose scales are quantized too.

use super::half_at;

/// The 6-bit scale and minimum of group `i` of 8, from the 12 bytes that `Q4_K` and `Q5_K` pack
/// them into: four scales and four minima in the low six bits of eight bytes; of the other eight
/// numbers the low halves in the last four bytes, and the high two bits on top of the first eight.
pub(crate) fn scale_and_minimum(packed: &[u8], i: usize) -> (f32, f32) {
    let (scale, minimum) = if i < 4 {
        (packed[i] & 63, packed[i + 4] & 63)
    } else {
        (packed[i + 4] & 15 | packed[i - 4] >> 6 << 4, packed[i + 4] >> 4 | packed[i] >> 6 << 4)
    };
    (f32::from(scale), f32::from(minimum))
}

/// `Q4_K`: scale of scales (f16), scale of minima (f16), 12 bytes of scales, then 128 bytes. Each
/// 32 bytes hold two groups: the low half-bytes one, the high half-bytes the next.
pub(super) fn dequantize_q4(bytes: &[u8; 144], out: &mut [f32; 256]) {
    let (scales, minima, packed) = (half_at(bytes, 0), half_at(bytes, 2), &bytes[4..16]);
    let quants = bytes[16..].chunks_exact(32);
    for (i, (quants, out)) in quants.zip(out.chunks_exact_mut(64)).enumerate() {
        for (high, out) in out.chunks_exact_mut(32).enumerate() {
            let (scale, minimum) = scale_and_minimum(packed, 2 * i + high);
            let (scale, minimum) = (scales * scale, minima * minimum);
            for (byte, out) in quants.iter().zip(out) {
                *out = scale * f32::from(byte >> (4 * high) & 15) - minimum;
            }
        }
    }
}

/// `Q5_K`: as `Q4_K`, with 32 bytes between scales and quants that hold the fifth bits: bit `g`
/// of byte `i` belongs to element `i` of group `g`.
pub(super) fn dequantize_q5(bytes: &[u8; 176], out: &mut [f32; 256]) {
    let (scales, minima, packed) = (half_at(bytes, 0), half_at(bytes, 2), &bytes[4..16]);
    let (fifth, quants) = (&bytes[16..48], &bytes[48..]);
    for (group, out) in out.chunks_exact_mut(32).enumerate() {
        let (scale, minimum) = scale_and_minimum(packed, group);
        let (scale, minimum) = (scales * scale, minima * minimum);
        let quants = &quants[group / 2 * 32..][..32];
        for ((byte, fifth), out) in quants.iter().zip(fifth).zip(out) {
            let quant = byte >> (4 * (group % 2)) & 15 | (fifth >> group & 1) << 4;
            *out = scale * f32::from(quant) - minimum;
        }
    }
}

/// `Q6_K`: 128 bytes of low half-bytes, 64 bytes of high bit pairs, 16 signed scales for groups of
/// 16, scale of scales (f16); `scale * (q - 32)`. Each half of the block is four runs of 32
/// elements: the first two take the low half-bytes of 64 bytes, the others the high ones; the
/// bit pairs of all four share 32 bytes.
pub(super) fn dequantize_q6(bytes: &[u8; 210], out: &mut [f32; 256]) {
    let (low, high, scales) = (&bytes[..128], &bytes[128..192], &bytes[192..208]);
    let scale_of_scales = half_at(bytes, 208);
    for (run, out) in out.chunks_exact_mut(32).enumerate() {
        let (half, run) = (run / 4, run % 4);
        let low = &low[half * 64 + run % 2 * 32..][..32];
        let high = &high[half * 32..][..32];
        let scales = &scales[half * 8 + run * 2..][..2];
        for (i, out) in out.iter_mut().enumerate() {
            let quant = low[i] >> (run / 2 * 4) & 15 | (high[i] >> (run * 2) & 3) << 4;
            let scale = scale_of_scales * f32::from(scales[i / 16].cast_signed());
            *out = scale * f32::from(quant as i8 - 32);
        }
    }
}
