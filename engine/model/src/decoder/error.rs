//! Why a file's head does not describe a decoder that can run.

use thiserror::Error;

/// Why no [`Decoder`](super::Decoder) can be made from a file's head.
#[derive(Debug, Clone, Error, PartialEq)]
pub enum DecoderError {
    /// An architecture without a description here.
    #[error("the architecture `{0}` is not supported")]
    UnknownArchitecture(String),
    /// A metadata key that the architecture needs.
    #[error("the file has no `{0}`")]
    MissingKey(String),
    /// A metadata value of another type than expected, or outside its limits.
    #[error("`{key}` must be {expected}")]
    BadValue {
        /// Metadata key.
        key: String,
        /// What was expected, in words.
        expected: String,
    },
    /// A tensor that the description names.
    #[error("the file has no tensor `{0}`")]
    MissingTensor(String),
    /// A tensor with other sizes than the description gives it.
    #[error("tensor `{tensor}` has the sizes {found:?} instead of {expected:?}")]
    Shape {
        /// Tensor name.
        tensor: String,
        /// Sizes in the file, fastest-varying first.
        found: Vec<u64>,
        /// Sizes by the description.
        expected: Vec<u64>,
    },
    /// A norm, bias or factor that is not stored as F32.
    #[error("tensor `{0}` must be stored as F32")]
    NotF32(String),
    /// A feature of the architecture that is not built.
    #[error("not supported: {0}")]
    Unsupported(String),
}
