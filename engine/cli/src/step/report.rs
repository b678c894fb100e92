//! What came of a prediction.

use super::plan::Plan;
use crate::model::Backend;
use diorama_world::{Screen, diff::diff};
use serde::Serialize;
use std::io::{Result, Write};

/// What a model answered.
pub struct Answer {
    /// Everything it wrote, and what was written for it.
    pub reply: String,
    /// The observation that comes of it, if one was begun.
    pub observation: Option<String>,
    /// Whether it came to an end.
    pub complete: bool,
    /// Whether the observation may end within a line.
    pub cut: bool,
    /// Lines of a delta that could not be read.
    pub problems: Vec<String>,
    /// How likely the model takes it to be, where it says.
    pub sure: Option<Sure>,
    /// Tokens of the prompt.
    pub prompt_tokens: usize,
    /// Tokens written.
    pub tokens: usize,
    /// Time for reading the prompt, in milliseconds.
    pub read_ms: f64,
    /// Time for writing, in milliseconds.
    pub write_ms: f64,
    /// Where the model ran.
    pub device: String,
}

/// How likely a model takes its answer to be.
#[derive(Debug, Serialize)]
pub struct Sure {
    /// The whole step.
    pub step: f32,
    /// Each line of the delta, given those before it.
    pub lines: Vec<(String, f32)>,
}

/// What `--json` prints.
#[derive(Debug, Serialize)]
pub struct Report {
    action: String,
    /// Everything the model wrote, and what was written for it.
    reply: String,
    /// The observation in it, if one was begun.
    observation: Option<String>,
    /// Whether the model came to an end.
    complete: bool,
    /// How likely the model takes it to be, where it says.
    sure: Option<Sure>,
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
    /// Reads the observation and compares.
    pub fn new(plan: &Plan, backend: Backend, answer: Answer) -> Self {
        let dialect = plan.scenario.dialect;
        let observation = answer.observation.as_deref().unwrap_or_default();
        let reading = dialect.read(observation, answer.cut);
        let screen = reading.screen.over(&plan.screen);
        let change = diff(&plan.screen, &screen);
        let read = reading.problems.iter().map(ToString::to_string);
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
        let seconds = answer.write_ms / 1000.0;
        let tokens_per_s = if seconds > 0.0 { answer.tokens as f64 / seconds } else { 0.0 };
        Self {
            action: plan.action.clone(),
            reply: answer.reply,
            complete: answer.complete,
            sure: answer.sure,
            problems: answer.problems.into_iter().chain(read).collect(),
            nodes: screen.nodes.len(),
            verdict: match &answer.observation {
                Some(_) => change.verdict().to_string(),
                None => "no observation".to_owned(),
            },
            added: change.added.len(),
            removed: change.removed.len(),
            changed: change.changed.len(),
            recorded,
            prompt_tokens: answer.prompt_tokens,
            tokens: answer.tokens,
            prefill_ms: answer.read_ms,
            decode_ms: answer.write_ms,
            tokens_per_s,
            backend,
            adapter: answer.device,
            observation: answer.observation,
        }
    }

    /// Prints the summary under the reply.
    pub fn print(&self, out: &mut impl Write) -> Result<()> {
        let Self { verdict, added, removed, changed, nodes, .. } = self;
        writeln!(out, "\n")?;
        if self.observation.is_some() && !self.complete {
            writeln!(out, "the model did not come to an end")?;
        }
        if let Some(Sure { step, lines }) = &self.sure {
            for (line, sure) in lines {
                writeln!(out, "{:>5.1} % {line}", sure * 100.0)?;
            }
            writeln!(out, "{:>5.1} % the whole step", step * 100.0)?;
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
