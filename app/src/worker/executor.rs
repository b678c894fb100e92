//! The executor that runs: the CPU's or the GPU's.

use crate::worker::js::now_ms;
use diorama_gpu::GpuExecutor;
use diorama_model::{Decoder, ExecuteError, Executor, Sampler, cpu::CpuExecutor};

/// Longest time to read one piece of a prompt on the CPU, in milliseconds: how long a stop may
/// have to wait.
const PIECE_MS: f64 = 100.0;
/// Fewest tokens of a piece; fewer would not share the work of reading the weights.
const SMALLEST_PIECE: usize = 8;
/// Tokens of the first piece, which shows how fast this machine is.
const FIRST_PIECE: usize = 16;

/// Either executor. Which one is known only when a model is loaded.
pub enum AnyExecutor {
    /// In the worker's own memory.
    Cpu {
        /// The executor.
        executor: Box<CpuExecutor>,
        /// Tokens it reads in about [`PIECE_MS`].
        piece: usize,
    },
    /// On the GPU.
    Gpu(Box<GpuExecutor>),
}

impl AnyExecutor {
    /// Runs on the CPU.
    pub fn cpu(executor: CpuExecutor) -> Self {
        let piece = FIRST_PIECE.min(executor.batch());
        Self::Cpu { executor: Box::new(executor), piece }
    }

    /// Runs on the GPU.
    pub fn gpu(executor: GpuExecutor) -> Self {
        Self::Gpu(Box::new(executor))
    }
}

impl Drop for AnyExecutor {
    fn drop(&mut self) {
        if let Self::Gpu(executor) = self {
            // Else the browser keeps the weights until it happens to collect garbage, and the next
            // model may find no room.
            executor.context().device().destroy();
        }
    }
}

/// The next piece's size, when one of `tokens` took `ms`.
fn next_piece(tokens: usize, ms: f64, largest: usize) -> usize {
    let fitting = (tokens as f64 * PIECE_MS / ms.max(0.1)) as usize;
    fitting.clamp(SMALLEST_PIECE.min(largest), largest)
}

macro_rules! either {
    ($self:ident, $executor:ident => $do:expr) => {
        match $self {
            AnyExecutor::Cpu { executor: $executor, .. } => $do,
            AnyExecutor::Gpu($executor) => $do,
        }
    };
}

impl Executor for AnyExecutor {
    fn decoder(&self) -> &Decoder {
        either!(self, executor => executor.decoder())
    }

    fn device(&self) -> &str {
        either!(self, executor => executor.device())
    }

    fn capacity(&self) -> usize {
        either!(self, executor => executor.capacity())
    }

    fn cached(&self) -> usize {
        either!(self, executor => executor.cached())
    }

    fn chain(&self) -> usize {
        either!(self, executor => executor.chain())
    }

    fn batch(&self) -> usize {
        match self {
            Self::Cpu { piece, .. } => *piece,
            Self::Gpu(executor) => executor.batch(),
        }
    }

    fn truncate(&mut self, length: usize) {
        either!(self, executor => executor.truncate(length));
    }

    async fn feed(&mut self, tokens: &[u32]) -> Result<(), ExecuteError> {
        match self {
            Self::Cpu { executor, piece } => {
                let start = now_ms();
                executor.feed(tokens).await?;
                if tokens.len() >= SMALLEST_PIECE {
                    *piece = next_piece(tokens.len(), now_ms() - start, executor.batch());
                }
                Ok(())
            }
            Self::Gpu(executor) => executor.feed(tokens).await,
        }
    }

    async fn feed_greedy(&mut self, tokens: &[u32]) -> Result<Vec<u32>, ExecuteError> {
        either!(self, executor => executor.feed_greedy(tokens).await)
    }

    async fn logits(&mut self) -> Result<Vec<f32>, ExecuteError> {
        either!(self, executor => executor.logits().await)
    }

    async fn draw(&mut self, sampler: &Sampler, count: usize) -> Result<Vec<u32>, ExecuteError> {
        either!(self, executor => executor.draw(sampler, count).await)
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
