//! Lines of an accessibility snapshot:
//!
//! ```text
//! - textbox "Username" [active] [ref=e3]: ada
//! - link "Forum" [ref=e4] [cursor=pointer]:
//!   - /url: /forum
//! ```

use super::yaml;
use crate::{
    Node, Role, Screen,
    dialect::{MAX_ATTRIBUTES, call, cursor::Cursor, reader::Flaw},
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

/// The lines of a node: its own, then its properties.
pub(super) fn print(screen: &Screen, index: usize) -> String {
    let node = &screen.nodes[index];
    let indent = "  ".repeat(screen.depth(index));
    let mut properties: Vec<String> = node
        .hint
        .iter()
        .map(|hint| ("/placeholder", hint))
        .chain(node.attributes.iter().map(|(k, v)| (k.as_str(), v)))
        .filter(|(key, _)| key.starts_with('/'))
        .map(|(key, value)| format!("{indent}  - {key}: {}\n", yaml::value(value)))
        .collect();
    let leaf = screen.nodes.get(index + 1).is_none_or(|next| next.parent != Some(index));
    let inline_name = leaf && properties.is_empty() && node.value.is_none() && says(&node.kind);
    let mut key = node.kind.clone();
    if !node.name.is_empty() && !inline_name {
        key = format!("{key} {}", yaml::quoted(&node.name));
    }
    for attribute in attributes(node) {
        key = format!("{key} [{attribute}]");
    }
    let inline = match &node.value {
        Some(value) if leaf && properties.is_empty() => Some(value),
        Some(value) => {
            properties.push(format!("{indent}  - text: {}\n", yaml::value(value)));
            None
        }
        None => Some(&node.name).filter(|name| inline_name && !name.is_empty()),
    };
    let tail = match inline {
        Some(text) => format!(": {}", yaml::value(text)),
        None if leaf && properties.is_empty() => String::new(),
        None => ":".to_owned(),
    };
    format!("{indent}- {}{tail}\n{}", yaml::key(key), properties.concat())
}

/// What stands in brackets, in canonical order.
fn attributes(node: &Node) -> Vec<String> {
    let s = node.states;
    let flag = |name: &str, set: bool| set.then(|| name.to_owned());
    let before = [
        flag("checked", s.checked == Some(true)),
        flag("disabled", s.disabled),
        flag("expanded", s.expanded),
        flag("active", s.focused),
    ];
    let others = node
        .attributes
        .iter()
        .filter(|(key, _)| !key.starts_with('/'))
        .map(|(k, v)| Some(if v.is_empty() { k.clone() } else { format!("{k}={v}") }));
    let after = [
        flag("selected", s.selected),
        node.reference.as_ref().map(|reference| format!("ref={reference}")),
        flag("cursor=pointer", s.clickable),
    ];
    before.into_iter().chain(others).chain(after).flatten().collect()
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

/// Whether such an element is either checked or not.
fn checkable(kind: &str) -> bool {
    matches!(kind, "checkbox" | "radio" | "switch" | "menuitemcheckbox" | "menuitemradio")
}

fn role(kind: &str) -> Role {
    match kind {
        "alert" | "status" | "log" => Role::Alert,
        "alertdialog" | "dialog" => Role::Dialog,
        "button" => Role::Button,
        "cell" | "gridcell" | "columnheader" | "rowheader" => Role::Cell,
        "checkbox" => Role::CheckBox,
        "combobox" => Role::ComboBox,
        "heading" => Role::Heading,
        "img" | "figure" => Role::Image,
        "link" => Role::Link,
        "list" | "listbox" | "tree" | "feed" => Role::List,
        "listitem" | "treeitem" | "article" => Role::ListItem,
        "menu" | "menubar" => Role::Menu,
        "menuitem" | "menuitemcheckbox" | "menuitemradio" => Role::MenuItem,
        "option" => Role::Option,
        "paragraph" | "blockquote" => Role::Paragraph,
        "progressbar" | "meter" => Role::ProgressBar,
        "radio" => Role::Radio,
        "row" => Role::Row,
        "scrollbar" => Role::ScrollBar,
        "separator" => Role::Separator,
        "slider" => Role::Slider,
        "switch" => Role::Switch,
        "tab" => Role::Tab,
        "tablist" => Role::TabList,
        "table" | "grid" | "treegrid" => Role::Table,
        "text" | "strong" | "emphasis" | "code" | "time" | "caption" | "term" | "definition"
        | "note" | "mark" => Role::Text,
        "textbox" | "searchbox" | "spinbutton" => Role::TextBox,
        "toolbar" | "navigation" => Role::ToolBar,
        "banner" | "complementary" | "contentinfo" | "form" | "main" | "region" | "search"
        | "tabpanel" => Role::Panel,
        _ => Role::Group,
    }
}
