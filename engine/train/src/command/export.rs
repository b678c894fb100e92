//! `diorama-train export`: makes a GGUF file of a run's last checkpoint.

#![allow(clippy::print_stdout)] // what came of it

use super::trained::Trained;
use anyhow::{Context as _, Result};
use clap::Args;
use diorama_train::{
    Vocabulary,
    export::{Plan, export},
};
use std::{fs, path::PathBuf};

/// Arguments of `diorama-train export`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    trained: Trained,
    /// The vocabulary.
    #[arg(long, default_value = "engine/train/vocabulary.json")]
    vocabulary: PathBuf,
    /// How weights are stored: f32, f16, q8, q4 or `q4_1`; other types for some parts after it, as in
    /// `q4,embedding=q8,down=q4_1` (parts: embedding, query, key, value, output, gate, up, down).
    #[arg(long, default_value = "q8")]
    types: Plan,
    /// Where the file is written to.
    #[arg(long)]
    out: PathBuf,
}

/// Exports.
pub fn run(arguments: &Arguments) -> Result<()> {
    let Arguments { trained, vocabulary, types, out } = arguments;
    let name = || out.display().to_string();
    let (config, weights) = trained.read()?;
    let vocabulary = Vocabulary::read(vocabulary)?;
    let mut file = Vec::new();
    export(&weights, &config, &vocabulary, types)?.write(&mut file)?;
    fs::write(out, &file).with_context(name)?;
    println!("{}: {} bytes, weights as {types}", name(), file.len());
    Ok(())
}
