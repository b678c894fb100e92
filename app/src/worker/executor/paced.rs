//! The CPU executor, at the pace of this machine.

use crate::worker::js::now_ms;
use diorama_model::{Decoder, ExecuteError, Executor, Sampler, cpu::CpuExecutor};

/// Longest time to read one piece of a prompt on the CPU, in milliseconds: how long a stop may
/// have to wait.
const PIECE_MS: f64 = 100.0;
/// Fewest tokens of a piece; fewer would not share the work of reading the weights.
const SMALLEST_PIECE: usize = 8;
/// Tokens of the first piece, which shows how fast this machine is.
const FIRST_PIECE: usize = 16;

/// The CPU executor, which is fed pieces that this machine reads in about [`PIECE_MS`].
pub struct PacedCpu {
    executor: CpuExecutor,
    /// Tokens of a piece.
    piece: usize,
}

impl PacedCpu {
    /// Begins with a small piece.
    pub fn new(executor: CpuExecutor) -> Self {
        let piece = FIRST_PIECE.min(executor.batch());
        Self { executor, piece }
    }
}

/// The next piece's size, when one of `tokens` took `ms`.
fn next_piece(tokens: usize, ms: f64, largest: usize) -> usize {
    let fitting = (tokens as f64 * PIECE_MS / ms.max(0.1)) as usize;
    fitting.clamp(SMALLEST_PIECE.min(largest), largest)
}

impl Executor for PacedCpu {
    fn decoder(&self) -> &Decoder {
        self.executor.decoder()
    }

    fn device(&self) -> &str {
        self.executor.device()
    }

    fn capacity(&self) -> usize {
        self.executor.capacity()
    }

    fn cached(&self) -> usize {
        self.executor.cached()
    }

    fn chain(&self) -> usize {
        self.executor.chain()
    }

    fn batch(&self) -> usize {
        self.piece
    }

    fn truncate(&mut self, length: usize) {
        self.executor.truncate(length);
    }

    async fn feed(&mut self, tokens: &[u32]) -> Result<(), ExecuteError> {
        let start = now_ms();
        self.executor.feed(tokens).await?;
        if tokens.len() >= SMALLEST_PIECE {
            self.piece = next_piece(tokens.len(), now_ms() - start, self.executor.batch());
        }
        Ok(())
    }

    async fn feed_greedy(&mut self, tokens: &[u32]) -> Result<Vec<u32>, ExecuteError> {
        self.executor.feed_greedy(tokens).await
    }

    async fn logits(&mut self) -> Result<Vec<f32>, ExecuteError> {
        self.executor.logits().await
    }

    async fn draw(&mut self, sampler: &Sampler, count: usize) -> Result<Vec<u32>, ExecuteError> {
        self.executor.draw(sampler, count).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_take_about_as_long_as_a_stop_may_wait() {
        assert_eq!(next_piece(32, 200.0, 32), 16);
        assert_eq!(next_piece(16, 20.0, 32), 32);
        assert_eq!(next_piece(8, 10_000.0, 32), 8);
        assert_eq!(next_piece(8, 0.0, 32), 32);
        assert_eq!(next_piece(4, 1000.0, 4), 4);
    }
}
