//! Scalars of the YAML that accessibility snapshots are written in: when they need quotes, and
//! how to take the quotes off.

use crate::{
    dialect::{call, cursor::Cursor, reader::Flaw},
    number::decimal,
};
use std::fmt::Write;

/// Writes a value: bare, or in double quotes where YAML would misread it.
pub(super) fn value(text: &str, out: &mut String) {
    if needs_quotes(text) {
        quote(text, out);
    } else {
        out.push_str(text);
    }
}

/// Puts the key that was written from `start` on into single quotes where YAML would misread it.
pub(super) fn quote_key(out: &mut String, start: usize) {
    let key = &out[start..];
    if key.contains(": ") || key.contains(" #") || key.ends_with(':') {
        let quoted = format!("'{}'", key.replace('\'', "''"));
        out.truncate(start);
        out.push_str(&quoted);
    }
}

/// A string in double quotes, escaped.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    quote(text, &mut out);
    out
}

/// Writes a string in double quotes, escaped.
pub(super) fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a string cannot fail.
            c if c.is_control() => _ = write!(out, "\\u{:04x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
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

/// Whether JavaScript's `Number` reads the text as a number, which is what Playwright asks.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let of_base = |prefix: [&str; 2], base| {
        let digits = prefix.iter().find_map(|it| text.strip_prefix(it));
        digits.is_some_and(|it| !it.is_empty() && it.chars().all(|c| c.is_digit(base)))
    };
    unsigned == "Infinity"
        || decimal(text).is_some()
        || of_base(["0x", "0X"], 16)
        || of_base(["0o", "0O"], 8)
        || of_base(["0b", "0B"], 2)
}

fn needs_quotes(text: &str) -> bool {
    text.is_empty()
        || text.trim() != text
        || text.starts_with(|c| "-?:,[]{}#&*!|>'\"%@`=".contains(c))
        || text.contains(": ")
        || text.ends_with(':')
        || text.contains(" #")
        || text.contains(char::is_control)
        || is_number(text)
        || ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(text))
}
