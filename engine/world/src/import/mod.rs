//! Worlds from text that somebody pasted or dropped: a scenario, a recorded walk, rows of
//! AgentWorldBench, a keyframe, or a screen in any dialect.
//!
//! Nobody says what the text is, so it is tried. JSON that has the fields of one of our files is taken
//! for that file, and is refused where it is not in order. Any other text is a screen: of the dialects
//! that read all of it, or, where none does, of those that read the most. Where several do, all are
//! given, for a person to choose.
//!
//! # Limits
//!
//! [`MAX_IMPORT`] bytes, [`MAX_WORLDS`] worlds, [`MAX_UNREAD`] lines that could not be read; besides
//! those of scenarios, traces, rows, keyframes and dialects.

mod json;
mod screen;

use crate::{
    Dialect, Domain, Scenario, Trace,
    bench::{self, RowError},
    delta::DeltaError,
    dialect::ParseError,
    facts::Facts,
    link,
    scenario::ScenarioError,
    trace::TraceError,
};
use thiserror::Error;

/// Longest text in bytes: several rows of AgentWorldBench.
pub const MAX_IMPORT: usize = 8 << 20;
/// Most worlds that are found in a text.
pub const MAX_WORLDS: usize = 20;
/// Most lines that are listed as unread.
pub const MAX_UNREAD: usize = 100;

/// What a text is.
#[derive(Debug, Clone, PartialEq)]
pub enum Import {
    /// A link, to be opened as one.
    Link,
    /// A recorded walk through a world that it names and does not hold: see [`walk`].
    Trace(Trace),
    /// Worlds to choose from; at least one.
    Worlds(Vec<Imported>),
}

/// A world that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// What it was taken for: `a scenario`, `a screen in web-playwright`.
    pub kind: String,
    /// The world.
    pub scenario: Scenario,
    /// A recorded walk through it.
    pub trace: Option<Trace>,
    /// Its start as a keyframe of `delta`, where the first observation does not say all of it, or
    /// cannot be read strictly.
    pub keyframe: Option<String>,
    /// What could not be read, in words.
    pub unread: Vec<String>,
}

/// Why a text is no world.
#[derive(Debug, Error)]
pub enum ImportError {
    /// There is nothing in it.
    #[error("There is nothing to read.")]
    Empty,
    /// It is too long.
    #[error("This is longer than {} megabytes.", MAX_IMPORT >> 20)]
    TooLong,
    /// It looks like a scenario and is none.
    #[error("This looks like a scenario, but: {0}.")]
    Scenario(#[from] ScenarioError),
    /// It looks like a recorded walk and is none.
    #[error("This looks like a recorded walk, but: {0}.")]
    Trace(#[from] TraceError),
    /// It looks like a row of the bench and is none.
    #[error("This looks like a row of AgentWorldBench, but: {0}.")]
    Row(Box<dyn std::error::Error + Send + Sync>),
    /// It looks like a keyframe and is none.
    #[error("This looks like a keyframe, but: {0}.")]
    Keyframe(#[from] DeltaError),
    /// No dialect reads anything in it.
    #[error("No dialect reads anything in this: {0}.")]
    NoScreen(ParseError),
}

impl From<bench::Error> for ImportError {
    fn from(error: bench::Error) -> Self {
        Self::Row(Box::new(error))
    }
}

impl From<bench::ImportError> for ImportError {
    fn from(error: bench::ImportError) -> Self {
        Self::Row(Box::new(error))
    }
}

impl From<RowError> for ImportError {
    fn from(error: RowError) -> Self {
        Self::Row(Box::new(error))
    }
}

/// Reads a text.
pub fn import(text: &str) -> Result<Import, ImportError> {
    if text.len() > MAX_IMPORT {
        return Err(ImportError::TooLong);
    }
    let text = bare(text);
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    if link::looks_like_link(&text) {
        return Ok(Import::Link);
    }
    if let Some(read) = json::read(&text)? {
        return Ok(read);
    }
    screen::read(&text).map(Import::Worlds)
}

/// A recorded walk with the world that it names.
pub fn walk(
    scenario: Scenario,
    keyframe: Option<String>,
    trace: Trace,
) -> Result<Imported, ImportError> {
    trace.check(&scenario)?;
    let (kind, unread) = ("a recorded walk".to_owned(), Vec::new());
    Ok(Imported { kind, scenario, trace: Some(trace), keyframe, unread })
}

/// The text with Unix line ends, without what chats and editors put around it: a byte order mark, a
/// fence.
fn bare(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let fenced = text.trim().strip_prefix("```").and_then(|rest| rest.strip_suffix("\n```"));
    // The first line of a fence may name a language.
    match fenced.and_then(|rest| rest.split_once('\n')) {
        Some((language, inner)) if !language.contains('`') && !inner.contains("\n```") => {
            inner.to_owned()
        }
        _ => text,
    }
}

/// A world that says no more than a screen.
fn plain(domain: Domain, dialect: Dialect, title: String, first: String) -> Scenario {
    Scenario {
        id: "imported".to_owned(),
        title,
        summary: "A world that begins with an imported screen.".to_owned(),
        domain,
        dialect,
        task: String::new(),
        facts: Facts::default(),
        controls: Vec::new(),
        reference: None,
        first,
    }
}

/// The problems of a text, in words; `of` says which text, where there are several.
fn listed(of: &str, problems: &[ParseError], unread: &mut Vec<String>) {
    let room = MAX_UNREAD.saturating_sub(unread.len());
    unread.extend(problems.iter().take(room).map(|problem| format!("{of}{problem}")));
}
