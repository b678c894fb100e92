//! The tree of steps.

use diorama_world::{
    Timeline,
    timeline::{MAX_NAME, Place, TimelineError},
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
    // Nothing is done at, and nobody stands at, a step that was removed.
    let gap = |steps: &[&str], current| read(json(&steps.join(","), current));
    assert_eq!(gap(&["null", &step(0)], 2).expect("a tree").len(), 1);
    assert!(gap(&["null", &step(1)], 0).is_err());
    assert!(gap(&["null", &step(0)], 1).is_err());
}

#[test]
fn a_removed_step_takes_what_follows_and_leaves_its_number() {
    let mut timeline = Timeline::new();
    let add = timeline.append(Place::START, "tap Add", "form", "hand").expect("room");
    let save = timeline.append(add, "tap Save", "saved", "hand").expect("room");
    let back = timeline.append(add, "tap Back", "list", "hand").expect("room");
    let home = timeline.append(back, "tap Home", "home", "hand").expect("room");
    assert_eq!(timeline.onward(add), [add, save, back, home]);
    let removed = timeline.remove(back).expect("a step");
    assert_eq!(removed.places().collect::<Vec<_>>(), [back, home]);
    assert_eq!((timeline.current(), timeline.len()), (add, 2));
    assert_eq!(timeline.following(add), Some(save));
    assert!(!timeline.has(back) && timeline.step(home).is_none());
    assert_eq!(timeline.jump(home), Err(TimelineError::NoSuchPlace(4)));
    assert_eq!(timeline.append(back, "a", "o", ""), Err(TimelineError::NoSuchPlace(3)));
    assert_eq!(timeline.onward(back), []);
    // The number of what is gone is not given again.
    let new = timeline.append(save, "tap Done", "done", "hand").expect("room");
    assert_eq!(new.number(), 5);
    let twice = removed.clone();
    timeline.restore(removed).expect("gone until now");
    assert_eq!((timeline.current(), timeline.observation(home, "")), (home, "home"));
    assert_eq!(timeline.restore(twice), Err(TimelineError::NotRemoved(3)));
    assert_eq!(timeline.remove(Place::START), Err(TimelineError::Start));
}

#[test]
fn what_followed_a_removed_step_is_not_put_back_without_it() {
    let mut timeline = Timeline::new();
    let first = timeline.append(Place::START, "a", "", "").expect("room");
    let second = timeline.append(first, "b", "", "").expect("room");
    let removed = timeline.remove(second).expect("a step");
    timeline.remove(first).expect("a step");
    assert_eq!(timeline.restore(removed), Err(TimelineError::NoSuchPlace(1)));
}

#[test]
fn names_are_one_short_line() {
    let mut timeline = Timeline::new();
    let step = timeline.append(Place::START, "a", "", "").expect("room");
    timeline.rename(step, " the disk\n is\u{7} full ").expect("a step");
    timeline.pin(step, true).expect("a step");
    let kept = timeline.step(step).expect("a step");
    assert_eq!((kept.name.as_str(), kept.pinned), ("the disk is full", true));
    timeline.rename(step, &"long ".repeat(100)).expect("a step");
    assert!(timeline.step(step).expect("a step").name.chars().count() <= MAX_NAME);
    assert_eq!(timeline.rename(Place::START, "x"), Err(TimelineError::Start));
    assert_eq!(timeline.pin(Place::START, true), Err(TimelineError::Start));
}

#[derive(Debug, Clone)]
enum Move {
    Act,
    Undo,
    Redo,
    Jump(prop::sample::Index),
    Remove(prop::sample::Index),
    Restore,
    Rename(prop::sample::Index, String),
    Pin(prop::sample::Index, bool),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        4 => Just(Move::Act),
        2 => Just(Move::Undo),
        2 => Just(Move::Redo),
        1 => any::<prop::sample::Index>().prop_map(Move::Jump),
        1 => any::<prop::sample::Index>().prop_map(Move::Remove),
        1 => Just(Move::Restore),
        1 => (any::<prop::sample::Index>(), ".{0,12}").prop_map(|(at, name)| Move::Rename(at, name)),
        1 => any::<(prop::sample::Index, bool)>().prop_map(|(at, pinned)| Move::Pin(at, pinned)),
    ];
    prop::collection::vec(one, 0..40)
}

