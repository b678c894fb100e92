//! A step of a model that writes whole observations.

use super::{Arguments, plan::Plan, report::Answer};
use crate::world_model::WorldModel;
use anyhow::Result;
use diorama_model::{Executor, session::End};
use diorama_world::full::read_reply;

/// Asks for the observation after the action.
pub async fn answer(arguments: &Arguments, plan: &Plan) -> Result<Answer> {
    let Arguments { backend, max_tokens, think, .. } = *arguments;
    let sampler = arguments.choice.sampler()?;
    let model = WorldModel::open(&arguments.model, think).await?;
    let question = model.question(&plan.scenario, &plan.turns, &plan.action)?;
    let context = question.tokens.len().saturating_add(max_tokens);
    let mut session = model.load(backend, context).await?;
    let answer =
        model.answer(&mut session, &question, sampler, max_tokens, !arguments.json).await?;
    let generation = answer.generation;
    let reply = read_reply(&answer.reply);
    Ok(Answer {
        reply: answer.reply,
        observation: reply.observation,
        complete: reply.complete,
        // What was cut off ends within a line.
        cut: matches!(generation.end, End::MaxTokens | End::ContextFull) && !reply.complete,
        problems: Vec::new(),
        sure: None,
        prompt_tokens: question.tokens.len(),
        tokens: generation.tokens.len(),
        read_ms: generation.read_ms,
        write_ms: generation.write_ms,
        device: session.executor().device().to_owned(),
    })
}
