//! What predicts.

use super::Arguments;
use crate::{
    model::AnyExecutor,
    world_model::{Question, WorldModel},
};
use anyhow::{Context, Result, ensure};
use diorama_model::{Sampler, session::Session};
use diorama_truth::{Environment, open};
use diorama_world::{
    Scenario, Screen,
    full::{Turn, read_reply},
};
use std::{convert::Infallible, path::PathBuf, str::FromStr};

/// Whatever yields the next observation.
pub trait Predictor {
    /// Goes to the beginning of a world.
    fn begin(&mut self, scenario: &Scenario) -> Result<()>;
    /// The observation after an action; `turns` is what was shown before. Called step by step.
    fn predict(&mut self, turns: &[Turn], action: &str) -> Result<String>;
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
        Ok(match self {
            Self::Copy => Box::new(Copy::default()),
            Self::Truth => Box::new(Truth::default()),
            Self::Model(path) => {
                let Arguments { backend, context, max_tokens, .. } = *arguments;
                ensure!(
                    max_tokens < context,
                    "a context of {context} tokens leaves no room to read"
                );
                let asked = pollster::block_on(async {
                    let model = WorldModel::open(path, false).await?;
                    let session = model.load(backend, context).await?;
                    anyhow::Ok((model, session))
                });
                let (model, session) = asked?;
                Box::new(Asked { model, session, scenario: None, context, max_tokens })
            }
        })
    }
}

/// Predicts that nothing changes.
#[derive(Default)]
struct Copy {
    first: String,
}

impl Predictor for Copy {
    fn begin(&mut self, scenario: &Scenario) -> Result<()> {
        self.first.clone_from(&scenario.first);
        Ok(())
    }

    fn predict(&mut self, turns: &[Turn], _: &str) -> Result<String> {
        Ok(turns.last().map_or(&self.first, |turn| &turn.observation).clone())
    }
}

/// Plays the world.
#[derive(Default)]
struct Truth {
    world: Option<(Scenario, Box<dyn Environment>, Screen)>,
}

impl Predictor for Truth {
    fn begin(&mut self, scenario: &Scenario) -> Result<()> {
        scenario.reference.context("no reference environment plays this world")?;
        let environment = open(scenario.domain, scenario.facts.clone(), &scenario.controls);
        let screen = scenario.dialect.dress(environment.screen());
        self.world = Some((scenario.clone(), environment, screen));
        Ok(())
    }

    fn predict(&mut self, _: &[Turn], action: &str) -> Result<String> {
        let (scenario, environment, screen) = self.world.as_mut().context("no world was begun")?;
        environment.step(&scenario.dialect.read_action(action, screen)?);
        *screen = scenario.dialect.dress(environment.screen());
        Ok(scenario.dialect.print(screen))
    }
}

/// Asks a model.
struct Asked {
    model: WorldModel,
    session: Session<AnyExecutor>,
    scenario: Option<Scenario>,
    context: usize,
    max_tokens: usize,
}

impl Asked {
    /// The question with as many of the last turns as there is room for.
    fn question(&self, turns: &[Turn], action: &str) -> Result<Question> {
        let scenario = self.scenario.as_ref().context("no world was begun")?;
        let mut left_out: usize = 0;
        loop {
            let mut shown = scenario.clone();
            if let Some(turn) = left_out.checked_sub(1).and_then(|last| turns.get(last)) {
                shown.first.clone_from(&turn.observation);
            }
            let question =
                self.model.question(&shown, turns.get(left_out..).unwrap_or(&[]), action)?;
            let fits = question.tokens.len() + self.max_tokens <= self.context;
            if fits {
                return Ok(question);
            }
            ensure!(left_out < turns.len(), "one step needs more than {} tokens", self.context);
            // A few more than needed, so that the next steps find what they share in the cache.
            left_out = (left_out + 1 + (turns.len() - left_out) / 2).min(turns.len());
        }
    }
}

impl Predictor for Asked {
    fn begin(&mut self, scenario: &Scenario) -> Result<()> {
        self.scenario = Some(scenario.clone());
        Ok(())
    }

    fn predict(&mut self, turns: &[Turn], action: &str) -> Result<String> {
        let question = self.question(turns, action)?;
        let Self { model, session, max_tokens, .. } = self;
        let asked = model.answer(session, &question, Sampler::greedy(), *max_tokens, false);
        let reply = pollster::block_on(asked)?.reply;
        Ok(read_reply(&reply).observation.unwrap_or_default())
    }
}
