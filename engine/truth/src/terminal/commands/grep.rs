//! Finding lines.

use super::{Options, filters::sources, options, path_of};
use crate::{
    World,
    terminal::{
        disk,
        pattern::Pattern,
        run::{Exit, Io},
    },
};

pub(super) fn grep(world: &mut World, io: &mut Io) -> Exit {
    let mut options = match options(io, "invclrRhHqFEe:", 2) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let wanted = match options.value('e') {
        Some(given) => given.to_owned(),
        None if options.rest.is_empty() => {
            io.plain_error("Usage: grep [OPTION]... PATTERNS [FILE]...");
            io.plain_error("Try 'grep --help' for more information.");
            return Ok(2);
        }
        None => options.rest.remove(0),
    };
    let deep = options.has("rR");
    let literal = if options.has("F") { escaped(&wanted) } else { wanted };
    let Some(pattern) = Pattern::new(&literal, options.has("i")) else {
        io.error("Unmatched [, [^, [:, [., or [=");
        return Ok(2);
    };
    let names = if deep { deep_names(world, &options.rest) } else { options.rest.clone() };
    let titled = (names.len() > 1 || deep || options.has("H")) && !options.has("h");
    let (mut found, mut wrong) = (false, false);
    let texts = if deep && names.is_empty() { Vec::new() } else { sources(world, io, &names)? };
    for (name, text) in texts {
        let text = match text {
            Ok(text) => text,
            Err(errno) => {
                io.error(&format!("{name}: {errno}"));
                wrong = true;
                continue;
            }
        };
        let lines: Vec<(usize, &str)> = (1..)
            .zip(text.lines())
            .filter(|(_, line)| pattern.is_in(line) != options.has("v"))
            .collect();
        found |= !lines.is_empty();
        grep_says(io, &options, titled.then_some(name.as_str()), &name, &lines);
    }
    Ok(if wrong { 2 } else { u8::from(!found) })
}

/// Says what was found in one file.
fn grep_says(
    io: &mut Io,
    options: &Options,
    title: Option<&str>,
    name: &str,
    lines: &[(usize, &str)],
) {
    let prefix = title.map_or_else(String::new, |title| format!("{title}:"));
    if options.has("q") {
    } else if options.has("l") {
        if !lines.is_empty() {
            io.line(if name == "-" { "(standard input)" } else { name });
        }
    } else if options.has("c") {
        io.line(&format!("{prefix}{}", lines.len()));
    } else {
        for (number, line) in lines {
            let number = if options.has("n") { format!("{number}:") } else { String::new() };
            io.line(&format!("{prefix}{number}{line}"));
        }
    }
}

/// The expression that stands for a text itself.
fn escaped(text: &str) -> String {
    text.chars().flat_map(|letter| ['\\', letter]).collect()
}

/// The names of all files in the folders that are named.
fn deep_names(world: &World, given: &[String]) -> Vec<String> {
    let here = [".".to_owned()];
    let by_itself = given.is_empty();
    let given = if by_itself { &here[..] } else { given };
    let mut names = Vec::new();
    for name in given {
        let path = path_of(world, name);
        if !matches!(disk::find(world, &path), Ok(disk::Found::Folder(_) | disk::Found::Root)) {
            names.push(name.clone());
            continue;
        }
        let inside = format!("{}/", path.trim_end_matches('/'));
        let mut inner: Vec<String> = disk::rows(world)
            .iter()
            .filter(|row| !disk::is_folder(row))
            .filter_map(|row| Some(disk::path(row).strip_prefix(&inside)?.to_owned()))
            .collect();
        inner.sort();
        let shown = name.trim_end_matches('/');
        let own = |rest| if by_itself { rest } else { format!("{shown}/{rest}") };
        names.extend(inner.into_iter().map(own));
    }
    names
}
