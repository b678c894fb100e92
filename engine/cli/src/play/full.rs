//! Worlds that a model predicts which writes whole observations.

use crate::asked::Asked;
use diorama_model::{Sampler, session::End};
use diorama_world::{
    Play, Scenario,
    action::ActionError,
    dialect::ParseError,
    full::read_reply,
    metrics::read,
    play::{Path, Seen},
};
use std::{cell::RefCell, rc::Rc};
use thiserror::Error;

/// Such a world. Forks share the model.
pub struct Full {
    model: Rc<RefCell<Asked>>,
    sampler: Sampler,
    path: Path,
}

/// Why a step is not predicted.
#[derive(Debug, Error)]
pub enum FullError {
    /// The action cannot be done on the screen.
    #[error(transparent)]
    Action(#[from] ActionError),
    /// A fork of this world waits for the model.
    #[error("the model is busy with another walk")]
    Busy,
    /// The model cannot be asked.
    #[error("{0:#}")]
    Model(anyhow::Error),
    /// The reply holds no observation.
    #[error("the model wrote no observation")]
    Nothing,
}

impl Full {
    /// At the start of a world.
    pub fn begin(
        model: Asked,
        sampler: Sampler,
        scenario: Rc<Scenario>,
    ) -> Result<Self, ParseError> {
        let start = Seen {
            observation: scenario.first.clone(),
            screen: scenario.first_screen()?,
            facts: None,
            sure: None,
            whole: true,
        };
        let path = Path::new(scenario, start);
        Ok(Self { model: Rc::new(RefCell::new(model)), sampler, path })
    }
}

impl Play for Full {
    type Error = FullError;

    fn path(&self) -> &Path {
        &self.path
    }

    // A second step at the same time is refused, it does not wait.
    #[allow(clippy::await_holding_refcell_ref)]
    async fn step(&mut self, action: &str) -> Result<&Seen, FullError> {
        self.path.action(action)?;
        let (scenario, turns) = (self.path.scenario(), self.path.turns());
        let mut model = self.model.try_borrow_mut().map_err(|_| FullError::Busy)?;
        let asked = model.ask(scenario, &turns, action, self.sampler).await;
        drop(model);
        let answer = asked.map_err(FullError::Model)?;
        let reply = read_reply(&answer.reply);
        let observation = reply.observation.ok_or(FullError::Nothing)?;
        let (screen, _) = read(scenario.dialect, &observation, &self.path.here().screen);
        let cut = matches!(answer.generation.end, End::MaxTokens | End::ContextFull);
        let whole = reply.complete || !cut;
        let seen = Seen { observation, screen, facts: None, sure: None, whole };
        Ok(self.path.push(action, seen))
    }

    fn fork(&self, steps: usize) -> Self {
        let model = Rc::clone(&self.model);
        Self { model, sampler: self.sampler, path: self.path.until(steps) }
    }
}
