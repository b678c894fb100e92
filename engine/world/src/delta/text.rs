//! Texts within lines: escapes and references.

use super::{
    Flaw,
    index::Index,
    reference::{self, Reference, Sources, clings},
};
use crate::dialect::MAX_TEXT;

/// Most rows that are remembered as referred to.
const MOST_ROWS: usize = 8;

/// Writes texts, with references to what already stands somewhere.
pub(super) struct Writer<'a> {
    sources: Sources<'a>,
    letters: Vec<u8>,
    /// Made when the first text is written.
    index: Option<Index<'a>>,
    /// Whether texts may be said by reference.
    refers: bool,
    /// The rows that were referred to: index of the table, number of the row.
    rows: Vec<(usize, u32)>,
}

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// To the end of the line, perhaps before a value or a hint.
    Line,
    /// Between bars.
    Cells,
}

impl<'a> Writer<'a> {
    pub fn new(sources: Sources<'a>, refers: bool) -> Self {
        Self {
            sources,
            letters: reference::letters(sources.facts),
            index: None,
            refers,
            rows: Vec::new(),
        }
    }

    /// The first rows that were referred to, each once, in the order they were.
    pub fn take_rows(&mut self) -> Vec<(usize, u32)> {
        std::mem::take(&mut self.rows)
    }

    /// The letters of the tables.
    pub fn letters(&self) -> &[u8] {
        &self.letters
    }

    /// Spells an address of a cell: `$c3.name`.
    pub fn cell(&self, table: usize, row: u32, column: usize, out: &mut String) {
        out.push('$');
        reference::cell(table, row, column, self.sources.facts, &self.letters, out);
    }

    /// Spells an address of a row: `$c3`.
    pub fn row(&self, table: usize, row: u32, out: &mut String) {
        out.push('$');
        out.extend(self.letters.get(table).map(|&letter| char::from(letter)));
        reference::number(row, out);
    }

    /// Writes a text; an empty one is `\.`.
    pub fn text(&mut self, text: &str, out: &mut String) {
        if text.is_empty() {
            out.push_str("\\.");
        } else {
            self.write(text, Within::Line, self.refers, out);
        }
    }

    /// Writes a text; nothing if it is empty.
    pub fn write(&mut self, text: &str, within: Within, refers: bool, out: &mut String) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if refers && self.refers && starts_word(text, at) {
                let sources = self.sources;
                let index = self.index.get_or_insert_with(|| Index::new(sources));
                if let Some((length, pointer)) = index.find(text, at) {
                    reference::spell(pointer, sources.facts, &self.letters, out);
                    if let Reference::Cell(table, row, _) = pointer.to
                        && self.rows.len() < MOST_ROWS
                        && !self.rows.contains(&(table, row))
                    {
                        self.rows.push((table, row));
                    }
                    at += length;
                    if clings(pointer, &bytes[at..]) {
                        out.push_str("\\.");
                    }
                    continue;
                }
            }
            at += escape(text, at, within, out);
        }
    }
}

/// Whether a word, or something between words, starts at a place.
fn starts_word(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    text.is_char_boundary(at) && !(at > 0 && plain(bytes[at - 1]) && plain(bytes[at]))
}

/// Writes what stands at a place, up to the next place where a reference could stand; gives its
/// length.
fn escape(text: &str, at: usize, within: Within, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    match bytes[at] {
        b'\\' => out.push_str("\\\\"),
        b'\n' => out.push_str("\\n"),
        b'\r' => out.push_str("\\r"),
        b'$' => out.push_str("$$"),
        b'|' if within == Within::Cells => out.push_str("\\|"),
        b':' if (at == 0 || bytes[at - 1] == b' ')
            && matches!(bytes.get(at + 1), Some(b'=' | b'?')) =>
        {
            out.push_str("\\:");
        }
        _ => {
            let rest = &text[at..];
            let mut length = rest.chars().next().map_or(1, char::len_utf8);
            while rest.as_bytes().get(length).is_some_and(u8::is_ascii_alphanumeric)
                && rest.as_bytes()[length - 1].is_ascii_alphanumeric()
            {
                length += 1;
            }
            out.push_str(&rest[..length]);
            return length;
        }
    }
    1
}

/// Reads texts; counts what they come to.
pub(super) struct TextReader<'a> {
    pub sources: Sources<'a>,
    /// Bytes that may still be read.
    pub left: &'a mut usize,
}

impl TextReader<'_> {
    /// Reads a whole text.
    pub fn read(&mut self, mut text: &str) -> Result<String, Flaw> {
        let mut out = String::new();
        while let Some(at) = text.find(['\\', '$']) {
            self.push(&text[..at], &mut out)?;
            let (mark, rest) = text[at..].split_at(1);
            text = if mark == "$" {
                if let Some(rest) = rest.strip_prefix('$') {
                    self.push("$", &mut out)?;
                    rest
                } else {
                    let (resolved, rest) = self.sources.resolve(rest)?;
                    self.push(resolved, &mut out)?;
                    rest
                }
            } else {
                let escaped = match rest.as_bytes().first() {
                    Some(b'\\') => "\\",
                    Some(b'n') => "\n",
                    Some(b'r') => "\r",
                    Some(b'|') => "|",
                    Some(b':') => ":",
                    Some(b'.') => "",
                    _ => return Err(Flaw::Escape),
                };
                self.push(escaped, &mut out)?;
                &rest[1..]
            };
        }
        self.push(text, &mut out)?;
        Ok(out)
    }

    fn push(&mut self, text: &str, out: &mut String) -> Result<(), Flaw> {
        *self.left = self.left.checked_sub(text.len()).ok_or(Flaw::TooLong(MAX_TEXT))?;
        out.push_str(text);
        Ok(())
    }
}
