//! `diorama play`: an agent walks through a world. `docs/agents.md` tells how to write one.

mod agent;
mod drive;
mod exec;
mod full;
mod message;
mod place;
mod report;
mod script;
mod tree;
mod world;

use crate::{choice::Choice, model::Backend};
use agent::{Agent, Kind};
use anyhow::{Context as _, Result};
use clap::{ArgGroup, Args};
use diorama_truth::{Graded, Reference};
use diorama_world::{Play, Scenario, trace::MAX_STEPS};
use report::Report;
use std::{fs, path::PathBuf, rc::Rc, time::Duration};
use tree::Tree;
use world::Predicted;

/// Arguments of `diorama play`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("place").required(true).args(["scenario", "world"])))]
pub struct Arguments {
    /// The world, a scenario file.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// The world by name: one that comes with Diorama, or the reference world of a domain and a
    /// seed, as `web-7`.
    #[arg(long, value_name = "ID")]
    world: Option<String>,
    /// A model that says what comes next, a GGUF file. Without it, the reference environment does.
    #[arg(long, conflicts_with = "reference")]
    model: Option<PathBuf>,
    /// Have the reference environment say what comes next.
    #[arg(long)]
    reference: bool,
    /// Who acts: `random`; `script FILE`, where a line is an action; or `exec COMMAND`, a program
    /// that is spoken to through its input and output.
    #[arg(long, required = true, num_args = 1..=2, value_names = ["KIND", "WITH"])]
    agent: Vec<String>,
    /// Most steps, on all forks together.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=MAX_STEPS as i64))]
    steps: u16,
    /// Seconds that a program has for each answer.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    timeout: u32,
    /// Print one JSON object at the end, with scenario, trace and score, instead of the walk as it
    /// goes.
    #[arg(long)]
    json: bool,
    /// Write the walk at whose end the agent stops to this file, as a trace.
    #[arg(long, value_name = "OUT")]
    trace: Option<PathBuf>,
    #[command(flatten)]
    choice: Choice,
    /// Where to run a model.
    #[arg(long, value_enum, default_value = "cpu")]
    backend: Backend,
    /// Tokens that a model which writes whole observations keeps in mind.
    #[arg(long, default_value_t = 4096)]
    context: usize,
    /// Tokens that a model writes at most for a step.
    #[arg(long, default_value_t = 1024)]
    max_tokens: usize,
}

/// Opens world and agent, and lets them at each other.
pub fn run(arguments: &Arguments) -> Result<()> {
    let kind = Kind::read(&arguments.agent)?;
    let scenario =
        Rc::new(place::scenario(arguments.scenario.as_deref(), arguments.world.as_deref())?);
    let scripted = kind.script()?;
    match &arguments.model {
        None => {
            let world = Reference::open(Rc::clone(&scenario))
                .context("say which --model is to predict it")?;
            walk(arguments, &scenario, world, kind.start(arguments, scripted)?)
        }
        Some(path) => {
            let world = pollster::block_on(Predicted::open(path, arguments, Rc::clone(&scenario)))?;
            // After the model, whose loading is no part of an agent's time.
            let agent = kind.start(arguments, scripted)?;
            if scenario.reference.is_some() {
                walk(arguments, &scenario, Graded::new(world)?, agent)
            } else {
                walk(arguments, &scenario, world, agent)
            }
        }
    }
}

/// Walks, and says what came of it.
fn walk<P: Play>(
    arguments: &Arguments,
    scenario: &Rc<Scenario>,
    world: P,
    mut agent: Box<dyn Agent>,
) -> Result<()> {
    let mut tree = Tree::new(world);
    let mut report = Report::new(arguments.json);
    report.begin(&tree)?;
    let driven = drive::drive(&mut tree, agent.as_mut(), usize::from(arguments.steps), &mut report);
    // What was walked is worth keeping, whatever ended it.
    let source = match &arguments.model {
        Some(path) => {
            path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into())
        }
        None => "reference environment (synthetic)".to_owned(),
    };
    let trace = tree.world().path().until(tree.depth()).trace(source);
    if let Some(path) = &arguments.trace {
        let json = serde_json::to_string_pretty(&trace)? + "\n";
        fs::write(path, json).with_context(|| path.display().to_string())?;
    }
    report.end(scenario, &trace, &tree)?;
    driven
}

impl Arguments {
    fn patience(&self) -> Duration {
        Duration::from_secs(self.timeout.into())
    }
}
