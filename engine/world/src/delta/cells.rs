//! The lines of facts: rows and cells.

use super::{
    Flaw,
    text::{TextReader, Within, Writer},
};
use crate::facts::{Cell, Column, Kind};

/// Stands between cells.
const BAR: &str = " | ";

/// Appends cells: ` Ada | 555 | yes`; those at the end that hold nothing are left out.
pub(super) fn write_cells(
    cells: &[Cell],
    columns: &[Column],
    writer: &mut Writer<'_>,
    refers: bool,
    out: &mut String,
) {
    let given = |(cell, column): (&Cell, &Column)| *cell != Cell::empty(column.kind);
    let count = cells.iter().zip(columns).rposition(given).map_or(0, |last| last + 1);
    for (at, (cell, column)) in cells.iter().zip(columns).take(count).enumerate() {
        out.push_str(if at == 0 { " " } else { BAR });
        write_cell(cell, column.kind, writer, refers, out);
    }
}

/// Appends one cell.
pub(super) fn write_cell(
    cell: &Cell,
    kind: Kind,
    writer: &mut Writer<'_>,
    refers: bool,
    out: &mut String,
) {
    match cell {
        Cell::Text(text) => writer.write(text, Within::Cells, refers && kind == Kind::Text, out),
        other => out.push_str(&other.to_string()),
    }
}

/// Reads the cells of a row, from what stands after its number.
pub(super) fn read_cells(
    text: &str,
    columns: &[Column],
    reader: &mut TextReader<'_>,
) -> Result<Vec<Cell>, Flaw> {
    let mut rest = match text.strip_prefix(' ') {
        None if text.is_empty() => None,
        text => Some(text.ok_or(Flaw::Cells)?),
    };
    let mut cells = Vec::new();
    for column in columns {
        cells.push(match rest {
            Some(text) => {
                let (cell, after) = cut(text)?;
                rest = after;
                read_cell(cell, column.kind, reader)?
            }
            None => Cell::empty(column.kind),
        });
    }
    if rest.is_some() { Err(Flaw::Cells) } else { Ok(cells) }
}

/// Reads one cell that ends the line.
pub(super) fn read_last_cell(
    text: &str,
    kind: Kind,
    reader: &mut TextReader<'_>,
) -> Result<Cell, Flaw> {
    match cut(text)? {
        (cell, None) => read_cell(cell, kind, reader),
        _ => Err(Flaw::Cells),
    }
}

/// Cuts before the first bar. A bar that does not stand between cells has to be escaped.
pub(super) fn cut(text: &str) -> Result<(&str, Option<&str>), Flaw> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'|' => {
                let between = at > 0 && bytes[at - 1] == b' ' && bytes.get(at + 1) == Some(&b' ');
                return if between {
                    Ok((&text[..at - 1], Some(&text[at + 2..])))
                } else {
                    Err(Flaw::Cells)
                };
            }
            _ => {}
        }
        at += 1;
    }
    Ok((text, None))
}

fn read_cell(text: &str, kind: Kind, reader: &mut TextReader<'_>) -> Result<Cell, Flaw> {
    match kind {
        Kind::Text | Kind::Word => reader.read(text).map(Cell::Text),
        Kind::Number | Kind::Flag => {
            // Only as it is written: no spaces, no plus, no zeros in front.
            Cell::read(text, kind).filter(|cell| cell.to_string() == text).ok_or(Flaw::Cell(kind))
        }
    }
}
