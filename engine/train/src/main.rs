//! The `diorama-train` command.

mod command;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Trains the default world model.
#[derive(Debug, Parser)]
#[command(name = "diorama-train", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Train a small model for less than a minute and see that all of it works
    Smoke(command::smoke::Arguments),
    /// Train a model, or go on training it
    Train(command::train::Arguments),
    /// Make a GGUF file of what was trained
    Export(command::export::Arguments),
    /// Say how far weights move when they are stored in fewer bits
    QuantizeReport(command::quantize_report::Arguments),
    /// Learn a vocabulary, or measure how it serves each domain
    Vocabulary(command::vocabulary::Arguments),
    /// Show held-out sequences, and in them what a run did not expect
    Losses(command::losses::Arguments),
    /// Say what the training sequences are made of
    Sequences(command::sequences::Arguments),
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Smoke(arguments) => command::smoke::run(&arguments),
        Command::Train(arguments) => command::train::run(&arguments),
        Command::Export(arguments) => command::export::run(&arguments),
        Command::QuantizeReport(arguments) => command::quantize_report::run(&arguments),
        Command::Vocabulary(arguments) => command::vocabulary::run(&arguments),
        Command::Losses(arguments) => command::losses::run(&arguments),
        Command::Sequences(arguments) => command::sequences::run(&arguments),
    }
}
