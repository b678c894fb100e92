//! Texts, byte by byte: characters, escapes, references.

use super::{
    Rules,
    cursor::{Column, Cursor, Spot, append, begins, digit, is_text},
    utf8::Utf8,
};
use crate::facts::Cell;

/// Where in a text an acceptor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text {
    /// The cell that the text stands in; otherwise it goes to the end of the line.
    cell: Option<Spot>,
    mode: Mode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// In or behind a character; whether that was a space.
    Plain { utf8: Utf8, space: bool },
    /// Behind a backslash.
    Escape,
    /// Behind a dollar sign.
    Dollar,
    /// Behind `$t` and the number of a text.
    Typed(Option<u32>),
    /// Behind `$n` or `$v` and digits of a node.
    Node { value: bool, id: Option<u32> },
    /// Behind the letter of a table and digits of a row.
    Row { table: u8, row: Option<u32> },
    /// Behind the dot of a cell.
    Column { table: u8, row: u32, column: Column },
    /// Behind the dot after a reference to a text of so many lines.
    Dot(u32),
    /// In the number of a line.
    Line { lines: u32, number: u32 },
}

/// What a byte does to a reference.
enum Onward {
    /// It belongs to it.
    Into(Mode),
    /// It comes after it.
    Past,
}

const PLAIN: Mode = Mode::Plain { utf8: Utf8::START, space: false };

impl Text {
    /// Before the first byte.
    pub fn new(cell: Option<Spot>) -> Self {
        Self { cell, mode: PLAIN }
    }

    /// Takes a byte; `None` if nothing goes on like that.
    pub fn step(self, rules: &Rules, byte: u8) -> Option<Cursor> {
        let into = |mode| Some(Cursor::Text(Self { mode, ..self }));
        match self.mode {
            Mode::Plain { utf8, space } => self.plain(utf8, space, byte),
            Mode::Escape => {
                matches!(byte, b'\\' | b'n' | b'r' | b'|' | b':' | b'.').then_some(())?;
                into(PLAIN)
            }
            Mode::Dollar if byte == b'$' => into(PLAIN),
            Mode::Dollar => into(begin(rules, byte)?),
            mode => match onward(rules, mode, byte)? {
                Onward::Into(mode) => into(mode),
                Onward::Past => self.plain(Utf8::START, false, byte),
            },
        }
    }

    fn plain(self, utf8: Utf8, space: bool, byte: u8) -> Option<Cursor> {
        let into = |mode| Some(Cursor::Text(Self { mode, ..self }));
        if utf8.is_boundary() {
            match (byte, self.cell) {
                (b'\\', _) => return into(Mode::Escape),
                (b'$', _) => return into(Mode::Dollar),
                (b'\n', _) => return Some(Cursor::End { place: false }),
                (b'|', Some(cell)) => {
                    return (space && !cell.last).then_some(Cursor::Bar(cell));
                }
                _ => {}
            }
        }
        into(Mode::Plain { utf8: utf8.step(byte)?, space: byte == b' ' })
    }
}

/// The byte behind a dollar sign.
fn begin(rules: &Rules, byte: u8) -> Option<Mode> {
    let course = &rules.course;
    let frame = &course.before.frame;
    match byte {
        b't' => (!course.typed.is_empty()).then_some(Mode::Typed(None)),
        b'n' => (!frame.ids.is_empty()).then_some(Mode::Node { value: false, id: None }),
        b'v' => {
            let some = frame.elements.iter().any(|element| element.value.is_some());
            some.then_some(Mode::Node { value: true, id: None })
        }
        _ => {
            let index = rules.letters.iter().position(|&letter| letter == byte)?;
            let table = &course.now.facts.tables[index];
            let texts = (0..table.columns.len()).any(|column| is_text(table, column));
            (texts && !table.rows().is_empty())
                .then_some(Mode::Row { table: index as u8, row: None })
        }
    }
}

/// The next byte of a reference; `None` if no reference goes on like that.
fn onward(rules: &Rules, mode: Mode, byte: u8) -> Option<Onward> {
    let course = &rules.course;
    let facts = &course.now.facts;
    // Behind a whole reference: a dot may begin the number of a line.
    let behind = |text: &str| {
        let lines = text.split('\n').count() as u32;
        if byte == b'.' { Onward::Into(Mode::Dot(lines)) } else { Onward::Past }
    };
    match mode {
        Mode::Plain { .. } | Mode::Escape | Mode::Dollar => None,
        Mode::Typed(item) => {
            if let Some(digit) = digit(byte) {
                let item = append(item, digit)?;
                let known = (item as usize) < course.typed.len();
                return known.then_some(Onward::Into(Mode::Typed(Some(item))));
            }
            course.typed.get(item.unwrap_or(0) as usize).map(|text| behind(text))
        }
        Mode::Node { value, id } => {
            let frame = &course.before.frame;
            if let Some(digit) = digit(byte) {
                let id = append(id, digit)?;
                let mut nodes = frame.ids.iter().zip(&frame.elements);
                let some = nodes.any(|(&known, element)| {
                    begins(id, known) && (!value || element.value.is_some())
                });
                return some.then_some(Onward::Into(Mode::Node { value, id: Some(id) }));
            }
            let element = frame.element(id?)?;
            let text = if value { element.value.as_ref()? } else { &element.name };
            Some(behind(text))
        }
        Mode::Row { table: index, row } => {
            let table = &facts.tables[usize::from(index)];
            if let Some(digit) = digit(byte) {
                let row = append(row, digit)?;
                let some = table.rows().iter().any(|known| begins(row, known.number));
                return some.then_some(Onward::Into(Mode::Row { table: index, row: Some(row) }));
            }
            let row = row.filter(|&row| byte == b'.' && table.row(row).is_some())?;
            let column = Column::Start;
            Some(Onward::Into(Mode::Column { table: index, row, column }))
        }
        Mode::Column { table: index, row, column } => {
            let table = &facts.tables[usize::from(index)];
            if let Some(column) = column.extend(table, true, byte) {
                return Some(Onward::Into(Mode::Column { table: index, row, column }));
            }
            match table.cell(row, column.end(table, true, byte)?)? {
                Cell::Text(text) => Some(behind(text)),
                _ => None,
            }
        }
        Mode::Dot(lines) => match digit(byte) {
            Some(digit) => line(lines, None, digit),
            None => Some(Onward::Past),
        },
        Mode::Line { lines, number } => match digit(byte) {
            Some(digit) => line(lines, Some(number), digit),
            None => Some(Onward::Past),
        },
    }
}

/// A digit of the number of a line.
fn line(lines: u32, number: Option<u32>, digit: u8) -> Option<Onward> {
    let number = append(number, digit)?;
    (number < lines).then_some(Onward::Into(Mode::Line { lines, number }))
}
