//! Commands that change files.

use super::{missing_operand, options, path_of};
use crate::{
    World,
    terminal::{
        disk::{self, Found},
        run::{Exit, Io},
    },
};

pub(super) fn touch(world: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "acm", 1) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    if options.rest.is_empty() {
        return Ok(missing_operand(io, "file operand"));
    }
    let mut code = 0;
    for name in &options.rest {
        let path = path_of(world, name);
        if disk::find(world, &path).is_ok() || options.has("c") {
            continue;
        }
        if let Err(errno) = disk::write(world, &path, "") {
            code = io.error(&format!("cannot touch '{name}': {errno}"));
        }
    }
    Ok(code)
}

pub(super) fn mkdir(world: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "pv", 1) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    if options.rest.is_empty() {
        return Ok(missing_operand(io, "operand"));
    }
    let mut code = 0;
    for name in &options.rest {
        let path = path_of(world, name);
        let made =
            if options.has("p") { make_all(world, &path) } else { disk::make_folder(world, &path) };
        match made {
            Ok(()) if options.has("v") => {
                io.line(&format!("mkdir: created directory '{name}'"));
            }
            Ok(()) => {}
            Err(errno) => code = io.error(&format!("cannot create directory '{name}': {errno}")),
        }
    }
    Ok(code)
}

/// Makes a folder and those that it is in.
fn make_all(world: &mut World, path: &str) -> Result<(), disk::Errno> {
    let ends = path.match_indices('/').skip(1).map(|(at, _)| at);
    for end in ends.chain([path.len()]) {
        match disk::find(world, &path[..end]) {
            Ok(Found::File(_)) => {
                let whole = end == path.len();
                return Err(if whole { disk::EXISTS } else { disk::NOT_FOLDER });
            }
            Ok(_) => {}
            Err(_) => disk::make_folder(world, &path[..end])?,
        }
    }
    Ok(())
}

pub(super) fn rmdir(world: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "v", 1) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    if options.rest.is_empty() {
        return Ok(missing_operand(io, "operand"));
    }
    let mut code = 0;
    for name in &options.rest {
        let path = path_of(world, name);
        let done = match disk::find(world, &path) {
            Ok(Found::File(_)) => Err(disk::NOT_FOLDER),
            Ok(_) if !disk::list(world, &path).is_empty() => Err(disk::NOT_EMPTY),
            Ok(_) => disk::remove(world, &path),
            Err(errno) => Err(errno),
        };
        if let Err(errno) = done {
            code = io.error(&format!("failed to remove '{name}': {errno}"));
        }
    }
    Ok(code)
}

pub(super) fn rm(world: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "rRfvd", 1) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let force = options.has("f");
    if options.rest.is_empty() && !force {
        return Ok(missing_operand(io, "operand"));
    }
    let mut code = 0;
    for name in &options.rest {
        let path = path_of(world, name);
        let done = match disk::find(world, &path) {
            Err(disk::NOT_FOUND) if force => continue,
            Ok(Found::Folder(_)) if !options.has("rR") => Err(disk::IS_FOLDER),
            Ok(Found::Root) if options.has("rR") => {
                code = io.error("it is dangerous to operate recursively on '/'");
                io.error("use --no-preserve-root to override this failsafe");
                continue;
            }
            Ok(Found::Root) => Err(disk::IS_FOLDER),
            Ok(_) if inside(&path, crate::terminal::state::folder(world)) => {
                code = io.error(&format!("refusing to remove '{name}': it holds this directory"));
                continue;
            }
            Ok(_) => disk::remove(world, &path),
            Err(errno) => Err(errno),
        };
        match done {
            Ok(()) if options.has("v") => io.line(&format!("removed '{name}'")),
            Ok(()) => {}
            Err(errno) => code = io.error(&format!("cannot remove '{name}': {errno}")),
        }
    }
    Ok(code)
}

