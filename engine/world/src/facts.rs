//! The hidden state of a world: small typed tables that its screens are drawn from.
//!
//! Rows keep their number for as long as they live, so that "row 3 of contacts" means the same row
//! after others were removed. In files a table is its columns and rows; numbers are written only
//! where they are not 0, 1, 2, ….

mod change;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;
use thiserror::Error;

pub use change::Change;

/// Most tables: as many as have a letter of their own in the `delta` protocol.
pub const MAX_TABLES: usize = 49;
/// Most cells of all tables together.
pub const MAX_CELLS: usize = 20_000;

/// The tables, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Facts {
    /// The tables; names are unique.
    pub tables: Vec<Table>,
}

/// A small table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Table {
    /// What the rows are: `contacts`, `orders`.
    pub name: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, in the order in which the world keeps them; each with as many cells as there are
    /// columns, and a number that no other row has.
    rows: Vec<Row>,
}

/// A column: its name and what its cells hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "StoredColumn")]
pub struct Column {
    /// Name.
    pub name: String,
    /// What its cells hold.
    pub kind: Kind,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Any text: names, titles, messages.
    #[default]
    Text,
    /// A word from a small set that the world knows: a status, a folder, the name of a page.
    Word,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Row {
    /// Its number, unique in the table.
    pub number: u32,
    /// Its cells, one a column.
    pub cells: Vec<Cell>,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged, expecting = "a cell is a text, a whole number, or true or false")]
pub enum Cell {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Text, also of a [`Kind::Word`] column.
    Text(String),
}

/// Why facts are refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FactsError {
    /// A row has too few or too many cells.
    #[error("row {row} of the table “{table}” has {found} cells, not {expected}")]
    Row {
        /// The table.
        table: String,
        /// 1-based position of the row.
        row: usize,
        /// Cells in the row.
        found: usize,
        /// Columns of the table.
        expected: usize,
    },
    /// A cell holds something else than its column says.
    #[error("row {row} of the table “{table}”: “{column}” holds {kind}, not “{found}”")]
    Cell {
        /// The table.
        table: String,
        /// 1-based position of the row.
        row: usize,
        /// The column.
        column: String,
        /// What it holds.
        kind: Kind,
        /// What was found.
        found: String,
    },
    /// Two rows have one number, or the numbers are not as many as the rows.
    #[error("the rows of the table “{0}” are not numbered one by one")]
    Numbers(String),
    /// Two tables or columns have one name.
    #[error("the name “{0}” is given twice")]
    Twice(String),
    /// There is too much.
    #[error("more than {limit} {what}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many are allowed.
        limit: usize,
    },
    /// A change speaks of something that is not there.
    #[error("there is no {0}")]
    Missing(String),
}

impl Facts {
    /// The table of that name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// The table of that name, to change.
    pub fn table_mut(&mut self, name: &str) -> Option<&mut Table> {
        self.tables.iter_mut().find(|table| table.name == name)
    }

    /// Whether there are no tables.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// How many cells there are.
    fn cells(&self) -> usize {
        self.tables.iter().map(|table| table.rows.len() * table.columns.len()).sum()
    }

    /// Whether so many more cells fit.
    pub(crate) fn has_room(&self, cells: usize) -> bool {
        self.cells() + cells <= MAX_CELLS
    }

    /// Checks what the types do not say: names and limits.
    pub fn check(&self) -> Result<(), FactsError> {
        let too_many = |what, limit| Err(FactsError::TooMany { what, limit });
        if self.tables.len() > MAX_TABLES {
            return too_many("tables", MAX_TABLES);
        }
        if self.cells() > MAX_CELLS {
            return too_many("cells", MAX_CELLS);
        }
        unique(self.tables.iter().map(|table| table.name.as_str()))?;
        self.tables
            .iter()
            .try_for_each(|table| unique(table.columns.iter().map(|c| c.name.as_str())))
    }
}

fn unique<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), FactsError> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(FactsError::Twice(pair[0].to_owned())),
        None => Ok(()),
    }
}

