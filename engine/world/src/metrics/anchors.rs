//! Anchors: the few things on a screen that people look at first.

use crate::{Node, Role, Screen};

/// Something that a prediction gets right or wrong as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// What has the focus.
    Focus,
    /// What stands in the fields.
    Typed,
    /// What is selected or checked.
    Selected,
    /// Whether there is a dialog, and which.
    Dialog,
    /// App, title and address.
    Title,
}

/// All anchors, in the order in which they are counted.
pub const ANCHORS: [Anchor; 5] =
    [Anchor::Focus, Anchor::Typed, Anchor::Selected, Anchor::Dialog, Anchor::Title];

impl Anchor {
    /// A word for tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Focus => "focus",
            Self::Typed => "typed",
            Self::Selected => "selected",
            Self::Dialog => "dialog",
            Self::Title => "title",
        }
    }

    /// Whether two screens agree, `None` if neither has the anchor.
    pub(super) fn agree(self, truth: &Screen, predicted: &Screen) -> Option<bool> {
        let (truth, predicted) = (self.of(truth), self.of(predicted));
        (!truth.is_empty() || !predicted.is_empty()).then(|| truth == predicted)
    }

    /// What a screen says of it.
    fn of(self, screen: &Screen) -> Vec<(Option<Role>, &str)> {
        let header = &screen.header;
        let all = |holds: fn(&Node) -> bool| screen.nodes.iter().filter(move |node| holds(node));
        match self {
            Self::Focus => all(|node| node.states.focused).map(named).collect(),
            Self::Typed => all(|node| node.role == Role::TextBox)
                .filter_map(|node| node.value.as_deref())
                .filter(|value| !value.is_empty())
                .map(|value| (None, value))
                .collect(),
            Self::Selected => all(|node| node.states.selected || node.states.checked == Some(true))
                .map(named)
                .collect(),
            Self::Dialog => all(|node| node.role == Role::Dialog).map(named).collect(),
            Self::Title => [&header.app, &header.title, &header.url]
                .into_iter()
                .flatten()
                .map(|text| (None, text.as_str()))
                .collect(),
        }
    }
}

fn named(node: &Node) -> (Option<Role>, &str) {
    (Some(node.role), &node.name)
}
