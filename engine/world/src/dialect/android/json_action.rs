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
        Action::Click { node } => Command::on("click", index(*node)?),
        Action::DoubleClick { node } => Command::on("double_tap", index(*node)?),
        Action::LongPress { node } => Command::on("long_press", index(*node)?),
        Action::Type { node, text, submit: false } => Command {
            text: Some(text.clone()),
            index: node.map(index).transpose()?,
            ..Command::new("input_text")
        },
        Action::Press { key } if key == "Enter" => Command::new("keyboard_enter"),
        Action::Scroll { node, direction } => Command {
            direction: Some(*direction),
            index: node.map(index).transpose()?,
            ..Command::new("scroll")
        },
        Action::Open { target } => {
            Command { app_name: Some(target.clone()), ..Command::new("open_app") }
        }
        Action::Back => Command::new("navigate_back"),
        Action::Home => Command::new("navigate_home"),
        Action::Wait => Command::new("wait"),
        Action::Say { text } => Command { text: Some(text.clone()), ..Command::new("answer") },
        Action::Finish => Command::status("complete"),
        Action::GiveUp { reason } if reason.is_empty() => Command::status("infeasible"),
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
    let command: Command = serde_json::from_value(value).map_err(malformed)?;
    let index = command.index.map(|index| gesture::numbered(screen, index)).transpose();
    let node = || index.clone()?.ok_or_else(|| missing("index"));
    let text = || command.text.clone().ok_or_else(|| missing("text"));
    let direction = || command.direction.ok_or_else(|| missing("direction"));
    Ok(Some(match command.action_type.as_str() {
        "click" => Action::Click { node: node()? },
        "double_tap" => Action::DoubleClick { node: node()? },
        "long_press" => Action::LongPress { node: node()? },
        "input_text" => Action::Type { node: index?, text: text()?, submit: false },
        "scroll" => Action::Scroll { direction: direction()?, node: index? },
        // Where the finger goes: the other way than what is looked for.
        "swipe" => Action::Scroll { direction: direction()?.opposite(), node: index? },
        "open_app" => Action::Open { target: command.app_name.ok_or_else(|| missing("app_name"))? },
        "navigate_back" => Action::Back,
        "navigate_home" => Action::Home,
        "keyboard_enter" => Action::Press { key: "Enter".to_owned() },
        "wait" => Action::Wait,
        "answer" => Action::Say { text: text()? },
        "status" => match command.goal_status.as_deref() {
            Some("complete") => Action::Finish,
            Some("infeasible") => Action::GiveUp { reason: String::new() },
            Some(_) => return Ok(None),
            None => return Err(missing("goal_status")),
        },
        _ => return Ok(None),
    }))
}

fn missing(field: &str) -> ActionError {
    ActionError::Malformed(format!("missing field `{field}`"))
}

/// An action as it is spelled. One type for all of them: an enum of their forms costs the page five
/// times as many bytes.
#[derive(Default, Serialize, Deserialize)]
struct Command {
    action_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    direction: Option<Direction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    app_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    goal_status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

impl Command {
    fn new(action_type: &str) -> Self {
        Self { action_type: action_type.to_owned(), ..Self::default() }
    }

    fn on(action_type: &str, index: usize) -> Self {
        Self { index: Some(index), ..Self::new(action_type) }
    }

    fn status(goal: &str) -> Self {
        Self { goal_status: Some(goal.to_owned()), ..Self::new("status") }
    }
}
