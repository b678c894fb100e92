//! Either executor. Which one is known only when a model is loaded.

use super::PacedCpu;
use diorama_gpu::GpuExecutor;
use diorama_model::{Decoder, ExecuteError, Executor, Sampler};

/// Either executor.
pub enum AnyExecutor {
    /// In the worker's own memory.
    Cpu(Box<PacedCpu>),
    /// On the GPU.
    Gpu(Box<GpuExecutor>),
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

macro_rules! either {
    ($self:ident, $executor:ident => $do:expr) => {
        match $self {
            AnyExecutor::Cpu($executor) => $do,
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
        either!(self, executor => executor.batch())
    }

    fn truncate(&mut self, length: usize) {
        either!(self, executor => executor.truncate(length));
    }

    async fn feed(&mut self, tokens: &[u32]) -> Result<(), ExecuteError> {
        either!(self, executor => executor.feed(tokens).await)
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
