//! `android-json`: one element a line, numbered anew on every screen.
//!
//! ```text
//! [ 1] | android.widget.EditText | text="Mira" hint="Name" res="org.example:id/name" | bounds=[42,149][626,275] | clickable
//! ```
//!
//! After the index and the class come `key="value"` pairs, `bounds=[left,top][right,bottom]` in
//! pixels, and flags. Actions are JSON objects with an `action_type`.

use super::{
    MAX_ATTRIBUTES,
    cursor::Cursor,
    reader::{Flaw, Format, Reader, target, unsayable},
};
use crate::{
    Action, Node, Role, Screen,
    action::{ActionError, Direction},
    screen::{Bounds, States},
};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

pub(super) struct AndroidJson;

impl Format for AndroidJson {
    fn read(&self, reader: &mut Reader<'_>) {
        while let Some(line) = reader.next_line() {
            let read = element(line).and_then(|node| node.map(|n| reader.push(n)).transpose());
            if let Err(flaw) = read {
                reader.problem(line, &flaw);
            }
        }
        let package = |n: &Node| n.attribute("res")?.split_once(":id/").map(|(p, _)| p.to_owned());
        reader.screen.header.app =
            reader.screen.nodes.iter().filter_map(package).find(|package| package != "android");
    }

    fn head(&self, _: &Screen) -> String {
        String::new()
    }

    fn node(&self, screen: &Screen, index: usize) -> String {
        let node = &screen.nodes[index];
        let number = node.reference.clone().unwrap_or_else(|| index.to_string());
        let mut line = format!("[{number:>2}] | {}", node.kind);
        let pairs: Vec<String> =
            texts(node).chain(pairs(node)).map(|(k, v)| format!("{k}=\"{}\"", escape(v))).collect();
        let bounds = node.bounds.map(|b| {
            let (right, bottom) = (b.x.saturating_add(b.width), b.y.saturating_add(b.height));
            format!("bounds=[{},{}][{right},{bottom}]", b.x, b.y)
        });
        let flags = flags(node).collect::<Vec<_>>().join(" ");
        for field in [pairs.join(" "), bounds.unwrap_or_default(), flags] {
            if !field.is_empty() {
                // Writing to a string cannot fail.
                let _ = write!(line, " | {field}");
            }
        }
        line + "\n"
    }

    fn end(&self, _: &Screen) -> String {
        String::new()
    }

