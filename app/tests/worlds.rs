//! The scenarios beside the page that a reference environment plays. `worlds.json` chooses their
//! names, seeds and controls; the facts and the first observation are made from those, and where the
//! observation does not say all of the start (a flat list has no tree) a keyframe that does.
//!
//! `DIORAMA_WRITE=1 cargo test -p diorama-app --test worlds` makes them anew.

use diorama_app::beside::WORLDS;
use diorama_truth::scenario;
use diorama_world::{
    Control, Dialect, Scenario, Trace,
    delta::{Keyframe, State},
};
use serde::Deserialize;
use std::{env, fs, path::PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../web")
}

/// What is chosen by hand.
#[derive(Deserialize)]
struct Chosen {
    id: String,
    title: String,
    summary: String,
    dialect: Dialect,
    seed: u64,
    #[serde(default)]
    controls: Vec<Control>,
}

fn made(chosen: Chosen) -> Scenario {
    let Chosen { id, title, summary, dialect, seed, controls } = chosen;
    let made = scenario(dialect, seed, controls);
    Scenario { id, title, summary, ..made }
}

/// The start as a keyframe, where the first observation does not say all of it.
fn keyframe(scenario: &Scenario) -> Option<String> {
    let Scenario { domain, controls, facts, .. } = scenario;
    let environment = diorama_truth::open(*domain, facts.clone(), controls);
    let state = State::new(facts.clone(), environment.screen()).expect("facts in order");
    let first = scenario.first_screen().expect("an observation that can be read");
    let read = State::new(facts.clone(), &first).expect("facts in order");
    let keyframe = Keyframe { domain: *domain, controls: controls.clone(), state };
    (!keyframe.state.same(&read)).then(|| keyframe.print())
}

#[test]
fn the_worlds_beside_the_page_are_what_their_seeds_make() {
    let chosen: Vec<Chosen> =
        serde_json::from_str(include_str!("worlds.json")).expect("a list of worlds");
    assert!(!chosen.is_empty());
    for chosen in chosen {
        let made = made(chosen);
        made.check().expect("a scenario in order");
        let text = serde_json::to_string(&made).expect("a scenario can be written") + "\n";
        let files = [
            (format!("scenarios/{}.json", made.id), Some(text)),
            (format!("keyframes/{}.txt", made.id), keyframe(&made)),
        ];
        for (file, text) in files {
            let path = folder().join(file);
            if let Some(text) = text.as_ref().filter(|_| env::var_os("DIORAMA_WRITE").is_some()) {
                fs::write(&path, text).expect("the file can be written");
            }
            let there = fs::read_to_string(&path).ok();
            assert!(there == text, "{} is out of date: see the head of this file", path.display());
        }
    }
}

#[test]
fn every_world_in_the_page_can_be_read() {
    assert!(!WORLDS.is_empty());
    for bundled in WORLDS {
        let scenario = Scenario::from_json(bundled.scenario).expect("a scenario");
        if let Some(trace) = bundled.trace {
            Trace::from_json(trace).expect("a trace");
        }
        if let Some(keyframe) = bundled.keyframe {
            let keyframe = Keyframe::parse(keyframe).expect("a keyframe");
            assert_eq!(keyframe.state.facts(), &scenario.facts, "{}", scenario.id);
        }
    }
}
