//! `cargo xtask bench`: measure.

use std::process::Command;

use anyhow::Result;
use clap::Subcommand;

use crate::setup::{self, Cache};
use crate::shell::run;
use crate::{page, workspace};

/// What to measure.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Steps of the default model in the page; tokens per second beside wllama, on the same file in
    /// the same run.
    Browser {
        /// Only the steps of the default model.
        #[arg(long)]
        steps: bool,
        /// Print one JSON object instead of tables.
        #[arg(long)]
        json: bool,
    },
}

/// Sets up, builds the page and measures.
pub fn main(arguments: &Arguments) -> Result<()> {
    let What::Browser { steps, json } = arguments.what;
    let model = setup::test_model(&Cache::open()?)?;
    setup::browsers()?;
    page::build(page::Finish::Published, None)?;
    page::put_beside(Some(&model))?;
    let mut node = Command::new("node");
    node.arg("web/tests/bench/main.js").current_dir(workspace::root());
    for (wanted, flag) in [(steps, "--steps"), (json, "--json")] {
        if wanted {
            node.arg(flag);
        }
    }
    if let Some(driver) = setup::software_vulkan() {
        node.env("VK_DRIVER_FILES", driver);
    }
    run(&mut node)
}
