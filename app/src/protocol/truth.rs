//! Messages between the page and the worker that plays the reference environments.
//!
//! They are wrapped as those of the inference worker are, and share its [`super::VERSION`]. The
//! worker says [`FromTruth::Ready`] first, and then answers each message in turn. It keeps nothing
//! that the page would miss: a message says all that its answer depends on.

use diorama_world::{Control, Dialect, Edit, Facts, Scenario, play::Score};
use serde::{Deserialize, Serialize};

/// Page to worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToTruth {
    /// Make a world: answered by [`FromTruth::Made`].
    Make(Recipe),
    /// Say what is seen after what was done on a branch: answered by [`FromTruth::Stepped`].
    Step {
        /// Chosen by the page, given back in the answer.
        id: u64,
        /// The world.
        scenario: Box<Scenario>,
        /// All that was done on the branch, the newest last.
        deeds: Vec<Deed>,
    },
    /// Begin a world with the facts and the controls of a scenario, whatever its first observation
    /// says: answered by [`FromTruth::Made`].
    Begin(Box<Scenario>),
    /// Compare what a predictor showed on a branch with what is true: answered by
    /// [`FromTruth::Scored`].
    Score {
        /// Chosen by the page, given back in the answer.
        id: u64,
        /// The world.
        scenario: Box<Scenario>,
        /// The steps of the branch, oldest first.
        steps: Vec<Shown>,
    },
}

/// Something done on a branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// An action, in the dialect's spelling.
    Act(String),
    /// A person changed what is so.
    Edit(Box<Edit>),
}

/// A step as a predictor showed it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// The action in the dialect's spelling.
    pub action: String,
    /// The observation after it.
    pub observation: String,
    /// The hidden state after it, where the predictor keeps one.
    pub facts: Option<Facts>,
    /// Whether the predictor came to an end.
    pub whole: bool,
}

/// Worker to page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FromTruth {
    /// The worker's code runs.
    Ready {
        /// [`super::VERSION`] as the worker knows it.
        version: u32,
    },
    /// A world was made.
    Made {
        /// The world.
        scenario: Box<Scenario>,
        /// Its start as a keyframe of `delta`.
        keyframe: String,
    },
    /// What is seen after a step.
    Stepped {
        /// The step's number.
        id: u64,
        /// The observation in the scenario's dialect.
        observation: String,
        /// The hidden state as it is now.
        facts: Facts,
        /// Hidden state and screen as a keyframe of `delta`.
        keyframe: String,
        /// Why the newest action could not be read on its screen, and so did nothing, if that is so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        slip: Option<String>,
    },
    /// How a branch compares with what is true.
    Scored {
        /// The question's number.
        id: u64,
        /// What was counted.
        score: Score,
    },
    /// Something could not be done; the worker goes on.
    Failed {
        /// The step's number, if it was about a step.
        id: Option<u64>,
        /// What happened, in a sentence.
        message: String,
    },
    /// The worker broke down and closes.
    Panicked {
        /// What happened.
        message: String,
    },
}

/// What a new world is made from. The same recipe always makes the same world.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// How it is told; this also says which domain it is of.
    pub dialect: Dialect,
    /// The seed of its facts.
    pub seed: u64,
    /// The controls in force.
    pub controls: Vec<Control>,
}
