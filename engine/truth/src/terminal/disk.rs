//! The file system: the rows of the table `files`, one a file or folder.

use crate::World;
use diorama_world::{
    control::{Effect, Refusal},
    facts::{Cell, Row},
};
use std::fmt;

/// Table of files.
pub(crate) const FILES: &str = "files";
/// Columns of the table.
pub(crate) const FOLDER: usize = 0;
pub(crate) const NAME: usize = 1;
pub(crate) const KIND: usize = 2;
pub(super) const MODE: usize = 3;
pub(crate) const CONTENT: usize = 4;

/// Most files.
const MAX_FILES: usize = 200;
/// Largest file in bytes.
const MAX_FILE: usize = 4096;
/// Longest path of a file in bytes.
const MAX_PATH: usize = 200;
/// Longest path that is looked for.
const MAX_WAY: usize = 2048;

/// Why the file system refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Errno(pub &'static str);

pub(super) const NOT_FOUND: Errno = Errno("No such file or directory");
pub(super) const EXISTS: Errno = Errno("File exists");
pub(super) const IS_FOLDER: Errno = Errno("Is a directory");
pub(super) const NOT_FOLDER: Errno = Errno("Not a directory");
pub(super) const NOT_EMPTY: Errno = Errno("Directory not empty");
pub(super) const DENIED: Errno = Errno("Permission denied");
pub(super) const NO_SPACE: Errno = Errno("No space left on device");
pub(super) const TOO_LARGE: Errno = Errno("File too large");
pub(super) const TOO_LONG: Errno = Errno("File name too long");

impl fmt::Display for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// The folder that all others are in.
    Root,
    /// The row of a folder.
    Folder(u32),
    /// The row of a file.
    File(u32),
}

/// The path from the root on, without `.` and `..`. No path leads nowhere.
pub(super) fn absolute(folder: &str, path: &str) -> String {
    if path.is_empty() {
        return String::new();
    }
    let start = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// The folder and the name of an absolute path.
pub(super) fn split(path: &str) -> (&str, &str) {
    match path.rsplit_once('/') {
        Some(("", name)) => ("/", name),
        Some(parts) => parts,
        None => ("/", path),
    }
}

/// The path of what is called so in a folder.
pub(crate) fn join(folder: &str, name: &str) -> String {
    if folder == "/" { format!("/{name}") } else { format!("{folder}/{name}") }
}

/// The path of a row.
pub(crate) fn path(row: &Row) -> String {
    join(row.cells[FOLDER].text(), row.cells[NAME].text())
}

/// Whether a row is a folder.
pub(crate) fn is_folder(row: &Row) -> bool {
    row.cells[KIND].text() == "dir"
}

/// The rows of all files and folders.
pub(crate) fn rows(world: &World) -> &[Row] {
    world.facts.table(FILES).map_or(&[], |table| table.rows())
}

/// The row of a number.
pub(super) fn row(world: &World, number: u32) -> Option<&Row> {
    world.facts.table(FILES)?.row(number)
}

/// What an absolute path leads to.
pub(super) fn find(world: &World, path: &str) -> Result<Found, Errno> {
    if path == "/" {
        return Ok(Found::Root);
    }
    if path.len() > MAX_WAY {
        return Err(TOO_LONG);
    }
    if let Some(row) = row_at(world, path) {
        let number = row.number;
        return Ok(if is_folder(row) { Found::Folder(number) } else { Found::File(number) });
    }
    // Why it is not there, the first of its folders that is there says.
    let folders = std::iter::successors(Some(split(path).0), |folder| Some(split(folder).0));
    let first = folders.take_while(|folder| *folder != "/").find_map(|at| row_at(world, at));
    Err(if first.is_some_and(|row| !is_folder(row)) { NOT_FOLDER } else { NOT_FOUND })
}

/// The row of an absolute path.
fn row_at<'w>(world: &'w World, path: &str) -> Option<&'w Row> {
    let (folder, name) = split(path);
    let is = |row: &&Row| row.cells[FOLDER].text() == folder && row.cells[NAME].text() == name;
    rows(world).iter().find(is)
}

/// The rows in a folder, by name.
pub(super) fn list<'w>(world: &'w World, folder: &str) -> Vec<&'w Row> {
    let mut rows: Vec<&Row> =
        rows(world).iter().filter(|row| row.cells[FOLDER].text() == folder).collect();
    rows.sort_by(|a, b| a.cells[NAME].text().cmp(b.cells[NAME].text()));
    rows
}

/// What a file holds.
pub(super) fn read<'w>(world: &'w World, path: &str) -> Result<&'w str, Errno> {
    match find(world, path)? {
        Found::File(number) => {
            let row = row(world, number).ok_or(NOT_FOUND)?;
            if allows(world, row, 4) { Ok(row.cells[CONTENT].text()) } else { Err(DENIED) }
        }
        _ => Err(IS_FOLDER),
    }
}

