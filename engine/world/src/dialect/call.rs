//! Calls as agents write them: `browser_click(element="Save", ref="e3")`,
//! `pyautogui.click(10, 20)`. A small part of Python's syntax: names, calls, literals.

use super::{cursor::Cursor, reader::Flaw};
use crate::number::decimal;
use serde_json::{Map, Number, Value};

/// Deepest nesting of lists and dictionaries in arguments.
const MAX_NESTING: usize = 16;

/// A call with its arguments.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Call {
    /// Dotted name.
    pub name: String,
    /// Arguments given by position.
    pub positional: Vec<Value>,
    /// Arguments given by name, in order.
    pub named: Vec<(String, Value)>,
}

impl Call {
    /// An argument by name.
    pub fn named(&self, name: &str) -> Option<&Value> {
        self.named.iter().find(|(n, _)| n == name).map(|(_, value)| value)
    }

    /// An argument by name, or else by position.
    pub fn argument(&self, position: usize, name: &str) -> Option<&Value> {
        self.positional.get(position).or_else(|| self.named(name))
    }
}

impl Call {
    /// All arguments by name; those given by position are a list called `args`.
    pub fn arguments(&self) -> Map<String, Value> {
        let positional = Value::Array(self.positional.clone());
        let positional = (!self.positional.is_empty()).then(|| (ARGS.to_owned(), positional));
        positional.into_iter().chain(self.named.iter().cloned()).collect()
    }
}

/// What the list of arguments given by position is called.
const ARGS: &str = "args";

/// Spells a call as Python has it; `quote` spells strings.
pub(super) fn spell(
    name: &str,
    arguments: &Map<String, Value>,
    quote: fn(&str) -> String,
) -> String {
    let positional = arguments.get(ARGS).and_then(Value::as_array).into_iter().flatten();
    let named = arguments.iter().filter(|(name, value)| *name != ARGS || !value.is_array());
    let literals: Vec<String> = positional
        .map(|value| literal(value, quote))
        .chain(named.map(|(name, value)| format!("{name}={}", literal(value, quote))))
        .collect();
    format!("{name}({})", literals.join(", "))
}

/// Spells a literal.
fn literal(value: &Value, quote: fn(&str) -> String) -> String {
    let items = |items: Vec<String>| items.join(", ");
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => quote(text),
        Value::Array(list) => {
            format!("[{}]", items(list.iter().map(|it| literal(it, quote)).collect()))
        }
        Value::Object(map) => {
            let entry =
                |(key, it): (&String, &Value)| format!("{}: {}", quote(key), literal(it, quote));
            format!("{{{}}}", items(map.iter().map(entry).collect()))
        }
    }
}

/// Reads a block of calls, separated by line ends or semicolons.
pub(super) fn calls(text: &str) -> Result<Vec<Call>, Flaw> {
    let mut cursor = Cursor::new(text);
    let mut calls = Vec::new();
    loop {
        cursor.take_while(|c| c.is_whitespace() || c == ';');
        if cursor.rest().is_empty() {
            return Ok(calls);
        }
        calls.push(call(&mut cursor)?);
        cursor.take_while(|c| c == ' ' || c == '\t' || c == '\r');
        if !(cursor.rest().is_empty() || cursor.rest().starts_with(['\n', ';'])) {
            return Err(cursor.fail("expected the end of the call"));
        }
    }
}

/// The name of the function `text` begins to call, if it does.
pub(super) fn called(text: &str) -> Option<&str> {
    let mut cursor = Cursor::new(text);
    let name = cursor.take_while(name_char);
    (!name.is_empty() && cursor.eat("(")).then_some(name)
}

fn name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '.'
}

fn call(cursor: &mut Cursor<'_>) -> Result<Call, Flaw> {
    let name = cursor.take_while(name_char).to_owned();
    if name.is_empty() {
        return Err(cursor.fail("expected a name"));
    }
    cursor.expect("(")?;
    let mut call = Call { name, positional: Vec::new(), named: Vec::new() };
    sequence(cursor, ")", |cursor| {
        let mut ahead = *cursor;
        let name = ahead.take_while(name_char);
        ahead.take_while(char::is_whitespace);
        if !name.is_empty() && ahead.eat("=") {
            ahead.take_while(char::is_whitespace);
            *cursor = ahead;
            call.named.push((name.to_owned(), value(cursor, MAX_NESTING)?));
        } else {
            call.positional.push(value(cursor, MAX_NESTING)?);
        }
        Ok(())
    })?;
    Ok(call)
}

