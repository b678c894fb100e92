//! From a file's tensors to packed matrices.

use super::{
    inputs::BLOCK,
    lanes::LANES,
    matrix::{Matrix, Packed, Weights},
    quantized::Codes,
    unblock::{Block, unblock},
};
use crate::{ExecuteError, quant::TensorType};
use half::{bf16, f16};

/// Builds a [`Matrix`] from its rows as they come from the file.
#[derive(Debug)]
pub struct Packer {
    tensor_type: TensorType,
    matrix: Matrix,
}

impl Packer {
    /// Reserves the memory of a matrix; `inputs` is a multiple of the type's block.
    pub fn new(tensor_type: TensorType, rows: usize, inputs: usize) -> Result<Self, ExecuteError> {
        let groups = rows.div_ceil(LANES) as u64;
        let elements = groups * inputs as u64;
        let blocks = groups * (inputs / BLOCK) as u64;
        let weights = match tensor_type {
            TensorType::F32 => Weights::F32(reserved(elements)?),
            TensorType::F16 => Weights::F16(reserved(elements)?),
            TensorType::BF16 => Weights::BF16(reserved(elements)?),
            TensorType::Q4_0 | TensorType::Q4_1 | TensorType::Q4_K => {
                Weights::Nibbles(packed(blocks, 1, true)?)
            }
            TensorType::Q5_1 | TensorType::Q5_K => Weights::Bytes(packed(blocks, 1, true)?),
            TensorType::Q5_0 | TensorType::Q8_0 => Weights::Bytes(packed(blocks, 1, false)?),
            TensorType::Q6_K => Weights::Bytes(packed(blocks, 2, false)?),
        };
        Ok(Self { tensor_type, matrix: Matrix { rows, inputs, weights } })
    }

    /// Appends the group of the next eight rows (fewer at the end), stored one after the other.
    pub fn push(&mut self, bytes: &[u8], row_bytes: usize) {
        let Matrix { inputs, weights, .. } = &mut self.matrix;
        let rows = || bytes.chunks_exact(row_bytes);
        match weights {
            Weights::F32(values) => interleave(values, rows(), *inputs, f32::from_le_bytes),
            Weights::F16(values) => interleave(values, rows(), *inputs, f16::from_le_bytes),
            Weights::BF16(values) => interleave(values, rows(), *inputs, bf16::from_le_bytes),
            Weights::Nibbles(weights) => weights.push(self.tensor_type, rows(), *inputs),
            Weights::Bytes(weights) => weights.push(self.tensor_type, rows(), *inputs),
        }
    }

    /// The matrix, once all rows are in.
    pub fn finish(self) -> Matrix {
        self.matrix
    }
}

fn reserved<T>(length: u64) -> Result<Vec<T>, ExecuteError> {
    super::memory::reserved(length, "weights")
}

fn packed<C>(blocks: u64, parts: u64, minima: bool) -> Result<Packed<C>, ExecuteError> {
    Ok(Packed {
        parts: parts as usize,
        codes: reserved(blocks)?,
        scales: reserved(blocks * parts)?,
        minima: reserved(if minima { blocks } else { 0 })?,
        has_minima: minima,
    })
}

/// Appends a group of rows of floating-point numbers.
fn interleave<'a, T: Copy + Default, const SIZE: usize>(
    values: &mut Vec<[T; LANES]>,
    rows: impl Iterator<Item = &'a [u8]>,
    inputs: usize,
    read: impl Fn([u8; SIZE]) -> T,
) {
    let start = values.len();
    values.resize(start + inputs, [T::default(); LANES]);
    for (lane, row) in rows.enumerate() {
        let (numbers, _) = row.as_chunks::<SIZE>();
        for (value, number) in values[start..].iter_mut().zip(numbers) {
            value[lane] = read(*number);
        }
    }
}

impl<C: Codes + Clone> Packed<C> {
    /// Appends a group of rows.
    fn push<'a>(
        &mut self,
        tensor_type: TensorType,
        rows: impl Iterator<Item = &'a [u8]>,
        inputs: usize,
    ) {
        let start = self.codes.len();
        let end = start + inputs / BLOCK;
        self.codes.resize(end, C::EMPTY);
        self.scales.resize(end * self.parts, [0.0; LANES]);
        if self.has_minima {
            self.minima.resize(end, [0.0; LANES]);
        }
        for (lane, row) in rows.enumerate() {
            let mut index = start;
            unblock(tensor_type, row, |block: &Block| {
                self.codes[index].set(lane, &block.codes);
                for part in 0..self.parts {
                    self.scales[index * self.parts + part][lane] = block.scales[part];
                }
                if self.has_minima {
                    self.minima[index][lane] = block.minimum;
                }
                index += 1;
            });
        }
    }
}
