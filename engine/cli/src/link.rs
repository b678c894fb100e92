//! `diorama link`: walks as links, and what is in a link.

use crate::trace::walk;
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use diorama_world::{
    Link,
    link::{By, Known, Model, Protocol, Recorder, Sampler, World},
};
use std::{
    fs,
    io::{Write, stdout},
    path::{Path, PathBuf},
};

/// Arguments of `diorama link`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print what a link holds, in JSON.
    Read {
        /// The link, the address that it ends, or a file with either.
        link: String,
    },
    /// Print the link of a recorded walk, and how long it is.
    Make {
        /// The world.
        #[arg(long)]
        scenario: PathBuf,
        /// The walk.
        #[arg(long)]
        trace: PathBuf,
        /// Name the world only: it is one of those that come with Diorama.
        #[arg(long)]
        built_in: bool,
        /// The world's start as a keyframe, where it has one beside its scenario.
        #[arg(long)]
        keyframe: Option<PathBuf>,
        /// A model that "run it live" should ask.
        #[arg(long)]
        model: Option<String>,
    },
}

/// Does what is asked.
pub fn run(arguments: &Arguments) -> Result<()> {
    match &arguments.command {
        Command::Read { link } => read(link),
        Command::Make { scenario, trace, built_in, keyframe, model } => {
            let (scenario, trace) = walk(trace, scenario)?;
            let keyframe = keyframe.as_deref().map(text).transpose()?;
            let world = World::new(scenario, keyframe.as_deref())?;
            let mut recorder = Recorder::new(&world);
            for step in &trace.steps {
                recorder.step(&step.action, &step.observation, By::Recording, Known::Nothing);
            }
            let known = built_in.then(|| world.clone());
            let steps = recorder.steps();
            let link = Link {
                world,
                model: model.clone().map(|name| Model { name, sha256: None }),
                protocol: Protocol::default(),
                sampler: Sampler::default(),
                place: steps.len(),
                steps,
            };
            let text = link.encode(&|id| known.clone().filter(|it| it.scenario().id == id))?;
            writeln!(stdout(), "{text}")?;
            eprintln!("{} characters", text.len());
            Ok(())
        }
    }
}

fn read(link: &str) -> Result<()> {
    let path = Path::new(link);
    let link = if path.is_file() { text(path)? } else { link.to_owned() };
    let payload: serde_json::Value = serde_json::from_str(&Link::payload(&link)?)?;
    Ok(writeln!(stdout(), "{payload:#}")?)
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}
