//! Making files of walks.

mod replay;
#[cfg(test)]
mod tests;

use crate::protocol::desk::{
    FromDesk,
    exports::{File, Frame, Styles, Walk, What},
};
use diorama_picture::{Palette, Picture, pictures};
use diorama_world::{
    Screen, Trace, bench,
    trace::{MAX_STEPS, TraceStep},
};
use thiserror::Error;

/// Most bytes of a file.
const MAX_FILE: usize = 64 << 20;
/// Most screens of a picture that moves: each is drawn and encoded.
const MAX_FRAMES: usize = 200;
/// The highest page in one: what fits on a usual display.
const DISPLAY: f32 = 1112.0;

/// Why there is no file.
#[derive(Debug, Error)]
enum ExportError {
    #[error("A file would have more than {} MB. Export fewer steps.", MAX_FILE >> 20)]
    TooLarge,
    #[error("A walk of more than {0} steps cannot be exported so. Export fewer.")]
    TooLong(usize),
    #[error("There is no screen to draw.")]
    NoScreen,
    #[error("It cannot be written: {0}.")]
    Unsayable(String),
}

/// Makes a file of a walk.
pub fn make(id: u64, what: What, walk: &Walk) -> FromDesk {
    match file(what, walk) {
        Ok(file) => match serde_json::to_string(&file) {
            Ok(json) => FromDesk::Exported { id, name: file.name().to_owned(), file: json },
            Err(error) => FromDesk::Failed { id: Some(id), message: error.to_string() },
        },
        Err(error) => FromDesk::Failed { id: Some(id), message: error.to_string() },
    }
}

fn file(what: What, walk: &Walk) -> Result<File, ExportError> {
    let most = if what == What::Film { MAX_FRAMES } else { MAX_STEPS };
    if walk.steps.len() > most {
        return Err(ExportError::TooLong(most));
    }
    let id = walk.scenario.id.clone();
    let name = |end: &str| format!("{id}{end}");
    let text = |name, text: String| Ok(File::Text { name, text });
    match what {
        What::Picture => {
            let frame = frames(walk, f32::INFINITY).pop().ok_or(ExportError::NoScreen)?;
            let name = format!("{id}-{}.png", walk.steps.len());
            Ok(File::Picture { name, frame, styles: styles() })
        }
        What::Film => {
            let frames = frames(walk, DISPLAY);
            Ok(File::Film { name: name(".gif"), frames, styles: styles() })
        }
        What::Replay => text(name(".html"), replay::page(walk, &frames(walk, f32::INFINITY))?),
        // The published evaluation reads files that are named so.
        What::Rows => text(name("_test.jsonl"), rows(walk)?),
        What::Trace => text(name(".trace.json"), json(&trace(walk))?),
        What::Scenario => text(name(".json"), json(&walk.scenario)?),
    }
}

fn styles() -> Styles {
    let palette = diorama_picture::palette();
    let of = |style: fn(&Palette) -> String| palette.as_ref().map(style).unwrap_or_default();
    Styles { light: of(Palette::light), dark: of(Palette::dark) }
}

/// The screens as pictures of one size: the start, then what followed each step. What cannot be read
/// is drawn as the part of it that can.
fn frames(walk: &Walk, most: f32) -> Vec<Frame> {
    let dialect = walk.scenario.dialect;
    let texts = walk.steps.iter().map(|step| &step.observation);
    let mut screens: Vec<Screen> = Vec::with_capacity(walk.steps.len() + 1);
    for text in std::iter::once(&walk.scenario.first).chain(texts) {
        let screen = dialect.read(text, false).screen;
        screens.push(match screens.last() {
            Some(before) => screen.over(before),
            None => screen,
        });
    }
    let words = walk.steps.iter().map(|step| step.words.clone());
    let words = std::iter::once(String::new()).chain(words);
    let pictures = pictures(walk.scenario.domain, screens.iter(), most);
    let frame = |(Picture { width, height, body }, words)| Frame { width, height, body, words };
    pictures.into_iter().zip(words).map(frame).collect()
}

/// The walk as a trace: who predicted it is who predicted most of it.
fn trace(walk: &Walk) -> Trace {
    let step = |step: &crate::protocol::desk::exports::Step| TraceStep {
        action: step.action.clone(),
        observation: step.observation.clone(),
    };
    Trace {
        scenario: walk.scenario.id.clone(),
        source: source(walk),
        steps: walk.steps.iter().map(step).collect(),
    }
}

/// Everybody who said what comes next, in the order of their first steps.
fn source(walk: &Walk) -> String {
    let mut sources: Vec<&str> = Vec::new();
    for step in &walk.steps {
        if !step.by.is_empty() && !sources.contains(&step.by.as_str()) {
            sources.push(&step.by);
        }
    }
    sources.join(", ")
}

fn rows(walk: &Walk) -> Result<String, ExportError> {
    let trace = trace(walk);
    let id = bench::Id::Text(walk.scenario.id.clone());
    let unsayable = |error: String| ExportError::Unsayable(error);
    let mut written = Vec::new();
    for row in bench::rows(&walk.scenario, &trace, &id) {
        let row = row.map_err(|error| unsayable(error.to_string()))?;
        bench::write(&mut written, &row).map_err(|error| unsayable(error.to_string()))?;
        if written.len() > MAX_FILE {
            return Err(ExportError::TooLarge);
        }
    }
    String::from_utf8(written).map_err(|error| unsayable(error.to_string()))
}

fn json(value: &impl serde::Serialize) -> Result<String, ExportError> {
    let json = serde_json::to_string_pretty(value);
    json.map(|json| json + "\n").map_err(|error| ExportError::Unsayable(error.to_string()))
}
