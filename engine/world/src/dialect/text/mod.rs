//! The text dialects, `terminal`, `mcp`, `search` and `swe`: an observation is its lines, one
//! node a line. The name of a node is the line exactly; its kind says what the line is.
//!
//! Kinds are a reading aid (colours, metrics) and follow from the lines alone: see
//! [`Classifier`]. The empty text is one empty line.

mod kind;

pub(super) use kind::{Classifier, mcp, search, swe, terminal};

use super::reader::{Format, Reader, unsayable};
use crate::{Action, Node, Screen, action::ActionError};

/// A text dialect, by what says the kinds of its lines.
pub(super) struct Text(pub Classifier);

impl Format for Text {
    fn read(&self, reader: &mut Reader<'_>) {
        let mut before = None;
        while let Some(line) = reader.next_line() {
            let kind = (self.0)(line, before);
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
        out.extend(screen.nodes[index].name.chars().map(|c| if c == '\n' { ' ' } else { c }));
        out.push('\n');
    }

    fn dress(&self, screen: &mut Screen) {
        let mut before = None;
        for node in &mut screen.nodes {
            let kind = (self.0)(&node.name, before);
            before = Some(kind);
            kind.word().clone_into(&mut node.kind);
            node.role = kind.role();
        }
    }

    fn spell(&self, action: &Action, _: &Screen) -> Result<String, ActionError> {
        match action {
            Action::Raw { text } => Ok(text.clone()),
            other => Err(unsayable(other)),
        }
    }

    fn read_action(&self, text: &str, _: &Screen) -> Result<Action, ActionError> {
        Ok(Action::Raw { text: text.to_owned() })
    }
}
