//! What all environments stand on: facts, and controls that have a say in what happens to them.

use diorama_world::{
    Control, Edit, Facts,
    control::{
        Effect, Event, Named, furnish,
        keeps::{COUNTS, PERMISSIONS, UNSEEN},
    },
    facts::{Cell, Row, Table},
};

/// Facts and the controls in force.
#[derive(Debug, Clone)]
pub struct World {
    /// The hidden state.
    pub facts: Facts,
    controls: Vec<Named>,
}

impl World {
    /// A world. Tables that the controls need are added where they are missing.
    pub fn new(mut facts: Facts, controls: &[Control]) -> Self {
        furnish(&mut facts, &[], controls);
        let controls = controls.iter().filter_map(Control::named).cloned().collect();
        Self { facts, controls }
    }

    /// Changes what is so. What an environment keeps of its own stays.
    pub fn edit(&mut self, edit: &Edit) {
        *self = Self::new(edit.facts.clone(), &edit.controls);
    }

    /// The rows of a table; none where it is missing.
    pub fn rows(&self, table: &str) -> &[Row] {
        self.facts.table(table).map(Table::rows).unwrap_or_default()
    }

    /// Whether a control is in force.
    pub fn has(&self, control: &str) -> bool {
        self.controls.iter().any(|named| named.definition().name == control)
    }

    /// What the controls make of an event: the first effect, in the order of the controls.
    pub fn effect(&self, event: &Event<'_>) -> Option<Effect> {
        self.controls.iter().find_map(|control| control.effect(event))
    }

    /// What becomes of storing something in a table.
    pub fn save(&self, table: &str) -> Option<Effect> {
        self.effect(&Event::Save { table })
    }

    /// What becomes of the next request to the network. Counts it.
    pub fn request(&mut self) -> Option<Effect> {
        let count = self.count("requests");
        self.effect(&Event::Request { count })
    }

    /// What becomes of opening a page. Counts it.
    pub fn open(&mut self) -> Option<Effect> {
        let count = self.count("pages");
        self.effect(&Event::Open { count })
    }

    /// What becomes of using a part of the device.
    pub fn permission(&self, name: &str) -> Option<Effect> {
        let allowed = self
            .facts
            .table(PERMISSIONS.table)
            .is_some_and(|table| table.rows().iter().any(|row| row.cells[0].text() == name));
        if allowed { None } else { self.effect(&Event::Permission { name }) }
    }

    /// Allows the use of a part of the device.
    pub fn allow(&mut self, name: &str) {
        if let Some(table) = self.facts.table_mut(PERMISSIONS.table) {
            table.push([Cell::from(name)]);
        }
    }

    /// Says that a row is not to be listed until [`World::refresh`].
    pub fn hide(&mut self, table: &str, row: u32) {
        if let Some(unseen) = self.facts.table_mut(UNSEEN.table) {
            unseen.push([Cell::from(table), Cell::from(i64::from(row))]);
        }
    }

    /// Whether lists show a row.
    pub fn shows(&self, table: &str, row: u32) -> bool {
        self.facts.table(UNSEEN.table).is_none_or(|unseen| {
            let hidden =
                |cells: &[Cell]| cells[0].text() == table && cells[1].number() == i64::from(row);
            !unseen.rows().iter().any(|row| hidden(&row.cells))
        })
    }

    /// Brings all lists up to date; says whether there was anything to bring.
    pub fn refresh(&mut self) -> bool {
        let Some(unseen) = self.facts.table_mut(UNSEEN.table) else { return false };
        let rows: Vec<u32> = unseen.rows().iter().map(|row| row.number).collect();
        rows.iter().filter(|&&row| unseen.remove(row)).count() > 0
    }

    /// Counts, where a control in force does.
    fn count(&mut self, what: &str) -> i64 {
        let Some(table) = self.facts.table_mut(COUNTS.table) else { return 0 };
        let known = table.rows().iter().find(|row| row.cells[0].text() == what);
        let (row, count) = match known.map(|row| (row.number, row.cells[1].number())) {
            Some((row, count)) => (row, count.saturating_add(1)),
            None => (table.push([Cell::from(what), Cell::from(0)]), 1),
        };
        table.set(row, 1, Cell::from(count));
        count
    }
}
