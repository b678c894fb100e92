//! What makes an app.

use super::{Dialog, Surface, View};
use crate::{Seed, World};
use diorama_world::facts::{Cell, Column, Kind, Row, Table};

/// Table of the apps there are in a world.
const APPS: &str = "apps";

/// An app of a phone, a site of a browser or a program of a desktop.
pub trait App: Sync {
    /// Its name in facts and pages: a lower-case word.
    fn name(&self) -> &'static str;
    /// What it may be called; a world chooses.
    fn titles(&self) -> &'static [&'static str];
    /// Name of its first page.
    fn home(&self) -> &'static str {
        "home"
    }
    /// Its pages that have an address, and the table whose rows they are about, empty for none:
    /// `("issue/edit", "issues")` is `/issue/3/edit`.
    fn pages(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }
    /// Its tables, as a seed gives them.
    fn tables(&self, seed: &mut Seed) -> Vec<Table>;
    /// Draws one of its pages.
    fn view(&self, view: &mut View<'_>);
    /// What its window is called, where that is not its title: the file that is open.
    fn window(&self, _: &World, _: &Surface) -> Option<String> {
        None
    }
    /// What is asked before its window is closed: whether to save.
    fn closing(&self, _: &World, _: &Surface) -> Option<Dialog> {
        None
    }
}

/// A table without rows.
pub fn table(name: &str, columns: &[(&str, Kind)]) -> Table {
    Table::new(name, columns.iter().map(|&(name, kind)| Column::new(name, kind)))
}

/// The table of apps: their names, what they are called, and how they look.
pub fn apps_table(apps: &[&dyn App], seed: &mut Seed) -> Table {
    let columns = [("app", Kind::Word), ("title", Kind::Text), ("look", Kind::Number)];
    let mut table = table(APPS, &columns);
    // The apps of a world go together: one look for all of them.
    let look = seed.between(0, 2);
    for app in apps {
        let title = seed.pick(app.titles());
        table.push([Cell::from(app.name()), Cell::from(title), Cell::from(look)]);
    }
    table
}

/// The apps that a world has, with their titles, in its order.
pub fn find<'w>(
    world: &'w World,
    apps: &'static [&'static dyn App],
) -> impl Iterator<Item = (&'static dyn App, &'w str)> {
    let rows = world.facts.table(APPS).map(Table::rows).unwrap_or_default();
    rows.iter().filter_map(|row| {
        let app = apps.iter().find(|app| app.name() == row.cells[0].text())?;
        Some((*app, row.cells[1].text()))
    })
}

/// What an app is called in a world; nothing where it is not there.
pub fn title<'w>(world: &'w World, app: &str) -> &'w str {
    row(world, app).map_or("", |row| row.cells[1].text())
}

/// Which of its looks an app has in a world: 0, 1 or 2. Words and order of things go by it.
pub fn look(world: &World, app: &str) -> usize {
    row(world, app).map_or(0, |row| row.cells[2].number().clamp(0, 2) as usize)
}

fn row<'w>(world: &'w World, app: &str) -> Option<&'w Row> {
    let rows = world.facts.table(APPS).map(Table::rows).unwrap_or_default();
    rows.iter().find(|row| row.cells[0].text() == app)
}
