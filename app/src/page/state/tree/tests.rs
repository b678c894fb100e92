//! What a person does with the tree of steps.

use super::{Move, Pace, Task, Way};
use crate::page::state::{
    Effect, Msg, Open, Phase, Spot, State, Theme, World,
    walk::{Origin, Played},
};
use diorama_world::{Facts, Scenario, Trace, timeline::Place};
use proptest::prelude::*;
use std::rc::Rc;

const SCENARIO: &str = include_str!("../../../../../web/scenarios/contacts-disk-full.json");
const TRACE: &str = include_str!("../../../../../web/scenarios/contacts-disk-full.trace.json");
const WAIT: &str = r#"{"action_type":"wait"}"#;

/// A page with a world open and nothing playing.
fn page(trace: bool) -> State {
    let mut state = State::new(Theme::System);
    let world = World {
        scenario: Scenario::from_json(SCENARIO).unwrap(),
        trace: trace.then(|| Trace::from_json(TRACE).unwrap()),
        keyframe: None,
    };
    state.update(Msg::Worlds(Ok(vec![world])));
    state.update(Msg::Stop);
    state
}

fn open(state: &State) -> &Open {
    state.open().unwrap()
}

/// The number of the place that is shown.
fn here(state: &State) -> usize {
    open(state).walk.here().number()
}

fn place(state: &State, number: usize) -> Place {
    open(state).walk.timeline().places().find(|place| place.number() == number).unwrap()
}

