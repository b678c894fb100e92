//! Scalars of the YAML that accessibility snapshots are written in: when they need quotes, and
//! how to take the quotes off.

use crate::dialect::{call, cursor::Cursor, reader::Flaw};
use std::fmt::Write;

/// Spells a value: bare, or in double quotes where YAML would misread it.
pub(super) fn value(text: &str) -> String {
    if needs_quotes(text) { quoted(text) } else { text.to_owned() }
}

/// Spells a key: bare, or in single quotes where YAML would misread it.
pub(super) fn key(text: String) -> String {
    if text.contains(": ") || text.contains(" #") || text.ends_with(':') {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        text
    }
}

/// A string in double quotes, escaped.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\t' => out += "\\t",
            // Writing to a string cannot fail.
            c if c.is_control() => _ = write!(out, "\\u{:04x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Reads a value up to the end of the line.
pub(super) fn read_value(cursor: &mut Cursor<'_>) -> Result<String, Flaw> {
    let read = match cursor.peek() {
        Some('"') => call::string(cursor)?,
        Some('\'') => single_quoted(cursor)?,
        _ => return Ok(cursor.take_while(|_| true).trim_end().to_owned()),
    };
    if cursor.rest().trim().is_empty() {
        Ok(read)
    } else {
        Err(cursor.fail("expected the end of the line"))
    }
}

/// Reads a string in single quotes; a quote inside is doubled.
pub(super) fn single_quoted(cursor: &mut Cursor<'_>) -> Result<String, Flaw> {
    let start = *cursor;
    cursor.expect("'")?;
    let mut text = String::new();
    loop {
        text += cursor.take_while(|c| c != '\'');
        if cursor.eat("''") {
            text.push('\'');
        } else if cursor.eat("'") {
            return Ok(text);
        } else {
            return Err(start.fail("the quote is not closed"));
        }
    }
}

fn needs_quotes(text: &str) -> bool {
    let word = text.to_ascii_lowercase();
    text.is_empty()
        || text.trim() != text
        || text.starts_with(|c| "-?:,[]{}#&*!|>'\"%@`=".contains(c))
        || text.contains(": ")
        || text.ends_with(':')
        || text.contains(" #")
        || text.contains(char::is_control)
        || text.parse::<f64>().is_ok()
        || ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"]
            .contains(&word.as_str())
}
