//! Root-mean-square normalisation.

use super::{
    differentiable::{Operation, Outcome, Rows},
    simd::{dot, wide},
};
use rayon::prelude::*;

/// Rows that one task takes.
const TASK: usize = 64;

/// `x / rms(x) * weight`, row by row.
#[derive(Debug, Clone)]
pub struct Norm {
    pub epsilon: f32,
}

impl Operation<2> for Norm {
    /// One over the root, for each row.
    type Saved = Vec<f32>;

    fn forward(&self, [x, weight]: [Rows<'_>; 2]) -> Outcome<Vec<f32>> {
        let (rows, width) = (x.data.len() / x.width, x.width);
        let (mut data, mut scales) = (vec![0.0; rows * width], vec![0.0; rows]);
        let tasks = data.par_chunks_mut(TASK * width).zip(scales.par_chunks_mut(TASK));
        tasks.zip(x.data.par_chunks(TASK * width)).for_each(|((out, scales), x)| {
            wide(
                #[inline(always)]
                || {
                    let rows = out.chunks_exact_mut(width).zip(x.chunks_exact(width));
                    for ((out, x), scale) in rows.zip(scales) {
                        *scale = (dot(x, x) / width as f32 + self.epsilon).sqrt().recip();
                        for ((out, x), weight) in out.iter_mut().zip(x).zip(weight.data) {
                            *out = x * *scale * weight;
                        }
                    }
                },
            );
        });
        Outcome { data, shape: vec![rows, width], saved: scales }
    }

    fn backward(
        &self,
        [x, weight]: [Rows<'_>; 2],
        scales: Vec<f32>,
        gradient: &[f32],
    ) -> [Vec<f32>; 2] {
        let width = x.width;
        let mut by_x = vec![0.0; x.data.len()];
        let inputs = x.data.par_chunks(TASK * width).zip(gradient.par_chunks(TASK * width));
        let tasks = by_x.par_chunks_mut(TASK * width).zip(inputs).zip(scales.par_chunks(TASK));
        let parts: Vec<Vec<f32>> = tasks
            .map(|((by_x, (x, gradient)), scales)| {
                let mut by_weight = vec![0.0; width];
                let mut weighted = vec![0.0; width];
                wide(
                    #[inline(always)]
                    || {
                        let rows = x.chunks_exact(width).zip(gradient.chunks_exact(width));
                        for (((x, g), by_x), s) in
                            rows.zip(by_x.chunks_exact_mut(width)).zip(scales)
                        {
                            for i in 0..width {
                                by_weight[i] += g[i] * x[i] * s;
                                weighted[i] = g[i] * weight.data[i];
                            }
                            let along = dot(&weighted, x) * s * s / width as f32;
                            for i in 0..width {
                                by_x[i] = s * (weighted[i] - x[i] * along);
                            }
                        }
                    },
                );
                by_weight
            })
            .collect();
        let mut by_weight = vec![0.0; width];
        for part in parts {
            by_weight.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
        }
        [by_x, by_weight]
    }
}
