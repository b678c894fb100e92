//! `diorama bench`: how fast a model runs.

use crate::model::{AnyExecutor, Backend, Model};
use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};
use diorama_gpu::Family;
use diorama_model::{Executor, Sampler};
use serde::Serialize;
use std::{
    hint::black_box,
    io::{Write, stdout},
    path::PathBuf,
    time::{Duration, Instant},
};

/// Arguments of `diorama bench`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The model, a GGUF file.
    model: PathBuf,
    /// Where to run it.
    #[arg(long, value_enum, default_value = "cpu")]
    backend: Backend,
    /// On a GPU: the kernels to run, instead of those that are faster there.
    #[arg(long, value_enum)]
    kernels: Option<Kernels>,
    /// Tokens to read.
    #[arg(long, default_value_t = 200)]
    prompt_tokens: u32,
    /// Tokens to write after them.
    #[arg(long, default_value_t = 48)]
    tokens: usize,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Families of kernels, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kernels {
    /// Every invocation for itself.
    Threads,
    /// The invocations of a workgroup together.
    Groups,
}

impl From<Family> for Kernels {
    fn from(family: Family) -> Self {
        match family {
            Family::Threads => Self::Threads,
            Family::Groups => Self::Groups,
        }
    }
}

impl From<Kernels> for Family {
    fn from(kernels: Kernels) -> Self {
        match kernels {
            Kernels::Threads => Self::Threads,
            Kernels::Groups => Self::Groups,
        }
    }
}

/// What was measured.
#[derive(Debug, Serialize)]
struct Report {
    backend: Backend,
    /// The device's name.
    adapter: String,
    /// On a GPU.
    kernels: Option<Kernels>,
    prompt_tokens: u32,
    tokens: usize,
    prefill_tokens_per_s: f64,
    decode_tokens_per_s: f64,
    /// On a GPU.
    dispatches_per_token: Option<usize>,
    /// Bytes of the file's weights that a written token needs, in a second.
    weights_gb_per_s: f64,
    /// Bytes that one thread reads from memory in a second; on the CPU.
    memory_gb_per_s: Option<f64>,
}

/// Loads the model, reads and writes tokens, and prints how long it took.
pub fn run(arguments: &Arguments) -> Result<()> {
    pollster::block_on(bench(arguments))
}

async fn bench(arguments: &Arguments) -> Result<()> {
    let Arguments { backend, prompt_tokens, tokens, .. } = *arguments;
    ensure!(prompt_tokens > 0 && tokens > 0, "at least one token to read and one to write");
    let model = Model::open(&arguments.model).await?;
    let context = (prompt_tokens as usize).saturating_add(tokens);
    ensure!(
        backend == Backend::Gpu || arguments.kernels.is_none(),
        "only a GPU has a choice of kernels"
    );
    let mut executor = match arguments.kernels {
        Some(kernels) => model.load_as(Some(kernels.into()), context).await?,
        None => model.load(backend, context).await?,
    };
    let vocabulary = executor.decoder().vocabulary;
    // Any tokens will do, as long as they differ: 7919 is prime.
    let prompt: Vec<u32> =
        (0..prompt_tokens).map(|i| (u64::from(i) * 7919 % u64::from(vocabulary)) as u32).collect();
    // A GPU compiles and tunes what it runs for the first time.
    let warm = &prompt[..prompt.len().min(executor.batch())];
    read(&mut executor, warm).await?;
    write(&mut executor, 1).await?;
    executor.truncate(0);
    let prefill = read(&mut executor, &prompt).await?;
    let decode = write(&mut executor, tokens).await?;

    let decode_tokens_per_s = tokens as f64 / decode.as_secs_f64();
    let report = Report {
        backend,
        adapter: executor.device().to_owned(),
        kernels: executor.family().map(Kernels::from),
        prompt_tokens,
        tokens,
        prefill_tokens_per_s: f64::from(prompt_tokens) / prefill.as_secs_f64(),
        decode_tokens_per_s,
        dispatches_per_token: executor.dispatches_per_token(),
        weights_gb_per_s: weight_bytes(&model, &executor) as f64 * decode_tokens_per_s / 1e9,
        memory_gb_per_s: (backend == Backend::Cpu).then(memory_gb_per_s),
    };
    print(&report, arguments.json)
}

/// Feeds the tokens in the pieces that the executor likes.
async fn read(executor: &mut AnyExecutor, tokens: &[u32]) -> Result<Duration> {
    let start = Instant::now();
    for piece in tokens.chunks(executor.batch()) {
        executor.feed(piece).await?;
    }
    // On a GPU the logits say that the work is done.
    executor.logits().await?;
    Ok(start.elapsed())
}

/// Draws tokens in the chains that the executor likes.
async fn write(executor: &mut AnyExecutor, count: usize) -> Result<Duration> {
    let start = Instant::now();
    let mut written = 0;
    while written < count {
        let chain = executor.chain().min(count - written);
        let drawn = executor.draw(&Sampler::greedy(), chain).await?;
        ensure!(!drawn.is_empty(), "the context is full after {written} tokens");
        written += drawn.len();
    }
    Ok(start.elapsed())
}

/// Bytes of the tensors that every token needs: all but the embedding, unless it is the head too.
fn weight_bytes(model: &Model, executor: &AnyExecutor) -> u64 {
    let decoder = executor.decoder();
    let tensors = model.file.tensors.iter();
    tensors
        .filter(|(name, _)| **name != decoder.embedding.weight || **name == decoder.head.weight)
        .map(|(_, tensor)| tensor.length)
        .sum()
}

/// How fast one thread reads memory: the sum of 256 MiB, the best of three times.
fn memory_gb_per_s() -> f64 {
    let words = vec![1_u64; 1 << 25];
    let times = (0..3).map(|_| {
        let start = Instant::now();
        black_box(words.iter().fold(0_u64, |sum, word| sum.wrapping_add(*word)));
        start.elapsed()
    });
    times.min().map_or(0.0, |time| size_of_val(words.as_slice()) as f64 / time.as_secs_f64() / 1e9)
}

fn print(report: &Report, json: bool) -> Result<()> {
    let mut out = stdout().lock();
    if json {
        serde_json::to_writer_pretty(&mut out, report)?;
        writeln!(out)?;
        return Ok(());
    }
    writeln!(out, "{}", report.adapter)?;
    writeln!(out, "prefill  {:8.1} tokens/s", report.prefill_tokens_per_s)?;
    writeln!(out, "decode   {:8.1} tokens/s", report.decode_tokens_per_s)?;
    writeln!(out, "weights  {:8.1} GB/s", report.weights_gb_per_s)?;
    if let Some(speed) = report.memory_gb_per_s {
        writeln!(out, "memory   {speed:8.1} GB/s read by one thread")?;
    }
    if let Some(count) = report.dispatches_per_token {
        writeln!(out, "dispatches per token: {count}")?;
    }
    if let Some(kernels) = report.kernels.and_then(|it| it.to_possible_value()) {
        writeln!(out, "kernels: {}", kernels.get_name())?;
    }
    Ok(())
}
