//! `web-axtree`: the accessibility tree as BrowserGym prints it for WebArena: the page, then its
//! elements, a tab deeper for each level (spaces here). Names are Python strings.
//!
//! ```text
//! RootWebArea 'Projects', focused, url='http://tracker.example.org/projects'
//!     [12] link 'Skip to content', clickable
//!     [15] textbox 'Search' value='roof', focused
//!     StaticText 'Three projects'
//! ```
//!
//! The page is no node: its name is the title. It has the focus when no element has it.
//!
//! Left unsaid: hints, which are the names of fields that have none, as browsers have it; the
//! states that only phones have (long-clickable, scrollable) and that a field hides its text; that
//! what is not checkable is not checked; the name of the app; spaces around names.

mod action;
mod dress;

use super::{
    MAX_ATTRIBUTES, MAX_DEPTH,
    aria::{self, checkable},
    call,
    cursor::Cursor,
    reader::{Flaw, Format, Reader},
};
use crate::{Action, Node, Screen, action::ActionError};
use std::fmt::Write;

pub(super) struct WebAxtree;

/// The page's own role.
const ROOT: &str = "RootWebArea";

impl Format for WebAxtree {
    fn read(&self, reader: &mut Reader<'_>) {
        // Indentation and index of the elements the line may stand in, innermost last.
        let mut open: Vec<(usize, usize)> = Vec::new();
        while let Some(line) = reader.next_line() {
            let text = line.trim();
            // Some list the browser's tabs before the page.
            if text.is_empty() || text.starts_with("Tab ") {
                continue;
            }
            let read = element(line).and_then(|(indent, node)| {
                open.retain(|&(outer, _)| outer < indent);
                let flaw = |message: &str| Flaw { at: indent, message: message.to_owned() };
                if node.kind == ROOT && reader.screen.nodes.is_empty() {
                    let url = node.attribute("url").map(str::to_owned);
                    let title = Some(node.name).filter(|title| !title.is_empty());
                    (reader.screen.header.title, reader.screen.header.url) = (title, url);
                    return Ok(());
                }
                if open.len() >= MAX_DEPTH {
                    return Err(flaw("nested too deep"));
                }
                let parent = open.last().map(|&(_, index)| index);
                let index = reader.push(Node { parent, ..node })?;
                open.push((indent, index));
                Ok(())
            });
            if let Err(flaw) = read {
                reader.problem(line, &flaw);
            }
        }
    }

    fn head(&self, screen: &Screen, out: &mut String) {
        out.push_str(ROOT);
        out.push(' ');
        quote(screen.header.title.as_deref().unwrap_or_default(), out);
        if !screen.nodes.iter().any(|node| node.states.focused) {
            out.push_str(", focused");
        }
        if let Some(url) = &screen.header.url {
            out.push_str(", url=");
            quote(url, out);
        }
        out.push('\n');
    }

    fn node(&self, screen: &Screen, index: usize, out: &mut String) {
        let node = &screen.nodes[index];
        out.extend(std::iter::repeat_n('\t', screen.depth(index) + 1));
        if let Some(reference) = &node.reference {
            // Writing to a string cannot fail.
            let _ = write!(out, "[{reference}] ");
        }
        out.push_str(&node.kind);
        out.push(' ');
        quote(&node.name, out);
        if let Some(value) = &node.value {
            out.push_str(" value=");
            quote(value, out);
        }
        let s = node.states;
        let known = [
            ("clickable", s.clickable),
            ("focused", s.focused),
            ("checked='true'", s.checked == Some(true)),
            ("checked='false'", s.checked == Some(false) && checkable(&node.kind)),
            ("disabled=True", s.disabled),
            ("expanded=True", s.expanded),
            ("selected=True", s.selected),
        ];
        for (word, _) in known.iter().filter(|(_, set)| *set) {
            out.push_str(", ");
            out.push_str(word);
        }
        for (key, value) in &node.attributes {
            out.push_str(", ");
            out.push_str(key);
            match value.as_str() {
                "" => {}
                "True" | "False" => _ = write!(out, "={value}"),
                value => {
                    out.push('=');
                    quote(value, out);
                }
            }
        }
        out.push('\n');
    }

