//! How fast the device is, and what follows for the size of submissions.

use crate::{state::MAX_ROWS, tune::Tuning};

/// No submission should take longer than about this, in milliseconds: browsers kill work that
/// takes some ten seconds, and people wait for the stop button.
const SUBMISSION_MS: f64 = 1000.0;
/// Share of the old estimate in the new one.
const INERTIA: f64 = 0.5;
/// The most tokens chained on the GPU between two readbacks.
const MAX_CHAIN: f64 = 32.0;

/// Running estimates, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Of decoding a token.
    token: f64,
    /// Of a token of a prompt.
    prompt_token: f64,
    /// Of a wait for the GPU.
    latency: f64,
}

impl Pace {
    /// What tuning foretells.
    pub fn new(tuning: &Tuning) -> Self {
        Self {
            token: tuning.token_ms,
            prompt_token: tuning.prompt_token_ms,
            latency: tuning.latency_ms,
        }
    }

    /// Token rows of one pass, which is one submission.
    pub fn rows(&self) -> usize {
        (SUBMISSION_MS / self.prompt_token).clamp(1.0, f64::from(MAX_ROWS)) as usize
    }

    /// Tokens of a prompt to feed at once: long enough that the wait at its end costs little.
    pub fn batch(&self) -> usize {
        let target_ms = (8.0 * self.latency).clamp(500.0, SUBMISSION_MS);
        let passes = (target_ms / (self.prompt_token * self.rows() as f64)).clamp(1.0, 8.0);
        self.rows() * passes as usize
    }

    /// Tokens to draw at once: so that reading them back costs little beside decoding them.
    pub fn chain(&self) -> usize {
        let target_ms = (8.0 * self.latency).max(50.0);
        (target_ms / self.token).clamp(1.0, MAX_CHAIN) as usize
    }

    /// Whether `tokens` prompt tokens take long enough to be worth waiting for.
    pub fn is_long(&self, tokens: usize) -> bool {
        tokens as f64 * self.prompt_token > (2.0 * self.latency).max(50.0)
    }

    /// `tokens` prompt tokens took `ms`.
    pub fn fed(&mut self, tokens: usize, ms: f64) {
        learn(&mut self.prompt_token, tokens, ms - self.latency);
    }

    /// `tokens` tokens were decoded in `ms`.
    pub fn drew(&mut self, tokens: usize, ms: f64) {
        learn(&mut self.token, tokens, ms - self.latency);
    }
}

fn learn(estimate: &mut f64, tokens: usize, ms: f64) {
    let measured = (ms / tokens.max(1) as f64).max(0.01);
    *estimate = INERTIA * *estimate + (1.0 - INERTIA) * measured;
}
