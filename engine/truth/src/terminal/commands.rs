//! The commands.

mod fields;
mod files;
mod filters;
mod grep;
mod look;
mod net;
mod own;
mod says;

use super::{
    disk,
    run::{Exit, Io},
    state,
};
use crate::World;

/// What runs a command.
type Run = fn(&mut World, &mut Io) -> Exit;

/// Where a command comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// The shell itself.
    Shell,
    /// A program; some of them are also built into the shell.
    Program,
}

/// All commands.
static ALL: [(&str, From, Run); 46] = [
    ("[", From::Program, own::test),
    ("cat", From::Program, filters::cat),
    ("cd", From::Shell, own::cd),
    ("chmod", From::Program, files::chmod),
    ("clear", From::Program, own::clear),
    ("cp", From::Program, files::cp),
    ("curl", From::Program, net::curl),
    ("cut", From::Program, fields::cut),
    ("df", From::Program, look::df),
    ("du", From::Program, look::du),
    ("echo", From::Program, says::echo),
    ("env", From::Program, own::env),
    ("exit", From::Shell, own::exit),
    ("export", From::Shell, own::export),
    ("false", From::Program, own::fails),
    ("find", From::Program, look::find),
    ("grep", From::Program, grep::grep),
    ("head", From::Program, filters::head),
    ("history", From::Shell, own::history),
    ("hostname", From::Program, own::hostname),
    ("ls", From::Program, look::ls),
    ("mkdir", From::Program, files::mkdir),
    ("mv", From::Program, files::mv),
    ("ping", From::Program, net::ping),
    ("printf", From::Program, says::printf),
    ("pwd", From::Program, own::pwd),
    ("rm", From::Program, files::rm),
    ("rmdir", From::Program, files::rmdir),
    ("seq", From::Program, says::seq),
    ("sort", From::Program, fields::sort),
    ("stat", From::Program, look::stat),
    ("sudo", From::Program, own::sudo),
    ("tail", From::Program, filters::tail),
    ("test", From::Program, own::test),
    ("touch", From::Program, files::touch),
    ("tr", From::Program, fields::tr),
    ("true", From::Program, own::succeeds),
    ("uname", From::Program, own::uname),
    ("uniq", From::Program, fields::uniq),
    ("unset", From::Shell, own::unset),
    ("wc", From::Program, filters::wc),
    ("which", From::Program, own::which),
    ("whoami", From::Program, own::whoami),
    (":", From::Shell, own::succeeds),
    ("tee", From::Program, filters::tee),
    ("type", From::Shell, own::type_of),
];

fn find(name: &str) -> Option<(From, Run)> {
    ALL.iter().find(|(known, ..)| *known == name).map(|&(_, from, run)| (from, run))
}

/// Calls the command that is named.
pub(super) fn call(world: &mut World, io: &mut Io) -> Exit {
    if let Some((_, run)) = find(&io.name) {
        return run(world, io);
    }
    let name = std::mem::replace(&mut io.name, "bash".to_owned());
    if !name.contains('/') {
        io.error(&format!("{name}: command not found"));
        return Ok(127);
    }
    let path = disk::absolute(state::folder(world), &name);
    let (what, code) = match disk::find(world, &path) {
        Ok(disk::Found::File(_)) => (disk::DENIED, 126),
        Ok(_) => (disk::IS_FOLDER, 126),
        Err(errno) => (errno, 127),
    };
    io.error(&format!("{name}: {what}"));
    Ok(code)
}

/// The options of a command line.
struct Options {
    /// Letters, with their values where they take some.
    given: Vec<(char, String)>,
    /// What is no option.
    rest: Vec<String>,
}

impl Options {
    fn has(&self, letters: &str) -> bool {
        self.given.iter().any(|(letter, _)| letters.contains(*letter))
    }

    fn value(&self, letter: char) -> Option<&str> {
        self.given.iter().rev().find(|(this, _)| *this == letter).map(|(_, value)| value.as_str())
    }
}

/// Reads options: letters that are known, those that take a value followed by `:`. `Err` with the
/// command's code for a wrong use, of which it has been told.
fn options(io: &mut Io, known: &str, misuse: u8) -> Result<Options, u8> {
    let mut options = Options { given: Vec::new(), rest: Vec::new() };
    let args = std::mem::take(&mut io.args);
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        let letters = match arg.strip_prefix('-') {
            Some("-") => {
                options.rest.extend(args);
                break;
            }
            Some(letters) if !letters.is_empty() => letters,
            _ => {
                options.rest.push(arg);
                continue;
            }
        };
        if letters.starts_with('-') {
            io.error(&format!("unrecognized option '{arg}'"));
            hint(io);
            return Err(misuse);
        }
        let mut rest = letters;
        while let Some(letter) = rest.chars().next() {
            rest = &rest[letter.len_utf8()..];
            let at = known.find(letter).filter(|_| letter != ':');
            let Some(at) = at else {
                io.error(&format!("invalid option -- '{letter}'"));
                hint(io);
                return Err(misuse);
            };
            let mut value = String::new();
            if known[at + letter.len_utf8()..].starts_with(':') {
                value = if rest.is_empty() { args.next().unwrap_or_default() } else { rest.into() };
                rest = "";
                if value.is_empty() {
                    io.error(&format!("option requires an argument -- '{letter}'"));
                    hint(io);
                    return Err(misuse);
                }
            }
            options.given.push((letter, value));
        }
    }
    Ok(options)
}

fn hint(io: &mut Io) {
    let name = io.name.clone();
    io.plain_error(&format!("Try '{name} --help' for more information."));
}

/// Says that an operand is missing.
fn missing_operand(io: &mut Io, what: &str) -> u8 {
    io.error(&format!("missing {what}"));
    hint(io);
    1
}

/// The absolute path of what a command was given.
fn path_of(world: &World, given: &str) -> String {
    disk::absolute(state::folder(world), given)
}
