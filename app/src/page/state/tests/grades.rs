//! Predictions beside the truth.

use super::{
    super::{
        grades::{Shown, Standing, TruthMsg},
        truth::{SIGNATURE, Truth},
    },
    default_model::{page_with_default, speaks_delta, told},
    *,
};
use crate::protocol::truth::{Deed, FromTruth, Grade, Prediction, Scores, ToTruth};
use diorama_world::{Facts, metrics::Ratio};

const PHONE: &str = include_str!("../../../../../web/scenarios/phone.json");
const BACK: &str = r#"{"action_type":"navigate_back"}"#;
/// What the reference environment may show.
const TRUE: &str = "[ 0] | android.widget.TextView | text=\"Clock\" | bounds=[48,120][420,216]";
const KEYFRAME: &str = "world android\n0 button Clock\n";

/// What the worker says, as it comes in once the second part of the page is there.
fn hear(state: &mut State, message: FromWorker) -> Vec<Effect> {
    state.update_whole(Msg::Heard(Box::new(message), 0.0))
}

/// A page with a model and a world that has a reference environment.
fn page_with_truth() -> State {
    let (mut state, _) = page_with_default();
    hear(&mut state, ready());
    let scenario = Scenario::from_json(PHONE).unwrap();
    state.update_whole(Msg::Worlds(Ok(vec![World { scenario, trace: None, keyframe: None }])));
    let spoken = speaks_delta(&state);
    hear(&mut state, spoken);
    state
}

/// Has the model predict a step; gives the effects of its answer.
fn step(state: &mut State, action: &str) -> Vec<Effect> {
    let id = asked(&state.update_whole(Msg::Say(action.into()))).unwrap();
    hear(state, told(id, 0.5))
}

/// What the worker of the reference environments is asked to grade.
fn asked_to_grade(effects: &[Effect]) -> Option<(u64, Vec<String>, Prediction)> {
    effects.iter().find_map(|effect| match effect {
        Effect::SendTruth(message) => match &**message {
            ToTruth::Grade { id, deeds, prediction, .. } => {
                let spelled = |deed: &Deed| match deed {
                    Deed::Act(action) => action.clone(),
                    Deed::Edit(edit) => format!("{} controls", edit.controls.len()),
                };
                Some((*id, deeds.iter().map(spelled).collect(), (**prediction).clone()))
            }
            _ => None,
        },
        _ => None,
    })
}

fn hear_truth(state: &mut State, message: FromTruth) -> Vec<Effect> {
    state.update_whole(Msg::HeardTruth(Box::new(message)))
}

/// A grade: two of four lines right, or all.
fn graded(id: u64, exact: bool) -> FromTruth {
    let right = if exact { 4 } else { 2 };
    let lines = Ratio { right, of: 4 };
    let predictor = Scores { exact, no_op: true, precision: lines, recall: lines };
    let copy = Scores { recall: Ratio { right: 0, of: 4 }, ..Scores::default() };
    FromTruth::Graded {
        id,
        grade: Grade { predictor, copy, facts: Some(exact) },
        observation: TRUE.into(),
        facts: Facts::default(),
        keyframe: KEYFRAME.into(),
    }
}

/// Answers what the effects ask.
fn grade(state: &mut State, effects: &[Effect], exact: bool) -> Vec<Effect> {
    let (id, ..) = asked_to_grade(effects).unwrap();
    hear_truth(state, graded(id, exact))
}

#[test]
fn nothing_is_fetched_or_asked_before_a_person_looks() {
    let mut state = page_with_truth();
    let effects = step(&mut state, WAIT);
    assert_eq!((asked_to_grade(&effects), &state.truth), (None, &Truth::Off));
    assert_eq!(open(&state).standing(), Standing::Open);
    // Looking starts the worker, and it is asked once it is there.
    assert_eq!(state.update_whole(Msg::Tab(Tab::Truth)), [Effect::SpawnTruth]);
    let effects = hear_truth(&mut state, FromTruth::Ready { version: VERSION });
    let (_, actions, prediction) = asked_to_grade(&effects).unwrap();
    assert_eq!(actions, [WAIT]);
    let walk = &open(&state).walk;
    assert_eq!(prediction.before, [walk.observation(Place::START)]);
    assert_eq!(prediction.observation, walk.observation(walk.here()));
    assert!(prediction.facts.is_some());
    // From then on steps are graded in the background, whatever the inspector shows.
    grade(&mut state, &effects, true);
    state.update_whole(Msg::Tab(Tab::Text));
    let effects = step(&mut state, BACK);
    assert_eq!(asked_to_grade(&effects).unwrap().1, [WAIT, BACK]);
}

