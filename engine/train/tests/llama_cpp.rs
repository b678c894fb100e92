//! Exported models in llama.cpp: it reads the same tokens and writes the same.

#![allow(clippy::print_stdout)] // where they part is worth seeing
#![allow(clippy::unwrap_used)] // a test's panic is its failure, in helpers too

mod common;
mod llama;

use diorama_train::{Config, Vocabulary, export::export};
use llama::{Golden, TIE};
use std::{env::temp_dir, fs, path::Path};

/// Logits go up to 16: a wrong tensor shows, whatever the rounding.
#[test]
fn random_weights_write_the_same_in_llama_cpp() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = Config::read(&folder.join("configs/default.toml")).unwrap();
    let vocabulary = Vocabulary::read(&folder.join("vocabulary.json")).unwrap();
    let weights = common::weights(&config, 1);
    for (types, tie) in [("f32", 0.0), ("f16", TIE), ("q8", 2.0 * TIE), ("q4,key=q4_1", 2.0 * TIE)]
    {
        println!("{types}");
        let model = temp_dir().join(format!("diorama-{types}.{}.gguf", std::process::id()));
        let file = export(&weights, &config, &vocabulary, &types.parse().unwrap()).unwrap();
        file.write(&mut fs::File::create(&model).unwrap()).unwrap();
        let golden = Golden::ask(&model, 1);
        fs::remove_file(&model).unwrap();
        pollster::block_on(async { golden.agrees_with(golden.on_cpu().await, tie).await });
    }
}
