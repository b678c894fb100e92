//! A quick look at how well a decoder does on held-out worlds, while it is trained: without the
//! grammar and with the true context, so only a lower bound of what `diorama eval` finds.

use crate::{data::Batch, trainer::Trainer};
use diorama_world::Domain;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was seen of a domain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// The sum of the losses, in nats.
    pub loss: f64,
    /// Tokens.
    pub tokens: usize,
    /// Whole deltas.
    pub deltas: usize,
    /// Of these, all of whose tokens were the likeliest.
    pub exact: usize,
}

/// Scores a decoder on batches, by domain.
pub fn probe(trainer: &Trainer, batches: &[Batch]) -> BTreeMap<Domain, Seen> {
    let mut all: BTreeMap<Domain, Seen> = BTreeMap::new();
    for batch in batches {
        let (logits, targets) = trainer.logits(batch);
        let logits: Vec<f32> = logits.into_data().try_to_vec().unwrap_or_default();
        let width = trainer.config().vocabulary;
        let mut rows = logits.chunks_exact(width).zip(targets);
        let length = trainer.config().data.sequence;
        for (weights, domain) in batch.weights.chunks_exact(length).zip(&batch.domains) {
            let seen = all.entry(*domain).or_default();
            let mut right = None;
            for weight in weights {
                if *weight > 0.0 {
                    let Some((logits, target)) = rows.next() else { break };
                    let (loss, expected) = judge(logits, target as usize);
                    seen.loss += loss;
                    seen.tokens += 1;
                    right = Some(right.unwrap_or(true) && expected == target as usize);
                } else if let Some(right) = right.take() {
                    seen.deltas += 1;
                    seen.exact += usize::from(right);
                }
            }
        }
    }
    all
}

/// The loss of a token, in nats, and the one that was likeliest instead; itself, if it was.
pub fn judge(logits: &[f32], target: usize) -> (f64, usize) {
    let best = (0..logits.len())
        .fold(target, |best, token| if logits[token] > logits[best] { token } else { best });
    let highest = logits[best];
    let sum: f64 = logits.iter().map(|logit| f64::from(logit - highest).exp()).sum();
    (sum.ln() + f64::from(highest - logits[target]), best)
}
