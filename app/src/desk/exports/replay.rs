//! A walk as a page that plays it by itself: one file, which needs no server and asks for nothing.
//!
//! What worlds say is data: a text in JSON that no markup can end, pictures that are shown as images,
//! in which nothing runs, and texts that the player puts into elements as texts. A Content Security
//! Policy in the page allows its own script and style, by their hashes, and images from itself.

use super::{ExportError, MAX_FILE, source};
use crate::protocol::desk::exports::{Frame, Walk};
use diorama_picture::{Palette, palette, svg::escaped};
use serde::Serialize;

// The script and the style of the page, and their hashes: SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH.
include!(concat!(env!("OUT_DIR"), "/replay.rs"));

/// What the player plays.
#[derive(Serialize)]
struct Played<'a> {
    domain: &'a str,
    /// The style of the pictures.
    style: String,
    /// The start, then each step.
    places: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    words: &'a str,
    action: &'a str,
    by: &'a str,
    observation: &'a str,
    width: f32,
    height: f32,
    /// What is in the `svg` element.
    body: &'a str,
}

/// What is said of a step: in words, the action, who predicted what came, and that.
type Said<'a> = (&'a str, &'a str, &'a str, &'a str);

fn place<'a>((frame, said): (&'a Frame, Said<'a>)) -> Place<'a> {
    let Frame { width, height, ref body, .. } = *frame;
    let (words, action, by, observation) = said;
    Place { words, action, by, observation, width, height, body }
}

/// The page.
pub fn page(walk: &Walk, frames: &[Frame]) -> Result<String, ExportError> {
    let scenario = &walk.scenario;
    let start = ("Start", "", "", scenario.first.as_str());
    let steps = walk.steps.iter().map(|step| {
        (step.words.as_str(), step.action.as_str(), step.by.as_str(), step.observation.as_str())
    });
    let places = frames.iter().zip(std::iter::once(start).chain(steps)).map(place).collect();
    let style = palette().as_ref().map(Palette::either).unwrap_or_default();
    let played = Played { domain: scenario.domain.name(), style, places };
    let json = serde_json::to_string(&played);
    let json = json.map_err(|error| ExportError::Unsayable(error.to_string()))?;
    // Inside a text of JSON, which is the only place where it can be, this is the same letter.
    let json = json.replace('<', "\\u003c");
    if json.len() > MAX_FILE {
        return Err(ExportError::TooLarge);
    }
    let (title, task) = (escaped(&scenario.title), escaped(&scenario.task));
    let source = escaped(&source(walk));
    Ok(format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; script-src '{SCRIPT_HASH}'; style-src '{STYLE_HASH}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} - a walk replayed</title>
<style>{STYLE}</style>
</head>
<body>
<header><h1>{title}</h1><p>{task}</p></header>
<main>
<figure><div class="shown"><img alt=""></div><figcaption role="status"></figcaption></figure>
<nav aria-label="Steps">
<div class="buttons"><button type="button" class="back">Back</button><button type="button" class="play">Play</button><button type="button" class="on">Next</button></div>
<ol start="0"></ol>
</nav>
<details><summary>What was observed</summary><pre tabindex="0"></pre></details>
</main>
<footer><p>This is a simulation; nothing in it is real. Predicted by: {source}. Recorded with Diorama.</p></footer>
<noscript><p>The walk is played by a script in this file. Please allow scripts for it.</p></noscript>
<script type="application/json" id="walk">{json}</script>
<script>{SCRIPT}</script>
</body>
</html>
"#
    ))
}
