//! A walk through a training world, told in the protocol step by step.

use crate::config::Data;
use diorama_truth::{
    Seed, Walk,
    split::{self, Drawn, Kind, Split},
};
use diorama_world::{
    Domain,
    delta::{self, Context, context::Segment},
    facts::FactsError,
};

/// Most steps that go by untold before a sequence begins, so that keyframes of all kinds of states
/// are learned from, not of openings alone.
const UNTOLD: usize = 60;

/// A walk that is told from somewhere on.
pub struct Teller {
    domain: Domain,
    walk: Walk,
    context: Context,
    random: Seed,
    /// The chance that a step which changes nothing is told.
    quiet: f64,
    /// Segments that were given out.
    given: usize,
}

/// A number from 0 to 1.
pub(super) fn fraction(random: &mut Seed) -> f64 {
    const PARTS: usize = 1 << 24;
    random.below(PARTS) as f64 / PARTS as f64
}

/// A domain, each as often as the configuration says.
fn domain(data: &Data, random: &mut Seed) -> Domain {
    let mut left = fraction(random) * data.domains.values().sum::<f64>();
    let mut drawn = Domain::Android;
    for (&domain, &weight) in data.domains.iter().filter(|(_, weight)| **weight > 0.0) {
        drawn = domain;
        left -= weight;
        if left < 0.0 {
            break;
        }
    }
    drawn
}

impl Teller {
    /// A walk through a world that may be learned from, or through one that may not.
    pub fn draw(data: &Data, split: Split, mut random: Seed) -> Result<Self, FactsError> {
        let domain = domain(data, &mut random);
        let controlled = fraction(&mut random) < data.controlled;
        let number = random.below(1 << 40) as u64;
        let kind = if controlled { Kind::Controlled } else { Kind::Plain };
        let drawn = match split {
            Split::Train => split::train(domain, controlled, number),
            Split::HeldOut => split::held_out(domain, kind, number)
                .unwrap_or(Drawn { seed: split.seed(number), controls: Vec::new() }),
        };
        Self::new(domain, &drawn, data.quiet, random)
    }

    /// A walk through a world.
    pub fn new(
        domain: Domain,
        drawn: &Drawn,
        quiet: f64,
        mut random: Seed,
    ) -> Result<Self, FactsError> {
        let mut walk = Walk::new(domain, drawn.seed, &drawn.controls);
        for _ in 0..random.below(UNTOLD + 1) {
            let action = walk.suggest();
            walk.step(&action);
        }
        let at = walk.environment();
        let context = Context::new(domain, &drawn.controls, at.facts(), at.screen())?;
        Ok(Self { domain, walk, context, random, quiet, given: 0 })
    }

    /// What kind of environment it is.
    pub fn domain(&self) -> Domain {
        self.domain
    }

    /// Does something and tells it, unless it cannot be told or is not worth it: a world is a
    /// function of what is told of it, so a step that changed nothing can be left out.
    pub fn step(&mut self) -> Result<(), FactsError> {
        let action = self.walk.suggest();
        if delta::spell_action(&action, self.context.state().frame()).is_err() {
            return Ok(());
        }
        self.walk.step(&action);
        let now = self.walk.environment();
        let (facts, screen) = (now.facts(), now.screen());
        let told = delta::diff(self.context.state(), facts, screen);
        if told.is_some_and(|delta| delta.is_empty()) && fraction(&mut self.random) >= self.quiet {
            return Ok(());
        }
        if self.context.act(&action).is_ok() && !self.context.show(facts, screen)? {
            self.given = 0;
        }
        Ok(())
    }

    /// Whether the next segments begin a sequence.
    pub fn is_fresh(&self) -> bool {
        self.given == 0
    }

    /// The segments since the last time.
    pub fn take(&mut self) -> &[Segment] {
        let new = &self.context.segments()[self.given..];
        self.given += new.len();
        new
    }
}
