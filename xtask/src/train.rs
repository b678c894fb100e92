//! `cargo xtask train`: trains the default model, or a small one for less than a minute.

use anyhow::Result;

use crate::shell::{cargo, run};
use crate::workspace;

/// What glibc is told: keep what was freed. Each step frees and asks for the same few hundred
/// megabytes; given back to the system in between, they are cleared anew each time, which takes
/// half of the step. Other allocators and systems ignore it.
const KEEP: &str = "glibc.malloc.mmap_threshold=17179869184:\
                    glibc.malloc.trim_threshold=17179869184:\
                    glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1";

/// What to train.
#[derive(clap::Args)]
pub struct Arguments {
    /// The configuration of the model.
    #[arg(long, default_value = "engine/train/configs/default.toml")]
    config: String,
    /// Folder of the run: its checkpoint and its curve. A run that is there goes on.
    #[arg(long, default_value = "target/train/default")]
    run: String,
    /// Train a small model for less than a minute and see that all of it works.
    #[arg(long, conflicts_with_all = ["config", "run"])]
    smoke: bool,
}

/// Builds the trainer and runs it.
pub fn main(arguments: &Arguments) -> Result<()> {
    let mut command = cargo();
    command.args(["run", "--release", "--package", "diorama-train", "--"]);
    if arguments.smoke {
        command.arg("smoke");
    } else {
        command.args(["train", "--config", &arguments.config, "--run", &arguments.run]);
    }
    run(command.env("GLIBC_TUNABLES", KEEP).current_dir(workspace::root()))
}

/// The small model.
pub fn smoke() -> Result<()> {
    let (config, run) = Default::default();
    main(&Arguments { config, run, smoke: true })
}
