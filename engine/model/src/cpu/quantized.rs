//! Products with weights stored as integer codes.

use super::{
    inputs::{BLOCK, PAIRS, Quantized},
    lanes::{LANES, Lanes},
};

/// The codes of eight rows for a block of 32 inputs.
pub trait Codes: Sized {
    /// All codes 0.
    const EMPTY: Self;

    /// Sets the codes of one row, which were 0.
    fn set(&mut self, row: usize, codes: &[i8; BLOCK]);

    /// Code `k` of one row.
    fn get(&self, row: usize, k: usize) -> i8;

    /// Codes times integers, for the inputs of part `part` of `PARTS`, summed in each row.
    fn dot<L: Lanes, const PARTS: usize, const T: usize>(
        &self,
        lanes: L,
        part: usize,
        vectors: [&[i32; PAIRS]; T],
    ) -> [L::I32; T];
}

/// Codes of 4 bits, 0 to 15: eight inputs of all rows in 32 bytes. Bits `4j..` of the 16-bit
/// number `2 * row + i` are the code of input `2j + i`.
pub type NibbleBlock = [[u8; 4 * LANES]; 4];

/// Codes of 8 bits, -128 to 127: two inputs of all rows in 16 bytes, row by row.
pub type ByteBlock = [[i8; 2 * LANES]; PAIRS];

impl Codes for NibbleBlock {
    const EMPTY: Self = [[0; 4 * LANES]; 4];

    fn set(&mut self, row: usize, codes: &[i8; BLOCK]) {
        for (k, code) in codes.iter().enumerate() {
            let byte = &mut self[k / 8][4 * row + k % 2 * 2 + k % 8 / 4];
            *byte |= code.cast_unsigned() << (k / 2 % 2 * 4);
        }
    }

    fn get(&self, row: usize, k: usize) -> i8 {
        let byte = self[k / 8][4 * row + k % 2 * 2 + k % 8 / 4];
        (byte >> (k / 2 % 2 * 4) & 15).cast_signed()
    }

    #[inline(always)]
    fn dot<L: Lanes, const PARTS: usize, const T: usize>(
        &self,
        lanes: L,
        part: usize,
        vectors: [&[i32; PAIRS]; T],
    ) -> [L::I32; T] {
        let mut sums = [lanes.zero(); T];
        let pieces = self.len() / PARTS;
        for piece in part * pieces..(part + 1) * pieces {
            let nibbles = lanes.load_nibbles(&self[piece]);
            let codes = [
                lanes.nibbles::<0>(nibbles),
                lanes.nibbles::<1>(nibbles),
                lanes.nibbles::<2>(nibbles),
                lanes.nibbles::<3>(nibbles),
            ];
            for (j, codes) in codes.into_iter().enumerate() {
                for t in 0..T {
                    let x = lanes.splat_pair(vectors[t][piece * 4 + j]);
                    sums[t] = lanes.add_i32(sums[t], lanes.dot(codes, x));
                }
            }
        }
        sums
    }
}

impl Codes for ByteBlock {
    const EMPTY: Self = [[0; 2 * LANES]; PAIRS];

    fn set(&mut self, row: usize, codes: &[i8; BLOCK]) {
        for (k, code) in codes.iter().enumerate() {
            self[k / 2][2 * row + k % 2] = *code;
        }
    }

    fn get(&self, row: usize, k: usize) -> i8 {
        self[k / 2][2 * row + k % 2]
    }

    #[inline(always)]
    fn dot<L: Lanes, const PARTS: usize, const T: usize>(
        &self,
        lanes: L,
        part: usize,
        vectors: [&[i32; PAIRS]; T],
    ) -> [L::I32; T] {
        let mut sums = [lanes.zero(); T];
        let pieces = self.len() / PARTS;
        for piece in part * pieces..(part + 1) * pieces {
            let codes = lanes.load_bytes(&self[piece]);
            for t in 0..T {
                let x = lanes.splat_pair(vectors[t][piece]);
                sums[t] = lanes.add_i32(sums[t], lanes.dot(codes, x));
            }
        }
        sums
    }
}

/// Eight rows of codes with what they are multiplied by and what is added.
#[derive(Debug)]
pub struct Rows<'a, C> {
    /// One for each block.
    pub codes: &'a [C],
    /// `PARTS` for each block.
    pub scales: &'a [[f32; LANES]],
    /// One for each block: what weights of code 0 are; empty when that is 0.
    pub minima: &'a [[f32; LANES]],
}

/// Eight rows times `T` vectors. A block of 32 inputs has scales for `PARTS` equal parts.
#[inline(always)]
pub fn tile<L: Lanes, C: Codes, const PARTS: usize, const T: usize>(
    lanes: L,
    rows: &Rows<C>,
    vectors: [Quantized; T],
) -> [L::F32; T] {
    let mut sums = [lanes.splat(0.0); T];
    let (scales, _) = rows.scales.as_chunks::<PARTS>();
    for (block, (codes, scales)) in rows.codes.iter().zip(scales).enumerate() {
        for (part, scales) in scales.iter().enumerate() {
            let scales = lanes.load(scales);
            let pairs = vectors.map(|vector| &vector.pairs[block]);
            let dots = codes.dot::<L, PARTS, T>(lanes, part, pairs);
            for t in 0..T {
                let scale = lanes.mul(scales, lanes.splat(vectors[t].scales[block]));
                sums[t] = lanes.add(sums[t], lanes.mul(lanes.to_f32(dots[t]), scale));
            }
        }
        if let Some(minima) = rows.minima.get(block) {
            let minima = lanes.load(minima);
            for t in 0..T {
                let sum = lanes.splat(vectors[t].sums[block]);
                sums[t] = lanes.add(sums[t], lanes.mul(minima, sum));
            }
        }
    }
    sums
}
