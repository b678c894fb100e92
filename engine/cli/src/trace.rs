//! `diorama trace`: recorded walks, ours and AgentWorldBench's.

use anyhow::{Context, Result, ensure};
use clap::{Args, Subcommand};
use diorama_world::{Scenario, Trace, bench};
use std::{
    fs::{self, File},
    io::{BufReader, BufWriter, Write, stdout},
    path::{Path, PathBuf},
};

/// Arguments of `diorama trace`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read AgentWorldBench rows; write a scenario and a trace for each walk.
    Import {
        /// The rows, JSON lines.
        file: PathBuf,
        /// Folder to write to.
        #[arg(long)]
        out: PathBuf,
    },
    /// Write a walk as AgentWorldBench rows, one a step.
    Export {
        /// The trace.
        file: PathBuf,
        /// The world it was walked in.
        #[arg(long)]
        scenario: PathBuf,
        /// File to write to; the published evaluation reads those named `*_test.jsonl`.
        #[arg(long)]
        out: PathBuf,
    },
    /// Check a trace against its scenario, or a file of rows by itself.
    Check {
        /// The trace, or rows (`.jsonl`).
        file: PathBuf,
        /// The world it was walked in.
        #[arg(long, required_unless_present = "file_is_rows")]
        scenario: Option<PathBuf>,
        /// The file holds AgentWorldBench rows.
        #[arg(long = "rows", id = "file_is_rows", conflicts_with = "scenario")]
        rows: bool,
    },
}

/// Does what is asked.
pub fn run(arguments: &Arguments) -> Result<()> {
    match &arguments.command {
        Command::Import { file, out } => import(file, out),
        Command::Export { file, scenario, out } => export(file, scenario, out),
        Command::Check { file, scenario: Some(scenario), .. } => {
            let trace = walk(file, scenario)?.1;
            Ok(writeln!(stdout(), "{} steps, all in order", trace.steps.len())?)
        }
        Command::Check { file, .. } => check_rows(file),
    }
}

fn import(file: &Path, out: &Path) -> Result<()> {
    let mut walks = bench::Trajectories::default();
    for row in rows(file)? {
        walks.add(row.with_context(|| file.display().to_string())?);
    }
    fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    let mut count = 0;
    for row in walks.into_rows() {
        let (scenario, trace) = bench::import(&row)?;
        // Identifiers may come twice; files must not.
        count += 1;
        let name = format!("{count:04}-{}", scenario.id);
        write_json(&out.join(format!("{name}.json")), &scenario)?;
        write_json(&out.join(format!("{name}.trace.json")), &trace)?;
    }
    Ok(writeln!(stdout(), "{count} walks written to {}", out.display())?)
}

fn export(file: &Path, scenario: &Path, out: &Path) -> Result<()> {
    let (scenario, trace) = walk(file, scenario)?;
    let name = || out.display().to_string();
    let mut writer = BufWriter::new(File::create(out).with_context(name)?);
    let id = bench::Id::Text(scenario.id.clone());
    for row in bench::rows(&scenario, &trace, &id) {
        bench::write(&mut writer, &row?).with_context(name)?;
    }
    writer.flush().with_context(name)?;
    Ok(writeln!(stdout(), "{} rows written to {}", trace.steps.len(), out.display())?)
}

fn check_rows(file: &Path) -> Result<()> {
    let (mut good, mut bad) = (0, 0);
    for row in rows(file)? {
        match row {
            Ok(_) => good += 1,
            Err(error) => {
                eprintln!("{}: {error}", file.display());
                bad += 1;
            }
        }
    }
    ensure!(bad == 0, "{bad} of {} rows cannot be read", good + bad);
    Ok(writeln!(stdout(), "{good} rows, all in order")?)
}

fn rows(file: &Path) -> Result<bench::Rows<BufReader<File>>> {
    let opened = File::open(file).with_context(|| file.display().to_string())?;
    Ok(bench::Rows::new(BufReader::new(opened)))
}

/// Reads a trace and its scenario, and checks that they belong together.
pub fn walk(trace: &Path, scenario: &Path) -> Result<(Scenario, Trace)> {
    let read = |path: &Path| fs::read_to_string(path).with_context(|| path.display().to_string());
    let scenario =
        Scenario::from_json(&read(scenario)?).with_context(|| scenario.display().to_string())?;
    let text = read(trace)?;
    let name = || trace.display().to_string();
    let trace = Trace::from_json(&text).with_context(name)?;
    trace.check(&scenario).with_context(name)?;
    Ok((scenario, trace))
}

fn write_json(path: &Path, value: &impl serde::Serialize) -> Result<()> {
    let name = || path.display().to_string();
    let mut writer = BufWriter::new(File::create(path).with_context(name)?);
    serde_json::to_writer_pretty(&mut writer, value).with_context(name)?;
    writer.write_all(b"\n").and_then(|()| writer.flush()).with_context(name)
}
