//! What the desk makes of text and of changes.

use super::*;
use crate::protocol::desk::links::{Asked, Known, Shown};
use diorama_world::{Control, Edit, Scenario, delta, link::By};

const PHONE: &str = include_str!("../../../../web/scenarios/phone.json");
const KEYFRAME: &str = include_str!("../../../../web/keyframes/phone.txt");
const ALARMS: &str = include_str!("../../../../web/scenarios/alarms.json");
const TRACE: &str = include_str!("../../../../web/scenarios/alarms.trace.json");

fn start(scenario: &str, keyframe: Option<&str>) -> Start {
    let scenario = Scenario::from_json(scenario).unwrap();
    Start { scenario, keyframe: keyframe.map(str::to_owned) }
}

fn phone() -> Start {
    start(PHONE, Some(KEYFRAME))
}

fn found(message: FromDesk) -> Vec<Candidate> {
    match message {
        FromDesk::Found { id: 1, found: Found::Worlds(worlds) } => worlds,
        other => panic!("{other:?}"),
    }
}

fn settled_start(message: FromDesk) -> Start {
    match message {
        FromDesk::Settled { id: 1, start } => *start,
        other => panic!("{other:?}"),
    }
}

#[test]
fn text_is_told_apart() {
    let [world] = &found(read(1, PHONE, None))[..] else { panic!("one world") };
    assert_eq!(world.start, Start { keyframe: None, ..phone() });
    let link = include_str!("../../../../engine/world/tests/links/1/phone.txt");
    assert!(matches!(read(1, link, None), FromDesk::Found { found: Found::Link, .. }));
    assert!(matches!(read(1, "", None), FromDesk::Failed { id: Some(1), .. }));
}

#[test]
fn a_walk_asks_for_its_world() {
    match read(1, TRACE, None) {
        FromDesk::WorldWanted { id: 1, world, message } => {
            assert_eq!(world, "alarms");
            assert!(message.contains("“alarms”"), "{message}");
        }
        other => panic!("{other:?}"),
    }
    let [world] = &found(read(1, TRACE, Some(start(ALARMS, None))))[..] else {
        panic!("one world")
    };
    assert!(world.trace.is_some());
    // Another world is not what it asked for.
    assert!(matches!(read(1, TRACE, Some(phone())), FromDesk::WorldWanted { .. }));
}

#[test]
fn a_changed_world_keeps_its_screen_and_its_tree() {
    let mut changed = phone();
    changed.scenario.controls = vec![Control::read("disk-full").unwrap()];
    let apps = changed.scenario.facts.table_mut("apps").unwrap();
    let row = apps.rows()[0].number;
    apps.set(row, 1, "Wake-up".into());
    let dialect = changed.scenario.dialect;
    let settled = settled_start(settle(1, changed.clone(), dialect));
    assert_eq!(settled.scenario, changed.scenario);
    let keyframe = Keyframe::parse(settled.keyframe.as_deref().unwrap()).unwrap();
    assert_eq!(keyframe.controls, changed.scenario.controls);
    assert_eq!(keyframe.state.facts(), &changed.scenario.facts);
    let before = Keyframe::parse(KEYFRAME).unwrap();
    assert_eq!(keyframe.state.frame().screen(), before.state.frame().screen());
}

#[test]
fn a_world_is_told_in_another_dialect() {
    let told = settled_start(settle(1, phone(), Dialect::AndroidDroidbot));
    assert_eq!(told.scenario.dialect, Dialect::AndroidDroidbot);
    told.scenario.check().unwrap();
    // And back: nothing was lost on the way.
    let back = settled_start(settle(1, told, Dialect::AndroidJson));
    assert_eq!(back, phone());
    // A dialect of another domain is none of its own.
    let other = settle(1, phone(), Dialect::WebAxtree);
    assert!(matches!(other, FromDesk::Failed { id: Some(1), .. }), "{other:?}");
}

#[test]
fn a_first_screen_that_cannot_be_read_is_refused_in_words() {
    let mut wrong = start(ALARMS, None);
    wrong.scenario.first = "no list".into();
    match settle(1, wrong, Dialect::AndroidJson) {
        FromDesk::Failed { id: Some(1), message } => {
            assert!(message.starts_with("the first observation: line 1"), "{message}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_world_begins_where_a_walk_is() {
    let start = phone();
    let wait = |known| Shown::Action {
        action: r#"{"action_type":"wait"}"#.into(),
        observation: start.scenario.first.clone(),
        by: By::Reference,
        known,
    };
    let controls = vec![Control::read("offline").unwrap()];
    let edit = Edit { facts: start.scenario.facts.clone(), controls: controls.clone() };
    let steps = vec![wait(Known::Keyframe(KEYFRAME.to_owned())), Shown::Edit(Box::new(edit))];
    let asked = Asked::default();
    let shared = Shared { start: start.clone(), built_in: None, asked, steps, place: 2 };
    let here = settled_start(here(1, &shared));
    assert_eq!(here.scenario.controls, controls);
    assert_eq!(here.scenario.first, start.scenario.first);
    let keyframe = Keyframe::parse(here.keyframe.as_deref().unwrap()).unwrap();
    let screen = |text: &str| -> delta::State { Keyframe::parse(text).unwrap().state };
    assert_eq!(keyframe.state.frame(), screen(KEYFRAME).frame());
}
