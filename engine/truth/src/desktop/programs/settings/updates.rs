//! Updates of programs, which come over the network.

use crate::{
    Seed,
    ui::{Do, Done, Page, Stage, View},
    words,
};
use diorama_world::facts::{Column, Kind, Table};

/// Table of updates.
const UPDATES: &str = "updates";
const NAME: usize = 0;
const INSTALLED: usize = 1;
const PAGE: Page = Page::new("settings", "updates");

/// The table of updates there are.
pub(super) fn table(seed: &mut Seed) -> Table {
    let columns = [("name", Kind::Text), ("installed", Kind::Flag)];
    let mut updates = Table::new(UPDATES, columns.map(|(name, kind)| Column::new(name, kind)));
    for _ in 0..=seed.below(2) {
        let name = format!("{} {}", words::word(seed, 2), seed.between(2, 9));
        updates.push([name.into(), false.into()]);
    }
    updates
}

/// Looks for updates.
pub(super) fn check(stage: &mut Stage<'_>, _: u32) -> Done {
    stage.request()?;
    let loading = std::mem::take(&mut stage.surface.loading);
    stage.go(PAGE);
    // What the network brings comes after the page for it.
    stage.surface.loading = loading;
    Ok(())
}

/// Draws the list of updates.
pub(super) fn view(view: &mut View<'_>) {
    view.button(view.word(["Back", "All settings", "Back"])).does(Do::Back);
    view.heading(view.word(["Updates", "Software updates", "New versions"]));
    view.rows(
        UPDATES,
        |row| !row.cells[INSTALLED].flag(),
        |view, row| {
            view.item(row.cells[NAME].text()).does(Do::Run(install, row.number));
        },
    );
    view.text(view.word(["Click to install", "Choose what to install", "Click to install"]));
}

fn install(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.request()?;
    stage.store(UPDATES, row, INSTALLED, true.into())?;
    stage.toast("Installed");
    Ok(())
}
