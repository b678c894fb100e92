//! What is so, while a person changes it: rows and cells of the facts, controls, instructions. The
//! inspector changes a place of a walk with it, the editor a world.

#[cfg(test)]
mod tests;

use super::act::capitalised;
use crate::page::say::{say, say_with};
use diorama_world::{
    Control, Edit, Facts,
    control::{self, Named},
    facts::{Cell, Column, Kind, MAX_CELLS, Row, Table},
};

/// Rows of a table that are shown at first, and how many more at a time: nobody reads thousands.
pub const ROWS: usize = 100;

/// What is so, and what it is to become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    before: Edit,
    /// The tables.
    pub tables: Vec<TableForm>,
    /// The named controls that are on.
    pub controls: Vec<Named>,
    /// Instructions in free text, one a line.
    pub notes: String,
}

/// A table that may be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableForm {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, also those that were taken out.
    pub rows: Vec<RowForm>,
    /// Whether its cells are fields.
    pub open: bool,
    /// How many of its rows are shown.
    pub shown: usize,
}

/// A row that may be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowForm {
    /// Its number.
    pub number: u32,
    /// What its cells hold, or what was typed where that is nothing they can hold.
    pub cells: Vec<Result<Cell, String>>,
    /// Whether it is taken out. It stays to be put back.
    pub gone: bool,
}

/// A change of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    /// Switch a control on or off.
    Switch(&'static str),
    /// Set a parameter of a control that is on.
    Parameter {
        /// The control.
        control: &'static str,
        /// Which of its parameters.
        parameter: usize,
        /// Its value.
        value: i64,
    },
    /// Write the instructions.
    Notes(String),
    /// Make the cells of a table fields, or text again.
    Open(usize),
    /// Show more rows of a table.
    More(usize),
    /// Write a cell.
    Cell {
        /// Index of the table.
        table: usize,
        /// Number of the row.
        row: u32,
        /// Index of the column.
        column: usize,
        /// What was written.
        text: String,
    },
    /// Add a table: its name and its columns, `contacts: name, phone, age #`.
    Table(String),
    /// Add a row to a table.
    Add(usize),
    /// Take a row out, or put it back.
    Remove {
        /// Index of the table.
        table: usize,
        /// Number of the row.
        row: u32,
    },
}

impl Form {
    /// Nothing is changed yet.
    pub fn new(before: Edit) -> Self {
        let controls = before.controls.iter().filter_map(Control::named).cloned().collect();
        let notes = notes(&before.controls);
        let tables = before.facts.tables.iter().map(TableForm::new).collect();
        Self { before, tables, controls, notes }
    }

    /// Some controls without facts.
    pub fn controlled(controls: &[Control]) -> Self {
        Self::new(Edit { facts: Facts::default(), controls: controls.to_vec() })
    }

    /// What was so.
    pub fn before(&self) -> &Edit {
        &self.before
    }

    /// Changes something. Gives a sentence where that cannot be.
    pub fn touch(&mut self, touch: Touch) -> Result<(), String> {
        match touch {
            Touch::Switch(control) => flip(&mut self.controls, control),
            Touch::Parameter { control, parameter, value } => {
                tune(&mut self.controls, control, parameter, value);
            }
            Touch::Notes(text) => self.notes = text,
            Touch::Open(table) => self.with(table, |table| table.open = !table.open),
            Touch::More(table) => self.with(table, |table| table.shown += ROWS),
            Touch::Cell { table, row, column, text } => self.with(table, |table| {
                let kind = table.columns.get(column).map(|column| column.kind);
                let cell = table.row(row).and_then(|row| row.cells.get_mut(column));
                if let (Some(kind), Some(cell)) = (kind, cell) {
                    *cell = Cell::read(&text, kind).ok_or(text);
                }
            }),
            Touch::Table(text) => return self.add_table(&text),
            Touch::Add(table) => return self.add(table),
            Touch::Remove { table, row } => self.with(table, |table| {
                if let Some(row) = table.row(row) {
                    row.gone = !row.gone;
                }
            }),
        }
        Ok(())
    }

    fn with(&mut self, table: usize, change: impl FnOnce(&mut TableForm)) {
        if let Some(table) = self.tables.get_mut(table) {
            change(table);
        }
    }

    fn add_table(&mut self, text: &str) -> Result<(), String> {
        let (name, columns) = text.split_once(':').unwrap_or((text, ""));
        let columns: Vec<Column> = columns.split(',').filter_map(column).collect();
        let table = Table::new(name.trim(), columns);
        if table.name.is_empty() || table.columns.is_empty() {
            return Err(say("A table has a name and columns: contacts: name, phone.").to_owned());
        }
        let mut facts = self.facts();
        facts.tables.push(table.clone());
        facts.check().map_err(|error| capitalised(&error.to_string()))?;
        self.tables.push(TableForm { open: true, ..TableForm::new(&table) });
        Ok(())
    }

    fn add(&mut self, table: usize) -> Result<(), String> {
        let cells = self.tables.iter().map(|table| table.rows.len() * table.columns.len());
        let cells: usize = cells.sum();
        let Some(table) = self.tables.get_mut(table) else { return Ok(()) };
        let number = table.rows.iter().map(|row| row.number + 1).max().unwrap_or(0);
        if cells + table.columns.len() > MAX_CELLS || number == u32::MAX {
            return Err(say_with("A world has room for {1} cells.", &[&MAX_CELLS]));
        }
        let cells = table.columns.iter().map(|column| Ok(Cell::empty(column.kind))).collect();
        table.rows.push(RowForm { number, cells, gone: false });
        table.shown = table.shown.max(table.rows.len());
        Ok(())
    }

