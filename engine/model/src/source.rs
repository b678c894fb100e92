//! Where the bytes of a model file come from.

use thiserror::Error;

/// Random access to the bytes of a model file: a local file, an HTTP range, a browser `File`, OPFS.
///
/// Futures need not be `Send`: in the page everything runs on one thread.
#[allow(async_fn_in_trait)] // see above: no `Send` bound is wanted
pub trait ByteSource {
    /// Length of the whole file in bytes.
    fn len(&self) -> u64;

    /// Whether the file has no bytes.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads exactly `length` bytes from `offset`.
    ///
    /// Callers state limits before they ask: `length` is what will be allocated.
    async fn read(&self, offset: u64, length: usize) -> Result<Vec<u8>, SourceError>;
}

/// Why bytes could not be read.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum SourceError {
    /// The range reaches past the end of the file.
    #[error("bytes {offset}..{end} are past the end of the file ({length} bytes)")]
    PastEnd {
        /// First byte asked for.
        offset: u64,
        /// One past the last byte asked for.
        end: u64,
        /// Length of the file.
        length: u64,
    },
    /// The medium failed (network, disk, permission); the text says how.
    #[error("{0}")]
    Medium(String),
    /// The person cancelled.
    #[error("cancelled")]
    Cancelled,
}

/// Checks that `offset..offset + length` lies within a source of `total` bytes.
pub fn check_range(offset: u64, length: usize, total: u64) -> Result<(), SourceError> {
    let end = offset.saturating_add(length as u64);
    if end > total {
        return Err(SourceError::PastEnd { offset, end, length: total });
    }
    Ok(())
}

/// Bytes in memory.
impl ByteSource for &[u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    async fn read(&self, offset: u64, length: usize) -> Result<Vec<u8>, SourceError> {
        check_range(offset, length, ByteSource::len(self))?;
        let start = offset as usize;
        Ok(self[start..start + length].to_vec())
    }
}

/// A file on disk.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug)]
pub struct FileSource {
    file: std::fs::File,
    length: u64,
}

#[cfg(not(target_arch = "wasm32"))]
impl FileSource {
    /// Opens `path` for reading.
    pub fn open(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let file = std::fs::File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self { file, length })
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl ByteSource for FileSource {
    fn len(&self) -> u64 {
        self.length
    }

    async fn read(&self, offset: u64, length: usize) -> Result<Vec<u8>, SourceError> {
        use std::io::{Read, Seek, SeekFrom};
        check_range(offset, length, self.length)?;
        let mut buffer = vec![0; length];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(offset))
            .and_then(|_| file.read_exact(&mut buffer))
            .map_err(|error| SourceError::Medium(error.to_string()))?;
        Ok(buffer)
    }
}
