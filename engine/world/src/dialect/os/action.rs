//! Actions on a desktop: `pyautogui` calls that point at pixels.

use super::key;
use crate::{
    Action, Domain, Node, Screen,
    action::{ActionError, Direction},
    dialect::{
        call::{self, Call},
        reader::{target, unsayable},
    },
    layout,
    screen::Bounds,
};
use serde_json::Value;

/// Clicks of the wheel in one scroll.
const WHEEL: i64 = 5;
/// Most calls of one action.
const MAX_CALLS: usize = 64;
/// How finely the free parts of a covered node are searched, in steps a side.
const GRID: i32 = 12;

pub(super) fn spell(action: &Action, screen: &Screen) -> Result<String, ActionError> {
    let at = |node: usize| point(screen, node).map(|(x, y)| format!("{x}, {y}"));
    Ok(match action {
        Action::Click { node } => format!("pyautogui.click({})", at(*node)?),
        Action::DoubleClick { node } => format!("pyautogui.doubleClick({})", at(*node)?),
        Action::RightClick { node } => format!("pyautogui.rightClick({})", at(*node)?),
        Action::Hover { node } => format!("pyautogui.moveTo({})", at(*node)?),
        Action::Drag { node, onto } => {
            let (from, to) = (at(*node)?, at(*onto)?);
            format!("pyautogui.moveTo({from})\npyautogui.dragTo({to})")
        }
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
        Action::Finish => "DONE".to_owned(),
        Action::GiveUp { reason } if reason.is_empty() => "FAIL".to_owned(),
        Action::Call { tool, arguments } => call::spell(tool, arguments, python),
        Action::Sequence { actions } => {
            let lines: Result<Vec<String>, _> =
                actions.iter().map(|it| spell(it, screen)).collect();
            lines?.join("\n")
        }
        other => return Err(unsayable(other)),
    })
}

pub(super) fn read(text: &str, screen: &Screen) -> Result<Option<Action>, ActionError> {
    match text {
        "WAIT" => return Ok(Some(Action::Wait)),
        "DONE" => return Ok(Some(Action::Finish)),
        "FAIL" => return Ok(Some(Action::GiveUp { reason: String::new() })),
        _ => {}
    }
    // Programs begin by importing what they use.
    let code: Vec<&str> = text.lines().filter(|line| !line.starts_with("import ")).collect();
    let code = code.join("\n");
    if call::called(code.trim_start()).is_none() {
        return Ok(None);
    }
    // A whole block of Python may hold more than calls.
    let calls = match call::calls(&code) {
        Ok(calls) => calls,
        Err(_) if code.trim().contains('\n') => return Ok(None),
        Err(flaw) => return Err(ActionError::Malformed(flaw.message)),
    };
    if calls.len() > MAX_CALLS {
        return Ok(None);
    }
    let mut actions = Vec::new();
    for call in &calls {
        match single(call, screen) {
            Some(action) => join(&mut actions, action),
            None => return Ok(None),
        }
    }
    // Where the pointer was is not known.
    if actions.iter().any(|it| matches!(it, Action::Drag { node, onto } if node == onto)) {
        return Ok(None);
    }
    Ok(if actions.len() == 1 { actions.pop() } else { Some(Action::Sequence { actions }) })
}

/// Adds an action to those before it: typing after a click types there, Enter after typing sends,
/// dragging goes from where the pointer is.
fn join(actions: &mut Vec<Action>, action: Action) {
    match (actions.last_mut(), action) {
        (Some(last), Action::Type { node: None, text, submit })
            if matches!(last, Action::Click { .. }) =>
        {
            let node = last.targets().first().copied();
            *last = Action::Type { node, text, submit };
        }
        (Some(Action::Type { submit: submit @ false, .. }), Action::Press { key })
            if key == "Enter" =>
        {
            *submit = true;
        }
        (Some(last), Action::Drag { onto, .. }) if matches!(last, Action::Hover { .. }) => {
            let from = last.targets().first().copied();
            *last = Action::Drag { node: from.unwrap_or(onto), onto };
        }
        (_, action) => actions.push(action),
    }
}

