//! What changed from one screen to the next.

use crate::Screen;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The difference between two screens.
///
/// Every old node is kept, changed or removed; every new one is kept, changed or added.
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
    /// Number of nodes on both screens that did not change.
    pub kept: usize,
    /// Whether so little remains that people would call it another screen.
    pub new_screen: bool,
}

/// The difference in one line, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing changed.
    Unchanged,
    /// Only the header changed: address, title.
    Header,
    /// Nodes were changed, added or removed; how many. Nodes that only moved do not count, unless
    /// nothing else happened.
    Changed(usize),
    /// Another screen.
    NewScreen,
}

impl Diff {
    /// Judges the difference; displays as a line for people.
    pub fn verdict(&self) -> Verdict {
        let moved = self.changed.iter().filter(|c| c.moved_only()).count();
        let edits = self.added.len() + self.removed.len() + self.changed.len() - moved;
        match (self.new_screen, edits, moved, self.header) {
            (true, ..) => Verdict::NewScreen,
            (false, 0, 0, false) => Verdict::Unchanged,
            (false, 0, 0, true) => Verdict::Header,
            (false, 0, moved, _) => Verdict::Changed(moved),
            (false, edits, ..) => Verdict::Changed(edits),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unchanged => f.write_str("nothing changed"),
            Self::Header => f.write_str("only the header changed"),
            Self::Changed(1) => f.write_str("1 node changed"),
            Self::Changed(n) => write!(f, "{n} nodes changed"),
            Self::NewScreen => f.write_str("new screen"),
        }
    }
}

/// A node that is on both screens and differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Index into the old screen.
    pub old: usize,
    /// Index into the new screen.
    pub new: usize,
    /// What differs.
    pub fields: Vec<Field>,
}

impl Changed {
    /// Whether the node only moved, as rows do when one is put in above them.
    pub fn moved_only(&self) -> bool {
        self.fields == [Field::Bounds]
    }
}

/// A part of a node that can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // the names are those of `Node`
pub enum Field {
    Kind,
    Name,
    Value,
    Hint,
    States,
    Bounds,
    Attributes,
}

/// Compares two screens.
pub fn diff(_old: &Screen, _new: &Screen) -> Diff {
    unimplemented!()
}
