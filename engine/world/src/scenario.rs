//! A scenario: a world to step through, as a file a person can write.

use crate::{Dialect, Domain, Screen, dialect::ParseError};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Longest scenario file in bytes.
pub const MAX_FILE: usize = 4 << 20;
/// Most tables of facts, and most controls.
pub const MAX_TABLES: usize = 64;
/// Most cells of all tables together.
pub const MAX_CELLS: usize = 20_000;
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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Table>,
    /// Perturbations in force, as text for the model.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<String>,
    /// The first observation, in the dialect's text.
    #[serde(with = "crate::lines")]
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
    /// A row of a table has too few or too many cells.
    #[error("row {row} of the table “{table}” has {found} cells, not {expected}")]
    Row {
        /// The table.
        table: String,
        /// 1-based row.
        row: usize,
        /// Cells in the row.
        found: usize,
        /// Columns of the table.
        expected: usize,
    },
    /// Too many tables, cells or controls.
    #[error("more than {limit} {what}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many are allowed.
        limit: usize,
    },
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
        let cells: usize = self.facts.iter().flat_map(|table| &table.rows).map(Vec::len).sum();
        for (count, what, limit) in [
            (self.facts.len(), "tables", MAX_TABLES),
            (self.controls.len(), "controls", MAX_TABLES),
            (cells, "cells", MAX_CELLS),
        ] {
            if count > limit {
                return Err(ScenarioError::TooMany { what, limit });
            }
        }
        for table in &self.facts {
            let expected = table.columns.len();
            let odd = table.rows.iter().enumerate().find(|(_, row)| row.len() != expected);
            if let Some((row, cells)) = odd {
                let (table, row, found) = (table.name.clone(), row + 1, cells.len());
                return Err(ScenarioError::Row { table, row, found, expected });
            }
        }
        self.first_screen()?;
        Ok(())
    }
}

/// Gives the text back if it is no identifier.
pub(crate) fn check_id(id: &str) -> Result<(), String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let good = !id.is_empty() && id.len() <= MAX_ID && id.chars().all(fits);
    if good { Ok(()) } else { Err(id.chars().take(MAX_ID).collect()) }
}
