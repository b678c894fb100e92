//! `diorama-train smoke`: less than a minute of training, to see that all of it works: the loss
//! falls, a run that was cut goes on number for number, and the file computes what was trained.

#![allow(clippy::print_stdout)] // what was seen

use super::place::Place;
use anyhow::{Context as _, Result, ensure};
use clap::Args;
use diorama_model::{Executor, Gguf, cpu::CpuExecutor};
use diorama_train::{
    Config, Vocabulary, checkpoint,
    data::{Batch, Sequences},
    export::{Plan, Weights, export},
    trainer::Trainer,
};
use std::{fs, path::PathBuf};

/// Steps whose losses are averaged at either end.
const ENDS: usize = 5;
/// How far the loss must fall, in nats.
const FALL: f32 = 2.0;
/// Steps after the cut that are compared with a run that was not cut.
const COMPARED: usize = 3;
/// Tokens whose logits are compared.
const READ: usize = 48;

/// Arguments of `diorama-train smoke`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The configuration of a small model.
    #[arg(long, default_value = "engine/train/configs/smoke.toml")]
    config: PathBuf,
    /// The vocabulary.
    #[arg(long, default_value = "engine/train/vocabulary.json")]
    vocabulary: PathBuf,
    /// Folder for the checkpoint, emptied first.
    #[arg(long, default_value = "target/train/smoke")]
    run: PathBuf,
    /// What to train on.
    #[arg(long, value_enum, default_value_t = Place::Cpu)]
    device: Place,
}

/// Trains, cuts, goes on, exports and compares.
pub fn run(arguments: &Arguments) -> Result<()> {
    let Arguments { config, vocabulary, run, device } = arguments;
    let config = Config::read(config).with_context(|| config.display().to_string())?;
    let vocabulary = Vocabulary::read(vocabulary)?;
    if run.exists() {
        fs::remove_dir_all(run)?;
    }
    fs::create_dir_all(run)?;
    let sequences =
        Sequences::new(config.seed, config.training.batch, &config.data, vocabulary.tokenizer()?);
    let device = device.device()?.autodiff();

    let mut trainer = Trainer::new(config.clone(), device.clone());
    let losses = learn(&mut trainer, &sequences, config.training.checkpoint)?;
    checkpoint::save(&trainer, run)?;
    let whole = learn(&mut trainer, &sequences, config.training.steps)?;
    let mut cut = checkpoint::load(config.clone(), device, run)?;
    let resumed = learn(&mut cut, &sequences, config.training.checkpoint + COMPARED)?;
    ensure!(
        same(&resumed, &whole[..COMPARED]),
        "a run that was cut went on otherwise: {resumed:?}, not {:?}",
        &whole[..COMPARED],
    );
    println!("cut at step {} and resumed: the same losses", config.training.checkpoint);

    let mean = |losses: &[f32]| losses.iter().sum::<f32>() / losses.len() as f32;
    let (first, last) = (mean(&losses[..ENDS]), mean(&whole[whole.len() - ENDS..]));
    println!("loss {first:.3} → {last:.3} in {} steps", trainer.step);
    ensure!(last < first - FALL, "the loss did not fall by {FALL}");
    compare(&trainer, &vocabulary, &sequences.batch(0)?)
}

/// Learns up to a step; gives the losses.
fn learn(trainer: &mut Trainer, sequences: &Sequences, until: usize) -> Result<Vec<f32>> {
    let mut losses = Vec::new();
    while trainer.step < until {
        losses.push(trainer.learn(&sequences.batch(trainer.step as u64)?).loss);
    }
    Ok(losses)
}

fn same(a: &[f32], b: &[f32]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits())
}

/// The logits of the exported file are those of the decoder.
fn compare(trainer: &Trainer, vocabulary: &Vocabulary, batch: &Batch) -> Result<()> {
    let config = trainer.config();
    let mut file = Vec::new();
    let plan: Plan = "f32".parse()?;
    export(&Weights::try_from(&trainer.decoder)?, config, vocabulary, &plan)?.write(&mut file)?;
    let mut only = batch.clone();
    only.weights = (0..batch.inputs.len()).map(|at| f32::from(u8::from(at + 1 == READ))).collect();
    let trained: Vec<f32> = trainer.logits(&only).0.into_data().try_to_vec()?;
    let tokens: Vec<u32> = batch.inputs[..READ].iter().map(|&token| token as u32).collect();
    let loaded = pollster::block_on(logits(&file, &tokens))?;
    let spread = trained.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
    let pairs = trained.iter().zip(&loaded);
    let off = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    println!("exported and loaded: logits up to {spread:.2}, off by {off:.1e}");
    ensure!(trained.len() == loaded.len() && off < 1e-4 * spread, "other logits");
    Ok(())
}

async fn logits(file: &[u8], tokens: &[u32]) -> Result<Vec<f32>> {
    let head = Gguf::read(&file).await?;
    let decoder = diorama_model::Decoder::from_gguf(&head)?;
    let mut executor = CpuExecutor::load(&file, &head, decoder, tokens.len(), |_, _| ()).await?;
    executor.feed(tokens).await?;
    Ok(executor.logits().await?)
}
