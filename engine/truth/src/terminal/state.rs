//! What a shell remembers, in its tables: `shell` has one row, `env` a row a variable.

use crate::World;
use diorama_world::facts::Cell;

/// Table of the shell itself.
pub(super) const SHELL: &str = "shell";
/// Table of variables.
pub(super) const ENV: &str = "env";
/// Table of commands given, in worlds that keep them.
pub(super) const HISTORY: &str = "history";
/// Table of hosts on the network.
pub(super) const HOSTS: &str = "hosts";

/// Most commands that are kept.
const MAX_HISTORY: usize = 20;
/// Most variables.
const MAX_VARIABLES: usize = 40;

/// A column of the shell's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    User,
    Host,
    Folder,
    /// How the last command ended.
    Code,
    /// Lines of the window.
    Rows,
    /// Kilobytes that the disk holds.
    Disk,
    /// What the shell waits for.
    Waits,
    /// What was typed since.
    Typed,
    /// The command that waits.
    Command,
    /// What it was given, or has still to say.
    Text,
    /// The word that ends what it is given.
    Until,
    /// Steps until it goes on.
    Left,
}

/// What the shell waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waits {
    /// A command.
    Command,
    /// The rest of a command.
    Rest,
    /// Lines for a command's input.
    Input,
    /// The network.
    Network,
    /// A key, to show the next lines.
    More,
}

impl Waits {
    const ALL: [(Self, &str); 5] = [
        (Self::Command, "command"),
        (Self::Rest, "rest"),
        (Self::Input, "input"),
        (Self::Network, "network"),
        (Self::More, "more"),
    ];

    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(this, _)| *this == self).map_or("command", |(_, word)| word)
    }
}

fn cell(world: &World, at: At) -> Option<&Cell> {
    world.facts.table(SHELL)?.rows().first()?.cells.get(at as usize)
}

/// A text of the shell's row.
pub(super) fn text(world: &World, at: At) -> &str {
    cell(world, at).map_or("", Cell::text)
}

/// A number of the shell's row.
pub(super) fn number(world: &World, at: At) -> i64 {
    cell(world, at).map_or(0, Cell::number)
}

/// Sets a cell of the shell's row.
pub(super) fn set(world: &mut World, at: At, cell: impl Into<Cell>) {
    let Some(table) = world.facts.table_mut(SHELL) else { return };
    if let Some(row) = table.rows().first().map(|row| row.number) {
        table.set(row, at as usize, cell.into());
    }
}

/// What the shell waits for.
pub(super) fn waits(world: &World) -> Waits {
    let word = text(world, At::Waits);
    let known = Waits::ALL.into_iter().find(|(_, name)| *name == word);
    known.map_or(Waits::Command, |(waits, _)| waits)
}

/// Who is signed in.
pub(super) fn user(world: &World) -> &str {
    text(world, At::User)
}

/// The folder commands run in.
pub(super) fn folder(world: &World) -> &str {
    match text(world, At::Folder) {
        "" => "/",
        folder => folder,
    }
}

/// The folder a user begins in.
pub(super) fn home(world: &World) -> String {
    match user(world) {
        "root" => "/root".to_owned(),
        user => format!("/home/{user}"),
    }
}

/// The value of a variable; empty where there is none.
pub(super) fn variable(world: &World, name: &str) -> String {
    match name {
        "?" => number(world, At::Code).to_string(),
        "PWD" => folder(world).to_owned(),
        "HOME" => home(world),
        "USER" => user(world).to_owned(),
        _ => {
            let rows = world.facts.table(ENV).map_or(&[][..], |table| table.rows());
            let row = rows.iter().find(|row| row.cells[0].text() == name);
            row.map_or_else(String::new, |row| row.cells[1].text().to_owned())
        }
    }
}

/// The variables that programs see, as `NAME=value`.
pub(super) fn exported(world: &World) -> Vec<String> {
    let own = ["HOME", "PWD", "USER"].map(|name| format!("{name}={}", variable(world, name)));
    let rows = world.facts.table(ENV).map_or(&[][..], |table| table.rows());
    let others = rows.iter().filter(|row| row.cells[2].flag());
    own.into_iter()
        .chain(others.map(|row| format!("{}={}", row.cells[0].text(), row.cells[1].text())))
        .collect()
}

/// Sets a variable, exports it, or both.
pub(super) fn set_variable(world: &mut World, name: &str, value: Option<&str>, export: bool) {
    let Some(table) = world.facts.table_mut(ENV) else { return };
    let known = table.rows().iter().find(|row| row.cells[0].text() == name);
    if let Some(row) = known.map(|row| row.number) {
        if let Some(value) = value {
            table.set(row, 1, value.into());
        }
        if export {
            table.set(row, 2, true.into());
        }
    } else if table.rows().len() < MAX_VARIABLES {
        table.push([Cell::from(name), value.unwrap_or_default().into(), export.into()]);
    }
}

/// Forgets a variable.
pub(super) fn unset_variable(world: &mut World, name: &str) {
    let Some(table) = world.facts.table_mut(ENV) else { return };
    let known = table.rows().iter().find(|row| row.cells[0].text() == name);
    if let Some(row) = known.map(|row| row.number) {
        table.remove(row);
    }
}

/// Notes a command, in worlds that keep them.
pub(super) fn note(world: &mut World, command: &str) {
    let Some(table) = world.facts.table_mut(HISTORY) else { return };
    if table.rows().len() >= MAX_HISTORY
        && let Some(oldest) = table.rows().first().map(|row| row.number)
    {
        table.remove(oldest);
    }
    table.push([Cell::from(command)]);
}

/// What stands before what is typed.
pub(super) fn prompt(world: &World) -> String {
    let user = user(world);
    let mark = if user == "root" { '#' } else { '$' };
    format!("{user}@{}:{}{mark} ", text(world, At::Host), folder(world))
}
