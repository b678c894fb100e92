//! The table of the pages that are open, so that going back is no secret.

use super::{Entry, Page, Surface};
use diorama_world::{
    Facts,
    facts::{Cell, Column, Kind, Row, Table},
};

/// Name of the table.
const PAGES: &str = "pages";
/// Its first column that does not say which page it is.
const FIRST_HELD: usize = 3;

impl Surface {
    /// Writes the open pages into the facts, at the surface's number; pages that were gone back from
    /// stand at −1 − that.
    pub fn note(&self, facts: &mut Facts) {
        let Some(table) = facts.table_mut(PAGES) else { return };
        // What the page on top holds is on the screen, unless something covers it.
        let seen = if self.covered() { None } else { self.entries().len().checked_sub(1) };
        note(table, self.number, self.entries(), seen);
        note(table, -1 - self.number, self.ahead(), None);
    }

    /// Takes out what was noted of the surface with a number.
    pub fn unnote(facts: &mut Facts, number: i64) {
        if let Some(table) = facts.table_mut(PAGES) {
            note(table, number, &[], None);
            note(table, -1 - number, &[], None);
        }
    }
}

/// Makes the rows of a place say which pages are open: those of pages that are still there stay, so
/// that a full history says what it loses and what it gains. What is typed on the `seen` page is not
/// noted.
fn note(table: &mut Table, place: i64, entries: &[Entry], seen: Option<usize>) {
    let held = |(i, entry)| held(entry, seen == Some(i));
    let here: Vec<&Row> =
        table.rows().iter().filter(|row| row.cells[0].number() == place).collect();
    let mut wanted = entries.iter().enumerate().peekable();
    let mut sets = Vec::new();
    let mut gone = Vec::new();
    for row in here {
        match wanted.peek() {
            // The page itself stays; what was typed or scrolled may change.
            Some(&(i, entry)) if is_noted(entry.page, row) => {
                let held = (FIRST_HELD..row.cells.len()).zip(held((i, entry)));
                let changed = held.filter(|(column, cell)| row.cells[*column] != *cell);
                sets.extend(changed.map(|(column, cell)| (row.number, column, cell)));
                wanted.next();
            }
            _ => gone.push(row.number),
        }
    }
    let added: Vec<_> = wanted.map(|(i, entry)| (entry.page, held((i, entry)))).collect();
    for (row, column, cell) in sets {
        table.set(row, column, cell);
    }
    for row in gone {
        table.remove(row);
    }
    for (Page { app, name, row }, held) in added {
        let page = format!("{app}.{name}");
        let row = row.map_or(-1, i64::from);
        table.push([place.into(), page.into(), row.into()].into_iter().chain(held));
    }
}

/// What is noted of an open page besides which it is.
fn held(entry: &Entry, seen: bool) -> [Cell; 3] {
    let lines = |pairs: &[(&'static str, String)]| {
        let mut text = String::new();
        for (key, value) in pairs {
            text.extend([key, "=", value.as_str(), "\n"]);
        }
        text
    };
    let typed = if seen { String::new() } else { lines(&entry.drafts) };
    [typed.into(), (entry.top as i64).into(), lines(&entry.query).into()]
}

/// Whether a row notes that page. Compared piece by piece: most steps change nothing here.
fn is_noted(page: Page, row: &Row) -> bool {
    let name = row.cells[1].text().strip_prefix(page.app);
    name.and_then(|rest| rest.strip_prefix('.')) == Some(page.name)
        && row.cells[2].number() == page.row.map_or(-1, i64::from)
}

/// The table that [`Surface::note`] writes to, empty.
pub fn pages_table() -> Table {
    let columns = [
        ("place", Kind::Number),
        ("page", Kind::Word),
        ("row", Kind::Number),
        ("typed", Kind::Text),
        ("from", Kind::Number),
    ];
    super::table(PAGES, &columns)
}

/// As [`pages_table`], with what addresses ask for: for browsers.
pub fn history_table() -> Table {
    let mut table = pages_table();
    table.columns.push(Column::new("query", Kind::Text));
    table
}