/// A page where the truth is looked at, and its worker runs.
fn page_that_looks() -> State {
    let mut state = page_with_truth();
    state.update_whole(Msg::Tab(Tab::Truth));
    state.truth = Truth::Up;
    state
}

#[test]
fn the_truth_stands_beside_the_prediction() {
    let mut state = page_that_looks();
    let effects = step(&mut state, WAIT);
    // The tab stays where the person is.
    assert_eq!(state.tab, Tab::Truth);
    assert_eq!(grade(&mut state, &effects, false), []);
    let here = open(&state).walk.here();
    assert_eq!(open(&state).is_exact(here), Some(false));
    let Standing::Graded(grade, Some(truth)) = open(&state).standing() else { panic!("no truth") };
    assert_eq!((grade.facts, &*truth.observation), (Some(false), TRUE));
    assert_eq!(truth.apart.added, truth.back.removed);
    assert_eq!(state.watch.shown, Shown::Beside);
    state.update_whole(Msg::Truth(TruthMsg::Show(Shown::True)));
    assert_eq!(state.watch.shown, Shown::True);
}

#[test]
fn a_walk_is_counted_beside_the_copy() {
    let mut state = page_that_looks();
    for exact in [true, false, true, true] {
        let effects = step(&mut state, WAIT);
        grade(&mut state, &effects, exact);
    }
    let score = open(&state).score();
    assert_eq!((score.steps, score.waiting, score.in_a_row), (4, 0, 2));
    assert_eq!((score.predictor.exact, score.copy.exact), (3, 0));
    assert_eq!(score.predictor.f1(), Ratio { right: 28, of: 32 });
    assert_eq!(score.copy.f1(), Ratio { right: 0, of: 16 });
    assert_eq!((score.predictor.no_op, score.left), (4, Some(2)));
    // One step back there is one step less.
    state.update_whole(Msg::Undo);
    assert_eq!((open(&state).score().steps, open(&state).score().in_a_row), (3, 1));
}

#[test]
fn steps_from_before_are_graded_in_order() {
    let mut state = page_with_truth();
    for _ in 0..3 {
        step(&mut state, WAIT);
    }
    state.truth = Truth::Up;
    let mut effects = state.update_whole(Msg::Tab(Tab::Truth));
    for waiting in [3, 2, 1] {
        assert_eq!(open(&state).score().waiting, waiting);
        assert_eq!(asked_to_grade(&effects).unwrap().1.len(), 4 - waiting);
        effects = grade(&mut state, &effects, true);
    }
    assert_eq!(effects, []);
    assert_eq!(open(&state).score().in_a_row, 3);
    // Only the newest true screen is kept; another is asked for again when it is looked at.
    let effects = state.update_whole(Msg::Undo);
    assert_eq!(asked_to_grade(&effects).unwrap().1.len(), 2);
    assert!(matches!(open(&state).standing(), Standing::Graded(_, None)));
    grade(&mut state, &effects, true);
    assert!(matches!(open(&state).standing(), Standing::Graded(_, Some(_))));
}

