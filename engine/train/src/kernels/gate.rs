//! The gate of the feed-forward part (SwiGLU, Shazeer 2020, arXiv 2002.05202).

use super::{
    differentiable::{Operation, Outcome, Rows},
    simd::{exp, wide},
};
use rayon::prelude::*;

/// Rows that one task takes.
const TASK: usize = 32;

/// `silu(gate) * up`, of rows whose first half is the gate.
#[derive(Debug, Clone)]
pub struct Gate;

impl Operation<1> for Gate {
    type Saved = ();

    fn forward(&self, [both]: [Rows<'_>; 1]) -> Outcome<()> {
        let (rows, hidden) = (both.data.len() / both.width, both.width / 2);
        let mut data = vec![0.0; rows * hidden];
        let inputs = both.data.par_chunks(TASK * both.width);
        data.par_chunks_mut(TASK * hidden).zip(inputs).for_each(|(out, both)| {
            wide(
                #[inline(always)]
                || {
                    let rows = both.chunks_exact(2 * hidden).zip(out.chunks_exact_mut(hidden));
                    for (both, out) in rows {
                        let (gate, up) = both.split_at(hidden);
                        for ((out, gate), up) in out.iter_mut().zip(gate).zip(up) {
                            *out = gate / (1.0 + exp(-gate)) * up;
                        }
                    }
                },
            );
        });
        Outcome { data, shape: vec![rows, hidden], saved: () }
    }

    fn backward(&self, [both]: [Rows<'_>; 1], (): (), gradient: &[f32]) -> [Vec<f32>; 1] {
        let hidden = both.width / 2;
        let mut by_both = vec![0.0; both.data.len()];
        let inputs = both.data.par_chunks(TASK * both.width);
        let tasks = by_both.par_chunks_mut(TASK * both.width).zip(inputs);
        tasks.zip(gradient.par_chunks(TASK * hidden)).for_each(|((by_both, both), gradient)| {
            wide(
                #[inline(always)]
                || {
                    let rows = both.chunks_exact(2 * hidden).zip(gradient.chunks_exact(hidden));
                    for ((both, g), by_both) in rows.zip(by_both.chunks_exact_mut(2 * hidden)) {
                        let (gate, up) = both.split_at(hidden);
                        let (by_gate, by_up) = by_both.split_at_mut(hidden);
                        for i in 0..hidden {
                            let sigmoid = 1.0 / (1.0 + exp(-gate[i]));
                            let silu = gate[i] * sigmoid;
                            by_up[i] = g[i] * silu;
                            by_gate[i] = g[i] * up[i] * (sigmoid + silu * (1.0 - sigmoid));
                        }
                    }
                },
            );
        });
        [by_both]
    }
}
