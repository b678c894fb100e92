//! `cargo xtask record`: record walks through real programs, as test data.
//!
//! The drivers are Python scripts in xtask/record; this installs what they need and runs them.

mod tools;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::setup::{Cache, python};
use crate::shell::run;
use crate::workspace::root;

/// What to record.
#[derive(clap::Args)]
pub struct Arguments {
    /// The kind of program.
    kind: Kind,
    /// Walks with the same seed are the same.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only the walks whose names contain this [default: all, and old ones are removed].
    #[arg(long)]
    only: Option<String>,
    /// The folder to write to [default: where the tests read].
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Kind {
    /// Task pages of `MiniWoB` and the admin of Django, in Chromium.
    Web,
    /// A text editor, a calculator and a file manager, on a virtual screen.
    Os,
    /// A shell, on a terminal.
    Terminal,
}

impl Kind {
    /// The folder of its recordings.
    fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Os => "os",
            Self::Terminal => "terminal",
        }
    }

    /// Installs what the driver needs; gives the driver's name and its environment.
    fn prepare(self, cache: &Cache) -> Result<(&'static str, Vec<(&'static str, OsString)>)> {
        Ok(match self {
            Self::Web => ("web.py", tools::web(cache)?),
            Self::Os => ("desktop.py", tools::os()?),
            Self::Terminal => ("terminal.py", tools::terminal(cache)?),
        })
    }
}

/// Sets up and records.
pub fn main(arguments: &Arguments) -> Result<()> {
    let cache = Cache::open()?;
    let (driver, environment) = arguments.kind.prepare(&cache)?;
    // Other set-ups need not wait for the walks.
    drop(cache);
    let recordings = root().join("engine/world/tests/recordings");
    let out = arguments.out.clone().unwrap_or_else(|| recordings.join(arguments.kind.name()));
    let mut command = Command::new(python()?);
    command.arg("-B").arg(root().join("xtask/record").join(driver)).arg("--out").arg(out);
    command.args(["--seed", &arguments.seed.to_string()]).envs(environment);
    if let Some(only) = &arguments.only {
        command.args(["--only", only]);
    }
    run(&mut command)
}
