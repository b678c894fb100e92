//! What the page does with a world that a reference environment plays.

use super::{Making, Predictor, Truth};
use crate::{
    page::state::{Effect, Msg, Open, Over, Phase, State, Theme, World, walk::Kind},
    protocol::{
        Known, VERSION,
        truth::{Deed, FromTruth, Recipe, ToTruth},
    },
};
use diorama_world::{Dialect, Facts, Scenario, timeline::Place};

const SCENARIO: &str = include_str!("../../../../../web/scenarios/phone.json");
const BACK: &str = r#"{"action_type":"navigate_back"}"#;
const WAIT: &str = r#"{"action_type":"wait"}"#;
/// A screen as an environment may tell it.
const SEEN: &str = "[ 0] | android.widget.TextView | text=\"Clock\" | bounds=[48,120][420,216]";

fn scenario() -> Scenario {
    Scenario::from_json(SCENARIO).unwrap()
}

/// Where an environment may be.
const KEYFRAME: &str = "world android\n0 button Clock\n";

/// A page with a world open that has a reference environment, whose worker runs.
fn page() -> State {
    let mut state = State::new(Theme::System);
    state.preferred = Predictor::Reference;
    state.update_whole(Msg::Worlds(Ok(vec![World {
        scenario: scenario(),
        trace: None,
        keyframe: None,
    }])));
    state.truth = Truth::Up;
    state
}

fn open(state: &State) -> &Open {
    state.open().unwrap()
}

fn hear(state: &mut State, message: FromTruth) -> Vec<Effect> {
    state.update_whole(Msg::HeardTruth(Box::new(message)))
}

/// The number and the actions of the step that an effect asks for.
fn asked(effects: &[Effect]) -> Option<(u64, Vec<String>)> {
    effects.iter().find_map(|effect| match effect {
        Effect::SendTruth(message) => match &**message {
            ToTruth::Step { id, deeds, .. } => {
                let action = |deed: &Deed| match deed {
                    Deed::Act(action) => action.clone(),
                    Deed::Edit(edit) => format!("{} controls", edit.controls.len()),
                };
                Some((*id, deeds.iter().map(action).collect()))
            }
            _ => None,
        },
        _ => None,
    })
}

fn seen(id: u64) -> FromTruth {
    let (observation, facts) = (SEEN.into(), Facts::default());
    FromTruth::Stepped { id, observation, facts, keyframe: KEYFRAME.into(), slip: None }
}

/// Does an action and hears the answer.
fn step(state: &mut State, action: &str) {
    let effects = state.update_whole(Msg::Say(action.to_owned()));
    let (id, _) = asked(&effects).unwrap();
    hear(state, seen(id));
}

#[test]
fn the_worker_starts_with_the_first_question_and_is_told_it_once_it_is_ready() {
    let mut state = page();
    state.truth = Truth::Off;
    assert_eq!(state.predictor(), Predictor::Reference);
    assert_eq!(state.update_whole(Msg::Say(BACK.into())), vec![Effect::SpawnTruth]);
    let effects = hear(&mut state, FromTruth::Ready { version: VERSION });
    assert_eq!(asked(&effects).unwrap().1, [BACK]);
}

#[test]
fn a_step_brings_its_observation_and_its_facts() {
    let mut state = page();
    step(&mut state, BACK);
    let Open { walk, phase, world, .. } = open(&state);
    assert_eq!(*phase, Phase::Idle);
    assert_eq!(walk.sight(walk.here()).kind(), Kind::Reference);
    assert!(walk.facts(walk.here()).is_some());
    assert!(walk.facts(Place::START).is_none());
    // A model that goes on from here is told all that is known.
    let known = walk.branch(&world.scenario, walk.here()).known;
    assert_eq!(known, [Known::Nothing, Known::Keyframe(KEYFRAME.into())]);
    // The next question carries the whole branch.
    let effects = state.update_whole(Msg::Say(WAIT.into()));
    assert_eq!(asked(&effects).unwrap().1, [BACK, WAIT]);
}

#[test]
fn the_same_action_at_the_same_place_is_the_same_step_and_another_forks() {
    let mut state = page();
    step(&mut state, BACK);
    state.update_whole(Msg::Undo);
    step(&mut state, BACK);
    assert_eq!(open(&state).walk.timeline().len(), 1);
    state.update_whole(Msg::Undo);
    step(&mut state, WAIT);
    let walk = &open(&state).walk;
    assert_eq!(walk.timeline().len(), 2);
    assert_eq!(walk.timeline().children(Place::START).count(), 2);
}

