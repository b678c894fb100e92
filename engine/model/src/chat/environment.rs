//! What templates find around them: the functions of the `transformers` library, and limits.

use super::Date;
use minijinja::{Environment, Error, ErrorKind, Value, syntax::SyntaxConfig, value::Kwargs};
use minijinja_contrib::pycompat::unknown_method_callback;
use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};
use std::io::{self, Write};
use thiserror::Error as ThisError;

/// Instructions a template may run; long conversations in long templates run some 10,000.
const FUEL: u64 = 2_000_000;
/// Depth of recursion; a macro costs about ten.
const DEPTH: usize = 200;
/// Longest text in bytes, far over any context.
const MAX_TEXT: usize = 16 << 20;

/// What `raise_exception` says; the source of the error that it becomes.
#[derive(Debug, Clone, ThisError)]
#[error("{0}")]
pub(super) struct Refusal(pub(super) String);

/// An environment for one rendering, on `date` if given.
pub(super) fn environment<'a>(date: Option<Date>) -> Environment<'a> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    // Only delimiters can be refused, and these are Jinja's own.
    environment.set_syntax(syntax.unwrap_or_default());
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(DEPTH);
    environment.set_unknown_method_callback(unknown_method_callback);
    environment.add_filter("tojson", to_json);
    environment.add_function("raise_exception", |message: String| {
        let error = Error::new(ErrorKind::InvalidOperation, "the template says no");
        Err::<Value, _>(error.with_source(Refusal(message)))
    });
    if let Some(date) = date {
        environment.add_function("strftime_now", move |format: &str| date.format(format));
    }
    environment
}

impl Date {
    /// Spells the date as C's `strftime` does, in English; `%H`, `%M` and `%S` are midnight.
    fn format(self, format: &str) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = MONTHS.get(usize::from(self.month).wrapping_sub(1)).copied().unwrap_or("");
        let mut text = String::new();
        let mut rest = format.chars();
        while let Some(c) = rest.next() {
            if c != '%' {
                text.push(c);
                continue;
            }
            let field = match rest.next() {
                Some('Y') => self.year.to_string(),
                Some('m') => format!("{:02}", self.month),
                Some('d') => format!("{:02}", self.day),
                Some('B') => month.to_owned(),
                Some('b') => month.get(..3).unwrap_or("").to_owned(),
                Some('H' | 'M' | 'S') => "00".to_owned(),
                Some('%') | None => "%".to_owned(),
                Some(other) => format!("%{other}"),
            };
            text += &field;
        }
        text
    }
}

/// `tojson` as Python's `json.dumps(value, ensure_ascii=False, indent=indent)` spells: unlike
/// Jinja's own, without HTML escapes and with spaces after commas and colons.
#[allow(clippy::needless_pass_by_value)] // filters take their arguments by value
fn to_json(value: &Value, options: Kwargs) -> Result<Value, Error> {
    let indent: Option<usize> = options.get("indent")?;
    let json = match indent {
        Some(indent) => {
            let spaces = " ".repeat(indent.min(16));
            serialize(value, PrettyFormatter::with_indent(spaces.as_bytes()))
        }
        None => serialize(value, Spaced),
    };
    json.map(Value::from_safe_string)
        .map_err(|error| Error::new(ErrorKind::InvalidOperation, "not JSON").with_source(error))
}

fn serialize(value: &Value, formatter: impl Formatter) -> Result<String, serde_json::Error> {
    let mut bytes = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut bytes, formatter))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// JSON on one line with Python's spaces.
struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        to.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        to.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(b": ")
    }
}

/// Collects text up to [`MAX_TEXT`].
#[derive(Debug, Default)]
pub(super) struct LimitedWriter(Vec<u8>);

impl LimitedWriter {
    pub(super) fn into_text(self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }
}

impl Write for LimitedWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > MAX_TEXT - self.0.len() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
