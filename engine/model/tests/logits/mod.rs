//! Comparing logits with llama.cpp's answers.

/// A token id with its log probability.
pub type Candidate = (u32, f32);

/// Log probabilities from logits.
pub fn log_probabilities(logits: &[f32]) -> Vec<f32> {
    let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let total: f64 = logits.iter().map(|logit| f64::from(logit - most).exp()).sum();
    logits.iter().map(|logit| logit - most - total.ln() as f32).collect()
}

/// Greatest difference to the candidates' log probabilities.
pub fn difference(ours: &[f32], theirs: &[Candidate]) -> f32 {
    theirs.iter().map(|&(token, theirs)| (ours[token as usize] - theirs).abs()).fold(0.0, f32::max)
}
