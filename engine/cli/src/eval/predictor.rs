//! What predicts.

use super::{
    Arguments,
    delta::Delta,
    episode::{Episode, Form},
    full::Full,
};
use crate::model::Model;
use anyhow::{Context as _, Result};
use diorama_predict::{Outcome, Protocol, Step as Done, Work};
use diorama_truth::{Environment, open};
use diorama_world::{Action, Facts, Screen, full::Turn};
use std::{convert::Infallible, path::PathBuf, str::FromStr};

/// What happened before, as texts and as it is told.
#[derive(Default)]
pub struct Past {
    /// Actions and observations.
    pub turns: Vec<Turn>,
    /// The same steps.
    pub steps: Vec<Done>,
}

/// Where the world is, as far as the predictor may know.
#[derive(Clone)]
pub struct Now {
    /// What is on the screen.
    pub screen: Screen,
    /// The facts.
    pub facts: Facts,
}

/// A predicted step.
pub struct Guess {
    /// The screen.
    pub screen: Screen,
    /// The facts, where they are predicted.
    pub facts: Option<Facts>,
    /// Whether all of it could be read.
    pub valid: bool,
    /// How likely the predictor takes it to be.
    pub sure: Option<f32>,
    /// The step, for the steps after it.
    pub outcome: Outcome,
    /// The observation, where the protocol tells one.
    pub observation: String,
    /// What it cost.
    pub work: Work,
}

impl Guess {
    /// A step after which things are as they say.
    pub fn seen(screen: Screen, facts: Option<Facts>, valid: bool) -> Self {
        let outcome = Outcome::Seen { facts: facts.clone(), screen: screen.clone() };
        let (observation, work) = (String::new(), Work::default());
        Self { screen, facts, valid, sure: None, outcome, observation, work }
    }
}

/// Whatever predicts steps.
pub trait Predictor {
    /// How it wants screens to be taken.
    fn form(&self) -> Form {
        Form::Canonical
    }
    /// Goes to the beginning of a walk.
    fn begin(&mut self, episode: &Episode) -> Result<()>;
    /// Predicts what follows an action, which is told as text, too. Called step by step.
    fn predict(&mut self, past: &Past, now: &Now, action: (&Action, &str)) -> Result<Guess>;
}

/// A predictor by name.
#[derive(Debug, Clone)]
pub enum Choice {
    /// Nothing changes.
    Copy,
    /// The reference environment.
    Truth,
    /// A model file.
    Model(PathBuf),
}

impl FromStr for Choice {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text {
            "copy" => Self::Copy,
            "truth" => Self::Truth,
            path => Self::Model(path.into()),
        })
    }
}

impl Choice {
    /// Makes it ready.
    pub fn open(&self, arguments: &Arguments) -> Result<Box<dyn Predictor>> {
        let path = match self {
            Self::Copy => return Ok(Box::new(Copy)),
            Self::Truth => return Ok(Box::new(Truth::default())),
            Self::Model(path) => path,
        };
        pollster::block_on(async {
            let model = Model::open(path).await?;
            let trained = Protocol::of(&model.file)? == Protocol::Delta;
            Ok(if trained || arguments.examples > 0 {
                let examples = if trained { 0 } else { arguments.examples };
                Box::new(Delta::open(&model, arguments, examples).await?) as Box<dyn Predictor>
            } else {
                Box::new(Full::open(path, arguments).await?)
            })
        })
    }
}

/// Predicts that nothing changes.
struct Copy;

impl Predictor for Copy {
    fn begin(&mut self, _: &Episode) -> Result<()> {
        Ok(())
    }

    fn predict(&mut self, _: &Past, now: &Now, _: (&Action, &str)) -> Result<Guess> {
        Ok(Guess::seen(now.screen.clone(), Some(now.facts.clone()), true))
    }
}

/// Plays the world.
#[derive(Default)]
struct Truth {
    environment: Option<Box<dyn Environment>>,
}

impl Predictor for Truth {
    fn begin(&mut self, episode: &Episode) -> Result<()> {
        let scenario = &episode.scenario;
        scenario.reference.context("no reference environment plays this world")?;
        self.environment = Some(open(scenario.domain, scenario.facts.clone(), &scenario.controls));
        Ok(())
    }

    fn predict(&mut self, _: &Past, _: &Now, (action, _): (&Action, &str)) -> Result<Guess> {
        let environment = self.environment.as_mut().context("no world was begun")?;
        environment.step(action);
        let (screen, facts) = (environment.screen().clone(), environment.facts().clone());
        Ok(Guess::seen(screen, Some(facts), true))
    }
}
