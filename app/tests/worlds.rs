//! The scenarios beside the page that a reference environment plays. `worlds.json` chooses their
//! names, seeds and controls; the facts and the first observation are made from those.
//!
//! `DIORAMA_WRITE=1 cargo test -p diorama-app --test worlds` makes them anew.

use diorama_truth::scenario;
use diorama_world::{Control, Dialect, Scenario};
use serde::Deserialize;
use std::{env, fs, path::PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../web/scenarios")
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

#[test]
fn the_worlds_beside_the_page_are_what_their_seeds_make() {
    let chosen: Vec<Chosen> =
        serde_json::from_str(include_str!("worlds.json")).expect("a list of worlds");
    assert!(!chosen.is_empty());
    for chosen in chosen {
        let made = made(chosen);
        made.check().expect("a scenario in order");
        let path = folder().join(format!("{}.json", made.id));
        let text = serde_json::to_string(&made).expect("a scenario can be written") + "\n";
        if env::var_os("DIORAMA_WRITE").is_some() {
            fs::write(&path, &text).expect("the file can be written");
        }
        let there = fs::read_to_string(&path).unwrap_or_default();
        assert!(there == text, "{} is out of date: see the head of this file", path.display());
    }
}
