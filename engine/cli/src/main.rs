//! The `diorama` command.

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
enum Command {}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {}
}
