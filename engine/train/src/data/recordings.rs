//! Walks through real programs, told in the protocol. Nothing is known of their facts.

use super::Row;
use diorama_model::Tokenizer;
use diorama_truth::Seed;
use diorama_world::{
    Action, Domain, Facts, Scenario, Screen, Trace, action::ActionError, delta::Context,
    dialect::ParseError, facts::FactsError, scenario::ScenarioError, trace::TraceError,
};
use std::{
    fs, io,
    path::{Path, PathBuf},
};
use thiserror::Error;

/// Walks that are tried where one does not fit.
const ATTEMPTS: usize = 100;

/// The recorded walks that may be learned from.
#[derive(Debug, Clone, Default)]
pub struct Recordings(Vec<Recording>);

/// A walk: one screen more than actions.
#[derive(Debug, Clone)]
struct Recording {
    domain: Domain,
    screens: Vec<Screen>,
    actions: Vec<Action>,
}

/// Why recordings cannot be had.
#[derive(Debug, Error)]
#[error("{path}: {flaw}")]
pub struct RecordingError {
    path: PathBuf,
    flaw: Flaw,
}

/// What is wrong with a file.
#[derive(Debug, Error)]
#[allow(missing_docs)] // each is the error that it wraps
enum Flaw {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    #[error(transparent)]
    Trace(#[from] TraceError),
    #[error(transparent)]
    Screen(#[from] ParseError),
    #[error(transparent)]
    Action(#[from] ActionError),
}

impl Recordings {
    /// Reads what is in the folders `DOMAIN/train` of a folder.
    pub fn read(folder: &Path) -> Result<Self, RecordingError> {
        let mut all = Vec::new();
        for domain in Domain::ALL {
            let folder = folder.join(domain.name()).join("train");
            let at = |path: &Path| {
                let path = path.to_owned();
                |flaw| RecordingError { path, flaw }
            };
            if !folder.is_dir() {
                continue;
            }
            for trace in traces(&folder).map_err(|flaw| at(&folder)(flaw.into()))? {
                all.push(Recording::read(&trace).map_err(at(&trace))?);
            }
        }
        Ok(Self(all))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A sequence of recorded walks after each other, each from a random step on. They are short:
    /// one alone would leave most of a sequence empty.
    pub(super) fn row(
        &self,
        mut random: Seed,
        tokenizer: &Tokenizer,
        length: usize,
    ) -> Result<Option<Row>, FactsError> {
        let mut row: Option<Row> = None;
        for _ in 0..ATTEMPTS {
            let Some(recording) = random.choose(&self.0) else { break };
            let from = random.below(recording.actions.len());
            if row.as_ref().is_some_and(|row| row.domain() != recording.domain) {
                continue;
            }
            let context = recording.tell(from)?;
            let row = row.get_or_insert_with(|| Row::new(recording.domain));
            row.extend(context.segments(), tokenizer, length);
            if row.tokens().len() > length {
                break;
            }
        }
        Ok(row.and_then(|row| row.cut(length)))
    }
}

impl Recording {
    fn read(path: &Path) -> Result<Self, Flaw> {
        let trace = Trace::from_json(&fs::read_to_string(path)?)?;
        let path = path.with_file_name(format!("{}.json", trace.scenario));
        let scenario = Scenario::from_json(&fs::read_to_string(path)?)?;
        let dialect = scenario.dialect;
        let mut screens = vec![scenario.first_screen()?];
        let mut actions = Vec::with_capacity(trace.steps.len());
        for step in &trace.steps {
            let Some(before) = screens.last() else { break };
            let after = dialect.parse(&step.observation, false)?.over(before);
            actions.push(dialect.read_action(&step.action, before)?);
            screens.push(after);
        }
        Ok(Self { domain: scenario.domain, screens, actions })
    }

    /// The walk from a step on, until something is done that the protocol cannot say.
    fn tell(&self, from: usize) -> Result<Context, FactsError> {
        let facts = Facts::default();
        let mut context = Context::new(self.domain, &[], &facts, &self.screens[from])?;
        let steps = self.actions.iter().zip(&self.screens[1..]).skip(from);
        for (action, screen) in steps {
            if context.act(action).is_err() {
                break;
            }
            context.show(&facts, screen)?;
        }
        Ok(context)
    }
}

/// The traces in a folder, by name.
fn traces(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries: io::Result<Vec<_>> = fs::read_dir(folder)?.collect();
    let mut paths: Vec<PathBuf> = entries?.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|path| path.to_string_lossy().ends_with(".trace.json"));
    paths.sort();
    Ok(paths)
}