#[test]
fn an_answer_that_nobody_waits_for_any_more_is_let_go() {
    let mut state = page();
    let effects = state.update_whole(Msg::Say(BACK.into()));
    let (id, _) = asked(&effects).unwrap();
    assert_eq!(state.update_whole(Msg::Stop), vec![Effect::EndTruth]);
    assert_eq!(open(&state).phase, Phase::Idle);
    hear(&mut state, seen(id));
    assert!(open(&state).walk.timeline().is_empty());
}

#[test]
fn one_step_at_a_time() {
    let mut state = page();
    assert!(asked(&state.update_whole(Msg::Say(BACK.into()))).is_some());
    assert_eq!(state.update_whole(Msg::Say(WAIT.into())), Vec::new());
    assert!(matches!(open(&state).phase, Phase::Asking { .. }));
}

#[test]
fn a_worker_that_breaks_down_loses_nothing() {
    let mut state = page();
    step(&mut state, BACK);
    state.update_whole(Msg::Say(WAIT.into()));
    hear(&mut state, FromTruth::Panicked { message: "index out of bounds".into() });
    assert!(matches!(&state.truth, Truth::Broken(why) if why.contains("bounds")));
    assert!(matches!(&open(&state).phase, Phase::Waiting(ask) if ask.action == WAIT));
    assert_eq!(open(&state).walk.timeline().len(), 1);
    // Started again, it is asked what it was asked.
    assert_eq!(state.update_whole(Msg::RestartTruth), vec![Effect::SpawnTruth]);
    let effects = hear(&mut state, FromTruth::Ready { version: VERSION });
    assert_eq!(asked(&effects).unwrap().1, [BACK, WAIT]);
}

#[test]
fn a_model_may_be_asked_instead_and_its_question_handed_over() {
    let mut state = page();
    state.update_whole(Msg::Prefer(Predictor::Model));
    assert_eq!(state.predictor(), Predictor::Model);
    // There is no model: the action waits, until the reference environment is to answer it.
    state.update_whole(Msg::Say(BACK.into()));
    assert!(matches!(open(&state).phase, Phase::Waiting(_)));
    let effects = state.update_whole(Msg::Prefer(Predictor::Reference));
    assert_eq!(asked(&effects).unwrap().1, [BACK]);
}

#[test]
fn a_world_without_a_reference_environment_is_for_models() {
    let mut state = page();
    let mut scenario = scenario();
    scenario.reference = None;
    state.update_whole(Msg::Worlds(Ok(vec![World { scenario, trace: None, keyframe: None }])));
    assert_eq!(state.predictor(), Predictor::Model);
}

#[test]
fn a_new_world_is_made_and_opened() {
    let mut state = page();
    let before = state.worlds.len();
    state.update_whole(Msg::Over(Over::Make));
    let recipe = Recipe { dialect: Dialect::AndroidJson, seed: 9, controls: Vec::new() };
    let effects = state.update_whole(Msg::Make(recipe.clone()));
    assert_eq!(effects, vec![Effect::SendTruth(Box::new(ToTruth::Make(recipe.clone())))]);
    assert_eq!(state.making, Making::Asked);
    let mut made = scenario();
    made.id = "android-9".into();
    hear(
        &mut state,
        FromTruth::Made { scenario: Box::new(made.clone()), keyframe: "world android\n".into() },
    );
    assert_eq!(state.making, Making::Nothing);
    assert_eq!(state.over, Over::Nothing);
    assert_eq!(open(&state).world.scenario.id, "android-9");
    assert_eq!(state.worlds.len(), before + 1);
    // Made again, it takes the place of the one there was.
    state.update_whole(Msg::Make(recipe));
    hear(
        &mut state,
        FromTruth::Made { scenario: Box::new(made), keyframe: "world android\n".into() },
    );
    assert_eq!(state.worlds.len(), before + 1);
}

#[test]
fn a_sheet_that_makes_way_for_another_does_not_take_it_along() {
    let mut state = page();
    state.update_whole(Msg::Over(Over::Worlds));
    state.update_whole(Msg::Over(Over::Make));
    state.update_whole(Msg::Close(Over::Worlds));
    assert_eq!(state.over, Over::Make);
    state.update_whole(Msg::Close(Over::Make));
    assert_eq!(state.over, Over::Nothing);
}

#[test]
fn a_world_that_cannot_be_made_says_why() {
    let mut state = page();
    state.update_whole(Msg::Over(Over::Make));
    let recipe = Recipe { dialect: Dialect::Swe, seed: 9, controls: Vec::new() };
    state.update_whole(Msg::Make(recipe));
    hear(&mut state, FromTruth::Failed { id: None, message: "No.".into() });
    assert_eq!(state.making, Making::Failed("No.".into()));
    // Looked at again, the form is fresh.
    state.update_whole(Msg::Over(Over::Make));
    assert_eq!(state.making, Making::Nothing);
}
