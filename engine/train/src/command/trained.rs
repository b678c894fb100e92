//! A run whose weights are wanted.

use anyhow::{Context as _, Result, ensure};
use burn::tensor::Device;
use clap::Args;
use diorama_train::{Config, checkpoint, export::Weights, trainer::Trainer};
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
        let trainer = self.trainer()?;
        Ok((trainer.config().clone(), Weights::try_from(&trainer.decoder)?))
    }

    /// The last checkpoint.
    pub fn trainer(&self) -> Result<Trainer> {
        let config =
            Config::read(&self.config).with_context(|| self.config.display().to_string())?;
        let trainer = checkpoint::load(config, Device::flex(), &self.run)?;
        ensure!(trainer.step > 0, "{} has no checkpoint", self.run.display());
        Ok(trainer)
    }
}
