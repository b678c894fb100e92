//! Commands that read texts and say what they make of them.

use super::{options, path_of};
use crate::{
    World,
    terminal::{
        disk::{self, Errno},
        run::{Exit, Io, Stop},
    },
};

/// A text that a command reads: its name, and what it holds or why that cannot be said.
type Source = (String, Result<String, Errno>);

/// The files that are named; without names, or for `-`, what comes in.
pub(super) fn sources(world: &World, io: &mut Io, names: &[String]) -> Result<Vec<Source>, Stop> {
    if names.is_empty() {
        return Ok(vec![("-".to_owned(), Ok(io.read()?))]);
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./,:+=@%^".contains(c);
    let quotes = !matches!(io.name.as_str(), "grep" | "head" | "tail");
    let read = |name: &String| {
        let text = match name.as_str() {
            "-" => Ok(io.read()?),
            "/dev/null" => Ok(String::new()),
            name => disk::read(world, &path_of(world, name)).map(str::to_owned),
        };
        // Errors name a file so that it could be typed.
        let odd = quotes && text.is_err() && (name.is_empty() || !name.chars().all(plain));
        Ok((if odd { format!("'{name}'") } else { name.clone() }, text))
    };
    names.iter().map(read).collect()
}

pub(super) fn cat(world: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "nuA", 1) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let (mut code, mut number) = (0, 0);
    for (name, text) in sources(world, io, &options.rest)? {
        match text {
            Ok(text) if options.has("n") => {
                for line in text.split_inclusive('\n') {
                    number += 1;
                    io.out(&format!("{number:6}\t{line}"));
                }
            }
            Ok(text) => io.out(&text),
            Err(errno) => code = io.error(&format!("{name}: {errno}")),
        }
    }
    Ok(code)
}

pub(super) fn tee(world: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "a", 1) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let text = io.read()?;
    let mut code = 0;
    for name in &options.rest {
        let path = path_of(world, name);
        let before = if options.has("a") { disk::read(world, &path).unwrap_or("") } else { "" };
        let whole = format!("{before}{text}");
        if let Err(errno) = disk::write(world, &path, &whole) {
            code = io.error(&format!("{name}: {errno}"));
        }
    }
    io.out(&text);
    Ok(code)
}

pub(super) fn head(world: &mut World, io: &mut Io) -> Exit {
    part(world, io, |lines, count| &lines[..count.min(lines.len())])
}

pub(super) fn tail(world: &mut World, io: &mut Io) -> Exit {
    part(world, io, |lines, count| &lines[lines.len().saturating_sub(count)..])
}

/// Says some of the lines of each source.
fn part(
    world: &World,
    io: &mut Io,
    some: for<'a, 'b> fn(&'a [&'b str], usize) -> &'a [&'b str],
) -> Exit {
    // `-3` is short for `-n 3`.
    for arg in &mut io.args {
        if let Some(digits) = arg.strip_prefix('-')
            && digits.starts_with(|c: char| c.is_ascii_digit())
        {
            *arg = format!("-n{digits}");
        }
    }
    let options = match options(io, "n:q", 1) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let given = options.value('n').unwrap_or("10");
    let Ok(count) = given.parse::<usize>() else {
        return Ok(io.error(&format!("invalid number of lines: '{given}'")));
    };
    let (mut code, mut first) = (0, true);
    let titled = options.rest.len() > 1 && !options.has("q");
    for (name, text) in sources(world, io, &options.rest)? {
        let text = match text {
            Ok(text) => text,
            Err(disk::IS_FOLDER) => {
                code = io.error(&format!("error reading '{name}': {}", disk::IS_FOLDER));
                continue;
            }
            Err(errno) => {
                code = io.error(&format!("cannot open '{name}' for reading: {errno}"));
                continue;
            }
        };
        if titled {
            let gap = if std::mem::take(&mut first) { "" } else { "\n" };
            io.line(&format!("{gap}==> {name} <=="));
        }
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        io.out(&some(&lines, count).concat());
    }
    Ok(code)
}

pub(super) fn wc(world: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "lwcm", 1) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let mut shown: Vec<char> = "lwc".chars().filter(|&c| options.has(&c.to_string())).collect();
    if shown.is_empty() {
        shown = if options.has("m") { vec!['c'] } else { vec!['l', 'w', 'c'] };
    }
    let sources = sources(world, io, &options.rest)?;
    let mut counts: Vec<(String, [usize; 3])> = Vec::new();
    let (mut code, mut total) = (0, [0; 3]);
    let mut folders = false;
    for (name, text) in sources {
        let text = match text {
            Ok(text) => text,
            Err(errno) => {
                code = io.error(&format!("{name}: {errno}"));
                if errno != disk::IS_FOLDER {
                    continue;
                }
                folders = true;
                String::new()
            }
        };
        let count = [text.matches('\n').count(), text.split_whitespace().count(), text.len()];
        for (sum, count) in total.iter_mut().zip(count) {
            *sum += count;
        }
        counts.push((name, count));
    }
    // Columns are as wide as the number of bytes; what is no file makes them 7 wide.
    let alone = counts.len() == 1 && shown.len() == 1;
    let unknown = options.rest.is_empty() || folders;
    let width = match () {
        () if alone => 0,
        () if unknown => 7,
        () => total[2].to_string().len(),
    };
    if options.rest.len() > 1 {
        counts.push(("total".to_owned(), total));
    }
    for (name, count) in counts {
        let cell = |letter: &char| {
            let number = count["lwc".find(*letter).unwrap_or(0)];
            format!("{number:width$}")
        };
        let cells: Vec<String> = shown.iter().map(cell).collect();
        let name = if options.rest.is_empty() { String::new() } else { format!(" {name}") };
        io.line(&format!("{}{name}", cells.join(" ")));
    }
    Ok(code)
}
