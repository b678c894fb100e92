//! How two screens differ, in words: a step's before and after, two futures, a prediction and the
//! truth.

mod brief;
mod edits;
mod verdict;

use crate::page::say::say;
pub use brief::brief;
pub use edits::{Edit, edits};

pub use verdict::verdict;

use super::draw::{
    roles::{describe, role_word},
    traits::{label, shortened},
};
use diorama_world::Screen;

/// Longest line that is told whole.
const LINE: usize = 120;

/// A node by its role and what it is called, or a line by what it says.
pub fn named(screen: &Screen, index: usize, drawn: bool) -> String {
    let Some(node) = screen.nodes.get(index) else { return String::new() };
    if !drawn {
        return shortened(&node.name, LINE);
    }
    let called = label(screen, index);
    if called.is_empty() {
        return describe(screen, index);
    }
    format!("{} “{}”", role_word(node.role), shortened(&called, 60))
}

/// A text as it stands in a sentence.
pub fn shown(text: &str) -> String {
    if text.is_empty() { say("nothing").to_owned() } else { shortened(text, 80) }
}
