//! Where a model's bytes are read from.

use crate::{
    protocol::FailureKind,
    worker::{
        http::{Beginning, Remote},
        jobs::Cancel,
        js,
    },
};
use diorama_model::{ByteSource, SourceError, source::check_range};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// A model's bytes, wherever they are.
#[derive(Debug, Clone)]
pub enum Bytes {
    /// On a server, read in parts.
    Remote(Remote),
    /// On a server that gives no parts: only the beginning.
    Beginning(Beginning),
    /// In a file that the person chose, or in storage.
    Local(LocalFile),
}

impl Bytes {
    /// What kind of failure it is when the bytes cannot be read.
    pub fn medium(&self) -> FailureKind {
        match self {
            Self::Remote(_) | Self::Beginning(_) => FailureKind::Network,
            Self::Local(_) => FailureKind::Storage,
        }
    }
}

impl ByteSource for Bytes {
    fn len(&self) -> u64 {
        match self {
            Self::Remote(remote) => remote.len(),
            Self::Beginning(beginning) => beginning.len(),
            Self::Local(file) => file.len(),
        }
    }

    async fn read(&self, offset: u64, length: usize) -> Result<Vec<u8>, SourceError> {
        match self {
            Self::Remote(remote) => remote.read(offset, length).await,
            Self::Beginning(beginning) => beginning.read(offset, length).await,
            Self::Local(file) => file.read(offset, length).await,
        }
    }
}

/// A browser `File`. The browser reads it piece by piece; it is never in memory as a whole.
#[derive(Debug, Clone)]
pub struct LocalFile {
    file: File,
    cancel: Cancel,
}

impl LocalFile {
    /// Reads `file` until cancelled.
    pub fn new(file: File, cancel: &Cancel) -> Self {
        Self { file, cancel: cancel.clone() }
    }
}

impl ByteSource for LocalFile {
    fn len(&self) -> u64 {
        self.file.size() as u64
    }

    async fn read(&self, offset: u64, length: usize) -> Result<Vec<u8>, SourceError> {
        check_range(offset, length, self.len())?;
        if self.cancel.is_cancelled() {
            return Err(SourceError::Cancelled);
        }
        let unread = |thrown: JsValue| {
            // The browser's words for a file that was changed or deleted meanwhile are opaque.
            SourceError::Medium(format!(
                "The file could not be read ({}); it may have changed, moved or been deleted.",
                js::describe(&thrown)
            ))
        };
        let end = offset + length as u64;
        let part = self.file.slice_with_f64_and_f64(offset as f64, end as f64).map_err(unread)?;
        let buffer = JsFuture::from(part.array_buffer()).await.map_err(unread)?;
        let bytes = Uint8Array::new(&buffer);
        if bytes.length() as usize != length {
            return Err(SourceError::Medium("The file is shorter than it was.".into()));
        }
        Ok(bytes.to_vec())
    }
}
