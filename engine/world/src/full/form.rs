//! The turns of a conversation, written down.

use super::{CLOSE, LABEL, OPEN, REQUEST, Turn};
use crate::{Domain, Scenario};

/// The labels of a user message's sections.
pub(crate) const TASK: &str = "**Task Instruction:**";
pub(crate) const STATE: &str = "**Current State:**";
pub(crate) const ACTION: &str = "**Action:**";

/// How a conversation is written down.
///
/// Both forms have the same sections in the same order. They differ in what earlier turns look
/// like once they are past.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// AgentWorldBench's: only the last user message asks for a prediction, and past observations
    /// stand there bare. What was in a key/value cache must be read again from the end of the
    /// action before the last; with thinking, that is so in any form, since thoughts are not kept.
    Published,
    /// Every user message asks, and past observations stand there as the reply was begun, so that
    /// what a cache holds stays valid and only the new action is read. For models that were never
    /// trained for the protocol, past turns are also examples of how to answer.
    #[default]
    Cached,
}

impl Form {
    /// The user's message of a turn, counted from 0; `last` if the model is to answer it now.
    pub fn user(self, scenario: &Scenario, turn: usize, action: &str, last: bool) -> String {
        let asks = last || self == Self::Cached;
        let request = if asks { format!("\n\n{REQUEST}") } else { String::new() };
        sections(scenario, turn, action) + &request
    }

    /// The assistant's message of a turn that is past.
    pub fn assistant(self, turn: &Turn) -> String {
        match self {
            Self::Published => format!("{LABEL}\n{}", turn.observation),
            Self::Cached => format!("{LABEL}\n{OPEN}\n{}\n{CLOSE}", turn.observation),
        }
    }
}

/// A user's message without the request.
fn sections(scenario: &Scenario, turn: usize, action: &str) -> String {
    let (fence, language) = (fence(action), language(scenario.domain, action));
    format!("{}{fence}{language}\n{action}\n{fence}", opening(scenario, turn))
}

/// What stands before the action: the number of the turn, and on the first one the task (of a
/// drawn domain) and the state.
pub(crate) fn opening(scenario: &Scenario, turn: usize) -> String {
    let Scenario { task, first, domain, .. } = scenario;
    let begins = turn == 0;
    let section = |shown, label: &str, text: &str| {
        if shown { format!("{label}\n{text}\n\n") } else { String::new() }
    };
    let asked = section(begins && domain.is_drawn() && !task.is_empty(), TASK, task);
    let state = section(begins && !first.is_empty(), STATE, first);
    format!("### Turn {}\n{asked}{state}{ACTION}\n", turn + 1)
}

/// The language that an action's fence names.
fn language(domain: Domain, action: &str) -> &'static str {
    match action.as_bytes().first() {
        Some(b'{' | b'[') => "json",
        _ if domain == Domain::Os => "python",
        _ => "",
    }
}

/// A fence that the text does not close.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}
