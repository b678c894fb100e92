//! The scenarios beside the page that a reference environment plays. `worlds.json` chooses their
//! names, seeds and controls; the facts and the first observation are made from those, and where the
//! observation does not say all of the start (a flat list has no tree) a keyframe that does.
//!
//! `published.json` lists the fingerprint of every world beside the page, since links name worlds and go on
//! from them. Once links are out, what is listed stays as it is: a world that is changed gets a new
//! identifier, and the old one is kept.
//!
//! `DIORAMA_WRITE=1 cargo test -p diorama-app --test worlds` makes them anew.

use diorama_app::beside::{Card, WORLDS};
use diorama_truth::scenario;
use diorama_world::{
    Control, Dialect, Scenario, Trace,
    delta::{Keyframe, State},
    link::World,
};
use serde::Deserialize;
use std::{collections::BTreeMap, env, fs, path::PathBuf};

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

fn file(path: &str) -> String {
    fs::read_to_string(folder().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The scenario that a card is about.
fn read(card: &Card) -> Scenario {
    Scenario::from_json(&file(&format!("scenarios/{}.json", card.id))).expect("a scenario")
}

fn start(card: &Card) -> Option<String> {
    card.keyframe.then(|| file(&format!("keyframes/{}.txt", card.id)))
}

#[test]
fn cards_say_what_the_worlds_are() {
    let (cards, first) = WORLDS;
    assert_eq!(read(&cards[0]), Scenario::from_json(first.scenario).expect("a scenario"));
    assert_eq!(start(&cards[0]).as_deref(), first.keyframe);
    for card in cards {
        let scenario = read(card);
        let said = (&*card.id, &*card.title, &*card.summary, card.domain);
        let Scenario { id, title, summary, domain, task, controls, reference, .. } = &scenario;
        assert_eq!(said, (id.as_str(), title.as_str(), summary.as_str(), *domain));
        assert_eq!((&*card.task, card.reference), (task.as_str(), reference.is_some()));
        let told = |control: &Control| match control {
            Control::Named(named) => named.definition().name.to_owned(),
            Control::Text(text) => text.clone(),
        };
        assert!(card.controls.iter().eq(&controls.iter().map(told).collect::<Vec<_>>()));
        if card.steps > 0 {
            let trace = Trace::from_json(&file(&format!("scenarios/{id}.trace.json")));
            assert_eq!(trace.expect("a trace").steps.len(), card.steps);
        }
        if let Some(keyframe) = start(card) {
            let keyframe = Keyframe::parse(&keyframe).expect("a keyframe");
            assert_eq!(keyframe.state.facts(), &scenario.facts, "{id}");
        }
    }
}

#[test]
fn published_worlds_stay_as_they_are() {
    let fingerprint = |card: &Card| {
        let world = World::new(read(card), start(card).as_deref()).expect("a world in order");
        (card.id.to_string(), world.fingerprint().expect("a fingerprint"))
    };
    let now: BTreeMap<String, String> = WORLDS.0.iter().map(fingerprint).collect();
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/published.json");
    if env::var_os("DIORAMA_WRITE").is_some() {
        let text = serde_json::to_string_pretty(&now).expect("JSON") + "\n";
        fs::write(&path, text).expect("the file can be written");
    }
    let listed = fs::read_to_string(&path).expect("the list of worlds");
    let listed: BTreeMap<String, String> = serde_json::from_str(&listed).expect("a list of worlds");
    for (id, fingerprint) in &listed {
        let changed = "links to it would break: give it a new identifier and keep the old one";
        assert_eq!(now.get(id), Some(fingerprint), "{id} has changed; {changed}");
    }
    for id in now.keys() {
        assert!(listed.contains_key(id), "{id} is not listed: see the head of this file");
    }
}
