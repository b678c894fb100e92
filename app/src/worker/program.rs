//! What the inference worker's two programs differ in.
//!
//! The worlds and the default model are what most visitors come for; templates of conversations and a
//! GPU's kernels, which only larger models need, are more than a third of the code. So there are two programs of
//! one source: [`Lean`] for the default model and its like, [`Whole`] for everything. The lean one is
//! told apart by types that have no values, so that the linker drops what it cannot do. Asked for
//! more, it says so, and the page starts the other in its place.

mod lean;
mod whole;

pub use lean::Lean;
pub use whole::Whole;

use crate::{
    protocol::{
        Branch, ExecutorChoice, ExecutorKind, FailureKind, FromWorker, Gpu, Protocol, Stage,
    },
    worker::{
        breath::Breath, card::Head, executor::PacedCpu, failure::Failure, find::Found,
        jobs::Cancel, meter::Meter, refusal::Refusal,
    },
};
use diorama_model::{ExecuteError, Executor, Sampler, Session, cpu::CpuExecutor};
use std::convert::Infallible;

/// Bytes of memory that WebAssembly can address, less some for everything but the model.
const MOST_CPU_MEMORY: u64 = (4 << 30) - (128 << 20);

/// A program of the inference worker.
#[allow(async_fn_in_trait)] // all of a worker runs on one thread: no `Send` bound is wanted
pub trait Program: 'static {
    /// What runs a model.
    type Executor: Executor;
    /// What writes whole observations.
    type Writer: Writer;

    /// Whether it can run a model of that protocol where it is wanted.
    fn suits(protocol: Protocol, choice: ExecutorChoice, gpu: &Gpu) -> bool;

    /// Loads the weights where they are to run.
    async fn prepare(
        head: &Head,
        found: &Found,
        gpu: &Gpu,
        choice: ExecutorChoice,
        context: u32,
    ) -> Result<Prepared<Self::Executor>, ExecuteError>;
}

/// A model's weights, where they run.
pub struct Prepared<E> {
    /// What runs them.
    pub executor: E,
    /// Where.
    pub kind: ExecutorKind,
    /// Why not where they were wanted, if so; a sentence.
    pub note: Option<String>,
}

/// What writes texts with a model that was not made for worlds.
#[allow(async_fn_in_trait)] // one thread again: no `Send` bound is wanted
pub trait Writer: Sized {
    /// What the model's file says of its words.
    fn read(head: &Head) -> Result<Self, Failure>;

    /// Writes, and sends what is written as it comes.
    async fn write(
        &self,
        session: &mut Session<impl Executor>,
        asked: Asked<'_>,
        breath: &Breath,
        cancel: &Cancel,
    ) -> Result<FromWorker, Refusal>;
}

/// What is to be written.
pub struct Asked<'a> {
    /// Number of the request.
    pub id: u64,
    /// Of what.
    pub text: Text<'a>,
    /// How tokens are chosen.
    pub sampler: Sampler,
    /// Longest reply, in tokens.
    pub max_tokens: u32,
}

/// A text to write.
pub enum Text<'a> {
    /// The observation after an action on a branch.
    Observation(&'a Branch, &'a str),
    /// The continuation of a plain text.
    Continuation(&'a str),
}

impl Writer for Infallible {
    fn read(_: &Head) -> Result<Self, Failure> {
        let words = "This program runs models that speak delta only.";
        Err(Failure::new(FailureKind::Protocol, words))
    }

    async fn write(
        &self,
        _: &mut Session<impl Executor>,
        _: Asked<'_>,
        _: &Breath,
        _: &Cancel,
    ) -> Result<FromWorker, Refusal> {
        match *self {}
    }
}

async fn on_cpu(head: &Head, found: &Found, context: u32) -> Result<PacedCpu, ExecuteError> {
    let needed = head.memory(context);
    if needed > MOST_CPU_MEMORY {
        return Err(ExecuteError::OutOfMemory(format!(
            "on the CPU this model needs {} MB, and a browser tab can have {} MB",
            needed >> 20,
            MOST_CPU_MEMORY >> 20
        )));
    }
    let decoder = head.decoder.clone();
    let executor =
        CpuExecutor::load(&found.bytes, &head.gguf, decoder, context as usize, progress()).await?;
    Ok(PacedCpu::new(executor))
}

/// Reports the bytes of weights that were read.
fn progress() -> impl FnMut(u64, u64) {
    let mut meter = None;
    move |done, total| {
        meter.get_or_insert_with(|| Meter::new(Stage::Preparing, total)).report(done);
    }
}
