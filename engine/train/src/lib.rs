//! Training the default world model: the data, the decoder as a burn module, the loop, and what
//! makes a GGUF file of it.

pub mod config;
pub mod data;
pub mod decoder;
pub mod export;
pub mod kernels;
pub mod merges;
pub mod vocabulary;

pub use config::Config;
pub use vocabulary::Vocabulary;