fn walk(moves: Vec<Move>) -> Timeline {
    let mut timeline = Timeline::new();
    let mut removed = None;
    for (i, step) in moves.into_iter().enumerate() {
        let places: Vec<Place> = timeline.places().collect();
        match step {
            Move::Act => {
                let from = timeline.current();
                let place = timeline.append(from, format!("do {i}"), format!("see {i}"), "");
                assert_eq!(Ok(timeline.current()), place);
            }
            Move::Undo => _ = timeline.undo(),
            Move::Redo => _ = timeline.redo(),
            Move::Jump(to) => timeline.jump(*to.get(&places)).expect("a place"),
            // The start refuses all three.
            Move::Remove(at) => removed = timeline.remove(*at.get(&places)).ok().or(removed),
            Move::Rename(at, name) => _ = timeline.rename(*at.get(&places), &name),
            Move::Pin(at, pinned) => _ = timeline.pin(*at.get(&places), pinned),
            // The place before it may be gone by now.
            Move::Restore => _ = removed.take().map(|removed| timeline.restore(removed)),
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
        prop_assert!(timeline.has(timeline.current()));
        for place in timeline.places() {
            prop_assert!(timeline.has(place));
            let path = timeline.path(place);
            prop_assert_eq!((path[0], path[path.len() - 1]), (Place::START, place));
            prop_assert_eq!(timeline.turns(place).len(), path.len() - 1);
            for pair in path.windows(2) {
                prop_assert_eq!(timeline.parent(pair[1]), Some(pair[0]));
                prop_assert!(timeline.children(pair[0]).any(|child| child == pair[1]));
            }
            prop_assert!(timeline.branch(place).starts_with(&path));
            // Redo leads somewhere wherever something follows.
            let follows = timeline.following(place);
            prop_assert_eq!(follows.is_some(), timeline.children(place).next().is_some());
            prop_assert!(follows.is_none_or(|next| timeline.parent(next) == Some(place)));
        }
    }

    #[test]
    fn putting_back_takes_back_removing(moves in moves(), at in any::<prop::sample::Index>()) {
        let mut timeline = walk(moves);
        let before = timeline.clone();
        let places: Vec<Place> = timeline.places().collect();
        let at = *at.get(&places);
        let gone = timeline.onward(at);
        match timeline.remove(at) {
            Err(error) => prop_assert_eq!((error, at), (TimelineError::Start, Place::START)),
            Ok(removed) => {
                prop_assert!(removed.places().eq(gone.iter().copied()));
                prop_assert_eq!(timeline.len() + gone.len(), before.len());
                for place in places {
                    prop_assert_eq!(timeline.has(place), !gone.contains(&place));
                    // What is left is what it was.
                    if timeline.has(place) {
                        prop_assert_eq!(timeline.step(place), before.step(place));
                    }
                }
                let stands = if gone.contains(&before.current()) {
                    before.parent(at)
                } else {
                    Some(before.current())
                };
                prop_assert_eq!(Some(timeline.current()), stands);
                timeline.restore(removed).expect("just removed");
            }
        }
        prop_assert_eq!(timeline, before);
    }

    #[test]
    fn a_removed_number_is_not_given_again(moves in moves(), at in any::<prop::sample::Index>()) {
        let mut timeline = walk(moves);
        let places: Vec<Place> = timeline.places().collect();
        let most = places.iter().map(|place| place.number()).max();
        let removed = timeline.remove(*at.get(&places));
        let new = timeline.append(timeline.current(), "a", "o", "").expect("room");
        prop_assert!(Some(new.number()) > most);
        // And what was removed still fits in beside it.
        if let Ok(removed) = removed {
            timeline.restore(removed).expect("just removed");
        }
        prop_assert!(timeline.has(new) && places.iter().all(|&place| timeline.has(place)));
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
        prop_assert!(read.places().eq(timeline.places()));
        for place in timeline.places() {
            prop_assert_eq!(read.step(place), timeline.step(place));
        }
        prop_assert_eq!(serde_json::to_string(&read).expect("plain data"), json);
    }
}
