//! Actions of agents that touch the glass: an `action` with an element's index or with places on
//! the screen.

use crate::{
    Action, Screen,
    action::{ActionError, Direction},
    screen::Bounds,
};
use serde_json::{Map, Value};

/// A place on the screen.
type Point = (i64, i64);

/// The node with this number. Elements may be numbered `[05]`.
pub(super) fn numbered(screen: &Screen, index: usize) -> Result<usize, ActionError> {
    let mut numbers = screen.nodes.iter().map(|n| n.reference.as_ref()?.parse::<usize>().ok());
    let missing = || ActionError::NoSuchNode(index.to_string());
    numbers.position(|number| number == Some(index)).ok_or_else(missing)
}

/// Reads an action from its arguments; values may be texts that hold numbers and lists. `None` for
/// what is no action of ours, and for touching where nothing is.
pub(super) fn read(
    arguments: &Map<String, Value>,
    screen: &Screen,
) -> Result<Option<Action>, ActionError> {
    let word = |name: &str| arguments.get(name).and_then(Value::as_str).map(str::trim);
    let text = || {
        let text = arguments.get("text").and_then(Value::as_str);
        text.map(str::to_owned).ok_or_else(|| missing("text"))
    };
    let action = word("action").unwrap_or_default();
    let touches = ["click", "tap", "double_tap", "double_click", "long_press"].contains(&action);
    if touches || action == "type" {
        let node = match arguments.get("index") {
            Some(index) => Some(numbered(screen, number(index).ok_or_else(|| missing("index"))?)?),
            None if touches || arguments.contains_key("coordinate") => {
                let Some(node) = hit(screen, place(arguments, "coordinate")?) else {
                    return Ok(None);
                };
                Some(node)
            }
            None => None,
        };
        return Ok(Some(match (action, node) {
            ("click" | "tap", Some(node)) => Action::Click { node },
            ("long_press", Some(node)) => Action::LongPress { node },
            (_, Some(node)) if touches => Action::DoubleClick { node },
            (_, node) => Action::Type { node, text: text()?, submit: false },
        }));
    }
    Ok(Some(match action {
        "swipe" => {
            let (from, to) = (place(arguments, "coordinate")?, place(arguments, "coordinate2")?);
            Action::Scroll { node: None, direction: looked_for(from, to) }
        }
        "open_app" | "open" => Action::Open { target: text()? },
        "system_button" => match word("button").map(str::to_ascii_lowercase).as_deref() {
            Some("back") => Action::Back,
            Some("home") => Action::Home,
            Some("enter") => Action::Press { key: "Enter".to_owned() },
            Some(_) => return Ok(None),
            None => return Err(missing("button")),
        },
        "wait" => Action::Wait,
        "answer" => Action::Say { text: text()? },
        "terminate" => match word("status") {
            Some("success") => Action::Finish,
            Some("failure") => Action::GiveUp { reason: String::new() },
            _ => return Err(missing("status")),
        },
        _ => return Ok(None),
    }))
}

fn missing(argument: &str) -> ActionError {
    ActionError::Malformed(format!("the argument “{argument}” is missing or no such thing"))
}

/// Which way one looks when the finger goes from one place to another.
fn looked_for((x, y): Point, (to_x, to_y): Point) -> Direction {
    let (right, down) = (to_x.saturating_sub(x), to_y.saturating_sub(y));
    match right.saturating_abs() > down.saturating_abs() {
        true if right > 0 => Direction::Left,
        true => Direction::Right,
        false if down > 0 => Direction::Up,
        false => Direction::Down,
    }
}

/// Where the finger goes when one looks in a direction, on the usual screen.
pub(super) fn swipe(direction: Direction) -> (Point, Point) {
    let (low, high, left, right, middle) = (1700, 700, 200, 880, 540);
    match direction {
        Direction::Down => ((middle, low), (middle, high)),
        Direction::Up => ((middle, high), (middle, low)),
        Direction::Right => ((right, low), (left, low)),
        Direction::Left => ((left, low), (right, low)),
    }
}

fn number(value: &Value) -> Option<usize> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_u64().and_then(|number| usize::try_from(number).ok()),
    }
}

/// A place given as `[x, y]`.
fn place(arguments: &Map<String, Value>, name: &str) -> Result<Point, ActionError> {
    let given = arguments.get(name).ok_or_else(|| missing(name))?;
    let read = match given {
        Value::String(text) => serde_json::from_str(text).ok(),
        other => Some(other.clone()),
    };
    let coordinates = read.as_ref().and_then(Value::as_array).map(Vec::as_slice);
    match coordinates {
        // A float beyond the range of integers saturates, and hits nothing.
        Some([x, y]) => x
            .as_f64()
            .zip(y.as_f64())
            .map(|(x, y)| (x as i64, y as i64))
            .ok_or_else(|| missing(name)),
        _ => Err(missing(name)),
    }
}

/// The node that is touched at a place: of those that can be clicked, else of all, the smallest;
/// of equals the later.
fn hit(screen: &Screen, (x, y): Point) -> Option<usize> {
    let (x, y) = i32::try_from(x).ok().zip(i32::try_from(y).ok())?;
    let rank = |index: usize, bounds: Bounds| {
        let clickable = screen.nodes[index].states.clickable;
        (!clickable, bounds.area(), std::cmp::Reverse(index))
    };
    let under = screen.nodes.iter().enumerate().filter_map(|(index, node)| {
        node.bounds.filter(|b| b.contains(x, y)).map(|bounds| rank(index, bounds))
    });
    under.min().map(|(.., std::cmp::Reverse(index))| index)
}
