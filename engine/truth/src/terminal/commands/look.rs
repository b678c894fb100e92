//! Commands that show what files there are.

use super::{options, path_of};
use crate::{
    World,
    terminal::{
        COLUMNS,
        disk::{self, Found},
        pattern::fits,
        run::{Exit, Io},
        state::{self, At},
    },
};
use diorama_world::facts::Row;

pub(super) fn ls(world: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "la1AhrdFtR", 2) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let here = [".".to_owned()];
    let names = if options.rest.is_empty() { &here[..] } else { &options.rest };
    let mut code = 0;
    let mut files: Vec<(&str, &Row)> = Vec::new();
    let mut folders: Vec<(&str, String)> = Vec::new();
    for name in names {
        let path = path_of(world, name);
        match disk::find(world, &path) {
            Ok(Found::File(row)) => files.extend(disk::row(world, row).map(|row| (&**name, row))),
            Ok(Found::Folder(row)) if options.has("d") => {
                files.extend(disk::row(world, row).map(|row| (&**name, row)));
            }
            Ok(_) => folders.push((name, path)),
            Err(errno) => {
                io.error(&format!("cannot access '{name}': {errno}"));
                code = 2;
            }
        }
    }
    files.sort_by_key(|(name, _)| *name);
    folders.sort();
    let style = Style {
        long: options.has("l"),
        single: options.has("1") || !io.window,
        reverse: options.has("r"),
    };
    let user = state::user(world).to_owned();
    let entries: Vec<Entry> =
        files.iter().map(|(name, row)| Entry::new((*name).to_owned(), row)).collect();
    let mut first = files.is_empty();
    if !files.is_empty() {
        style.show(io, entries, &user);
    }
    for (name, path) in &folders {
        if names.len() > 1 {
            let gap = if first { "" } else { "\n" };
            io.line(&format!("{gap}{name}:"));
        }
        first = false;
        let hidden = options.has("aA");
        let rows = disk::list(world, path);
        let inner = rows.iter().filter(|row| hidden || !name_of(row).starts_with('.'));
        let mut entries: Vec<Entry> =
            inner.map(|row| Entry::new(name_of(row).to_owned(), row)).collect();
        if options.has("a") {
            entries.extend([".", ".."].map(Entry::folder));
            entries.sort_by(|a, b| a.name.cmp(&b.name));
        }
        if style.long {
            let blocks: usize = entries.iter().map(Entry::blocks).sum();
            io.line(&format!("total {blocks}"));
        }
        style.show(io, entries, &user);
    }
    Ok(code)
}

fn name_of(row: &Row) -> &str {
    row.cells[disk::NAME].text()
}

/// What a listing shows of a file or folder.
struct Entry {
    name: String,
    folder: bool,
    mode: i64,
    size: usize,
}

/// What a folder itself takes, in bytes.
const FOLDER_SIZE: usize = 4096;

impl Entry {
    fn new(name: String, row: &Row) -> Self {
        let folder = disk::is_folder(row);
        let size = if folder { FOLDER_SIZE } else { row.cells[disk::CONTENT].text().len() };
        Self { name, folder, mode: row.cells[disk::MODE].number(), size }
    }

    fn folder(name: &str) -> Self {
        Self { name: name.to_owned(), folder: true, mode: 755, size: FOLDER_SIZE }
    }

    /// Kilobytes on the disk, which gives four at a time.
    fn blocks(&self) -> usize {
        self.size.div_ceil(4096) * 4
    }

    fn mode_letters(&self) -> String {
        let kind = if self.folder { 'd' } else { '-' };
        let digits = [100, 10, 1].map(|place| self.mode / place % 10);
        let letters = digits.iter().flat_map(|digit| {
            [(4, 'r'), (2, 'w'), (1, 'x')].map(|(bit, c)| if digit & bit > 0 { c } else { '-' })
        });
        std::iter::once(kind).chain(letters).collect()
    }
}

/// How a listing is laid out.
struct Style {
    long: bool,
    single: bool,
    reverse: bool,
}