impl Table {
    /// A table without rows.
    pub fn new(name: impl Into<String>, columns: impl IntoIterator<Item = Column>) -> Self {
        Self { name: name.into(), columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    /// A table with rows.
    pub fn with_rows(
        name: impl Into<String>,
        columns: Vec<Column>,
        rows: Vec<Row>,
    ) -> Result<Self, FactsError> {
        let table = Self { name: name.into(), columns, rows };
        table.check().map(|()| table)
    }

    /// Checks that rows have numbers of their own and cells of their columns' kinds.
    fn check(&self) -> Result<(), FactsError> {
        let mut numbers: Vec<u32> = self.rows.iter().map(|row| row.number).collect();
        numbers.sort_unstable();
        // The highest number must leave room for another.
        let unique = numbers.windows(2).all(|pair| pair[0] < pair[1]);
        if !unique || numbers.last() == Some(&u32::MAX) {
            return Err(FactsError::Numbers(self.name.clone()));
        }
        for (i, Row { cells, .. }) in self.rows.iter().enumerate() {
            let (table, row) = (self.name.clone(), i + 1);
            let (found, expected) = (cells.len(), self.columns.len());
            if found != expected {
                return Err(FactsError::Row { table, row, found, expected });
            }
            if let Some((column, cell)) =
                self.columns.iter().zip(cells).find(|(column, cell)| !cell.fits(column.kind))
            {
                let (column, kind, found) = (column.name.clone(), column.kind, cell.to_string());
                return Err(FactsError::Cell { table, row, column, kind, found });
            }
        }
        Ok(())
    }

    /// The rows, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row of that number.
    pub fn row(&self, number: u32) -> Option<&Row> {
        self.rows.iter().find(|row| row.number == number)
    }

    /// Index of the column of that name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// A cell, by row number and column index.
    pub fn cell(&self, number: u32, column: usize) -> Option<&Cell> {
        self.row(number)?.cells.get(column)
    }

    /// The number the next row gets: one above the highest.
    pub fn next_number(&self) -> u32 {
        self.rows.iter().map(|row| row.number + 1).max().unwrap_or(0)
    }

    /// Whether a new row can have a number.
    pub fn is_free(&self, number: u32) -> bool {
        // The highest leaves no room for another.
        number < u32::MAX && self.row(number).is_none()
    }

    /// Appends a row and gives its number. Cells that are missing or of another kind become empty
    /// ones of their column's kind.
    pub fn push(&mut self, cells: impl IntoIterator<Item = Cell>) -> u32 {
        let number = self.next_number();
        let mut given = cells.into_iter();
        let cells = self.columns.iter().map(|column| match given.next() {
            Some(cell) if cell.fits(column.kind) => cell,
            _ => Cell::empty(column.kind),
        });
        let cells = cells.collect();
        self.rows.push(Row { number, cells });
        number
    }

    /// Takes a row out; says whether it was there.
    pub fn remove(&mut self, number: u32) -> bool {
        let before = self.rows.len();
        self.rows.retain(|row| row.number != number);
        self.rows.len() < before
    }

    /// Sets a cell; says whether there is one that can hold the value.
    pub fn set(&mut self, number: u32, column: usize, cell: Cell) -> bool {
        let fits = self.columns.get(column).is_some_and(|column| cell.fits(column.kind));
        let row = self.rows.iter_mut().find(|row| row.number == number);
        match row.and_then(|row| row.cells.get_mut(column)) {
            Some(old) if fits => {
                *old = cell;
                true
            }
            _ => false,
        }
    }
}

impl Column {
    /// A column.
    pub fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self { name: name.into(), kind }
    }
}

impl Cell {
    /// What a new cell of a kind holds.
    pub fn empty(kind: Kind) -> Self {
        match kind {
            Kind::Text | Kind::Word => Self::Text(String::new()),
            Kind::Number => Self::Number(0),
            Kind::Flag => Self::Flag(false),
        }
    }

    /// Reads what a person typed into a cell of a kind.
    pub fn read(text: &str, kind: Kind) -> Option<Self> {
        match kind {
            Kind::Text | Kind::Word => Some(Self::Text(text.to_owned())),
            Kind::Number => text.trim().parse().ok().map(Self::Number),
            Kind::Flag => match text.trim() {
                "yes" => Some(Self::Flag(true)),
                "no" => Some(Self::Flag(false)),
                _ => None,
            },
        }
    }

    /// Whether a column of a kind may hold it.
    pub fn fits(&self, kind: Kind) -> bool {
        match self {
            Self::Flag(_) => kind == Kind::Flag,
            Self::Number(_) => kind == Kind::Number,
            Self::Text(_) => matches!(kind, Kind::Text | Kind::Word),
        }
    }

    /// The text of a text cell; empty for others.
    pub fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    /// The number of a number cell; 0 for others.
    pub fn number(&self) -> i64 {
        if let Self::Number(number) = self { *number } else { 0 }
    }

    /// Whether it is a flag that is set.
    pub fn flag(&self) -> bool {
        matches!(self, Self::Flag(true))
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(true) => f.write_str("yes"),
            Self::Flag(false) => f.write_str("no"),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Word => "a word",
            Self::Number => "a number",
            Self::Flag => "yes or no",
        })
    }
}

/// A table as files have it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    name: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    numbers: Vec<u32>,
}

impl TryFrom<Stored> for Table {
    type Error = FactsError;

    fn try_from(stored: Stored) -> Result<Self, FactsError> {
        let Stored { name, columns, rows, mut numbers } = stored;
        if numbers.is_empty() {
            numbers = (0..rows.len() as u32).collect();
        }
        if numbers.len() != rows.len() {
            return Err(FactsError::Numbers(name));
        }
        let rows =
            numbers.into_iter().zip(rows).map(|(number, cells)| Row { number, cells }).collect();
        Self::with_rows(name, columns, rows)
    }
}

impl From<Table> for Stored {
    fn from(table: Table) -> Self {
        let Table { name, columns, rows } = table;
        let counted = rows.iter().enumerate().all(|(i, row)| row.number as usize == i);
        let numbers =
            if counted { Vec::new() } else { rows.iter().map(|row| row.number).collect() };
        Self { name, columns, rows: rows.into_iter().map(|row| row.cells).collect(), numbers }
    }
}

/// A column as files have it: a name alone holds text.
#[derive(Serialize)]
#[serde(untagged)]
enum StoredColumn {
    Name(String),
    Typed {
        name: String,
        #[serde(rename = "type")]
        kind: Kind,
    },
}

// Read from a value, since deriving it for an untagged enum costs the page more bytes.
impl TryFrom<Value> for Column {
    type Error = serde_json::Error;

    fn try_from(stored: Value) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Typed {
            name: String,
            #[serde(rename = "type")]
            kind: Kind,
        }
        if let Value::String(name) = stored {
            return Ok(Self { name, kind: Kind::Text });
        }
        let Typed { name, kind } = serde_json::from_value(stored)?;
        Ok(Self { name, kind })
    }
}

impl From<Column> for StoredColumn {
    fn from(column: Column) -> Self {
        let Column { name, kind } = column;
        if kind == Kind::Text { Self::Name(name) } else { Self::Typed { name, kind } }
    }
}
