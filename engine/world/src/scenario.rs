//! A scenario: a world to step through, as a file a person can write.

use crate::{
    Control, Dialect, Domain, Facts, Screen, control::MAX_CONTROLS, dialect::ParseError,
    facts::FactsError,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Longest scenario file in bytes.
pub const MAX_FILE: usize = 4 << 20;
/// Longest identifier.
pub const MAX_ID: usize = 64;

/// A world to step through.
///
/// Texts of several lines may be written as arrays of lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Identifier: lower-case letters, digits and hyphens.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// One sentence on what there is to see.
    pub summary: String,
    /// Kind of environment.
    pub domain: Domain,
    /// Text format of observations and actions.
    pub dialect: Dialect,
    /// What an agent would be asked to do here.
    pub task: String,
    /// The hidden state: small tables.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
    /// Perturbations in force.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<Control>,
    /// The reference environment that plays this world, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// The first observation, in the dialect's text.
    #[serde(with = "crate::lines")]
    pub first: String,
}

/// Which reference environment plays a world: the one of the scenario's domain, begun from a seed,
/// with the scenario's facts and controls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The seed that made the facts; the environment itself needs the facts only.
    pub seed: u64,
}

/// Why a scenario is refused.
#[derive(Debug, Error)]
pub enum ScenarioError {
    /// The file is too long.
    #[error("the scenario is longer than {MAX_FILE} bytes")]
    TooLong,
    /// Not JSON, or not of this shape.
    #[error("not a scenario: {0}")]
    Json(#[from] serde_json::Error),
    /// The identifier is not one.
    #[error("“{0}” is no identifier: up to {MAX_ID} lower-case letters, digits and hyphens")]
    Id(String),
    /// The dialect describes another domain.
    #[error("the dialect {dialect:?} does not describe the domain {domain:?}")]
    Domain {
        /// The scenario's domain.
        domain: Domain,
        /// The scenario's dialect.
        dialect: Dialect,
    },
    /// The facts are not in order.
    #[error(transparent)]
    Facts(#[from] FactsError),
    /// Too many controls.
    #[error("more than {MAX_CONTROLS} controls")]
    TooManyControls,
    /// The first observation cannot be read.
    #[error("the first observation: {0}")]
    First(#[from] ParseError),
}

impl Scenario {
    /// Reads and checks a scenario file.
    pub fn from_json(json: &str) -> Result<Self, ScenarioError> {
        if json.len() > MAX_FILE {
            return Err(ScenarioError::TooLong);
        }
        let scenario: Self = serde_json::from_str(json)?;
        scenario.check()?;
        Ok(scenario)
    }

    /// The first screen.
    pub fn first_screen(&self) -> Result<Screen, ParseError> {
        self.dialect.parse(&self.first, false)
    }

    /// Checks what the types do not say.
    pub fn check(&self) -> Result<(), ScenarioError> {
        check_id(&self.id).map_err(ScenarioError::Id)?;
        if self.dialect.domain() != self.domain {
            return Err(ScenarioError::Domain { domain: self.domain, dialect: self.dialect });
        }
        check_state(&self.facts, &self.controls)?;
        self.first_screen()?;
        Ok(())
    }
}

/// Checks facts and controls as far as their types do not.
pub(crate) fn check_state(facts: &Facts, controls: &[Control]) -> Result<(), ScenarioError> {
    if controls.len() > MAX_CONTROLS {
        return Err(ScenarioError::TooManyControls);
    }
    Ok(facts.check()?)
}

/// Gives the text back if it is no identifier.
pub(crate) fn check_id(id: &str) -> Result<(), String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let good = !id.is_empty() && id.len() <= MAX_ID && id.chars().all(fits);
    if good { Ok(()) } else { Err(id.chars().take(MAX_ID).collect()) }
}
