//! A small software project with a programmer's tools: view, search, edit, test, diff. Its language
//! is made up after Python, and its tests are really run.

mod change;
mod diff;
mod generate;
mod language;
mod show;
mod suggest;
mod testing;

pub use generate::facts;

use crate::{
    Seed, World,
    session::{Answer, Refused, Service, Turn},
    text::cut,
};
use diorama_world::{Action, Dialect, Domain, facts::Row};
use serde_json::{Map, Value};

/// Table of files.
const FILES: &str = "files";
/// Table of files as they were before they were changed; an empty text for those that are new.
const BEFORE: &str = "before";
const PATH: usize = 0;
const TEXT: usize = 1;

/// A project.
pub(crate) struct Project;

impl Service for Project {
    const DOMAIN: Domain = Domain::Swe;
    const DIALECT: Dialect = Dialect::Swe;

    fn greet(world: &World) -> Vec<String> {
        let count = files(world).len();
        vec![format!("A project of {count} files. list_files says which.")]
    }

    fn answer(turn: &mut Turn<'_>, action: &Action) -> Answer {
        let Action::Call { tool, arguments } = action else { return Err(Refused::Nothing) };
        let given = Arguments(arguments);
        match tool.as_str() {
            "list_files" => Ok(show::list(turn)),
            "view_file" => {
                show::view(turn, given.text("path")?, given.number("start")?, given.number("end")?)
            }
            "grep" => show::grep(turn, given.text("pattern")?, given.optional("path")?),
            "edit_file" => {
                change::replace(turn, given.text("path")?, given.text("old")?, given.any("new")?)
            }
            "replace_line" => {
                let line = given.number("line")?;
                let line = line.ok_or_else(|| "missing required field \"line\"".to_owned())?;
                change::replace_line(turn, given.text("path")?, line, given.any("text")?)
            }
            "create_file" => change::create(turn, given.text("path")?, given.any("text")?),
            "run_tests" => testing::run(turn, given.optional("path")?),
            "diff" => Ok(diff::show(turn)),
            other => Err(format!("unknown tool \"{}\"", cut(other, 60)).into()),
        }
    }

    fn suggest(world: &World, seed: &mut Seed) -> Action {
        suggest::suggest(world, seed)
    }

    fn task(_: &World) -> String {
        "Make all tests pass.".to_owned()
    }
}

/// What a call gives.
struct Arguments<'a>(&'a Map<String, Value>);

impl<'a> Arguments<'a> {
    /// A text, also an empty one.
    fn any(&self, name: &str) -> Result<&'a str, Refused> {
        let value = self.0.get(name).ok_or_else(|| format!("missing required field \"{name}\""))?;
        Ok(value.as_str().ok_or_else(|| format!("\"{name}\" must be a string"))?)
    }

    /// A text that is not empty.
    fn text(&self, name: &str) -> Result<&'a str, Refused> {
        match self.any(name)? {
            "" => Err(format!("\"{name}\" must not be empty").into()),
            text => Ok(text),
        }
    }

    fn optional(&self, name: &str) -> Result<Option<&'a str>, Refused> {
        if self.0.contains_key(name) { self.text(name).map(Some) } else { Ok(None) }
    }

    fn number(&self, name: &str) -> Result<Option<usize>, Refused> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
        let number = number.filter(|&number| number > 0);
        Ok(Some(number.ok_or_else(|| format!("\"{name}\" must be a positive integer"))?))
    }
}

/// All files.
fn files(world: &World) -> &[Row] {
    world.facts.table(FILES).map_or(&[], |table| table.rows())
}

/// The file at a path.
fn file<'w>(world: &'w World, path: &str) -> Result<&'w Row, Refused> {
    let found = files(world).iter().find(|row| row.cells[PATH].text() == path);
    found.ok_or_else(|| Refused::Error(format!("no such file: {}", cut(path, 60))))
}

#[cfg(test)]
mod tests;
