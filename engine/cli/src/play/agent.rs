//! Who acts.

use super::{
    Arguments,
    exec::Exec,
    message::{Said, Told},
    script::Script,
};
use anyhow::{Result, bail};
use diorama_truth::{Seed, suggest};
use diorama_world::{Scenario, play::Seen};
use std::path::{Path, PathBuf};

/// What an agent is shown.
pub struct View<'a> {
    /// As programs are told it.
    pub told: &'a Told<'a>,
    /// The world.
    pub scenario: &'a Scenario,
    /// What is to be seen.
    pub seen: &'a Seen,
}

/// Whoever acts.
pub trait Agent {
    /// What is done next; `None` where the agent has nothing more to do, and why it cannot be
    /// understood where it cannot.
    fn next(&mut self, view: &View<'_>) -> Result<Option<Result<Said, String>>>;

    /// Whether it can do something else where what it said was refused.
    fn can_mend(&self) -> bool;

    /// It is over; this is where the agent is.
    fn end(&mut self, _: &View<'_>) -> Result<()> {
        Ok(())
    }
}

/// Which agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Anything.
    Random,
    /// What a file says.
    Script(PathBuf),
    /// What a program says.
    Exec(String),
}

impl Kind {
    /// Reads the argument.
    pub fn read(words: &[String]) -> Result<Self> {
        Ok(match words {
            [kind] if kind == "random" => Self::Random,
            [kind, file] if kind == "script" => Self::Script(file.into()),
            [kind, command] if kind == "exec" => Self::Exec(command.clone()),
            _ => bail!(
                "no agent “{}”; there are random, script FILE and exec COMMAND",
                words.join(" ")
            ),
        })
    }

    /// Reads the script, if it is one.
    pub fn script(&self) -> Result<Option<Script>> {
        let Self::Script(path) = self else { return Ok(None) };
        Script::open(path as &Path).map(Some)
    }

    /// Makes it ready to act; a script was read before.
    pub fn start(&self, arguments: &Arguments, script: Option<Script>) -> Result<Box<dyn Agent>> {
        Ok(match (self, script) {
            (_, Some(script)) => Box::new(script),
            (Self::Exec(command), _) => Box::new(Exec::start(command, arguments.patience())?),
            _ => Box::new(Random(Seed::new(arguments.choice.seed(), "agent"))),
        })
    }
}

/// Does anything, mostly something sensible.
struct Random(Seed);

impl Agent for Random {
    fn next(&mut self, view: &View<'_>) -> Result<Option<Result<Said, String>>> {
        let action = suggest(view.scenario, view.seen, &mut self.0);
        Ok(Some(Ok(Said::Action(action.into()))))
    }

    fn can_mend(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_read() {
        let read = |words: &[&str]| {
            Kind::read(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()).ok()
        };
        assert_eq!(read(&["random"]), Some(Kind::Random));
        assert_eq!(read(&["script", "a"]), Some(Kind::Script("a".into())));
        assert_eq!(read(&["exec", "a b"]), Some(Kind::Exec("a b".to_owned())));
        for other in [&["script"][..], &["random", "a"], &["exec"], &["fly", "a"], &[]] {
            assert_eq!(read(other), None);
        }
    }
}
