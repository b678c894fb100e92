//! Turning text into token ids and back.

/// A tokenizer read from a model file's metadata.
#[derive(Debug, Clone)]
pub struct Tokenizer {}
