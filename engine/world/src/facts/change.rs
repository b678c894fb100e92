//! Changes to the facts, and finding them.

use super::{Cell, Facts, FactsError, MAX_CELLS, Row, Table};
use serde::{Deserialize, Serialize};

/// Most rows that may have come and gone between two that stay.
const MAX_BETWEEN: u32 = 64;

/// One change to the facts. Tables and columns are named by index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "lowercase")]
pub enum Change {
    /// A cell gets another value.
    Set {
        /// Index of the table.
        table: usize,
        /// Number of the row.
        row: u32,
        /// Index of the column.
        column: usize,
        /// The new value.
        cell: Cell,
    },
    /// A row is put in at the end; it gets the table's next number.
    Add {
        /// Index of the table.
        table: usize,
        /// Its cells.
        cells: Vec<Cell>,
    },
    /// A row is taken out.
    Remove {
        /// Index of the table.
        table: usize,
        /// Number of the row.
        row: u32,
    },
}

impl Facts {
    /// Carries out a change; facts are as before when it is refused.
    pub fn apply(&mut self, change: &Change) -> Result<(), FactsError> {
        let (Change::Set { table, .. } | Change::Add { table, .. } | Change::Remove { table, .. }) =
            change;
        let missing = || FactsError::Missing(format!("table {table}"));
        let room = matches!(change, Change::Add { cells, .. } if self.has_room(cells.len()));
        let table = self.tables.get_mut(*table).ok_or_else(missing)?;
        match change {
            Change::Set { row, column, cell, .. } => {
                let done = table.set(*row, *column, cell.clone());
                done.then_some(()).ok_or_else(|| table.missing(*row))
            }
            Change::Add { cells, .. } => {
                let fit = cells.len() == table.columns.len()
                    && cells
                        .iter()
                        .zip(&table.columns)
                        .all(|(cell, column)| cell.fits(column.kind));
                if !fit {
                    return Err(FactsError::Missing(format!("such row in “{}”", table.name)));
                }
                if !room || table.next_number() == u32::MAX {
                    return Err(FactsError::TooMany { what: "cells", limit: MAX_CELLS });
                }
                table.push(cells.iter().cloned());
                Ok(())
            }
            Change::Remove { row, .. } => {
                table.remove(*row).then_some(()).ok_or_else(|| table.missing(*row))
            }
        }
    }

    /// The changes that make `next` of these facts; `None` where no changes can (other tables or
    /// columns, rows in another order, numbers that a table would not give).
    pub fn changes(&self, next: &Self) -> Option<Vec<Change>> {
        if self.tables.len() != next.tables.len() {
            return None;
        }
        let mut changes = Vec::new();
        for (index, (old, new)) in self.tables.iter().zip(&next.tables).enumerate() {
            if old.name != new.name || old.columns != new.columns {
                return None;
            }
            if old.rows != new.rows {
                table_changes(index, old, new, &mut changes)?;
            }
        }
        Some(changes)
    }
}

impl Table {
    fn missing(&self, row: u32) -> FactsError {
        FactsError::Missing(format!("such cell in row {row} of “{}”", self.name))
    }
}

/// Cells first, then new rows and removals, in the order in which the new rows get their numbers.
fn table_changes(table: usize, old: &Table, new: &Table, changes: &mut Vec<Change>) -> Option<()> {
    let mut numbers: Vec<u32> = new.rows.iter().map(|row| row.number).collect();
    numbers.sort_unstable();
    let (stay, gone): (Vec<&Row>, Vec<&Row>) =
        old.rows.iter().partition(|row| numbers.binary_search(&row.number).is_ok());
    let (same, added) = new.rows.split_at_checked(stay.len())?;
    for (old, new) in stay.iter().zip(same) {
        if old.number != new.number {
            return None;
        }
        let cells =
            old.cells.iter().zip(&new.cells).enumerate().filter(|(_, (old, new))| old != new);
        changes.extend(cells.map(|(column, (_, cell))| Change::Set {
            table,
            row: old.number,
            column,
            cell: cell.clone(),
        }));
    }
    let gone = gone.iter().map(|row| Change::Remove { table, row: row.number });
    let added = added.iter().map(|row| (row.number, &row.cells));
    // Rows get their numbers before others go or after that.
    let counts =
        |first: u32| (first..).zip(added.clone()).all(|(count, (number, _))| count == number);
    if counts(old.next_number()) {
        changes.extend(added.map(|(_, cells)| Change::Add { table, cells: cells.clone() }));
        changes.extend(gone);
    } else if counts(stay.iter().map(|row| row.number + 1).max().unwrap_or(0)) {
        changes.extend(gone);
        changes.extend(added.map(|(_, cells)| Change::Add { table, cells: cells.clone() }));
    } else {
        // Rows that came and went in between took numbers.
        let mut next = old.next_number();
        let mut between = Vec::new();
        for (number, cells) in added {
            if number < next || number - next > MAX_BETWEEN {
                return None;
            }
            for row in next..number {
                let cells = old.columns.iter().map(|column| Cell::empty(column.kind)).collect();
                changes.push(Change::Add { table, cells });
                between.push(Change::Remove { table, row });
            }
            changes.push(Change::Add { table, cells: cells.clone() });
            next = number + 1;
        }
        changes.extend(gone.chain(between));
    }
    Some(())
}
