//! Changing what is so, told as messages.

use super::*;
use crate::page::state::walk::Origin;
use crate::{
    page::state::{Msg, Stage, Theme, World, truth::Predictor, walk::Kind},
    protocol::{
        Known,
        truth::{Deed, FromTruth, ToTruth},
    },
};
use diorama_world::{Facts, Scenario};

const SCENARIO: &str = include_str!("../../../../../web/scenarios/phone.json");
const WAIT: &str = r#"{"action_type":"wait"}"#;
const SEEN: &str = "[ 0] | android.widget.TextView | text=\"Clock\" | bounds=[48,120][420,216]";
const DISK_FULL: Touch = Touch::Switch("disk-full");

/// A page with a world open that has a reference environment, whose worker runs.
fn page() -> State {
    let mut state = State::open_page(Theme::System, None).0;
    state.preferred = Predictor::Reference;
    let scenario = Scenario::from_json(SCENARIO).unwrap();
    state.update_whole(Msg::Worlds(Ok(vec![World { scenario, trace: None, keyframe: None }])));
    state.truth = crate::page::state::truth::Truth::Up;
    state
}

fn open(state: &State) -> &Open {
    state.open().unwrap()
}

fn here(state: &State) -> Place {
    open(state).walk.here()
}

fn apply(state: &mut State, touches: impl IntoIterator<Item = Touch>) {
    for touch in touches {
        state.update_whole(Msg::Touch(touch));
    }
    state.update_whole(Msg::Apply);
}

fn title(text: &str) -> Touch {
    Touch::Cell { table: 0, row: 0, column: 1, text: text.into() }
}

/// What the reference environment is asked to do when the person acts.
fn asked(state: &mut State) -> (u64, Vec<Deed>) {
    let effects = state.update_whole(Msg::Say(WAIT.into()));
    let asked = effects.into_iter().find_map(|effect| match effect {
        Effect::SendTruth(message) => match *message {
            ToTruth::Step { id, deeds, .. } => Some((id, deeds)),
            _ => None,
        },
        _ => None,
    });
    asked.expect("it is asked")
}

#[test]
fn what_is_applied_is_a_step_that_holds_from_there_on() {
    let mut state = page();
    apply(&mut state, [DISK_FULL, title("Wake-up")]);
    let edited = here(&state);
    assert_eq!(edited.number(), 1);
    let sight = open(&state).walk.sight(edited);
    assert_eq!(sight.kind(), Kind::Edited);
    assert_eq!(sight.spoken, "Disk full: on · apps: 1 row changed");
    assert!(state.said.starts_with("Applied. Disk full: on"), "{}", state.said);
    // The screen stays as it was.
    let walk = &open(&state).walk;
    assert_eq!(walk.observation(edited), walk.observation(Place::START));
    assert_eq!(walk.screen(edited), walk.screen(Place::START));
    assert_eq!(open(&state).controls(edited).len(), 1);
    assert_eq!(open(&state).facts(edited).0.tables[0].cell(0, 1).unwrap().text(), "Wake-up");
    assert!(open(&state).controls(Place::START).is_empty());
    assert_eq!(open(&state).draft, None);
    // There is no other answer to it.
    assert_eq!(open(&state).another(), None);
}

#[test]
fn the_reference_environment_goes_on_from_an_edit() {
    let mut state = page();
    let (id, deeds) = asked(&mut state);
    assert_eq!(deeds, [Deed::Act(WAIT.into())]);
    let facts = Facts::default();
    let seen = FromTruth::Stepped {
        id,
        observation: SEEN.into(),
        facts,
        keyframe: "k".into(),
        slip: None,
    };
    state.update_whole(Msg::HeardTruth(Box::new(seen)));
    apply(&mut state, [DISK_FULL]);
    let (_, deeds) = asked(&mut state);
    let [Deed::Act(_), Deed::Edit(edit), Deed::Act(last)] = &deeds[..] else { panic!("{deeds:?}") };
    assert_eq!(edit.controls.len(), 1);
    assert_eq!(last, WAIT);
}

#[test]
fn a_model_is_told_of_an_edit_in_its_place() {
    let mut state = page();
    apply(&mut state, [DISK_FULL]);
    let open = open(&state);
    let branch = open.walk.branch(&open.world.scenario, here(&state));
    assert_eq!(branch.turns[0].action, "");
    assert!(matches!(&branch.known[1], Known::Edited(edit) if edit.controls.len() == 1));
    let since = branch.since_edit().unwrap();
    assert_eq!(since.scenario.controls.len(), 1);
    assert!(since.turns.is_empty());
}

#[test]
fn nothing_changed_is_no_step_and_a_wrong_cell_is_said() {
    let mut state = page();
    apply(&mut state, []);
    apply(&mut state, [Touch::Open(0)]);
    assert_eq!(open(&state).walk.timeline().len(), 0);
    let number = Touch::Cell { table: 0, row: 0, column: 2, text: "many".into() };
    apply(&mut state, [number]);
    assert_eq!(open(&state).walk.timeline().len(), 0);
    let draft = open(&state).draft_here().unwrap();
    assert_eq!(draft.trouble.as_deref(), Some("One cell cannot be read yet."));
    assert_eq!(state.said, "One cell cannot be read yet.");
    state.update_whole(Msg::Discard);
    assert_eq!(open(&state).draft, None);
}

#[test]
fn a_draft_waits_where_it_was_begun() {
    let mut state = page();
    apply(&mut state, [DISK_FULL]);
    state.update_whole(Msg::Touch(title("Other")));
    state.update_whole(Msg::Undo);
    assert!(open(&state).draft_here().is_none());
    assert!(open(&state).draft_elsewhere().unwrap().form.is_changed());
    // Nothing is written over it, and nothing is applied elsewhere.
    apply(&mut state, [title("Lost")]);
    assert_eq!(open(&state).walk.timeline().len(), 1);
    state.update_whole(Msg::Redo);
    state.update_whole(Msg::Apply);
    assert_eq!(open(&state).walk.timeline().len(), 2);
    assert_eq!(open(&state).facts(here(&state)).0.tables[0].cell(0, 1).unwrap().text(), "Other");
    // One that changed nothing gives way.
    state.update_whole(Msg::Touch(Touch::Open(0)));
    state.update_whole(Msg::Undo);
    state.update_whole(Msg::Touch(title("New")));
    assert!(open(&state).draft_here().unwrap().form.is_changed());
}

#[test]
fn what_was_last_known_holds_until_someone_says_otherwise() {
    let mut state = page();
    apply(&mut state, [title("Known")]);
    let edited = here(&state);
    let Stage::Open(open) = &mut state.stage else { panic!("a world") };
    let prediction = crate::page::state::walk::Prediction {
        seed: 0,
        end: crate::protocol::End::Complete,
        speed: crate::protocol::Speed::default(),
        reply: None,
        thoughts: None,
        told: None,
    };
    let predicted = Origin::Predicted(prediction);
    let next = open.walk.append(edited, WAIT, SEEN, "a model", predicted).unwrap();
    assert_eq!(open.facts(next).1, edited);
    assert_eq!(open.so(next).facts, open.so(edited).facts);
}
