//! The `full` protocol: the conversation of Qwen-AgentWorld (arXiv 2606.24597), in which the model
//! writes the whole next observation.
//!
//! A system message describes the world; then user messages (the action) and assistant messages
//! (the observation) take turns. The form of the turns is the published one, as its evaluation
//! script and the bench's rows show it; the words are ours. What the published form costs a
//! key/value cache, and the variant that does not cost it, is told at [`Form`].

mod about;
pub(crate) mod form;
mod prompt;
mod reply;

use crate::Scenario;
use serde::{Deserialize, Serialize};

pub use form::Form;
pub use reply::{Reply, is_over, read_reply, thinking_apart};

/// What an assistant message begins with.
pub(crate) const LABEL: &str = "**Environment Observation:**";
/// Around a predicted observation.
pub(crate) const OPEN: &str = "<predicted_observation>";
pub(crate) const CLOSE: &str = "</predicted_observation>";

/// What a user message ends with that asks for a prediction.
pub(crate) const REQUEST: &str = "First think step by step. Then write the whole next observation, \
    and nothing else, between <predicted_observation> and </predicted_observation>.";

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

/// The conversation that asks for the observation after `action`, `turns` steps into `scenario`,
/// in the form that keeps a prefix cache.
pub fn conversation(scenario: &Scenario, turns: &[Turn], action: &str) -> Vec<Message> {
    conversation_in(Form::default(), scenario, turns, action)
}

/// The conversation that asks for the observation after `action`, `turns` steps into `scenario`.
pub fn conversation_in(
    form: Form,
    scenario: &Scenario,
    turns: &[Turn],
    action: &str,
) -> Vec<Message> {
    let message = |role: &str, content| Message { role: role.to_owned(), content };
    let mut messages = vec![message("system", system(scenario))];
    for (i, turn) in turns.iter().enumerate() {
        messages.push(message("user", form.user(scenario, i, &turn.action, false)));
        messages.push(message("assistant", form.assistant(turn)));
    }
    messages.push(message("user", form.user(scenario, turns.len(), action, true)));
    messages
}

/// The system message: role, format and rules, the hidden state, and what is in force.
pub fn system(scenario: &Scenario) -> String {
    prompt::system(scenario)
}

/// Text to begin the model's reply with, so that also models never trained for the protocol
/// write an observation, and write it at once. What the model writes is read together with it:
/// [`read_reply`] takes prefix and continuation as one text.
pub fn reply_prefix(scenario: &Scenario) -> String {
    format!("{LABEL}\n{OPEN}\n{}", prompt::beginning(scenario))
}
