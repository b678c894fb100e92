//! The scenarios that come with the page, and their recordings: the first thing a visitor sees.

use diorama_world::{
    Action, Dialect, Domain, Scenario, Screen, Trace,
    diff::{Verdict, diff},
    screen::Bounds,
};
use std::{collections::BTreeSet, fs, path::PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web/scenarios")
}

fn file(name: &str) -> String {
    let path = folder().join(name);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[derive(serde::Deserialize)]
struct Entry {
    id: String,
    title: String,
    domain: Domain,
    summary: String,
    /// Whether a recording lies beside it.
    recorded: bool,
}

fn entries() -> Vec<Entry> {
    serde_json::from_str(&file("index.json")).expect("a list of scenarios")
}

fn scenario(id: &str) -> Scenario {
    Scenario::from_json(&file(&format!("{id}.json"))).unwrap_or_else(|e| panic!("{id}: {e}"))
}

fn walks() -> Vec<(Scenario, Trace)> {
    let walk = |entry: Entry| {
        let id = &entry.id;
        let scenario = scenario(id);
        let trace = Trace::from_json(&file(&format!("{id}.trace.json")))
            .unwrap_or_else(|e| panic!("{id}: {e}"));
        (scenario, trace)
    };
    entries().into_iter().filter(|entry| entry.recorded).map(walk).collect()
}

/// The screens of a walk, the first one first.
fn screens(scenario: &Scenario, trace: &Trace) -> Vec<Screen> {
    let observations = trace.steps.iter().map(|step| &step.observation);
    std::iter::once(&scenario.first)
        .chain(observations)
        .map(|text| scenario.dialect.parse(text, false).expect("checked before"))
        .collect()
}

#[test]
fn the_index_lists_every_file_once() {
    let listed: BTreeSet<String> = entries().into_iter().map(|entry| entry.id).collect();
    assert_eq!(listed.len(), entries().len());
    let files: BTreeSet<String> = fs::read_dir(folder())
        .expect("the folder of scenarios")
        .filter_map(|file| file.expect("a file").file_name().into_string().ok())
        .collect();
    let traces = entries().into_iter().filter(|entry| entry.recorded);
    let expected: BTreeSet<String> = listed
        .iter()
        .map(|id| format!("{id}.json"))
        .chain(traces.map(|entry| format!("{}.trace.json", entry.id)))
        .chain(["index.json".to_owned()])
        .collect();
    assert_eq!(files, expected);
}

#[test]
fn scenarios_say_what_the_index_says() {
    for entry in entries() {
        let scenario = scenario(&entry.id);
        assert_eq!(scenario.id, entry.id);
        assert_eq!((scenario.title, scenario.summary), (entry.title, entry.summary));
        assert_eq!(scenario.domain, entry.domain);
    }
    for domain in [Domain::Android, Domain::Web, Domain::Os] {
        assert!(entries().iter().filter(|entry| entry.domain == domain).count() >= 2);
    }
}

#[test]
fn recordings_can_be_walked() {
    for (scenario, trace) in walks() {
        trace.check(&scenario).unwrap_or_else(|e| panic!("{}: {e}", scenario.id));
        assert!(trace.steps.len() >= 4, "{} is short", scenario.id);
        assert_eq!(trace.source, "written by hand");
    }
}

#[test]
fn observations_are_small_and_print_back() {
    for (scenario, trace) in walks() {
        let texts = std::iter::once(&scenario.first)
            .chain(trace.steps.iter().map(|step| &step.observation));
        for (screen, text) in screens(&scenario, &trace).into_iter().zip(texts) {
            assert_eq!(&scenario.dialect.print(&screen), text, "{}", scenario.id);
            assert!((4..=18).contains(&screen.nodes.len()), "{}: {text}", scenario.id);
            let odd: Vec<_> = screen.nodes.iter().filter_map(|n| n.spelling.as_ref()).collect();
            assert!(odd.is_empty(), "{}: not canonical: {odd:?}", scenario.id);
        }
    }
}

#[test]
fn actions_are_spelled_as_the_dialect_spells_them() {
    for (scenario, trace) in walks() {
        for (step, screen) in trace.steps.iter().zip(screens(&scenario, &trace)) {
            let action = scenario.dialect.read_action(&step.action, &screen).expect("an action");
            assert!(!matches!(action, Action::Raw { .. }), "{}: {}", scenario.id, step.action);
            let spelled = scenario.dialect.spell(&action, &screen).expect("an action");
            assert_eq!(spelled, step.action, "{}", scenario.id);
        }
    }
}

#[test]
fn every_step_changes_something() {
    for (scenario, trace) in walks() {
        let screens = screens(&scenario, &trace);
        let verdicts: Vec<Verdict> =
            screens.windows(2).map(|pair| diff(&pair[0], &pair[1]).verdict()).collect();
        for (step, verdict) in trace.steps.iter().zip(&verdicts) {
            assert_ne!(*verdict, Verdict::Unchanged, "{}: {}", scenario.id, step.action);
        }
        let edits = verdicts.iter().filter(|v| matches!(v, Verdict::Changed(1..=6))).count();
        assert!(edits >= 2, "{}: {verdicts:?}", scenario.id);
    }
}

#[test]
fn bounds_lie_on_the_drawing() {
    for (scenario, trace) in walks() {
        let (width, height) = match scenario.dialect {
            Dialect::AndroidJson => (1080, 2400),
            Dialect::OsA11y => (1280, 800),
            _ => continue,
        };
        for node in screens(&scenario, &trace).into_iter().flat_map(|screen| screen.nodes) {
            let Bounds { x, y, width: w, height: h } = node.bounds.expect("a place");
            let inside = x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= width && y + h <= height;
            assert!(inside, "{}: {node:?}", scenario.id);
        }
    }
}
