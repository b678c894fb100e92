//! What came of a prediction.

use super::plan::Plan;
use crate::model::Backend;
use diorama_model::session::{End, Generation};
use diorama_world::{Screen, diff::diff, full::read_reply};
use serde::Serialize;
use std::io::{Result, Write};

/// What `--json` prints.
#[derive(Debug, Serialize)]
pub struct Report {
    action: String,
    /// Everything the model wrote, and what was written for it.
    reply: String,
    /// The observation in it, if one was begun.
    observation: Option<String>,
    /// Whether the model closed the observation.
    complete: bool,
    /// Lines that could not be read: line, column, what is wrong.
    problems: Vec<String>,
    /// Nodes on the predicted screen.
    nodes: usize,
    /// What changed, in a line.
    verdict: String,
    added: usize,
    removed: usize,
    changed: usize,
    /// Against what was recorded, if this step was.
    recorded: Option<Recorded>,
    prompt_tokens: usize,
    tokens: usize,
    prefill_ms: f64,
    decode_ms: f64,
    /// Tokens written in a second.
    tokens_per_s: f64,
    backend: Backend,
    /// The device's name.
    adapter: String,
}

/// A prediction beside the recorded observation.
#[derive(Debug, Serialize)]
struct Recorded {
    /// Whether they are the same text.
    equal: bool,
    /// Nodes of the recorded screen that were predicted as they are.
    right: usize,
    /// Nodes of the recorded screen.
    nodes: usize,
    /// As many as "nothing changes" would have got right.
    unchanged: usize,
}

impl Report {
    /// Reads the reply and compares.
    pub fn new(
        plan: &Plan,
        text: &str,
        prompt_tokens: usize,
        generation: &Generation,
        (backend, adapter): (Backend, String),
    ) -> Self {
        let dialect = plan.scenario.dialect;
        let reply = read_reply(text);
        let observation = reply.observation.as_deref().unwrap_or_default();
        // What was cut off ends within a line.
        let cut = matches!(generation.end, End::MaxTokens | End::ContextFull) && !reply.complete;
        let reading = dialect.read(observation, cut);
        let screen = reading.screen.over(&plan.screen);
        let change = diff(&plan.screen, &screen);
        let recorded = plan.recorded.as_ref().map(|recorded| {
            let truth = dialect.read(recorded, false).screen.over(&plan.screen);
            let right = |screen: &Screen| diff(screen, &truth).kept;
            Recorded {
                equal: observation == recorded,
                right: right(&screen),
                nodes: truth.nodes.len(),
                unchanged: right(&plan.screen),
            }
        });
        let seconds = generation.write_ms / 1000.0;
        Self {
            action: plan.action.clone(),
            reply: text.to_owned(),
            complete: reply.complete,
            problems: reading.problems.iter().map(ToString::to_string).collect(),
            nodes: screen.nodes.len(),
            verdict: match &reply.observation {
                Some(_) => change.verdict().to_string(),
                None => "no observation".to_owned(),
            },
            added: change.added.len(),
            removed: change.removed.len(),
            changed: change.changed.len(),
            recorded,
            prompt_tokens,
            tokens: generation.tokens.len(),
            prefill_ms: generation.read_ms,
            decode_ms: generation.write_ms,
            tokens_per_s: if seconds > 0.0 {
                generation.tokens.len() as f64 / seconds
            } else {
                0.0
            },
            backend,
            adapter,
            observation: reply.observation,
        }
    }

    /// Prints the summary under the reply.
    pub fn print(&self, out: &mut impl Write) -> Result<()> {
        let Self { verdict, added, removed, changed, nodes, .. } = self;
        writeln!(out, "\n")?;
        if self.observation.is_some() && !self.complete {
            writeln!(out, "the model did not close the observation")?;
        }
        for problem in &self.problems {
            writeln!(out, "not understood: {problem}")?;
        }
        writeln!(
            out,
            "{verdict}: {added} added, {removed} removed, {changed} changed; {nodes} nodes"
        )?;
        if let Some(Recorded { equal, right, nodes, unchanged }) = self.recorded {
            let same = if equal { "the same text" } else { "another text" };
            writeln!(
                out,
                "recorded: {same}; {right} of {nodes} nodes right, {unchanged} if nothing changed"
            )?;
        }
        writeln!(
            out,
            "{} tokens read in {:.1} s, {} written at {:.1} tokens/s on {}",
            self.prompt_tokens,
            self.prefill_ms / 1000.0,
            self.tokens,
            self.tokens_per_s,
            self.adapter
        )
    }
}
