//! GGUF model files, versions 2 and 3, which are untrusted input.
//!
//! A file is a head (metadata and a list of tensors) followed by the tensors' data. [`Gguf::read`]
//! reads the head alone, in growing chunks, and checks all of it: every count, length and offset
//! is held against a [limit](limits) and against the file before anything is allocated for it.
//! Tensor data are read later, whole or by rows, through [`TensorInfo`].
//!
//! The format: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>. Where it is silent:
//! text that is not UTF-8 is refused, since no tokenizer or template could use it; so are tensors
//! that overlap, tensors without elements, and arrays of arrays, which no model file holds.

mod error;
mod head;
mod lookup;
mod parse;
mod strings;
mod summary;
mod tensor;
mod value;
mod write;

pub use error::GgufError;
pub use lookup::{LookupError, optional};
pub use strings::Strings;
pub use summary::Share;
pub use tensor::{TensorError, TensorInfo};
pub use value::Value;
pub use write::{GgufWriter, WriteError};

use crate::ByteSource;
use std::collections::BTreeMap;

/// What a file may hold at most. Far above every known model, and low enough that no file can
/// exhaust the memory of a browser tab.
pub mod limits {
    /// Bytes before the tensor data.
    pub const HEAD_BYTES: u64 = 64 << 20;
    /// Bytes of memory that the decoded metadata and tensor list may take together.
    pub const HEAD_MEMORY: u64 = 32 << 20;
    /// Metadata entries.
    pub const METADATA: u64 = 1 << 16;
    /// Tensors.
    pub const TENSORS: u64 = 1 << 16;
    /// Elements of one metadata array; vocabularies and their merges have up to 600,000.
    pub const ARRAY: u64 = 1 << 22;
    /// Bytes of one string; chat templates have up to 100,000.
    pub const STRING: u64 = 1 << 20;
    /// Bytes of a metadata key or of a tensor's name.
    pub const NAME: u64 = 1 << 10;
    /// Dimensions of a tensor.
    pub const DIMENSIONS: u32 = 4;
    /// Bytes to which tensor data may be aligned.
    pub const ALIGNMENT: u64 = 1 << 16;
}

const MAGIC: [u8; 4] = *b"GGUF";
/// Metadata key of the bytes to which tensor data are aligned.
const ALIGNMENT_KEY: &str = "general.alignment";
/// The alignment where the file names none.
const DEFAULT_ALIGNMENT: u64 = 32;

/// The head of a GGUF file: metadata and the list of tensors.
#[derive(Debug, Clone, PartialEq)]
pub struct Gguf {
    /// Format version, 2 or 3.
    pub version: u32,
    /// Key/value pairs.
    pub metadata: BTreeMap<String, Value>,
    /// Tensors by name.
    pub tensors: BTreeMap<String, TensorInfo>,
    /// Length of the whole file in bytes.
    pub file_length: u64,
}

impl Gguf {
    /// Reads and checks the head of a model file; no tensor data.
    pub async fn read(source: &impl ByteSource) -> Result<Self, GgufError> {
        parse::parse(source).await
    }
}

/// The bytes to which tensor data are aligned.
fn alignment(metadata: &BTreeMap<String, Value>) -> Result<u64, GgufError> {
    let alignment = match metadata.get(ALIGNMENT_KEY) {
        None => return Ok(DEFAULT_ALIGNMENT),
        Some(Value::U32(alignment)) => u64::from(*alignment),
        Some(other) => return Err(GgufError::AlignmentType(other.type_name())),
    };
    if !alignment.is_power_of_two() || !(8..=limits::ALIGNMENT).contains(&alignment) {
        return Err(GgufError::Alignment(alignment));
    }
    Ok(alignment)
}
