//! The `full` protocol: AgentWorld's conversation, in which the model writes the whole next
//! observation.

use crate::Scenario;
use serde::{Deserialize, Serialize};

/// One message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// `system`, `user` or `assistant`.
    pub role: String,
    /// Text.
    pub content: String,
}

/// One step of a branch: an action in the dialect's spelling and what was shown after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// The action in the dialect's spelling.
    pub action: String,
    /// The observation after it.
    pub observation: String,
}

/// The conversation that asks for the observation after `action`, `turns` steps into `scenario`.
///
/// Messages of earlier turns are the same text at every later turn, so that a prefix cache holds.
pub fn conversation(_scenario: &Scenario, _turns: &[Turn], _action: &str) -> Vec<Message> {
    unimplemented!()
}

/// Text to begin the model's reply with, so that also models never trained for the protocol
/// write an observation.
pub fn reply_prefix(_scenario: &Scenario) -> String {
    unimplemented!()
}

/// Reads the observation out of a reply that may be unfinished: thinking is dropped, the last
/// `<predicted_observation>` block taken, a missing end tag tolerated.
pub fn read_reply(_reply: &str) -> Reply {
    unimplemented!()
}

/// A reply, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// The model's reasoning, if any.
    pub thinking: Option<String>,
    /// The observation, if one was begun.
    pub observation: Option<String>,
    /// Whether the observation's end was seen.
    pub complete: bool,
}
