//! A language model that is asked for whole observations.

use super::{
    Arguments,
    episode::{Episode, Form},
    predictor::{Guess, Now, Past, Predictor},
};
use crate::asked::Asked;
use anyhow::{Context as _, Result};
use diorama_model::Sampler;
use diorama_predict::Work;
use diorama_world::{Action, Scenario, full::read_reply, metrics::read};
use std::path::Path;

/// Asks a model in the `full` protocol.
pub struct Full {
    asked: Asked,
    scenario: Option<Scenario>,
}

impl Full {
    /// Loads a model.
    pub async fn open(path: &Path, arguments: &Arguments) -> Result<Self> {
        let Arguments { backend, context, max_tokens, .. } = *arguments;
        let asked = Asked::open(path, backend, context, max_tokens).await?;
        Ok(Self { asked, scenario: None })
    }
}

impl Predictor for Full {
    fn form(&self) -> Form {
        Form::Told
    }

    fn begin(&mut self, episode: &Episode) -> Result<()> {
        self.scenario = Some(episode.scenario.clone());
        Ok(())
    }

    fn predict(&mut self, past: &Past, now: &Now, action: (&Action, &str)) -> Result<Guess> {
        let scenario = self.scenario.as_ref().context("no world was begun")?;
        let asked = self.asked.ask(scenario, &past.turns, action.1, Sampler::greedy());
        let answer = pollster::block_on(asked)?;
        let observation = read_reply(&answer.reply).observation.unwrap_or_default();
        let (screen, valid) = read(scenario.dialect, &observation, &now.screen);
        let work = Work {
            reused: answer.generation.reused,
            read: answer.generation.read,
            written: answer.generation.tokens.len(),
            forced: 0,
            read_ms: answer.generation.read_ms,
            write_ms: answer.generation.write_ms,
        };
        Ok(Guess { observation, work, ..Guess::seen(screen, None, valid) })
    }
}
