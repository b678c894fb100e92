//! Messages between the page and the worker that asks a server for predictions.
//!
//! They are wrapped as those of the inference worker are, and share its [`super::VERSION`]. A worker
//! speaks to one server: it is started when a person asks for that server and ended with it. It says
//! [`FromRemote::Ready`] first; then comes [`ToRemote::Connect`], then steps.

use super::{End, Speed};
use diorama_model::Sampling;
use diorama_world::{Scenario, full::Turn};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Page to worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToRemote {
    /// Ask the server for its models: answered by [`FromRemote::Models`] or [`FromRemote::Refused`].
    Connect {
        /// Which server.
        server: Server,
        /// What the server knows the person by.
        key: Option<Key>,
        /// How long the server may say nothing before it is given up, in milliseconds.
        patience_ms: u32,
    },
    /// Predict one step: answered by [`FromRemote::Writing`], then [`FromRemote::Stepped`] or
    /// [`FromRemote::Failed`]. A step that came before and is not over is stopped.
    Step {
        /// Chosen by the page, given back in every answer.
        id: u64,
        /// The server's name of the model.
        model: String,
        /// The world.
        scenario: Box<Scenario>,
        /// The steps so far, oldest first.
        turns: Vec<Turn>,
        /// What is done now, in the dialect's spelling.
        action: String,
        /// How to choose tokens.
        sampling: Sampling,
        /// Longest reply in tokens, thoughts included.
        max_tokens: u32,
    },
    /// Stop the step under way; what was written so far is answered as `Stepped`.
    Stop,
}

/// Worker to page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FromRemote {
    /// The worker's code runs.
    Ready {
        /// [`super::VERSION`] as the worker knows it.
        version: u32,
    },
    /// The server answered.
    Models {
        /// The names of its models; none where it does not list them.
        names: Vec<String>,
    },
    /// The server cannot be used.
    Refused {
        /// What happened and what can be done, in sentences.
        message: String,
    },
    /// More of a reply.
    Writing {
        /// The step.
        id: u64,
        /// Text to append to the reply.
        text: String,
        /// Text to append to the thoughts that lead to it.
        thoughts: String,
    },
    /// A step ended.
    Stepped {
        /// The step.
        id: u64,
        /// The whole reply.
        reply: String,
        /// The whole of the thoughts that the server tells apart from it.
        thoughts: String,
        /// Why it ended.
        end: End,
        /// How fast it went, as far as the server counts tokens.
        speed: Speed,
    },
    /// A step failed; the next may not.
    Failed {
        /// The step.
        id: u64,
        /// What happened and what can be done, in sentences.
        message: String,
    },
    /// The worker broke down and closes.
    Panicked {
        /// What happened.
        message: String,
    },
}

/// A server that speaks the interface of OpenAI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// What its addresses begin with: `https://example.org:8000/v1`.
    pub base: String,
    /// What people know it by: `example.org:8000`.
    pub host: String,
}

/// What a server knows a person by. It is written out on its way to the worker and nowhere else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key(String);

impl Key {
    /// A key as it was typed; none if nothing was.
    pub fn read(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        (!typed.is_empty()).then(|| Self(typed.to_owned()))
    }

    /// The key itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_does_not_show_in_what_is_printed() {
        let key = Key::read(" sk-secret\n");
        assert_eq!(key.as_ref().map(Key::expose), Some("sk-secret"));
        let server = Server { base: "http://a/v1".into(), host: "a".into() };
        let message = ToRemote::Connect { server, key, patience_ms: 1 };
        assert!(!format!("{message:?}").contains("secret"));
        assert_eq!(Key::read(" "), None);
    }
}
