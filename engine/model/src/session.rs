//! Generating from prompts that mostly repeat each other.
//!
//! A [`Session`] owns an [`Executor`] and knows which tokens its cache holds. A new prompt reuses
//! the beginning it shares with them: a further step, an undo or another branch of a timeline
//! costs only what is new.

use crate::{ExecuteError, Executor, Sampler};

/// What to generate.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The tokens before, at least one.
    pub prompt: &'a [u32],
    /// How to draw.
    pub sampler: Sampler,
    /// Tokens that end the generation.
    pub stop: &'a [u32],
    /// Tokens to write at most.
    pub max_tokens: usize,
}

/// What came of a [`Request`].
#[derive(Debug, Clone, PartialEq)]
pub struct Generation {
    /// The tokens written, without the one that ended it.
    pub tokens: Vec<u32>,
    /// Why it ended.
    pub end: End,
    /// Tokens of the prompt that were in the cache already.
    pub reused: usize,
    /// Tokens of the prompt that were read.
    pub read: usize,
    /// Time for reading the prompt, in milliseconds.
    pub read_ms: f64,
    /// Time for writing, in milliseconds.
    pub write_ms: f64,
}

/// Why a generation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The model wrote this stop token.
    StopToken(u32),
    /// `max_tokens` are written.
    MaxTokens,
    /// The cache holds no more.
    ContextFull,
    /// The observer said stop.
    Stopped,
}

/// What came of [`Session::read`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read {
    /// Tokens that were in the cache already.
    pub reused: usize,
    /// Tokens that were fed.
    pub fed: usize,
    /// [`Flow::Stop`] if it was ended before all was fed.
    pub flow: Flow,
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    Continue,
    /// End here; what is written so far stands.
    Stop,
}

/// Watches a generation: shows progress, lets others run, tells the time, says stop.
///
/// The methods are asynchronous so that a worker can yield to its event loop and hear of a stop;
/// futures need not be `Send`, as in [`Executor`].
#[allow(async_fn_in_trait)] // see above: no `Send` bound is wanted
pub trait Observer {
    /// Milliseconds since any fixed moment.
    fn now_ms(&self) -> f64;

    /// `done` of the prompt's `total` tokens are in the cache. Called before reading and after
    /// each piece.
    async fn reading(&mut self, done: usize, total: usize) -> Flow;

    /// These tokens were written, stop tokens aside. Called after each chain of draws.
    async fn wrote(&mut self, tokens: &[u32]) -> Flow;
}

/// An executor and what its cache holds.
#[derive(Debug)]
pub struct Session<E> {
    executor: E,
    /// The tokens in the executor's cache. Never more than it holds: a generation that was
    /// dropped half-way leaves more there, which the next one cuts.
    cached: Vec<u32>,
}

impl<E: Executor> Session<E> {
    /// Starts with an empty cache.
    pub fn new(mut executor: E) -> Self {
        executor.truncate(0);
        Self { executor, cached: Vec::new() }
    }

    /// What runs the model.
    pub fn executor(&self) -> &E {
        &self.executor
    }

    /// The tokens in the cache.
    pub fn cached(&self) -> &[u32] {
        &self.cached
    }

    /// Empties the cache.
    pub fn forget(&mut self) {
        self.truncate(0);
    }

    /// Reads the prompt and writes until a stop token, a limit or the observer ends it.
    ///
    /// # Errors
    /// [`ExecuteError::NothingFed`] for an empty prompt, [`ExecuteError::ContextFull`] for one
    /// that does not fit, and what the executor reports. After an executor's error the cache is
    /// empty: what it holds is not known.
    pub async fn generate(
        &mut self,
        request: Request<'_>,
        observer: &mut impl Observer,
    ) -> Result<Generation, ExecuteError> {
        self.check(request.prompt)?;
        let result = self.run(request, observer).await;
        if result.is_err() {
            self.forget();
        }
        result
    }

    /// Makes the cache hold `prompt` and no more: keeps the beginning that both share and feeds the
    /// rest, piece by piece. `progress` is told how many of how many tokens the cache holds, before
    /// anything is fed and after each piece.
    ///
    /// Afterwards the [`logits`](Self::logits) of the next token stand ready. Whoever chooses tokens
    /// under rules of its own reads, chooses, and reads again with what it chose at the end.
    ///
    /// # Errors
    /// As [`generate`](Self::generate).
    pub async fn read(
        &mut self,
        prompt: &[u32],
        progress: impl AsyncFnMut(usize, usize) -> Flow,
    ) -> Result<Read, ExecuteError> {
        self.check(prompt)?;
        let reused = self.reuse(prompt);
        let result = self.feed(prompt, progress).await;
        if result.is_err() {
            self.forget();
        }
        Ok(Read { reused, fed: self.cached.len() - reused, flow: result? })
    }

