//! One file of the private file system, open for writing.

use crate::{
    protocol::FailureKind,
    worker::{failure::Failure, js},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{FileSystemFileHandle, FileSystemReadWriteOptions, FileSystemSyncAccessHandle};

/// A file that only we have open; closed when dropped.
pub struct Writer(FileSystemSyncAccessHandle);

impl Drop for Writer {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Writer {
    /// Opens a file for writing, which no other tab may do meanwhile.
    pub async fn open(handle: &FileSystemFileHandle) -> Result<Self, Failure> {
        let opened = JsFuture::from(handle.create_sync_access_handle()).await;
        let handle = opened.map_err(|thrown| {
            if js::is_exception(&thrown, "NoModificationAllowedError") {
                let message = "This model is in use in another tab. Close that tab, or wait until \
                               its download has ended.";
                return Failure::new(FailureKind::Storage, message);
            }
            storage_failure("A stored file could not be opened", &thrown)
        })?;
        Ok(Self(handle.unchecked_into()))
    }

    /// Length of the file in bytes.
    pub fn length(&self) -> Result<u64, Failure> {
        let size = self.0.get_size();
        size.map(|size| size as u64)
            .map_err(|thrown| storage_failure("A stored file could not be read", &thrown))
    }

    /// Cuts the file to `length` bytes.
    pub fn truncate(&self, length: u64) -> Result<(), Failure> {
        self.0
            .truncate_with_f64(length as f64)
            .map_err(|thrown| storage_failure("A stored file could not be cut", &thrown))
    }

    /// Fills `buffer` from `offset`; the file must reach that far.
    pub fn read(&self, offset: u64, buffer: &mut [u8]) -> Result<(), Failure> {
        let wanted = buffer.len();
        let read = self
            .0
            .read_with_u8_array_and_options(buffer, &at(offset))
            .map_err(|thrown| storage_failure("A stored file could not be read", &thrown))?;
        if read as usize == wanted {
            return Ok(());
        }
        Err(Failure::new(FailureKind::Storage, "A stored file is shorter than it says."))
    }

    /// Writes all of `bytes` at `offset`.
    pub fn write(&self, offset: u64, bytes: &[u8]) -> Result<(), Failure> {
        let full = || {
            Failure::new(
                FailureKind::StorageFull,
                "The browser gives this site no more room. Delete a stored model or free some disk \
                 space, then load again; what is here is kept.",
            )
        };
        match self.0.write_with_u8_array_and_options(bytes, &at(offset)) {
            Ok(written) if written as usize == bytes.len() => Ok(()),
            Ok(_) => Err(full()),
            Err(thrown) if js::is_exception(&thrown, "QuotaExceededError") => Err(full()),
            Err(thrown) => Err(storage_failure("A stored file could not be written", &thrown)),
        }
    }

    /// Makes sure that what was written stays.
    pub fn flush(&self) -> Result<(), Failure> {
        self.0
            .flush()
            .map_err(|thrown| storage_failure("A stored file could not be written", &thrown))
    }
}

fn at(offset: u64) -> FileSystemReadWriteOptions {
    let options = FileSystemReadWriteOptions::new();
    options.set_at(offset as f64);
    options
}

/// A failure of the file system, with the browser's words.
pub fn storage_failure(what: &str, thrown: &JsValue) -> Failure {
    Failure::new(FailureKind::Storage, format!("{what}: {}.", js::describe(thrown)))
}
