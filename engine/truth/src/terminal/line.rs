//! The shell for a terminal in a window of a desktop: one line at a time, each to its end.

use super::{
    generate,
    run::{self, Given, Stop},
    state, suggest,
    syntax::{self, Flaw},
};
use crate::{Seed, World, words};
use diorama_world::facts::Table;

/// What a line said, and for how many steps it waited for the network.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub text: String,
    pub steps: u32,
}

/// The tables of a shell that begins in the root folder; it needs one of files besides.
pub(crate) fn tables(seed: &mut Seed) -> Vec<Table> {
    let (user, host) = (words::word(seed, 1), words::word(seed, 1));
    vec![generate::shell(seed, &user, &host, "/"), generate::hosts(seed)]
}

/// What stands before what is typed.
pub(crate) fn prompt(world: &World) -> String {
    state::prompt(world).trim_end().to_owned()
}

/// A line that somebody could type.
pub(crate) fn idea(world: &World, seed: &mut Seed) -> String {
    // Long lines with several commands are for larger windows.
    let simple = |line: &String| line.len() <= 40 && !line.contains(['|', ';', '&', '`', '\n']);
    let mut ideas = (0..4).map(|_| suggest::command(world, seed));
    ideas.find(simple).unwrap_or_else(|| "ls".to_owned())
}

/// Runs a line. A command that wants to be given more, or the network twice, is broken off.
pub(crate) fn run(world: &mut World, line: &str) -> Said {
    let list = match syntax::parse(line) {
        Ok(list) => list,
        Err(flaw) => {
            let what = if let Flaw::Unexpected(what) = flaw { what } else { "newline".into() };
            let text = format!("bash: syntax error near unexpected token `{what}'\n");
            return Said { text, steps: 0 };
        }
    };
    let ran = run::run(world, &list, Given::default());
    let mut said = Said { text: ran.text, steps: 0 };
    if let Some((Stop::Loads { steps }, start)) = ran.stop
        && let Ok(rest) = syntax::parse(line.get(start..).unwrap_or_default().trim_start())
    {
        let given = Given { input: None, loaded: true };
        said.text += &run::run(world, &rest, given).text;
        said.steps = steps;
    }
    said
}
