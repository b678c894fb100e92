//! Keyframes: a whole state as text.

use super::{
    DeltaError, Flaw, Frame, Heading, State,
    cells::{read_cells, write_cells},
    frame::Element,
    line::{read_element, read_field, write_element, write_field},
    reference::{Sources, letters, read_number, read_row},
    text::{TextReader, Writer},
};
use crate::{
    Control, Domain, Facts,
    control::{MAX_CONTROLS, Named},
    dialect::{MAX_NODES, MAX_TEXT},
    facts::{Column, Kind, MAX_CELLS, MAX_TABLES, Row, Table},
};
use std::fmt::Write as _;

/// A whole state: what a prompt begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyframe {
    /// What kind of environment it is.
    pub domain: Domain,
    /// What is in force.
    pub controls: Vec<Control>,
    /// Facts and screen.
    pub state: State,
}

impl Keyframe {
    /// The keyframe as text; nodes are numbered anew, whatever their numbers in the state.
    pub fn print(&self) -> String {
        print(self.domain, &self.controls, &self.state)
    }

    /// Reads a keyframe.
    pub fn parse(text: &str) -> Result<Self, DeltaError> {
        if text.len() > MAX_TEXT {
            return Err(DeltaError { line: 1, flaw: Flaw::TooLong(MAX_TEXT) });
        }
        let mut left = MAX_TEXT;
        let mut draft = Draft::default();
        let mut line = 0;
        for text in text.split_terminator('\n') {
            line += 1;
            draft.read(text, &mut left).map_err(|flaw| DeltaError { line, flaw })?;
        }
        draft.finish().map_err(|flaw| DeltaError { line: line + 1, flaw })
    }
}

/// Prints a keyframe from its parts.
pub(super) fn print(domain: Domain, controls: &[Control], state: &State) -> String {
    let facts = &state.facts;
    let mut writer = Writer::new(Sources { typed: &[], facts, frame: None }, true);
    let mut out = format!("world {domain}\n");
    for control in controls {
        match control {
            Control::Named(named) => write_control(named, &mut out),
            Control::Text(text) => {
                out.push_str("note ");
                let none = Facts::default();
                let sources = Sources { typed: &[], facts: &none, frame: None };
                Writer::new(sources, false).text(text, &mut out);
            }
        }
        out.push('\n');
    }
    let letters = writer.letters().to_vec();
    for (index, (table, letter)) in facts.tables.iter().zip(letters).enumerate() {
        out.push('$');
        out.push(char::from(letter));
        push_name(&table.name, &mut out);
        for column in &table.columns {
            push_name(&column.name, &mut out);
            out.push_str(match column.kind {
                Kind::Text => "",
                Kind::Word => "*",
                Kind::Number => "#",
                Kind::Flag => "?",
            });
        }
        out.push('\n');
        for row in table.rows() {
            writer.row(index, row.number, &mut out);
            write_cells(&row.cells, &table.columns, &mut writer, false, &mut out);
            out.push('\n');
        }
    }
    let heading = &state.frame.heading;
    for field in heading.differing(&Heading::default()) {
        write_field(field, heading.get(field), &mut writer, &mut out);
    }
    for (id, element) in (0..).zip(&state.frame.elements) {
        write_element(id, element, &mut writer, &mut out);
    }
    out
}

/// `with flaky-api every 2`; parameters with their usual values are left out.
fn write_control(named: &Named, out: &mut String) {
    let definition = named.definition();
    _ = write!(out, "with {}", definition.name);
    for (parameter, value) in definition.parameters.iter().zip(named.values()) {
        if parameter.usual != *value {
            _ = write!(out, " {} {value}", parameter.name);
        }
    }
}

/// Appends the name of a table or a column, after a space.
pub(super) fn push_name(name: &str, out: &mut String) {
    out.push(' ');
    for c in name.chars() {
        match c {
            ' ' => out.push_str("\\s"),
            '\n' => out.push_str("\\n"),
            '\\' | '*' | '#' | '?' | '|' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
}

/// Reads a name; gives it with the mark behind it.
pub(super) fn read_name(text: &str) -> Result<(String, &str), Flaw> {
    let mut name = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => name.push(match chars.next().ok_or(Flaw::Escape)?.1 {
                's' => ' ',
                'n' => '\n',
                c @ ('\\' | '*' | '#' | '?' | '|') => c,
                _ => return Err(Flaw::Escape),
            }),
            '*' | '#' | '?' => return Ok((name, &text[at..])),
            c => name.push(c),
        }
    }
    Ok((name, ""))
}

/// A keyframe on its way.
#[derive(Default)]
struct Draft {
    domain: Option<Domain>,
    controls: Vec<Control>,
    facts: Facts,
    /// The rows of the last table.
    rows: Vec<Row>,
    cells: usize,
    /// The tables are complete.
    drawn: bool,
    heading: Heading,
    elements: Vec<Element>,
}

