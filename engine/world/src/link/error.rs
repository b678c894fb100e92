//! Why a link cannot be opened or made.

use super::{MAX_LINK, MAX_PAYLOAD, MAX_STEPS};
use crate::{delta::DeltaError, scenario::ScenarioError};
use thiserror::Error;

/// Why a link cannot be opened or made, in words for people.
#[derive(Debug, Error)]
pub enum LinkError {
    /// Something else than a link.
    #[error("This is not a Diorama link.")]
    NotALink,
    /// Of a version that this program does not know.
    #[error(
        "This link was made by a newer Diorama: it has version {0}, and this one reads version 1."
    )]
    Newer(char),
    /// What it holds is whole, and says something that this program does not know.
    #[error(
        "This link says something that this Diorama does not know, so a newer one made it: {0}"
    )]
    Unknown(#[source] serde_json::Error),
    /// The end is missing.
    #[error("The end of this link is missing. Copy it again, whole.")]
    Cut,
    /// Something was changed on the way.
    #[error("This link is damaged: some of it was changed on the way. Copy it again.")]
    Damaged,
    /// There is too much of something.
    #[error("This link is too large: {0}.")]
    TooLarge(TooLarge),
    /// It names a built-in world that this program does not have.
    #[error("This link is about the built-in world “{0}”, which this Diorama does not have.")]
    UnknownWorld(String),
    /// It names a built-in world that is another by now.
    #[error("The built-in world “{0}” has changed since this link was made.")]
    ChangedWorld(String),
    /// The world is refused.
    #[error("The world of this link is not in order: {0}")]
    World(#[from] ScenarioError),
    /// The start cannot be read.
    #[error("The start of this link is not in order: {0}")]
    Start(#[source] DeltaError),
    /// A step cannot be read.
    #[error("Step {step} of this link is not in order: {error}")]
    Step {
        /// Number of the step, from 1.
        step: usize,
        /// What is wrong.
        error: DeltaError,
    },
    /// A step says nothing of what was shown.
    #[error("Step {0} of this link shows nothing.")]
    Blank(usize),
    /// A step is an edit and something else besides.
    #[error("Step {0} of this link is an edit and something else at once.")]
    Mixed(usize),
    /// An edit says what cannot be.
    #[error("The edit in step {step} of this link is not in order: {error}")]
    Edit {
        /// Number of the step, from 1.
        step: usize,
        /// What is wrong.
        error: ScenarioError,
    },
    /// The place is behind the last step.
    #[error("This link stops after step {place} of {steps}.")]
    Place {
        /// The steps that were done.
        place: usize,
        /// The steps there are.
        steps: usize,
    },
    /// A setting has no meaning.
    #[error("This link has a setting that means nothing: {0}.")]
    Setting(&'static str),
    /// It cannot be put into a link so that the same comes out.
    #[error("This cannot be put into a link.")]
    Unsayable,
}

/// What a link has too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TooLarge {
    /// The link itself.
    #[error("it has more than {MAX_LINK} characters")]
    Link,
    /// What it holds.
    #[error("it holds more than {MAX_PAYLOAD} bytes")]
    Payload,
    /// Steps.
    #[error("it has more than {MAX_STEPS} steps")]
    Steps,
    /// What it unfolds to.
    #[error("its steps show more than fits")]
    Shown,
}
