//! A recorded walk through a world.

use crate::{
    Scenario,
    action::ActionError,
    dialect::ParseError,
    scenario::{MAX_FILE, check_id},
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Most steps of a trace.
pub const MAX_STEPS: usize = 1000;

/// A recorded walk: what was done and what was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trace {
    /// The scenario's identifier.
    pub scenario: String,
    /// Who or what produced the observations, for people: "written by hand", a model's name.
    pub source: String,
    /// The steps, in order.
    pub steps: Vec<TraceStep>,
}

/// One action, in the dialect's spelling, and the observation after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TraceStep {
    /// The action in the dialect's spelling.
    #[serde(with = "crate::lines")]
    pub action: String,
    /// The observation in the dialect's text.
    #[serde(with = "crate::lines")]
    pub observation: String,
}

/// Why a trace is refused.
#[derive(Debug, Error)]
pub enum TraceError {
    /// The file is too long.
    #[error("the trace is longer than {MAX_FILE} bytes")]
    TooLong,
    /// Not JSON, or not of this shape.
    #[error("not a trace: {0}")]
    Json(#[from] serde_json::Error),
    /// The scenario's identifier is not one.
    #[error("“{0}” is no identifier of a scenario")]
    Id(String),
    /// Too many steps.
    #[error("more than {MAX_STEPS} steps")]
    TooManySteps,
    /// The trace belongs to another scenario.
    #[error("the trace belongs to the scenario “{0}”")]
    OtherScenario(String),
    /// An action cannot be done on the screen it is done to.
    #[error("the action of step {step}: {error}")]
    Action {
        /// 1-based step.
        step: usize,
        /// What is wrong.
        error: ActionError,
    },
    /// An observation cannot be read.
    #[error("the observation of step {step}: {error}")]
    Observation {
        /// 1-based step; 0 is the scenario's first observation.
        step: usize,
        /// What is wrong.
        error: ParseError,
    },
}

impl Trace {
    /// Reads a trace file. Whether it fits a scenario is for [`Trace::check`] to say.
    pub fn from_json(json: &str) -> Result<Self, TraceError> {
        if json.len() > MAX_FILE {
            return Err(TraceError::TooLong);
        }
        let trace: Self = serde_json::from_str(json)?;
        check_id(&trace.scenario).map_err(TraceError::Id)?;
        if trace.steps.len() > MAX_STEPS {
            return Err(TraceError::TooManySteps);
        }
        Ok(trace)
    }

    /// Checks that the trace can be walked: it belongs to the scenario, every observation is
    /// read without a problem, every action can be done on the screen it is done to.
    pub fn check(&self, scenario: &Scenario) -> Result<(), TraceError> {
        if self.scenario != scenario.id {
            return Err(TraceError::OtherScenario(self.scenario.clone()));
        }
        let dialect = scenario.dialect;
        let read = |step, text: &str| {
            dialect.parse(text, false).map_err(|error| TraceError::Observation { step, error })
        };
        let mut screen = read(0, &scenario.first)?;
        for (i, step) in self.steps.iter().enumerate() {
            dialect
                .read_action(&step.action, &screen)
                .map_err(|error| TraceError::Action { step: i + 1, error })?;
            screen = read(i + 1, &step.observation)?.over(&screen);
        }
        Ok(())
    }
}
