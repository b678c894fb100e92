//! Lines of an accessibility snapshot:
//!
//! ```text
//! - textbox "Username" [active] [ref=e3]: ada
//! - link "Forum" [ref=e4] [cursor=pointer]:
//!   - /url: /forum
//! ```

use super::yaml;
use crate::{
    Node, Screen,
    dialect::{
        MAX_ATTRIBUTES,
        aria::{checkable, role},
        call,
        cursor::Cursor,
        reader::Flaw,
    },
};

/// A line that was read.
pub(super) enum Line {
    /// An element, or text.
    Node(Box<Node>),
    /// A property of the element it stands in: `/url`.
    Property(String, String),
}

/// Reads a line; `None` for a blank one.
pub(super) fn read(line: &str) -> Result<Option<Line>, Flaw> {
    let mut cursor = Cursor::new(line.trim_end());
    cursor.take_while(|c| c == ' ');
    if cursor.rest().is_empty() {
        return Ok(None);
    }
    cursor.expect("- ")?;
    let start = cursor;
    if cursor.peek() == Some('/') {
        let key = cursor.take_while(|c| c != ':' && c != ' ').to_owned();
        cursor.expect(":")?;
        cursor.take_while(|c| c == ' ');
        return Ok(Some(Line::Property(key, yaml::read_value(&mut cursor)?)));
    }
    let mut node = if cursor.peek() == Some('\'') {
        let key = yaml::single_quoted(&mut cursor)?;
        let mut inner = Cursor::new(&key);
        let node = element(&mut inner).map_err(|flaw| start.fail(flaw.message))?;
        if inner.rest().is_empty() {
            node
        } else {
            return Err(start.fail("expected an element in the quotes"));
        }
    } else {
        element(&mut cursor)?
    };
    if cursor.eat(":") {
        cursor.take_while(|c| c == ' ');
        if !cursor.rest().is_empty() {
            let text = yaml::read_value(&mut cursor)?;
            if node.name.is_empty() && !holds_value(&node.kind) {
                node.name = text;
            } else {
                node.value = Some(text);
            }
        }
    } else if !cursor.rest().is_empty() {
        return Err(cursor.fail("expected a colon or the end of the line"));
    }
    Ok(Some(Line::Node(Box::new(node))))
}

/// Reads role, name and attributes.
fn element(cursor: &mut Cursor<'_>) -> Result<Node, Flaw> {
    // Marks what changed in answers that show only that.
    cursor.eat("<changed> ");
    let kind = cursor.take_while(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if kind.is_empty() {
        return Err(cursor.fail("expected an element's role"));
    }
    let mut node = Node { role: role(kind), kind: kind.to_owned(), ..Node::default() };
    if checkable(kind) {
        node.states.checked = Some(false);
    }
    if cursor.rest().starts_with(" \"") {
        cursor.next();
        node.name = call::string(cursor)?;
    } else if cursor.eat(" /") {
        // A name given as a pattern.
        let pattern = cursor.take_while(|c| c != '/');
        node.name = format!("/{pattern}/");
        cursor.expect("/")?;
    }
    while cursor.eat(" [") {
        if node.attributes.len() >= MAX_ATTRIBUTES {
            return Err(cursor.fail(format!("more than {MAX_ATTRIBUTES} attributes")));
        }
        let key = cursor.take_while(|c| c != '=' && c != ']');
        let value = if cursor.eat("=") { cursor.take_while(|c| c != ']') } else { "" };
        cursor.expect("]")?;
        set_attribute(&mut node, key, value);
    }
    Ok(node)
}

fn set_attribute(node: &mut Node, key: &str, value: &str) {
    let states = &mut node.states;
    match (key, value) {
        ("ref", _) => node.reference = Some(value.to_owned()),
        ("checked", "" | "true") => states.checked = Some(true),
        ("pressed", "") if node.kind == "button" => states.checked = Some(true),
        ("disabled", "") => states.disabled = true,
        ("expanded", "") => states.expanded = true,
        ("active", "") => states.focused = true,
        ("selected", "") => states.selected = true,
        ("cursor", "pointer") => states.clickable = true,
        _ => node.attributes.push((key.to_owned(), value.to_owned())),
    }
}

/// Gives a node one of its properties.
pub(super) fn set_property(
    node: &mut Node,
    key: String,
    value: String,
) -> Result<(), &'static str> {
    if key == "/placeholder" {
        node.hint = Some(value);
    } else if node.attributes.len() < MAX_ATTRIBUTES {
        node.attributes.push((key, value));
    } else {
        return Err("too many properties");
    }
    Ok(())
}

