//! Causal attention, a block of queries at a time: the weights of a whole sequence are never in
//! memory (after FlashAttention, Dao et al. 2022, arXiv 2205.14135), and those that the mask drops
//! are not computed.

use super::{
    Heads, Rotation,
    differentiable::{Operation, Outcome, Rows},
    matrix::{Matrix, multiply},
    rope::Way,
    simd::{dot, exp, wide},
};
use rayon::prelude::*;
use std::sync::Arc;

/// Positions whose queries are taken together.
const BLOCK: usize = 64;

/// Causal attention with rotary positions; grouped queries (Ainslie et al. 2023, arXiv 2305.13245).
#[derive(Debug, Clone)]
pub struct Attention {
    pub heads: Heads,
    pub rotation: Rotation,
}

/// One key head of one sequence, and the queries that share it: position by position, head by head.
#[derive(Debug, Clone)]
pub struct Group {
    /// Rotated, and scaled by `1 / sqrt(size)`.
    queries: Vec<f32>,
    /// Rotated.
    keys: Vec<f32>,
    values: Vec<f32>,
    /// What came out.
    output: Vec<f32>,
    /// The logarithm of the sum that each query's weights were divided by.
    sums: Vec<f32>,
}

/// Derivatives by the parts of a group.
struct Derivatives {
    queries: Vec<f32>,
    keys: Vec<f32>,
    values: Vec<f32>,
}

impl Operation<1> for Attention {
    type Saved = Arc<Vec<Group>>;

