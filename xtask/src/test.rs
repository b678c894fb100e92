//! `cargo xtask test`: everything a change must pass, quick failures first.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::setup::{self, Cache};
use crate::shell::{cargo, run};
use crate::{dist, fuzz, lint, page, train, workspace};

/// The package that is tested by itself.
const TRAINING: &str = "diorama-train";

/// What to run.
#[derive(clap::Args)]
pub struct Arguments {
    /// Only the browser tests in files whose names have this in them.
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    browser: Option<String>,
    /// With `--browser`: on a page that is built in seconds, large and slow, its sizes unchecked.
    #[arg(long, requires = "browser")]
    quick: bool,
}

/// Runs the parts in order, stops at the first that fails, and says what each took.
pub fn main(arguments: &Arguments) -> Result<()> {
    let mut times = Times(Vec::new());
    let outcome = parts(arguments, &mut times);
    times.print();
    outcome
}

fn parts(arguments: &Arguments, times: &mut Times) -> Result<()> {
    if arguments.browser.is_none() {
        times.part("lints", || lint::main(&lint::Arguments::default()))?;
    }
    times.part("set-up", set_up)?;
    if arguments.browser.is_none() {
        times.part("cargo tests", cargo_tests)?;
        times.part("training tests", training_tests)?;
        times.part("training", train::smoke)?;
    }
    times.part("page", || if arguments.quick { quick_page() } else { whole_page() })?;
    times.part("browser tests", || browser_tests(arguments.browser.as_deref()))?;
    if arguments.browser.is_none() {
        let briefly = fuzz::Arguments { target: None, seconds: 10 };
        times.part("fuzzing", || fuzz::main(&briefly))?;
    }
    Ok(())
}

fn set_up() -> Result<()> {
    let cache = Cache::open()?;
    setup::page_tools(&cache)?;
    setup::test_model(&cache)?;
    setup::tests(&cache)
}

fn whole_page() -> Result<()> {
    dist::main(&dist::Arguments { model: true, public_url: None })
}

fn quick_page() -> Result<()> {
    page::build(page::Finish::Quick, None)?;
    page::put_beside(Some(&setup::test_model(&Cache::open()?)?))
}

/// With every GPU test on the software Vulkan, whatever the machine has.
fn cargo_tests() -> Result<()> {
    // Where executors part, and how closely, is printed by tests that pass.
    let arguments =
        ["test", "--workspace", "--exclude", TRAINING, "--quiet", "--", "--show-output"];
    run(on_software_vulkan(cargo().args(arguments)))
}

/// Optimised: burn would take minutes to train otherwise, and as long to build.
fn training_tests() -> Result<()> {
    let arguments = ["test", "--package", TRAINING, "--release", "--quiet", "--", "--show-output"];
    run(on_software_vulkan(cargo().args(arguments)))
}

/// One file after the other: each wants both cores.
fn browser_tests(pattern: Option<&str>) -> Result<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(workspace::browser_tests())? {
        let path = entry?.path();
        // The folders above may have the pattern in their names, too.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".test.js") && pattern.is_none_or(|pattern| name.contains(pattern)) {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        // Without files, node would look for tests by itself.
        bail!("no browser test has that in its name");
    }
    let mut node = Command::new("node");
    node.args(["--test", "--test-concurrency=1", "--test-reporter=spec", "--test-timeout=900000"]);
    run(on_software_vulkan(node.args(files)))
}

fn on_software_vulkan(command: &mut Command) -> &mut Command {
    if let Some(driver) = setup::software_vulkan() {
        command.env("VK_DRIVER_FILES", driver);
    }
    command.current_dir(workspace::root())
}

/// What ran and how long.
struct Times(Vec<(&'static str, Duration)>);

impl Times {
    fn part(&mut self, name: &'static str, run: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("== {name}");
        let start = Instant::now();
        let outcome = run();
        self.0.push((name, start.elapsed()));
        outcome.with_context(|| format!("{name} failed"))
    }

    fn print(&self) {
        println!("== times");
        for (name, time) in &self.0 {
            println!("{:>8.1} s  {name}", time.as_secs_f64());
        }
        let total: Duration = self.0.iter().map(|(_, time)| *time).sum();
        println!("{:>8.1} s  together", total.as_secs_f64());
    }
}
