//! The text formats of observations and actions, one module each.

use crate::{Action, Domain, Screen, action::ActionError};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A text format of observations and actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    /// Android element list; actions are JSON objects.
    AndroidJson,
    /// Playwright's accessibility snapshot; actions are tool calls.
    WebPlaywright,
    /// A tab-separated accessibility tree of a desktop; actions are pyautogui calls.
    OsA11y,
}

/// Where and why an observation could not be parsed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {message}")]
pub struct ParseError {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl Dialect {
    /// The domain the dialect describes.
    pub fn domain(self) -> Domain {
        match self {
            Self::AndroidJson => Domain::Android,
            Self::WebPlaywright => Domain::Web,
            Self::OsA11y => Domain::Os,
        }
    }

    /// Reads an observation. Also reads the beginning of one that is still being written: a last
    /// line without its end is left out rather than refused when `partial` is set.
    pub fn parse(self, _text: &str, _partial: bool) -> Result<Screen, ParseError> {
        unimplemented!()
    }

    /// Spells an action as this dialect does. The screen gives names and positions to point at.
    pub fn spell(self, _action: &Action, _screen: &Screen) -> Result<String, ActionError> {
        unimplemented!()
    }

    /// Reads an action in this dialect's spelling.
    pub fn read_action(self, _text: &str, _screen: &Screen) -> Result<Action, ActionError> {
        unimplemented!()
    }
}
