//! What it means to run a decoder, whatever the hardware.

use crate::{Decoder, Sampler, SourceError};
use thiserror::Error;

/// Runs a [`Decoder`] with a key/value cache.
///
/// The cache holds a sequence of tokens. [`feed`](Executor::feed) appends to it;
/// [`truncate`](Executor::truncate) cuts it back (undo, another branch, a rejected draft); after a
/// feed the logits of the next token stand ready for [`logits`](Executor::logits) and
/// [`draw`](Executor::draw). After a truncation at least one token must be fed before drawing.
///
/// Futures need not be `Send`: in the page everything runs on one thread.
#[allow(async_fn_in_trait)] // see above: no `Send` bound is wanted
pub trait Executor {
    /// The model that runs.
    fn decoder(&self) -> &Decoder;

    /// Where it runs, for people: "CPU", or the adapter's name.
    fn device(&self) -> &str;

    /// Number of tokens the cache can hold.
    fn capacity(&self) -> usize;

    /// Number of tokens in the cache.
    fn cached(&self) -> usize;

    /// How many tokens a [`draw`](Executor::draw) should ask for at once: 1 on the CPU, several
    /// where a readback is dear.
    fn chain(&self) -> usize;

    /// How many tokens a [`feed`](Executor::feed) handles best at once; callers feed a long
    /// prompt in such pieces, to stay able to stop and to report progress.
    fn batch(&self) -> usize;

    /// Keeps the first `length` tokens of the cache and drops the logits.
    fn truncate(&mut self, length: usize);

    /// Appends `tokens` (at least one) to the cache and computes the logits after the last.
    async fn feed(&mut self, tokens: &[u32]) -> Result<(), ExecuteError>;

    /// Like [`feed`](Executor::feed), and returns the most likely next token after each of
    /// `tokens`: what a draft is checked against.
    async fn feed_greedy(&mut self, tokens: &[u32]) -> Result<Vec<u32>, ExecuteError>;

    /// The logits after the last token fed, one for each id of the vocabulary.
    async fn logits(&mut self) -> Result<Vec<f32>, ExecuteError>;

    /// Draws `count` tokens one after the other and feeds each, so that afterwards all of them
    /// are in the cache. The caller cuts at a stop token with [`truncate`](Executor::truncate).
    /// Returns fewer when the cache is full.
    async fn draw(&mut self, sampler: &Sampler, count: usize) -> Result<Vec<u32>, ExecuteError>;
}

/// Why a model could not be loaded or run.
#[derive(Debug, Clone, Error, PartialEq)]
pub enum ExecuteError {
    /// No adapter or no WebGPU here.
    #[error("no usable GPU: {0}")]
    NoAdapter(String),
    /// The device or the process has not enough memory.
    #[error("out of memory: {0}")]
    OutOfMemory(String),
    /// The device went away; everything on it is gone.
    #[error("the GPU device was lost: {0}")]
    DeviceLost(String),
    /// A shader or pipeline was refused.
    #[error("a shader failed: {0}")]
    Shader(String),
    /// The model file has not what the description needs.
    #[error("this model cannot run here: {0}")]
    Model(String),
    /// More tokens than the cache holds.
    #[error("the context is full: {needed} tokens needed, {capacity} fit")]
    ContextFull {
        /// Tokens that would have to be cached.
        needed: usize,
        /// Tokens that fit.
        capacity: usize,
    },
    /// Drawing or reading logits before feeding.
    #[error("no token was fed since the cache was cut")]
    NothingFed,
    /// A token id outside the vocabulary.
    #[error("token {0} is not in the vocabulary")]
    UnknownToken(u32),
    /// Reading the weights failed.
    #[error(transparent)]
    Source(#[from] SourceError),
}
