//! The `full` protocol: the conversation of Qwen-AgentWorld (arXiv 2606.24597), in which the model
//! writes the whole next observation.
//!
//! A system message describes the world; then user messages (the action) and assistant messages
//! (the observation) take turns. The form of the turns is the published one; the words are ours.

mod prompt;
mod reply;

use crate::Scenario;
use serde::{Deserialize, Serialize};

pub use reply::{Reply, is_over, read_reply};

/// What an assistant message begins with.
const LABEL: &str = "**Environment Observation:**";
/// Around a predicted observation.
const OPEN: &str = "<predicted_observation>";
const CLOSE: &str = "</predicted_observation>";

/// What a user message ends with.
const REQUEST: &str = "Think step by step, then write the whole next observation: \
    <predicted_observation>…</predicted_observation>";

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
/// Messages of earlier turns are the same text at every later turn, so that a prefix cache holds:
/// each user message makes the request, not only the last one, and each assistant message is
/// what a reply that began with [`reply_prefix`] would be.
pub fn conversation(scenario: &Scenario, turns: &[Turn], action: &str) -> Vec<Message> {
    let message = |role: &str, content| Message { role: role.to_owned(), content };
    let mut messages = vec![message("system", prompt::system(scenario))];
    for (i, turn) in turns.iter().enumerate() {
        messages.push(message("user", user(scenario, i, &turn.action)));
        let observation = format!("{LABEL}\n{OPEN}\n{}\n{CLOSE}", turn.observation);
        messages.push(message("assistant", observation));
    }
    messages.push(message("user", user(scenario, turns.len(), action)));
    messages
}

/// The user's message of turn `turn`, counted from 0.
fn user(scenario: &Scenario, turn: usize, action: &str) -> String {
    let start = if turn == 0 {
        let Scenario { task, first, .. } = scenario;
        format!("**Task Instruction:** {task}\n**Current State:**\n{first}\n")
    } else {
        String::new()
    };
    let fence = fence(action);
    format!("### Turn {}\n{start}**Action:**\n{fence}\n{action}\n{fence}\n{REQUEST}", turn + 1)
}

/// A fence that the text does not close.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

/// Text to begin the model's reply with, so that also models never trained for the protocol
/// write an observation, and write it at once. What the model writes is read together with it:
/// [`read_reply`] takes prefix and continuation as one text.
pub fn reply_prefix(scenario: &Scenario) -> String {
    format!("{LABEL}\n{OPEN}\n{}", prompt::beginning(scenario))
}
