//! Building the page with Trunk.

mod agents;
mod offline;
mod policy;
mod split;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::setup::{self, Cache, TestModel};
use crate::shell::run;
use crate::{hash, widget, workspace};

/// How well the page is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// As it is published: small and fast.
    Published,
    /// Large and slow, but built again in seconds: for trying a change.
    Quick,
}

/// Builds dist/ unless it was built from the same files in the same way.
///
/// `public_url` is where it will be found, if that is known.
pub fn build(finish: Finish, public_url: Option<&str>) -> Result<()> {
    let cache = Cache::open()?;
    let path = setup::page_tools(&cache)?;
    drop(cache);

    let inputs = inputs()?;
    let mut inputs = hash::tree(workspace::root(), inputs.iter().map(PathBuf::as_path))?;
    if finish == Finish::Quick {
        inputs.push_str(" quick");
    }
    inputs.extend(public_url.map(|url| format!(" for {url}")));
    let stamp = workspace::root().join("target/page.sha256");
    let built = fs::read_to_string(&stamp).is_ok_and(|built| built == inputs);
    if built && workspace::dist().join("index.html").is_file() {
        println!("The page is up to date.");
        return Ok(());
    }
    let mut trunk = Command::new("trunk");
    trunk.arg("build").current_dir(workspace::root()).env("PATH", &path);
    match finish {
        Finish::Published => {
            println!("Building the page (3 to 8 minutes the first time, then 1 to 2)");
        }
        Finish::Quick => {
            println!("Building the page quickly (1 to 3 minutes the first time, then seconds)");
            // Without wasm-opt, which only a release gets.
            trunk.args(["--release=false", "--cargo-profile", "quick"]);
        }
    }
    // Trunk takes any value but true and false for a mistake.
    trunk.env_remove("NO_COLOR");
    run(&mut trunk)?;
    split::split(finish, &path)?;
    agents::name_model(&workspace::dist())?;
    widget::put(&workspace::dist(), public_url)?;
    policy::allow_inline_scripts(&workspace::dist())?;
    offline::write(&workspace::dist())?;
    fs::create_dir_all(workspace::root().join("target"))?;
    fs::write(&stamp, inputs).context("cannot note what the page was built from")
}

/// The default model and what is to be known of it, from the repository; a page can do without.
const WITH_THE_PAGE: [&str; 2] = ["web/models/diorama-default.gguf", "docs/model-card.md"];

/// Puts the default model beside the page, perhaps another, and the list of others that the page
/// reads.
pub fn put_beside(model: Option<&TestModel>) -> Result<()> {
    let folder = workspace::dist().join("models");
    fs::create_dir_all(&folder)?;
    for file in WITH_THE_PAGE.map(|file| workspace::root().join(file)) {
        if let Some(name) = file.file_name().filter(|_| file.is_file()) {
            fs::copy(&file, folder.join(name))
                .with_context(|| format!("cannot copy {}", file.display()))?;
        }
    }
    let mut list = Vec::new();
    if let Some(model) = model {
        let file = folder.join(model.file);
        let bytes = fs::metadata(&model.path)?.len();
        if !fs::metadata(&file).is_ok_and(|there| there.len() == bytes) {
            link(&model.path, &file)?;
        }
        list.push(serde_json::json!({
            "name": model.name,
            "file": model.file,
            "bytes": bytes,
            "sha256": model.sha256,
            "license": model.license,
            "summary": model.summary,
        }));
    }
    let list = serde_json::to_string_pretty(&list)?;
    fs::write(folder.join("index.json"), list).context("cannot write the list of models")
}

/// A hard link where the file systems allow, else a copy.
fn link(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_file(to)?;
    }
    fs::hard_link(from, to)
        .or_else(|_| fs::copy(from, to).map(drop))
        .with_context(|| format!("cannot copy the model to {}", to.display()))
}

/// The files the page is made of.
fn inputs() -> Result<Vec<PathBuf>> {
    const FOLDERS: [&str; 7] = [
        ".cargo",
        "app",
        "engine",
        "web",
        "xtask/src/page",
        "xtask/src/picture",
        "xtask/src/widget",
    ];
    const FILES: [&str; 4] = ["Cargo.toml", "Cargo.lock", "Trunk.toml", "rust-toolchain.toml"];
    const NOT: [&str; 3] = ["engine/cli", "engine/train", "web/tests"];
    let mut files = workspace::files()?;
    files.retain(|file| {
        let within = |names: &[&str]| names.iter().any(|name| file.starts_with(name));
        (within(&FOLDERS) || within(&FILES)) && !within(&NOT)
    });
    Ok(files)
}