    /// The logits after the last token read, one for each id of the vocabulary.
    ///
    /// # Errors
    /// [`ExecuteError::NothingFed`] before anything was read, and what the executor reports.
    pub async fn logits(&mut self) -> Result<Vec<f32>, ExecuteError> {
        self.executor.logits().await
    }

    /// Refuses what no cache can hold.
    fn check(&self, prompt: &[u32]) -> Result<(), ExecuteError> {
        let (needed, capacity) = (prompt.len(), self.executor.capacity());
        match needed {
            0 => Err(ExecuteError::NothingFed),
            _ if needed > capacity => Err(ExecuteError::ContextFull { needed, capacity }),
            _ => Ok(()),
        }
    }

    /// [`generate`](Self::generate) with a prompt that is known to fit.
    async fn run(
        &mut self,
        request: Request<'_>,
        observer: &mut impl Observer,
    ) -> Result<Generation, ExecuteError> {
        let start = observer.now_ms();
        let progress = async |done, total| observer.reading(done, total).await;
        let Read { reused, fed, flow } = self.read(request.prompt, progress).await?;
        let mid = observer.now_ms();
        let mut tokens = Vec::new();
        let end = match flow {
            Flow::Stop => End::Stopped,
            Flow::Continue => self.write(&request, &mut tokens, observer).await?,
        };
        let (read_ms, write_ms) = (mid - start, observer.now_ms() - mid);
        Ok(Generation { tokens, end, reused, read: fed, read_ms, write_ms })
    }

    /// Cuts the cache to what it shares with `prompt`, short of the prompt's last token, which
    /// must be fed for its logits. Gives the number of tokens kept.
    fn reuse(&mut self, prompt: &[u32]) -> usize {
        let shared = prompt.iter().zip(&self.cached).take_while(|(a, b)| a == b).count();
        self.truncate(shared.min(prompt.len() - 1).min(self.executor.cached()));
        self.cached.len()
    }

    /// Feeds what of `prompt` is not in the cache, piece by piece.
    async fn feed(
        &mut self,
        prompt: &[u32],
        mut progress: impl AsyncFnMut(usize, usize) -> Flow,
    ) -> Result<Flow, ExecuteError> {
        let batch = self.executor.batch().max(1);
        let mut flow = progress(self.cached.len(), prompt.len()).await;
        while flow == Flow::Continue && self.cached.len() < prompt.len() {
            let rest = &prompt[self.cached.len()..];
            let piece = &rest[..batch.min(rest.len())];
            self.executor.feed(piece).await?;
            self.cached.extend_from_slice(piece);
            flow = progress(self.cached.len(), prompt.len()).await;
        }
        Ok(flow)
    }

    /// Draws until something ends it, appending to `tokens`.
    async fn write(
        &mut self,
        request: &Request<'_>,
        tokens: &mut Vec<u32>,
        observer: &mut impl Observer,
    ) -> Result<End, ExecuteError> {
        while tokens.len() < request.max_tokens {
            let room = self.executor.capacity().saturating_sub(self.cached.len());
            let count =
                self.executor.chain().max(1).min(request.max_tokens - tokens.len()).min(room);
            if count == 0 {
                return Ok(End::ContextFull);
            }
            let drawn = self.executor.draw(&request.sampler, count).await?;
            if drawn.is_empty() {
                return Ok(End::ContextFull);
            }
            let stop = drawn.iter().position(|token| request.stop.contains(token));
            let written = &drawn[..stop.unwrap_or(drawn.len())];
            tokens.extend_from_slice(written);
            self.cached.extend_from_slice(&drawn);
            if let Some(stop) = stop {
                // The stop token stays: the next prompt usually goes on after it.
                self.truncate(self.cached.len() - drawn.len() + stop + 1);
            }
            let flow =
                if written.is_empty() { Flow::Continue } else { observer.wrote(written).await };
            match (stop, flow) {
                (Some(stop), _) => return Ok(End::StopToken(drawn[stop])),
                (None, Flow::Stop) => return Ok(End::Stopped),
                (None, Flow::Continue) => {}
            }
        }
        Ok(End::MaxTokens)
    }

    fn truncate(&mut self, length: usize) {
        self.cached.truncate(length);
        self.executor.truncate(length);
    }
}

#[cfg(test)]
mod tests;
