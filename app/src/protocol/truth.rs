//! Messages between the page and the worker that plays the reference environments.
//!
//! They are wrapped as those of the inference worker are, and share its [`super::VERSION`]. The
//! worker says [`FromTruth::Ready`] first, and then answers each message in turn. It keeps nothing
//! that the page would miss: a message says all that its answer depends on.

use diorama_world::{Control, Dialect, Edit, Facts, Scenario, metrics::Ratio, play::Score};
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
    /// Say how good a prediction of the newest step of a branch is, and what is true there: answered
    /// by [`FromTruth::Graded`].
    Grade {
        /// Chosen by the page, given back in the answer.
        id: u64,
        /// The world.
        scenario: Box<Scenario>,
        /// All that was done on the branch, the newest last.
        deeds: Vec<Deed>,
        /// What was predicted of the newest.
        prediction: Box<Prediction>,
    },
}

/// What was predicted of a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// The observation before the step. Where it leaves out what still stands, those before it are
    /// there, too, the oldest first.
    pub before: Vec<String>,
    /// The observation that was predicted.
    pub observation: String,
    /// The facts, where they were predicted.
    pub facts: Option<Facts>,
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
    /// How good a prediction is, and what is truly seen.
    Graded {
        /// The question's number.
        id: u64,
        /// How good it is.
        grade: Grade,
        /// The observation in the scenario's dialect.
        observation: String,
        /// The hidden state as it is now.
        facts: Facts,
        /// Hidden state and screen as a keyframe of `delta`.
        keyframe: String,
    },
    /// Something could not be done; the worker goes on.
    Failed {
        /// The question's number, if it was about a branch.
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

/// How good a prediction of one step is, beside predicting that nothing changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// Of the prediction.
    pub predictor: Scores,
    /// Of what was shown before the step.
    pub copy: Scores,
    /// Whether the facts are right, where they were predicted.
    pub facts: Option<bool>,
}

/// How good a screen is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scores {
    /// Whether all lines are right and in order.
    pub exact: bool,
    /// Whether anything changes, rightly told.
    pub no_op: bool,
    /// Lines that had to come or go and did; of those that did.
    pub precision: Ratio,
    /// The same; of those that had to.
    pub recall: Ratio,
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
