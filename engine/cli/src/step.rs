//! `diorama step`: predicts one step of a scenario.

mod plan;
mod report;

use crate::{choice::Choice, model::Backend, world_model::WorldModel};
use anyhow::Result;
use clap::Args;
use diorama_model::Executor;
use plan::Plan;
use report::Report;
use std::{
    io::{Write, stdout},
    path::PathBuf,
};

/// Arguments of `diorama step`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The world, a scenario file.
    #[arg(long)]
    scenario: PathBuf,
    /// The model, a GGUF file.
    #[arg(long)]
    model: PathBuf,
    /// What is done, as the dialect spells it. Without it, the next step of the trace is done.
    #[arg(long, required_unless_present = "trace")]
    action: Option<String>,
    /// A recorded walk; its steps are what happened before.
    #[arg(long)]
    trace: Option<PathBuf>,
    /// Take only so many steps of the trace. All of them if nothing is said, or all but the last
    /// when no action is given.
    #[arg(long, requires = "trace", value_name = "STEPS")]
    after: Option<usize>,
    /// Let the model think before it answers, instead of beginning the observation for it.
    #[arg(long)]
    think: bool,
    /// Tokens to write at most.
    #[arg(long, default_value_t = 1024)]
    max_tokens: usize,
    #[command(flatten)]
    choice: Choice,
    /// Where to run the model.
    #[arg(long, value_enum, default_value = "cpu")]
    backend: Backend,
    /// Print one JSON object at the end instead of the reply as it comes.
    #[arg(long)]
    json: bool,
}

/// Loads world and model, predicts, and prints what came of it.
pub fn run(arguments: &Arguments) -> Result<()> {
    pollster::block_on(step(arguments))
}

async fn step(arguments: &Arguments) -> Result<()> {
    let Arguments { backend, max_tokens, think, .. } = *arguments;
    let plan = Plan::read(
        &arguments.scenario,
        arguments.trace.as_deref(),
        arguments.after,
        arguments.action.as_deref(),
    )?;
    let sampler = arguments.choice.sampler()?;
    let model = WorldModel::open(&arguments.model, think).await?;
    let question = model.question(&plan.scenario, &plan.turns, &plan.action)?;
    let context = question.tokens.len().saturating_add(max_tokens);
    let mut session = model.load(backend, context).await?;
    let answer =
        model.answer(&mut session, &question, sampler, max_tokens, !arguments.json).await?;
    let place = (backend, session.executor().device().to_owned());
    let report =
        Report::new(&plan, &answer.reply, question.tokens.len(), &answer.generation, place);
    let mut out = stdout().lock();
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else {
        report.print(&mut out)?;
    }
    Ok(())
}
