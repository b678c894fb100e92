//! What comes of a prediction, and who watches it.

use diorama_model::session::Flow;
use diorama_world::{
    Facts, Screen,
    delta::{DeltaError, State, read},
};

/// A predicted step.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// What the world is now: facts, and the screen with the numbers of its nodes.
    pub state: State,
    /// What the model wrote. Kept as [`Outcome::Told`](crate::Outcome::Told) it tells the step to
    /// the next prediction.
    pub delta: String,
    /// Its lines, in order; without one that was not finished.
    pub lines: Vec<Line>,
    /// Natural logarithm of the probability that the delta ends where it ends; that of 0 if it was
    /// cut off, since it is no step then.
    pub end_log: f32,
    /// Lines that could not be read. There are none in a delta that is complete.
    pub problems: Vec<DeltaError>,
    /// Why it ended.
    pub end: End,
    /// What it cost.
    pub work: Work,
}

/// A line of a delta.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The line, without its end.
    pub text: String,
    /// Natural logarithm of the probability of the line, given what stands before it.
    pub log: f32,
    /// The node that it puts in or changes, as an index into the nodes of the next screen.
    pub node: Option<usize>,
}

/// Why a prediction ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The model ended the delta.
    Complete,
    /// The most tokens for a step were written.
    MaxTokens,
    /// The model can keep no more tokens in mind.
    ContextFull,
    /// The observer said stop.
    Stopped,
}

/// What a prediction cost.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Work {
    /// Tokens of the branch and the action that the model still had in mind.
    pub reused: usize,
    /// Tokens of them that it read.
    pub read: usize,
    /// Tokens of the delta, the one that ends it among them.
    pub written: usize,
    /// How many of those had no alternative.
    pub forced: usize,
    /// Time for reading, in milliseconds.
    pub read_ms: f64,
    /// Time for writing, in milliseconds.
    pub write_ms: f64,
}

impl Prediction {
    /// The next screen, canonical: [`dress`](diorama_world::Dialect::dress) it to print it.
    pub fn screen(&self) -> Screen {
        self.state.frame().screen()
    }

    /// The next facts.
    pub fn facts(&self) -> &Facts {
        self.state.facts()
    }

    /// The probability that the model gives the whole step; 0 if it was cut off.
    pub fn probability(&self) -> f32 {
        libm::expf(self.lines.iter().map(|line| line.log).sum::<f32>() + self.end_log)
    }

    /// The probability that the delta ends where it ends.
    pub fn end_probability(&self) -> f32 {
        libm::expf(self.end_log)
    }

    /// How sure each node of the next screen is: the least probability of the lines that put it in
    /// or changed it; `None` for those that no line speaks of.
    pub fn nodes(&self) -> Vec<Option<f32>> {
        let mut nodes = vec![None; self.state.frame().elements().len()];
        for line in &self.lines {
            if let Some(node) = line.node.and_then(|node| nodes.get_mut(node)) {
                let sure = line.probability();
                *node = Some(node.map_or(sure, |least: f32| least.min(sure)));
            }
        }
        nodes
    }
}

impl Line {
    /// The probability of the line, given what stands before it.
    pub fn probability(&self) -> f32 {
        libm::expf(self.log)
    }
}

/// A delta that is being written.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// What is written so far; the last line may be unfinished.
    pub text: &'a str,
    pub(crate) before: &'a State,
    pub(crate) typed: &'a [String],
}

impl Draft<'_> {
    /// What the lines that are finished lead to.
    pub fn state(&self) -> State {
        let finished = self.text.rfind('\n').map_or("", |end| &self.text[..=end]);
        read(finished, self.before, self.typed).next
    }
}

/// Watches a prediction: shows progress, lets others run, tells the time, says stop.
///
/// The methods are asynchronous so that a worker can yield to its event loop and hear of a stop;
/// futures need not be `Send`, as in [`Executor`](diorama_model::Executor).
#[allow(async_fn_in_trait)] // see above: no `Send` bound is wanted
pub trait Observer {
    /// Milliseconds since any fixed moment.
    fn now_ms(&self) -> f64;

    /// The model has `done` of `total` tokens of the branch and the action in mind.
    async fn reading(&mut self, done: usize, total: usize) -> Flow;

    /// More of the delta was written. Called after each token.
    async fn wrote(&mut self, draft: Draft<'_>) -> Flow;
}