/// Reads one call; `None` if it is no action of ours, or points where nothing is. Dragging begins
/// at its own end, until [`join`] says where the pointer was.
fn single(call: &Call, screen: &Screen) -> Option<Action> {
    let number = |position, name| call.argument(position, name).and_then(Value::as_f64);
    let place = |first: usize| {
        // Agents of another kind give both numbers in one list.
        let list = call.named("coordinates").and_then(Value::as_array).map(Vec::as_slice);
        let (x, y) = match list {
            Some([x, y]) => x.as_f64().zip(y.as_f64())?,
            _ => number(first, "x").zip(number(first + 1, "y"))?,
        };
        // Out of range saturates, and hits nothing.
        hit(screen, x as i32, y as i32)
    };
    let text = |position, name| call.argument(position, name).and_then(Value::as_str);
    let button = call.named("button").and_then(Value::as_str).unwrap_or("left");
    let tool = || Action::Call { tool: call.name.clone(), arguments: call.arguments() };
    let name = match call.name.split_once('.')? {
        ("pyautogui" | "Agent", name) => name,
        ("time", "sleep") => return Some(Action::Wait),
        _ => return Some(tool()),
    };
    Some(match name {
        "click" | "leftClick" if button == "left" => match number(2, "clicks") {
            None | Some(1.0) => Action::Click { node: place(0)? },
            Some(2.0) => Action::DoubleClick { node: place(0)? },
            Some(_) => return None,
        },
        "click" if button == "right" => Action::RightClick { node: place(0)? },
        "rightClick" | "right_click" => Action::RightClick { node: place(0)? },
        "doubleClick" | "double_click" if button == "left" => {
            Action::DoubleClick { node: place(0)? }
        }
        "moveTo" => Action::Hover { node: place(0)? },
        "dragTo" if button == "left" => {
            let onto = place(0)?;
            Action::Drag { node: onto, onto }
        }
        "write" | "typewrite" | "type" => {
            let text = text(0, "message").or(text(0, "text"))?;
            Action::Type { node: None, text: text.to_owned(), submit: false }
        }
        "press" if call.named("presses").is_none() && call.positional.len() < 2 => {
            Action::Press { key: key::from_pyautogui(&[text(0, "keys")?])? }
        }
        "hotkey" => {
            let keys: Option<Vec<&str>> = call.positional.iter().map(Value::as_str).collect();
            Action::Press { key: key::from_pyautogui(&keys?)? }
        }
        "scroll" | "hscroll" => {
            let amount = number(0, "clicks")?;
            // The wheel's numbers grow upwards.
            let turn = if name == "scroll" { (0.0, -amount) } else { (amount, 0.0) };
            let anywhere = call.argument(1, "x").is_none() && call.argument(2, "y").is_none();
            let node = if anywhere { None } else { Some(place(1)?) };
            Action::Scroll { node, direction: Direction::of(turn.0, turn.1)? }
        }
        _ if call.name.starts_with("Agent.") => tool(),
        _ => return None,
    })
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

/// The node a click at a point goes to. A screen that was laid out knows which window is on top.
/// Else: in the smallest window there, the smallest node there; of equals, the later. A window's
/// nodes come after it, up to the next window.
fn hit(screen: &Screen, x: i32, y: i32) -> Option<usize> {
    if screen.nodes.iter().any(|node| node.parent.is_some()) {
        return layout::hit(screen, Domain::Os, x, y);
    }
    let mut best = None;
    let mut window = i64::MAX;
    for ((index, node), is_window) in screen.nodes.iter().enumerate().zip(windows(&screen.nodes)) {
        let area = node.bounds.filter(|bounds| bounds.contains(x, y)).map(Bounds::area);
        if is_window {
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

/// Which nodes are windows that others lie in.
pub(super) fn windows(nodes: &[Node]) -> impl Iterator<Item = bool> {
    let mut last: Option<&Node> = None;
    nodes.iter().map(move |node| {
        // GTK's file chooser is a window with a part of the same kind in it.
        let part = node.kind == "file-chooser" && last.is_some_and(|last| last.kind == node.kind);
        let window = is_window(&node.kind) && !part;
        if window {
            last = Some(node);
        }
        window
    })
}

fn is_window(tag: &str) -> bool {
    matches!(tag, "frame" | "window" | "dialog" | "alert" | "file-chooser" | "popup-menu")
}
