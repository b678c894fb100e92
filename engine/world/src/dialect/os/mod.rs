//! `os-a11y`: a desktop's accessibility tree as a table, one element a row, cells separated by
//! tabs; the first line names the columns. Actions are `pyautogui` calls.
//!
//! Elements have no names to point with: actions give the place in pixels.
//!
//! Left unsaid, in the usual columns: the tree, states, hints, app and address; the title is the
//! name of the last window. An empty value is none, and tabs and line ends in names are spaces.

mod action;
mod key;
mod kinds;
mod row;

use super::reader::{Format, Reader};
use crate::{Action, Domain, Role, Screen, action::ActionError, layout};

pub(super) struct OsA11y;

/// The usual columns.
const COLUMNS: [&str; 7] =
    ["tag", "name", "text", "class", "description", "position (top-left x&y)", "size (w&h)"];

impl Format for OsA11y {
    fn read(&self, reader: &mut Reader<'_>) {
        let mut columns: Vec<&str> = COLUMNS.to_vec();
        let mut first = true;
        while let Some(line) = reader.next_line() {
            let text = line.trim_end_matches('\r');
            if text.trim().is_empty() {
                continue;
            }
            if std::mem::take(&mut first) && row::is_header(text) {
                columns = text.split('\t').collect();
                if columns != COLUMNS {
                    reader.screen.header.columns =
                        columns.iter().map(|&column| column.to_owned()).collect();
                }
                continue;
            }
            let Some(joined) = row::join(reader, text, &columns) else { continue };
            let read = row::read(&joined, &columns).and_then(|node| reader.push(node));
            if let Err(flaw) = read {
                reader.problem(&joined, &flaw);
            }
        }
        let nodes = &mut reader.screen.nodes;
        let windows: Vec<bool> = action::windows(nodes).collect();
        let mut title = None;
        for (node, window) in nodes.iter_mut().zip(windows) {
            if window {
                title = Some(node.name.clone()).filter(|title| !title.is_empty());
            } else if node.kind == "file-chooser" {
                node.role = Role::Panel;
            }
        }
        reader.screen.header.title = title;
    }

    fn head(&self, screen: &Screen, out: &mut String) {
        for (i, column) in row::columns(screen).enumerate() {
            if i > 0 {
                out.push('\t');
            }
            out.push_str(column);
        }
        out.push('\n');
    }

    fn node(&self, screen: &Screen, index: usize, out: &mut String) {
        row::print(&screen.nodes[index], row::columns(screen), out);
    }

    fn dress(&self, screen: &mut Screen) {
        for node in &mut screen.nodes {
            kinds::KINDS.word(node.role).clone_into(&mut node.kind);
        }
        layout::place(screen, Domain::Os);
    }

    fn spell(&self, action: &Action, screen: &Screen) -> Result<String, ActionError> {
        action::spell(action, screen)
    }

    fn read_action(&self, text: &str, screen: &Screen) -> Result<Option<Action>, ActionError> {
        action::read(text, screen)
    }
}
