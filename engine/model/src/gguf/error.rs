//! What can be wrong with a model file.

use crate::SourceError;
use thiserror::Error;

/// Why a file could not be read as GGUF.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum GgufError {
    /// The first four bytes are not `GGUF`.
    #[error("this is not a GGUF file (it begins with {0:02x?})")]
    Magic([u8; 4]),
    /// Written on and for a big-endian machine.
    #[error("this GGUF file is big-endian; only little-endian files can be read")]
    BigEndian,
    /// A version other than 2 and 3.
    #[error("GGUF version {0} cannot be read, only 2 and 3")]
    Version(u32),
    /// The file ends inside its head.
    #[error("the file ends at byte {length}, inside its {what}")]
    Truncated {
        /// What was being read.
        what: &'static str,
        /// Length of the file.
        length: u64,
    },
    /// The head is longer than [`limits::HEAD_BYTES`](super::limits::HEAD_BYTES).
    #[error("the head of the file is longer than {limit} bytes")]
    HeadTooLong {
        /// The limit in bytes.
        limit: u64,
    },
    /// The metadata would take more than [`limits::HEAD_MEMORY`](super::limits::HEAD_MEMORY).
    #[error("the head of the file would take more than {limit} bytes of memory")]
    HeadTooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// A count above its limit.
    #[error("the file claims {count} {what}; at most {limit} are read")]
    TooMany {
        /// What is counted.
        what: &'static str,
        /// How many the file claims.
        count: u64,
        /// How many are allowed.
        limit: u64,
    },
    /// A string longer than allowed.
    #[error("a {what} claims to be {length} bytes long; at most {limit} are read")]
    StringTooLong {
        /// What the string is.
        what: &'static str,
        /// Its length in bytes, as the file claims.
        length: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// A string that is not UTF-8.
    #[error("the {what} before byte {offset} is not UTF-8")]
    NotUtf8 {
        /// What the string is.
        what: &'static str,
        /// Where it ends in the file.
        offset: u64,
    },
    /// Two metadata entries of one key.
    #[error("the metadata key {0:?} occurs twice")]
    DuplicateKey(String),
    /// A value type the format does not know.
    #[error("the metadata key {key:?} has the unknown value type {id}")]
    UnknownValueType {
        /// The key.
        key: String,
        /// The type's number in the file.
        id: u32,
    },
    /// An array of arrays.
    #[error("the metadata key {0:?} holds an array of arrays")]
    NestedArray(String),
    /// A truth value that is neither 0 nor 1.
    #[error("the metadata key {key:?} holds the truth value {byte}, which is neither 0 nor 1")]
    Bool {
        /// The key.
        key: String,
        /// The byte in the file.
        byte: u8,
    },
    /// An array element above `i64::MAX`.
    #[error("the metadata key {0:?} holds an integer of more than 63 bits in an array")]
    IntegerTooLarge(String),
    /// `general.alignment` is no `u32`.
    #[error("the alignment is of type {0}, not u32")]
    AlignmentType(&'static str),
    /// `general.alignment` is no power of two from 8 to
    /// [`limits::ALIGNMENT`](super::limits::ALIGNMENT).
    #[error("an alignment of {0} bytes cannot be")]
    Alignment(u64),
    /// Two tensors of one name.
    #[error("the tensor {0:?} occurs twice")]
    DuplicateTensor(String),
    /// A tensor with no dimension or more than [`limits::DIMENSIONS`](super::limits::DIMENSIONS).
    #[error("the tensor {tensor:?} has {count} dimensions")]
    DimensionCount {
        /// Name of the tensor.
        tensor: String,
        /// Number of dimensions.
        count: u32,
    },
    /// A tensor with a dimension of 0.
    #[error("the tensor {0:?} has no elements")]
    EmptyTensor(String),
    /// A tensor whose size in elements or bytes does not fit 63 bits.
    #[error("the size of the tensor {0:?} overflows")]
    TensorSize(String),
    /// A number that is no tensor type.
    #[error("the tensor {tensor:?} has the unknown type {id}")]
    UnknownTensorType {
        /// Name of the tensor.
        tensor: String,
        /// The type's number in the file.
        id: u32,
    },
    /// A tensor type that ggml has and this crate has not.
    #[error("the tensor {tensor:?} is stored as {type_name}, which is not supported")]
    UnsupportedTensorType {
        /// Name of the tensor.
        tensor: String,
        /// ggml's name of the type.
        type_name: &'static str,
    },
    /// Rows that do not end with a block.
    #[error("the tensor {tensor:?} has rows of {row} elements, not a multiple of {block}")]
    PartialBlock {
        /// Name of the tensor.
        tensor: String,
        /// Elements of a row.
        row: u64,
        /// Elements of a block.
        block: u64,
    },
    /// Data that begin off the alignment.
    #[error("the data of the tensor {tensor:?} begin at {offset}, not a multiple of {alignment}")]
    Misaligned {
        /// Name of the tensor.
        tensor: String,
        /// Offset in the data section.
        offset: u64,
        /// The file's alignment.
        alignment: u64,
    },
    /// Data that reach past the end of the file.
    #[error("the data of the tensor {tensor:?} reach past the end of the file ({length} bytes)")]
    TensorPastEnd {
        /// Name of the tensor.
        tensor: String,
        /// Length of the file.
        length: u64,
    },
    /// Two tensors share data.
    #[error("the data of the tensors {first:?} and {second:?} overlap")]
    Overlap {
        /// The tensor that begins first.
        first: String,
        /// The tensor that begins before the first has ended.
        second: String,
    },
    /// Reading failed.
    #[error(transparent)]
    Source(#[from] SourceError),
}
