//! The page's program, split into what it needs at once and what comes when it is first looked at.
//!
//! `app/src/page/later.rs` says where. Trunk knows nothing of it: the linked program is split, bound
//! to JavaScript and optimised here, and takes the place of what Trunk made of it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

use super::Finish;
use crate::shell::run;
use crate::workspace;

/// Splits the program that Trunk built last. `path` finds the tools.
pub fn split(finish: Finish, path: &OsStr) -> Result<()> {
    let dist = workspace::dist();
    let name = name(&dist)?;
    let work = workspace::root().join("target/split");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    let profile = match finish {
        Finish::Published => "page",
        Finish::Quick => "quick",
    };
    let linked = format!("target/wasm32-unknown-unknown/{profile}/page.wasm");
    let linked = fs::read(workspace::root().join(linked)).context("the page's program")?;

    let main = work.join(format!("{name}.wasm"));
    let (script, module) = (format!("./{name}-later.js"), format!("./{name}.js"));
    let mut options = Options::new(&linked);
    options.output_dir = &work;
    options.main_out_path = &main;
    options.link_name = &script;
    options.main_module = &module;
    let later = transform(options).map_err(|error| anyhow!("cannot split the page: {error:#}"))?;

    let mut bindgen = Command::new("wasm-bindgen");
    bindgen.args(["--target", "web", "--keep-lld-exports", "--no-typescript", "--no-demangle"]);
    run(bindgen.arg("--out-dir").arg(&dist).arg(&main).env("PATH", path))?;
    optimise(finish, &dist.join(format!("{name}_bg.wasm")), path)?;

    // Under names that change with what is in the files, as the page's own do.
    let mut loader = fs::read_to_string(work.join(&script))?;
    for file in later.split_modules {
        let old = file.file_name().and_then(OsStr::to_str).context("a part without a name")?;
        let new = format!("later-{}-{old}", name.trim_start_matches("page-"));
        loader = loader.replace(old, &new);
        fs::copy(&file, dist.join(&new))?;
        optimise(finish, &dist.join(&new), path)?;
    }
    fs::write(dist.join(&script), loader).context("cannot write what fetches the rest")
}

/// What Trunk calls the page's program: `page-` and a hash.
fn name(dist: &Path) -> Result<String> {
    let files = workspace::files_below(dist)?;
    let name = |file: &PathBuf| {
        let name = file.file_name()?.to_str()?.strip_suffix(".js")?;
        name.starts_with("page-").then(|| name.to_owned())
    };
    files.iter().find_map(name).context("Trunk made no page")
}

fn optimise(finish: Finish, file: &Path, path: &OsStr) -> Result<()> {
    if finish == Finish::Quick {
        return Ok(());
    }
    let mut optimiser = Command::new("wasm-opt");
    // What the linker and the browsers both know.
    optimiser.args(["-Oz", "--all-features", "--strip-debug", "--strip-producers"]);
    run(optimiser.arg(file).arg("-o").arg(file).env("PATH", path))
}
