//! Weights in memory, eight rows interleaved, and products with them.

use super::{
    dense,
    inputs::{BLOCK, Inputs},
    lanes::{Backend, Kernel, LANES, Lanes},
    quantized::{self, ByteBlock, Codes, NibbleBlock, Rows},
};
use half::{bf16, f16};
use std::array::from_fn;

/// A matrix of `rows` by `inputs`, packed by [`Packer`](super::pack::Packer).
///
/// Rows are stored in groups of eight, element by element or block by block, so that one register
/// holds the same element of all eight and every lane sums a row of its own. Rows that fill up
/// the last group are zero.
#[derive(Debug)]
pub struct Matrix {
    pub(super) rows: usize,
    pub(super) inputs: usize,
    pub(super) weights: Weights,
}

/// Groups of eight rows.
#[derive(Debug)]
pub(super) enum Weights {
    F32(Vec<[f32; LANES]>),
    F16(Vec<[f16; LANES]>),
    BF16(Vec<[bf16; LANES]>),
    Nibbles(Packed<NibbleBlock>),
    Bytes(Packed<ByteBlock>),
}

/// Codes and factors of all groups; see [`Rows`].
#[derive(Debug)]
pub(super) struct Packed<C> {
    /// Scales for each block: 1, or 2 for its halves.
    pub parts: usize,
    /// Whether a code of 0 is another number than 0.
    pub has_minima: bool,
    pub codes: Vec<C>,
    pub scales: Vec<[f32; LANES]>,
    pub minima: Vec<[f32; LANES]>,
}

impl<C> Packed<C> {
    fn group(&self, group: usize, blocks: usize) -> Rows<'_, C> {
        let blocks = group * blocks..(group + 1) * blocks;
        let parts = self.parts;
        Rows {
            codes: &self.codes[blocks.clone()],
            scales: &self.scales[blocks.start * parts..blocks.end * parts],
            minima: self.minima.get(blocks).unwrap_or_default(),
        }
    }
}

impl Matrix {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// `out[i] = W inputs[i]` for all vectors; `out` has the matrix's rows for each.
    pub fn multiply(&self, backend: Backend, inputs: &Inputs, out: &mut [f32]) {
        backend.run(Multiply { matrix: self, inputs, out });
    }

    /// Row `row` as numbers.
    pub fn read_row(&self, row: usize, out: &mut [f32]) {
        let (group, lane) = (row / LANES, row % LANES);
        let elements = group * self.inputs..(group + 1) * self.inputs;
        let blocks = self.inputs / BLOCK;
        match &self.weights {
            Weights::F32(values) => {
                out.iter_mut().zip(&values[elements]).for_each(|(out, x)| *out = x[lane]);
            }
            Weights::F16(values) => {
                out.iter_mut().zip(&values[elements]).for_each(|(out, x)| *out = x[lane].to_f32());
            }
            Weights::BF16(values) => {
                out.iter_mut().zip(&values[elements]).for_each(|(out, x)| *out = x[lane].to_f32());
            }
            Weights::Nibbles(weights) => read_lane(&weights.group(group, blocks), lane, out),
            Weights::Bytes(weights) => read_lane(&weights.group(group, blocks), lane, out),
        }
    }
}

/// One of eight rows as numbers.
fn read_lane<C: Codes>(rows: &Rows<C>, lane: usize, out: &mut [f32]) {
    let parts = rows.scales.len() / rows.codes.len().max(1);
    for (block, out) in out.chunks_exact_mut(BLOCK).enumerate() {
        let minimum = rows.minima.get(block).map_or(0.0, |minima| minima[lane]);
        for (k, out) in out.iter_mut().enumerate() {
            let scale = rows.scales[block * parts + k * parts / BLOCK][lane];
            *out = scale * f32::from(rows.codes[block].get(lane, k)) + minimum;
        }
    }
}

