//! `diorama eval`: how good a predictor is, beside predicting that nothing changes.

mod episode;
mod predictor;

use crate::model::Backend;
use anyhow::{Result, ensure};
use clap::Args;
use diorama_world::{
    Control, Domain,
    full::Turn,
    metrics::{Case, Metrics, Predicted, read},
};
use episode::Episode;
use predictor::Predictor;
use std::{
    io::{Write, stdout},
    ops::Range,
    path::PathBuf,
};

/// Arguments of `diorama eval`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// What predicts: `copy` (nothing changes), `truth` (the reference environment), or a model file.
    #[arg(long)]
    predictor: predictor::Choice,
    /// Walks to predict: a file of AgentWorldBench rows.
    #[arg(long, conflicts_with_all = ["domains", "seeds", "steps", "controls"])]
    data: Option<PathBuf>,
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
    /// Walk each world a second time on the predictor's own screens.
    #[arg(long)]
    closed_loop: bool,
    /// Where to run a model.
    #[arg(long, value_enum, default_value = "cpu")]
    backend: Backend,
    /// Tokens a model keeps in mind; what does not fit is left out from the beginning of the walk.
    #[arg(long, default_value_t = 4096)]
    context: usize,
    /// Tokens a model writes at most for a step.
    #[arg(long, default_value_t = 1024)]
    max_tokens: usize,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    json: bool,
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
    let mut predictor = arguments.predictor.open(arguments)?;
    let mut metrics = Metrics::default();
    let mut count = |episode: Episode| {
        predictor.as_mut().begin(&episode.scenario)?;
        one_step(predictor.as_mut(), &episode, &mut metrics)?;
        if arguments.closed_loop {
            predictor.as_mut().begin(&episode.scenario)?;
            closed_loop(predictor.as_mut(), &episode, &mut metrics)?;
        }
        anyhow::Ok(())
    };
    if let Some(path) = &arguments.data {
        episode::from_file(path, &mut count)?;
    } else {
        let all = &Domain::ALL[..];
        let domains = if arguments.domains.is_empty() { all } else { &arguments.domains };
        for &domain in domains {
            for seed in arguments.seeds.clone() {
                count(Episode::walk(domain, seed, arguments.steps, &arguments.controls)?)?;
            }
        }
    }
    let mut out = stdout().lock();
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &metrics)?;
        writeln!(out)?;
    } else {
        write!(out, "{metrics}")?;
    }
    Ok(())
}

/// Predicts each step from the true screens before it.
fn one_step(predictor: &mut dyn Predictor, episode: &Episode, metrics: &mut Metrics) -> Result<()> {
    let Episode { scenario, first, steps } = episode;
    let mut turns: Vec<Turn> = Vec::new();
    let mut previous = first;
    for step in steps {
        let predicted = predictor.predict(&turns, &step.turn.action)?;
        let (screen, valid) = read(scenario.dialect, &predicted, previous);
        metrics.add(&Case {
            domain: scenario.domain,
            controls: &scenario.controls,
            previous,
            truth: &step.screen,
            predicted: if valid { Predicted::Valid(&screen) } else { Predicted::Faulty(&screen) },
        });
        turns.push(step.turn.clone());
        previous = &step.screen;
    }
    Ok(())
}

/// Predicts each step from the predictor's own screens.
fn closed_loop(
    predictor: &mut dyn Predictor,
    episode: &Episode,
    metrics: &mut Metrics,
) -> Result<()> {
    let Episode { scenario, first, steps } = episode;
    let mut turns: Vec<Turn> = Vec::new();
    let mut previous = first.clone();
    for (i, step) in steps.iter().enumerate() {
        let action = step.turn.action.clone();
        let observation = predictor.predict(&turns, &action)?;
        let (screen, valid) = read(scenario.dialect, &observation, &previous);
        let predicted = if valid { Predicted::Valid(&screen) } else { Predicted::Faulty(&screen) };
        metrics.add_closed(scenario.domain, i + 1, first, &step.screen, predicted);
        turns.push(Turn { action, observation });
        previous = screen;
    }
    Ok(())
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
