//! Edits: what a person changed of the facts and the controls at a place of a walk.
//!
//! An edit says what is so from there on. What is on the screen stays as it was until something is
//! done; [`crate::stale`] tells what of it may be out of date meanwhile.

use crate::{
    Control, Facts,
    control::{Named, furnish},
    facts::Table,
    scenario::{ScenarioError, check_state},
};
use serde::{Deserialize, Serialize};

/// What is so from a place on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// The hidden state.
    pub facts: Facts,
    /// The controls in force.
    pub controls: Vec<Control>,
}

impl Edit {
    /// An edit of what was so `before`. Tables that controls need come and go with them.
    pub fn new(
        before: &Self,
        mut facts: Facts,
        controls: Vec<Control>,
    ) -> Result<Self, ScenarioError> {
        furnish(&mut facts, &before.controls, &controls);
        let edit = Self { facts, controls };
        edit.check()?;
        Ok(edit)
    }

    /// Checks what the types do not say.
    pub fn check(&self) -> Result<(), ScenarioError> {
        check_state(&self.facts, &self.controls)
    }

    /// What it changed of what was so `before`, in a few words: `Disk full: on · contacts: 1 row added`.
    pub fn spoken(&self, before: &Self) -> String {
        let mut words = controls(&before.controls, &self.controls);
        words.extend(tables(&before.facts, &self.facts));
        words.join(" · ")
    }
}

/// What became of controls.
fn controls(before: &[Control], now: &[Control]) -> Vec<String> {
    let named = |controls: &[Control]| -> Vec<Named> {
        controls.iter().filter_map(Control::named).cloned().collect()
    };
    let (was, is) = (named(before), named(now));
    let same = |one: &Named, other: &Named| one.definition().name == other.definition().name;
    let on = is.iter().filter(|control| !was.contains(control)).map(|control| {
        let changed = was.iter().any(|other| same(control, other));
        let what = if changed { "changed" } else { "on" };
        format!("{}: {what}", control.definition().title)
    });
    let off = was.iter().filter(|control| !is.iter().any(|other| same(control, other)));
    let off = off.map(|control| format!("{}: off", control.definition().title));
    let mut words: Vec<String> = on.chain(off).collect();
    let texts = |controls: &[Control]| -> Vec<String> {
        let texts = controls.iter().filter(|control| control.named().is_none());
        texts.map(Control::text).collect()
    };
    if texts(before) != texts(now) {
        words.push("instructions changed".to_owned());
    }
    words
}

/// What became of the tables that both have; those that controls keep come and go with them.
fn tables<'a>(before: &'a Facts, now: &'a Facts) -> impl Iterator<Item = String> + 'a {
    now.tables.iter().filter_map(|table| {
        let counts = rows(before.table(&table.name)?, table);
        let words = ["added", "removed", "changed"];
        let said = counts.into_iter().zip(words).filter(|(count, _)| *count > 0);
        let said = said.map(|(count, what)| {
            format!("{count} {} {what}", if count == 1 { "row" } else { "rows" })
        });
        let said: Vec<String> = said.collect();
        (!said.is_empty()).then(|| format!("{}: {}", table.name, said.join(", ")))
    })
}

/// How many rows were added, removed and changed.
fn rows(before: &Table, now: &Table) -> [usize; 3] {
    let added = now.rows().iter().filter(|row| before.row(row.number).is_none()).count();
    let removed = before.rows().iter().filter(|row| now.row(row.number).is_none()).count();
    let differs =
        |number, cells: &Vec<_>| before.row(number).is_some_and(|row| row.cells != *cells);
    let changed = now.rows().iter().filter(|row| differs(row.number, &row.cells)).count();
    [added, removed, changed]
}