impl Style {
    fn show(&self, io: &mut Io, mut entries: Vec<Entry>, user: &str) {
        if self.reverse {
            entries.reverse();
        }
        if self.long {
            let width = |text: fn(&Entry) -> usize| entries.iter().map(text).max().unwrap_or(1);
            let size = width(|entry| entry.size.to_string().len());
            let links = width(|entry| if entry.folder { 2 } else { 1 }).to_string().len();
            for entry in &entries {
                let count = if entry.folder { 2 } else { 1 };
                io.line(&format!(
                    "{} {count:links$} {user} {user} {:size$} Jan  1 00:00 {}",
                    entry.mode_letters(),
                    entry.size,
                    entry.name
                ));
            }
        } else if self.single {
            for entry in &entries {
                io.line(&entry.name);
            }
        } else {
            let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
            for line in columns(&names) {
                io.line(&line);
            }
        }
    }
}

/// Names in as many columns as fit, one column after the other, two spaces between them.
fn columns(names: &[&str]) -> Vec<String> {
    let letters = |name: &&str| name.chars().count();
    for rows in 1..=names.len() {
        let widths: Vec<usize> = names
            .chunks(rows)
            .map(|column| column.iter().map(letters).max().unwrap_or(0))
            .collect();
        let whole = widths.iter().map(|width| width + 2).sum::<usize>() - 2;
        if whole >= COLUMNS && rows < names.len() {
            continue;
        }
        let line = |row: usize| {
            let cells: Vec<String> = names
                .chunks(rows)
                .zip(&widths)
                .filter_map(|(column, width)| Some(format!("{:width$}", column.get(row)?)))
                .collect();
            cells.join("  ").trim_end().to_owned()
        };
        return (0..rows).map(line).collect();
    }
    Vec::new()
}

pub(super) fn stat(world: &mut World, io: &mut Io) -> Exit {
    let args = std::mem::take(&mut io.args);
    if args.is_empty() {
        return Ok(super::missing_operand(io, "operand"));
    }
    let mut code = 0;
    for name in &args {
        let entry = match disk::find(world, &path_of(world, name)) {
            Ok(Found::Root) => Some(Entry::folder(name)),
            Ok(Found::File(row) | Found::Folder(row)) => {
                disk::row(world, row).map(|row| Entry::new(name.clone(), row))
            }
            Err(errno) => {
                code = io.error(&format!("cannot statx '{name}': {errno}"));
                None
            }
        };
        let Some(entry) = entry else { continue };
        let kind = match (entry.folder, entry.size) {
            (true, _) => "directory",
            (false, 0) => "regular empty file",
            (false, _) => "regular file",
        };
        io.line(&format!("  File: {name}"));
        io.line(&format!("  Size: {:<10} Blocks: {:<6} {kind}", entry.size, entry.blocks() * 2));
        io.line(&format!("Access: (0{}/{})", entry.mode, entry.mode_letters()));
    }
    Ok(code)
}

pub(super) fn du(world: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "sha", 1) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let here = [".".to_owned()];
    let names = if options.rest.is_empty() { &here[..] } else { &options.rest };
    let mut code = 0;
    for name in names {
        let path = path_of(world, name);
        if let Err(errno) = disk::find(world, &path) {
            code = io.error(&format!("cannot access '{name}': {errno}"));
            continue;
        }
        let mut shown: Vec<(String, usize)> = vec![(path.clone(), 0)];
        let folders = below(world, &path).filter(|row| disk::is_folder(row) && !options.has("s"));
        shown.extend(folders.map(|row| (disk::path(row), 0)));
        for (folder, kilobytes) in &mut shown {
            let inner = below(world, folder).map(|row| Entry::new(String::new(), row).blocks());
            let own = if is_folder(world, folder) { 4 } else { size_of(world, folder) };
            *kilobytes = own + inner.sum::<usize>();
        }
        // A folder comes after those in it.
        shown.sort_by(|(a, _), (b, _)| format!("{a}/\u{7f}").cmp(&format!("{b}/\u{7f}")));
        for (folder, kilobytes) in shown {
            let rest = folder.strip_prefix(path.as_str()).unwrap_or_default();
            let unit = if options.has("h") { "K" } else { "" };
            io.line(&format!("{kilobytes}{unit}\t{name}{rest}"));
        }
    }
    Ok(code)
}

