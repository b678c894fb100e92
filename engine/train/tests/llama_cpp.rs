//! Exported models in llama.cpp: it reads the same tokens and writes the same.

#![allow(clippy::print_stdout)] // where they part is worth seeing
#![allow(clippy::unwrap_used)] // a test's panic is its failure, in helpers too

mod common;
mod llama;

use diorama_model::{Decoder, Gguf, cpu::CpuExecutor, source::FileSource};
use diorama_train::{Config, Vocabulary, export::export};
use std::{env::temp_dir, fs, path::Path};

fn open(model: &Path, capacity: usize) -> CpuExecutor {
    let source = FileSource::open(model).unwrap();
    pollster::block_on(async {
        let file = Gguf::read(&source).await.unwrap();
        let decoder = Decoder::from_gguf(&file).unwrap();
        CpuExecutor::load(&source, &file, decoder, capacity, |_, _| ()).await.unwrap()
    })
}

/// llama.cpp rounds what it multiplies weights with to F16 or to the 8 bits of `Q8_0`, so that
/// tokens whose logits are close may swap. Logits go up to 16: a wrong tensor shows all the same.
#[test]
fn random_weights_write_the_same_in_llama_cpp() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = Config::read(&folder.join("configs/default.toml")).unwrap();
    let vocabulary = Vocabulary::read(&folder.join("vocabulary.json")).unwrap();
    let weights = common::weights(&config, 1);
    let prompts = llama::prompts(&vocabulary.tokenizer().unwrap(), 1);
    for (types, tie) in [("f32", 0.0), ("f16", 0.05), ("q8", 0.4), ("q4,embedding=q4_1", 0.4)] {
        let model = temp_dir().join(format!("diorama-{types}.{}.gguf", std::process::id()));
        let file = export(&weights, &config, &vocabulary, &types.parse().unwrap()).unwrap();
        file.write(&mut fs::File::create(&model).unwrap()).unwrap();
        let written = llama::written(&model, "F32", &prompts);
        let mut executor = open(&model, llama::capacity(&prompts));
        let agreement = llama::follow(&mut executor, &prompts, &written);
        println!("{types}: {agreement:?} of {}", prompts.len());
        fs::remove_file(&model).unwrap();
        assert!(agreement.gaps.iter().all(|&gap| gap < tie), "{types}");
    }
}
