//! References: short words for text that already stands somewhere.

use super::{Flaw, Frame};
use crate::facts::{Cell, Facts, Table};

/// Letters for tables; `t`, `n` and `v` mean other things after a `$`.
const LETTERS: &[u8; 49] = b"abcdefghijklmopqrsuwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// Columns that go by their names; those after them go by index.
const NAMED_COLUMNS: usize = 64;
/// Longest name of a column that goes by it.
const LONGEST_NAME: usize = 64;

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reference {
    /// A text of the action.
    Typed(u32),
    /// A cell of the facts: index of the table, number of the row, index of the column.
    Cell(usize, u32, usize),
    /// The name of a node of the last screen.
    Name(u32),
    /// The value of a node of the last screen.
    Value(u32),
}

/// A reference to a text or to one line of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pointer {
    pub to: Reference,
    pub line: Option<u32>,
}

/// What can be referred to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sources<'a> {
    pub typed: &'a [String],
    pub facts: &'a Facts,
    /// The last screen, where there is one.
    pub frame: Option<&'a Frame>,
}

/// The letter of each table: the first of its name that no table before it has, or else the first
/// of all that is free.
pub(super) fn letters(facts: &Facts) -> Vec<u8> {
    let mut taken = [false; 128];
    let tables = facts.tables.iter();
    let letters = tables.map_while(|table| {
        let free = |letter: &&u8| LETTERS.contains(letter) && !taken[usize::from(**letter)];
        let own = table.name.as_bytes().iter().find(free);
        let letter = *own.or_else(|| LETTERS.iter().find(free))?;
        taken[usize::from(letter)] = true;
        Some(letter)
    });
    letters.collect()
}

/// What a column is called in references: its name where that is a plain word.
pub(super) fn column_name(table: &Table, column: usize) -> Option<&str> {
    let name = table.columns.get(column).filter(|_| column < NAMED_COLUMNS)?.name.as_str();
    let word = name.len() <= LONGEST_NAME
        && name.bytes().all(is_word)
        && name.starts_with(|c: char| c.is_ascii_alphabetic());
    word.then_some(name)
}

/// Whether a byte can stand in a column's name in a reference.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Spells a reference, with its `$`.
pub(super) fn spell(pointer: Pointer, facts: &Facts, letters: &[u8], out: &mut String) {
    out.push('$');
    match pointer.to {
        Reference::Typed(0) => out.push('t'),
        Reference::Typed(item) => {
            out.push('t');
            number(item, out);
        }
        Reference::Cell(table, row, column) => {
            cell(table, row, column, facts, letters, out);
        }
        Reference::Name(id) => {
            out.push('n');
            number(id, out);
        }
        Reference::Value(id) => {
            out.push('v');
            number(id, out);
        }
    }
    if let Some(line) = pointer.line {
        out.push('.');
        number(line, out);
    }
}

/// Spells the address of a cell: `c3.name`.
pub(super) fn cell(
    table: usize,
    row: u32,
    column: usize,
    facts: &Facts,
    letters: &[u8],
    out: &mut String,
) {
    out.extend(letters.get(table).map(|&letter| char::from(letter)));
    number(row, out);
    out.push('.');
    match facts.tables.get(table).and_then(|table| column_name(table, column)) {
        Some(name) => out.push_str(name),
        None => number(column as u32, out),
    }
}

/// Appends a number in decimal.
pub(super) fn number(number: u32, out: &mut String) {
    let (mut digits, mut at, mut rest) = ([0u8; 10], 10, number);
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend(digits[at..].iter().map(|&digit| char::from(digit)));
}

/// Reads a number in plain decimal; gives it and the rest.
pub(super) fn read_number(text: &str) -> Option<(u32, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(end);
    let plain = digits == "0" || !digits.starts_with('0');
    digits.parse().ok().filter(|_| plain).map(|number| (number, rest))
}

/// Reads the letter and the number of a row: `c3`; gives index, number and the rest.
pub(super) fn read_row<'t>(text: &'t str, facts: &Facts) -> Result<(usize, u32, &'t str), Flaw> {
    let letters = letters(facts);
    let letter = text.as_bytes().first();
    let table = letters.iter().position(|known| Some(known) == letter).ok_or(Flaw::NoSuchTable)?;
    let (row, rest) = read_number(&text[1..]).ok_or(Flaw::Number)?;
    Ok((table, row, rest))
}

/// Reads a column, without its dot; gives index and rest.
pub(super) fn read_column<'t>(text: &'t str, table: &Table) -> Result<(usize, &'t str), Flaw> {
    if let Some((column, rest)) = read_number(text) {
        let column = column as usize;
        return (column < table.columns.len()).then_some((column, rest)).ok_or(Flaw::NoSuchColumn);
    }
    let (name, rest) = text.split_at(text.bytes().take_while(|&byte| is_word(byte)).count());
    let column = (0..table.columns.len()).find(|&at| column_name(table, at) == Some(name));
    column.map(|column| (column, rest)).ok_or(Flaw::NoSuchColumn)
}

impl<'a> Sources<'a> {
    /// The text that a reference stands for, given what follows the `$`; and the rest.
    pub fn resolve<'t>(&self, text: &'t str) -> Result<(&'a str, &'t str), Flaw> {
        let (whole, rest) = match text.as_bytes().first() {
            Some(b't') => {
                let (item, rest) = match text.as_bytes().get(1) {
                    Some(b'0'..=b'9') => read_number(&text[1..]).ok_or(Flaw::Number)?,
                    _ => (0, &text[1..]),
                };
                (self.typed.get(item as usize).ok_or(Flaw::NothingTyped)?.as_str(), rest)
            }
            Some(kind @ (b'n' | b'v')) => {
                let (id, rest) = read_number(&text[1..]).ok_or(Flaw::Number)?;
                let element = self.frame.and_then(|frame| frame.element(id));
                let element = element.ok_or(Flaw::NoSuchNode(id))?;
                let text = match kind {
                    b'n' => element.name.as_str(),
                    _ => element.value.as_deref().ok_or(Flaw::NoValue(id))?,
                };
                (text, rest)
            }
            _ => {
                let (index, row, rest) = read_row(text, self.facts)?;
                let table = &self.facts.tables[index];
                let rest = rest.strip_prefix('.').ok_or(Flaw::NoSuchColumn)?;
                let (column, rest) = read_column(rest, table)?;
                match table.cell(row, column) {
                    Some(Cell::Text(text)) => (text.as_str(), rest),
                    Some(_) => return Err(Flaw::NotText),
                    None => return Err(Flaw::NoSuchRow),
                }
            }
        };
        match rest.strip_prefix('.').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
            Some(rest) => {
                let (line, rest) = read_number(rest).ok_or(Flaw::Number)?;
                Ok((whole.split('\n').nth(line as usize).ok_or(Flaw::NoSuchLine)?, rest))
            }
            None => Ok((whole, rest)),
        }
    }
}

/// Whether a letter or digit would be read as a part of the reference before it.
pub(super) fn clings(pointer: Pointer, next: &[u8]) -> bool {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let named = matches!(pointer.to, Reference::Cell(..)) && pointer.line.is_none();
    let line = pointer.line.is_none() && next.first() == Some(&b'.') && digit(next.get(1));
    line || digit(next.first()) || named && next.first().is_some_and(|&byte| is_word(byte))
}
