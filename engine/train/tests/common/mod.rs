//! A model with random weights.

#![allow(dead_code)] // each test file uses a part

use diorama_train::{
    Config, Vocabulary,
    export::{Part, Weights, tensors},
};
use diorama_truth::Seed;
use std::path::Path;

/// The default configuration with a vocabulary of bytes.
pub fn config() -> Config {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut config = Config::read(&folder.join("configs/default.toml")).unwrap();
    config.vocabulary = Vocabulary::bytes().tokens().len();
    config
}

/// Weights large enough that what a model computes from them is far from uniform.
pub fn weights(config: &Config, seed: u64) -> Weights {
    tensors(&config.model, config.vocabulary)
        .into_iter()
        .map(|tensor| {
            let mut seed = Seed::new(seed, &tensor.name);
            let (middle, spread) = match tensor.part {
                Part::Norm => (1.0, 0.2),
                Part::Embedding => (0.0, 0.3),
                _ => (0.0, 1.0 / (tensor.sizes[0] as f32).sqrt()),
            };
            let mut number = || middle + spread * seed.between(-1000, 1000) as f32 / 577.0;
            let numbers = (0..tensor.elements()).map(|_| number()).collect();
            (tensor.name, numbers)
        })
        .collect()
}
