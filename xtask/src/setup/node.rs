//! The node packages of the browser tests.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::hash;
use crate::shell::{npm, run, works};
use crate::workspace::browser_tests;

/// What web/tests/package-lock.json lists, in `node_modules` beside it.
pub fn packages() -> Result<()> {
    let folder = browser_tests();
    let wanted = hash::file(&folder.join("package-lock.json"))?;
    // npm wipes the folder first, so the stamp in it stands only for a whole install.
    let stamp = folder.join("node_modules/.diorama-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if !works(npm().arg("--version")) {
        bail!("npm is missing: install Node.js 20 or newer, which brings it");
    }
    println!("Setting up the node packages of the browser tests (half a minute)");
    run(npm().args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    fs::write(&stamp, wanted).context("cannot write the stamp of the node packages")
}
