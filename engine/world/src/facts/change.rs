//! Changes to the facts, and finding them.

use super::{Cell, Facts, FactsError, MAX_CELLS, Row, Table};
use serde::{Deserialize, Serialize};

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
    /// A row is put in at the end.
    Add {
        /// Index of the table.
        table: usize,
        /// Its number, which no other row has; usually the table's next.
        row: u32,
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
            Change::Add { row, cells, .. } => {
                let fit = cells.len() == table.columns.len()
                    && cells
                        .iter()
                        .zip(&table.columns)
                        .all(|(cell, column)| cell.fits(column.kind));
                if !fit {
                    return Err(FactsError::Missing(format!("such row in “{}”", table.name)));
                }
                if !room {
                    return Err(FactsError::TooMany { what: "cells", limit: MAX_CELLS });
                }
                if !table.is_free(*row) {
                    return Err(FactsError::Numbers(table.name.clone()));
                }
                table.rows.push(Row { number: *row, cells: cells.clone() });
                Ok(())
            }
            Change::Remove { row, .. } => {
                table.remove(*row).then_some(()).ok_or_else(|| table.missing(*row))
            }
        }
    }

    /// The changes that make `next` of these facts; `None` where none can, since there are other
    /// tables or columns.
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
                table_changes(index, old, new, &mut changes);
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

/// Cells first, then new rows, then removals, so that what goes can still be referred to; but rows
/// that stand in another order have to go before they come again.
fn table_changes(table: usize, old: &Table, new: &Table, changes: &mut Vec<Change>) {
    // What stays is the longest beginning of the new rows that stands in this order among the old.
    let mut rest = old.rows.iter();
    let stay: Vec<&Row> =
        new.rows.iter().map_while(|row| rest.find(|old| old.number == row.number)).collect();
    let (kept, added) = new.rows.split_at(stay.len());
    for (old, new) in stay.iter().zip(kept) {
        let cells = old.cells.iter().zip(&new.cells).enumerate();
        let differing = cells.filter(|(_, (old, new))| old != new);
        changes.extend(differing.map(|(column, (_, cell))| Change::Set {
            table,
            row: old.number,
            column,
            cell: cell.clone(),
        }));
    }
    let mut staying = stay.iter().peekable();
    let goes = |row: &&Row| staying.next_if(|stays| stays.number == row.number).is_none();
    let gone: Vec<u32> = old.rows.iter().filter(goes).map(|row| row.number).collect();
    let come_again = added.iter().any(|row| gone.contains(&row.number));
    let removals = gone.iter().map(|&row| Change::Remove { table, row });
    let additions =
        added.iter().map(|row| Change::Add { table, row: row.number, cells: row.cells.clone() });
    if come_again {
        changes.extend(removals.chain(additions));
    } else {
        changes.extend(additions.chain(removals));
    }
}
