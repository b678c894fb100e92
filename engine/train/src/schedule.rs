//! The learning rate: up, level, and down to nothing.
//!
//! The level middle (Hu et al. 2024, arXiv 2404.06395) lets a run be stopped or prolonged: any of
//! its checkpoints can be cooled down.

use crate::config::Training;

/// The share of the highest rate that a step of training has.
pub fn rate(training: &Training, step: usize) -> f64 {
    let Training { steps, warmup, cooldown, .. } = *training;
    let rise = (step + 1) as f64 / warmup.max(1) as f64;
    let falling = (steps as f64 * cooldown).max(1.0);
    let fall = steps.saturating_sub(step) as f64 / falling;
    rise.min(fall).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rises_stays_and_falls() {
        let training = Training {
            steps: 100,
            warmup: 10,
            cooldown: 0.5,
            batch: 1,
            rate: 1.0,
            decay: 0.0,
            clip: 1.0,
            checkpoint: 1,
            probe: 1,
        };
        let at = |step| rate(&training, step);
        assert!((at(0) - 0.1).abs() < 1e-9 && (at(9) - 1.0).abs() < 1e-9);
        assert!((at(50) - 1.0).abs() < 1e-9 && (at(75) - 0.5).abs() < 1e-9);
        assert!(at(99) < 0.03 && at(100) <= 0.0);
    }
}
