//! Actions as calls of a `phone` tool in tags: `<invoke name="phone"><parameter
//! name="action">click</parameter>…</invoke>`. What stands in the tags is not escaped.

use super::gesture;
use crate::{
    Action, Screen,
    action::ActionError,
    dialect::reader::{target, unsayable},
};
use serde_json::{Map, Value};
use std::fmt::Write;

/// Most parameters of a call.
const MAX_PARAMETERS: usize = 32;

pub(super) fn spell(action: &Action, screen: &Screen) -> Result<String, ActionError> {
    let index = |node: usize| {
        let reference = target(screen, node)?.reference.clone();
        Ok(("index", reference.unwrap_or_else(|| (node + 1).to_string())))
    };
    let text = |text: &str| ("text", text.to_owned());
    let button = |name: &str| ("button", name.to_owned());
    let (name, parameters) = match action {
        Action::Click { node } => ("click", vec![index(*node)?]),
        Action::LongPress { node } => ("long_press", vec![index(*node)?]),
        Action::Type { node, text: typed, submit: false } => {
            let index = node.map(index).transpose()?;
            ("type", index.into_iter().chain([text(typed)]).collect())
        }
        Action::Scroll { node: None, direction } => {
            let ((x, y), (to_x, to_y)) = gesture::swipe(*direction);
            let places = vec![
                ("coordinate", format!("[{x}, {y}]")),
                ("coordinate2", format!("[{to_x}, {to_y}]")),
            ];
            ("swipe", places)
        }
        Action::Open { target } => ("open_app", vec![text(target)]),
        Action::Back => ("system_button", vec![button("back")]),
        Action::Home => ("system_button", vec![button("home")]),
        Action::Press { key } if key == "Enter" => ("system_button", vec![button("enter")]),
        Action::Wait => ("wait", Vec::new()),
        Action::Say { text: said } => ("answer", vec![text(said)]),
        Action::Finish => ("terminate", vec![("status", "success".to_owned())]),
        Action::GiveUp { reason } if reason.is_empty() => {
            ("terminate", vec![("status", "failure".to_owned())])
        }
        other => return Err(unsayable(other)),
    };
    let mut call = "<invoke name=\"phone\">".to_owned();
    for (key, value) in std::iter::once(("action", name.to_owned())).chain(parameters) {
        // Writing to a string cannot fail.
        let _ = write!(call, "<parameter name=\"{key}\">{value}</parameter>");
    }
    Ok(call + "</invoke>")
}

pub(super) fn read(text: &str, screen: &Screen) -> Result<Option<Action>, ActionError> {
    // Other tools may be called before: a note to oneself changes nothing on the phone.
    let Some((_, call)) = text.split_once("<invoke name=\"phone\">") else { return Ok(None) };
    let arguments = parameters(call)?;
    if !arguments.contains_key("action") {
        return Err(ActionError::Malformed("the parameter “action” is missing".to_owned()));
    }
    gesture::read(&arguments, screen)
}

/// Reads parameters up to the end of the call.
fn parameters(mut call: &str) -> Result<Map<String, Value>, ActionError> {
    let malformed = |what: &str| Err(ActionError::Malformed(what.to_owned()));
    let mut parameters = Map::new();
    loop {
        call = call.trim_start();
        if call.starts_with("</invoke>") {
            return Ok(parameters);
        }
        if parameters.len() >= MAX_PARAMETERS {
            return malformed("too many parameters");
        }
        let Some((name, rest)) =
            call.strip_prefix("<parameter name=\"").and_then(|rest| rest.split_once("\">"))
        else {
            return malformed("expected a parameter or the end of the call");
        };
        let Some((value, rest)) = rest.split_once("</parameter>") else {
            return malformed("the parameter is not closed");
        };
        parameters.insert(name.to_owned(), Value::String(value.to_owned()));
        call = rest;
    }
}
