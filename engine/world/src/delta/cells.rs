//! The lines of facts: rows and cells.

use super::{
    Flaw,
    text::{TextReader, Within, Writer},
};
use crate::facts::{Cell, Column, Kind};

/// Stands between cells.
const BAR: &str = " | ";

/// Appends cells: `Ada | 555 | yes`.
pub(super) fn write_cells(
    cells: &[Cell],
    columns: &[Column],
    writer: &mut Writer<'_>,
    refers: bool,
    out: &mut String,
) {
    for (at, (cell, column)) in cells.iter().zip(columns).enumerate() {
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
    if columns.is_empty() {
        return if text.is_empty() { Ok(Vec::new()) } else { Err(Flaw::Cells) };
    }
    let mut rest = Some(text.strip_prefix(' ').ok_or(Flaw::Cells)?);
    let mut cells = Vec::new();
    for column in columns {
        let (cell, after) = cut(rest.ok_or(Flaw::Cells)?)?;
        cells.push(read_cell(cell, column.kind, reader)?);
        rest = after;
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
