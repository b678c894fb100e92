//! A run whose weights are wanted.

use anyhow::{Context as _, Result, ensure};
use burn::tensor::Device;
use clap::Args;
use diorama_train::{Config, checkpoint, export::Weights};
use std::path::PathBuf;

/// Which run.
#[derive(Debug, Args)]
pub struct Trained {
    /// The configuration of the model.
    #[arg(long, default_value = "engine/train/configs/default.toml")]
    config: PathBuf,
    /// Folder of the run.
    #[arg(long)]
    run: PathBuf,
}

impl Trained {
    /// The configuration, and the weights of the last checkpoint.
    pub fn read(&self) -> Result<(Config, Weights)> {
        let config =
            Config::read(&self.config).with_context(|| self.config.display().to_string())?;
        let trainer = checkpoint::load(config.clone(), Device::flex(), &self.run)?;
        ensure!(trainer.step > 0, "{} has no checkpoint", self.run.display());
        Ok((config, Weights::try_from(&trainer.decoder)?))
    }
}