/// Whether a text inside `node` is what it holds.
pub(super) fn awaits_text(node: &Node) -> bool {
    holds_value(&node.kind) && node.value.is_none()
}

/// Writes the lines of a node: its own, then its properties.
pub(super) fn print(screen: &Screen, index: usize, out: &mut String) {
    let node = &screen.nodes[index];
    let depth = screen.depth(index);
    let properties = node.attributes.iter().filter(|(key, _)| key.starts_with('/'));
    let leaf = screen.nodes.get(index + 1).is_none_or(|next| next.parent != Some(index))
        && node.hint.is_none()
        && properties.clone().next().is_none();
    let inline_name = leaf && node.value.is_none() && says(&node.kind);

    indent(out, depth);
    out.push_str("- ");
    let start = out.len();
    out.push_str(&node.kind);
    if !node.name.is_empty() && !inline_name {
        out.push(' ');
        yaml::quote(&node.name, out);
    }
    attributes(node, out);
    yaml::quote_key(out, start);
    let inline = match &node.value {
        Some(value) if leaf => Some(value),
        Some(_) => None,
        None => Some(&node.name).filter(|name| inline_name && !name.is_empty()),
    };
    if let Some(text) = inline {
        out.push_str(": ");
        yaml::value(text, out);
    } else if !leaf {
        out.push(':');
    }
    out.push('\n');

    let hint = node.hint.iter().map(|hint| ("/placeholder", hint));
    let held = node.value.iter().filter(|_| !leaf).map(|value| ("text", value));
    let properties = properties.map(|(key, value)| (key.as_str(), value));
    for (key, value) in hint.chain(properties).chain(held) {
        indent(out, depth + 1);
        out.push_str("- ");
        out.push_str(key);
        out.push_str(": ");
        yaml::value(value, out);
        out.push('\n');
    }
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}

/// Writes what stands in brackets, in canonical order.
fn attributes(node: &Node, out: &mut String) {
    let s = node.states;
    let mut put = |key: &str, value: &str| {
        out.push_str(" [");
        out.push_str(key);
        if !value.is_empty() {
            out.push('=');
            out.push_str(value);
        }
        out.push(']');
    };
    let checked = if node.kind == "button" { "pressed" } else { "checked" };
    let before = [
        (checked, s.checked == Some(true)),
        ("disabled", s.disabled),
        ("expanded", s.expanded),
        ("active", s.focused),
    ];
    before.iter().filter(|(_, set)| *set).for_each(|(key, _)| put(key, ""));
    let others = node.attributes.iter().filter(|(key, _)| !key.starts_with('/'));
    others.for_each(|(key, value)| put(key, value));
    if s.selected {
        put("selected", "");
    }
    if let Some(reference) = &node.reference {
        put("ref", reference);
    }
    if s.clickable {
        put("cursor", "pointer");
    }
}

/// Whether the text of such an element is what it holds rather than what it is called.
fn holds_value(kind: &str) -> bool {
    matches!(
        kind,
        "textbox" | "searchbox" | "combobox" | "spinbutton" | "slider" | "progressbar" | "meter"
    )
}

/// Whether such an element is not named: what it says stands after the colon.
fn says(kind: &str) -> bool {
    matches!(
        kind,
        "text"
            | "generic"
            | "paragraph"
            | "listitem"
            | "strong"
            | "emphasis"
            | "code"
            | "alert"
            | "status"
            | "time"
            | "term"
            | "definition"
            | "blockquote"
            | "caption"
            | "note"
            | "log"
            | "mark"
            | "deletion"
            | "insertion"
            | "superscript"
            | "subscript"
    )
}
