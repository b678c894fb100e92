//! `diorama eval`: how good a predictor is, beside predicting that nothing changes.

mod calibration;
mod delta;
mod episode;
mod full;
mod grade;
mod predictor;
mod report;
mod worlds;

use crate::model::Backend;
use anyhow::{Context as _, Result, anyhow, ensure};
use clap::Args;
use diorama_world::{Control, Domain};
use predictor::Choice;
use report::Report;
use std::{
    fs::File,
    io::{BufWriter, Write, stdout},
    ops::Range,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};
use worlds::World;

/// Arguments of `diorama eval`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// What predicts: `copy` (nothing changes), `truth` (the reference environment), or a model file.
    #[arg(long)]
    predictor: Choice,
    /// Another predictor, for instance the weights before they were quantized: says how many points
    /// of exact screens lie between the two, and on how many steps they agree.
    #[arg(long)]
    against: Option<Choice>,
    /// Show a model that was never trained on the protocol `delta` so many examples of it before
    /// each world, and let it write deltas instead of whole observations.
    #[arg(long, default_value_t = 0)]
    examples: usize,
    /// Walks to predict: a file of AgentWorldBench rows.
    #[arg(long, conflicts_with_all = ["recordings", "held_out", "domains", "seeds", "steps", "controls"])]
    data: Option<PathBuf>,
    /// Walks to predict: folders of scenarios with traces beside them.
    #[arg(long, conflicts_with_all = ["held_out", "domains", "seeds", "steps", "controls"])]
    recordings: Vec<PathBuf>,
    /// Worlds to walk: so many of those that are not trained on, without controls, as many with
    /// controls, and as many with a control and an app that never meet in training.
    #[arg(long, value_name = "WORLDS", conflicts_with_all = ["seeds", "controls"])]
    held_out: Option<u64>,
    /// Domains whose reference environments are walked; all of them if nothing is said.
    #[arg(long, value_delimiter = ',')]
    domains: Vec<Domain>,
    /// Seeds of the worlds, `from..to` without the last.
    #[arg(long, default_value = "0..10", value_parser = seeds)]
    seeds: Range<u64>,
    /// Steps in each world.
    #[arg(long, default_value_t = 20)]
    steps: usize,
    /// Controls in force, `name` or `name:parameter=value`. Where a control changes nothing in a
    /// domain, that domain is walked without it.
    #[arg(long, value_delimiter = ',', value_parser = Control::read)]
    controls: Vec<Control>,
    /// Walk each world a second time on the predictor's own screens and facts.
    #[arg(long)]
    closed_loop: bool,
    /// Walks that are predicted at the same time; each needs the model's memory.
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Where to run a model.
    #[arg(long, value_enum, default_value = "cpu")]
    backend: Backend,
    /// Tokens a model keeps in mind; what does not fit is left out from the beginning of the walk.
    #[arg(long, default_value_t = 4096)]
    context: usize,
    /// Tokens a model writes at most for a step.
    #[arg(long, default_value_t = 1024)]
    max_tokens: usize,
    /// Write the numbers to this file, too.
    #[arg(long)]
    json: Option<PathBuf>,
}

fn seeds(text: &str) -> Result<Range<u64>> {
    let (from, to) = text.split_once("..").unwrap_or((text, ""));
    let from: u64 = from.parse()?;
    let to = if to.is_empty() { from + 1 } else { to.parse()? };
    ensure!(from < to, "“{text}” holds no seed");
    Ok(from..to)
}

/// Walks, predicts, and prints what came of it.
pub fn run(arguments: &Arguments) -> Result<()> {
    let worlds = worlds::asked(arguments)?;
    let next = AtomicUsize::new(0);
    let report = thread::scope(|scope| {
        let work = || work(arguments, &worlds, &next);
        let workers: Vec<_> = (0..arguments.threads.max(1)).map(|_| scope.spawn(work)).collect();
        let mut report = Report::default();
        for worker in workers {
            report.merge(&worker.join().map_err(|_| anyhow!("a thread panicked"))??);
        }
        anyhow::Ok(report)
    })?;
    let summary = report.summary();
    if let Some(path) = &arguments.json {
        let name = || path.display().to_string();
        let mut file = BufWriter::new(File::create(path).with_context(name)?);
        serde_json::to_writer_pretty(&mut file, &summary)?;
        writeln!(file)?;
        file.flush().with_context(name)?;
    }
    write!(stdout().lock(), "{summary}")?;
    Ok(())
}

/// Takes one world after the other until none is left. What is counted adds up the same, whoever
/// takes which.
fn work(arguments: &Arguments, worlds: &[World], next: &AtomicUsize) -> Result<Report> {
    let mut predictor = arguments.predictor.open(arguments)?;
    let mut other = arguments.against.as_ref().map(|other| other.open(arguments)).transpose()?;
    let mut report = Report::default();
    while let Some(world) = worlds.get(next.fetch_add(1, Ordering::Relaxed)) {
        let episode = world.walk(arguments.steps, predictor.form())?;
        let guesses = grade::one_step(predictor.as_mut(), &episode, &mut report)?;
        if let Some(other) = &mut other {
            let mut theirs = Report::default();
            let others = grade::one_step(other.as_mut(), &episode, &mut theirs)?;
            report.compare(episode.scenario.domain, &theirs, &guesses, &others);
        }
        if arguments.closed_loop {
            grade::closed_loop(predictor.as_mut(), &episode, &mut report)?;
        }
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::seeds;

    #[test]
    fn seeds_are_a_range_or_one() {
        assert_eq!(seeds("3..5").ok(), Some(3..5));
        assert_eq!(seeds("3").ok(), Some(3..4));
        assert!(seeds("5..3").is_err() && seeds("x").is_err());
    }
}
