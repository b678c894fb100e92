//! What is said about worlds that are brought or changed.

use super::links::Start;
use diorama_world::Trace;
use serde::{Deserialize, Serialize};

/// What a text is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// A link.
    Link,
    /// Worlds to choose from; at least one.
    Worlds(Vec<Candidate>),
}

/// A world that a text may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// What the text was taken for.
    pub kind: String,
    /// The world.
    pub start: Start,
    /// A recorded walk through it.
    pub trace: Option<Trace>,
    /// What could not be read, in words.
    pub unread: Vec<String>,
}
