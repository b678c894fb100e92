//! Tables that controls keep: what they count, allow and hide is part of the facts, since a world has
//! no other memory.

use super::Control;
use crate::{
    Facts,
    facts::{Column, Kind, Table},
};

/// A table that a control needs.
#[derive(Debug, PartialEq, Eq)]
pub struct Keeps {
    /// Its name.
    pub table: &'static str,
    columns: &'static [(&'static str, Kind)],
}

/// How often something happened that a control counts.
pub static COUNTS: Keeps =
    Keeps { table: "counts", columns: &[("what", Kind::Word), ("count", Kind::Number)] };
/// What was allowed.
pub static PERMISSIONS: Keeps = Keeps { table: "permissions", columns: &[("name", Kind::Word)] };
/// Rows that lists do not show yet.
pub static UNSEEN: Keeps =
    Keeps { table: "unseen", columns: &[("table", Kind::Word), ("row", Kind::Number)] };

/// All of them, in the order in which a world gets them.
static ALL: [&Keeps; 3] = [&COUNTS, &PERMISSIONS, &UNSEEN];

impl Keeps {
    fn is_kept(&self, controls: &[Control]) -> bool {
        let keeps = |control: &Control| control.named()?.definition().keeps;
        controls.iter().any(|control| keeps(control) == Some(self))
    }

    fn empty(&self) -> Table {
        let columns = self.columns.iter().map(|&(name, kind)| Column::new(name, kind));
        Table::new(self.table, columns)
    }
}

/// Gives the facts the tables that the controls in force need, and takes out those that only controls
/// needed which were in force `before`.
pub fn furnish(facts: &mut Facts, before: &[Control], now: &[Control]) {
    for keeps in ALL {
        if keeps.is_kept(now) {
            if facts.table(keeps.table).is_none() {
                facts.tables.push(keeps.empty());
            }
        } else if keeps.is_kept(before) {
            facts.tables.retain(|table| table.name != keeps.table);
        }
    }
}
