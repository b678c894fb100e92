//! A scenario: a world to step through, as a file a person can write.

use crate::{Dialect, Domain};
use serde::{Deserialize, Serialize};

/// A world to step through.
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
    #[serde(default)]
    pub facts: Vec<Table>,
    /// Perturbations in force, as text for the model.
    #[serde(default)]
    pub controls: Vec<String>,
    /// The first observation, in the dialect's text.
    pub first: String,
}

/// A small table of the hidden state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// What the rows are: `contacts`, `orders`.
    pub name: String,
    /// Column names.
    pub columns: Vec<String>,
    /// Cells, as text, row by row.
    pub rows: Vec<Vec<String>>,
}