/// Takes a step from a place to a screen with so many of these texts.
fn step(state: &mut State, from: usize, name: &str, texts: usize) -> usize {
    let from = place(state, from);
    let line = |i| format!("[ {i}] | android.widget.TextView | text=\"{name} {i}\"\n");
    let observation: String = (0..texts).map(line).collect();
    let played = Played { facts: Facts::default(), keyframe: String::new() };
    let action = format!(r#"{{"action_type":"open_app","app_name":"{name}"}}"#);
    let walk = &mut state.open_mut().unwrap().walk;
    let origin = Origin::Reference(Rc::new(played));
    walk.append(from, &action, &observation, "test", origin).unwrap().number()
}

/// The start, then 1, 2 and 3 in a row; 4 and 5 fork off after 1, 6 after 5.
fn forked() -> State {
    let mut state = page(false);
    for (from, name, texts) in
        [(0, "a", 2), (1, "b", 3), (2, "c", 3), (1, "b", 4), (1, "d", 1), (5, "e", 1)]
    {
        // The reference environment says the same twice: other names make other steps.
        let name = format!("{name}{from}{texts}");
        step(&mut state, from, &name, texts);
    }
    state
}

fn tree(state: &mut State, it: Move) -> Vec<Effect> {
    state.update_whole(Msg::Tree(it))
}

fn visit(state: &mut State, number: usize) {
    let to = place(state, number);
    state.update(Msg::Visit(to));
}

#[test]
fn the_arrow_keys_walk_the_tree_as_it_lies_there() {
    let mut state = forked();
    let lanes = open(&state).walk.lanes(None);
    let at = |n: usize| (lanes[n].column, lanes[n].lane, lanes[n].branch);
    assert_eq!([at(0), at(1), at(2), at(3)], [(0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0)]);
    assert_eq!([at(4), at(5), at(6)], [(2, 1, 1), (2, 2, 2), (3, 2, 2)]);
    visit(&mut state, 3);
    for (way, to) in [
        // The lane below does not reach as far.
        (Way::Below, 4),
        (Way::Below, 5),
        (Way::Below, 5),
        (Way::On, 6),
        (Way::Above, 4),
        (Way::Above, 2),
        (Way::Above, 2),
        (Way::First, 0),
        // On along the branch visited last.
        (Way::On, 1),
        (Way::On, 2),
        (Way::Last, 3),
        (Way::Last, 3),
        (Way::Back, 2),
    ] {
        tree(&mut state, Move::Walk(way));
        assert_eq!(here(&state), to, "{way:?}");
    }
}

#[test]
fn a_step_that_is_coming_has_its_place() {
    let state = forked();
    let walk = &open(&state).walk;
    let coming = |from| *walk.lanes(Some(place(&state, from))).last().unwrap();
    assert_eq!((coming(3).column, coming(3).lane), (4, 0));
    assert_eq!((coming(2).column, coming(2).lane), (3, 1));
}

#[test]
fn branches_that_do_not_meet_share_a_lane() {
    let mut state = page(false);
    for number in 0..10 {
        step(&mut state, number, &format!("main {number}"), 1);
    }
    for from in [0, 4, 8] {
        step(&mut state, from, &format!("aside {from}"), 2);
    }
    let lanes = open(&state).walk.lanes(None);
    assert_eq!([lanes[11].lane, lanes[12].lane, lanes[13].lane], [1, 1, 1]);
    assert_eq!([lanes[11].branch, lanes[12].branch, lanes[13].branch], [1, 2, 3]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// However a tree grows, no two steps lie in one place, a branch stays in its lane, and no line
    /// to a step runs through another.
    #[test]
    fn lanes_do_not_run_into_each_other(from in prop::collection::vec(any::<prop::sample::Index>(), 0..60)) {
        let mut state = page(false);
        for (i, from) in from.into_iter().enumerate() {
            step(&mut state, from.index(i + 1), &format!("{i}"), 1);
        }
        let walk = &open(&state).walk;
        let lanes = walk.lanes(None);
        let spots: std::collections::HashSet<_> = lanes.iter().map(|it| (it.column, it.lane)).collect();
        prop_assert_eq!(spots.len(), lanes.len());
        let timeline = walk.timeline();
        for place in timeline.places() {
            let at = lanes[place.number()];
            for (nth, child) in timeline.children(place).enumerate() {
                let to = lanes[child.number()];
                prop_assert_eq!((to.column, nth == 0), (at.column + 1, to.branch == at.branch));
                prop_assert_eq!(nth == 0, to.lane == at.lane);
                // The line runs down before the child's column: only siblings hang on it there.
                let between = |it: &&Place| {
                    let it = lanes[it.number()];
                    it.column == to.column && (at.lane..to.lane).contains(&it.lane)
                };
                for other in timeline.places().collect::<Vec<_>>().iter().filter(between) {
                    prop_assert_eq!(timeline.parent(*other), Some(place));
                }
            }
        }
    }
}

#[test]
fn a_branch_plays_from_here_to_its_end_and_stops() {
    let mut state = forked();
    visit(&mut state, 3);
    tree(&mut state, Move::Walk(Way::First));
    // The first step comes at once.
    assert_eq!(tree(&mut state, Move::Autoplay), [Effect::TickAfter(1600)]);
    assert_eq!((here(&state), &open(&state).phase), (1, &Phase::Playing { left: 2 }));
    tree(&mut state, Move::Pace(Pace::Fast));
    assert_eq!(state.update(Msg::Tick), [Effect::TickAfter(700)]);
    assert_eq!(state.update(Msg::Tick), []);
    assert_eq!((here(&state), &open(&state).phase), (3, &Phase::Idle));
    // A timer that fires late changes nothing.
    state.update(Msg::Tick);
    assert_eq!(here(&state), 3);
    // From the end it begins again.
    assert_eq!(tree(&mut state, Move::Autoplay), [Effect::TickAfter(700)]);
    assert_eq!((here(&state), &open(&state).phase), (0, &Phase::Playing { left: 3 }));
}

#[test]
fn whatever_a_person_does_meanwhile_pauses() {
    let pauses = [
        Msg::Tree(Move::Autoplay),
        Msg::Stop,
        Msg::Undo,
        Msg::Visit(Place::START),
        Msg::Tree(Move::Walk(Way::Below)),
        Msg::Tree(Move::Pin),
        Msg::Tree(Move::Rename),
        Msg::Tree(Move::Compare),
        Msg::Over(crate::page::state::Over::Keys),
        Msg::Say(WAIT.into()),
    ];
    for msg in pauses {
        let mut state = forked();
        visit(&mut state, 3);
        tree(&mut state, Move::Walk(Way::First));
        tree(&mut state, Move::Autoplay);
        state.update_whole(msg.clone());
        let before = here(&state);
        assert!(!matches!(open(&state).phase, Phase::Playing { .. }), "{msg:?}");
        state.update(Msg::Tick);
        assert_eq!(here(&state), before, "{msg:?}");
    }
    // Looking at something else does not.
    let mut state = forked();
    tree(&mut state, Move::Walk(Way::First));
    tree(&mut state, Move::Autoplay);
    state.update(Msg::Tab(crate::page::state::Tab::Facts));
    assert!(matches!(open(&state).phase, Phase::Playing { .. }));
}

#[test]
fn playing_goes_on_along_the_recording() {
    let mut state = page(true);
    let length = open(&state).world.trace.as_ref().unwrap().steps.len();
    assert_eq!(open(&state).ahead(), length);
    tree(&mut state, Move::Autoplay);
    while let [Effect::TickAfter(_)] = state.update(Msg::Tick)[..] {}
    assert_eq!((here(&state), open(&state).walk.timeline().len()), (length, length));
}

#[test]
fn a_step_is_named_and_pinned() {
    let mut state = forked();
    visit(&mut state, 2);
    tree(&mut state, Move::Rename);
    assert_eq!(open(&state).task, Task::Naming);
    assert_eq!(
        tree(&mut state, Move::Name("  The full\ndisk ".into())),
        [Effect::Focus(Spot::Step)]
    );
    let two = place(&state, 2);
    assert_eq!(
        (open(&state).walk.name(two), &open(&state).task),
        ("The full disk", &Task::Nothing)
    );
    assert_eq!(state.said, "Named: The full disk.");
    tree(&mut state, Move::Name(String::new()));
    assert!(open(&state).walk.name(two).starts_with("open"), "{}", open(&state).walk.name(two));
    tree(&mut state, Move::Pin);
    assert!(open(&state).walk.is_pinned(two));
    tree(&mut state, Move::Pin);
    assert!(!open(&state).walk.is_pinned(two));
    // The start is neither.
    visit(&mut state, 0);
    for it in [Move::Rename, Move::Name("x".into()), Move::Pin, Move::Delete] {
        let before = open(&state).walk.clone();
        tree(&mut state, it);
        assert_eq!((&open(&state).walk, &open(&state).task), (&before, &Task::Nothing));
    }
}

#[test]
fn one_step_is_deleted_at_once_and_put_back() {
    let mut state = forked();
    visit(&mut state, 4);
    let before = open(&state).walk.clone();
    tree(&mut state, Move::Delete);
    assert_eq!((here(&state), open(&state).walk.timeline().len()), (1, 5));
    assert!(state.said.contains("Deleted 1 step;"), "{}", state.said);
    // Walking about leaves it to be put back; it is shown again then.
    visit(&mut state, 6);
    tree(&mut state, Move::Restore);
    assert_eq!(here(&state), 4);
    for place in before.timeline().places() {
        assert_eq!(open(&state).walk.sight(place), before.sight(place));
    }
    assert_eq!(open(&state).gone, None);
    tree(&mut state, Move::Restore);
    assert_eq!(here(&state), 4);
}

#[test]
fn more_steps_are_deleted_only_when_told_so() {
    let mut state = forked();
    visit(&mut state, 3);
    tree(&mut state, Move::Pin);
    visit(&mut state, 1);
    tree(&mut state, Move::Delete);
    assert_eq!(open(&state).task, Task::Deleting { steps: 6, pinned: 1 });
    tree(&mut state, Move::Leave);
    // What was not asked for is not done.
    tree(&mut state, Move::DeleteAll);
    assert_eq!(open(&state).walk.timeline().len(), 6);
    tree(&mut state, Move::Delete);
    tree(&mut state, Move::DeleteAll);
    assert_eq!((here(&state), open(&state).walk.timeline().len()), (0, 0));
    // Doing something else makes it final.
    state.update(Msg::Say(WAIT.into()));
    assert_eq!(open(&state).gone, None);
}

#[test]
fn a_pinned_step_does_not_go_unasked() {
    let mut state = forked();
    visit(&mut state, 4);
    tree(&mut state, Move::Pin);
    tree(&mut state, Move::Delete);
    assert_eq!(open(&state).task, Task::Deleting { steps: 1, pinned: 1 });
    // Escape keeps it.
    state.update(Msg::Stop);
    assert_eq!((here(&state), &open(&state).task), (4, &Task::Nothing));
}

#[test]
fn deleting_lets_go_of_an_action_that_waits_there() {
    let mut state = forked();
    visit(&mut state, 4);
    state.update(Msg::Say(WAIT.into()));
    assert!(matches!(open(&state).phase, Phase::Waiting(_)));
    tree(&mut state, Move::Delete);
    assert_eq!(open(&state).phase, Phase::Idle);
}

#[test]
fn forking_goes_back_and_offers_the_action_to_be_changed() {
    let mut state = forked();
    visit(&mut state, 3);
    assert_eq!(tree(&mut state, Move::Fork), [Effect::Focus(Spot::Line)]);
    let action = r#"{"action_type":"open_app","app_name":"c23"}"#;
    assert_eq!((here(&state), &open(&state).task), (2, &Task::Forking(action.into())));
    // Walking on lets go of it.
    state.update(Msg::Redo);
    assert_eq!((here(&state), &open(&state).task), (3, &Task::Nothing));
    visit(&mut state, 0);
    assert_eq!(tree(&mut state, Move::Fork), [Effect::Focus(Spot::Line)]);
    assert_eq!(here(&state), 0);
}

/// The numbers of the two places that are compared, and the verdict.
fn compared(state: &State) -> (usize, usize, String) {
    match &open(state).task {
        Task::Comparing(it) => (it.left.at.number(), it.right.at.number(), it.verdict(true)),
        other => panic!("not comparing: {other:?}"),
    }
}

#[test]
fn a_step_is_compared_with_the_branch_beside_it() {
    let mut state = forked();
    visit(&mut state, 2);
    state.open_mut().unwrap().aside = None;
    tree(&mut state, Move::Compare);
    // Both began after step 1, with three and four texts of other names.
    assert_eq!(compared(&state), (2, 4, "Different screens: 7 nodes differ".into()));
    assert!(state.said.contains("step 2 of 3, "), "{}", state.said);
    // Any other place is chosen in the tree; the person stays where they are.
    visit(&mut state, 6);
    assert_eq!((compared(&state).0, compared(&state).1, here(&state)), (2, 6, 2));
    // Both walk along their branches, each to its end.
    state.update(Msg::Redo);
    assert_eq!((compared(&state).0, compared(&state).1, here(&state)), (3, 6, 3));
    state.update(Msg::Undo);
    state.update(Msg::Undo);
    assert_eq!((compared(&state).0, compared(&state).1), (1, 1));
    assert_eq!(compared(&state).2, "Nothing differs");
    // And back, each along its own.
    tree(&mut state, Move::Walk(Way::Last));
    assert_eq!((compared(&state).0, compared(&state).1), (3, 6));
    tree(&mut state, Move::Swap);
    assert_eq!((compared(&state).0, compared(&state).1, here(&state)), (6, 3, 6));
    tree(&mut state, Move::Walk(Way::Below));
    assert_eq!(compared(&state).1, 4);
    assert_eq!(state.update(Msg::Stop), [Effect::Focus(Spot::Step)]);
    assert_eq!((here(&state), &open(&state).task), (6, &Task::Nothing));
}

#[test]
fn a_step_is_compared_with_the_branch_that_was_left() {
    let mut state = forked();
    visit(&mut state, 3);
    visit(&mut state, 6);
    tree(&mut state, Move::Compare);
    assert_eq!((compared(&state).0, compared(&state).1), (6, 3));
    // Without a fork there is still the step before.
    let mut state = page(false);
    tree(&mut state, Move::Compare);
    assert_eq!(open(&state).task, Task::Nothing);
    step(&mut state, 0, "a", 1);
    tree(&mut state, Move::Compare);
    assert_eq!((compared(&state).0, compared(&state).1), (1, 0));
    // Acting ends it.
    state.update(Msg::Say(WAIT.into()));
    assert_eq!(open(&state).task, Task::Nothing);
}

#[test]
fn two_branches_play_side_by_side() {
    let mut state = forked();
    visit(&mut state, 3);
    visit(&mut state, 6);
    tree(&mut state, Move::Compare);
    tree(&mut state, Move::Walk(Way::First));
    tree(&mut state, Move::Autoplay);
    state.update(Msg::Tick);
    assert_eq!((compared(&state).0, compared(&state).1), (5, 2));
    state.update(Msg::Tick);
    assert_eq!((compared(&state).0, compared(&state).1), (6, 3));
    assert_eq!(open(&state).phase, Phase::Idle);
}
