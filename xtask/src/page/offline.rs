//! The service worker, with the list of files of the version that it belongs to.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::{hash, workspace};

/// The published service worker.
const WORKER: &str = "sw.js";
/// What the service worker has nothing to do with: itself, models, which are kept elsewhere, and what
/// only strangers come for: sandboxes without an origin, sites that show links.
const NOT: [&str; 4] = [WORKER, "models/", "embed/carrier/", "s/"];
/// Beginnings of the names of what the page needs before anything is asked of it: the page and the
/// program of its default model; and the second part of the page, which shows what is to be chosen.
const FIRST: [&str; 4] = ["index.html", "page-", "later-", "lean"];

/// Writes the service worker for all that is in the folder.
pub fn write(dist: &Path) -> Result<()> {
    let mut files = BTreeMap::new();
    for file in workspace::files_below(dist)? {
        let name = file.strip_prefix(dist)?.to_string_lossy().replace('\\', "/");
        if !NOT.iter().any(|it| name.starts_with(it)) {
            files.insert(name, hash::file(&file)?);
        }
    }
    let first: Vec<_> = files.keys().filter(|name| is_first(name)).collect();
    let (files, first) = (serde_json::to_string(&files)?, serde_json::to_string(&first)?);
    let code = fs::read_to_string(workspace::root().join("web/offline/worker.js"))?;
    let version = hash::hex(Sha256::digest(format!("{files}{code}")));
    let text = format!(
        "const VERSION = \"{}\";\nconst FIRST = {first};\nconst FILES = {files};\n{code}",
        &version[..16],
    );
    fs::write(dist.join(WORKER), text).context("cannot write the service worker")
}

fn is_first(name: &str) -> bool {
    let file = Path::new(name);
    let style = file.extension().is_some_and(|it| it == "css");
    let beside = file.parent() == Some(Path::new(""));
    (beside && (style || name == "register.js")) || FIRST.iter().any(|it| name.starts_with(it))
}
