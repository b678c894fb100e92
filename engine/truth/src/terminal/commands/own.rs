//! Commands about the shell itself.

use super::{From, call, path_of};
use crate::{
    World,
    terminal::{
        disk::{self, Found},
        expand::is_name,
        run::{Exit, Io},
        state::{self, At},
    },
};

pub(super) fn pwd(world: &mut World, io: &mut Io) -> Exit {
    io.line(state::folder(world));
    Ok(0)
}

pub(super) fn cd(world: &mut World, io: &mut Io) -> Exit {
    "bash: cd".clone_into(&mut io.name);
    if io.args.len() > 1 {
        return Ok(io.error("too many arguments"));
    }
    let given = match io.args.pop() {
        None => state::home(world),
        Some(dash) if dash == "-" => match state::variable(world, "OLDPWD") {
            old if old.is_empty() => return Ok(io.error("OLDPWD not set")),
            old => {
                io.line(&old);
                old
            }
        },
        Some(given) => given,
    };
    let path = path_of(world, &given);
    match disk::find(world, &path) {
        Ok(Found::File(_)) => Ok(io.error(&format!("{given}: {}", disk::NOT_FOLDER))),
        Err(errno) => Ok(io.error(&format!("{given}: {errno}"))),
        Ok(_) => {
            let old = state::folder(world).to_owned();
            state::set_variable(world, "OLDPWD", Some(&old), true);
            state::set(world, At::Folder, path);
            Ok(0)
        }
    }
}

pub(super) fn clear(_: &mut World, io: &mut Io) -> Exit {
    io.out("\u{c}");
    Ok(0)
}

/// Leaves the shell; the next one begins at home.
pub(super) fn exit(world: &mut World, io: &mut Io) -> Exit {
    io.out("\u{c}");
    let home = state::home(world);
    state::set(world, At::Folder, home);
    Ok(0)
}

pub(super) fn succeeds(_: &mut World, _: &mut Io) -> Exit {
    Ok(0)
}

pub(super) fn fails(_: &mut World, _: &mut Io) -> Exit {
    Ok(1)
}

pub(super) fn whoami(world: &mut World, io: &mut Io) -> Exit {
    io.line(state::user(world));
    Ok(0)
}

pub(super) fn hostname(world: &mut World, io: &mut Io) -> Exit {
    io.line(state::text(world, At::Host));
    Ok(0)
}

pub(super) fn uname(world: &mut World, io: &mut Io) -> Exit {
    let all = io.args.iter().any(|arg| arg == "-a");
    let host = state::text(world, At::Host);
    io.line(&if all { format!("Linux {host} x86_64 GNU/Linux") } else { "Linux".to_owned() });
    Ok(0)
}

pub(super) fn history(world: &mut World, io: &mut Io) -> Exit {
    let Some(table) = world.facts.table(state::HISTORY) else { return Ok(0) };
    for row in table.rows() {
        io.line(&format!("{:5}  {}", row.number + 1, row.cells[0].text()));
    }
    Ok(0)
}

pub(super) fn env(world: &mut World, io: &mut Io) -> Exit {
    for pair in state::exported(world) {
        io.line(&pair);
    }
    Ok(0)
}

pub(super) fn export(world: &mut World, io: &mut Io) -> Exit {
    "bash: export".clone_into(&mut io.name);
    let mut code = 0;
    let args = std::mem::take(&mut io.args);
    for arg in &args {
        let (name, value) = match arg.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (arg.as_str(), None),
        };
        if is_name(name) {
            state::set_variable(world, name, value, true);
        } else {
            code = io.error(&format!("`{arg}': not a valid identifier"));
        }
    }
    if args.is_empty() {
        for pair in state::exported(world) {
            let (name, value) = pair.split_once('=').unwrap_or((&pair, ""));
            io.line(&format!("declare -x {name}=\"{value}\""));
        }
    }
    Ok(code)
}

