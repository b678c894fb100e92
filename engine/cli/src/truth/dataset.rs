//! `diorama truth dataset`: walks to learn from, packed in the `delta` protocol, and rows of
//! AgentWorldBench.

use anyhow::{Context as _, Result, ensure};
use clap::Args;
use diorama_truth::{Seed, Telling, Walk, controls, scenario};
use diorama_world::{
    Control, Domain, Trace, bench,
    delta::{
        Context,
        context::{Marker, Part, Segment},
    },
    trace::TraceStep,
};
use serde::Serialize;
use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    time::Instant,
};

/// Sequences in a file.
const SHARD: u64 = 10_000;

/// Arguments of `diorama truth dataset`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Domains; all of them if nothing is said.
    #[arg(long, value_delimiter = ',')]
    domains: Vec<Domain>,
    /// Worlds of each domain; the seeds count up.
    #[arg(long, default_value_t = 1000)]
    count: u64,
    /// The first world's seed, which also draws its controls.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Steps in each world.
    #[arg(long, default_value_t = 100)]
    steps: usize,
    /// Bytes after which a sequence ends and the next begins with a fresh keyframe.
    #[arg(long, default_value_t = 4096)]
    bytes: usize,
    /// Write one row of AgentWorldBench for each world too, at a random turn.
    #[arg(long)]
    bench: bool,
    /// Folder to write to.
    #[arg(long)]
    out: PathBuf,
}

/// A packed sequence, as a line of the file.
#[derive(Serialize)]
struct Line<'a> {
    domain: Domain,
    seed: u64,
    steps: usize,
    segments: Vec<Told<'a>>,
}

/// A segment: a marker or a text, and whether a model learns to write it.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    loss: bool,
}

impl<'a> Told<'a> {
    fn new(segment: &'a Segment) -> Self {
        let (mark, text) = match &segment.part {
            Part::Marker(marker) => (Some(*marker), None),
            Part::Text(text) => (None, Some(text.as_str())),
        };
        Self { mark: mark.map(Marker::text), text, loss: segment.loss }
    }
}

/// Writes the files; says how many steps, and how fast.
pub fn run(arguments: &Arguments) -> Result<()> {
    let Arguments { domains, count, seed, steps, out, .. } = arguments;
    ensure!(*steps > 0, "a world is walked for at least one step");
    fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    let all = &Domain::ALL[..];
    let domains = if domains.is_empty() { all } else { domains };
    for &domain in domains {
        let start = Instant::now();
        let mut shards = Shards { folder: out, domain, lines: 0, file: None };
        for seed in (*seed..).take(usize::try_from(*count)?) {
            pack(arguments, domain, seed, &mut shards)?;
        }
        shards.finish()?;
        let (walked, seconds) = (count * *steps as u64, start.elapsed().as_secs_f64());
        let rate = walked as f64 / seconds;
        eprintln!("{domain}: {walked} steps in {} sequences, {rate:.0} steps/s", shards.lines);
        if arguments.bench {
            rows(arguments, domain)?;
        }
    }
    Ok(())
}

/// Walks the world of a seed and writes what it comes to.
fn pack(arguments: &Arguments, domain: Domain, seed: u64, shards: &mut Shards<'_>) -> Result<()> {
    let controls = controls(domain, seed);
    let mut walk = Walk::new(domain, seed, &controls);
    let mut random = Seed::new(seed, "sequences");
    let begin = |walk: &Walk| {
        let at = walk.environment();
        Context::new(domain, &controls, at.facts(), at.screen())
    };
    let mut context = begin(&walk)?;
    // The first sequence of a world ends early, so that keyframes stand at random places of walks.
    let mut room = random.below(arguments.bytes);
    for _ in 0..arguments.steps {
        let action = walk.suggest();
        // What has no spelling in the protocol is not done.
        if context.act(&action).is_err() {
            continue;
        }
        walk.step(&action);
        let at = walk.environment();
        context.show(at.facts(), at.screen())?;
        if length(&context) > room {
            shards.write(seed, &context)?;
            context.renew();
            room = arguments.bytes;
        }
    }
    if context.steps() > 0 {
        shards.write(seed, &context)?;
    }
    Ok(())
}

/// Bytes of a sequence, markers counted as one.
fn length(context: &Context) -> usize {
    let part = |segment: &Segment| match &segment.part {
        Part::Marker(_) => 1,
        Part::Text(text) => text.len(),
    };
    context.segments().iter().map(part).sum()
}

/// The files of a domain: `android-00000.jsonl`, ….
struct Shards<'a> {
    folder: &'a Path,
    domain: Domain,
    lines: u64,
    file: Option<BufWriter<File>>,
}

impl Shards<'_> {
    fn write(&mut self, seed: u64, context: &Context) -> Result<()> {
        if self.lines.is_multiple_of(SHARD) {
            self.finish()?;
            let name = format!("{}-{:05}.jsonl", self.domain, self.lines / SHARD);
            self.file = Some(create(&self.folder.join(name))?);
        }
        self.lines += 1;
        let file = self.file.as_mut().context("a file is open")?;
        let segments = context.segments().iter().map(Told::new).collect();
        let line = Line { domain: self.domain, seed, steps: context.steps(), segments };
        serde_json::to_writer(&mut *file, &line)?;
        Ok(file.write_all(b"\n")?)
    }

    fn finish(&mut self) -> Result<()> {
        Ok(self.file.take().map_or(Ok(()), |mut file| file.flush())?)
    }
}

/// Writes a row for each world.
fn rows(arguments: &Arguments, domain: Domain) -> Result<()> {
    let dialect = domain.dialects()[0];
    let mut file = create(&arguments.out.join(format!("{domain}_test.jsonl")))?;
    for seed in (arguments.seed..).take(usize::try_from(arguments.count)?) {
        let controls: Vec<Control> = controls(domain, seed);
        let scenario = scenario(dialect, seed, controls.clone());
        let mut telling = Telling::new(dialect, seed, &controls);
        let turns = arguments.steps.min(bench::MAX_TURNS);
        let turn = 1 + Seed::new(seed, "turn").below(turns);
        let step = |telling: &mut Telling| {
            let (_, action) = telling.step();
            TraceStep { action, observation: telling.observation() }
        };
        let steps = (0..turn).map(|_| step(&mut telling)).collect();
        let source = "reference environment (synthetic)".to_owned();
        let trace = Trace { scenario: scenario.id.clone(), source, steps };
        let id = bench::Id::Text(scenario.id.clone());
        bench::write(&mut file, &bench::row(&scenario, &trace, id, turn)?)?;
    }
    Ok(file.flush()?)
}

fn create(path: &Path) -> Result<BufWriter<File>> {
    Ok(BufWriter::new(File::create(path).with_context(|| path.display().to_string())?))
}
