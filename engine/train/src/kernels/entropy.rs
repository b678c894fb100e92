//! Cross entropy.

use super::{
    differentiable::{Operation, Outcome, Rows},
    simd::{exp, wide},
};
use rayon::prelude::*;
use std::sync::Arc;

/// Rows that one task takes.
const TASK: usize = 16;

/// The mean of `-log softmax(logits)[target]` over the rows.
#[derive(Debug, Clone)]
pub struct Entropy {
    pub targets: Arc<[i32]>,
}

impl Operation<1> for Entropy {
    /// The derivative by the logits.
    type Saved = Vec<f32>;

    fn forward(&self, [logits]: [Rows<'_>; 1]) -> Outcome<Vec<f32>> {
        let (width, rows) = (logits.width, logits.data.len() / logits.width);
        assert_eq!(rows, self.targets.len());
        let share = 1.0 / rows as f32;
        let mut derivative = vec![0.0; logits.data.len()];
        let inputs = logits.data.par_chunks(TASK * width).zip(self.targets.par_chunks(TASK));
        let tasks = derivative.par_chunks_mut(TASK * width).zip(inputs);
        let losses: Vec<f32> = tasks
            .map(|(derivative, (logits, targets))| {
                wide(
                    #[inline(always)]
                    || {
                        let mut loss = 0.0;
                        let rows = logits.chunks_exact(width).zip(targets);
                        for ((logits, &target), out) in rows.zip(derivative.chunks_exact_mut(width))
                        {
                            let highest = logits.iter().copied().fold(f32::MIN, f32::max);
                            let mut sum = 0.0;
                            for (out, logit) in out.iter_mut().zip(logits) {
                                *out = exp(logit - highest);
                            }
                            for out in &*out {
                                sum += out;
                            }
                            let target = target as usize;
                            loss += sum.ln() + highest - logits[target];
                            let scale = share / sum;
                            for out in &mut *out {
                                *out *= scale;
                            }
                            out[target] -= share;
                        }
                        loss
                    },
                )
            })
            .collect();
        let mean = losses.iter().sum::<f32>() * share;
        Outcome { data: vec![mean], shape: vec![1], saved: derivative }
    }

    fn backward(
        &self,
        _: [Rows<'_>; 1],
        mut derivative: Vec<f32>,
        gradient: &[f32],
    ) -> [Vec<f32>; 1] {
        let [factor] = gradient else { return [derivative] };
        if (factor - 1.0).abs() > 0.0 {
            derivative.par_iter_mut().for_each(|by| *by *= factor);
        }
        [derivative]
    }
}
