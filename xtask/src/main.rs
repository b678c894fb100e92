//! `cargo xtask`: set up, serve, test, lint, measure and package. One file per command.

// A program for the terminal: printing is its business.
#![allow(clippy::print_stdout)]

mod bench;
mod dist;
mod fuzz;
mod hash;
mod lint;
mod page;
mod picture;
mod record;
mod serve;
mod setup;
mod shell;
mod test;
mod train;
mod widget;
mod words;
mod workspace;

use clap::{Parser, Subcommand};

/// Diorama's tasks.
#[derive(Parser)]
#[command(name = "cargo xtask", version, about)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install the tools, the test model and the browsers (the others call it as needed).
    Setup(setup::Arguments),
    /// Build the release page and serve it on 127.0.0.1.
    Serve(serve::Arguments),
    /// Build the static folder to publish and check its sizes.
    Dist(dist::Arguments),
    /// Formatting, clippy natively and for wasm32, file sizes, the languages.
    Lint(lint::Arguments),
    /// Everything a change must pass: lints, tests, the page, the browsers.
    Test(test::Arguments),
    /// Write the English texts of the page from its sources; say what other languages lack.
    Words,
    /// Measure.
    Bench(bench::Arguments),
    /// Throw mangled input at everything that reads what strangers write.
    Fuzz(fuzz::Arguments),
    /// Train the default model.
    Train(train::Arguments),
    /// Record walks through real programs, as test data.
    Record(record::Arguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Setup(arguments) => setup::main(&arguments),
        Task::Serve(arguments) => serve::main(&arguments),
        Task::Dist(arguments) => dist::main(&arguments),
        Task::Lint(arguments) => lint::main(&arguments),
        Task::Test(arguments) => test::main(&arguments),
        Task::Words => words::main(),
        Task::Bench(arguments) => bench::main(&arguments),
        Task::Fuzz(arguments) => fuzz::main(&arguments),
        Task::Train(arguments) => train::main(&arguments),
        Task::Record(arguments) => record::main(&arguments),
    }
}
