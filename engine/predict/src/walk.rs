//! A scenario and its timeline's texts as a branch.

use crate::{Branch, Language, Outcome, PredictError, Prediction, Step, thread::Thread};
use diorama_world::{
    Action, Edit, Scenario, Screen, action::ActionError, delta::State, dialect::ParseError,
};
use thiserror::Error;

/// A step as a timeline has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told<'a> {
    /// Something was done.
    Action {
        /// The action in the dialect's spelling.
        action: &'a str,
        /// The observation after it.
        observation: &'a str,
        /// The delta, where a model told the step in one. The observation is not looked at then.
        delta: Option<&'a str>,
    },
    /// A person changed what is so. The branch begins anew there: what was so before would only
    /// mislead, and a keyframe says all that is so now.
    Edit(&'a Edit),
}

/// A scenario and the steps that were done in it, read: [`Predictor::walk`](crate::Predictor::walk)
/// makes it.
#[derive(Debug, Clone)]
pub struct Walk<'a> {
    scenario: &'a Scenario,
    thread: Thread,
    /// The screen now, with the dialect's references.
    screen: Screen,
    /// Steps from the beginning of the scenario, edits among them.
    steps: usize,
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
        Ok(Self { scenario, thread, screen, steps: 0 })
    }

    /// Goes on by a step.
    pub(crate) fn step(
        &mut self,
        told: Told<'_>,
        language: &Language,
        capacity: usize,
    ) -> Result<(), WalkError> {
        self.steps += 1;
        let step = self.steps;
        let (action, observation, delta) = match told {
            Told::Action { action, observation, delta } => (action, observation, delta),
            Told::Edit(edit) => return self.edit(edit, language),
        };
        let dialect = self.scenario.dialect;
        let action = match (self.action(action), delta) {
            (Ok(read), _) => read,
            // What a stranger recorded may be spelled otherwise; what came of it counts.
            (Err(_), None) => Action::Raw { text: action.to_owned() },
            (Err(error), Some(_)) => return Err(WalkError::Action { step, error }),
        };
        let outcome = if let Some(delta) = delta {
            Outcome::Told(delta.to_owned())
        } else {
            self.screen = dialect.read(observation, false).screen.over(&self.screen);
            Outcome::Seen { facts: None, screen: self.screen.clone() }
        };
        self.thread.advance(Step { action, outcome }, language, capacity)?;
        if delta.is_some() {
            self.screen = dialect.dress(&self.state().frame().screen());
        }
        Ok(())
    }

    /// Begins anew with what a person says is so, and the screen that is there.
    fn edit(&mut self, edit: &Edit, language: &Language) -> Result<(), WalkError> {
        let first = self.state().frame().screen();
        let Edit { facts, controls } = edit;
        let domain = self.scenario.domain;
        let branch = Branch { domain, controls, facts, first: &first, steps: &[] };
        self.thread = Thread::begin(&branch, language)?;
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
