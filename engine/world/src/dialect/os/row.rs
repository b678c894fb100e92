//! Rows of the table.

use super::{COLUMNS, kinds::KINDS};
use crate::{
    Node, Screen,
    dialect::{
        cursor::Cursor,
        reader::{Flaw, Reader},
    },
    screen::{Bounds, States},
};
use std::fmt::Write;

/// The columns a screen is printed with.
pub(super) fn columns(screen: &Screen) -> impl Iterator<Item = &str> {
    let own = screen.header.columns.iter().map(String::as_str);
    let usual = if screen.header.columns.is_empty() { COLUMNS.as_slice() } else { &[] };
    own.chain(usual.iter().copied())
}

/// Whether a line names the columns.
pub(super) fn is_header(line: &str) -> bool {
    let mut columns = line.split('\t');
    columns.next() == Some("tag") && (4..=16).contains(&(columns.count() + 1))
}

/// What a column holds: the first word of its name.
fn column_word(column: &str) -> &str {
    column.split([' ', '(']).next().unwrap_or(column)
}

/// Puts a row together whose text goes on over several lines. `None` when the rest of it is
/// still being written.
pub(super) fn join(reader: &mut Reader<'_>, first: &str, columns: &[&str]) -> Option<String> {
    let text = columns.iter().position(|column| column_word(column) == "text");
    let tabs = |line: &str| line.matches('\t').count();
    let mut row = first.to_owned();
    // Tabs before the text cell; the row goes on while no more of them were seen.
    let open = text.filter(|&text| tabs(first) == text && text + 1 < columns.len());
    let after = open.map_or(0, |text| columns.len() - 1 - text);
    let mut unfinished = open.is_some();
    while unfinished {
        match reader.peek() {
            Some(next) if !begins_row(next, after) => {
                reader.continue_line();
                row.push('\n');
                row += next.trim_end_matches('\r');
                unfinished = tabs(next) == 0;
            }
            None if reader.partial() => return None,
            _ => break,
        }
    }
    Some(row)
}

/// Whether a line begins with a tag and is more than the end of a row that has `after` more tabs.
fn begins_row(line: &str, after: usize) -> bool {
    let tag = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    line.split_once('\t').is_some_and(|(cell, rest)| {
        !cell.is_empty() && cell.chars().all(tag) && rest.matches('\t').count() >= after
    })
}

/// Reads a row.
pub(super) fn read(row: &str, columns: &[&str]) -> Result<Node, Flaw> {
    let mut node = Node::default();
    let (mut at, mut count) = (0, 0);
    let (mut position, mut size) = (None, None);
    for cell in row.split('\t') {
        let flaw = |flaw: Flaw| Flaw { at: at + flaw.at, ..flaw };
        let Some(column) = columns.get(count) else {
            if cell.is_empty() {
                continue;
            }
            let message = format!("more than {} cells", columns.len());
            return Err(Flaw { at, message });
        };
        match column_word(column) {
            "tag" if cell.is_empty() => {
                return Err(Flaw { at, message: "expected the element's tag".to_owned() });
            }
            "tag" => cell.clone_into(&mut node.kind),
            "name" => cell.clone_into(&mut node.name),
            "text" => node.value = Some(unquote(cell)).filter(|text| !text.is_empty()),
            "position" => position = pair(cell).map_err(flaw)?,
            "size" => size = pair(cell).map_err(flaw)?,
            "state" | "states" => node.states = states(cell),
            _ if cell.is_empty() => {}
            _ => node.attributes.push(((*column).to_owned(), cell.to_owned())),
        }
        at += cell.len() + 1;
        count += 1;
    }
    if count < columns.len() {
        let message = format!("expected {} cells, found {count}", columns.len());
        return Err(Flaw { at: row.len(), message });
    }
    node.role = KINDS.role(&node.kind).unwrap_or_default();
    node.bounds = position.map(|(x, y)| {
        let (width, height) = size.unwrap_or_default();
        Bounds { x, y, width, height }
    });
    Ok(node)
}

/// Writes a row.
pub(super) fn print<'a>(node: &Node, columns: impl Iterator<Item = &'a str>, out: &mut String) {
    for (i, column) in columns.enumerate() {
        if i > 0 {
            out.push('\t');
        }
        match column_word(column) {
            "tag" => out.push_str(&node.kind),
            "name" => flat(&node.name, out),
            "text" => quote(node.value.as_deref().unwrap_or_default(), out),
            "position" => pair_of(node.bounds.map(|b| (b.x, b.y)), out),
            "size" => pair_of(node.bounds.map(|b| (b.width, b.height)), out),
            "state" | "states" => state_words(node.states, out),
            _ => flat(node.attribute(column).unwrap_or_default(), out),
        }
    }
    out.push('\n');
}

/// Writes `(a, b)`.
fn pair_of(pair: Option<(i32, i32)>, out: &mut String) {
    if let Some((a, b)) = pair {
        // Writing to a string cannot fail.
        let _ = write!(out, "({a}, {b})");
    }
}

/// Writes a cell: it holds neither tabs nor line ends.
fn flat(text: &str, out: &mut String) {
    out.extend(text.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }));
}

/// Writes the text cell: always something, in quotes where it has quotes itself. It may go on
/// over several lines.
fn quote(text: &str, out: &mut String) {
    let quoted = text.is_empty() || text.contains('"');
    if quoted {
        out.push('"');
    }
    for c in text.chars() {
        match c {
            '\t' | '\r' => out.push(' '),
            '"' => out.push_str("\"\""),
            c => out.push(c),
        }
    }
    if quoted {
        out.push('"');
    }
}

fn unquote(cell: &str) -> String {
    match cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.to_owned(),
    }
}

/// Reads `(a, b)`; an empty cell is none.
fn pair(cell: &str) -> Result<Option<(i32, i32)>, Flaw> {
    if cell.trim().is_empty() {
        return Ok(None);
    }
    let mut cursor = Cursor::new(cell);
    let space = |cursor: &mut Cursor<'_>| _ = cursor.take_while(|c| c == ' ');
    space(&mut cursor);
    cursor.expect("(")?;
    space(&mut cursor);
    let first = cursor.integer()?;
    cursor.expect(",")?;
    space(&mut cursor);
    let second = cursor.integer()?;
    space(&mut cursor);
    cursor.expect(")")?;
    space(&mut cursor);
    if cursor.rest().is_empty() {
        Ok(Some((first, second)))
    } else {
        Err(cursor.fail("expected the end of the cell"))
    }
}

fn states(cell: &str) -> States {
    let mut states = States::default();
    for word in cell.split([',', ' ']) {
        match word {
            "focused" => states.focused = true,
            "selected" => states.selected = true,
            "expanded" => states.expanded = true,
            "disabled" => states.disabled = true,
            "checked" => states.checked = Some(true),
            "unchecked" => states.checked = Some(false),
            _ => {}
        }
    }
    states
}

fn state_words(states: States, out: &mut String) {
    let words = [
        ("focused", states.focused),
        ("selected", states.selected),
        ("expanded", states.expanded),
        ("disabled", states.disabled),
        ("checked", states.checked == Some(true)),
        ("unchecked", states.checked == Some(false)),
    ];
    for (i, (word, _)) in words.iter().filter(|(_, set)| *set).enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push_str(word);
    }
}
