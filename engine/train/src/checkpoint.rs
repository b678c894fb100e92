//! Checkpoints: all that goes on from where a run was cut, number for number.

use crate::{Config, trainer::Trainer};
use burn::{
    module::Module,
    store::{ModuleRecord, RecordError},
    tensor::Device,
};
use std::{fs, io, path::Path};
use thiserror::Error;

/// The checkpoint in a run's folder.
const WHOLE: &str = "checkpoint";
/// One that is being written.
const NEW: &str = "checkpoint.new";
/// The one before, while its place is taken.
const OLD: &str = "checkpoint.old";

const DECODER: &str = "decoder.bpk";
const OPTIMIZER: &str = "optimizer.bpk";
const STEP: &str = "step";

/// Why a checkpoint could not be written or read.
#[derive(Debug, Error)]
pub enum CheckpointError {
    /// A file could not be read or written.
    #[error("the checkpoint: {0}")]
    Io(#[from] io::Error),
    /// A file is none of burn's, or of another decoder.
    #[error("the checkpoint: {0:?}")]
    Record(RecordError),
    /// The number of the step is none.
    #[error("the checkpoint's step is no number")]
    Step,
}

impl From<RecordError> for CheckpointError {
    fn from(error: RecordError) -> Self {
        Self::Record(error)
    }
}

/// Writes a checkpoint in place of the last. Cut at any moment, one of the two is whole.
pub fn save(trainer: &Trainer, run: &Path) -> Result<(), CheckpointError> {
    let (whole, new, old) = (run.join(WHOLE), run.join(NEW), run.join(OLD));
    if new.exists() {
        fs::remove_dir_all(&new)?;
    }
    fs::create_dir_all(&new)?;
    trainer.decoder.clone().save_file(new.join(DECODER))?;
    trainer.optimizer.save(new.join(OPTIMIZER))?;
    fs::write(new.join(STEP), trainer.step.to_string())?;
    if whole.exists() {
        if old.exists() {
            fs::remove_dir_all(&old)?;
        }
        fs::rename(&whole, &old)?;
    }
    fs::rename(&new, &whole)?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}

/// The trainer of a run's last checkpoint; a new one if there is none yet.
pub fn load(config: Config, device: Device, run: &Path) -> Result<Trainer, CheckpointError> {
    let mut trainer = Trainer::new(config, device);
    let Some(from) = [WHOLE, OLD].map(|name| run.join(name)).into_iter().find(|at| at.exists())
    else {
        return Ok(trainer);
    };
    let record = ModuleRecord::load(from.join(DECODER))?;
    trainer.decoder = trainer.decoder.try_load_record(record)?;
    trainer.optimizer = trainer.optimizer.load(from.join(OPTIMIZER))?;
    let step = fs::read_to_string(from.join(STEP))?;
    trainer.step = step.trim().parse().map_err(|_| CheckpointError::Step)?;
    Ok(trainer)
}
