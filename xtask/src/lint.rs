//! `cargo xtask lint`: formatting, clippy natively and for wasm32, file sizes, the languages.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::shell::{cargo, run};
use crate::{setup, words, workspace};

/// Lines of a source file, at most; one purpose fits.
const LINES: usize = 600;
/// Bytes of a committed file, at most; models and pictures belong elsewhere.
const BYTES: u64 = 1 << 20;
/// The default model and the earlier ones that its training goes on from, and most bytes of each.
const MODELS: [&str; 6] = [
    "web/models/diorama-default.gguf",
    "engine/train/configs/diorama-default-1.gguf",
    "engine/train/configs/diorama-default-2.gguf",
    "engine/train/configs/diorama-default-3.gguf",
    "engine/train/configs/diorama-default-4.gguf",
    "engine/train/configs/diorama-default-5.gguf",
];
const MODEL_BYTES: u64 = 10 << 20;
/// What people read and write by hand.
const SOURCES: [&str; 9] = ["rs", "wgsl", "js", "mjs", "css", "html", "py", "toml", "sh"];
/// The crates that run in the browser.
const IN_THE_BROWSER: [&str; 7] = [
    "diorama-world",
    "diorama-picture",
    "diorama-truth",
    "diorama-model",
    "diorama-gpu",
    "diorama-predict",
    "diorama-app",
];

/// What to look at.
#[derive(clap::Args, Default)]
pub struct Arguments {
    /// Also licences and advisories of the dependencies, with `cargo deny`, which has to be
    /// installed: building it takes longer than everything else here together.
    #[arg(long)]
    deny: bool,
}

/// Runs the quick checks first.
pub fn main(arguments: &Arguments) -> Result<()> {
    sizes()?;
    words::check()?;
    for folder in ["", "fuzz"] {
        let folder = workspace::root().join(folder);
        run(cargo().args(["fmt", "--all", "--check"]).current_dir(folder))?;
    }
    native()?;
    browser()?;
    if arguments.deny {
        run(cargo().args(["deny", "check"]).current_dir(workspace::root()))
            .context("install it with `cargo install --locked cargo-deny`")?;
    }
    Ok(())
}

fn native() -> Result<()> {
    run(cargo()
        .args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"])
        .current_dir(workspace::root()))
}

/// With a configuration of its own: what would block or panic in a browser is forbidden.
fn browser() -> Result<()> {
    setup::rust_target()?;
    let mut command = cargo();
    command.args(["clippy", "--quiet", "--target", "wasm32-unknown-unknown"]);
    for package in IN_THE_BROWSER {
        command.args(["--package", package]);
    }
    run(command
        .args(["--", "-D", "warnings"])
        .env("CLIPPY_CONF_DIR", workspace::root().join("app/wasm"))
        .current_dir(workspace::root()))
}

/// No file too long to read, none too large to clone.
fn sizes() -> Result<()> {
    let mut faults = Vec::new();
    for file in workspace::files()? {
        let path = workspace::root().join(&file);
        let model = MODELS.iter().any(|model| file.as_path() == Path::new(model));
        let most = if model { MODEL_BYTES } else { BYTES };
        if fs::metadata(&path)?.len() > most {
            faults.push(format!("{}: more than {most} bytes", file.display()));
        }
        let source = file.extension().and_then(|extension| extension.to_str());
        if source.is_some_and(|extension| SOURCES.contains(&extension)) {
            let lines = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", file.display()))?
                .lines()
                .count();
            if lines > LINES {
                faults.push(format!("{}: {lines} lines, more than {LINES}", file.display()));
            }
        }
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}
