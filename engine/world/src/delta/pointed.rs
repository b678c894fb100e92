//! What an action points at, told beside it: the lines of its nodes, and the rows of the facts that
//! their texts are.
//!
//! ```text
//! click 1
//! 1  Item $a0.title
//! $a0 clock | Clock
//! ```
//!
//! All of it stands in the sequence already, at the number in the action and at the reference in that
//! line. A small model has to learn each such lookup, and spends most of its training on them; who
//! builds the sequence does them for nothing.

use super::{State, cells::write_cells, line::write_element, reference::Sources, text::Writer};
use crate::Action;

/// Most nodes and most rows that are told.
const MOST: usize = 4;
/// Longest line in bytes; longer ones are left out.
const LONGEST: usize = 240;

/// The lines, each after a line break.
pub(super) fn tell(action: &Action, state: &State, out: &mut String) {
    let State { facts, frame } = state;
    let mut writer = Writer::new(Sources { typed: &[], facts, frame: None }, true);
    for node in action.targets().into_iter().take(MOST) {
        if let (Some(id), Some(element)) = (frame.ids.get(node), frame.elements.get(node)) {
            line(out, |out| {
                write_element(*id, element, &mut writer, out);
                // It ends its line.
                out.pop();
            });
        }
    }
    let rows = writer.take_rows();
    for (table, number) in rows.into_iter().take(MOST) {
        let Some(told) = facts.tables.get(table) else { continue };
        let Some(row) = told.row(number) else { continue };
        line(out, |out| {
            writer.row(table, number, out);
            write_cells(&row.cells, &told.columns, &mut writer, false, out);
        });
    }
}

/// Appends a line unless it is too long.
fn line(out: &mut String, write: impl FnOnce(&mut String)) {
    let before = out.len();
    out.push('\n');
    write(out);
    if out.len() - before > LONGEST {
        out.truncate(before);
    }
}
