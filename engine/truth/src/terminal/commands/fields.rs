//! Commands that sort lines, and take parts of them.

use super::{filters::sources, options};
use crate::{
    World,
    terminal::{
        disk,
        run::{Exit, Io},
    },
};

pub(super) fn sort(world: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "rnuk:t:", 2) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let mut lines: Vec<String> = Vec::new();
    for (name, text) in sources(world, io, &options.rest)? {
        match text {
            Ok(text) => lines.extend(text.lines().map(str::to_owned)),
            Err(errno) => {
                let what = if errno == disk::IS_FOLDER { "read failed" } else { "cannot read" };
                io.error(&format!("{what}: {name}: {errno}"));
                return Ok(2);
            }
        }
    }
    let key = options.value('k').map(|key| key.split([',', '.', 'n', 'r']).next().unwrap_or(key));
    let field = match key.map(str::parse::<usize>) {
        None => None,
        Some(Ok(field)) if field > 0 => Some(field - 1),
        Some(_) => {
            let given = options.value('k').unwrap_or_default();
            io.error(&format!(
                "invalid number at field start: invalid count at start of '{given}'"
            ));
            return Ok(2);
        }
    };
    let flag = |letter: char| {
        options.has(&letter.to_string()) || options.value('k').is_some_and(|k| k.contains(letter))
    };
    let key = |line: &str| -> String {
        match (field, options.value('t')) {
            (None, _) => line.to_owned(),
            (Some(field), Some(mark)) => {
                line.splitn(field + 1, mark).nth(field).unwrap_or_default().to_owned()
            }
            (Some(field), None) => {
                let words: Vec<&str> = line.split_whitespace().skip(field).collect();
                words.join(" ")
            }
        }
    };
    let numeric = flag('n');
    lines.sort_by(|a, b| {
        let (first, second) = (key(a), key(b));
        let order = if numeric { number(&first).cmp(&number(&second)) } else { first.cmp(&second) };
        let order = if flag('r') { order.reverse() } else { order };
        let last = if options.has("u") { std::cmp::Ordering::Equal } else { a.cmp(b) };
        order.then(if options.has("r") { last.reverse() } else { last })
    });
    if options.has("u") {
        lines.dedup_by(|a, b| {
            let (a, b) = (key(a), key(b));
            if numeric { number(&a) == number(&b) } else { a == b }
        });
    }
    for line in lines {
        io.line(&line);
    }
    Ok(0)
}

/// The number at the start of a text, in thousandths; 0 for none.
fn number(text: &str) -> i64 {
    let text = text.trim_start();
    let (minus, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let whole: String = digits.chars().take_while(char::is_ascii_digit).take(15).collect();
    let after = digits[whole.len()..].strip_prefix('.').unwrap_or_default();
    let part: String = after.chars().take_while(char::is_ascii_digit).take(3).collect();
    let number = format!("{whole}{part:0<3}").parse().unwrap_or(0);
    if minus { -number } else { number }
}

pub(super) fn uniq(world: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "cdu", 1) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let mut groups: Vec<(usize, String)> = Vec::new();
    let names = &options.rest[..options.rest.len().min(1)];
    for (name, text) in sources(world, io, names)? {
        match text {
            Ok(text) => {
                for line in text.lines() {
                    match groups.last_mut() {
                        Some((count, last)) if last == line => *count += 1,
                        _ => groups.push((1, line.to_owned())),
                    }
                }
            }
            Err(disk::IS_FOLDER) => {
                return Ok(io.error(&format!("error reading '{name}': {}", disk::IS_FOLDER)));
            }
            Err(errno) => return Ok(io.error(&format!("{name}: {errno}"))),
        }
    }
    for (count, line) in groups {
        if (options.has("d") && count < 2) || (options.has("u") && count > 1) {
            continue;
        }
        let count = if options.has("c") { format!("{count:7} ") } else { String::new() };
        io.line(&format!("{count}{line}"));
    }
    Ok(0)
}

/// Places in a list as `2`, `1,3`, `2-4`, `3-`.
fn places(list: &str) -> Option<Vec<(usize, usize)>> {
    let read = |text: &str, open: usize| match text {
        "" => Some(open),
        digits => digits.parse().ok().filter(|&place| place > 0),
    };
    list.split(',')
        .map(|range| match range.split_once('-') {
            Some((first, last)) => Some((read(first, 1)?, read(last, usize::MAX)?)),
            None => read(range, 0).filter(|&place| place > 0).map(|place| (place, place)),
        })
        .collect()
}