/// Whether the user may do something with a row: 4 reads, 2 writes. Root may do everything.
fn allows(world: &World, row: &Row, bit: i64) -> bool {
    let root = super::state::user(world) == "root";
    root || (row.cells[MODE].number() / 100) & bit != 0
}

/// Makes a file, or puts other content into one.
pub(super) fn write(world: &mut World, path: &str, content: &str) -> Result<(), Errno> {
    let found = find(world, path);
    let row = match found {
        Ok(Found::File(number)) => {
            let writable = row(world, number).is_some_and(|row| allows(world, row, 2));
            Some(number).filter(|_| writable).ok_or(DENIED)?
        }
        Ok(_) => return Err(IS_FOLDER),
        Err(NOT_FOUND) => u32::MAX,
        Err(errno) => return Err(errno),
    };
    let effect = change(world)?;
    if content.len() > MAX_FILE {
        return Err(TOO_LARGE);
    }
    let content = match effect {
        Some(Effect::Keep { cells }) => content.split_inclusive('\n').take(cells).collect(),
        _ => content.to_owned(),
    };
    if row == u32::MAX {
        return add(world, path, "file", 644, content);
    }
    if let Some(table) = world.facts.table_mut(FILES) {
        table.set(row, CONTENT, content.into());
    }
    Ok(())
}

/// Makes a folder.
pub(super) fn make_folder(world: &mut World, path: &str) -> Result<(), Errno> {
    match find(world, path) {
        Ok(_) => return Err(EXISTS),
        Err(NOT_FOUND) => {}
        Err(errno) => return Err(errno),
    }
    find(world, split(path).0)?;
    change(world)?;
    add(world, path, "dir", 755, String::new())
}

fn add(world: &mut World, path: &str, kind: &str, mode: i64, content: String) -> Result<(), Errno> {
    let (folder, name) = split(path);
    find(world, folder)?;
    if path.len() > MAX_PATH {
        return Err(TOO_LONG);
    }
    if rows(world).len() >= MAX_FILES {
        return Err(NO_SPACE);
    }
    let cells: [Cell; 5] = [folder.into(), name.into(), kind.into(), mode.into(), content.into()];
    if let Some(table) = world.facts.table_mut(FILES) {
        table.push(cells);
    }
    Ok(())
}

/// Takes a file out, or a folder and all that is in it.
pub(super) fn remove(world: &mut World, path: &str) -> Result<(), Errno> {
    // What takes room away from nobody works on a full disk.
    match change(world) {
        Ok(_) | Err(NO_SPACE) => {}
        Err(errno) => return Err(errno),
    }
    let inside = format!("{path}/");
    let gone = |row: &&Row| {
        let this = self::path(row);
        this == path || this.starts_with(&inside)
    };
    let gone: Vec<u32> = rows(world).iter().filter(gone).map(|row| row.number).collect();
    if let Some(table) = world.facts.table_mut(FILES) {
        for row in gone {
            table.remove(row);
        }
    }
    Ok(())
}

/// Gives what is at a path another path, with all that is in it.
pub(super) fn rename(world: &mut World, from: &str, to: &str) -> Result<(), Errno> {
    match change(world) {
        Ok(_) | Err(NO_SPACE) => {}
        Err(errno) => return Err(errno),
    }
    move_rows(world, from, to);
    Ok(())
}

/// Moves the rows of a path, and of all that is in it, whatever the controls say.
pub(crate) fn move_rows(world: &mut World, from: &str, to: &str) {
    let (folder, name) = split(to);
    let inside = format!("{from}/");
    let Some(table) = world.facts.table_mut(FILES) else { return };
    let mut moved: Vec<(u32, String)> = Vec::new();
    for row in table.rows() {
        let within = row.cells[FOLDER].text();
        if within == from {
            moved.push((row.number, to.to_owned()));
        } else if let Some(rest) = within.strip_prefix(&inside) {
            moved.push((row.number, join(to, rest)));
        }
    }
    let itself = table.rows().iter().find(|row| path(row) == from).map(|row| row.number);
    for (row, folder) in moved {
        table.set(row, FOLDER, folder.into());
    }
    if let Some(row) = itself {
        table.set(row, FOLDER, folder.into());
        table.set(row, NAME, name.into());
    }
}

/// Sets the mode of a file or folder.
pub(super) fn set_mode(world: &mut World, number: u32, mode: i64) -> Result<(), Errno> {
    change(world)?;
    if let Some(table) = world.facts.table_mut(FILES) {
        table.set(number, MODE, mode.into());
    }
    Ok(())
}

/// What the controls make of a change to the files.
fn change(world: &World) -> Result<Option<Effect>, Errno> {
    if world.permission(FILES).is_some() {
        return Err(DENIED);
    }
    match world.save(FILES) {
        Some(Effect::Refuse(Refusal { error, .. })) => Err(Errno(error)),
        effect => Ok(effect),
    }
}
