//! What a matrix is multiplied with: a batch of vectors, also as integers.

use super::{
    lanes::{Backend, Kernel, LANES, Lanes, largest},
    memory::filled,
};
use crate::ExecuteError;

/// Elements that share a scale; the block length of the quantized weights, or a part of it.
pub const BLOCK: usize = 32;
/// Pairs of a block.
pub const PAIRS: usize = BLOCK / 2;

/// A batch of vectors of one width.
///
/// Quantized weights are multiplied as integers. The vectors' elements become 16-bit integers
/// with one scale for each block of 32, which is as good as exact (1.5e-5 of the block's
/// largest): the products of 16-bit numbers cost the same as those of 8-bit ones in WebAssembly,
/// and the result can serve as the oracle of executors that multiply in floating point. A sum of
/// 32 products with 8-bit codes stays below 2^27.
#[derive(Debug)]
pub struct Inputs {
    width: usize,
    count: usize,
    floats: Vec<f32>,
    pairs: Vec<[i32; PAIRS]>,
    scales: Vec<f32>,
    sums: Vec<f32>,
}

/// One vector as integers; all slices have one element a block.
#[derive(Debug, Clone, Copy)]
pub struct Quantized<'a> {
    /// Pairs of 16-bit integers, the first in the low half.
    pub pairs: &'a [[i32; PAIRS]],
    /// What the integers are multiplied by.
    pub scales: &'a [f32],
    /// Sum of the (scaled) integers.
    pub sums: &'a [f32],
}

impl Inputs {
    /// Room for `batch` vectors of up to `width` elements.
    pub fn new(width: usize, batch: usize) -> Result<Self, ExecuteError> {
        let elements = width as u64 * batch as u64;
        let blocks = width.div_ceil(BLOCK) as u64 * batch as u64;
        Ok(Self {
            width: 0,
            count: 0,
            floats: filled(0.0, elements, "activations")?,
            pairs: filled([0; PAIRS], blocks, "activations")?,
            scales: filled(0.0, blocks, "activations")?,
            sums: filled(0.0, blocks, "activations")?,
        })
    }

    /// Takes vectors of `width` elements, one after the other; they must fit the room.
    pub fn set(&mut self, backend: Backend, vectors: &[f32], width: usize) {
        self.width = width;
        self.count = vectors.len() / width;
        self.floats[..vectors.len()].copy_from_slice(vectors);
        if width.is_multiple_of(BLOCK) {
            backend.run(Quantize { inputs: self });
        }
    }

    /// Number of vectors.
    pub fn count(&self) -> usize {
        self.count
    }

    /// A vector as it was.
    pub fn floats(&self, index: usize) -> &[f32] {
        &self.floats[index * self.width..][..self.width]
    }

    /// A vector as integers; its width is a multiple of [`BLOCK`].
    pub fn quantized(&self, index: usize) -> Quantized<'_> {
        let blocks = self.width / BLOCK;
        let range = index * blocks..(index + 1) * blocks;
        Quantized {
            pairs: &self.pairs[range.clone()],
            scales: &self.scales[range.clone()],
            sums: &self.sums[range],
        }
    }
}

/// Makes the integers from the numbers.
struct Quantize<'a> {
    inputs: &'a mut Inputs,
}

impl Kernel for Quantize<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        let Inputs { width, count, floats, pairs, scales, sums } = self.inputs;
        let (blocks, _) = floats[..*width * *count].as_chunks::<BLOCK>();
        let factors = scales.iter_mut().zip(sums);
        for ((block, pairs), (scale, sum)) in blocks.iter().zip(pairs).zip(factors) {
            let (eights, _) = block.as_chunks::<LANES>();
            let mut most = lanes.splat(0.0);
            for eight in eights {
                let x = lanes.load(eight);
                most = lanes.max(most, lanes.max(x, lanes.sub(lanes.splat(0.0), x)));
            }
            let most = largest(lanes, most);
            let to_integer = if most > 0.0 { 32_767.0 / most } else { 0.0 };
            let mut integers = [0; BLOCK];
            for (eight, integers) in eights.iter().zip(integers.as_chunks_mut::<LANES>().0) {
                let x = lanes.mul(lanes.load(eight), lanes.splat(to_integer));
                lanes.store_i32(lanes.round(x), integers);
            }
            for (pair, &[low, high]) in pairs.iter_mut().zip(integers.as_chunks::<2>().0) {
                *pair = low & 0xffff | high << 16;
            }
            *scale = most / 32_767.0;
            *sum = *scale * integers.iter().sum::<i32>() as f32;
        }
    }
}