fn is_folder(world: &World, path: &str) -> bool {
    !matches!(disk::find(world, path), Ok(Found::File(_)))
}

fn size_of(world: &World, path: &str) -> usize {
    disk::read(world, path).map_or(0, |text| text.len().div_ceil(4096) * 4)
}

/// The rows of all that is in a folder, and in those in it.
fn below<'w>(world: &'w World, path: &str) -> impl Iterator<Item = &'w Row> {
    let inside = format!("{}/", path.trim_end_matches('/'));
    disk::rows(world).iter().filter(move |row| disk::path(row).starts_with(&inside))
}

pub(super) fn df(world: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "hkT", 1) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let size = state::number(world, At::Disk).clamp(1, 1 << 30) as usize;
    let files: usize =
        disk::rows(world).iter().map(|row| Entry::new(String::new(), row).blocks()).sum();
    // A disk that a control calls full is.
    let used = if world.has("disk-full") { size } else { files.min(size) };
    let share = (used * 100).div_ceil(size);
    let unit = if options.has("h") { "K" } else { "" };
    let head = if options.has("h") { "Size" } else { "1K-blocks" };
    let cells = [size, used, size - used].map(|number| format!("{number}{unit}"));
    io.line(&format!(
        "{:<14} {head:>9} {:>6} {:>9} {:>4} Mounted on",
        "Filesystem", "Used", "Available", "Use%"
    ));
    io.line(&format!(
        "{:<14} {:>9} {:>6} {:>9} {share:>3}% /",
        "/dev/vda1", cells[0], cells[1], cells[2]
    ));
    Ok(0)
}

pub(super) fn find(world: &mut World, io: &mut Io) -> Exit {
    let args = std::mem::take(&mut io.args);
    let split = args.iter().position(|arg| arg.starts_with('-')).unwrap_or(args.len());
    let (starts, tests) = args.split_at(split);
    let (mut name, mut kind) = (None, None);
    let mut tests = tests.iter();
    while let Some(test) = tests.next() {
        let value = || format!("missing argument to '{test}'");
        match test.as_str() {
            "-name" => match tests.next() {
                Some(pattern) => name = Some(pattern),
                None => return Ok(io.error(&value())),
            },
            "-type" => match tests.next().map(String::as_str) {
                Some("f") => kind = Some(false),
                Some("d") => kind = Some(true),
                Some(other) => {
                    return Ok(io.error(&format!("Unknown argument to -type: {other}")));
                }
                None => return Ok(io.error(&value())),
            },
            "-print" => {}
            other => return Ok(io.error(&format!("unknown predicate `{other}'"))),
        }
    }
    let here = [".".to_owned()];
    let starts = if starts.is_empty() { &here[..] } else { starts };
    let mut code = 0;
    for start in starts {
        let path = path_of(world, start);
        let itself = match disk::find(world, &path) {
            Ok(Found::File(_)) => false,
            Ok(_) => true,
            Err(errno) => {
                code = io.error(&format!("'{start}': {errno}"));
                continue;
            }
        };
        let mut found = vec![(start.clone(), itself)];
        let shown = start.trim_end_matches('/');
        let mut inner: Vec<(String, bool)> = below(world, &path)
            .map(|row| {
                let rest = &disk::path(row)[path.trim_end_matches('/').len()..];
                (format!("{shown}{rest}"), disk::is_folder(row))
            })
            .collect();
        inner.sort();
        found.append(&mut inner);
        for (path, folder) in found {
            let own = disk::split(&path).1;
            if name.is_none_or(|pattern| fits(pattern, own))
                && kind.is_none_or(|kind| kind == folder)
            {
                io.line(&path);
            }
        }
    }
    Ok(code)
}
