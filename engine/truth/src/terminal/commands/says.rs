//! Commands that say what they are told.

use super::missing_operand;
use crate::{
    World,
    terminal::run::{Exit, Io},
};

pub(super) fn echo(_: &mut World, io: &mut Io) -> Exit {
    let args = std::mem::take(&mut io.args);
    let mut words = &args[..];
    let (mut end, mut escapes) = ("\n", false);
    while let [option, rest @ ..] = words
        && let Some(letters) = option.strip_prefix('-')
        && !letters.is_empty()
        && letters.chars().all(|letter| "neE".contains(letter))
    {
        for letter in letters.chars() {
            match letter {
                'n' => end = "",
                letter => escapes = letter == 'e',
            }
        }
        words = rest;
    }
    let text = words.join(" ");
    io.out(&if escapes { unescape(&text) } else { text });
    io.out(end);
    Ok(0)
}

/// A text with `\n`, `\t` and `\\` put in.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('\\') | None => out.push('\\'),
                Some(other) => out.extend(['\\', other]),
            },
            letter => out.push(letter),
        }
    }
    out
}

pub(super) fn printf(_: &mut World, io: &mut Io) -> Exit {
    let args = std::mem::take(&mut io.args);
    let Some((format, values)) = args.split_first() else {
        io.plain_error("printf: usage: printf [-v var] format [arguments]");
        return Ok(2);
    };
    let format = unescape(format);
    let mut values = values.iter();
    let mut code = 0;
    // The format is used again as long as there are values for it.
    loop {
        let mut used = false;
        let mut letters = format.chars();
        while let Some(letter) = letters.next() {
            if letter != '%' {
                io.out(letter.encode_utf8(&mut [0; 4]));
                continue;
            }
            match letters.next() {
                Some('s') => {
                    used = true;
                    io.out(values.next().map_or("", String::as_str));
                }
                Some('d') => {
                    used = true;
                    let value = values.next().map_or("0", String::as_str);
                    let number = value.parse::<i64>().unwrap_or_else(|_| {
                        code = io.error(&format!("{value}: invalid number"));
                        0
                    });
                    io.out(&number.to_string());
                }
                Some('%') => io.out("%"),
                other => {
                    let given = other.map_or_else(String::new, String::from);
                    return Ok(io.error(&format!("`{given}': invalid format character")));
                }
            }
        }
        if !used || values.len() == 0 {
            return Ok(code);
        }
    }
}

/// Most numbers that `seq` says.
const MOST: usize = 2000;

pub(super) fn seq(_: &mut World, io: &mut Io) -> Exit {
    let args = std::mem::take(&mut io.args);
    let mut numbers = Vec::new();
    for arg in &args {
        let Ok(number) = arg.parse::<i64>() else {
            io.error(&format!("invalid floating point argument: '{arg}'"));
            super::hint(io);
            return Ok(1);
        };
        numbers.push(number);
    }
    let (first, step, last) = match numbers[..] {
        [last] => (1, 1, last),
        [first, last] => (first, 1, last),
        [first, step, last] => (first, step, last),
        [] => return Ok(missing_operand(io, "operand")),
        [..] => {
            io.error(&format!("extra operand '{}'", args[3]));
            super::hint(io);
            return Ok(1);
        }
    };
    if step == 0 {
        io.error("invalid Zero increment value: '0'");
        super::hint(io);
        return Ok(1);
    }
    let next = |&number: &i64| number.checked_add(step);
    let goes_on = |&number: &i64| if step > 0 { number <= last } else { number >= last };
    for number in std::iter::successors(Some(first), next).take_while(goes_on).take(MOST) {
        io.line(&number.to_string());
    }
    Ok(0)
}
