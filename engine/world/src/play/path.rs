//! What was done in a world, and what was to be seen on the way.

use super::Seen;
use crate::{Action, Scenario, Trace, action::ActionError, full::Turn, trace::TraceStep};
use std::rc::Rc;

/// A world and a walk through it. Copies share what they hold.
#[derive(Debug, Clone)]
pub struct Path {
    scenario: Rc<Scenario>,
    start: Rc<Seen>,
    steps: Vec<Done>,
}

/// A step that was done.
#[derive(Debug, Clone)]
pub struct Done {
    /// The action in the dialect's spelling.
    pub action: Rc<str>,
    /// What followed.
    pub seen: Rc<Seen>,
}

impl Path {
    /// At the start of a world.
    pub fn new(scenario: Rc<Scenario>, start: Seen) -> Self {
        Self { scenario, start: Rc::new(start), steps: Vec::new() }
    }

    /// The world.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The world, to be shared.
    pub fn shared_scenario(&self) -> Rc<Scenario> {
        Rc::clone(&self.scenario)
    }

    /// What was to be seen at the beginning.
    pub fn start(&self) -> &Seen {
        &self.start
    }

    /// What was done, the oldest first.
    pub fn steps(&self) -> &[Done] {
        &self.steps
    }

    /// What is to be seen at the end.
    pub fn here(&self) -> &Seen {
        self.steps.last().map_or(&self.start, |step| &step.seen)
    }

    /// Reads an action that is done at the end.
    pub fn action(&self, text: &str) -> Result<Action, ActionError> {
        self.scenario.dialect.read_action(text, &self.here().screen)
    }

    /// Goes on by a step; gives what is to be seen then.
    pub fn push(&mut self, action: &str, seen: Seen) -> &Seen {
        self.steps.push(Done { action: action.into(), seen: Rc::new(seen) });
        self.here()
    }

    /// The first so many steps; all of them if there are not so many.
    #[must_use]
    pub fn until(&self, steps: usize) -> Self {
        let end = steps.min(self.steps.len());
        let steps = self.steps[..end].to_vec();
        Self { scenario: Rc::clone(&self.scenario), start: Rc::clone(&self.start), steps }
    }

    /// The steps as the protocol `full` takes them.
    pub fn turns(&self) -> Vec<Turn> {
        let turn = |step: &Done| Turn {
            action: step.action.to_string(),
            observation: step.seen.observation.clone(),
        };
        self.steps.iter().map(turn).collect()
    }

    /// The walk as a trace; `source` says to people who or what predicted it.
    pub fn trace(&self, source: impl Into<String>) -> Trace {
        let step = |Turn { action, observation }| TraceStep { action, observation };
        Trace {
            scenario: self.scenario.id.clone(),
            source: source.into(),
            steps: self.turns().into_iter().map(step).collect(),
        }
    }
}
