//! `diorama-train train`: trains, or goes on training, and writes down how it goes.

#![allow(clippy::print_stdout)] // how it goes is what is asked for

use super::place::Place;
use anyhow::{Context as _, Result, ensure};
use clap::Args;
use diorama_train::{
    Config, Vocabulary, beginning, checkpoint,
    curve::{self, Point},
    data::{Recordings, Sequences},
    probe::probe,
    schedule,
};
use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

/// Batches that the decoder is probed with, and how many sequences each has: the same for all
/// configurations, so that their curves can be compared.
const PROBED: u64 = 10;
const PROBED_AT_ONCE: usize = 2;

/// Arguments of `diorama-train train`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The configuration of the model.
    #[arg(long, default_value = "engine/train/configs/default.toml")]
    config: PathBuf,
    /// The vocabulary.
    #[arg(long, default_value = "engine/train/vocabulary.json")]
    vocabulary: PathBuf,
    /// The folder of the recorded walks, if the configuration wants some.
    #[arg(long, default_value = "engine/world/tests/recordings")]
    recordings: PathBuf,
    /// Folder of the run: its checkpoint and its curve. A run that is there goes on.
    #[arg(long)]
    run: PathBuf,
    /// Stop after this step, ahead of the configuration's last.
    #[arg(long)]
    until: Option<usize>,
    /// What to train on.
    #[arg(long, value_enum, default_value_t = Place::Cpu)]
    device: Place,
}

/// Trains.
pub fn run(arguments: &Arguments) -> Result<()> {
    let config =
        Config::read(&arguments.config).with_context(|| arguments.config.display().to_string())?;
    let vocabulary = Vocabulary::read(&arguments.vocabulary)?;
    let run = &arguments.run;
    fs::create_dir_all(run).with_context(|| run.display().to_string())?;
    let training = config.training;
    let last = training.steps.min(arguments.until.unwrap_or(usize::MAX));

    let tokenizer = vocabulary.tokenizer()?;
    let held_out =
        Sequences::new(config.seed, PROBED_AT_ONCE, &config.data, tokenizer.clone()).held_out();
    let sequences = Sequences::new(config.seed, training.batch, &config.data, tokenizer);
    let sequences = if config.data.recordings > 0.0 {
        sequences.with(Recordings::read(&arguments.recordings)?)
    } else {
        sequences
    };
    let held_out = (0..PROBED).map(|step| held_out.batch(step)).collect::<Result<Vec<_>, _>>()?;

    let device = arguments.device.device()?.autodiff();
    let mut trainer = checkpoint::load(config.clone(), device.clone(), run)?;
    if let (0, Some(earlier)) = (trainer.step, &config.begins_with) {
        let file = arguments.config.parent().unwrap_or(Path::new("")).join(earlier);
        trainer.decoder = beginning::read(&file, &config.model, config.vocabulary, &device)
            .with_context(|| file.display().to_string())?;
    }
    let mut points = curve::read(run)?;
    points.retain(|point| point.step < trainer.step);
    let batches = sequences.stream(trainer.step as u64);
    while trainer.step < last {
        let (_, batch) = batches.recv()?;
        let (batch, start) = (batch?, Instant::now());
        let rate = training.rate * schedule::rate(&training, trainer.step);
        let score = trainer.learn(&batch);
        ensure!(score.loss.is_finite(), "step {}: the loss is no number", trainer.step);
        let mut point = Point {
            step: trainer.step - 1,
            loss: score.loss,
            tokens: batch.inputs.len(),
            counted: score.tokens,
            rate,
            seconds: start.elapsed().as_secs_f64(),
            held_out: None,
        };
        if trainer.step.is_multiple_of(training.probe) || trainer.step == last {
            point.held_out = Some(probe(&trainer, &held_out));
        }
        println!("{point}");
        points.push(point);
        if trainer.step.is_multiple_of(training.checkpoint) || trainer.step == last {
            checkpoint::save(&trainer, run)?;
            curve::write(run, &points)?;
        }
    }
    Ok(())
}
