//! The tree of steps.

use diorama_world::{
    Timeline,
    timeline::{Place, TimelineError},
};
use proptest::prelude::*;

#[test]
fn acting_in_the_past_forks() {
    let mut timeline = Timeline::new();
    let add = timeline.append(Place::START, "tap Add", "form", "hand").expect("room");
    let save = timeline.append(add, "tap Save", "saved", "hand").expect("room");
    assert!(timeline.undo());
    let full = timeline.append(timeline.current(), "tap Save", "disk full", "hand").expect("room");
    assert_eq!(timeline.children(add).collect::<Vec<_>>(), [save, full]);
    let actions: Vec<_> = timeline.turns(full).into_iter().map(|turn| turn.observation).collect();
    assert_eq!(actions, ["form", "disk full"]);
    assert_eq!(timeline.observation(Place::START, "list"), "list");
    assert_eq!(timeline.observation(save, "list"), "saved");
    // Redo follows the branch visited last.
    timeline.jump(save).expect("a place");
    timeline.jump(Place::START).expect("a place");
    assert!(timeline.redo() && timeline.redo() && !timeline.redo());
    assert_eq!(timeline.current(), save);
    assert_eq!(timeline.branch(add), [Place::START, add, save]);
}

#[test]
fn only_the_last_step_of_a_branch_is_revised() {
    let mut timeline = Timeline::new();
    let first = timeline.append(Place::START, "a", "", "model").expect("room");
    timeline.revise(first, "growing").expect("none follows");
    assert_eq!(timeline.observation(first, ""), "growing");
    timeline.append(first, "b", "", "model").expect("room");
    assert_eq!(timeline.revise(first, "x"), Err(TimelineError::Followed(1)));
    assert!(matches!(timeline.revise(Place::START, "x"), Err(TimelineError::Followed(0))));
}

#[test]
fn a_timeline_from_outside_has_no_cycles() {
    let json =
        |steps: &str, current: usize| format!(r#"{{"steps":[{steps}],"current":{current}}}"#);
    let step = |from: usize| format!(r#"{{"from":{from},"action":"a","observation":"o"}}"#);
    let read = |json: String| serde_json::from_str::<Timeline>(&json);
    assert!(read(json(&step(0), 1)).is_ok());
    assert!(read(json(&step(1), 1)).is_err());
    assert!(read(json(&step(0), 2)).is_err());
    assert!(read(json(&[step(0), step(2)].join(","), 0)).is_err());
}

#[derive(Debug, Clone)]
enum Move {
    Act,
    Undo,
    Redo,
    Jump(prop::sample::Index),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        4 => Just(Move::Act),
        2 => Just(Move::Undo),
        2 => Just(Move::Redo),
        1 => any::<prop::sample::Index>().prop_map(Move::Jump),
    ];
    prop::collection::vec(one, 0..40)
}

fn walk(moves: Vec<Move>) -> Timeline {
    let mut timeline = Timeline::new();
    for (i, step) in moves.into_iter().enumerate() {
        match step {
            Move::Act => {
                let from = timeline.current();
                let place = timeline.append(from, format!("do {i}"), format!("see {i}"), "");
                assert_eq!(Ok(timeline.current()), place);
            }
            Move::Undo => _ = timeline.undo(),
            Move::Redo => _ = timeline.redo(),
            Move::Jump(to) => {
                let places: Vec<Place> = timeline.places().collect();
                timeline.jump(*to.get(&places)).expect("a place");
            }
        }
    }
    timeline
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_stays_a_tree(moves in moves()) {
        let timeline = walk(moves);
        prop_assert_eq!(timeline.places().count(), timeline.len() + 1);
        for place in timeline.places() {
            let path = timeline.path(place);
            prop_assert_eq!((path[0], path[path.len() - 1]), (Place::START, place));
            prop_assert_eq!(timeline.turns(place).len(), path.len() - 1);
            for pair in path.windows(2) {
                prop_assert_eq!(timeline.parent(pair[1]), Some(pair[0]));
                prop_assert!(timeline.children(pair[0]).any(|child| child == pair[1]));
            }
            prop_assert!(timeline.branch(place).starts_with(&path));
        }
    }

    #[test]
    fn redo_takes_back_undo(moves in moves()) {
        let mut timeline = walk(moves);
        let here = timeline.current();
        if timeline.undo() {
            prop_assert!(timeline.redo());
        }
        prop_assert_eq!(timeline.current(), here);
    }

    #[test]
    fn it_reads_as_it_was_written(moves in moves()) {
        let timeline = walk(moves);
        let json = serde_json::to_string(&timeline).expect("plain data");
        let read: Timeline = serde_json::from_str(&json).expect("what was written");
        prop_assert_eq!(read.current(), timeline.current());
        for place in timeline.places() {
            prop_assert_eq!(read.step(place), timeline.step(place));
        }
        prop_assert_eq!(serde_json::to_string(&read).expect("plain data"), json);
    }
}
