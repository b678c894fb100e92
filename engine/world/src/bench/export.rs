//! A walk as rows.

use super::{Id, Row};
use crate::{
    Scenario, Trace,
    full::{self, CLOSE, Form, OPEN, Turn},
    trace::TraceStep,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

/// The field in which a row keeps what the bench has no field for; the evaluation script leaves it
/// alone.
pub(super) const KEEP: &str = "diorama";
/// The field in which the evaluation script keeps a model's reply.
const REPLY: &str = "gen";

/// What a row keeps of a scenario and a trace.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    pub scenario: Scenario,
    pub source: String,
}

/// Why a walk is no row.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The trace has no such step.
    #[error("the trace has {steps} steps, not {turn}")]
    NoSuchStep {
        /// The step asked for, counted from 1.
        turn: usize,
        /// Steps there are.
        steps: usize,
    },
    /// It cannot be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// The row that asks for the observation of step `turn`, counted from 1, and holds the trace's as
/// the truth.
pub fn row(scenario: &Scenario, trace: &Trace, id: Id, turn: usize) -> Result<Row, ExportError> {
    let steps = trace.steps.len();
    let Some(told) = (turn > 0).then(|| trace.steps.get(..turn)).flatten() else {
        return Err(ExportError::NoSuchStep { turn, steps });
    };
    let user =
        |(i, step): (usize, &TraceStep)| Form::Published.user(scenario, i, &step.action, false);
    let mut prompt: Vec<String> = told.iter().enumerate().map(user).collect();
    let current_prompt = prompt[turn - 1].clone();
    prompt[turn - 1] = Form::Published.user(scenario, turn - 1, &told[turn - 1].action, true);
    let observed = |step: &TraceStep| {
        let TraceStep { action, observation } = step.clone();
        Form::Published.assistant(&Turn { action, observation })
    };
    let kept = Kept { scenario: scenario.clone(), source: trace.source.clone() };
    let other = Map::from_iter([(KEEP.to_owned(), serde_json::to_value(kept)?)]);
    Ok(Row {
        task: scenario.domain.name().to_owned(),
        id,
        prompt,
        response: told.iter().map(observed).collect(),
        current_prompt,
        system_str: full::system(scenario),
        turn_idx: turn as u32,
        total_turns: steps as u32,
        other,
    })
}

/// One row for every step of a trace. Each holds the walk up to its step, so all together hold the
/// square of it; the bench itself has a few rows a walk.
pub fn rows<'a>(
    scenario: &'a Scenario,
    trace: &'a Trace,
    id: &'a Id,
) -> impl Iterator<Item = Result<Row, ExportError>> + 'a {
    (1..=trace.steps.len()).map(move |turn| row(scenario, trace, id.clone(), turn))
}

impl Row {
    /// The row with a prediction, as the evaluation script has it after its first step.
    #[must_use]
    pub fn with_prediction(mut self, observation: &str) -> Self {
        let reply = format!("{OPEN}\n{observation}\n{CLOSE}");
        self.other.insert(REPLY.to_owned(), Value::String(reply));
        self
    }

    /// The prediction in the row, as it would be read from a reply.
    pub fn prediction(&self) -> Option<String> {
        full::read_reply(self.other.get(REPLY)?.as_str()?).observation
    }
}