pub(super) fn cut(world: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "d:f:c:s", 1) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let (list, fields) = match (options.value('f'), options.value('c')) {
        (Some(list), None) => (list, true),
        (None, Some(list)) => (list, false),
        (None, None) => {
            io.error("you must specify a list of bytes, characters, or fields");
            super::hint(io);
            return Ok(1);
        }
        _ => {
            io.error("only one type of list may be specified");
            super::hint(io);
            return Ok(1);
        }
    };
    let Some(places) = places(list) else {
        io.error(if fields { "invalid field value" } else { "invalid character position" });
        super::hint(io);
        return Ok(1);
    };
    let chosen = |place: usize| places.iter().any(|&(a, b)| (a..=b).contains(&place));
    let mark = options.value('d').unwrap_or("\t");
    let mut code = 0;
    for (name, text) in sources(world, io, &options.rest)? {
        let text = match text {
            Ok(text) => text,
            Err(errno) => {
                code = io.error(&format!("{name}: {errno}"));
                continue;
            }
        };
        for line in text.lines() {
            if !fields {
                let kept = (1..).zip(line.chars()).filter(|(at, _)| chosen(*at));
                io.line(&kept.map(|(_, letter)| letter).collect::<String>());
            } else if line.contains(mark) {
                let kept = (1..).zip(line.split(mark)).filter(|(at, _)| chosen(*at));
                io.line(&kept.map(|(_, field)| field).collect::<Vec<_>>().join(mark));
            } else if !options.has("s") {
                io.line(line);
            }
        }
    }
    Ok(code)
}

pub(super) fn tr(_: &mut World, io: &mut Io) -> Exit {
    let options = match options(io, "ds", 1) {
        Ok(options) => options,
        Err(code) => return Ok(code),
    };
    let needed = if options.has("d") == options.has("s") { 2 } else { 1 };
    if options.rest.len() < needed {
        return Ok(match options.rest.last() {
            None => super::missing_operand(io, "operand"),
            Some(last) => {
                io.error(&format!("missing operand after '{last}'"));
                let why = if options.has("d") {
                    "Two strings must be given when both deleting and squeezing repeats."
                } else {
                    "Two strings must be given when translating."
                };
                io.plain_error(why);
                super::hint(io);
                1
            }
        });
    }
    let from = letters(&options.rest[0]);
    let to = options.rest.get(1).map(|text| letters(text)).unwrap_or_default();
    let text = io.read()?;
    let mut out = String::new();
    for letter in text.chars() {
        let at = from.iter().rposition(|&this| this == letter);
        let new = match at {
            Some(_) if options.has("d") => continue,
            Some(at) => to.get(at).or(to.last()).copied().unwrap_or(letter),
            None => letter,
        };
        let squeezed = if to.is_empty() { &from } else { &to };
        if !(options.has("s") && out.ends_with(new) && squeezed.contains(&new)) {
            out.push(new);
        }
    }
    io.out(&out);
    Ok(0)
}

/// The letters of a set as `tr` has them: `a-z`, `[:upper:]`, `\n`.
fn letters(set: &str) -> Vec<char> {
    let named = [
        ("[:lower:]", 'a'..='z'),
        ("[:upper:]", 'A'..='Z'),
        ("[:digit:]", '0'..='9'),
        ("[:space:]", '\t'..='\r'),
    ];
    let mut out = Vec::new();
    let mut rest = set;
    while let Some(letter) = rest.chars().next() {
        if let Some((name, range)) = named.iter().find(|(name, _)| rest.starts_with(name)) {
            out.extend(range.clone());
            if *name == "[:space:]" {
                out.push(' ');
            }
            rest = &rest[name.len()..];
            continue;
        }
        rest = &rest[letter.len_utf8()..];
        let mut ahead = rest.chars();
        if letter == '\\' {
            let escaped = ahead.next().unwrap_or('\\');
            out.push(match escaped {
                'n' => '\n',
                't' => '\t',
                other => other,
            });
            rest = ahead.as_str();
        } else if let (Some('-'), Some(last)) = (ahead.next(), ahead.next())
            && letter <= last
            && last.is_ascii()
        {
            out.extend(letter..=last);
            rest = ahead.as_str();
        } else {
            out.push(letter);
        }
    }
    out
}
