//! Typed access to metadata and tensors.

use super::{Gguf, Strings, TensorInfo, Value};
use thiserror::Error;

/// Why a metadata value or tensor that a model needs cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LookupError {
    /// No such key.
    #[error("the file has no metadata key {0:?}")]
    MissingKey(String),
    /// The value is of another type.
    #[error("the metadata key {key:?} holds a value of type {found}, not {expected}")]
    WrongType {
        /// The key.
        key: String,
        /// The type asked for.
        expected: &'static str,
        /// The type in the file.
        found: &'static str,
    },
    /// The integer does not fit the type asked for.
    #[error("the metadata key {key:?} holds {value}, which is no {expected}")]
    OutOfRange {
        /// The key.
        key: String,
        /// The type asked for.
        expected: &'static str,
        /// The value in the file.
        value: i128,
    },
    /// No such tensor.
    #[error("the file has no tensor {0:?}")]
    MissingTensor(String),
}

/// Turns a missing key or tensor into `None`; a wrong type stays an error.
///
/// `optional(gguf.f32("llama.rope.freq_base"))?.unwrap_or(10_000.0)`
pub fn optional<T>(found: Result<T, LookupError>) -> Result<Option<T>, LookupError> {
    match found {
        Ok(value) => Ok(Some(value)),
        Err(LookupError::MissingKey(_) | LookupError::MissingTensor(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

impl Gguf {
    /// A value of any type.
    pub fn value(&self, key: &str) -> Result<&Value, LookupError> {
        self.metadata.get(key).ok_or_else(|| LookupError::MissingKey(key.to_owned()))
    }

    /// A string.
    pub fn string(&self, key: &str) -> Result<&str, LookupError> {
        self.typed(key, "string", |value| match value {
            Value::String(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// An integer of any width that fits `u32`.
    pub fn u32(&self, key: &str) -> Result<u32, LookupError> {
        self.integer(key, "u32")
    }

    /// An integer of any width that fits `u64`.
    pub fn u64(&self, key: &str) -> Result<u64, LookupError> {
        self.integer(key, "u64")
    }

    /// An integer of any width that fits `i64`.
    pub fn i64(&self, key: &str) -> Result<i64, LookupError> {
        self.integer(key, "i64")
    }

    /// A float; 64-bit ones are rounded.
    pub fn f32(&self, key: &str) -> Result<f32, LookupError> {
        self.typed(key, "f32", |value| match *value {
            Value::F32(x) => Some(x),
            Value::F64(x) => Some(x as f32),
            _ => None,
        })
    }

    /// A truth value.
    pub fn bool(&self, key: &str) -> Result<bool, LookupError> {
        self.typed(key, "bool", |value| match *value {
            Value::Bool(x) => Some(x),
            _ => None,
        })
    }

    /// An array of strings.
    pub fn strings(&self, key: &str) -> Result<&Strings, LookupError> {
        self.typed(key, "array of strings", |value| match value {
            Value::Strings(strings) => Some(strings),
            _ => None,
        })
    }

    /// An array of integers of any width but `u8` (see [`bytes`](Self::bytes)).
    pub fn ints(&self, key: &str) -> Result<&[i64], LookupError> {
        self.typed(key, "array of integers", |value| match value {
            Value::Ints(ints) => Some(ints.as_slice()),
            _ => None,
        })
    }

    /// An array of floats.
    pub fn floats(&self, key: &str) -> Result<&[f32], LookupError> {
        self.typed(key, "array of floats", |value| match value {
            Value::Floats(floats) => Some(floats.as_slice()),
            _ => None,
        })
    }

    /// An array of truth values.
    pub fn bools(&self, key: &str) -> Result<&[bool], LookupError> {
        self.typed(key, "array of bools", |value| match value {
            Value::Bools(bools) => Some(bools.as_slice()),
            _ => None,
        })
    }

    /// An array of `u8`.
    pub fn bytes(&self, key: &str) -> Result<&[u8], LookupError> {
        self.typed(key, "array of bytes", |value| match value {
            Value::Bytes(bytes) => Some(bytes.as_slice()),
            _ => None,
        })
    }

    /// A tensor's place and type.
    pub fn tensor(&self, name: &str) -> Result<&TensorInfo, LookupError> {
        self.tensors.get(name).ok_or_else(|| LookupError::MissingTensor(name.to_owned()))
    }

    fn typed<'a, T>(
        &'a self,
        key: &str,
        expected: &'static str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<T, LookupError> {
        let value = self.value(key)?;
        read(value).ok_or_else(|| LookupError::WrongType {
            key: key.to_owned(),
            expected,
            found: value.type_name(),
        })
    }

    fn integer<T: TryFrom<i128>>(
        &self,
        key: &str,
        expected: &'static str,
    ) -> Result<T, LookupError> {
        let value = self.typed(key, expected, Value::as_integer)?;
        T::try_from(value).map_err(|_| LookupError::OutOfRange {
            key: key.to_owned(),
            expected,
            value,
        })
    }
}
