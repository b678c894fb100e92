//! Reading `tokenizer.ggml.*` from a file's metadata, with limits.

use super::TokenizerError;
use crate::gguf::{Gguf, Value};

/// The tokenizer's keys of a file, without their prefix.
pub(super) struct Metadata<'a>(pub(super) &'a Gguf);

impl<'a> Metadata<'a> {
    fn get(&self, key: &str) -> Option<&'a Value> {
        self.0.metadata.get(&format!("tokenizer.ggml.{key}"))
    }

    fn wrong(key: &'static str, expected: &'static str) -> TokenizerError {
        TokenizerError::Type { key, expected }
    }

    pub(super) fn text(&self, key: &'static str) -> Result<Option<&'a str>, TokenizerError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Self::wrong(key, "text")),
        }
    }

    pub(super) fn flag(&self, key: &'static str) -> Result<Option<bool>, TokenizerError> {
        match self.get(key) {
            None => Ok(None),
            Some(&Value::Bool(flag)) => Ok(Some(flag)),
            Some(_) => Err(Self::wrong(key, "true or false")),
        }
    }

    pub(super) fn texts(&self, key: &'static str) -> Result<Option<&'a [String]>, TokenizerError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Strings(texts)) => Ok(Some(texts)),
            Some(_) => Err(Self::wrong(key, "a list of texts")),
        }
    }

    pub(super) fn integers(&self, key: &'static str) -> Result<Option<&'a [i64]>, TokenizerError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Ints(numbers)) => Ok(Some(numbers)),
            Some(_) => Err(Self::wrong(key, "a list of integers")),
        }
    }

    pub(super) fn floats(&self, key: &'static str) -> Result<Option<&'a [f32]>, TokenizerError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Floats(numbers)) => Ok(Some(numbers)),
            Some(_) => Err(Self::wrong(key, "a list of numbers")),
        }
    }

    /// A token id below `vocabulary`. Files say "none" with an id out of range.
    pub(super) fn token(
        &self,
        key: &'static str,
        vocabulary: u32,
    ) -> Result<Option<u32>, TokenizerError> {
        let id = match self.get(key) {
            None => return Ok(None),
            Some(&Value::U32(id)) => i64::from(id),
            Some(&Value::I32(id)) => i64::from(id),
            Some(&Value::U64(id)) => i64::try_from(id).unwrap_or(i64::MAX),
            Some(&Value::I64(id)) => id,
            Some(_) => return Err(Self::wrong(key, "a token id")),
        };
        Ok(u32::try_from(id).ok().filter(|&id| id < vocabulary))
    }
}
