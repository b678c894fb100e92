//! A terminal window: the shell over the same files.

use crate::{
    Seed,
    terminal::line,
    ui::{App, Do, Done, Stage, View},
};
use diorama_world::facts::{Column, Kind, Table};

/// Table of the lines that show.
const LINES: &str = "lines";
/// Most lines that show.
const SHOWN: usize = 8;
/// Longest line, in bytes.
const LENGTH: usize = 80;

pub(in crate::desktop) struct Terminal;

impl App for Terminal {
    fn name(&self) -> &'static str {
        "terminal"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Terminal", "Console", "Shell"]
    }

    fn tables(&self, seed: &mut Seed) -> Vec<Table> {
        let mut tables = line::tables(seed);
        tables.push(Table::new(LINES, [Column::new("text", Kind::Text)]));
        tables
    }

    fn view(&self, view: &mut View<'_>) {
        let world = view.world;
        for row in world.facts.table(LINES).map(Table::rows).unwrap_or_default() {
            view.text(row.cells[0].text());
        }
        view.field("command", line::prompt(world));
        view.submit(Do::Run(run, 0));
        view.key("Control+l", Do::Run(clear, 0));
    }
}

fn run(stage: &mut Stage<'_>, _: u32) -> Done {
    let command = stage.draft("command").to_owned();
    stage.surface.clear();
    let echo = format!("{} {command}\n", line::prompt(stage.world));
    let said = if command.trim().is_empty() {
        line::Said::default()
    } else {
        line::run(stage.world, &command)
    };
    stage.surface.loading = said.steps;
    for line in (echo + &said.text).lines() {
        say(stage, crate::text::cut(line, LENGTH));
    }
    Ok(())
}

/// Puts a line under the others; of too many, the first one goes.
fn say(stage: &mut Stage<'_>, text: &str) {
    let Some(table) = stage.world.facts.table_mut(LINES) else { return };
    let first = table.rows().first().filter(|_| table.rows().len() >= SHOWN);
    if let Some(first) = first.map(|row| row.number) {
        table.remove(first);
    }
    table.push([text.into()]);
}

fn clear(stage: &mut Stage<'_>, _: u32) -> Done {
    while let Some(first) = stage.world.facts.table(LINES).and_then(|t| t.rows().first()) {
        let first = first.number;
        if let Some(table) = stage.world.facts.table_mut(LINES) {
            table.remove(first);
        }
    }
    Ok(())
}

/// A command that somebody could type.
pub(in crate::desktop) use line::idea;
