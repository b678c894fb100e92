//! AgentWorldBench: its rows, read and written as JSON lines; rows as walks, and walks as rows.
//!
//! The form is the one that the published evaluation script reads (`eval/eval.py` of
//! <https://github.com/QwenLM/Qwen-AgentWorld> at commit `cd0aa83`, 2026-07-20). That script makes a
//! conversation of `system_str`, the pairs of `prompt` and `response` before `turn_idx`, and
//! `prompt[turn_idx - 1]`, which therefore ends in the request for a prediction; shows its judge
//! `current_prompt`, which does not; and takes `response[turn_idx - 1]` for the truth. It reads
//! every file named `*_test.jsonl` in a folder. Its second step takes rows that carry a reply in
//! `gen`, see [`Row::with_prediction`], so predictions made here need no first step.

mod export;
mod import;
mod read;
mod sections;

use crate::{Domain, domain::UnknownName, trace::MAX_STEPS};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Number, Value};
use thiserror::Error;

pub use export::{ExportError, row, rows};
pub use import::{ImportError, Trajectories, import};
pub use read::{Error, ErrorKind, Rows, write};

/// Longest row in bytes.
pub const MAX_ROW: u64 = 32 << 20;
/// Most turns of a row.
pub const MAX_TURNS: usize = MAX_STEPS;

/// One row: a walk up to a turn, whose observation is to be predicted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The domain, perhaps after a path: `android`, `bench/android`.
    pub task: String,
    /// The walk; not always unique in the published files.
    pub id: Id,
    /// User messages, one a turn. The one that is predicted ends in the request.
    #[serde(deserialize_with = "one_or_many")]
    pub prompt: Vec<String>,
    /// What was observed after each.
    #[serde(deserialize_with = "one_or_many")]
    pub response: Vec<String>,
    /// The user message of the turn that is predicted, without the request.
    pub current_prompt: String,
    /// The system message.
    pub system_str: String,
    /// The turn that is predicted, counted from 1.
    pub turn_idx: u32,
    /// Turns of the whole walk.
    pub total_turns: u32,
    /// Whatever else stands in the row. Numbers with a fraction are kept to within one unit of their
    /// last digit.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// What a walk is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged, expecting = "a name is a number or a text")]
pub enum Id {
    /// A number.
    Number(Number),
    /// Text.
    Text(String),
}

/// Why a row is refused that is JSON of the right shape.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RowError {
    /// The turn that is predicted is none of the row's.
    #[error("turn {turn_idx} of {prompts} prompts is to be predicted")]
    NoSuchTurn {
        /// As the row has it.
        turn_idx: u32,
        /// Prompts in the row.
        prompts: usize,
    },
    /// A turn before it was not observed.
    #[error("turn {turn_idx} is to be predicted, but only {responses} were observed")]
    Unobserved {
        /// As the row has it.
        turn_idx: u32,
        /// Responses in the row.
        responses: usize,
    },
    /// Too many turns.
    #[error("more than {MAX_TURNS} turns")]
    TooManyTurns,
    /// No domain has this name.
    #[error("the task: {0}")]
    Task(#[from] UnknownName),
}

impl Row {
    /// Checks what the types do not say; [`Rows`] gives checked rows only.
    pub fn check(&self) -> Result<(), RowError> {
        let (turn_idx, prompts, responses) =
            (self.turn_idx, self.prompt.len(), self.response.len());
        if prompts.max(responses) > MAX_TURNS {
            return Err(RowError::TooManyTurns);
        }
        match usize::try_from(turn_idx) {
            Ok(turn) if (1..=prompts).contains(&turn) => {
                if responses + 1 < turn {
                    return Err(RowError::Unobserved { turn_idx, responses });
                }
            }
            _ => return Err(RowError::NoSuchTurn { turn_idx, prompts }),
        }
        self.domain()?;
        Ok(())
    }

    /// The domain: the last part of the task.
    pub fn domain(&self) -> Result<Domain, RowError> {
        let name = self.task.rsplit('/').next().unwrap_or_default();
        Ok(name.parse()?)
    }
}

/// A list, or the one thing that would stand in it.
fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a prompt or response is a text or a list of texts")]
    enum Texts {
        Many(Vec<String>),
        One(String),
    }
    Ok(match Texts::deserialize(deserializer)? {
        Texts::Many(texts) => texts,
        Texts::One(text) => vec![text],
    })
}
