//! Actions as JSON objects with an `action_type`.

use crate::{
    Action, Node, Screen,
    action::{ActionError, Direction},
    dialect::reader::{target, unsayable},
};
use serde::{Deserialize, Serialize};

pub(super) fn spell(action: &Action, screen: &Screen) -> Result<String, ActionError> {
    let index = |node: usize| {
        let reference = target(screen, node)?.reference.as_deref();
        reference.map_or(Ok(node), |r| r.parse().map_err(|_| ActionError::NoSuchNode(r.to_owned())))
    };
    let command = match action {
        Action::Click { node } => Command::Click { index: index(*node)? },
        Action::DoubleClick { node } => Command::DoubleTap { index: index(*node)? },
        Action::LongPress { node } => Command::LongPress { index: index(*node)? },
        Action::Type { node, text, submit: false } => {
            Command::InputText { text: text.clone(), index: node.map(index).transpose()? }
        }
        Action::Press { key } if key == "Enter" => Command::KeyboardEnter,
        Action::Scroll { node, direction } => {
            Command::Scroll { direction: *direction, index: node.map(index).transpose()? }
        }
        Action::Open { target } => Command::OpenApp { app_name: target.clone() },
        Action::Back => Command::NavigateBack,
        Action::Home => Command::NavigateHome,
        Action::Wait => Command::Wait,
        Action::Raw { text } => return Ok(text.clone()),
        other => return Err(unsayable(other)),
    };
    serde_json::to_string(&command).map_err(|e| ActionError::Malformed(e.to_string()))
}

pub(super) fn read(text: &str, screen: &Screen) -> Result<Action, ActionError> {
    let raw = || Action::Raw { text: text.to_owned() };
    if !text.trim_start().starts_with('{') {
        return Ok(raw());
    }
    let command: Command =
        serde_json::from_str(text).map_err(|e| ActionError::Malformed(e.to_string()))?;
    // By number: elements may be numbered `[05]`.
    let node = |index: usize| {
        let numbered = |n: &Node| n.reference.as_ref().and_then(|r| r.parse().ok()) == Some(index);
        let missing = || ActionError::NoSuchNode(index.to_string());
        screen.nodes.iter().position(numbered).ok_or_else(missing)
    };
    Ok(match command {
        Command::Click { index } => Action::Click { node: node(index)? },
        Command::DoubleTap { index } => Action::DoubleClick { node: node(index)? },
        Command::LongPress { index } => Action::LongPress { node: node(index)? },
        Command::InputText { text, index } => {
            Action::Type { node: index.map(node).transpose()?, text, submit: false }
        }
        Command::Scroll { direction, index } => {
            Action::Scroll { node: index.map(node).transpose()?, direction }
        }
        Command::OpenApp { app_name } => Action::Open { target: app_name },
        Command::NavigateBack => Action::Back,
        Command::NavigateHome => Action::Home,
        Command::KeyboardEnter => Action::Press { key: "Enter".to_owned() },
        Command::Wait => Action::Wait,
        Command::Other => raw(),
    })
}

/// An action as it is spelled.
#[derive(Serialize, Deserialize)]
#[serde(tag = "action_type", rename_all = "snake_case")]
enum Command {
    Click {
        index: usize,
    },
    DoubleTap {
        index: usize,
    },
    LongPress {
        index: usize,
    },
    InputText {
        text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        index: Option<usize>,
    },
    Scroll {
        direction: Direction,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        index: Option<usize>,
    },
    OpenApp {
        app_name: String,
    },
    NavigateBack,
    NavigateHome,
    KeyboardEnter,
    Wait,
    #[serde(other)]
    Other,
}
