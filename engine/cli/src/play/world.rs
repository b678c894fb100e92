//! A world that a model predicts, whatever protocol it speaks.

use super::{
    Arguments,
    full::{Full, FullError},
};
use crate::{
    asked::Asked,
    model::{AnyExecutor, Model},
};
use anyhow::{Context as _, Result};
use diorama_model::Decoder;
use diorama_predict::{Options, PlayError, Predicted as Delta, Predictor, Protocol};
use diorama_world::{
    Play, Scenario,
    play::{Path, Seen},
};
use std::{cell::RefCell, path, rc::Rc};
use thiserror::Error;

/// A world that a model predicts.
pub enum Predicted {
    /// It writes what changes.
    Delta(Delta<AnyExecutor>),
    /// It writes whole observations.
    Full(Full),
}

/// Why a step is not predicted.
#[derive(Debug, Error)]
pub enum PredictedError {
    /// By a model that writes what changes.
    #[error(transparent)]
    Delta(#[from] PlayError),
    /// By a model that writes whole observations.
    #[error(transparent)]
    Full(#[from] FullError),
}

impl Predicted {
    /// Loads a model and goes to the start of a world.
    pub async fn open(
        path: &path::Path,
        arguments: &Arguments,
        scenario: Rc<Scenario>,
    ) -> Result<Self> {
        let Arguments { backend, context, max_tokens, .. } = *arguments;
        let sampler = arguments.choice.sampler()?;
        let model = Model::open(path).await?;
        if Protocol::of(&model.file)? == Protocol::Full {
            let asked = Asked::open(path, backend, context, max_tokens).await?;
            return Ok(Self::Full(Full::begin(asked, sampler, scenario).context(FIRST)?));
        }
        let context = Decoder::from_gguf(&model.file)?.context as usize;
        let executor = model.load(backend, context).await?;
        let predictor = Rc::new(RefCell::new(Predictor::new(&model.file, executor)?));
        let first = diorama_truth::first(&scenario);
        let options = Options { sampler, max_tokens };
        let world = Delta::begin(predictor, options, scenario, first.as_ref()).context(FIRST)?;
        Ok(Self::Delta(world))
    }
}

const FIRST: &str = "the first observation";

impl Play for Predicted {
    type Error = PredictedError;

    fn path(&self) -> &Path {
        match self {
            Self::Delta(world) => world.path(),
            Self::Full(world) => world.path(),
        }
    }

    async fn step(&mut self, action: &str) -> Result<&Seen, PredictedError> {
        Ok(match self {
            Self::Delta(world) => world.step(action).await?,
            Self::Full(world) => world.step(action).await?,
        })
    }

    fn fork(&self, steps: usize) -> Self {
        match self {
            Self::Delta(world) => Self::Delta(world.fork(steps)),
            Self::Full(world) => Self::Full(world.fork(steps)),
        }
    }
}
