//! Random walks through an environment.

use crate::{Environment, Seed, facts, open};
use diorama_world::{Action, Control, Domain};

/// A walk: an environment and the stream of suggestions that it is acted on with.
pub struct Walk {
    environment: Box<dyn Environment>,
    seed: Seed,
}

impl Walk {
    /// A walk through the world of a seed.
    pub fn new(domain: Domain, seed: u64, controls: &[Control]) -> Self {
        let environment = open(domain, facts(domain, seed), controls);
        Self { environment, seed: Seed::new(seed, "walk") }
    }

    /// Where the walk is.
    pub fn environment(&self) -> &dyn Environment {
        self.environment.as_ref()
    }

    /// What is to be done next.
    pub fn suggest(&mut self) -> Action {
        self.environment.suggest(&mut self.seed)
    }

    /// Does an action.
    pub fn step(&mut self, action: &Action) {
        self.environment.step(action);
    }
}