pub(super) fn unset(world: &mut World, io: &mut Io) -> Exit {
    for name in std::mem::take(&mut io.args) {
        state::unset_variable(world, &name);
    }
    Ok(0)
}

pub(super) fn which(_: &mut World, io: &mut Io) -> Exit {
    let mut code = 0;
    for name in std::mem::take(&mut io.args) {
        match super::find(&name) {
            Some((From::Program, _)) => io.line(&format!("/usr/bin/{name}")),
            _ => code = 1,
        }
    }
    Ok(code)
}

pub(super) fn type_of(_: &mut World, io: &mut Io) -> Exit {
    "bash: type".clone_into(&mut io.name);
    let mut code = 0;
    for name in std::mem::take(&mut io.args) {
        let built_in = ["[", "echo", "false", "printf", "pwd", "test", "true"];
        match super::find(&name) {
            Some((from, _)) if from == From::Shell || built_in.contains(&name.as_str()) => {
                io.line(&format!("{name} is a shell builtin"));
            }
            Some(_) => io.line(&format!("{name} is /usr/bin/{name}")),
            None => code = io.error(&format!("{name}: not found")),
        }
    }
    Ok(code)
}

/// Runs a command with all rights; from then on the files may be changed.
pub(super) fn sudo(world: &mut World, io: &mut Io) -> Exit {
    if io.args.is_empty() {
        io.plain_error("usage: sudo command [arg ...]");
        return Ok(1);
    }
    if world.permission(disk::FILES).is_some() {
        world.allow(disk::FILES);
    }
    io.name = io.args.remove(0);
    if let Some((From::Program, _)) = super::find(&io.name) {
        return call(world, io);
    }
    let name = std::mem::replace(&mut io.name, "sudo".to_owned());
    Ok(io.error(&format!("{name}: command not found")))
}

pub(super) fn test(world: &mut World, io: &mut Io) -> Exit {
    let mut args = std::mem::take(&mut io.args);
    let bracket = io.name == "[";
    io.name = format!("bash: {}", io.name);
    if bracket && args.pop().as_deref() != Some("]") {
        io.error("missing `]'");
        return Ok(2);
    }
    let not = args.first().is_some_and(|first| first == "!");
    let words: Vec<&str> = args.iter().skip(usize::from(not)).map(String::as_str).collect();
    match holds(world, &words) {
        Ok(holds) => Ok(u8::from(holds == not)),
        Err(text) => {
            io.error(&text);
            Ok(2)
        }
    }
}

/// Whether a condition holds.
fn holds(world: &World, words: &[&str]) -> Result<bool, String> {
    let file = |name: &str| disk::find(world, &path_of(world, name));
    let number = |text: &str| {
        text.parse::<i64>().map_err(|_| format!("{text}: integer expression expected"))
    };
    Ok(match *words {
        [] => false,
        [word] => !word.is_empty(),
        ["-z", text] => text.is_empty(),
        ["-n", text] => !text.is_empty(),
        ["-e", name] => file(name).is_ok(),
        ["-f", name] => matches!(file(name), Ok(Found::File(_))),
        ["-d", name] => matches!(file(name), Ok(Found::Folder(_) | Found::Root)),
        ["-s", name] => match file(name) {
            Ok(Found::File(_)) => {
                disk::read(world, &path_of(world, name)).is_ok_and(|text| !text.is_empty())
            }
            found => found.is_ok(),
        },
        [option, _] => return Err(format!("{option}: unary operator expected")),
        [a, "=" | "==", b] => a == b,
        [a, "!=", b] => a != b,
        [a, "-eq", b] => number(a)? == number(b)?,
        [a, "-ne", b] => number(a)? != number(b)?,
        [a, "-lt", b] => number(a)? < number(b)?,
        [a, "-le", b] => number(a)? <= number(b)?,
        [a, "-gt", b] => number(a)? > number(b)?,
        [a, "-ge", b] => number(a)? >= number(b)?,
        [_, operator, _] => return Err(format!("{operator}: binary operator expected")),
        _ => return Err("too many arguments".to_owned()),
    })
}
