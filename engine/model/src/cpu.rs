//! Runs a decoder on the CPU: the fallback where there is no GPU, and the oracle of the others.
//!
//! One thread, plain Rust. Quantized weights stay quantized, repacked for SIMD; see
//! [`lanes`] for the instructions and [`inputs`] for the arithmetic. What comes out does not
//! depend on the instructions, nor on how the tokens are cut into batches.

// A kernel must be inlined into the function that is compiled for its instructions; what is not
// inlined would be compiled for the baseline.
#![allow(clippy::inline_always)]

mod attention;
mod cache;
mod dense;
mod elementwise;
mod forward;
mod inputs;
mod lanes;
mod matrix;
mod memory;
mod model;
mod pack;
mod quantized;
mod rotation;
mod unblock;

pub use lanes::Backend;

use crate::{ByteSource, Decoder, ExecuteError, Executor, Gguf, Sampler, sampling::arg_max};
use forward::{BATCH, Pass, State};
use memory::filled;
use model::Model;

/// Tokens whose logits are computed together by [`Executor::feed_greedy`].
const HEADS: usize = 3;

/// A decoder with its weights and its cache in memory.
#[derive(Debug)]
pub struct CpuExecutor {
    decoder: Decoder,
    model: Model,
    backend: Backend,
    state: State,
    capacity: usize,
    cached: usize,
    /// Logits of up to [`HEADS`] tokens; those after the last token fed are the first.
    logits: Vec<f32>,
    fed: bool,
}

impl CpuExecutor {
    /// Reads the weights that `decoder` names and makes room for `context` tokens, or as many as
    /// the model was trained for if that is less.
    ///
    /// `progress` is told the bytes read and the bytes in all. Memory: the weights, about as long
    /// as the file, the cache, and a slice of the file of 1 MiB.
    pub async fn load(
        source: &impl ByteSource,
        file: &Gguf,
        decoder: Decoder,
        context: usize,
        progress: impl FnMut(u64, u64),
    ) -> Result<Self, ExecuteError> {
        let capacity = context.min(decoder.context as usize);
        let model = Model::load(source, file, &decoder, progress).await?;
        let state = State::new(&decoder, &model, capacity)?;
        let logits = filled(0.0, u64::from(decoder.vocabulary) * HEADS as u64, "logits")?;
        let backend = Backend::best();
        Ok(Self { decoder, model, backend, state, capacity, cached: 0, logits, fed: false })
    }

    /// Computes with other instructions than the best; the results are the same.
    pub fn set_backend(&mut self, backend: Backend) {
        self.backend = backend;
    }

    /// Sends tokens through the layers, a batch at a time; `each` sees every batch.
    fn pass(
        &mut self,
        tokens: &[u32],
        mut each: impl FnMut(&mut Pass, &mut [f32], bool),
    ) -> Result<(), ExecuteError> {
        let needed = self.cached.saturating_add(tokens.len());
        if needed > self.capacity {
            return Err(ExecuteError::ContextFull { needed, capacity: self.capacity });
        }
        if let Some(unknown) = tokens.iter().find(|&&token| token >= self.decoder.vocabulary) {
            return Err(ExecuteError::UnknownToken(*unknown));
        }
        if tokens.is_empty() {
            return if self.fed { Ok(()) } else { Err(ExecuteError::NothingFed) };
        }
        let batches = tokens.chunks(BATCH);
        let last = batches.len() - 1;
        for (index, tokens) in batches.enumerate() {
            let mut pass = Pass {
                decoder: &self.decoder,
                model: &self.model,
                backend: self.backend,
                state: &mut self.state,
                first: self.cached,
                count: tokens.len(),
            };
            pass.layers(tokens);
            each(&mut pass, &mut self.logits, index == last);
            self.cached += tokens.len();
        }
        self.fed = true;
        Ok(())
    }

    fn last_logits(&self) -> Result<&[f32], ExecuteError> {
        if self.fed {
            Ok(&self.logits[..self.decoder.vocabulary as usize])
        } else {
            Err(ExecuteError::NothingFed)
        }
    }
}

impl Executor for CpuExecutor {
    fn decoder(&self) -> &Decoder {
        &self.decoder
    }

    fn device(&self) -> &'static str {
        "CPU"
    }

    fn capacity(&self) -> usize {
        self.capacity
    }

    fn cached(&self) -> usize {
        self.cached
    }

    fn chain(&self) -> usize {
        1
    }

    fn batch(&self) -> usize {
        BATCH
    }

    fn truncate(&mut self, length: usize) {
        self.cached = self.cached.min(length);
        self.fed = false;
    }

    async fn feed(&mut self, tokens: &[u32]) -> Result<(), ExecuteError> {
        self.pass(tokens, |pass, logits, last| {
            if last {
                pass.logits(pass.count - 1, pass.count, logits);
            }
        })
    }

    async fn feed_greedy(&mut self, tokens: &[u32]) -> Result<Vec<u32>, ExecuteError> {
        let mut greedy = Vec::with_capacity(tokens.len());
        let vocabulary = self.decoder.vocabulary as usize;
        self.pass(tokens, |pass, logits, _| {
            for from in (0..pass.count).step_by(HEADS) {
                let to = pass.count.min(from + HEADS);
                pass.logits(from, to, logits);
                greedy.extend(logits.chunks_exact(vocabulary).take(to - from).map(arg_max));
                // Those after the last token go first.
                logits.copy_within((to - from - 1) * vocabulary..(to - from) * vocabulary, 0);
            }
        })?;
        Ok(greedy)
    }

    async fn logits(&mut self) -> Result<Vec<f32>, ExecuteError> {
        self.last_logits().map(<[f32]>::to_vec)
    }

    async fn draw(&mut self, sampler: &Sampler, count: usize) -> Result<Vec<u32>, ExecuteError> {
        let mut drawn = Vec::new();
        while drawn.len() < count && self.cached < self.capacity {
            let token = sampler.choose(self.last_logits()?, self.cached as u64);
            self.feed(&[token]).await?;
            drawn.push(token);
        }
        Ok(drawn)
    }
}
