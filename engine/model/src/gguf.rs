//! Reading GGUF model files (versions 2 and 3), which are untrusted input.

use crate::quant::TensorType;
use std::collections::BTreeMap;

/// The head of a GGUF file: metadata and the list of tensors.
#[derive(Debug, Clone, PartialEq)]
pub struct Gguf {
    /// Format version.
    pub version: u32,
    /// Key/value pairs.
    pub metadata: BTreeMap<String, Value>,
    /// Tensors by name.
    pub tensors: BTreeMap<String, TensorInfo>,
    /// Length of the whole file in bytes.
    pub file_length: u64,
}

/// A metadata value.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)] // the names are the format's own types
pub enum Value {
    U8(u8),
    I8(i8),
    U16(u16),
    I16(i16),
    U32(u32),
    I32(i32),
    F32(f32),
    Bool(bool),
    String(String),
    U64(u64),
    I64(i64),
    F64(f64),
    Strings(Vec<String>),
    Bytes(Vec<u8>),
    Ints(Vec<i64>),
    Floats(Vec<f32>),
}

/// Where a tensor lies and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TensorInfo {
    /// Sizes, fastest-varying first, as in the file: a matrix is `[inputs, outputs]`.
    pub dimensions: Vec<u64>,
    /// How numbers are stored.
    pub tensor_type: TensorType,
    /// Offset of the data from the beginning of the file.
    pub offset: u64,
    /// Length of the data in bytes.
    pub length: u64,
}
