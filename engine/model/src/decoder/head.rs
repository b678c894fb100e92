//! Typed, limited access to the metadata of one architecture.

use super::DecoderError;
use crate::gguf::{Gguf, Value};
use std::ops::RangeInclusive;

/// A file's head, read through the keys of its architecture (`llama.block_count` …).
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    file: &'a Gguf,
    architecture: &'a str,
}

impl<'a> Head<'a> {
    /// Reads which architecture the file has.
    pub fn new(file: &'a Gguf) -> Result<Self, DecoderError> {
        const KEY: &str = "general.architecture";
        match file.metadata.get(KEY) {
            Some(Value::String(architecture)) => Ok(Self { file, architecture }),
            Some(_) => {
                Err(DecoderError::BadValue { key: KEY.to_owned(), expected: "a text".to_owned() })
            }
            None => Err(DecoderError::MissingKey(KEY.to_owned())),
        }
    }

    /// The architecture's name.
    pub fn architecture(&self) -> &'a str {
        self.architecture
    }

    /// Whether the file has the tensor.
    pub fn has_tensor(&self, name: &str) -> bool {
        self.file.tensors.contains_key(name)
    }

    /// Sizes of a tensor, fastest-varying first.
    pub fn sizes(&self, tensor: &str) -> Result<&'a [u64], DecoderError> {
        self.file
            .tensors
            .get(tensor)
            .map(|info| info.dimensions.as_slice())
            .ok_or_else(|| DecoderError::MissingTensor(tensor.to_owned()))
    }

    /// A whole number within `limits`.
    pub fn u32(&self, key: &str, limits: RangeInclusive<u32>) -> Result<u32, DecoderError> {
        self.optional_u32(key, limits)?.ok_or_else(|| self.missing(key))
    }

    /// A whole number within `limits`, if the key is there.
    pub fn optional_u32(
        &self,
        key: &str,
        limits: RangeInclusive<u32>,
    ) -> Result<Option<u32>, DecoderError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let number = value.as_integer().and_then(|number| u32::try_from(number).ok());
        number.filter(|number| limits.contains(number)).map(Some).ok_or_else(|| {
            self.bad(key, format!("a whole number from {} to {}", limits.start(), limits.end()))
        })
    }

    /// A finite number, if the key is there.
    pub fn optional_f32(&self, key: &str) -> Result<Option<f32>, DecoderError> {
        let number = match self.value(key) {
            None => return Ok(None),
            Some(Value::F32(n)) => *n,
            Some(Value::F64(n)) => *n as f32,
            Some(_) => f32::NAN,
        };
        if number.is_finite() { Ok(Some(number)) } else { Err(self.bad(key, "a finite number")) }
    }

    /// A number above zero, if the key is there.
    pub fn positive_f32(&self, key: &str) -> Result<Option<f32>, DecoderError> {
        match self.optional_f32(key)? {
            Some(number) if number <= 0.0 => Err(self.bad(key, "a number above 0")),
            number => Ok(number),
        }
    }

    /// A text, if the key is there.
    pub fn optional_text(&self, key: &str) -> Result<Option<&'a str>, DecoderError> {
        match self.value(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.bad(key, "a text")),
        }
    }

    /// The error for a key that should be there.
    pub fn missing(&self, key: &str) -> DecoderError {
        DecoderError::MissingKey(self.key(key))
    }

    fn key(&self, key: &str) -> String {
        format!("{}.{key}", self.architecture)
    }

    fn value(&self, key: &str) -> Option<&'a Value> {
        self.file.metadata.get(&self.key(key))
    }

    fn bad(&self, key: &str, expected: impl Into<String>) -> DecoderError {
        DecoderError::BadValue { key: self.key(key), expected: expected.into() }
    }
}
