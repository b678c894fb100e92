//! What changed from one screen to the next.

mod matching;

use crate::{Node, Screen};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt};

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
    /// The difference the other way round.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let turned = |it: &Changed| Changed { old: it.new, new: it.old, fields: it.fields.clone() };
        Self {
            removed: self.added.clone(),
            added: self.removed.clone(),
            changed: self.changed.iter().map(turned).collect(),
            ..*self
        }
    }

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

/// Below this share of nodes that remain, in percent, it is another screen.
const REMAINS: usize = 30;

/// Compares two screens.
///
/// Nodes are matched as people would: by reference, resource id, name and place, not by their
/// number; see the module `matching`. References and numbers alone are no change, since they are given
/// anew on every screen.
pub fn diff(old: &Screen, new: &Screen) -> Diff {
    let pairs = matching::pairs(old, new);
    let mut diff = Diff { header: header(old) != header(new), ..Diff::default() };
    let (mut in_old, mut in_new) = (vec![false; old.nodes.len()], vec![false; new.nodes.len()]);
    for (o, n) in pairs {
        (in_old[o], in_new[n]) = (true, true);
        let fields = fields(&old.nodes[o], &new.nodes[n]);
        if fields.is_empty() {
            diff.kept += 1;
        } else {
            diff.changed.push(Changed { old: o, new: n, fields });
        }
    }
    diff.removed = absent(&in_old);
    diff.added = absent(&in_new);
    let remaining = diff.kept + diff.changed.len();
    let all = remaining + diff.removed.len() + diff.added.len();
    let known = ids(old).intersection(&ids(new)).count();
    let named = ids(old).union(&ids(new)).count();
    // Resource ids tell screens apart best, where there are enough of them.
    let (part, whole) = if named >= 4 { (known, named) } else { (remaining, all) };
    diff.new_screen = part * 100 < whole * REMAINS;
    diff
}

/// What of the header makes a difference: not the code that led to it.
fn header(screen: &Screen) -> (&Option<String>, &Option<String>, &Option<String>) {
    (&screen.header.app, &screen.header.title, &screen.header.url)
}

/// The resource ids on a screen.
fn ids(screen: &Screen) -> BTreeSet<&str> {
    screen.nodes.iter().filter_map(|node| node.attribute("res")).collect()
}

fn absent(present: &[bool]) -> Vec<usize> {
    (0..present.len()).filter(|&i| !present[i]).collect()
}

/// What differs between two nodes.
fn fields(old: &Node, new: &Node) -> Vec<Field> {
    let differing = [
        (Field::Kind, old.kind != new.kind),
        (Field::Name, old.name != new.name),
        (Field::Value, old.value != new.value),
        (Field::Hint, old.hint != new.hint),
        (Field::States, old.states != new.states),
        (Field::Bounds, old.bounds != new.bounds),
        (Field::Attributes, old.attributes != new.attributes),
    ];
    differing.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}