    fn dress(&self, screen: &mut Screen) {
        dress::dress(screen);
    }

    fn spell(&self, action: &Action, screen: &Screen) -> Result<String, ActionError> {
        action::spell(action, screen)
    }

    fn read_action(&self, text: &str, screen: &Screen) -> Result<Option<Action>, ActionError> {
        action::read(text, screen)
    }
}

/// Reads an element; gives its indentation, too.
fn element(line: &str) -> Result<(usize, Node), Flaw> {
    let mut cursor = Cursor::new(line.trim_end());
    let blank = |c: char| c == ' ' || c == '\t';
    let indent = cursor.take_while(blank).len();
    let mut node = Node::default();
    if cursor.eat("[") {
        let id = cursor.take_while(|c| c.is_ascii_alphanumeric());
        if id.is_empty() {
            return Err(cursor.fail("expected the element's id"));
        }
        node.reference = Some(id.to_owned());
        cursor.expect("]")?;
        cursor.take_while(blank);
    }
    let kind = cursor.take_while(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if kind.is_empty() {
        return Err(cursor.fail("expected an element's role"));
    }
    kind.clone_into(&mut node.kind);
    node.role = aria::role(kind);
    if checkable(kind) {
        node.states.checked = Some(false);
    }
    cursor.take_while(blank);
    node.name = call::string(&mut cursor)?;
    loop {
        cursor.take_while(|c| blank(c) || c == ',');
        if cursor.rest().is_empty() {
            return Ok((indent, node));
        }
        if node.attributes.len() >= MAX_ATTRIBUTES {
            return Err(cursor.fail(format!("more than {MAX_ATTRIBUTES} attributes")));
        }
        let key = cursor.take_while(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if key.is_empty() {
            return Err(cursor.fail("expected an attribute"));
        }
        // WebArena's own printer writes `key: value`.
        let value =
            if cursor.eat("=") || cursor.eat(": ") { Some(value(&mut cursor)?) } else { None };
        set_attribute(&mut node, key, value);
    }
}

/// Reads a literal: a string, or a word as it stands.
fn value(cursor: &mut Cursor<'_>) -> Result<String, Flaw> {
    match cursor.peek() {
        Some('\'' | '"') => call::string(cursor),
        _ => Ok(cursor.take_while(|c| c != ',' && c != ' ').to_owned()),
    }
}

fn set_attribute(node: &mut Node, key: &str, value: Option<String>) {
    let states = &mut node.states;
    match (key, value.as_deref()) {
        ("clickable", None) => states.clickable = true,
        ("focused", None | Some("True")) => states.focused = true,
        ("disabled", None | Some("True")) => states.disabled = true,
        ("expanded", Some("True")) => states.expanded = true,
        ("selected", Some("True")) => states.selected = true,
        ("checked", Some("true" | "True")) => states.checked = Some(true),
        ("checked", Some("false" | "False")) if states.checked.is_some() => {
            states.checked = Some(false);
        }
        ("value", Some(_)) => node.value = value,
        _ => node.attributes.push((key.to_owned(), value.unwrap_or_default())),
    }
}

/// Writes a string as Python's `repr` does: in single quotes, or in double ones where it has single
/// ones only; what cannot be seen is escaped.
fn quote(text: &str, out: &mut String) {
    let mark = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(mark);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == mark => out.extend(['\\', c]),
            c if c != ' ' && (c.is_control() || c.is_whitespace()) => {
                let code = u32::from(c);
                // Writing to a string cannot fail.
                let _ = if code < 0x100 {
                    write!(out, "\\x{code:02x}")
                } else {
                    write!(out, "\\u{code:04x}")
                };
            }
            c => out.push(c),
        }
    }
    out.push(mark);
}
