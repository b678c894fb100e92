//! A model file, opened to run.

use anyhow::{Context, Result};
use clap::ValueEnum;
use diorama_gpu::{Family, GpuContext, GpuExecutor};
use diorama_model::{
    Decoder, ExecuteError, Executor, Gguf, Sampler, Tokenizer, cpu::CpuExecutor, source::FileSource,
};
use serde::Serialize;
use std::{
    io::{IsTerminal, Write},
    path::Path,
};

/// Where to run a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    /// On the processor, in one thread.
    Cpu,
    /// On the GPU, through WebGPU's native implementation.
    Gpu,
}

/// A model file whose head is read.
#[derive(Debug)]
pub struct Model {
    source: FileSource,
    /// Head of the file.
    pub file: Gguf,
    /// Text to tokens and back.
    pub tokenizer: Tokenizer,
}

impl Model {
    /// Reads the head of a file.
    pub async fn open(path: &Path) -> Result<Self> {
        let name = || path.display().to_string();
        let source = FileSource::open(path).with_context(name)?;
        let file = Gguf::read(&source).await.with_context(name)?;
        let tokenizer = Tokenizer::from_gguf(&file).with_context(name)?;
        Ok(Self { source, file, tokenizer })
    }

    /// Loads the weights to run on `backend` with room for `context` tokens. Progress goes to the
    /// terminal, if there is one.
    pub async fn load(&self, backend: Backend, context: usize) -> Result<AnyExecutor> {
        let Self { source, file, .. } = self;
        match backend {
            Backend::Cpu => {
                let decoder = Decoder::from_gguf(file)?;
                let loaded = CpuExecutor::load(source, file, decoder, context, show).await?;
                Ok(AnyExecutor::Cpu(Box::new(loaded)))
            }
            Backend::Gpu => self.load_as(None, context).await,
        }
    }

    /// Loads the weights to run on the GPU, with the kernels of a family or the faster ones.
    pub async fn load_as(&self, family: Option<Family>, context: usize) -> Result<AnyExecutor> {
        let Self { source, file, .. } = self;
        let (decoder, gpu) = (Decoder::from_gguf(file)?, GpuContext::new().await?);
        let loaded = GpuExecutor::load_as(family, &gpu, source, file, decoder, context, show);
        Ok(AnyExecutor::Gpu(Box::new(loaded.await?)))
    }
}

/// Shows how much of the model is loaded.
fn show(done: u64, total: u64) {
    let mut terminal = std::io::stderr().lock();
    if terminal.is_terminal() {
        let end = if done == total { "\r\x1b[K" } else { "" };
        // A terminal that went away is no reason to stop.
        let _ = write!(terminal, "\rloading {} %{end}", done * 100 / total.max(1));
    }
}

/// An executor of either kind.
#[derive(Debug)]
pub enum AnyExecutor {
    /// On the processor.
    Cpu(Box<CpuExecutor>),
    /// On the GPU.
    Gpu(Box<GpuExecutor>),
}

impl AnyExecutor {
    /// The kernels that run, on a GPU.
    pub fn family(&self) -> Option<Family> {
        match self {
            Self::Cpu(_) => None,
            Self::Gpu(executor) => Some(executor.family()),
        }
    }

    /// Dispatches for one token, on a GPU.
    pub fn dispatches_per_token(&self) -> Option<usize> {
        match self {
            Self::Cpu(_) => None,
            Self::Gpu(executor) => Some(executor.dispatches_per_token()),
        }
    }
}

/// Passes a call on to the executor within.
macro_rules! either {
    ($self:ident, $executor:ident => $call:expr) => {
        match $self {
            AnyExecutor::Cpu($executor) => $call,
            AnyExecutor::Gpu($executor) => $call,
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
