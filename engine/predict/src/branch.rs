//! What led to where a prediction begins.

use diorama_world::{Action, Control, Domain, Facts, Screen};

/// A world and the steps that were done in it.
#[derive(Debug, Clone, Copy)]
pub struct Branch<'a> {
    /// The kind of environment.
    pub domain: Domain,
    /// The controls in force.
    pub controls: &'a [Control],
    /// The facts at the beginning.
    pub facts: &'a Facts,
    /// The screen at the beginning; what only a dialect says of it is not looked at.
    pub first: &'a Screen,
    /// What was done and what followed, the oldest step first.
    pub steps: &'a [Step],
}

/// An action and what followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What was done, to the nodes of the screen before.
    pub action: Action,
    /// What followed.
    pub outcome: Outcome,
}

/// What followed an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A model's delta, as it wrote it ([`Prediction::delta`](crate::Prediction::delta)).
    Told(String),
    /// What was seen.
    Seen {
        /// The facts from then on; those from before where they are not known.
        facts: Option<Facts>,
        /// The screen.
        screen: Screen,
    },
}
