//! A step of a model that writes what changes.

use super::{
    Arguments,
    plan::Plan,
    report::{Answer, Sure},
};
use crate::{model::Model, watch::Watch};
use anyhow::Result;
use diorama_model::{Decoder, Executor};
use diorama_predict::{End, Options, Predictor, Told};
use diorama_world::full::Turn;

/// Asks for the delta after the action.
pub async fn answer(arguments: &Arguments, plan: &Plan, model: &Model) -> Result<Answer> {
    let context = Decoder::from_gguf(&model.file)?.context as usize;
    let executor = model.load(arguments.backend, context).await?;
    let mut predictor = Predictor::new(&model.file, executor)?;
    let told = plan.turns.iter().map(|Turn { action, observation }| Told::Action {
        action,
        observation,
        delta: None,
    });
    let walk =
        predictor.walk(&plan.scenario, diorama_truth::first(&plan.scenario).as_ref(), told)?;
    let options =
        Options { sampler: arguments.choice.sampler()?, max_tokens: arguments.max_tokens };
    let mut watch = if arguments.json { Watch::quiet() } else { Watch::aloud() };
    let action = walk.action(&plan.action)?;
    let prediction = predictor.predict(&walk.branch(), &action, &options, &mut watch).await?;
    let lines = prediction.lines.iter();
    Ok(Answer {
        observation: Some(walk.observation(&prediction)),
        complete: prediction.end == End::Complete,
        cut: false,
        problems: prediction.problems.iter().map(ToString::to_string).collect(),
        sure: Some(Sure {
            step: prediction.probability(),
            lines: lines.map(|line| (line.text.clone(), line.probability())).collect(),
        }),
        prompt_tokens: prediction.work.reused + prediction.work.read,
        tokens: prediction.work.written,
        read_ms: prediction.work.read_ms,
        write_ms: prediction.work.write_ms,
        device: predictor.session().executor().device().to_owned(),
        reply: prediction.delta,
    })
}
