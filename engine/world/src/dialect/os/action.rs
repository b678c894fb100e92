//! Actions on a desktop: `pyautogui` calls that point at pixels.

use super::key;
use crate::{
    Action, Screen,
    action::{ActionError, Direction},
    dialect::{
        call::{self, Call},
        reader::{target, unsayable},
    },
    screen::Bounds,
};
use serde_json::Value;

/// Clicks of the wheel in one scroll.
const WHEEL: i64 = 5;
/// How finely the free parts of a covered node are searched, in steps a side.
const GRID: i32 = 12;

pub(super) fn spell(action: &Action, screen: &Screen) -> Result<String, ActionError> {
    let at = |node: usize| point(screen, node).map(|(x, y)| format!("{x}, {y}"));
    Ok(match action {
        Action::Click { node } => format!("pyautogui.click({})", at(*node)?),
        Action::DoubleClick { node } => format!("pyautogui.doubleClick({})", at(*node)?),
        Action::Type { node, text, submit } => {
            let mut lines = Vec::new();
            if let Some(node) = node {
                lines.push(format!("pyautogui.click({})", at(*node)?));
            }
            lines.push(format!("pyautogui.write({})", python(text)));
            if *submit {
                lines.push("pyautogui.press('enter')".to_owned());
            }
            lines.join("\n")
        }
        Action::Press { key } => {
            let keys = key::to_pyautogui(key).ok_or_else(|| unsayable(action))?;
            let keys: Vec<String> = keys.iter().map(|key| python(key)).collect();
            let call = if keys.len() == 1 { "press" } else { "hotkey" };
            format!("pyautogui.{call}({})", keys.join(", "))
        }
        Action::Scroll { node, direction } => {
            let (call, amount) = match direction {
                Direction::Up => ("scroll", WHEEL),
                Direction::Down => ("scroll", -WHEEL),
                Direction::Left => ("hscroll", -WHEEL),
                Direction::Right => ("hscroll", WHEEL),
            };
            let place = node.map(at).transpose()?.map(|at| format!(", {at}")).unwrap_or_default();
            format!("pyautogui.{call}({amount}{place})")
        }
        Action::Wait => "time.sleep(1)".to_owned(),
        Action::Raw { text } => text.clone(),
        other => return Err(unsayable(other)),
    })
}

pub(super) fn read(text: &str, screen: &Screen) -> Result<Action, ActionError> {
    let raw = || Action::Raw { text: text.to_owned() };
    let known = |name: &str| name.starts_with("pyautogui.") || name == "time.sleep";
    if !call::called(text).is_some_and(known) {
        return Ok(raw());
    }
    // A whole block of Python may hold more than calls.
    let Ok(calls) = call::calls(text) else {
        return if text.contains('\n') { Ok(raw()) } else { Err(malformed(text)) };
    };
    let read = match calls.as_slice() {
        [one] => single(one, screen),
        [first, second] => match (single(first, screen), single(second, screen)) {
            (Some(Action::Click { node }), Some(Action::Type { node: None, text, .. })) => {
                Some(Action::Type { node: Some(node), text, submit: false })
            }
            (Some(Action::Type { node: None, text, .. }), Some(Action::Press { key }))
                if key == "Enter" =>
            {
                Some(Action::Type { node: None, text, submit: true })
            }
            _ => None,
        },
        [first, second, third] => {
            match (single(first, screen), single(second, screen), single(third, screen)) {
                (
                    Some(Action::Click { node }),
                    Some(Action::Type { node: None, text, .. }),
                    Some(Action::Press { key }),
                ) if key == "Enter" => Some(Action::Type { node: Some(node), text, submit: true }),
                _ => None,
            }
        }
        _ => None,
    };
    Ok(read.unwrap_or_else(raw))
}

fn malformed(text: &str) -> ActionError {
    ActionError::Malformed(text.to_owned())
}

