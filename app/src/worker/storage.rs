//! Models kept on this device, in the origin's private file system (OPFS).
//!
//! The folder `models` holds for each model its bytes, `{key}.gguf`, and a small record,
//! `{key}.json`. Bytes are written through a sync access handle, which is exclusive: two tabs
//! cannot write the same model. They are read through an ordinary `File`, so that any number of
//! tabs can run it.

pub mod download;
mod file;
mod folder;
pub mod record;

pub use folder::{Folder, room};
