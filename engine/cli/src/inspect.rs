//! `diorama inspect`: what is in a model file, and the memory it needs.

mod report;
mod text;

use anyhow::Context;
use clap::Args;
use diorama_model::{Gguf, source::FileSource};
use report::Report;
use std::{
    io::{ErrorKind, Write},
    path::PathBuf,
};

/// Arguments of `diorama inspect`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The model, a GGUF file.
    model: PathBuf,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Estimate the memory with room for this many tokens.
    #[arg(long, value_name = "TOKENS", default_value_t = 4096)]
    context: u32,
}

/// Reads the head of the file and prints what it says.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Arguments { model, json, context } = arguments;
    let file = || model.display().to_string();
    let source = FileSource::open(model).with_context(file)?;
    let gguf = pollster::block_on(Gguf::read(&source)).with_context(file)?;
    let report = Report::new(file(), &gguf, *context);
    let mut out = Vec::new();
    if *json {
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else {
        text::print(&mut out, &report)?;
    }
    match std::io::stdout().write_all(&out) {
        // Who reads has seen enough: `diorama inspect model.gguf | head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}
