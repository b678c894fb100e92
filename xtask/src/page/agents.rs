//! The module for agents, with the hash of the default model that it loads: a model of another version
//! that a browser kept is noticed.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::{hash, workspace};

/// The module in the published folder.
const MODULE: &str = "diorama.js";
/// The model in the repository.
const MODEL: &str = "web/models/diorama-default.gguf";
/// What stands in the source where the hash is to be.
const UNKNOWN: &str = "sha256: null }";

/// Writes the hash into the module; without a model it stays unknown.
pub fn name_model(dist: &Path) -> Result<()> {
    let model = workspace::root().join(MODEL);
    if !model.is_file() {
        return Ok(());
    }
    let path = dist.join(MODULE);
    let text = fs::read_to_string(&path).context("the module for agents")?;
    fs::write(&path, named(&text, &hash::file(&model)?)?).context("the module for agents")
}

fn named(module: &str, sha256: &str) -> Result<String> {
    ensure!(module.matches(UNKNOWN).count() == 1, "{MODULE} has no place for the model's hash");
    Ok(module.replace(UNKNOWN, &format!("sha256: '{sha256}' }}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_has_a_place_for_the_hash() {
        let source = workspace::root().join("web/agents").join(MODULE);
        let source = fs::read_to_string(source).unwrap();
        let named = named(&source, "00ff").unwrap();
        assert!(named.contains("file: 'models/diorama-default.gguf', sha256: '00ff' }"));
        assert!(super::named(&named, "00ff").is_err());
    }
}
