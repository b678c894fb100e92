//! Deltas: what changes in one step, and carrying it out.

use super::{Element, Field, Flaw, Frame, Heading, Place, Set, State};
use crate::facts::Change;

/// What one step changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delta {
    /// Changes to the facts; they come first.
    pub facts: Vec<Change>,
    /// What happens to the screen.
    pub screen: Redraw,
}

/// What happens to a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redraw {
    /// It is edited; by nothing if it stays as it is.
    Edits(Vec<Edit>),
    /// Another takes its place, with its nodes numbered anew.
    New {
        /// What stands around the nodes.
        heading: Heading,
        /// The nodes.
        elements: Vec<Element>,
    },
}

impl Default for Redraw {
    fn default() -> Self {
        Self::Edits(Vec::new())
    }
}

/// One edit of a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// A field of the header is set or cleared.
    Field(Field, Option<String>),
    /// A node changes.
    Set(u32, Set),
    /// Siblings go, from the first to the last, with all that is in them.
    Remove(u32, u32),
    /// Nodes are put in.
    Insert {
        /// Where.
        place: Place,
        /// The nodes; the first is 0 deep, others at most one deeper than the one before.
        elements: Vec<Element>,
    },
}

impl Delta {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.screen == Redraw::default()
    }
}

/// What a delta makes of a state. A delta that speaks of what is not there is refused.
pub fn apply(state: &State, delta: &Delta) -> Result<State, Flaw> {
    let mut next = state.clone();
    apply_to(&mut next, delta).map(|()| next)
}

/// Makes of a state what a delta makes of it; an unsound delta may leave it half done.
pub(super) fn apply_to(state: &mut State, delta: &Delta) -> Result<(), Flaw> {
    delta.facts.iter().try_for_each(|change| state.facts.apply(change))?;
    match &delta.screen {
        Redraw::New { heading, elements } => {
            state.frame = Frame { heading: heading.clone(), ..Frame::default() };
            insert(&mut state.frame, Place::Top, elements)
        }
        Redraw::Edits(edits) => {
            edits.iter().try_for_each(|edit| apply_edit(&mut state.frame, edit))
        }
    }
}

fn apply_edit(frame: &mut Frame, edit: &Edit) -> Result<(), Flaw> {
    match edit {
        Edit::Field(field, text) => {
            frame.heading.set(*field, text.clone());
            Ok(())
        }
        Edit::Set(id, set) => frame.set(*id, |element| set.apply(element)),
        Edit::Remove(first, last) => frame.remove(*first, *last),
        Edit::Insert { place, elements } => insert(frame, *place, elements),
    }
}

/// Puts an outline in.
fn insert(frame: &mut Frame, place: Place, elements: &[Element]) -> Result<(), Flaw> {
    let (at, base) = frame.place(place)?;
    let mut deepest = 0;
    for (offset, element) in elements.iter().enumerate() {
        if element.depth > deepest {
            return Err(Flaw::Depth);
        }
        deepest = element.depth + 1;
        let depth = base + element.depth;
        frame.insert(at + offset, Element { depth, ..element.clone() })?;
    }
    Ok(())
}
