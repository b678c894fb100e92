//! What is done to an environment.

use serde::{Deserialize, Serialize};
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
    /// To the home screen (phone).
    Home,
    /// Do nothing for a moment.
    Wait,
    /// Anything else, in the dialect's own spelling.
    Raw {
        /// The text as it stands.
        text: String,
    },
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
