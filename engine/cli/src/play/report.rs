//! What is printed of a walk.

use super::{message::Rates, tree::Tree};
use anyhow::Result;
use diorama_world::{Play, Scenario, Trace};
use serde::Serialize;
use std::io::{Write, stdout};

/// Prints a walk as it goes, or all of it at the end.
pub struct Report {
    json: bool,
    /// The place of the step that was printed last.
    last: usize,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Whole<'a> {
    scenario: &'a Scenario,
    /// The walk at whose end the agent stopped.
    trace: &'a Trace,
    /// How it compares with the true one, where there is one that was not itself walked.
    score: Option<Rates>,
    /// Steps on all forks together.
    steps: usize,
}

impl Report {
    /// With `json`, one object is printed at the end.
    pub fn new(json: bool) -> Self {
        Self { json, last: 0 }
    }

    /// The world is open.
    pub fn begin<P: Play>(&mut self, tree: &Tree<P>) -> Result<()> {
        let scenario = tree.world().path().scenario();
        self.say(&format!("=== {}: {}\n{}", scenario.id, scenario.task, tree.seen().observation))
    }

    /// An action was done.
    pub fn step<P: Play>(&mut self, action: &str, tree: &Tree<P>) -> Result<()> {
        if let Some(from) = tree.from().filter(|&from| from != self.last) {
            self.say(&format!("=== from place {from}"))?;
        }
        self.last = tree.here();
        let seen = tree.seen();
        let sure = seen.sure.map(|sure| format!(" ({:.1} % sure)", sure * 100.0));
        let cut = if seen.whole { "" } else { " (did not come to an end)" };
        let sure = sure.unwrap_or_default();
        self.say(&format!("--- {action}{sure}{cut}\n{}", seen.observation))
    }

    /// It is over.
    pub fn end<P: Play>(&self, scenario: &Scenario, trace: &Trace, tree: &Tree<P>) -> Result<()> {
        let score = tree.score().as_ref().map(Rates::of);
        let steps = tree.done();
        let mut out = stdout().lock();
        if self.json {
            serde_json::to_writer_pretty(&mut out, &Whole { scenario, trace, score, steps })?;
            writeln!(out)?;
            return Ok(());
        }
        writeln!(out, "=== {steps} steps")?;
        if let Some(Rates { exact, unchanged, changed_f1, world, .. }) = score {
            let percent = |share: Option<f64>| {
                share.map_or_else(|| "none".to_owned(), |share| format!("{:.1} %", share * 100.0))
            };
            writeln!(
                out,
                "right observations {} (if nothing changed {}), changed lines {} (F1), \
                 hidden state with it {}",
                percent(exact),
                percent(unchanged),
                percent(changed_f1),
                percent(world)
            )?;
        }
        Ok(())
    }

    fn say(&self, text: &str) -> Result<()> {
        if !self.json {
            // What a model writes must not reach the terminal as commands.
            let plain = |c: char| c == '\n' || c == '\t' || !c.is_control();
            let text = text.replace(|c| !plain(c), "\u{fffd}");
            writeln!(stdout().lock(), "{text}")?;
        }
        Ok(())
    }
}
