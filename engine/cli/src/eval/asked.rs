//! A language model that is asked for whole observations.

use super::{
    Arguments,
    episode::{Episode, Form},
    predictor::{Guess, Now, Past, Predictor},
};
use crate::{
    model::AnyExecutor,
    world_model::{Question, WorldModel},
};
use anyhow::{Context as _, Result, ensure};
use diorama_model::{Sampler, session::Session};
use diorama_predict::Work;
use diorama_world::{
    Action, Scenario,
    full::{Turn, read_reply},
    metrics::read,
};
use std::path::Path;

/// Asks a model in the `full` protocol.
pub struct Asked {
    model: WorldModel,
    session: Session<AnyExecutor>,
    scenario: Option<Scenario>,
    context: usize,
    max_tokens: usize,
}

impl Asked {
    /// Loads a model.
    pub async fn open(path: &Path, arguments: &Arguments) -> Result<Self> {
        let Arguments { backend, context, max_tokens, .. } = *arguments;
        ensure!(max_tokens < context, "a context of {context} tokens leaves no room to read");
        let model = WorldModel::open(path, false).await?;
        let session = model.load(backend, context).await?;
        Ok(Self { model, session, scenario: None, context, max_tokens })
    }

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
    fn form(&self) -> Form {
        Form::Told
    }

    fn begin(&mut self, episode: &Episode) -> Result<()> {
        self.scenario = Some(episode.scenario.clone());
        Ok(())
    }

    fn predict(&mut self, past: &Past, now: &Now, action: (&Action, &str)) -> Result<Guess> {
        let question = self.question(&past.turns, action.1)?;
        let Self { model, session, scenario, max_tokens, .. } = self;
        let asked = model.answer(session, &question, Sampler::greedy(), *max_tokens, false);
        let answer = pollster::block_on(asked)?;
        let dialect = scenario.as_ref().context("no world was begun")?.dialect;
        let observation = read_reply(&answer.reply).observation.unwrap_or_default();
        let (screen, valid) = read(dialect, &observation, &now.screen);
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
