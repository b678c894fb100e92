//! The configuration of a model: one file has everything that training it again takes.

use crate::decoder::wiring;
use diorama_world::Domain;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};
use thiserror::Error;

/// Everything that makes a model: the same file gives the same model on the same device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Its name, also of its files.
    pub name: String,
    /// Draws the first weights and the order of the data.
    pub seed: u64,
    /// Tokens in the vocabulary, the markers among them.
    pub vocabulary: usize,
    /// The GGUF file of an earlier model of this shape whose weights are begun with, beside the
    /// configuration, whatever [`Shape::wired`] says; without it the first weights are drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins_with: Option<PathBuf>,
    /// The shape of the decoder.
    pub model: Shape,
    /// What is learned from.
    pub data: Data,
    /// How it is learned.
    pub training: Training,
}

/// The shape of a decoder of the `llama` architecture with tied embeddings.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// Blocks.
    pub layers: usize,
    /// Numbers in a token's state; a multiple of 32, the block of the quantized types.
    pub width: usize,
    /// Query heads; `width / heads` numbers each.
    pub heads: usize,
    /// Key and value heads, a divisor of the query heads.
    pub kv_heads: usize,
    /// Numbers between the two halves of the feed-forward part; a multiple of 32.
    pub hidden: usize,
    /// Base of the rotary position encoding.
    pub rope_base: f64,
    /// Whether the first two blocks begin as a pair that copies.
    #[serde(default)]
    pub wired: bool,
    /// Under the root of the normalisation.
    pub epsilon: f64,
}

/// What is learned from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// Tokens in a sequence.
    pub sequence: usize,
    /// Tokens in the longest context that the model will be asked to read.
    pub context: usize,
    /// How often each domain comes, in parts of the whole.
    pub domains: BTreeMap<Domain, f64>,
    /// The share of worlds that have controls in force.
    pub controlled: f64,
    /// The chance that a step which changes nothing is told.
    pub quiet: f64,
    /// The share of sequences that tell recorded walks instead of made-up ones.
    #[serde(default)]
    pub recordings: f64,
    /// The first batch with recorded walks: they teach little before the language is learned.
    #[serde(default)]
    pub recorded_from: u64,
}

/// How it is learned.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Training {
    /// Sequences in a batch.
    pub batch: usize,
    /// Batches in all.
    pub steps: usize,
    /// The highest learning rate.
    pub rate: f64,
    /// Batches in which the rate rises to its highest.
    pub warmup: usize,
    /// The share of the batches, the last, in which the rate falls to nothing.
    pub cooldown: f64,
    /// Weight decay.
    pub decay: f64,
    /// The norm to which gradients are clipped.
    pub clip: f64,
    /// Batches between checkpoints.
    pub checkpoint: usize,
    /// Batches between looks at held-out worlds.
    pub probe: usize,
}

/// Why a configuration cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file could not be read.
    #[error("reading the configuration failed: {0}")]
    Io(#[from] io::Error),
    /// The file is no configuration.
    #[error("no configuration: {0}")]
    Syntax(#[from] toml::de::Error),
    /// The numbers do not fit each other.
    #[error("{0}")]
    Shape(&'static str),
}

impl Config {
    /// Reads a configuration file.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(&fs::read_to_string(path)?)?;
        config.model.check()?;
        Ok(config)
    }
}

impl Shape {
    /// Numbers in a head.
    pub fn head(&self) -> usize {
        self.width / self.heads
    }

    fn check(&self) -> Result<(), ConfigError> {
        let fits = |whole: usize, part: usize| part > 0 && whole.is_multiple_of(part);
        if !fits(self.width, 32) || !fits(self.hidden, 32) {
            return Err(ConfigError::Shape("width and hidden must be multiples of 32"));
        }
        if !fits(self.width, self.heads) || !fits(self.heads, self.kv_heads) {
            return Err(ConfigError::Shape("heads must divide width, kv_heads must divide heads"));
        }
        if !fits(self.head(), 2) {
            return Err(ConfigError::Shape("a head must have an even number of numbers"));
        }
        if self.wired && !wiring::fits(self) {
            return Err(ConfigError::Shape("the shape has no room for a pair that copies"));
        }
        Ok(())
    }
}
