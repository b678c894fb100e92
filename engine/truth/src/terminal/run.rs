//! Running a line: pipelines one after the other, commands into each other.

use super::{
    commands, disk, expand, state,
    state::At,
    syntax::{Command, Pipeline, Redirect, When},
};
use crate::World;

/// Most that a command says, in bytes.
const MAX_OUTPUT: usize = 1 << 14;

/// Something a command says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    Out(String),
    Error(String),
}

/// Why a command does not end in this step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// It reads what is typed, up to a line of this word or the end of input.
    Reads { until: String },
    /// It waits for the network for so many steps.
    Loads { steps: u32 },
}

/// How a command ends: with a code, if it does.
pub(super) type Exit = Result<u8, Stop>;

/// What a command has to do with: arguments, input, output.
#[derive(Debug, Default)]
pub(super) struct Io {
    /// What it is called.
    pub name: String,
    /// Its arguments.
    pub args: Vec<String>,
    /// What comes from a pipe or file; `None` where it reads what is typed.
    pub input: Option<String>,
    /// Whether its output goes to the window.
    pub window: bool,
    /// Whether the network has been waited for.
    pub loaded: bool,
    said: Vec<Said>,
    size: usize,
}

impl Io {
    /// Says a text.
    pub fn out(&mut self, text: &str) {
        let text = crate::text::cut(text, MAX_OUTPUT - self.size);
        self.size += text.len();
        match self.said.last_mut() {
            Some(Said::Out(last)) => *last += text,
            _ => self.said.push(Said::Out(text.to_owned())),
        }
    }

    /// Says a line.
    pub fn line(&mut self, line: &str) {
        self.out(line);
        self.out("\n");
    }

    /// Says what went wrong, after the command's name. Gives the code 1.
    pub fn error(&mut self, text: &str) -> u8 {
        self.plain_error(&format!("{}: {text}", self.name));
        1
    }

    /// Says a line about what went wrong.
    pub fn plain_error(&mut self, line: &str) {
        let line = format!("{line}\n");
        if self.size + line.len() <= MAX_OUTPUT {
            self.size += line.len();
            self.said.push(Said::Error(line));
        }
    }

    /// What there is to read: a pipe's or file's text.
    pub fn read(&mut self) -> Result<String, Stop> {
        self.input.take().ok_or_else(|| Stop::Reads { until: String::new() })
    }
}

/// What is known when a line goes on that had stopped.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// What was typed for its first command.
    pub input: Option<String>,
    /// Its first command has waited for the network.
    pub loaded: bool,
}

/// What a line said, and why and where it stopped.
pub(super) struct Ran {
    pub text: String,
    pub stop: Option<(Stop, usize)>,
}

/// Runs pipelines.
pub(super) fn run(world: &mut World, list: &[Pipeline], given: Given) -> Ran {
    let mut given = Some(given);
    let mut text = String::new();
    for pipeline in list {
        let code = state::number(world, At::Code);
        let runs = match pipeline.when {
            When::Always => true,
            When::Succeeded => code == 0,
            When::Failed => code != 0,
        };
        // The condition of what goes on was looked at before it stopped.
        let given = given.take();
        if !runs && given.is_none() {
            continue;
        }
        match run_pipeline(world, pipeline, given.unwrap_or_default(), &mut text) {
            Ok(code) => state::set(world, At::Code, i64::from(code)),
            Err(stop) => return Ran { text, stop: Some((stop, pipeline.start)) },
        }
    }
    Ran { text, stop: None }
}

fn run_pipeline(world: &mut World, pipeline: &Pipeline, given: Given, text: &mut String) -> Exit {
    let Given { mut input, loaded } = given;
    let mut code = 0;
    for (i, command) in pipeline.commands.iter().enumerate() {
        let last = i + 1 == pipeline.commands.len();
        let io =
            Io { input: input.take(), window: last, loaded: loaded && i == 0, ..Io::default() };
        let (ended, out) = run_command(world, command, io, text)?;
        code = ended;
        if last {
            *text += &out;
        } else {
            input = Some(out);
        }
    }
    Ok(code)
}

/// Where one of a command's two outputs goes.
enum To {
    /// On: to the next command or the window.
    On,
    /// To the window.
    Window,
    /// To a file.
    File { shown: String, path: String, append: bool },
}

