//! The model that the page ships, and those that it came from, say of themselves how they were trained.

#![allow(clippy::unwrap_used)] // a test's panic is its failure, in helpers too

use diorama_model::Gguf;
use diorama_train::Config;
use std::{fs, path::Path};

/// Sees that a file's metadata are those of a configuration beside it.
fn says_so(configuration: &Path, file: &Path) {
    let config = Config::read(configuration).unwrap();
    let bytes = fs::read(file).unwrap();
    let head = pollster::block_on(Gguf::read(&bytes.as_slice())).unwrap();
    let said = head.string("diorama.training").unwrap();
    assert_eq!(said, toml::to_string(&config).unwrap(), "{}", file.display());
    assert_eq!(head.u64("diorama.data.seed").unwrap(), config.seed, "{}", file.display());
}

#[test]
fn files_name_the_configuration_they_were_trained_with() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let configs = root.join("engine/train/configs");
    says_so(&configs.join("default.toml"), &root.join("web/models/diorama-default.gguf"));
    let mut earlier = 0;
    for entry in fs::read_dir(&configs).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_some_and(|extension| extension == "gguf") {
            says_so(&file.with_extension("toml"), &file);
            earlier += 1;
        }
    }
    assert!(earlier > 0, "no earlier model is there");
}
