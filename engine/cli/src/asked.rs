//! A language model that is asked for one observation after the other, in the protocol `full`.

use crate::{
    model::{AnyExecutor, Backend},
    world_model::{Answer, Question, WorldModel},
};
use anyhow::{Result, ensure};
use diorama_model::{Sampler, session::Session};
use diorama_world::{Scenario, full::Turn};
use std::path::Path;

/// A loaded model.
pub struct Asked {
    model: WorldModel,
    session: Session<AnyExecutor>,
    context: usize,
    max_tokens: usize,
}

impl Asked {
    /// Loads a model that keeps `context` tokens in mind, those of its answer among them.
    pub async fn open(
        path: &Path,
        backend: Backend,
        context: usize,
        max_tokens: usize,
    ) -> Result<Self> {
        ensure!(max_tokens < context, "a context of {context} tokens leaves no room to read");
        let model = WorldModel::open(path, false).await?;
        let session = model.load(backend, context).await?;
        Ok(Self { model, session, context, max_tokens })
    }

    /// Asks for what follows an action.
    pub async fn ask(
        &mut self,
        scenario: &Scenario,
        turns: &[Turn],
        action: &str,
        sampler: Sampler,
    ) -> Result<Answer> {
        let question = self.question(scenario, turns, action)?;
        let Self { model, session, max_tokens, .. } = self;
        model.answer(session, &question, sampler, *max_tokens, false).await
    }

    /// The question with as many of the last turns as there is room for.
    fn question(&self, scenario: &Scenario, turns: &[Turn], action: &str) -> Result<Question> {
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