    fn spell(&self, action: &Action, screen: &Screen) -> Result<String, ActionError> {
        let index = |node: usize| {
            let reference = target(screen, node)?.reference.as_deref();
            reference
                .map_or(Ok(node), |r| r.parse().map_err(|_| ActionError::NoSuchNode(r.to_owned())))
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

    fn read_action(&self, text: &str, screen: &Screen) -> Result<Action, ActionError> {
        let raw = || Action::Raw { text: text.to_owned() };
        if !text.trim_start().starts_with('{') {
            return Ok(raw());
        }
        let command: Command =
            serde_json::from_str(text).map_err(|e| ActionError::Malformed(e.to_string()))?;
        // By number: elements may be numbered `[05]`.
        let node = |index: usize| {
            let numbered =
                |n: &Node| n.reference.as_ref().and_then(|r| r.parse().ok()) == Some(index);
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

/// Reads one line; `None` for a blank one.
fn element(line: &str) -> Result<Option<Node>, Flaw> {
    let mut cursor = Cursor::new(line);
    let blank = |c: char| c == ' ' || c == '\t' || c == '\r';
    cursor.take_while(blank);
    if cursor.rest().is_empty() {
        return Ok(None);
    }
    cursor.expect("[")?;
    cursor.take_while(blank);
    let index = cursor.take_while(|c| c.is_ascii_digit());
    if index.is_empty() || index.len() > 9 {
        return Err(cursor.fail("expected the element's number"));
    }
    cursor.expect("]")?;
    cursor.take_while(blank);
    cursor.expect("|")?;
    cursor.take_while(blank);
    let kind = cursor.take_while(|c| c.is_alphanumeric() || "._$-".contains(c));
    if kind.is_empty() {
        return Err(cursor.fail("expected the element's class"));
    }
    let mut node = Node {
        reference: Some(index.to_owned()),
        role: role(kind),
        kind: kind.to_owned(),
        ..Node::default()
    };
    let mut text = None;
    loop {
        cursor.take_while(|c| blank(c) || c == '|' || c == ',');
        if cursor.rest().is_empty() {
            break;
        }
        if node.attributes.len() >= MAX_ATTRIBUTES {
            return Err(cursor.fail(format!("more than {MAX_ATTRIBUTES} attributes")));
        }
        if cursor.eat("bounds=") {
            node.bounds = Some(bounds(&mut cursor)?);
            continue;
        }
        let key = cursor.take_while(|c| c.is_alphanumeric() || "-_.".contains(c));
        if key.is_empty() {
            return Err(cursor.fail("expected a field"));
        }
        if cursor.eat("=") {
            let value = value(&mut cursor)?;
            match key {
                "text" => text = Some(value),
                "hint" => node.hint = Some(value),
                _ => node.attributes.push((key.to_owned(), value)),
            }
        } else if !set_flag(&mut node.states, key) {
            node.attributes.push((key.to_owned(), String::new()));
        }
    }
    let described = node.attribute("desc").unwrap_or_default().to_owned();
    if editable(kind) {
        // Android reports the hint as the text of an empty field.
        node.value = text.filter(|text| Some(text) != node.hint.as_ref());
        node.name = described;
    } else {
        node.name = text.filter(|text| !text.is_empty()).unwrap_or(described);
    }
    Ok(Some(node))
}

/// Reads `[left,top][right,bottom]`.
fn bounds(cursor: &mut Cursor<'_>) -> Result<Bounds, Flaw> {
    let mut corner = || {
        cursor.expect("[")?;
        let x = cursor.integer()?;
        cursor.expect(",")?;
        let y = cursor.integer()?;
        cursor.expect("]")?;
        Ok((x, y))
    };
    let ((x, y), (right, bottom)) = (corner()?, corner()?);
    Ok(Bounds { x, y, width: right.saturating_sub(x), height: bottom.saturating_sub(y) })
}

/// Reads a value, in quotes or bare. A quote inside the value may be escaped; one that is not
/// ends the value only where another field may follow.
fn value(cursor: &mut Cursor<'_>) -> Result<String, Flaw> {
    let start = *cursor;
    if !cursor.eat("\"") {
        return Ok(cursor.take_while(|c| !c.is_whitespace() && c != '|').to_owned());
    }
    let mut value = String::new();
    while let Some(c) = cursor.next() {
        match c {
            '"' if field_follows(cursor.rest()) => return Ok(value),
            '\\' => match cursor.peek() {
                Some(escaped @ ('"' | '\\')) => {
                    cursor.next();
                    value.push(escaped);
                }
                Some('n') => {
                    cursor.next();
                    value.push('\n');
                }
                _ => value.push('\\'),
            },
            c => value.push(c),
        }
    }
    Err(start.fail("the quote is not closed"))
}

/// Whether `rest` is what may stand after a value: nothing, the next column, or another pair.
fn field_follows(rest: &str) -> bool {
    let next = rest.trim_start();
    let key = next.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '-');
    next.is_empty() || next.starts_with('|') || (key.len() < next.len() && key.starts_with("=\""))
}

fn escape(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// The pairs that make up a node's name, value and hint.
fn texts(node: &Node) -> impl Iterator<Item = (&str, &str)> {
    let described = node.attribute("desc");
    let (text, desc) = if editable(&node.kind) {
        let named = (described.is_none() && !node.name.is_empty()).then_some(node.name.as_str());
        (node.value.as_deref().or(node.hint.as_deref()), named)
    } else {
        let named = !node.name.is_empty() && described != Some(&node.name);
        (named.then_some(node.name.as_str()), None)
    };
    let pair = |key, value: Option<_>| value.map(|value| (key, value));
    [pair("text", text), pair("desc", desc), pair("hint", node.hint.as_deref())]
        .into_iter()
        .flatten()
}

/// The other pairs.
fn pairs(node: &Node) -> impl Iterator<Item = (&str, &str)> {
    node.attributes.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k.as_str(), v.as_str()))
}

/// The flags that are set, in canonical order; attributes without a value are flags of the
/// dialect that mean nothing to us.
fn flags(node: &Node) -> impl Iterator<Item = &str> {
    let s = node.states;
    let known = [
        ("clickable", s.clickable),
        ("long-clickable", s.long_clickable),
        ("scrollable", s.scrollable),
        ("checkable", s.checked == Some(false)),
        ("checked", s.checked == Some(true)),
        ("focused", s.focused),
        ("selected", s.selected),
        ("expanded", s.expanded),
        ("disabled", s.disabled),
        ("password", s.password),
    ];
    let unknown = node.attributes.iter().filter(|(_, v)| v.is_empty()).map(|(k, _)| k.as_str());
    known.into_iter().filter(|(_, set)| *set).map(|(name, _)| name).chain(unknown)
}

/// Sets the state a flag names; says whether there is one.
fn set_flag(states: &mut States, flag: &str) -> bool {
    match flag {
        "clickable" => states.clickable = true,
        "long-clickable" => states.long_clickable = true,
        "scrollable" => states.scrollable = true,
        "checkable" => states.checked = states.checked.or(Some(false)),
        "checked" => states.checked = Some(true),
        "focused" => states.focused = true,
        "selected" => states.selected = true,
        "expanded" => states.expanded = true,
        "disabled" => states.disabled = true,
        "password" => states.password = true,
        _ => return false,
    }
    true
}

/// Whether a class holds typed text.
fn editable(class: &str) -> bool {
    class.ends_with("EditText") || class.ends_with("AutoCompleteTextView")
}

/// The role of a class, by its last part.
fn role(class: &str) -> Role {
    if editable(class) {
        return Role::TextBox;
    }
    match class.rsplit('.').next().unwrap_or(class) {
        "Button" | "ImageButton" | "FloatingActionButton" | "MaterialButton" => Role::Button,
        "TextView" | "CheckedTextView" => Role::Text,
        "ImageView" => Role::Image,
        "CheckBox" => Role::CheckBox,
        "Switch" | "SwitchCompat" | "ToggleButton" => Role::Switch,
        "RadioButton" => Role::Radio,
        "Spinner" => Role::ComboBox,
        "SeekBar" | "RatingBar" => Role::Slider,
        "ProgressBar" => Role::ProgressBar,
        "RecyclerView" | "ListView" | "GridView" => Role::List,
        "TabLayout" | "TabWidget" => Role::TabList,
        "Tab" | "ActionBar$Tab" => Role::Tab,
        "Toolbar" | "ActionBar" => Role::ToolBar,
        "AlertDialog" | "Dialog" => Role::Dialog,
        "Toast" | "Snackbar" => Role::Alert,
        "CardView" => Role::Panel,
        "TableLayout" => Role::Table,
        "TableRow" => Role::Row,
        _ => Role::Group,
    }
}
