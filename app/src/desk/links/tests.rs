//! What the desk makes of walks and links.

use super::*;
use diorama_world::{
    Edit, Scenario,
    link::{By, Model, Protocol, Sampler},
    timeline::Timeline,
};

const SCENARIO: &str = include_str!("../../../../web/scenarios/phone.json");
const KEYFRAME: &str = include_str!("../../../../web/keyframes/phone.txt");

fn phone() -> Start {
    let scenario = Scenario::from_json(SCENARIO).unwrap();
    Start { scenario, keyframe: Some(KEYFRAME.to_owned()) }
}

/// A walk with a step of which all is known, and one of which only the observation is.
fn shared() -> Shared {
    let start = phone();
    let known = Known::Keyframe(KEYFRAME.to_owned());
    let step = |action: &str, known: Known, by| Shown::Action {
        action: action.to_owned(),
        observation: start.scenario.first.clone(),
        by,
        known,
    };
    let controls = vec![Control::read("disk-full").unwrap()];
    let edit = Edit { facts: start.scenario.facts.clone(), controls };
    let mut steps = vec![
        step(r#"{"action_type":"wait"}"#, known.clone(), By::Reference),
        step("as it was typed", Known::Nothing, By::Stopped),
    ];
    steps.push(Shown::Edit(Box::new(edit)));
    steps.push(step(r#"{"action_type":"wait"}"#, known, By::Model));
    let asked = Asked {
        model: Some(Model { name: "a model".into(), sha256: None }),
        protocol: Protocol::Full,
        sampler: Sampler { seed: u64::MAX, temperature: 0.6, ..Sampler::default() },
    };
    Shared { start: start.clone(), built_in: Some(start), asked, steps, place: 1 }
}

fn made(shared: Shared) -> String {
    match make(7, shared) {
        FromDesk::LinkMade { id: 7, text } => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_shared_comes_out_again() {
    let shared = shared();
    let text = made(shared.clone());
    let opened = match open(8, &text, Some(phone())) {
        FromDesk::LinkOpened { id: 8, opened } => *opened,
        other => panic!("{other:?}"),
    };
    assert_eq!((opened.start, opened.asked), (shared.start, shared.asked));
    assert_eq!((opened.place, opened.redrawn, opened.steps.len()), (1, false, 4));
    let mut wholes = Vec::new();
    for (step, told) in opened.steps.iter().zip(&shared.steps) {
        match (step, told) {
            (
                Recorded::Action { action, observation, by, known },
                Shown::Action { action: a, observation: o, by: b, .. },
            ) => {
                assert_eq!((action, observation, by), (a, o, b));
                wholes.push(known);
            }
            (Recorded::Edit(edit), Shown::Edit(told)) => assert_eq!(edit, told),
            other => panic!("{other:?}"),
        }
    }
    let [Some(known), None, Some(after)] = &wholes[..] else { panic!("{wholes:?}") };
    assert_eq!(known.facts, phone().scenario.facts);
    let keyframe = |whole: &Whole| Keyframe::parse(&whole.keyframe).unwrap();
    assert_eq!(keyframe(known).state.facts(), &known.facts);
    // What an edit switched on is in force from there on.
    assert_eq!((keyframe(known).controls.len(), keyframe(after).controls.len()), (0, 1));
}

#[test]
fn a_built_in_world_is_asked_for() {
    let text = made(shared());
    match open(3, &text, None) {
        FromDesk::WorldWanted { id: 3, world, message } => {
            assert_eq!(world, "phone");
            assert!(message.contains("phone"));
        }
        other => panic!("{other:?}"),
    }
    // Told whole it needs none.
    let text = made(Shared { built_in: None, ..shared() });
    assert!(matches!(open(4, &text, None), FromDesk::LinkOpened { .. }));
}

#[test]
fn what_cannot_be_told_is_refused_in_words() {
    let refused = |shared: Shared| match make(1, shared) {
        FromDesk::Failed { id: Some(1), message } => message,
        other => panic!("{other:?}"),
    };
    let many = vec![shared().steps[1].clone(); link::MAX_STEPS + 1];
    assert!(refused(Shared { steps: many, ..shared() }).contains("1000 steps"));
    let mut nameless = shared();
    nameless.asked.model = Some(Model { name: String::new(), sha256: None });
    assert!(refused(nameless).contains("the model’s name"));
    // A timeline may be longer than a link; it is not the other way round.
    let mut timeline = Timeline::new();
    for _ in 0..link::MAX_STEPS {
        timeline.append(timeline.current(), "a", "b", "").unwrap();
    }
}

#[test]
fn a_sentence_about_a_link_does_not_quote_all_of_it() {
    let long = format!(r#"{{"{}":1}}"#, "x".repeat(10_000));
    let text = Link::close(&long).unwrap();
    match open(1, &text, None) {
        FromDesk::Failed { message, .. } => {
            assert!(message.chars().count() <= MAX_MESSAGE + 1, "{message}");
            assert!(message.ends_with('…'));
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(open(1, "", None), FromDesk::Failed { .. }));
}
