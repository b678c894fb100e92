//! `diorama step`: predicts one step of a scenario.

mod delta;
mod full;
mod plan;
mod report;

use crate::{
    choice::Choice,
    model::{Backend, Model},
};
use anyhow::{Result, ensure};
use clap::Args;
use diorama_predict::Protocol;
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
    let plan = Plan::read(
        &arguments.scenario,
        arguments.trace.as_deref(),
        arguments.after,
        arguments.action.as_deref(),
    )?;
    let model = Model::open(&arguments.model).await?;
    let answer = match Protocol::of(&model.file)? {
        Protocol::Full => full::answer(arguments, &plan).await?,
        Protocol::Delta => {
            ensure!(!arguments.think, "this model cannot think");
            delta::answer(arguments, &plan, &model).await?
        }
    };
    let report = Report::new(&plan, arguments.backend, answer);
    let mut out = stdout().lock();
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else {
        report.print(&mut out)?;
    }
    Ok(())
}
