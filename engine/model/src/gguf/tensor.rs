//! Where tensors lie, and reading them.

use super::{GgufError, limits};
use crate::{ByteSource, SourceError, quant::TensorType};
use std::ops::Range;
use thiserror::Error;

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

/// Why a tensor's data could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TensorError {
    /// Rows that the tensor has not.
    #[error("rows {start}..{end} of a tensor with {rows} rows")]
    NoSuchRows {
        /// First row asked for.
        start: u64,
        /// One past the last row asked for.
        end: u64,
        /// Rows of the tensor.
        rows: u64,
    },
    /// More bytes than this machine can address at once.
    #[error("{0} bytes cannot be held in memory at once")]
    TooLarge(u64),
    /// Reading failed.
    #[error(transparent)]
    Source(#[from] SourceError),
}

impl TensorInfo {
    /// Number of elements.
    pub fn elements(&self) -> u64 {
        self.dimensions.iter().product()
    }

    /// Elements of a row: the first dimension.
    pub fn row_elements(&self) -> u64 {
        self.dimensions.first().copied().unwrap_or(1)
    }

    /// Number of rows: the product of the other dimensions.
    pub fn rows(&self) -> u64 {
        self.dimensions.iter().skip(1).product()
    }

    /// Bytes of a row.
    pub fn row_bytes(&self) -> u64 {
        self.length / self.rows().max(1)
    }

    /// Reads the whole tensor: [`length`](Self::length) bytes.
    pub async fn read(&self, source: &impl ByteSource) -> Result<Vec<u8>, TensorError> {
        self.read_rows(source, 0..self.rows()).await
    }

    /// Reads some rows: [`row_bytes`](Self::row_bytes) each.
    pub async fn read_rows(
        &self,
        source: &impl ByteSource,
        rows: Range<u64>,
    ) -> Result<Vec<u8>, TensorError> {
        if rows.start > rows.end || rows.end > self.rows() {
            let Range { start, end } = rows;
            return Err(TensorError::NoSuchRows { start, end, rows: self.rows() });
        }
        // No overflow: the rows lie within the tensor, and the tensor within the file.
        let bytes = (rows.end - rows.start) * self.row_bytes();
        let length = usize::try_from(bytes)
            .ok()
            .filter(|&length| isize::try_from(length).is_ok())
            .ok_or(TensorError::TooLarge(bytes))?;
        Ok(source.read(self.offset + rows.start * self.row_bytes(), length).await?)
    }
}

/// The bytes that a tensor of these sizes takes, when the sizes can be.
pub(super) fn data_length(
    name: &str,
    dimensions: &[u64],
    tensor_type: TensorType,
) -> Result<u64, GgufError> {
    let tensor = || name.to_owned();
    let count = dimensions.len() as u32;
    if !(1..=limits::DIMENSIONS).contains(&count) {
        return Err(GgufError::DimensionCount { tensor: tensor(), count });
    }
    if dimensions.contains(&0) {
        return Err(GgufError::EmptyTensor(tensor()));
    }
    let elements = dimensions
        .iter()
        .try_fold(1, |product: u64, &dimension| product.checked_mul(dimension))
        .filter(|&elements| i64::try_from(elements).is_ok())
        .ok_or_else(|| GgufError::TensorSize(tensor()))?;
    let (row, block) = (dimensions[0], tensor_type.block_elements());
    if !row.is_multiple_of(block) {
        return Err(GgufError::PartialBlock { tensor: tensor(), row, block });
    }
    tensor_type.bytes_for(elements).ok_or_else(|| GgufError::TensorSize(tensor()))
}
