//! Actions of the browser tools, as calls.

use super::yaml::quoted;
use crate::{
    Action, Screen,
    action::{ActionError, Direction},
    dialect::{
        call::{self, Call},
        reader::{referred, target, unsayable},
    },
};
use serde_json::Value;

/// How far one turn of the wheel goes, in pixels.
const WHEEL: i64 = 600;

pub(super) fn spell(action: &Action, screen: &Screen) -> Result<String, ActionError> {
    let element = |node: usize| {
        let node = target(screen, node)?;
        let reference = node.reference.as_deref();
        let reference = reference.ok_or_else(|| ActionError::NoSuchNode(node.name.clone()))?;
        let name = format!("{} {}", node.name, node.kind);
        Ok(format!("element={}, ref={}", quoted(name.trim_start()), quoted(reference)))
    };
    Ok(match action {
        Action::Click { node } => format!("browser_click({})", element(*node)?),
        Action::DoubleClick { node } => {
            format!("browser_click({}, doubleClick=true)", element(*node)?)
        }
        Action::Type { node: Some(node), text, submit } => {
            let submit = if *submit { ", submit=true" } else { "" };
            format!("browser_type({}, text={}{submit})", element(*node)?, quoted(text))
        }
        Action::Select { node, option } => {
            format!("browser_select_option({}, values=[{}])", element(*node)?, quoted(option))
        }
        Action::Press { key } => format!("browser_press_key(key={})", quoted(key)),
        Action::Scroll { node: None, direction } => {
            let (x, y) = match direction {
                Direction::Up => (0, -WHEEL),
                Direction::Down => (0, WHEEL),
                Direction::Left => (-WHEEL, 0),
                Direction::Right => (WHEEL, 0),
            };
            format!("browser_mouse_wheel(deltaX={x}, deltaY={y})")
        }
        Action::Open { target } => format!("browser_navigate(url={})", quoted(target)),
        Action::Back => "browser_navigate_back()".to_owned(),
        Action::Wait => "browser_wait_for(time=1)".to_owned(),
        Action::Raw { text } => text.clone(),
        other => return Err(unsayable(other)),
    })
}

pub(super) fn read(text: &str, screen: &Screen) -> Result<Action, ActionError> {
    let raw = Action::Raw { text: text.to_owned() };
    if !call::called(text).is_some_and(|name| name.starts_with("browser_")) {
        return Ok(raw);
    }
    let calls = call::calls(text).map_err(|flaw| ActionError::Malformed(flaw.message))?;
    let [call] = calls.as_slice() else { return Ok(raw) };
    let node = || {
        // Newer tools call the reference `target`.
        let reference = call.named("ref").or_else(|| call.named("target"));
        referred(screen, reference.and_then(Value::as_str).ok_or_else(|| missing("ref"))?)
    };
    let set = |name| call.named(name).and_then(Value::as_bool).unwrap_or(false);
    Ok(match call.name.as_str() {
        "browser_click" if set("doubleClick") => Action::DoubleClick { node: node()? },
        "browser_click" if call.named("button").is_none_or(|b| b == "left") => {
            Action::Click { node: node()? }
        }
        "browser_type" => Action::Type {
            node: Some(node()?),
            text: text_of(call, "text")?,
            submit: set("submit"),
        },
        "browser_select_option" => match call.named("values").and_then(Value::as_array) {
            Some(values) => match values.as_slice() {
                [Value::String(option)] => Action::Select { node: node()?, option: option.clone() },
                _ => raw,
            },
            None => return Err(missing("values")),
        },
        "browser_press_key" => Action::Press { key: text_of(call, "key")? },
        "browser_mouse_wheel" => {
            let delta = |name| call.named(name).and_then(Value::as_f64).unwrap_or(0.0);
            let (x, y) = (delta("deltaX"), delta("deltaY"));
            let direction = match (x == 0.0, y == 0.0) {
                (true, false) if y < 0.0 => Direction::Up,
                (true, false) => Direction::Down,
                (false, true) if x < 0.0 => Direction::Left,
                (false, true) => Direction::Right,
                _ => return Ok(raw),
            };
            Action::Scroll { node: None, direction }
        }
        "browser_navigate" => Action::Open { target: text_of(call, "url")? },
        "browser_navigate_back" => Action::Back,
        "browser_wait_for" if call.named("time").is_some() => Action::Wait,
        _ => raw,
    })
}

fn text_of(call: &Call, name: &str) -> Result<String, ActionError> {
    let text = call.named(name).and_then(Value::as_str).ok_or_else(|| missing(name))?;
    Ok(text.to_owned())
}

fn missing(argument: &str) -> ActionError {
    ActionError::Malformed(format!("the argument “{argument}” is missing"))
}