impl Draft {
    fn read(&mut self, line: &str, left: &mut usize) -> Result<(), Flaw> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        if self.domain.is_none() {
            self.domain =
                (word == "world").then(|| rest.parse()).ok_or(Flaw::Unknown)?.map(Some)?;
            return Ok(());
        }
        let controls = self.facts.tables.is_empty() && !self.drawn;
        match line.as_bytes().first() {
            Some(b'$') if !self.drawn => self.fact(&line[1..], left),
            Some(b'0'..=b'9') => {
                self.draw()?;
                self.node(line, left)
            }
            _ if controls && matches!(word, "with" | "note") => self.control(line, left),
            _ if self.elements.is_empty() => {
                self.draw()?;
                let sources = Sources { typed: &[], facts: &self.facts, frame: None };
                let mut reader = TextReader { sources, left };
                let (field, text) = read_field(line, &mut reader).ok_or(Flaw::Unknown)??;
                self.heading.set(field, text);
                Ok(())
            }
            _ => Err(Flaw::Place),
        }
    }

    fn control(&mut self, line: &str, left: &mut usize) -> Result<(), Flaw> {
        if self.controls.len() == MAX_CONTROLS {
            return Err(Flaw::TooMany("controls"));
        }
        if let Some(text) = line.strip_prefix("note ") {
            let none = Facts::default();
            let sources = Sources { typed: &[], facts: &none, frame: None };
            let text = TextReader { sources, left }.read(text)?;
            self.controls.push(Control::Text(text));
            return Ok(());
        }
        let mut words = line.split(' ').skip(1);
        let name = words.next().ok_or(Flaw::Unknown)?;
        let mut given = Vec::new();
        while let Some(parameter) = words.next() {
            let value = words.next().and_then(|word| word.parse().ok()).ok_or(Flaw::Number)?;
            given.push((parameter, value));
        }
        self.controls.push(Control::Named(Named::new(name, given)?));
        Ok(())
    }

    /// A table, or a row of the last one.
    fn fact(&mut self, text: &str, left: &mut usize) -> Result<(), Flaw> {
        if text.as_bytes().get(1).is_some_and(u8::is_ascii_digit) {
            let (index, number, rest) = read_row(text, &self.facts)?;
            if index + 1 != self.facts.tables.len() {
                return Err(Flaw::Place);
            }
            let columns = &self.facts.tables[index].columns;
            let none = Facts::default();
            let sources = Sources { typed: &[], facts: &none, frame: None };
            let cells = read_cells(rest, columns, &mut TextReader { sources, left })?;
            self.cells += cells.len().max(1);
            if self.cells > MAX_CELLS {
                return Err(Flaw::TooMany("cells"));
            }
            self.rows.push(Row { number, cells });
            return Ok(());
        }
        self.fill()?;
        if self.facts.tables.len() == MAX_TABLES {
            return Err(Flaw::TooMany("tables"));
        }
        let mut words = text.split(' ');
        let letter = words.next().unwrap_or_default();
        let (name, mark) = read_name(words.next().ok_or(Flaw::Unknown)?)?;
        let columns = words.map(|word| {
            let (name, mark) = read_name(word)?;
            let kind = match mark {
                "" => Kind::Text,
                "*" => Kind::Word,
                "#" => Kind::Number,
                "?" => Kind::Flag,
                _ => return Err(Flaw::Unknown),
            };
            Ok(Column { name, kind })
        });
        let table = Table::new(name, columns.collect::<Result<Vec<_>, _>>()?);
        self.facts.tables.push(table);
        let expected = letters(&self.facts).last().map(|&letter| char::from(letter).to_string());
        let right = mark.is_empty() && expected.as_deref() == Some(letter);
        right.then_some(()).ok_or(Flaw::NoSuchTable)
    }

    /// Puts the rows that were read into the last table.
    fn fill(&mut self) -> Result<(), Flaw> {
        if let Some(table) = self.facts.tables.last_mut() {
            let rows = std::mem::take(&mut self.rows);
            let (name, columns) =
                (std::mem::take(&mut table.name), std::mem::take(&mut table.columns));
            *table = Table::with_rows(name, columns, rows)?;
        }
        Ok(())
    }

    /// Completes the facts.
    fn draw(&mut self) -> Result<(), Flaw> {
        if !self.drawn {
            self.fill()?;
            self.facts.check()?;
            self.drawn = true;
        }
        Ok(())
    }

    fn node(&mut self, line: &str, left: &mut usize) -> Result<(), Flaw> {
        let (found, rest) = read_number(line).ok_or(Flaw::Number)?;
        let expected = self.elements.len() as u32;
        if found != expected {
            return Err(Flaw::NotNext { expected, found });
        }
        if self.elements.len() == MAX_NODES {
            return Err(Flaw::TooMany("nodes"));
        }
        if !(rest.is_empty() || rest.starts_with(' ')) {
            return Err(Flaw::Unknown);
        }
        let sources = Sources { typed: &[], facts: &self.facts, frame: None };
        let element = read_element(rest, &mut TextReader { sources, left })?;
        let deepest = self.elements.last().map_or(0, |last| last.depth + 1);
        if element.depth > deepest.min(crate::dialect::MAX_DEPTH) {
            return Err(Flaw::Depth);
        }
        self.elements.push(element);
        Ok(())
    }

    fn finish(mut self) -> Result<Keyframe, Flaw> {
        self.draw()?;
        let domain = self.domain.ok_or(Flaw::End)?;
        let frame = Frame::fresh(self.heading, self.elements);
        let state = State { facts: self.facts, frame };
        Ok(Keyframe { domain, controls: self.controls, state })
    }
}
