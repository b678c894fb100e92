//! A recorded walk through a world.

use serde::{Deserialize, Serialize};

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
    pub action: String,
    /// The observation in the dialect's text.
    pub observation: String,
}
