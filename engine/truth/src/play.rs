//! Reference environments as agents play them, and how other worlds compare with them.

use crate::{Environment, Seed, World, open, ui};
use diorama_world::{
    Action, Dialect, Play, Scenario, Screen,
    action::ActionError,
    play::{Path, Score, Seen, Shown, offers},
};
use std::rc::Rc;
use thiserror::Error;

/// A world without a reference environment was to be played by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this world has no reference environment")]
pub struct NoReference;

/// A world that its reference environment plays.
pub struct Reference {
    path: Path,
    environment: Box<dyn Environment>,
}

impl Reference {
    /// At the start of a world.
    pub fn open(scenario: Rc<Scenario>) -> Result<Self, NoReference> {
        scenario.reference.ok_or(NoReference)?;
        Ok(Self::begin(scenario))
    }

    fn begin(scenario: Rc<Scenario>) -> Self {
        let Scenario { domain, dialect, facts, controls, .. } = &*scenario;
        let environment = open(*domain, facts.clone(), controls);
        let start = see(*dialect, environment.as_ref());
        Self { path: Path::new(scenario, start), environment }
    }

    /// Does an action that was done elsewhere. What cannot be done here does nothing: a world that a
    /// model tells may show other nodes.
    fn follow(&mut self, text: &str) -> &Seen {
        let action = self.path.action(text).unwrap_or(Action::Wait);
        self.act(text, &action)
    }

    fn act(&mut self, text: &str, action: &Action) -> &Seen {
        self.environment.step(action);
        let dialect = self.path.scenario().dialect;
        self.path.push(text, see(dialect, self.environment.as_ref()))
    }
}

fn see(dialect: Dialect, environment: &dyn Environment) -> Seen {
    let screen = dialect.dress(environment.screen());
    let observation = dialect.print(&screen);
    let facts = Some(environment.facts().clone());
    Seen { observation, screen, facts, sure: None, whole: true }
}

impl Play for Reference {
    type Error = ActionError;

    fn path(&self) -> &Path {
        &self.path
    }

    async fn step(&mut self, action: &str) -> Result<&Seen, ActionError> {
        let read = self.path.action(action)?;
        Ok(self.act(action, &read))
    }

    /// Plays the steps again, which takes some microseconds each.
    fn fork(&self, steps: usize) -> Self {
        let path = self.path.until(steps);
        let mut fork = Self::begin(path.shared_scenario());
        for step in path.steps() {
            fork.follow(&step.action);
        }
        fork
    }
}

/// A world that somebody else predicts, scored against its reference environment.
#[derive(Debug, Clone)]
pub struct Graded<P>(P);

impl<P: Play> Graded<P> {
    /// Scores a world from now on.
    pub fn new(world: P) -> Result<Self, NoReference> {
        world.path().scenario().reference.ok_or(NoReference)?;
        Ok(Self(world))
    }
}

impl<P: Play> Play for Graded<P> {
    type Error = P::Error;

    fn path(&self) -> &Path {
        self.0.path()
    }

    async fn step(&mut self, action: &str) -> Result<&Seen, P::Error> {
        self.0.step(action).await
    }

    fn fork(&self, steps: usize) -> Self {
        Self(self.0.fork(steps))
    }

    fn score(&self) -> Option<Score> {
        let path = self.path();
        let shown = path.steps().iter().map(|step| {
            let Seen { observation, facts, whole, .. } = &*step.seen;
            (&*step.action, Shown { observation, facts: facts.as_ref(), whole: *whole })
        });
        score(path.shared_scenario(), shown).ok()
    }
}

/// The canonical first screen of a world that a reference environment plays, if it shows what the
/// scenario says. A dialect may leave something of it unsaid.
pub fn first(scenario: &Scenario) -> Option<Screen> {
    scenario.reference?;
    let Scenario { domain, dialect, facts, controls, .. } = scenario;
    let screen = open(*domain, facts.clone(), controls).screen().clone();
    (dialect.print(&dialect.dress(&screen)) == scenario.first).then_some(screen)
}

/// Compares what was shown after each action with what the reference environment shows.
pub fn score<'a>(
    scenario: Rc<Scenario>,
    shown: impl IntoIterator<Item = (&'a str, Shown<'a>)>,
) -> Result<Score, NoReference> {
    let dialect = scenario.dialect;
    let mut truth = Reference::open(scenario)?;
    let shown: Vec<Shown<'a>> = shown
        .into_iter()
        .map(|(action, shown)| {
            truth.follow(action);
            shown
        })
        .collect();
    let path = truth.path();
    let true_ones = path.steps().iter().map(|step| Shown {
        observation: &step.seen.observation,
        facts: step.seen.facts.as_ref(),
        whole: true,
    });
    Ok(Score::of(dialect, &path.start().observation, shown.into_iter().zip(true_ones)))
}

/// Something an agent without a plan could do now, spelled: what a reference environment would
/// suggest on this screen with these facts, else something that the screen offers. Never that the task is done.
pub fn suggest(scenario: &Scenario, seen: &Seen, seed: &mut Seed) -> String {
    let Scenario { dialect, domain, controls, .. } = scenario;
    let facts = seen.facts.as_ref().unwrap_or(&scenario.facts).clone();
    let suggested = if domain.is_drawn() {
        ui::suggest(&seen.screen, &World::new(facts, controls), seed)
    } else {
        Some(open(*domain, facts, controls).suggest(seed))
    };
    let spelled = suggested.and_then(|action| dialect.spell(&action, &seen.screen).ok());
    spelled.unwrap_or_else(|| {
        seed.choose(&offers(*dialect, &seen.screen)).cloned().unwrap_or_default()
    })
}