/// Whether a path is a folder or inside it.
fn inside(folder: &str, path: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(super) fn cp(world: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "rRafv", 1) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let whole = options.has("rRa");
    each_to(world, io, &options.rest, |world, io, (name, from), (shown, to)| {
        match disk::find(world, from) {
            Ok(Found::File(_)) => {
                let text = match disk::read(world, from) {
                    Ok(text) => text.to_owned(),
                    Err(errno) => {
                        return io.error(&format!("cannot open '{name}' for reading: {errno}"));
                    }
                };
                match disk::write(world, to, &text) {
                    Ok(()) => 0,
                    Err(disk::IS_FOLDER) => io
                        .error(&format!("cannot overwrite directory '{shown}' with non-directory")),
                    Err(errno) => {
                        io.error(&format!("cannot create regular file '{shown}': {errno}"))
                    }
                }
            }
            Ok(_) if !whole => io.error(&format!("-r not specified; omitting directory '{name}'")),
            Ok(_) if inside(from, to) => {
                io.error(&format!("cannot copy a directory, '{name}', into itself, '{shown}'"))
            }
            Ok(_) => match copy_folder(world, from, to) {
                Ok(()) => 0,
                Err(errno) => io.error(&format!("cannot create directory '{shown}': {errno}")),
            },
            Err(errno) => io.error(&format!("cannot stat '{name}': {errno}")),
        }
    })
}

fn copy_folder(world: &mut World, from: &str, to: &str) -> Result<(), disk::Errno> {
    if disk::find(world, to).is_err() {
        disk::make_folder(world, to)?;
    }
    // Copies are made of what is there now: rows that come meanwhile are not copied again.
    let mut inner: Vec<(String, bool, String)> = disk::rows(world)
        .iter()
        .map(|row| (disk::path(row), disk::is_folder(row), row.cells[disk::CONTENT].text().into()))
        .filter(|(path, ..)| path != from && inside(from, path))
        .collect();
    inner.sort();
    for (path, folder, content) in inner {
        let to = format!("{to}{}", &path[from.len()..]);
        match folder {
            true if disk::find(world, &to).is_ok() => {}
            true => disk::make_folder(world, &to)?,
            false => disk::write(world, &to, &content)?,
        }
    }
    Ok(())
}

pub(super) fn mv(world: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "fnv", 1) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    each_to(world, io, &options.rest, |world, io, (name, from), (shown, to)| {
        if from == to {
            return io.error(&format!("'{name}' and '{shown}' are the same file"));
        }
        let over = disk::find(world, to);
        let done = match (disk::find(world, from), over) {
            (Err(errno), _) => return io.error(&format!("cannot stat '{name}': {errno}")),
            (Ok(_), _) if inside(from, to) => {
                return io.error(&format!(
                    "cannot move '{name}' to a subdirectory of itself, '{shown}'"
                ));
            }
            (Ok(Found::File(_)), Ok(Found::Folder(_) | Found::Root)) => {
                return io
                    .error(&format!("cannot overwrite directory '{shown}' with non-directory"));
            }
            (Ok(Found::Folder(_)), Ok(Found::File(_))) => {
                return io.error(&format!(
                    "cannot overwrite non-directory '{shown}' with directory '{name}'"
                ));
            }
            (Ok(_), Ok(Found::Folder(_))) if !disk::list(world, to).is_empty() => {
                Err(disk::NOT_EMPTY)
            }
            (Ok(_), Ok(_)) => disk::remove(world, to).and_then(|()| disk::rename(world, from, to)),
            (Ok(_), Err(disk::NOT_FOUND)) => {
                disk::find(world, disk::split(to).0).and_then(|_| disk::rename(world, from, to))
            }
            (Ok(_), Err(errno)) => Err(errno),
        };
        match done {
            Ok(()) => 0,
            Err(errno) => io.error(&format!("cannot move '{name}' to '{shown}': {errno}")),
        }
    })
}

