//! Worlds that a model predicts, as agents play them.

use crate::{Branch, Draft, End, Flow, Observer, Options, Outcome, PredictError, Predictor, Step};
use diorama_model::Executor;
use diorama_world::{
    Play, Scenario, Screen,
    action::ActionError,
    dialect::ParseError,
    play::{Path, Seen},
};
use std::{cell::RefCell, rc::Rc};
use thiserror::Error;

/// A world that a model which speaks `delta` predicts. Forks share the model; a prediction is a
/// function of its branch, so they do not notice each other, and what they have in common is read
/// once.
#[derive(Debug)]
pub struct Predicted<E> {
    model: Rc<RefCell<Predictor<E>>>,
    options: Options,
    /// The first screen, as the model is told it.
    first: Rc<Screen>,
    path: Path,
    /// The steps of the path, as the model wrote them.
    steps: Vec<Step>,
}

/// Why a step is not predicted.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum PlayError {
    /// The action cannot be done on the screen.
    #[error(transparent)]
    Action(#[from] ActionError),
    /// The model cannot tell what follows.
    #[error(transparent)]
    Predict(#[from] PredictError),
    /// A fork of this world waits for the model.
    #[error("the model is busy with another walk")]
    Busy,
}

impl<E> Predicted<E> {
    /// At the start of a world. `first` is its canonical first screen where it is known, as in
    /// [`Predictor::walk`].
    pub fn begin(
        model: Rc<RefCell<Predictor<E>>>,
        options: Options,
        scenario: Rc<Scenario>,
        first: Option<&Screen>,
    ) -> Result<Self, ParseError> {
        let screen = match first {
            Some(first) => scenario.dialect.dress(first),
            None => scenario.first_screen()?,
        };
        let (observation, facts) = (scenario.first.clone(), Some(scenario.facts.clone()));
        let first = Rc::new(screen.clone());
        let start = Seen { observation, screen, facts, sure: None, whole: true };
        let path = Path::new(scenario, start);
        Ok(Self { model, options, first, path, steps: Vec::new() })
    }
}

impl<E: Executor> Play for Predicted<E> {
    type Error = PlayError;

    fn path(&self) -> &Path {
        &self.path
    }

    // A second step at the same time is refused, it does not wait.
    #[allow(clippy::await_holding_refcell_ref)]
    async fn step(&mut self, text: &str) -> Result<&Seen, PlayError> {
        let action = self.path.action(text)?;
        let Scenario { domain, dialect, controls, facts, .. } = self.path.scenario();
        let branch =
            Branch { domain: *domain, controls, facts, first: &self.first, steps: &self.steps };
        let mut model = self.model.try_borrow_mut().map_err(|_| PlayError::Busy)?;
        let prediction = model.predict(&branch, &action, &self.options, &mut Unwatched).await?;
        drop(model);
        let screen = dialect.dress(&prediction.screen());
        let seen = Seen {
            observation: dialect.print(&screen),
            screen,
            facts: Some(prediction.facts().clone()),
            sure: Some(prediction.probability()),
            whole: prediction.end == End::Complete,
        };
        self.steps.push(Step { action, outcome: Outcome::Told(prediction.delta) });
        Ok(self.path.push(text, seen))
    }

    fn fork(&self, steps: usize) -> Self {
        let end = steps.min(self.steps.len());
        Self {
            model: Rc::clone(&self.model),
            options: self.options,
            first: Rc::clone(&self.first),
            path: self.path.until(end),
            steps: self.steps[..end].to_vec(),
        }
    }
}

/// Nobody watches: nothing is shown, nothing stops it, and no clock runs.
struct Unwatched;

impl Observer for Unwatched {
    fn now_ms(&self) -> f64 {
        0.0
    }

    async fn reading(&mut self, _: usize, _: usize) -> Flow {
        Flow::Continue
    }

    async fn wrote(&mut self, _: Draft<'_>) -> Flow {
        Flow::Continue
    }
}
