//! The text dialects, `terminal`, `mcp`, `search` and `swe`: an observation is its lines, one
//! node a line. The name of a node is the line exactly; its kind says what the line is.
//!
//! Kinds are a reading aid (colours, metrics) and follow from the lines alone: see
//! [`Classifier`]. The empty text is one empty line.

mod action;
mod kind;

use super::reader::{Format, Reader};
use crate::{Action, Node, Screen, action::ActionError};
use kind::Classifier;

/// A text dialect.
pub(super) struct Text {
    /// Says what a line is.
    classify: Classifier,
    spell: fn(&Action) -> Result<String, ActionError>,
    read: fn(&str) -> Result<Option<Action>, ActionError>,
}

/// A terminal's screen.
pub(super) const TERMINAL: Text =
    Text { classify: kind::terminal, spell: action::terminal::spell, read: action::terminal::read };
/// What tools answer.
pub(super) const MCP: Text =
    Text { classify: kind::mcp, spell: action::tool::spell, read: action::tool::read };
/// Results and pages.
pub(super) const SEARCH: Text =
    Text { classify: kind::search, spell: action::search::spell, read: action::search::read };
/// What a programmer's tools answer.
pub(super) const SWE: Text =
    Text { classify: kind::swe, spell: action::tool::spell, read: action::tool::read };

impl Format for Text {
    fn read(&self, reader: &mut Reader<'_>) {
        let mut before = None;
        while let Some(line) = reader.next_line() {
            let kind = (self.classify)(line, before);
            before = Some(kind);
            let node = Node {
                role: kind.role(),
                kind: kind.word().to_owned(),
                name: line.to_owned(),
                ..Node::default()
            };
            if let Err(flaw) = reader.push(node) {
                reader.problem(line, &flaw);
            }
        }
    }

    fn node(&self, screen: &Screen, index: usize, out: &mut String) {
        // A line has no line end.
        for (i, part) in screen.nodes[index].name.split('\n').enumerate() {
            if i > 0 {
                out.push(' ');
            }
            out.push_str(part);
        }
        out.push('\n');
    }

    fn dress(&self, screen: &mut Screen) {
        let mut before = None;
        for node in &mut screen.nodes {
            let kind = (self.classify)(&node.name, before);
            before = Some(kind);
            kind.word().clone_into(&mut node.kind);
            node.role = kind.role();
        }
    }

    fn spell(&self, action: &Action, _: &Screen) -> Result<String, ActionError> {
        (self.spell)(action)
    }

    fn read_action(&self, text: &str, _: &Screen) -> Result<Option<Action>, ActionError> {
        (self.read)(text)
    }
}