/// Does something with each source and its target: a name as given and a path for each.
fn each_to(
    world: &mut World,
    io: &mut Io,
    names: &[String],
    mut does: impl FnMut(&mut World, &mut Io, (&str, &str), (&str, &str)) -> u8,
) -> Exit {
    let (target, sources) = match names {
        [] => return Ok(missing_operand(io, "file operand")),
        [only] => {
            let what = format!("destination file operand after '{only}'");
            return Ok(missing_operand(io, &what));
        }
        [sources @ .., target] => (target, sources),
    };
    let place = path_of(world, target);
    let into = matches!(disk::find(world, &place), Ok(Found::Folder(_) | Found::Root));
    if sources.len() > 1 && !into {
        let errno = disk::find(world, &place).err().unwrap_or(disk::NOT_FOLDER);
        return Ok(io.error(&format!("target '{target}': {errno}")));
    }
    let mut code = 0;
    for name in sources {
        let from = path_of(world, name);
        let (shown, to) = if into {
            let own = disk::split(&from).1;
            (format!("{}/{own}", target.trim_end_matches('/')), disk::join(&place, own))
        } else {
            (target.clone(), place.clone())
        };
        if from == to && io.name == "cp" {
            code = io.error(&format!("'{name}' and '{shown}' are the same file"));
            continue;
        }
        code = code.max(does(world, io, (name, &from), (&shown, &to)));
    }
    Ok(code)
}

pub(super) fn chmod(world: &mut World, io: &mut Io) -> Exit {
    let args = std::mem::take(&mut io.args);
    let Some((mode, names)) = args.split_first().filter(|(_, names)| !names.is_empty()) else {
        return Ok(missing_operand(io, "operand"));
    };
    let mut code = 0;
    for name in names {
        let row = match disk::find(world, &path_of(world, name)) {
            Ok(Found::File(row) | Found::Folder(row)) => row,
            Ok(Found::Root) => {
                code = io.error(&format!("changing permissions of '{name}': {}", disk::DENIED));
                continue;
            }
            Err(errno) => {
                code = io.error(&format!("cannot access '{name}': {errno}"));
                continue;
            }
        };
        let before = disk::row(world, row).map_or(0, |row| row.cells[disk::MODE].number());
        let Some(after) = changed_mode(mode, before) else {
            io.error(&format!("invalid mode: '{mode}'"));
            super::hint(io);
            return Ok(1);
        };
        if let Err(errno) = disk::set_mode(world, row, after) {
            code = io.error(&format!("changing permissions of '{name}': {errno}"));
        }
    }
    Ok(code)
}

/// A mode as `755`, `u+x`, `+x`, `go-w` make it; modes are numbers with octal digits.
fn changed_mode(change: &str, before: i64) -> Option<i64> {
    if change.len() == 3 && change.bytes().all(|digit| (b'0'..=b'7').contains(&digit)) {
        return change.parse().ok();
    }
    let at = change.find(['+', '-'])?;
    let (who, what) = change.split_at(at);
    let plus = what.starts_with('+');
    let mut bits = 0;
    for letter in what[1..].chars() {
        bits |= match letter {
            'r' => 4,
            'w' => 2,
            'x' => 1,
            _ => return None,
        };
    }
    let everybody = who.is_empty() || who.contains('a');
    let mut mode = 0;
    for (letter, place) in [('u', 100), ('g', 10), ('o', 1)] {
        let digit = before / place % 10;
        // Without a name, what the usual mask takes away stays.
        let bits = if who.is_empty() && letter != 'u' { bits & !2 } else { bits };
        let changes = everybody || who.contains(letter);
        let digit = match plus {
            true if changes => digit | bits,
            false if changes => digit & !bits,
            _ => digit,
        };
        mode += digit * place;
    }
    who.chars().all(|letter| "ugoa".contains(letter)).then_some(mode)
}
