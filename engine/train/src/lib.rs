//! Training the default world model: the data, the decoder as a burn module, the loop, and what
//! makes a GGUF file of it.

pub mod beginning;
pub mod checkpoint;
pub mod config;
pub mod curve;
pub mod data;
pub mod decoder;
pub mod export;
pub mod kernels;
pub mod merges;
pub mod probe;
pub mod schedule;
pub mod trainer;
pub mod vocabulary;

pub use config::Config;
pub use vocabulary::Vocabulary;
