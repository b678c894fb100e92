//! BrowserGym's actions: `click('12')`, `fill('15', 'roof')`, `scroll(0, 400)`.
//!
//! Those on coordinates (`mouse_move` and others of the kind) and on half a key press stay as they
//! stand, since the tree gives no places.

use super::quote;
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
const WHEEL: i32 = 400;
/// Most calls of one action.
const MAX_CALLS: usize = 64;
/// BrowserGym's calls; any other call is none of its actions.
const NAMES: [&str; 34] = [
    "noop",
    "click",
    "dblclick",
    "hover",
    "fill",
    "check",
    "uncheck",
    "select_option",
    "press",
    "focus",
    "clear",
    "drag_and_drop",
    "scroll",
    "mouse_move",
    "mouse_up",
    "mouse_down",
    "mouse_click",
    "mouse_dblclick",
    "mouse_drag_and_drop",
    "keyboard_press",
    "keyboard_up",
    "keyboard_down",
    "keyboard_type",
    "keyboard_insert_text",
    "goto",
    "go_back",
    "go_forward",
    "new_tab",
    "tab_close",
    "tab_focus",
    "upload_file",
    "mouse_upload_file",
    "send_msg_to_user",
    "report_infeasible",
];

pub(super) fn spell(action: &Action, screen: &Screen) -> Result<String, ActionError> {
    let id = |node: usize| {
        let node = target(screen, node)?;
        let reference = node.reference.as_deref();
        Ok(text(reference.ok_or_else(|| ActionError::NoSuchNode(node.name.clone()))?))
    };
    Ok(match action {
        Action::Click { node } => format!("click({})", id(*node)?),
        Action::RightClick { node } => format!("click({}, button='right')", id(*node)?),
        Action::DoubleClick { node } => format!("dblclick({})", id(*node)?),
        Action::Hover { node } => format!("hover({})", id(*node)?),
        Action::Drag { node, onto } => format!("drag_and_drop({}, {})", id(*node)?, id(*onto)?),
        Action::Type { node: Some(node), text: typed, submit: false } => {
            format!("fill({}, {})", id(*node)?, text(typed))
        }
        Action::Type { node: None, text: typed, submit: false } => {
            format!("keyboard_type({})", text(typed))
        }
        Action::Type { node: Some(node), text: typed, submit: true } => {
            format!("fill({}, {})\nkeyboard_press('Enter')", id(*node)?, text(typed))
        }
        Action::Check { node, on: true } => format!("check({})", id(*node)?),
        Action::Check { node, on: false } => format!("uncheck({})", id(*node)?),
        Action::Select { node, option } => {
            format!("select_option({}, {})", id(*node)?, text(option))
        }
        Action::Press { key } => format!("keyboard_press({})", text(key)),
        Action::Scroll { node: None, direction } => {
            let (x, y) = match direction {
                Direction::Up => (0, -WHEEL),
                Direction::Down => (0, WHEEL),
                Direction::Left => (-WHEEL, 0),
                Direction::Right => (WHEEL, 0),
            };
            format!("scroll({x}, {y})")
        }
        Action::Open { target } => format!("goto({})", text(target)),
        Action::Back => "go_back()".to_owned(),
        Action::Forward => "go_forward()".to_owned(),
        Action::NewTab => "new_tab()".to_owned(),
        Action::SelectTab { tab } => format!("tab_focus({tab})"),
        Action::CloseTab { tab: None } => "tab_close()".to_owned(),
        Action::Wait => "noop()".to_owned(),
        Action::Say { text: said } => format!("send_msg_to_user({})", text(said)),
        Action::GiveUp { reason } => format!("report_infeasible({})", text(reason)),
        Action::Sequence { actions } => {
            let lines: Result<Vec<String>, _> =
                actions.iter().map(|it| spell(it, screen)).collect();
            lines?.join("\n")
        }
        other => return Err(unsayable(other)),
    })
}