/// Reads one call; `None` if it is none of our actions.
fn single(call: &Call, screen: &Screen) -> Option<Action> {
    let number = |position, name| call.argument(position, name).and_then(Value::as_f64);
    let place = |first: usize| {
        let (x, y) = (number(first, "x")?, number(first + 1, "y")?);
        // Out of range saturates, and hits nothing.
        hit(screen, x as i32, y as i32)
    };
    let left = call.named("button").is_none_or(|button| button == "left");
    let text = |position, name| call.argument(position, name).and_then(Value::as_str);
    match call.name.strip_prefix("pyautogui.").unwrap_or(&call.name) {
        "click" | "leftClick" if left => match number(2, "clicks") {
            None | Some(1.0) => Some(Action::Click { node: place(0)? }),
            Some(2.0) => Some(Action::DoubleClick { node: place(0)? }),
            Some(_) => None,
        },
        "doubleClick" if left => Some(Action::DoubleClick { node: place(0)? }),
        "write" | "typewrite" => {
            Some(Action::Type { node: None, text: text(0, "message")?.to_owned(), submit: false })
        }
        "press" if call.named("presses").is_none() && call.positional.len() < 2 => {
            Some(Action::Press { key: key::from_pyautogui(&[text(0, "keys")?])? })
        }
        "hotkey" => {
            let keys: Option<Vec<&str>> = call.positional.iter().map(Value::as_str).collect();
            Some(Action::Press { key: key::from_pyautogui(&keys?)? })
        }
        name @ ("scroll" | "hscroll") => {
            let forward = number(0, "clicks")? > 0.0;
            let direction = match (name, forward) {
                ("scroll", true) => Direction::Up,
                ("scroll", false) => Direction::Down,
                (_, true) => Direction::Right,
                (_, false) => Direction::Left,
            };
            let anywhere = call.argument(1, "x").is_none() && call.argument(2, "y").is_none();
            let node = if anywhere { None } else { Some(place(1)?) };
            Some(Action::Scroll { node, direction })
        }
        "time.sleep" => Some(Action::Wait),
        _ => None,
    }
}

/// A string in Python's single quotes.
fn python(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        match c {
            '\'' => out += "\\'",
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\t' => out += "\\t",
            c => out.push(c),
        }
    }
    out + "'"
}

/// A point that hits the node: its middle, or else the first free point of a grid over it.
fn point(screen: &Screen, node: usize) -> Result<(i32, i32), ActionError> {
    let Some(bounds) = target(screen, node)?.bounds else {
        return Err(ActionError::NotInDialect("point at a node without a place".to_owned()));
    };
    let along = |from: i32, size: i32, step: i32| {
        let offset = i64::from(size) * i64::from(2 * step + 1) / i64::from(2 * GRID);
        i32::try_from(i64::from(from) + offset).ok()
    };
    let grid = (0..GRID * GRID).filter_map(|i| {
        Some((along(bounds.x, bounds.width, i % GRID)?, along(bounds.y, bounds.height, i / GRID)?))
    });
    std::iter::once(bounds.center())
        .chain(grid)
        .find(|&(x, y)| hit(screen, x, y) == Some(node))
        .ok_or_else(|| ActionError::NotInDialect("point at a node under others".to_owned()))
}

/// The node a click at a point goes to: in the smallest window there, the smallest node there;
/// of equals, the later. A window's nodes come after it, up to the next window.
fn hit(screen: &Screen, x: i32, y: i32) -> Option<usize> {
    let mut best = None;
    let mut window = i64::MAX;
    for (index, node) in screen.nodes.iter().enumerate() {
        let area = node.bounds.filter(|bounds| bounds.contains(x, y)).map(Bounds::area);
        if is_window(&node.kind) {
            // Nodes in windows that are not under the point, or lie off their window, count as
            // lying in the desktop.
            window = area.unwrap_or(i64::MAX);
        }
        let Some(area) = area else { continue };
        let rank = (window, area, std::cmp::Reverse(index));
        if best.is_none_or(|best| rank < best) {
            best = Some(rank);
        }
    }
    best.map(|(.., std::cmp::Reverse(index))| index)
}

/// Whether an element is a window that others lie in.
pub(super) fn is_window(tag: &str) -> bool {
    matches!(tag, "frame" | "window" | "dialog" | "alert" | "file-chooser" | "popup-menu")
}
