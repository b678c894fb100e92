//! `android-json`: one element a line, numbered anew on every screen.
//!
//! ```text
//! [ 1] | android.widget.EditText | text="Mira" hint="Name" res="org.example:id/name" | bounds=[42,149][626,275] | clickable
//! ```
//!
//! After the index and the class come `key="value"` pairs, `bounds=[left,top][right,bottom]` in
//! pixels, and flags. Actions are JSON objects with an `action_type`.

use super::{checkable, flags, role, said, set_flag, set_said};
use crate::{
    Action, Node, Screen,
    action::ActionError,
    dialect::{
        MAX_ATTRIBUTES,
        cursor::Cursor,
        reader::{Flaw, Format, Reader},
    },
    screen::Bounds,
};
use std::fmt::Write;

pub(in crate::dialect) struct AndroidJson;

impl Format for AndroidJson {
    fn read(&self, reader: &mut Reader<'_>) {
        while let Some(line) = reader.next_line() {
            let read = element(line).and_then(|node| node.map(|n| reader.push(n)).transpose());
            if let Err(flaw) = read {
                reader.problem(line, &flaw);
            }
        }
        reader.screen.header.app = super::app(&reader.screen);
    }

    fn node(&self, screen: &Screen, index: usize, out: &mut String) {
        let node = &screen.nodes[index];
        // Writing to a string cannot fail.
        let _ = match &node.reference {
            Some(number) => write!(out, "[{number:>2}] | {}", node.kind),
            None => write!(out, "[{index:>2}] | {}", node.kind),
        };
        let (text, described) = said(node);
        let said = [("text", text), ("desc", described), ("hint", node.hint.as_deref())];
        let mut separator = " | ";
        for (key, value) in said.into_iter().chain(pairs(node)) {
            if let Some(value) = value {
                out.push_str(separator);
                out.push_str(key);
                out.push_str("=\"");
                super::escape(value, out);
                out.push('"');
                separator = " ";
            }
        }
        if let Some(b) = node.bounds {
            let (right, bottom) = super::far_corner(b);
            _ = write!(out, " | bounds=[{},{}][{right},{bottom}]", b.x, b.y);
        }
        separator = " | ";
        let checked = [
            ("checkable", node.states.checked == Some(false) && !checkable(&node.kind)),
            ("checked", node.states.checked == Some(true)),
        ];
        let unknown = node.attributes.iter().filter(|(_, v)| v.is_empty());
        let unknown = unknown.map(|(key, _)| (key.as_str(), true));
        for (flag, set) in flags(&node.states).into_iter().chain(checked).chain(unknown) {
            if set {
                out.push_str(separator);
                out.push_str(flag);
                separator = " ";
            }
        }
        out.push('\n');
    }

    fn dress(&self, screen: &mut Screen) {
        super::dress(screen, |role| super::KINDS.word(role));
    }

    fn spell(&self, action: &Action, screen: &Screen) -> Result<String, ActionError> {
        super::json_action::spell(action, screen)
    }

    fn read_action(&self, text: &str, screen: &Screen) -> Result<Option<Action>, ActionError> {
        super::json_action::read(text, screen)
    }
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
    let mut node =
        Node { reference: Some(index.to_owned()), kind: kind.to_owned(), ..Node::default() };
    if checkable(kind) {
        node.states.checked = Some(false);
    }
    let (mut text, mut described) = (None, None);
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
                "desc" => described = Some(value),
                "hint" => node.hint = Some(value),
                _ => node.attributes.push((key.to_owned(), value)),
            }
        } else if !set_flag(&mut node.states, key) {
            node.attributes.push((key.to_owned(), String::new()));
        }
    }
    node.role = role(&node.kind, node.states.clickable);
    set_said(&mut node, text, described);
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
    let (near, far) = (corner()?, corner()?);
    Ok(super::from_corners(near, far))
}

/// Reads a value, in quotes or bare. A quote inside the value may be escaped; one that is not
/// ends the value only where another field may follow.
fn value(cursor: &mut Cursor<'_>) -> Result<String, Flaw> {
    if cursor.peek() != Some('"') {
        return Ok(cursor.take_while(|c| !c.is_whitespace() && c != '|').to_owned());
    }
    super::quoted(cursor, field_follows)
}

/// Whether `rest` is what may stand after a value: nothing, the next column, or another pair.
fn field_follows(rest: &str) -> bool {
    let next = rest.trim_start();
    let key = next.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '-');
    next.is_empty() || next.starts_with('|') || (key.len() < next.len() && key.starts_with("=\""))
}

/// The pairs besides what the node says.
fn pairs(node: &Node) -> impl Iterator<Item = (&str, Option<&str>)> {
    let others = node.attributes.iter().filter(|(k, v)| !v.is_empty() && k != super::DESCRIBED);
    others.map(|(key, value)| (key.as_str(), Some(value.as_str())))
}
