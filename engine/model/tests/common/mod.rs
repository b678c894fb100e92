//! What several tests need.

use diorama_model::source::FileSource;
use std::{env::var_os, path::PathBuf};

/// The test model in the cache folder.
pub fn test_model() -> FileSource {
    cached("models/SmolLM2-135M-Instruct.Q4_1.gguf")
}

/// A file in the cache folder.
pub fn cached(name: &str) -> FileSource {
    let home = var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let caches = var_os("XDG_CACHE_HOME").map_or_else(|| home.join(".cache"), PathBuf::from);
    let folder = var_os("DIORAMA_CACHE").map_or_else(|| caches.join("diorama"), PathBuf::from);
    let path = folder.join(name);
    FileSource::open(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; run `cargo xtask setup`, which brings the test files", path.display())
    })
}
