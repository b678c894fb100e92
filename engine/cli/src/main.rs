//! The `diorama` command.

mod asked;
mod bench;
mod choice;
mod dialect;
mod eval;
mod generate;
mod inspect;
mod link;
mod model;
mod play;
mod step;
mod trace;
mod truth;
mod watch;
mod world_model;

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
    /// Continue a text.
    Generate(generate::Arguments),
    /// Measure how fast a model runs.
    Bench(bench::Arguments),
    /// Predict a step of a scenario.
    Step(step::Arguments),
    /// Let an agent walk through a world.
    Play(play::Arguments),
    /// Read and convert observations.
    Dialect(dialect::Arguments),
    /// Measure how good a predictor is.
    Eval(eval::Arguments),
    /// Read and write recorded walks.
    Trace(trace::Arguments),
    /// Make links of recorded walks, and look into links.
    Link(link::Arguments),
    /// Walk through reference environments.
    Truth(truth::Arguments),
    /// Show what is in a model file and the memory it needs.
    Inspect(inspect::Arguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Step(arguments) => step::run(&arguments),
        Command::Play(arguments) => play::run(&arguments),
        Command::Dialect(arguments) => dialect::run(&arguments),
        Command::Eval(arguments) => eval::run(&arguments),
        Command::Trace(arguments) => trace::run(&arguments),
        Command::Link(arguments) => link::run(&arguments),
        Command::Truth(arguments) => truth::run(&arguments),
        Command::Inspect(arguments) => inspect::run(&arguments),
    }
}
