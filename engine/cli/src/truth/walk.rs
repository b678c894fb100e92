//! `diorama truth walk`: a random walk, printed.

use anyhow::{Result, ensure};
use clap::Args;
use diorama_truth::{Telling, scenario};
use diorama_world::{
    Control, Dialect, Domain, Trace, control,
    trace::{MAX_STEPS, TraceStep},
};
use serde::Serialize;
use std::{
    io::{BufWriter, Write, stdout},
    time::Instant,
};

/// Steps after which a walk starts afresh in the next seed's world.
const LENGTH: usize = 100;

/// Arguments of `diorama truth walk`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Which kind of environment.
    #[arg(long)]
    domain: Domain,
    /// The world's seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Steps to walk. After each 100, the walk goes on in the world of the next seed.
    #[arg(long, default_value_t = 10)]
    steps: usize,
    /// How observations and actions are spelled; the domain's usual dialect if nothing is said.
    #[arg(long)]
    dialect: Option<Dialect>,
    /// A control in force, as `name` or `name:parameter=value`; may be given several times.
    #[arg(long = "control", value_name = "CONTROL", value_parser = Control::read)]
    controls: Vec<Control>,
    /// Print one JSON object, scenario and trace, instead of text; for up to 100 steps.
    #[arg(long)]
    json: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report {
    scenario: diorama_world::Scenario,
    trace: Trace,
}

/// Walks and prints; says at the end how fast it went.
pub fn run(arguments: &Arguments) -> Result<()> {
    let Arguments { domain, seed, steps, controls, .. } = arguments;
    let dialect = arguments.dialect.unwrap_or(domain.dialects()[0]);
    ensure!(dialect.domain() == *domain, "{dialect} is no dialect of {domain}");
    for named in controls.iter().filter_map(Control::named) {
        let known = control::of(*domain).any(|known| known.name == named.definition().name);
        ensure!(known, "“{}” changes nothing in {domain}", named.definition().name);
    }
    let mut out = BufWriter::new(stdout().lock());
    if arguments.json {
        ensure!(*steps <= LENGTH.min(MAX_STEPS), "one world is walked for up to {LENGTH} steps");
        let report = report(dialect, *seed, *steps, controls);
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
        return Ok(());
    }
    let start = Instant::now();
    let mut done = 0;
    for world in *seed.. {
        let mut telling = Telling::new(dialect, world, controls);
        writeln!(out, "=== world {world}\n{}", telling.observation())?;
        for _ in 0..LENGTH.min(steps - done) {
            let (_, text) = telling.step();
            writeln!(out, "--- {text}\n{}", telling.observation())?;
        }
        done += LENGTH.min(steps - done);
        if done == *steps {
            break;
        }
    }
    out.flush()?;
    let seconds = start.elapsed().as_secs_f64();
    eprintln!("{steps} steps in {seconds:.2} s: {:.0} steps/s", *steps as f64 / seconds);
    Ok(())
}

/// One world, walked.
fn report(dialect: Dialect, seed: u64, steps: usize, controls: &[Control]) -> Report {
    let scenario = scenario(dialect, seed, controls.to_vec());
    let mut telling = Telling::new(dialect, seed, controls);
    let step = |telling: &mut Telling| {
        let (_, action) = telling.step();
        TraceStep { action, observation: telling.observation() }
    };
    let steps = (0..steps).map(|_| step(&mut telling)).collect();
    let source = "reference environment (synthetic)".to_owned();
    let trace = Trace { scenario: scenario.id.clone(), source, steps };
    Report { scenario, trace }
}
