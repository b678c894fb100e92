//! `diorama truth`: the reference environments.

mod dataset;
mod walk;

use anyhow::Result;
use clap::{Args, Subcommand};

/// Arguments of `diorama truth`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Walk at random through the world of a seed.
    Walk(walk::Arguments),
    /// Write walks to learn from.
    Dataset(dataset::Arguments),
}

/// Does what is asked.
pub fn run(arguments: &Arguments) -> Result<()> {
    match &arguments.command {
        Command::Walk(arguments) => walk::run(arguments),
        Command::Dataset(arguments) => dataset::run(arguments),
    }
}
