//! A row as a walk: a scenario and a trace.

use super::{
    Id, Row, RowError,
    export::{KEEP, Kept},
    sections::{fenced, sections},
};
use crate::{
    Control, Dialect, Domain, Facts, Scenario, Trace,
    full::{LABEL, form::opening},
    scenario::{MAX_ID, ScenarioError},
    trace::TraceStep,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use thiserror::Error;

/// Why a row is no walk.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The row says what cannot be.
    #[error(transparent)]
    Row(#[from] RowError),
    /// A prompt has no action.
    #[error("the prompt of turn {0} has no action")]
    NoAction(usize),
    /// What we once kept in the row is not what we keep.
    #[error("the row's “{KEEP}”: {0}")]
    Kept(#[from] serde_json::Error),
    /// The scenario kept in the row is refused.
    #[error("the row's scenario: {0}")]
    Scenario(#[from] ScenarioError),
}

/// Reads a row as a scenario and the steps that were observed, also those after the turn that is
/// to be predicted. A row that was exported here gives back the same scenario and, up to its turn,
/// the same trace. Whether the scenario and the trace of a foreign row hold is for
/// [`Scenario::check`] and [`Trace::check`] to say: real rows may be spelled in ways that no
/// dialect here reads strictly.
pub fn import(row: &Row) -> Result<(Scenario, Trace), ImportError> {
    row.check()?;
    let (scenario, source) = match row.other.get(KEEP) {
        Some(kept) => {
            let Kept { scenario, source } = Kept::deserialize(kept)?;
            scenario.check()?;
            (scenario, source)
        }
        None => (foreign(row, row.domain()?), "AgentWorldBench".to_owned()),
    };
    let mut steps = Vec::with_capacity(row.prompt.len().min(row.response.len()));
    for (turn, (prompt, response)) in row.prompt.iter().zip(&row.response).enumerate() {
        let action = action(&scenario, turn, prompt).ok_or(ImportError::NoAction(turn + 1))?;
        let observation = observed(response).to_owned();
        steps.push(TraceStep { action: action.to_owned(), observation });
    }
    let trace = Trace { scenario: scenario.id.clone(), source, steps };
    Ok((scenario, trace))
}

/// The action of a prompt. Where the prompt begins as the scenario's does, whatever the state
/// says cannot be mistaken for an action.
fn action<'a>(scenario: &Scenario, turn: usize, prompt: &'a str) -> Option<&'a str> {
    match prompt.strip_prefix(&opening(scenario, turn)) {
        Some(rest) => Some(fenced(rest)),
        None => sections(prompt).action,
    }
}

/// The observation of a response.
fn observed(response: &str) -> &str {
    match response.strip_prefix(LABEL) {
        Some(rest) => rest.strip_prefix('\n').unwrap_or_else(|| rest.trim_start()),
        None => response,
    }
}

/// The scenario of a row that was not made here: task and first state from its first prompt.
fn foreign(row: &Row, domain: Domain) -> Scenario {
    let told = row.prompt.first().map(|prompt| sections(prompt)).unwrap_or_default();
    let name = match &row.id {
        Id::Number(number) => number.to_string(),
        Id::Text(text) => text.clone(),
    };
    let first = told.state.unwrap_or_default();
    let sample =
        if first.is_empty() { row.response.first().map_or("", |r| observed(r)) } else { first };
    Scenario {
        id: identifier(&format!("bench-{domain}-{name}")),
        title: format!("{domain} {name}"),
        summary: format!("A walk of AgentWorldBench, {} turns.", row.total_turns),
        domain,
        dialect: dialect(domain, sample),
        task: told.task.unwrap_or_default().to_owned(),
        facts: Facts::default(),
        controls: Vec::<Control>::new(),
        reference: None,
        first: first.to_owned(),
    }
}

/// The dialect of the domain that reads most of an observation; the usual one of several.
fn dialect(domain: Domain, observation: &str) -> Dialect {
    let dialects = domain.dialects();
    let lost = |dialect: &&Dialect| dialect.read(observation, false).problems.len();
    *dialects.iter().min_by_key(lost).unwrap_or(&dialects[0])
}

/// A text as an identifier: what may not stand in one becomes a hyphen.
fn identifier(text: &str) -> String {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let letter = |c: char| if fits(c.to_ascii_lowercase()) { c.to_ascii_lowercase() } else { '-' };
    text.chars().take(MAX_ID).map(letter).collect()
}

/// Finds the walks of a file: of all rows of one walk, the one that was observed longest. Some of
/// the bench's identifiers stand for several walks, which differ in their first prompt.
#[derive(Debug, Default)]
pub struct Trajectories {
    longest: BTreeMap<(String, String, String), Row>,
}

impl Trajectories {
    /// Takes a row in.
    pub fn add(&mut self, row: Row) {
        let id = match &row.id {
            Id::Number(number) => number.to_string(),
            Id::Text(text) => format!("“{text}"),
        };
        // Its sections, since the first prompt may end in the request.
        let told = row.prompt.first().map(|prompt| sections(prompt)).unwrap_or_default();
        let told = [told.task, told.state, told.action].map(Option::unwrap_or_default);
        let key = (row.task.clone(), id, told.join("\0"));
        match self.longest.get(&key) {
            Some(kept) if kept.response.len() >= row.response.len() => {}
            _ => _ = self.longest.insert(key, row),
        }
    }

    /// One row a walk, in order of task and identifier.
    pub fn into_rows(self) -> impl Iterator<Item = Row> {
        self.longest.into_values()
    }
}
