//! Links of walks through reference worlds: they open to the same, and they are short.
//!
//! `cargo test -p diorama-truth --test links -- --nocapture` prints how short.

#![allow(clippy::print_stdout)] // how long links are is worth seeing

use diorama_truth::{Seed, Telling, controls, scenario};
use diorama_world::{
    Control, Dialect, Domain, Edit, Link, Scenario, Trace,
    delta::{
        Context, Keyframe, State,
        context::{Marker, Part},
    },
    link::{By, Known, Protocol, Recorder, Sampler, Step, World},
};
use serde_json::Value;
use std::{fs, path::PathBuf};

/// Longest link of ten steps through a built-in world.
const SHORT: usize = 2000;

fn web() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web")
}

/// A built-in world.
fn built_in(id: &str) -> Option<World> {
    let scenario = fs::read_to_string(web().join(format!("scenarios/{id}.json"))).ok()?;
    let scenario = Scenario::from_json(&scenario).expect("a scenario");
    let keyframe = fs::read_to_string(web().join(format!("keyframes/{id}.txt"))).ok();
    Some(World::new(scenario, keyframe.as_deref()).expect("a world"))
}

/// The identifiers of the built-in worlds.
fn ids() -> Vec<String> {
    let list = fs::read_to_string(web().join("scenarios/index.json")).expect("the list");
    let list: Vec<Value> = serde_json::from_str(&list).expect("a list of scenarios");
    list.iter().filter_map(|entry| entry["id"].as_str().map(str::to_owned)).collect()
}

fn none(_: &str) -> Option<World> {
    None
}

/// A world with its start told in full.
fn told(scenario: Scenario, walk: &Telling) -> World {
    let keyframe = keyframe(&scenario, walk);
    World::new(scenario, Some(&keyframe)).expect("a world in order")
}

fn keyframe(scenario: &Scenario, walk: &Telling) -> String {
    let at = walk.environment();
    let state = State::new(at.facts().clone(), at.screen()).expect("facts in order");
    Keyframe { domain: scenario.domain, controls: scenario.controls.clone(), state }.print()
}

/// Steps of a walk, as the reference environment tells them.
fn steps(world: &World, walk: &mut Telling, count: usize) -> Vec<Step> {
    let mut recorder = Recorder::new(world);
    for _ in 0..count {
        let (_, action) = walk.step();
        let keyframe = keyframe(world.scenario(), walk);
        let known = Known::Keyframe(&keyframe);
        recorder.step(&action, &walk.observation(), By::Reference, known);
    }
    recorder.steps()
}

fn link(world: World, steps: Vec<Step>) -> Link {
    let (protocol, sampler) = (Protocol::Delta, Sampler::default());
    let place = steps.len();
    Link { world, model: None, protocol, sampler, steps, place }
}

/// Opens a link and compares.
fn opens(link: &Link, text: &str, worlds: &dyn Fn(&str) -> Option<World>) {
    let opened = Link::decode(text, worlds).unwrap_or_else(|error| panic!("{error}"));
    assert!(!opened.redrawn);
    assert!(opened.link == *link, "another link came out");
}

#[test]
fn random_walks_open_to_the_same() {
    for dialect in Dialect::ALL {
        for seed in 0..12 {
            let in_force = controls(dialect.domain(), seed);
            let mut walk = Telling::new(dialect, seed, &in_force);
            let world = told(scenario(dialect, seed, in_force), &walk);
            let steps = steps(&world, &mut walk, 25);
            assert!(steps.iter().all(|step| matches!(step, Step::Action { known: Some(_), .. })));
            let mut link = link(world, steps);
            link.place = seed as usize;
            let text = link.encode(&none).unwrap_or_else(|error| panic!("{dialect}: {error}"));
            opens(&link, &text, &none);
        }
    }
}

/// Steps that only the observation is known of, between those that all is known of.
/// A person may say anywhere that something else is so: other facts, other controls, or both.
#[test]
fn random_edits_stand_between() {
    for dialect in Dialect::ALL {
        for seed in 0..12 {
            let in_force = controls(dialect.domain(), seed);
            let mut walk = Telling::new(dialect, seed, &in_force);
            let world = told(scenario(dialect, seed, in_force), &walk);
            let mut chance = Seed::new(seed, "edits");
            let mut recorder = Recorder::new(&world);
            for step in 0..16 {
                if chance.below(3) == 0 {
                    let other = seed + 100 + step;
                    let facts = Telling::new(dialect, other, &[]).environment().facts().clone();
                    let controls = controls(dialect.domain(), other);
                    let mut edit = Edit { facts, controls };
                    match chance.below(3) {
                        0 => edit.facts = walk.environment().facts().clone(),
                        1 => edit.controls = Vec::new(),
                        _ => {}
                    }
                    recorder.edit(&edit).expect("an edit in order");
                }
                let (_, action) = walk.step();
                let keyframe = keyframe(world.scenario(), &walk);
                let known = Known::Keyframe(&keyframe);
                recorder.step(&action, &walk.observation(), By::Reference, known);
            }
            let steps = recorder.steps();
            let edits = steps.iter().filter(|step| matches!(step, Step::Edit(_))).count();
            assert!(edits > 0 && steps.len() == 16 + edits, "{dialect}");
            let link = link(world, steps);
            let text = link.encode(&none).unwrap_or_else(|error| panic!("{dialect}: {error}"));
            opens(&link, &text, &none);
        }
    }
}

