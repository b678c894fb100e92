//! Making the steps of a link from what a page knows of a branch.

use super::{By, LinkError, Step, World, chain::Chain};
use crate::{
    Edit, Facts, Scenario,
    delta::{self, Keyframe, State},
    scenario::ScenarioError,
};

/// What is known of a place besides its observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known<'a> {
    /// Nothing.
    Nothing,
    /// All of it, as a keyframe of `delta`.
    Keyframe(&'a str),
    /// What a model wrote to get there in `delta`, and the facts that came of it.
    ///
    /// A model counts nodes from wherever its own sequence began anew, which depends on the model.
    /// So the lines are read with the numbers so far and, where that does not lead to what was shown,
    /// with new ones; where neither does, the place is known by its observation alone.
    Delta(&'a str, &'a Facts),
}

/// Turns a branch into the steps of a link, step by step.
#[derive(Debug, Clone)]
pub struct Recorder {
    chain: Chain,
    /// The state with the numbers that a model counts on with.
    counted: State,
    steps: Vec<Step>,
}

impl Recorder {
    /// At the start of a world.
    pub fn new(world: &World) -> Self {
        let chain = Chain::begin(world);
        Self { counted: chain.state().clone(), chain, steps: Vec::new() }
    }

    /// Adds a step: what was done, what was shown, who said so and what else is known.
    pub fn step(&mut self, action: &str, observation: &str, by: By, known: Known<'_>) {
        let read = self.chain.read(observation);
        let state = match known {
            Known::Nothing => None,
            Known::Keyframe(text) => Keyframe::parse(text).ok().map(|keyframe| keyframe.state),
            Known::Delta(text, facts) => self.follow(action, text, observation, facts),
        };
        self.counted = match (&state, known) {
            (Some(_), Known::Delta(..)) => self.counted.clone(),
            (Some(state), _) => state.clone(),
            (None, _) => State::showing(self.chain.state().facts().clone(), &read),
        };
        let known = state.map(State::renumbered);
        match &known {
            Some(state) => self.chain.know(state.clone(), read),
            None => self.chain.see(read),
        }
        let (action, observation) = (action.to_owned(), observation.to_owned());
        self.steps.push(Step::Action { action, observation, known, by });
    }

    /// Adds an edit: what a person says is so from here on. One that is not in order is refused, and
    /// nothing is added.
    pub fn edit(&mut self, edit: &Edit) -> Result<(), ScenarioError> {
        edit.check()?;
        self.chain.change(edit);
        // A model's sequence begins anew with an edit, and so do its numbers.
        self.counted = self.chain.state().clone();
        self.steps.push(Step::Edit(edit.clone()));
        Ok(())
    }

    /// The world as it is now: what is so and what is shown, to start in.
    pub fn world(&self, scenario: &Scenario) -> Result<World, LinkError> {
        let Edit { facts, controls } = self.chain.edit();
        let first = scenario.dialect.print(self.chain.screen());
        let scenario = Scenario { facts, controls, first, ..scenario.clone() };
        World::showing(scenario, &self.chain.state().frame().screen())
    }

    /// The steps.
    pub fn steps(self) -> Vec<Step> {
        self.steps
    }

    /// Where a model's lines lead.
    fn follow(
        &mut self,
        action: &str,
        text: &str,
        observation: &str,
        facts: &Facts,
    ) -> Option<State> {
        let typed = self.chain.typed(action);
        let counts = [self.counted.clone(), self.counted.clone().renumbered()];
        counts.into_iter().find_map(|before| {
            // A step that was stopped may end within a line.
            let next = delta::read(text, &before, &typed).next;
            let shown = self.chain.dress(&next, &self.chain.windows()).1;
            let plain = || self.chain.dress(&next, &[]).1;
            let right = *next.facts() == *facts && (shown == observation || plain() == observation);
            right.then(|| {
                self.counted = next.clone();
                next
            })
        })
    }
}