#[test]
fn going_on_from_the_truth_is_a_step_beside_the_prediction() {
    let mut state = page_that_looks();
    let effects = step(&mut state, WAIT);
    grade(&mut state, &effects, false);
    let predicted = open(&state).walk.here();
    state.update_whole(Msg::Truth(TruthMsg::Take));
    let Open { walk, world, .. } = open(&state);
    let here = walk.here();
    assert_eq!((walk.sight(here).kind(), walk.observation(here)), (Kind::Reference, TRUE));
    let step_here = walk.timeline().step(here).unwrap();
    assert_eq!((step_here.from, &*step_here.by), (Place::START, SIGNATURE));
    let known = walk.branch(&world.scenario, here).known;
    assert_eq!(known[1], crate::protocol::Known::Keyframe(KEYFRAME.into()));
    assert_eq!(open(&state).standing(), Standing::Settled);
    // The mistake that it took the place of still counts, and the next step with it.
    assert_eq!(open(&state).score().predictor.exact, 0);
    let effects = step(&mut state, BACK);
    assert_eq!(asked_to_grade(&effects).unwrap().1, [WAIT, BACK]);
    grade(&mut state, &effects, true);
    let score = open(&state).score();
    assert_eq!((score.steps, score.predictor.exact, score.in_a_row), (2, 1, 1));
    // The same truth is the same step.
    state.update_whole(Msg::Visit(predicted));
    let effects = state.update_whole(Msg::Tab(Tab::Truth));
    assert_eq!(asked_to_grade(&effects), None);
    let (places, asking) = (open(&state).walk.timeline().len(), open(&state).standing());
    assert_eq!(places, 3);
    assert!(matches!(asking, Standing::Graded(..)));
}

#[test]
fn what_a_person_changed_holds_for_the_truth_too() {
    let mut state = page_that_looks();
    let effects = step(&mut state, WAIT);
    grade(&mut state, &effects, true);
    let open_now = state.open_mut().unwrap();
    let (scenario, here) = (open_now.world.scenario.clone(), open_now.walk.here());
    let edit = open_now.so(here);
    open_now.walk.edit(&scenario, here, edit, "a person").unwrap();
    assert_eq!(open(&state).standing(), Standing::Settled);
    let effects = step(&mut state, BACK);
    assert_eq!(asked_to_grade(&effects).unwrap().1, [WAIT, "0 controls", BACK]);
}

#[test]
fn a_step_that_cannot_be_graded_is_not_asked_for_again() {
    let mut state = page_that_looks();
    let effects = step(&mut state, WAIT);
    let (id, ..) = asked_to_grade(&effects).unwrap();
    let message = "It is too long.".to_owned();
    assert_eq!(hear_truth(&mut state, FromTruth::Failed { id: Some(id), message }), []);
    assert_eq!(open(&state).standing(), Standing::Failed("It is too long."));
    assert_eq!(open(&state).is_exact(open(&state).walk.here()), None);
    assert_eq!(open(&state).score().steps, 0);
    assert_eq!(open(&state).phase, Phase::Idle);
}

#[test]
fn a_worker_that_breaks_down_is_not_started_again_unasked() {
    let mut state = page_that_looks();
    let effects = step(&mut state, WAIT);
    assert!(asked_to_grade(&effects).is_some());
    let message = "index out of bounds".to_owned();
    assert_eq!(hear_truth(&mut state, FromTruth::Panicked { message }), [Effect::EndTruth]);
    assert_eq!(open(&state).standing(), Standing::Open);
    assert_eq!(asked_to_grade(&step(&mut state, BACK)), None);
    assert_eq!(state.update_whole(Msg::RestartTruth), [Effect::SpawnTruth]);
    let effects = hear_truth(&mut state, FromTruth::Ready { version: VERSION });
    assert_eq!(asked_to_grade(&effects).unwrap().1, [WAIT]);
}

#[test]
fn a_world_without_a_reference_environment_has_no_truth() {
    let (mut state, _) = page_with_default();
    hear(&mut state, ready());
    state.update_whole(Msg::Stop);
    let spoken = speaks_delta(&state);
    hear(&mut state, spoken);
    step(&mut state, WAIT);
    assert_eq!(state.update_whole(Msg::Tab(Tab::Truth)), []);
    assert_eq!(state.truth, Truth::Off);
}

#[test]
fn a_late_answer_about_another_world_changes_nothing() {
    let mut state = page_that_looks();
    let effects = step(&mut state, WAIT);
    let (id, ..) = asked_to_grade(&effects).unwrap();
    state.update_whole(Msg::Choose("phone".into()));
    let before = state.clone();
    hear_truth(&mut state, graded(id, true));
    assert_eq!(state, before);
}
