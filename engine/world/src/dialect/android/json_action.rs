//! Actions as JSON objects with an `action_type`, or with an `action` on coordinates.

use super::gesture;
use crate::{
    Action, Screen,
    action::{ActionError, Direction},
    dialect::reader::{target, unsayable},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
        Action::Say { text } => Command::Answer { text: text.clone() },
        Action::Finish => Command::Status { goal_status: "complete".to_owned() },
        Action::GiveUp { reason } if reason.is_empty() => {
            Command::Status { goal_status: "infeasible".to_owned() }
        }
        other => return Err(unsayable(other)),
    };
    serde_json::to_string(&command).map_err(|e| ActionError::Malformed(e.to_string()))
}

pub(super) fn read(text: &str, screen: &Screen) -> Result<Option<Action>, ActionError> {
    if !text.starts_with('{') {
        return Ok(None);
    }
    let malformed = |e: serde_json::Error| ActionError::Malformed(e.to_string());
    let value: Value = serde_json::from_str(text).map_err(malformed)?;
    if value.get("action_type").is_none()
        && let Value::Object(arguments) = &value
        && arguments.contains_key("action")
    {
        return gesture::read(arguments, screen);
    }
    let node = |index: usize| gesture::numbered(screen, index);
    Ok(Some(match serde_json::from_value(value).map_err(malformed)? {
        Command::Click { index } => Action::Click { node: node(index)? },
        Command::DoubleTap { index } => Action::DoubleClick { node: node(index)? },
        Command::LongPress { index } => Action::LongPress { node: node(index)? },
        Command::InputText { text, index } => {
            Action::Type { node: index.map(node).transpose()?, text, submit: false }
        }
        Command::Scroll { direction, index } => {
            Action::Scroll { node: index.map(node).transpose()?, direction }
        }
        Command::Swipe { direction, index } => {
            let direction = direction.opposite();
            Action::Scroll { node: index.map(node).transpose()?, direction }
        }
        Command::OpenApp { app_name } => Action::Open { target: app_name },
        Command::NavigateBack => Action::Back,
        Command::NavigateHome => Action::Home,
        Command::KeyboardEnter => Action::Press { key: "Enter".to_owned() },
        Command::Wait => Action::Wait,
        Command::Answer { text } => Action::Say { text },
        Command::Status { goal_status } => match goal_status.as_str() {
            "complete" => Action::Finish,
            "infeasible" => Action::GiveUp { reason: String::new() },
            _ => return Ok(None),
        },
        Command::Other => return Ok(None),
    }))
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
    /// Where the finger goes: the other way than what is looked for.
    Swipe {
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
    Answer {
        text: String,
    },
    Status {
        goal_status: String,
    },
    #[serde(other)]
    Other,
}
