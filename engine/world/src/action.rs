//! What is done to an environment.

use crate::Screen;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

/// An action, dialect-neutral. Targets are indices into [`Screen::nodes`](crate::Screen::nodes)
/// of the screen it is done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Action {
    /// Click or tap a node.
    Click {
        /// Index of the node.
        node: usize,
    },
    /// Double click a node (desktop).
    DoubleClick {
        /// Index of the node.
        node: usize,
    },
    /// Click a node with the other mouse button.
    RightClick {
        /// Index of the node.
        node: usize,
    },
    /// Point at a node.
    Hover {
        /// Index of the node.
        node: usize,
    },
    /// Drag a node onto another.
    Drag {
        /// Index of the node that is dragged.
        node: usize,
        /// Index of the node it is dropped on.
        onto: usize,
    },
    /// Press a node for long (phone).
    LongPress {
        /// Index of the node.
        node: usize,
    },
    /// Type text, into a node or where the focus is.
    Type {
        /// Index of the node; `None` for the focus.
        node: Option<usize>,
        /// What is typed.
        text: String,
        /// Press Enter at the end.
        submit: bool,
    },
    /// Fill several fields at once; a box is checked by `true`.
    Fill {
        /// Indices of the nodes, and what each then holds.
        fields: Vec<(usize, String)>,
    },
    /// Check or uncheck a node.
    Check {
        /// Index of the node.
        node: usize,
        /// Whether it is checked afterwards.
        on: bool,
    },
    /// Choose an option of a node.
    Select {
        /// Index of the node.
        node: usize,
        /// The option's text.
        option: String,
    },
    /// Press a key or a combination: `Enter`, `Control+s`.
    Press {
        /// The key.
        key: String,
    },
    /// Scroll a node or the whole screen.
    Scroll {
        /// Index of the node; `None` for the screen.
        node: Option<usize>,
        /// Which way the content is moved through.
        direction: Direction,
    },
    /// Open an app (phone) by name, or an address (browser).
    Open {
        /// App name or address.
        target: String,
    },
    /// Back, in app or browser history.
    Back,
    /// Forward, in browser history.
    Forward,
    /// Open an empty tab (browser).
    NewTab,
    /// Turn to a tab (browser).
    SelectTab {
        /// Number of the tab, from 0.
        tab: usize,
    },
    /// Close a tab (browser).
    CloseTab {
        /// Number of the tab, from 0; `None` for the one that is shown.
        tab: Option<usize>,
    },
    /// To the home screen (phone).
    Home,
    /// Do nothing for a moment.
    Wait,
    /// Type at a terminal, piece by piece.
    Keystrokes {
        /// What is typed.
        keys: Vec<Keys>,
    },
    /// Call a tool.
    Call {
        /// Name of the tool.
        tool: String,
        /// Arguments by name; those given by position are a list called `args`.
        arguments: Map<String, Value>,
    },
    /// Ask a search engine.
    Query {
        /// What is asked, each on its own.
        queries: Vec<String>,
    },
    /// Tell the person who set the task.
    Say {
        /// What is said.
        text: String,
    },
    /// Declare the task done.
    Finish,
    /// Declare the task impossible.
    GiveUp {
        /// Why.
        reason: String,
    },
    /// Several actions in a row; all point at the nodes of the screen before the first. None of
    /// them is itself a sequence.
    Sequence {
        /// The actions.
        actions: Vec<Action>,
    },
    /// Anything else, in the dialect's own spelling.
    Raw {
        /// The text as it stands.
        text: String,
    },
}

/// A piece of what is typed at a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// Characters, with `\n` for Enter; or a single control key: `C-c`, `C-d`.
    pub keystrokes: String,
    /// How long is waited afterwards, in milliseconds.
    pub wait: u32,
}

impl Keys {
    /// The letter that is pressed with Control: `c` for `C-c`.
    pub fn control(&self) -> Option<char> {
        let mut rest = self.keystrokes.strip_prefix("C-")?.chars();
        rest.next().filter(|_| rest.next().is_none())
    }
}

impl Action {
    /// The nodes the action is done to.
    pub fn targets(&self) -> Vec<usize> {
        match self {
            Self::Click { node }
            | Self::DoubleClick { node }
            | Self::RightClick { node }
            | Self::Hover { node }
            | Self::LongPress { node }
            | Self::Check { node, .. }
            | Self::Select { node, .. } => vec![*node],
            Self::Drag { node, onto } => vec![*node, *onto],
            Self::Type { node, .. } | Self::Scroll { node, .. } => node.iter().copied().collect(),
            Self::Fill { fields } => fields.iter().map(|(node, _)| *node).collect(),
            Self::Sequence { actions } => actions.iter().flat_map(Self::targets).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether it says that the task is over: done, or impossible.
    pub fn ends(&self) -> bool {
        match self {
            Self::Finish | Self::GiveUp { .. } => true,
            Self::Sequence { actions } => actions.iter().any(Self::ends),
            _ => false,
        }
    }

    /// Whether the action can have any effect on the screen. Acting on a disabled node, or on one
    /// that is not there, is legal and does nothing.
    pub fn can_act(&self, screen: &Screen) -> bool {
        let enabled = |node: usize| screen.nodes.get(node).is_some_and(|n| !n.states.disabled);
        match self {
            Self::Sequence { actions } => actions.iter().any(|action| action.can_act(screen)),
            Self::Fill { fields } => fields.iter().any(|(node, _)| enabled(*node)),
            other => other.targets().into_iter().all(enabled),
        }
    }
}

/// Which way to scroll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // the names say it
pub enum Direction {
    Up,
    Down,
    Left,
    Right,
}

impl Direction {
    /// The direction of a turn of the wheel, to the right and down, if it has one.
    pub(crate) fn of(right: f64, down: f64) -> Option<Self> {
        match (right == 0.0, down == 0.0) {
            (true, false) => Some(if down < 0.0 { Self::Up } else { Self::Down }),
            (false, true) => Some(if right < 0.0 { Self::Left } else { Self::Right }),
            _ => None,
        }
    }

    /// The other way.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

/// Why an action cannot be spelled or read in a dialect.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ActionError {
    /// The screen has no such node.
    #[error("there is no node {0} on this screen")]
    NoSuchNode(String),
    /// The dialect has no such action.
    #[error("this dialect cannot say “{0}”")]
    NotInDialect(String),
    /// The text is not an action of the dialect.
    #[error("not an action: {0}")]
    Malformed(String),
}