/// Reads items separated by commas, up to and including `close`.
fn sequence<'a>(
    cursor: &mut Cursor<'a>,
    close: &str,
    mut item: impl FnMut(&mut Cursor<'a>) -> Result<(), Flaw>,
) -> Result<(), Flaw> {
    loop {
        cursor.take_while(char::is_whitespace);
        if cursor.eat(close) {
            return Ok(());
        }
        item(cursor)?;
        cursor.take_while(char::is_whitespace);
        if !cursor.eat(",") {
            return cursor.expect(close);
        }
    }
}

/// Reads a literal; `depth` more levels of nesting are allowed.
fn value(cursor: &mut Cursor<'_>, depth: usize) -> Result<Value, Flaw> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(cursor.fail("nested too deep"));
    };
    match cursor.peek() {
        Some('"' | '\'') => Ok(Value::String(string(cursor)?)),
        Some('[') => {
            cursor.next();
            let mut items = Vec::new();
            sequence(cursor, "]", |c| value(c, depth).map(|v| items.push(v)))?;
            Ok(Value::Array(items))
        }
        Some('{') => {
            cursor.next();
            let mut items = Map::new();
            sequence(cursor, "}", |c| {
                let key = if c.peek().is_some_and(|q| q == '"' || q == '\'') {
                    string(c)?
                } else {
                    c.take_while(name_char).to_owned()
                };
                c.take_while(char::is_whitespace);
                c.expect(":")?;
                c.take_while(char::is_whitespace);
                items.insert(key, value(c, depth)?);
                Ok(())
            })?;
            Ok(Value::Object(items))
        }
        _ => word(cursor),
    }
}

/// Reads a number or one of the words for true, false and nothing.
fn word(cursor: &mut Cursor<'_>) -> Result<Value, Flaw> {
    let start = *cursor;
    let word = cursor.take_while(|c| name_char(c) || c == '-' || c == '+');
    let number = || {
        let whole = word.parse::<i64>().ok().map(Number::from);
        whole.or_else(|| Number::from_f64(decimal(word)?)).map(Value::Number)
    };
    match word {
        "true" | "True" => Ok(Value::Bool(true)),
        "false" | "False" => Ok(Value::Bool(false)),
        "null" | "None" => Ok(Value::Null),
        _ => number().ok_or_else(|| start.fail("expected a value")),
    }
}

/// Reads a string in single or double quotes, with the escapes JSON and Python share.
pub(super) fn string(cursor: &mut Cursor<'_>) -> Result<String, Flaw> {
    let start = *cursor;
    let Some(quote @ ('"' | '\'')) = cursor.next() else {
        return Err(start.fail("expected a string"));
    };
    let mut string = String::new();
    while let Some(c) = cursor.next() {
        match c {
            c if c == quote => return Ok(string),
            '\\' => escape(cursor, &mut string),
            c => string.push(c),
        }
    }
    Err(start.fail("the quote is not closed"))
}

/// Reads what follows a backslash; an escape that is none stays as it stands.
fn escape(cursor: &mut Cursor<'_>, string: &mut String) {
    let code = |cursor: &mut Cursor<'_>, digits: usize| {
        let code = cursor.rest().get(1..=digits)?;
        let code = u32::from_str_radix(code, 16).ok()?;
        (0..=digits).for_each(|_| _ = cursor.next());
        Some(code)
    };
    let simple = match cursor.peek() {
        Some('n') => '\n',
        Some('t') => '\t',
        Some('r') => '\r',
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some(c @ ('\\' | '"' | '\'' | '/')) => c,
        Some('x') => {
            let read = code(cursor, 2).and_then(char::from_u32);
            return string.push(read.unwrap_or('\\'));
        }
        Some('u') => {
            let read = code(cursor, 4).and_then(|high| {
                // A character beyond U+FFFF is written as two halves.
                let mut ahead = *cursor;
                let low = (0xD800..0xDC00)
                    .contains(&high)
                    .then(|| ahead.eat("\\").then(|| code(&mut ahead, 4)).flatten())
                    .flatten()
                    .filter(|low| (0xDC00..0xE000).contains(low));
                match low {
                    Some(low) => {
                        *cursor = ahead;
                        char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
                    }
                    None => char::from_u32(high),
                }
            });
            return string.push(read.unwrap_or('\\'));
        }
        _ => return string.push('\\'),
    };
    cursor.next();
    string.push(simple);
}
