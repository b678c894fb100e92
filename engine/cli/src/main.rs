//! The `diorama` command.

mod inspect;

use clap::{Parser, Subcommand};

/// Runs language world models.
#[derive(Debug, Parser)]
#[command(name = "diorama", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// Each subcommand has a file of its own: its `Arguments`, and `run`.
#[derive(Debug, Subcommand)]
enum Command {
    /// Show what is in a model file and the memory it needs.
    Inspect(inspect::Arguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Inspect(arguments) => inspect::run(&arguments),
    }
}
