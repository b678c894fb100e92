//! Actions of the browser tools, as calls.

use super::yaml::quoted;
use crate::{
    Action, Role, Screen,
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
    let reference = |node: usize| {
        let node = target(screen, node)?;
        let reference = node.reference.as_deref();
        Ok(quoted(reference.ok_or_else(|| ActionError::NoSuchNode(node.name.clone()))?))
    };
    let name = |node: usize| {
        let node = target(screen, node)?;
        Ok(quoted(format!("{} {}", node.name, node.kind).trim_start()))
    };
    let element = |node: usize| Ok(format!("element={}, ref={}", name(node)?, reference(node)?));
    Ok(match action {
        Action::Click { node } => format!("browser_click({})", element(*node)?),
        Action::DoubleClick { node } => {
            format!("browser_click({}, doubleClick=true)", element(*node)?)
        }
        Action::RightClick { node } => {
            format!("browser_click({}, button=\"right\")", element(*node)?)
        }
        Action::Hover { node } => format!("browser_hover({})", element(*node)?),
        Action::Drag { node, onto } => format!(
            "browser_drag(startElement={}, startRef={}, endElement={}, endRef={})",
            name(*node)?,
            reference(*node)?,
            name(*onto)?,
            reference(*onto)?
        ),
        Action::Type { node: Some(node), text, submit } => {
            let submit = if *submit { ", submit=true" } else { "" };
            format!("browser_type({}, text={}{submit})", element(*node)?, quoted(text))
        }
        Action::Fill { fields } => {
            let field = |(node, value): &(usize, String)| {
                let kind = match target(screen, *node)?.role {
                    Role::CheckBox | Role::Switch => "checkbox",
                    Role::Radio => "radio",
                    Role::ComboBox => "combobox",
                    Role::Slider => "slider",
                    _ => "textbox",
                };
                let (name, reference) = (name(*node)?, reference(*node)?);
                let value = quoted(value);
                Ok(format!(
                    "{{\"name\": {name}, \"type\": \"{kind}\", \"ref\": {reference}, \"value\": {value}}}"
                ))
            };
            let fields: Result<Vec<String>, ActionError> = fields.iter().map(field).collect();
            format!("browser_fill_form(fields=[{}])", fields?.join(", "))
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
        Action::Forward => "browser_navigate_forward()".to_owned(),
        Action::NewTab => "browser_tabs(action=\"new\")".to_owned(),
        Action::SelectTab { tab } => format!("browser_tabs(action=\"select\", index={tab})"),
        Action::CloseTab { tab: Some(tab) } => {
            format!("browser_tabs(action=\"close\", index={tab})")
        }
        Action::CloseTab { tab: None } => "browser_tabs(action=\"close\")".to_owned(),
        Action::Wait => "browser_wait_for(time=1)".to_owned(),
        other => return Err(unsayable(other)),
    })
}

pub(super) fn read(text: &str, screen: &Screen) -> Result<Option<Action>, ActionError> {
    if !call::called(text).is_some_and(|name| name.starts_with("browser_")) {
        return Ok(None);
    }
    let calls = call::calls(text).map_err(|flaw| ActionError::Malformed(flaw.message))?;
    let [call] = calls.as_slice() else { return Ok(None) };
    let node_of = |name: &str| referred(screen, &text_of(call, name)?);
    // Newer tools call the reference `target`.
    let node = || node_of(if call.named("target").is_some() { "target" } else { "ref" });
    let set = |name| call.named(name).and_then(Value::as_bool).unwrap_or(false);
    Ok(Some(match call.name.as_str() {
        "browser_click" => match call.named("button").and_then(Value::as_str) {
            None | Some("left") if set("doubleClick") => Action::DoubleClick { node: node()? },
            None | Some("left") => Action::Click { node: node()? },
            Some("right") if !set("doubleClick") => Action::RightClick { node: node()? },
            Some(_) => return Ok(None),
        },
        "browser_hover" => Action::Hover { node: node()? },
        "browser_drag" => Action::Drag { node: node_of("startRef")?, onto: node_of("endRef")? },
        "browser_type" => Action::Type {
            node: Some(node()?),
            text: text_of(call, "text")?,
            submit: set("submit"),
        },
        "browser_fill_form" => {
            let fields = call.named("fields").and_then(Value::as_array);
            let fields = fields.ok_or_else(|| missing("fields"))?;
            let fields: Result<_, _> = fields.iter().map(|it| field(it, screen)).collect();
            Action::Fill { fields: fields? }
        }
        "browser_select_option" => match call.named("values") {
            Some(Value::Array(values)) => match values.as_slice() {
                [Value::String(option)] => Action::Select { node: node()?, option: option.clone() },
                _ => return Ok(None),
            },
            Some(Value::String(option)) => Action::Select { node: node()?, option: option.clone() },
            _ => return Err(missing("values")),
        },
        "browser_press_key" => Action::Press { key: text_of(call, "key")? },
        "browser_mouse_wheel" => {
            let delta = |name| call.named(name).and_then(Value::as_f64).unwrap_or(0.0);
            let Some(direction) = Direction::of(delta("deltaX"), delta("deltaY")) else {
                return Ok(None);
            };
            Action::Scroll { node: None, direction }
        }
        "browser_navigate" => Action::Open { target: text_of(call, "url")? },
        "browser_navigate_back" => Action::Back,
        "browser_navigate_forward" => Action::Forward,
        "browser_tabs" => {
            let tab = || call.named("index").map(|tab| number(tab).ok_or_else(|| missing("index")));
            match text_of(call, "action")?.as_str() {
                "new" => Action::NewTab,
                "select" => {
                    Action::SelectTab { tab: tab().unwrap_or_else(|| Err(missing("index")))? }
                }
                "close" => Action::CloseTab { tab: tab().transpose()? },
                _ => return Ok(None),
            }
        }
        "browser_wait_for" => Action::Wait,
        _ => return Ok(None),
    }))
}

/// Reads a field of a form.
fn field(field: &Value, screen: &Screen) -> Result<(usize, String), ActionError> {
    let reference = field.get("ref").or_else(|| field.get("target")).and_then(Value::as_str);
    let value = match field.get("value") {
        Some(Value::String(value)) => value.clone(),
        Some(Value::Bool(on)) => on.to_string(),
        _ => return Err(missing("value")),
    };
    Ok((referred(screen, reference.ok_or_else(|| missing("ref"))?)?, value))
}

fn number(value: &Value) -> Option<usize> {
    value.as_u64().and_then(|number| usize::try_from(number).ok())
}

fn text_of(call: &Call, name: &str) -> Result<String, ActionError> {
    let text = call.named(name).and_then(Value::as_str).ok_or_else(|| missing(name))?;
    Ok(text.to_owned())
}

fn missing(argument: &str) -> ActionError {
    ActionError::Malformed(format!("the argument “{argument}” is missing"))
}