/// Runs a command: how it ended, and what goes on to the next.
fn run_command(
    world: &mut World,
    command: &Command,
    mut io: Io,
    text: &mut String,
) -> Result<(u8, String), Stop> {
    let (mut out, mut errors) = (To::On, To::Window);
    for redirect in &command.redirects {
        match open(world, redirect, &mut io)? {
            Ok(()) => {}
            Err(error) => {
                *text += &error;
                return Ok((1, String::new()));
            }
        }
        match redirect {
            Redirect::To { out: true, errors: false, .. } => out = to(world, redirect),
            Redirect::To { out: true, errors: true, .. } => {
                (out, errors) = (to(world, redirect), to(world, redirect));
            }
            Redirect::To { .. } => errors = to(world, redirect),
            Redirect::ErrorsToOut => {
                errors = match &out {
                    To::File { shown, path, .. } => {
                        To::File { shown: shown.clone(), path: path.clone(), append: true }
                    }
                    To::On | To::Window => To::On,
                }
            }
            Redirect::From(_) | Redirect::Here(_) => {}
        }
    }
    io.window &= matches!(out, To::On);
    let code = call(world, command, &mut io)?;
    let mut on = String::new();
    let mut files: Vec<(&To, String)> = Vec::new();
    for said in std::mem::take(&mut io.said) {
        let (to, said) = match said {
            Said::Out(said) => (&out, said),
            Said::Error(said) => (&errors, said),
        };
        match to {
            To::On => on += &said,
            To::Window if io.window => on += &said,
            To::Window => *text += &said,
            To::File { path, .. } => {
                let same = |(to, _): &&mut (&To, String)| matches!(to, To::File { path: other, .. } if other == path);
                match files.iter_mut().find(same) {
                    Some((_, all)) => *all += &said,
                    None => files.push((to, said)),
                }
            }
        }
    }
    for (to, said) in files {
        let To::File { shown, path, append } = to else { continue };
        let written = if path == "/dev/null" {
            Ok(())
        } else {
            let before = if *append { disk::read(world, path).unwrap_or("") } else { "" };
            let whole = format!("{before}{said}");
            disk::write(world, path, &whole)
        };
        if let Err(errno) = written {
            let what = if io.name == "bash" { shown } else { &io.name };
            text.push_str(&["bash: ", what, ": write error: ", errno.0, "\n"].concat());
            return Ok((1, on));
        }
    }
    Ok((code, on))
}

fn to(world: &World, redirect: &Redirect) -> To {
    let Redirect::To { append, file, .. } = redirect else { return To::On };
    let shown = expand::expand_one(world, file);
    let path = disk::absolute(state::folder(world), &shown);
    To::File { shown, path, append: *append }
}

/// Opens what a redirect names; a text where that fails.
fn open(world: &mut World, redirect: &Redirect, io: &mut Io) -> Result<Result<(), String>, Stop> {
    let fails = |shown: &str, errno| Ok(Err(format!("bash: {shown}: {errno}\n")));
    match redirect {
        Redirect::ErrorsToOut => {}
        Redirect::Here(until) => {
            if io.input.is_none() {
                return Err(Stop::Reads { until: until.clone() });
            }
        }
        Redirect::From(file) => {
            let shown = expand::expand_one(world, file);
            let path = disk::absolute(state::folder(world), &shown);
            match disk::read(world, &path) {
                _ if path == "/dev/null" => io.input = Some(String::new()),
                Ok(text) => io.input = Some(text.to_owned()),
                // Opening a folder works; reading it is what fails.
                Err(errno) => return fails(&shown, errno),
            }
        }
        Redirect::To { .. } => {
            let To::File { shown, path, append } = to(world, redirect) else { return Ok(Ok(())) };
            let there = matches!(disk::find(world, &path), Ok(disk::Found::File(_)));
            if path != "/dev/null"
                && !(append && there)
                && let Err(errno) = disk::write(world, &path, "")
            {
                return fails(&shown, errno);
            }
        }
    }
    Ok(Ok(()))
}

/// Expands a command's words, sets its variables and calls it.
fn call(world: &mut World, command: &Command, io: &mut Io) -> Exit {
    let mut words = command.words.iter().peekable();
    let mut set = Vec::new();
    while let Some(pair) = words.peek().and_then(|word| expand::assignment(world, word)) {
        set.push(pair);
        words.next();
    }
    let mut words: Vec<String> = words.flat_map(|word| expand::expand(world, word)).collect();
    if words.is_empty() {
        for (name, value) in set {
            state::set_variable(world, &name, Some(&value), false);
        }
        "bash".clone_into(&mut io.name);
        return Ok(0);
    }
    io.name = words.remove(0);
    io.args = words;
    commands::call(world, io)
}
