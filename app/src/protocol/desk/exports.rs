//! What is said about files of walks.

use diorama_world::Scenario;
use serde::{Deserialize, Serialize};

/// What a walk can become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A picture of the last screen.
    Picture,
    /// A picture that moves from step to step.
    Film,
    /// A page that plays the walk by itself.
    Replay,
    /// Rows of AgentWorldBench, one a step.
    Rows,
    /// A trace.
    Trace,
    /// The world, without the walk.
    Scenario,
}

/// A walk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Walk {
    /// The world.
    pub scenario: Scenario,
    /// The steps.
    pub steps: Vec<Step>,
}

/// A step of a walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The action in the dialect's spelling.
    pub action: String,
    /// The same in words.
    pub words: String,
    /// The observation after it.
    pub observation: String,
    /// Who said so, for people.
    pub by: String,
}

/// A file, or what it is drawn from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum File {
    /// The file as it is.
    Text {
        /// Its name.
        name: String,
        /// What is in it.
        text: String,
    },
    /// A picture.
    Picture {
        /// Its name.
        name: String,
        /// What it shows.
        frame: Frame,
        /// How.
        styles: Styles,
    },
    /// A picture that moves.
    Film {
        /// Its name.
        name: String,
        /// What it shows, one after the other.
        frames: Vec<Frame>,
        /// How.
        styles: Styles,
    },
}

impl File {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Text { name, .. } | Self::Picture { name, .. } | Self::Film { name, .. } => name,
        }
    }
}

/// A screen as SVG, without its style.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// What is in the `svg` element.
    pub body: String,
    /// What was done to get there, in words; empty at the start.
    pub words: String,
}

/// Styles of frames, on light and on dark ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // the names say it
pub struct Styles {
    pub light: String,
    pub dark: String,
}
