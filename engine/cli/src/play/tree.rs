//! Where an agent was: places in the order it came to them, and walks that fork.

use anyhow::{Result, ensure};
use diorama_world::{
    Action, Play,
    action::ActionError,
    play::{Score, Seen},
};

/// Places that were come to, and where the agent is.
pub struct Tree<P> {
    walks: Vec<P>,
    places: Vec<Spot>,
    here: usize,
}

/// A place: so many steps into a walk.
#[derive(Debug, Clone, Copy)]
struct Spot {
    walk: usize,
    steps: usize,
    /// The place that the step was done from.
    from: Option<usize>,
}

impl<P: Play> Tree<P> {
    /// At the start of a world.
    pub fn new(world: P) -> Self {
        let start = Spot { walk: 0, steps: 0, from: None };
        Self { walks: vec![world], places: vec![start], here: 0 }
    }

    /// Number of the place where the agent is.
    pub fn here(&self) -> usize {
        self.here
    }

    /// Number of the place that the agent came here from.
    pub fn from(&self) -> Option<usize> {
        self.spot().from
    }

    /// Steps that were done, on all forks together.
    pub fn done(&self) -> usize {
        self.places.len() - 1
    }

    /// The walk that leads here. It may go on.
    pub fn world(&self) -> &P {
        &self.walks[self.spot().walk]
    }

    /// Steps of that walk that lead here.
    pub fn depth(&self) -> usize {
        self.spot().steps
    }

    /// What is to be seen here.
    pub fn seen(&self) -> &Seen {
        let path = self.world().path();
        let last = self.depth().checked_sub(1).and_then(|last| path.steps().get(last));
        last.map_or(path.start(), |step| &step.seen)
    }

    /// Reads an action that is done here.
    pub fn read(&self, action: &str) -> Result<Action, ActionError> {
        self.world().path().scenario().dialect.read_action(action, &self.seen().screen)
    }

    /// How the walk up to here compares with the true one.
    pub fn score(&self) -> Option<Score> {
        let world = self.world();
        if self.depth() < world.path().steps().len() {
            world.fork(self.depth()).score()
        } else {
            world.score()
        }
    }

    /// Does an action here.
    pub async fn act(&mut self, action: &str) -> std::result::Result<(), P::Error> {
        let Spot { mut walk, steps, .. } = self.spot();
        // The walk goes on elsewhere: this is a fork.
        if steps < self.walks[walk].path().steps().len() {
            let mut fork = self.walks[walk].fork(steps);
            fork.step(action).await?;
            walk = self.walks.len();
            self.walks.push(fork);
        } else {
            self.walks[walk].step(action).await?;
        }
        let from = Some(self.here);
        self.here = self.places.len();
        self.places.push(Spot { walk, steps: steps + 1, from });
        Ok(())
    }

    /// Goes to a place that was come to before.
    pub fn go(&mut self, place: usize) -> Result<()> {
        ensure!(place < self.places.len(), "there is no place {place} yet");
        self.here = place;
        Ok(())
    }

    fn spot(&self) -> Spot {
        self.places[self.here]
    }
}