    fn forward(&self, [mixed]: [Rows<'_>; 1]) -> Outcome<Self::Saved> {
        let rows = mixed.data.len() / mixed.width;
        let groups = rows / self.rotation.length() * self.heads.keys;
        let groups: Vec<Group> =
            (0..groups).into_par_iter().map(|at| self.attend(self.gather(&mixed, at))).collect();
        let width = self.heads.queries * self.heads.size;
        let mut data = vec![0.0; rows * width];
        for (at, group) in groups.iter().enumerate() {
            let part = self.shared() * self.heads.size;
            for (position, output) in group.output.chunks_exact(part).enumerate() {
                let (row, head) = self.place(at, position);
                data[row * width + head * part..][..part].copy_from_slice(output);
            }
        }
        Outcome { data, shape: vec![rows, width], saved: Arc::new(groups) }
    }

    fn backward(
        &self,
        [mixed]: [Rows<'_>; 1],
        groups: Self::Saved,
        gradient: &[f32],
    ) -> [Vec<f32>; 1] {
        let Heads { queries, keys, size } = self.heads;
        let part = self.shared() * size;
        let found: Vec<Derivatives> = groups
            .par_iter()
            .enumerate()
            .map(|(at, group)| {
                let mut by_output = Vec::with_capacity(group.output.len());
                for position in 0..self.rotation.length() {
                    let (row, head) = self.place(at, position);
                    let start = row * queries * size + head * part;
                    by_output.extend_from_slice(&gradient[start..start + part]);
                }
                self.derive(group, &by_output)
            })
            .collect();
        let mut by_mixed = vec![0.0; mixed.data.len()];
        let scale = (size as f32).sqrt().recip();
        for (at, found) in found.iter().enumerate() {
            for position in 0..self.rotation.length() {
                let (row, head) = self.place(at, position);
                let row = &mut by_mixed[row * mixed.width..][..mixed.width];
                let (to_queries, rest) = row.split_at_mut(queries * size);
                let (to_keys, to_values) = rest.split_at_mut(keys * size);
                let to = to_queries[head * part..][..part].chunks_exact_mut(size);
                let from = found.queries[position * part..][..part].chunks_exact(size);
                for (to, from) in to.zip(from) {
                    self.rotation.turn(to, from, position, Way::Back, scale);
                }
                let (to, from) = (head * size..(head + 1) * size, position * size..);
                let from = from.start..from.start + size;
                self.rotation.turn(
                    &mut to_keys[to.clone()],
                    &found.keys[from.clone()],
                    position,
                    Way::Back,
                    1.0,
                );
                to_values[to].copy_from_slice(&found.values[from]);
            }
        }
        [by_mixed]
    }
}

impl Attention {
    /// Query heads to a key head.
    fn shared(&self) -> usize {
        self.heads.queries / self.heads.keys
    }

    /// The row and the key head of a position of a group.
    fn place(&self, group: usize, position: usize) -> (usize, usize) {
        let (sequence, head) = (group / self.heads.keys, group % self.heads.keys);
        (sequence * self.rotation.length() + position, head)
    }

    fn gather(&self, mixed: &Rows<'_>, at: usize) -> Group {
        let Heads { queries, keys, size } = self.heads;
        let (length, part) = (self.rotation.length(), self.shared() * size);
        let mut group = Group {
            queries: vec![0.0; length * part],
            keys: vec![0.0; length * size],
            values: Vec::with_capacity(length * size),
            output: vec![0.0; length * part],
            sums: vec![0.0; length * self.shared()],
        };
        let scale = (size as f32).sqrt().recip();
        for position in 0..length {
            let (row, head) = self.place(at, position);
            let row = &mixed.data[row * mixed.width..][..mixed.width];
            let to = group.queries[position * part..][..part].chunks_exact_mut(size);
            for (to, from) in to.zip(row[head * part..][..part].chunks_exact(size)) {
                self.rotation.turn(to, from, position, Way::Forth, scale);
            }
            let key = &row[(queries + head) * size..][..size];
            let to = &mut group.keys[position * size..][..size];
            self.rotation.turn(to, key, position, Way::Forth, 1.0);
            group.values.extend_from_slice(&row[(queries + keys + head) * size..][..size]);
        }
        group
    }

    fn attend(&self, mut group: Group) -> Group {
        let (length, size, shared) = (self.rotation.length(), self.heads.size, self.shared());
        let mut weights = vec![0.0; BLOCK * shared * length];
        for start in (0..length).step_by(BLOCK) {
            let end = (start + BLOCK).min(length);
            let (rows, numbers) =
                (start * shared..end * shared, start * shared * size..end * shared * size);
            let weights = &mut weights[..rows.len() * end];
            let keys = Matrix::new(&group.keys[..end * size], size);
            let queries = Matrix::new(&group.queries[numbers.clone()], size);
            multiply(weights, end, queries, keys.turned(), false);
            let sums = &mut group.sums[rows];
            wide(
                #[inline(always)]
                || {
                    for (row, (weights, sum)) in weights.chunks_exact_mut(end).zip(sums).enumerate()
                    {
                        let (seen, hidden) = weights.split_at_mut(start + row / shared + 1);
                        *sum = softmax(seen);
                        hidden.fill(0.0);
                    }
                },
            );
            let values = Matrix::new(&group.values[..end * size], size);
            let output = &mut group.output[numbers];
            multiply(output, size, Matrix::new(weights, end), values, false);
        }
        group
    }

    fn derive(&self, group: &Group, by_output: &[f32]) -> Derivatives {
        let (length, size, shared) = (self.rotation.length(), self.heads.size, self.shared());
        let mut found = Derivatives {
            queries: vec![0.0; group.queries.len()],
            keys: vec![0.0; group.keys.len()],
            values: vec![0.0; group.values.len()],
        };
        let mut weights = vec![0.0; BLOCK * shared * length];
        let mut by_weights = vec![0.0; BLOCK * shared * length];
        for start in (0..length).step_by(BLOCK) {
            let end = (start + BLOCK).min(length);
            let (rows, numbers) =
                (start * shared..end * shared, start * shared * size..end * shared * size);
            let weights = &mut weights[..rows.len() * end];
            let by_weights = &mut by_weights[..rows.len() * end];
            let keys = Matrix::new(&group.keys[..end * size], size);
            let values = Matrix::new(&group.values[..end * size], size);
            let queries = Matrix::new(&group.queries[numbers.clone()], size);
            let (output, by_output) = (&group.output[numbers.clone()], &by_output[numbers.clone()]);
            multiply(weights, end, queries, keys.turned(), false);
            let flow = Matrix::new(by_output, size);
            multiply(by_weights, end, flow, values.turned(), false);
            wide(
                #[inline(always)]
                || {
                    let matrices =
                        weights.chunks_exact_mut(end).zip(by_weights.chunks_exact_mut(end));
                    let outputs = output.chunks_exact(size).zip(by_output.chunks_exact(size));
                    let rows = matrices.zip(outputs).zip(&group.sums[rows]).enumerate();
                    for (row, (((weights, by_weights), (output, by_output)), sum)) in rows {
                        let along = dot(output, by_output);
                        let seen = start + row / shared + 1;
                        let (weights, hidden) = weights.split_at_mut(seen);
                        let (by_weights, by_hidden) = by_weights.split_at_mut(seen);
                        for (weight, by_weight) in weights.iter_mut().zip(by_weights) {
                            *weight = exp(*weight - sum);
                            *by_weight = *weight * (*by_weight - along);
                        }
                        hidden.fill(0.0);
                        by_hidden.fill(0.0);
                    }
                },
            );
            let (weights, by_weights) = (Matrix::new(weights, end), Matrix::new(by_weights, end));
            multiply(&mut found.values[..end * size], size, weights.turned(), flow, true);
            multiply(&mut found.keys[..end * size], size, by_weights.turned(), queries, true);
            multiply(&mut found.queries[numbers], size, by_weights, keys, false);
        }
        found
    }
}

/// Turns scores into weights that sum to one; gives the logarithm of what they were divided by.
#[inline(always)]
#[allow(clippy::inline_always)] // it is called from loops that are compiled for other processors
fn softmax(scores: &mut [f32]) -> f32 {
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    for score in &mut *scores {
        *score = exp(*score - highest);
    }
    let mut sums = [0.0f32; 16];
    let (chunks, rest) = scores.as_chunks::<16>();
    for chunk in chunks {
        for i in 0..16 {
            sums[i] += chunk[i];
        }
    }
    let sum = sums.iter().sum::<f32>() + rest.iter().sum::<f32>();
    let share = sum.recip();
    for score in &mut *scores {
        *score *= share;
    }
    highest + sum.ln()
}
