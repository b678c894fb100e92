//! Walks to test on: those that come with the page and those recorded from real programs.

#![allow(dead_code)] // each test file uses some of it

use diorama_world::{Scenario, Screen, Trace};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A scenario and a walk through it.
pub struct Walk {
    /// The scenario's file, to name in messages.
    pub path: PathBuf,
    pub scenario: Scenario,
    pub trace: Trace,
}

impl Walk {
    /// Whether it is kept apart for evaluation.
    pub fn held_out(&self) -> bool {
        self.path.components().any(|part| part.as_os_str() == "held-out")
    }

    /// The observations, the scenario's first one first.
    pub fn observations(&self) -> impl Iterator<Item = &str> {
        let later = self.trace.steps.iter().map(|step| step.observation.as_str());
        std::iter::once(self.scenario.first.as_str()).chain(later)
    }

    /// What was on the screen at the beginning and after each step.
    pub fn screens(&self) -> Vec<Screen> {
        let mut screens: Vec<Screen> = Vec::new();
        for text in self.observations() {
            let read = self.scenario.dialect.parse(text, false);
            let read = read.unwrap_or_else(|e| panic!("{}: {e}", self.path.display()));
            let screen = match screens.last() {
                Some(previous) => read.over(previous),
                None => read,
            };
            screens.push(screen);
        }
        screens
    }
}

/// The walks recorded from real programs; see the README beside them.
pub fn recordings() -> Vec<Walk> {
    walks(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings"))
}

/// The recordings and the walks that come with the page.
pub fn all() -> Vec<Walk> {
    let mut all = walks(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/scenarios"));
    all.append(&mut recordings());
    all
}

/// The pairs of files below a folder, sorted.
fn walks(folder: &Path) -> Vec<Walk> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("an entry of the folder").path())
        .collect();
    paths.sort();
    let mut walks = Vec::new();
    for path in paths {
        if path.is_dir() {
            walks.append(&mut self::walks(&path));
        } else if path.to_string_lossy().ends_with(".trace.json") {
            walks.push(walk(&path));
        }
    }
    walks
}

fn walk(path: &Path) -> Walk {
    let read = |path: &Path| {
        fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    };
    let trace = Trace::from_json(&read(path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let path = path.with_file_name(format!("{}.json", trace.scenario));
    let scenario =
        Scenario::from_json(&read(&path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    Walk { path, scenario, trace }
}
