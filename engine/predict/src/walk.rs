//! A scenario and its timeline's texts as a branch.

use crate::{Branch, Language, Outcome, PredictError, Prediction, Step, thread::Thread};
use diorama_world::{
    Action, Scenario, Screen, action::ActionError, delta::State, dialect::ParseError,
};
use thiserror::Error;

/// A step as a timeline has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told<'a> {
    /// The action in the dialect's spelling.
    pub action: &'a str,
    /// The observation after it.
    pub observation: &'a str,
    /// The delta, where a model told the step in one. The observation is not looked at then.
    pub delta: Option<&'a str>,
}

/// A scenario and the steps that were done in it, read: [`Predictor::walk`](crate::Predictor::walk)
/// makes it.
#[derive(Debug, Clone)]
pub struct Walk<'a> {
    scenario: &'a Scenario,
    thread: Thread,
    /// The screen now, with the dialect's references.
    screen: Screen,
}

/// Why texts cannot be read as a walk.
#[derive(Debug, Error)]
pub enum WalkError {
    /// The scenario's first observation cannot be read.
    #[error("the first observation: {0}")]
    First(#[from] ParseError),
    /// An action cannot be done on its screen.
    #[error("step {step}: {error}")]
    Action {
        /// Number of the step, from 1.
        step: usize,
        /// What is wrong.
        error: ActionError,
    },
    /// The world cannot be told.
    #[error(transparent)]
    Predict(#[from] PredictError),
}

impl<'a> Walk<'a> {
    /// At the beginning of a scenario.
    pub(crate) fn begin(
        scenario: &'a Scenario,
        first: Option<&Screen>,
        language: &Language,
    ) -> Result<Self, WalkError> {
        let screen = match first {
            Some(first) => scenario.dialect.dress(first),
            None => scenario.first_screen()?,
        };
        let Scenario { domain, controls, facts, .. } = scenario;
        let branch = Branch { domain: *domain, controls, facts, first: &screen, steps: &[] };
        let thread = Thread::begin(&branch, language)?;
        Ok(Self { scenario, thread, screen })
    }

    /// Goes on by a step.
    pub(crate) fn step(
        &mut self,
        told: Told<'_>,
        language: &Language,
        capacity: usize,
    ) -> Result<(), WalkError> {
        let step = self.thread.branch().steps.len() + 1;
        let action = self.action(told.action).map_err(|error| WalkError::Action { step, error })?;
        let dialect = self.scenario.dialect;
        let outcome = if let Some(delta) = told.delta {
            Outcome::Told(delta.to_owned())
        } else {
            self.screen = dialect.read(told.observation, false).screen.over(&self.screen);
            Outcome::Seen { facts: None, screen: self.screen.clone() }
        };
        self.thread.advance(Step { action, outcome }, language, capacity)?;
        if told.delta.is_some() {
            self.screen = dialect.dress(&self.state().frame().screen());
        }
        Ok(())
    }

    /// Reads an action that is done now.
    pub fn action(&self, text: &str) -> Result<Action, ActionError> {
        self.scenario.dialect.read_action(text, &self.screen)
    }

    /// All that led here.
    pub fn branch(&self) -> Branch<'_> {
        self.thread.branch()
    }

    /// Facts and screen now.
    pub fn state(&self) -> &State {
        self.thread.sequence().context().state()
    }

    /// What a prediction shows, as the dialect prints it.
    pub fn observation(&self, prediction: &Prediction) -> String {
        let dialect = self.scenario.dialect;
        dialect.print(&dialect.dress(&prediction.screen()))
    }
}
