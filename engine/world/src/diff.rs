//! What changed from one screen to the next.

use crate::Screen;
use serde::{Deserialize, Serialize};

/// The difference between two screens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diff {
    /// Whether the header changed.
    pub header: bool,
    /// Indices into the old screen.
    pub removed: Vec<usize>,
    /// Indices into the new screen.
    pub added: Vec<usize>,
    /// Nodes on both screens that changed.
    pub changed: Vec<Changed>,
}

/// A node that is on both screens and differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Index into the old screen.
    pub old: usize,
    /// Index into the new screen.
    pub new: usize,
}

/// Compares two screens.
pub fn diff(_old: &Screen, _new: &Screen) -> Diff {
    unimplemented!()
}