struct Multiply<'a> {
    matrix: &'a Matrix,
    inputs: &'a Inputs,
    out: &'a mut [f32],
}

impl Kernel for Multiply<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(mut self, lanes: L) {
        match &self.matrix.weights {
            Weights::F32(values) => self.dense(lanes, values),
            Weights::F16(values) => self.dense(lanes, values),
            Weights::BF16(values) => self.dense(lanes, values),
            Weights::Nibbles(weights) => self.quantized::<L, _, 1>(lanes, weights),
            Weights::Bytes(weights) if weights.parts == 2 => {
                self.quantized::<L, _, 2>(lanes, weights);
            }
            Weights::Bytes(weights) => self.quantized::<L, _, 1>(lanes, weights),
        }
    }
}

impl Multiply<'_> {
    #[inline(always)]
    fn dense<L: Lanes, E: dense::Element>(&mut self, lanes: L, values: &[[E; LANES]]) {
        for (group, rows) in values.chunks_exact(self.matrix.inputs).enumerate() {
            let mut next = 0;
            while next < self.inputs.count() {
                next += match self.inputs.count() - next {
                    1 => self.dense_tile::<L, E, 1>(lanes, group, next, rows),
                    _ => self.dense_tile::<L, E, 2>(lanes, group, next, rows),
                };
            }
        }
    }

    #[inline(always)]
    fn quantized<L: Lanes, C: Codes, const PARTS: usize>(&mut self, lanes: L, weights: &Packed<C>) {
        for group in 0..self.matrix.rows.div_ceil(LANES) {
            let rows = &weights.group(group, self.matrix.inputs / BLOCK);
            let mut next = 0;
            while next < self.inputs.count() {
                // Four at once would need more registers than there are, and are slower.
                next += match self.inputs.count() - next {
                    1 => self.quantized_tile::<L, C, PARTS, 1>(lanes, group, next, rows),
                    2 => self.quantized_tile::<L, C, PARTS, 2>(lanes, group, next, rows),
                    _ => self.quantized_tile::<L, C, PARTS, 3>(lanes, group, next, rows),
                };
            }
        }
    }

    /// Multiplies a group with the `T` vectors from `first`; gives `T`.
    #[inline(always)]
    fn dense_tile<L: Lanes, E: dense::Element, const T: usize>(
        &mut self,
        lanes: L,
        group: usize,
        first: usize,
        rows: &[[E; LANES]],
    ) -> usize {
        let vectors = from_fn(|t| self.inputs.floats(first + t));
        self.write(lanes, group, first, dense::tile::<L, E, T>(lanes, rows, vectors));
        T
    }

    /// Multiplies a group with the `T` vectors from `first`; gives `T`.
    #[inline(always)]
    fn quantized_tile<L: Lanes, C: Codes, const PARTS: usize, const T: usize>(
        &mut self,
        lanes: L,
        group: usize,
        first: usize,
        rows: &Rows<C>,
    ) -> usize {
        let vectors = from_fn(|t| self.inputs.quantized(first + t));
        let sums = quantized::tile::<L, C, PARTS, T>(lanes, rows, vectors);
        self.write(lanes, group, first, sums);
        T
    }

    /// Writes the results of a group's rows for the vectors from `first`.
    #[inline(always)]
    fn write<L: Lanes, const T: usize>(
        &mut self,
        lanes: L,
        group: usize,
        first: usize,
        sums: [L::F32; T],
    ) {
        let rows = self.matrix.rows;
        let outs = self.out.chunks_exact_mut(rows).skip(first);
        for (out, sums) in outs.zip(sums) {
            let out = &mut out[group * LANES..rows.min((group + 1) * LANES)];
            if let Ok(out) = out.try_into() {
                lanes.store(sums, out);
            } else {
                let mut values = [0.0; LANES];
                lanes.store(sums, &mut values);
                out.copy_from_slice(&values[..out.len()]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cpu::pack::Packer,
        quant::{TensorType, dequantize},
    };
    use proptest::prelude::*;

    /// Packs rows of random blocks. Scales are sane: their exponents' upper bits are cut.
    fn matrix(tensor_type: TensorType, rows: usize, inputs: usize, seed: u64) -> (Matrix, Vec<u8>) {
        let row_bytes = tensor_type.bytes_for(inputs as u64).unwrap() as usize;
        let mut state = seed | 1;
        let mut bytes: Vec<u8> = (0..rows * row_bytes)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 56) as u8
            })
            .collect();
        for block in bytes.chunks_exact_mut(tensor_type.block_bytes() as usize) {
            let halves: &[usize] = match tensor_type {
                TensorType::F32 => &[2],
                TensorType::Q6_K => &[208],
                TensorType::Q4_1 | TensorType::Q5_1 | TensorType::Q4_K | TensorType::Q5_K => {
                    &[0, 2]
                }
                _ => &[0],
            };
            for &half in halves {
                block[half + 1] = block[half + 1] & 0x83 | 0x28;
            }
        }
        let mut packer = Packer::new(tensor_type, rows, inputs).unwrap();
        for group in bytes.chunks(LANES * row_bytes) {
            packer.push(group, row_bytes);
        }
        (packer.finish(), bytes)
    }

    fn vectors(width: usize, count: usize, seed: u64) -> Vec<f32> {
        (0..width * count).map(|i| ((i as u64 * 37 + seed) % 101) as f32 / 50.0 - 1.0).collect()
    }

    fn product(backend: Backend, matrix: &Matrix, vectors: &[f32]) -> Vec<f32> {
        let count = vectors.len() / matrix.inputs;
        let mut inputs = Inputs::new(matrix.inputs, count).unwrap();
        inputs.set(backend, vectors, matrix.inputs);
        let mut out = vec![f32::NAN; matrix.rows * count];
        matrix.multiply(backend, &inputs, &mut out);
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        /// Every type, odd numbers of rows and vectors: rows read as the reference reads them,
        /// products are those of floating point, and all instructions give the same bits.
        #[test]
        fn multiplies_every_type(rows in 1_usize..20, blocks in 1_usize..3, count in 1_usize..7, seed: u64) {
            for tensor_type in TensorType::ALL {
                let inputs = match tensor_type.block_elements() as usize {
                    1 => 32 * blocks - blocks % 2 * 5,
                    block => block * blocks,
                };
                let (matrix, bytes) = matrix(tensor_type, rows, inputs, seed);
                let mut numbers = vec![0.0; rows * inputs];
                dequantize(tensor_type, &bytes, &mut numbers).unwrap();
                let mut row = vec![0.0; inputs];
                for (index, expected) in numbers.chunks_exact(inputs).enumerate() {
                    matrix.read_row(index, &mut row);
                    for (found, expected) in row.iter().zip(expected) {
                        prop_assert!((found - expected).abs() <= expected.abs() * 1e-6 + 1e-9);
                    }
                }

                let vectors = vectors(inputs, count, seed % 101);
                let found = product(Backend::Scalar, &matrix, &vectors);
                for (vector, found) in vectors.chunks_exact(inputs).zip(found.chunks_exact(rows)) {
                    for (weights, found) in numbers.chunks_exact(inputs).zip(found) {
                        let terms = weights.iter().zip(vector).map(|(w, x)| f64::from(w * x));
                        let expected: f64 = terms.clone().sum();
                        let size: f64 = terms.map(f64::abs).sum();
                        let difference = (f64::from(*found) - expected).abs();
                        prop_assert!(difference <= size * 1e-4, "{tensor_type}: {found} {expected}");
                    }
                }
                for backend in Backend::all() {
                    let other = product(backend, &matrix, &vectors);
                    let bits = |x: &[f32]| x.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
                    prop_assert_eq!(bits(&found), bits(&other), "{}: {}", tensor_type, backend.name());
                }
            }
        }
    }
}
