//! What is said about links.

use diorama_world::{
    Edit, Facts, Scenario,
    link::{By, Model, Protocol, Sampler},
};
use serde::{Deserialize, Serialize};

/// A world to start in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// The world.
    pub scenario: Scenario,
    /// Its start as a keyframe of `delta`, where the first observation does not say all of it.
    pub keyframe: Option<String>,
}

/// How a model is asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The model, where that is said.
    pub model: Option<Model>,
    /// How it is spoken to.
    pub protocol: Protocol,
    /// How it chooses tokens.
    pub sampler: Sampler,
}

/// A branch that is to become a link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shared {
    /// Where it starts.
    pub start: Start,
    /// The built-in world of the same identifier: what is the same there need not be told.
    pub built_in: Option<Start>,
    /// How its model is asked.
    pub asked: Asked,
    /// The steps.
    pub steps: Vec<Shown>,
    /// How many of them are done where the link opens.
    pub place: usize,
}

/// A step of a branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// Something was done.
    Action {
        /// The action in the dialect's spelling.
        action: String,
        /// The observation after it.
        observation: String,
        /// Who said so.
        by: By,
        /// What else is known.
        known: Known,
    },
    /// A person changed what is so.
    Edit(Box<Edit>),
}

/// What the page knows of a place besides its observation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Known {
    /// Nothing.
    Nothing,
    /// All of it, as a keyframe of `delta`.
    Keyframe(String),
    /// What a model wrote to get there, and the facts that came of it.
    Delta {
        /// The lines of `delta`.
        text: String,
        /// The facts.
        facts: Facts,
    },
}

/// What a link says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// Where it starts.
    pub start: Start,
    /// How its model was asked.
    pub asked: Asked,
    /// The steps.
    pub steps: Vec<Recorded>,
    /// How many of them are done where it opens.
    pub place: usize,
    /// Whether some observations look otherwise than when the link was made.
    pub redrawn: bool,
}

/// A step of an opened link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recorded {
    /// Something was done.
    Action {
        /// The action in the dialect's spelling.
        action: String,
        /// The observation after it.
        observation: String,
        /// Who said so.
        by: By,
        /// What else is known.
        known: Option<Whole>,
    },
    /// A person changed what is so.
    Edit(Box<Edit>),
}

/// All that is so at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// The hidden state.
    pub facts: Facts,
    /// Hidden state and screen as a keyframe of `delta`.
    pub keyframe: String,
}