#[test]
fn observations_alone_stand_between() {
    for dialect in Dialect::ALL {
        for seed in 0..6 {
            let mut walk = Telling::new(dialect, seed, &[]);
            let world = told(scenario(dialect, seed, Vec::new()), &walk);
            let mut steps = steps(&world, &mut walk, 12);
            for step in steps.iter_mut().skip(seed as usize % 3).step_by(3) {
                if let Step::Action { known, by, .. } = step {
                    (*known, *by) = (None, By::Recording);
                }
            }
            let link = link(world, steps);
            let text = link.encode(&none).unwrap_or_else(|error| panic!("{dialect}: {error}"));
            opens(&link, &text, &none);
        }
    }
}

/// A model numbers nodes on from step to step, and anew where its sequence begins anew.
#[test]
fn what_models_write_is_told_with_numbers_of_the_links_own() {
    for domain in Domain::ALL {
        let dialect = domain.dialects()[0];
        // The page knows no places of windows after a prediction.
        if domain == Domain::Os {
            continue;
        }
        let mut walk = Telling::new(dialect, 3, &[]);
        let world = told(scenario(dialect, 3, Vec::new()), &walk);
        let at = walk.environment();
        let mut context =
            Context::new(domain, &[], at.facts(), at.screen()).expect("facts in order");
        let mut recorder = Recorder::new(&world);
        let mut expected = Vec::new();
        for step in 0..12 {
            if step == 5 {
                context.renew();
            }
            let (action, spelled) = walk.step();
            context.act(&action).expect("an action that can be told");
            let at = walk.environment();
            assert!(context.show(at.facts(), at.screen()).expect("facts in order"));
            let mut texts = context.segments().iter().filter_map(|segment| match &segment.part {
                Part::Text(text) if segment.loss => Some(text.as_str()),
                Part::Text(_) | Part::Marker(Marker::World | Marker::Do | Marker::Now) => None,
            });
            let delta = texts.next_back().expect("a delta");
            let known = Known::Delta(delta, at.facts());
            recorder.step(&spelled, &walk.observation(), By::Model, known);
            expected.push(State::new(at.facts().clone(), at.screen()).expect("in order"));
        }
        let steps = recorder.steps();
        for (step, state) in steps.iter().zip(&expected) {
            let Step::Action { action, known, .. } = step else { panic!("an edit") };
            assert_eq!(known.as_ref(), Some(state), "{domain}: {action}");
        }
        let link = link(world, steps);
        let text = link.encode(&none).unwrap_or_else(|error| panic!("{domain}: {error}"));
        opens(&link, &text, &none);
    }
}

#[test]
fn links_are_short() {
    println!("characters of links of ten, five and one step\n");
    let mut table = Vec::new();
    for id in ids() {
        let world = built_in(&id).expect("it is there");
        let Some(reference) = world.scenario().reference else { continue };
        let Scenario { dialect, controls, .. } = world.scenario().clone();
        let mut walk = Telling::new(dialect, reference.seed, &controls);
        let all = steps(&world, &mut walk, 10);
        let length = |count: usize, worlds: &dyn Fn(&str) -> Option<World>| {
            let link = link(world.clone(), all[..count].to_vec());
            let text = link.encode(worlds).unwrap_or_else(|error| panic!("{id}: {error}"));
            opens(&link, &text, worlds);
            text.len()
        };
        let lengths = [10, 5, 1].map(|count| length(count, &built_in));
        let mut texts = all.clone();
        for step in &mut texts {
            if let Step::Action { known, .. } = step {
                *known = None;
            }
        }
        let texts = link(world.clone(), texts).encode(&built_in).expect("a link").len();
        let whole = length(10, &none);
        println!(
            "{id:<20} {lengths:>5?}; with the whole world {whole}; observations as text {texts}"
        );
        table.push((id, lengths[0]));
    }
    assert!(table.len() >= 10);
    for (id, length) in table {
        assert!(length <= SHORT, "{id}: {length} characters");
    }
}

/// Recordings by hand, of which nothing is known but the observations.
#[test]
fn recordings_fit_into_links() {
    let mut count = 0;
    for id in ids() {
        let Ok(trace) = fs::read_to_string(web().join(format!("scenarios/{id}.trace.json"))) else {
            continue;
        };
        let trace = Trace::from_json(&trace).expect("a trace");
        let world = built_in(&id).expect("it is there");
        let mut recorder = Recorder::new(&world);
        for step in &trace.steps {
            recorder.step(&step.action, &step.observation, By::Recording, Known::Nothing);
        }
        let link = link(world, recorder.steps());
        let lengths = [&built_in as &dyn Fn(&str) -> Option<World>, &none].map(|worlds| {
            let text = link.encode(worlds).unwrap_or_else(|error| panic!("{id}: {error}"));
            opens(&link, &text, worlds);
            text.len()
        });
        println!(
            "{id:<24} {} steps as text: {} characters; with the whole world {}",
            trace.steps.len(),
            lengths[0],
            lengths[1]
        );
        count += 1;
    }
    assert!(count >= 3);
}

/// A built-in world that was changed is told by what was changed.
#[test]
fn changes_to_built_in_worlds_are_short() {
    let world = built_in("phone").expect("the phone");
    let whole = link(world.clone(), Vec::new()).encode(&none).expect("a link").len();
    let plain = link(world.clone(), Vec::new()).encode(&built_in).expect("a link").len();
    let mut scenario = world.scenario().clone();
    scenario.title.push_str(", mine");
    scenario.controls.push(Control::read("disk-full").expect("a control"));
    let changed = World::new(scenario, world.keyframe().as_deref()).expect("a world");
    let link = link(changed, Vec::new());
    let text = link.encode(&built_in).expect("a link");
    opens(&link, &text, &built_in);
    println!("phone: {plain}; with another title and control {}; whole {whole}", text.len());
    assert!(plain < 60 && text.len() < plain + 120 && text.len() < whole / 4);
}