    /// Cells that hold nothing they can hold, in rows that are there.
    pub fn wrong(&self) -> usize {
        let rows = self.tables.iter().flat_map(|table| &table.rows).filter(|row| !row.gone);
        rows.flat_map(|row| &row.cells).filter(|cell| cell.is_err()).count()
    }

    /// The facts; cells that hold nothing they can hold are as they were, or empty.
    pub fn facts(&self) -> Facts {
        let table = |form: &TableForm| {
            let was = self.before.facts.table(&form.name);
            let rows = form.rows.iter().filter(|row| !row.gone);
            let rows = rows.map(|row| row.row(&form.columns, was)).collect();
            let whole = Table::with_rows(form.name.clone(), form.columns.clone(), rows);
            whole.unwrap_or_else(|_| Table::new(form.name.clone(), form.columns.clone()))
        };
        Facts { tables: self.tables.iter().map(table).collect() }
    }

    /// The controls in force.
    pub fn all_controls(&self) -> Vec<Control> {
        let before = &self.before.controls;
        let same = before.iter().filter_map(Control::named).eq(&self.controls);
        let said = notes(before) == self.notes;
        if same && said {
            // In the order that they had.
            return before.clone();
        }
        let named = self.controls.iter().cloned().map(Control::Named);
        let texts: Vec<Control> = if said {
            before.iter().filter(|control| control.named().is_none()).cloned().collect()
        } else {
            let lines = self.notes.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.map(|line| Control::Text(line.to_owned())).collect()
        };
        named.chain(texts).collect()
    }

    /// Whether anything was changed.
    pub fn is_changed(&self) -> bool {
        self.wrong() > 0
            || self.all_controls() != self.before.controls
            || self.facts() != self.before.facts
    }

    /// What is to be so, or a sentence on why it cannot be.
    pub fn edit(&self) -> Result<Edit, String> {
        match self.wrong() {
            0 => {}
            1 => return Err(say("One cell cannot be read yet.").to_owned()),
            wrong => return Err(say_with("{1} cells cannot be read yet.", &[&wrong])),
        }
        Edit::new(&self.before, self.facts(), self.all_controls())
            .map_err(|error| capitalised(&error.to_string()))
    }
}

impl TableForm {
    fn new(table: &Table) -> Self {
        let row = |row: &Row| RowForm {
            number: row.number,
            cells: row.cells.iter().cloned().map(Ok).collect(),
            gone: false,
        };
        Self {
            name: table.name.clone(),
            columns: table.columns.clone(),
            rows: table.rows().iter().map(row).collect(),
            open: false,
            shown: ROWS,
        }
    }

    fn row(&mut self, number: u32) -> Option<&mut RowForm> {
        self.rows.iter_mut().find(|row| row.number == number)
    }
}

impl RowForm {
    fn row(&self, columns: &[Column], was: Option<&Table>) -> Row {
        let was = was.and_then(|table| table.row(self.number));
        let cells = self.cells.iter().zip(columns).enumerate().map(|(at, (cell, column))| {
            let before = || was.and_then(|row| row.cells.get(at).cloned());
            let cell = cell.as_ref().ok().cloned().or_else(before);
            cell.unwrap_or_else(|| Cell::empty(column.kind))
        });
        Row { number: self.number, cells: cells.collect() }
    }
}

/// A column as it is written: its name, and a sign for what it holds.
fn column(text: &str) -> Option<Column> {
    let text = text.trim();
    let signs = [('#', Kind::Number), ('?', Kind::Flag), ('*', Kind::Word)];
    let signed = signs.into_iter().find_map(|(sign, kind)| Some((text.strip_suffix(sign)?, kind)));
    let (name, kind) = signed.unwrap_or((text, Kind::Text));
    let name = name.trim();
    (!name.is_empty()).then(|| Column::new(name, kind))
}

/// The instructions of some controls, one a line.
fn notes(controls: &[Control]) -> String {
    let texts = controls.iter().filter(|control| control.named().is_none());
    texts.map(Control::text).collect::<Vec<_>>().join("\n")
}

/// Switches a control on, with the usual values of its parameters, or off.
pub fn flip(controls: &mut Vec<Named>, name: &'static str) {
    let before = controls.len();
    controls.retain(|named| named.definition().name != name);
    if controls.len() == before {
        controls.extend(Named::new(name, []));
        // In the order in which they are offered.
        controls.sort_by_key(|named| {
            control::ALL.iter().position(|it| it.name == named.definition().name)
        });
    }
}

/// Sets a parameter of a control that is on, as far as it goes.
pub fn tune(controls: &mut [Named], name: &'static str, parameter: usize, value: i64) {
    let Some(named) = controls.iter_mut().find(|it| it.definition().name == name) else { return };
    let parameters = named.definition().parameters;
    let given = parameters.iter().zip(named.values()).enumerate().map(|(at, (it, &old))| {
        (it.name, if at == parameter { value.clamp(it.least, it.most) } else { old })
    });
    if let Ok(tuned) = Named::new(name, given) {
        *named = tuned;
    }
}