pub(super) fn read(text: &str, screen: &Screen) -> Result<Option<Action>, ActionError> {
    if !call::called(text).is_some_and(|name| NAMES.contains(&name)) {
        return Ok(None);
    }
    let calls = call::calls(text).map_err(|flaw| ActionError::Malformed(flaw.message))?;
    if calls.len() > MAX_CALLS {
        return Ok(None);
    }
    let mut actions: Vec<Action> = Vec::new();
    for call in &calls {
        let Some(action) = single(call, screen)? else { return Ok(None) };
        match (actions.last_mut(), action) {
            (
                Some(Action::Type { node: Some(_), submit: submit @ false, .. }),
                Action::Press { key },
            ) if key == "Enter" => {
                *submit = true;
            }
            (_, action) => actions.push(action),
        }
    }
    Ok(if actions.len() == 1 { actions.pop() } else { Some(Action::Sequence { actions }) })
}

/// Reads one call.
fn single(call: &Call, screen: &Screen) -> Result<Option<Action>, ActionError> {
    let string = |position, name: &str| {
        let given = call.argument(position, name).and_then(Value::as_str);
        given.map(str::to_owned).ok_or_else(|| missing(name))
    };
    let node_of = |position, name: &str| match call.argument(position, name) {
        Some(Value::String(id)) => referred(screen, id),
        Some(Value::Number(id)) => referred(screen, &id.to_string()),
        _ => Err(missing(name)),
    };
    let node = || node_of(0, "bid");
    let button = call.argument(1, "button").and_then(Value::as_str).unwrap_or("left");
    Ok(Some(match call.name.as_str() {
        "click" if button == "left" => Action::Click { node: node()? },
        "click" if button == "right" => Action::RightClick { node: node()? },
        "dblclick" if button == "left" => Action::DoubleClick { node: node()? },
        "hover" => Action::Hover { node: node()? },
        "drag_and_drop" => {
            Action::Drag { node: node_of(0, "from_bid")?, onto: node_of(1, "to_bid")? }
        }
        "fill" => Action::Type { node: Some(node()?), text: string(1, "value")?, submit: false },
        "clear" => Action::Type { node: Some(node()?), text: String::new(), submit: false },
        "check" => Action::Check { node: node()?, on: true },
        "uncheck" => Action::Check { node: node()?, on: false },
        "select_option" => match call.argument(1, "options") {
            Some(Value::String(option)) => Action::Select { node: node()?, option: option.clone() },
            Some(Value::Array(options)) => match options.as_slice() {
                [Value::String(option)] => Action::Select { node: node()?, option: option.clone() },
                _ => return Ok(None),
            },
            _ => return Err(missing("options")),
        },
        "keyboard_press" => Action::Press { key: string(0, "key")? },
        "keyboard_type" | "keyboard_insert_text" => {
            Action::Type { node: None, text: string(0, "text")?, submit: false }
        }
        "scroll" => {
            let delta = |position, name| call.argument(position, name).and_then(Value::as_f64);
            let (x, y) = delta(0, "delta_x")
                .zip(delta(1, "delta_y"))
                .ok_or_else(|| missing("delta_x, delta_y"))?;
            let Some(direction) = Direction::of(x, y) else { return Ok(None) };
            Action::Scroll { node: None, direction }
        }
        "goto" => Action::Open { target: string(0, "url")? },
        "go_back" => Action::Back,
        "go_forward" => Action::Forward,
        "new_tab" => Action::NewTab,
        "tab_close" => Action::CloseTab { tab: None },
        "tab_focus" => {
            let tab = call.argument(0, "index").and_then(Value::as_u64);
            let tab = tab.and_then(|tab| usize::try_from(tab).ok());
            Action::SelectTab { tab: tab.ok_or_else(|| missing("index"))? }
        }
        "noop" => Action::Wait,
        "send_msg_to_user" => Action::Say { text: string(0, "text")? },
        "report_infeasible" => Action::GiveUp { reason: string(0, "reason")? },
        _ => return Ok(None),
    }))
}

/// A string as Python has it.
fn text(text: &str) -> String {
    let mut out = String::new();
    quote(text, &mut out);
    out
}

fn missing(argument: &str) -> ActionError {
    ActionError::Malformed(format!("the argument “{argument}” is missing"))
}
