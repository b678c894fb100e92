//! Other futures of a step.

use super::{
    super::futures::{At, DRAWS, Drawing, FutureMsg, Other},
    default_model::{page_with_default, speaks_delta, told},
    *,
};
use crate::protocol::Outcome;

/// Screens that a model may foretell.
const SHOWN: &str = "[ 0] | android.widget.TextView | text=\"Contacts\"";
const OTHER: &str = "[ 0] | android.widget.TextView | text=\"Storage full\"";
const THIRD: &str = "[ 0] | android.widget.TextView | text=\"Saved\"";

/// What the worker says, as it comes in once the second part of the page is there.
fn hear(state: &mut State, message: FromWorker) -> Vec<Effect> {
    state.update_whole(Msg::Heard(Box::new(message), 0.0))
}

/// A page whose model has predicted one step, at rest.
fn page_after_a_step() -> State {
    let (mut state, _) = page_with_default();
    hear(&mut state, ready());
    state.update_whole(Msg::Stop);
    let spoken = speaks_delta(&state);
    hear(&mut state, spoken);
    let id = asked(&state.update_whole(Msg::Say(WAIT.into()))).unwrap();
    hear(&mut state, future(id, SHOWN, 0.5));
    state
}

/// The worker's answer: a screen, and how sure the model was.
fn future(id: u64, observation: &str, sure: f32) -> FromWorker {
    let FromWorker::Stepped { id, reply, outcome, tokens, end, speed } = told(id, sure) else {
        panic!("not a step")
    };
    let outcome = outcome.map(|it| Outcome { observation: observation.into(), ..*it });
    FromWorker::Stepped { id, reply, outcome: outcome.map(Box::new), tokens, end, speed }
}

/// The seed that a step is asked for with.
fn seed(effects: &[Effect]) -> u64 {
    let step = |effect: &Effect| match effect {
        Effect::Send(message) => match &**message {
            ToWorker::Step { sampling, .. } => Some(sampling.seed),
            _ => None,
        },
        _ => None,
    };
    effects.iter().find_map(step).unwrap()
}

/// Draws, and is answered with these.
fn draw(state: &mut State, answers: [(&str, f32); DRAWS as usize]) {
    let mut effects = state.update_whole(Msg::Future(FutureMsg::Draw));
    for (observation, sure) in answers {
        let id = asked(&effects).unwrap();
        effects = hear(state, future(id, observation, sure));
    }
    assert_eq!(asked(&effects), None);
}

fn rows(state: &State) -> Vec<Other<'_>> {
    open(state).others().unwrap().rows
}

#[test]
fn they_are_drawn_one_by_one_and_merged_and_leave_the_timeline_alone() {
    let mut state = page_after_a_step();
    let before = open(&state).walk.clone();
    draw(&mut state, [(SHOWN, 0.5), (OTHER, 0.2), (SHOWN, 0.5), (OTHER, 0.25)]);
    assert_eq!(open(&state).walk, before);
    let others = open(&state).others().unwrap();
    assert_eq!((others.draws, others.same, others.drawing), (4, 2, &Drawing::Rest));
    assert_eq!(others.rows.len(), 1);
    assert_eq!((others.rows[0].at, others.rows[0].draws), (At::Drawn(1, false), 2));
    // Of two spellings of one future the likelier tells how likely it is.
    let told = others.rows[0].prediction.told.as_ref().unwrap();
    assert!((told.sure - 0.25).abs() < 1e-6);
    assert!(state.said.contains("1 other future. 2 of 4 draws"), "{}", state.said);
}

#[test]
fn each_draw_has_a_seed_of_its_own_and_the_model_is_prepared_again_afterwards() {
    let mut state = page_after_a_step();
    let mut seeds = Vec::new();
    let mut effects = state.update_whole(Msg::Future(FutureMsg::Draw));
    for _ in 0..DRAWS {
        seeds.push(seed(&effects));
        let prepares = |it: &Effect| matches!(it, Effect::Send(it) if matches!(**it, ToWorker::Prepare { .. }));
        assert!(!effects.iter().any(prepares));
        effects = hear(&mut state, future(asked(&effects).unwrap(), SHOWN, 0.5));
    }
    assert_eq!(seeds, [1, 2, 3, 4]);
    assert!(matches!(&effects[..], [Effect::Send(it)] if matches!(**it, ToWorker::Prepare { .. })));
    // More come from other seeds, and so does another answer to the step.
    assert_eq!(seed(&state.update_whole(Msg::Future(FutureMsg::Draw))), 5);
    state.update_whole(Msg::Stop);
    assert_eq!(seed(&state.update_whole(Msg::Resample)), 6);
}

#[test]
fn the_likeliest_stands_first() {
    let mut state = page_after_a_step();
    draw(&mut state, [(OTHER, 0.1), (THIRD, 0.3), (OTHER, 0.1), (OTHER, 0.1)]);
    let order: Vec<At> = rows(&state).iter().map(|it| it.at).collect();
    assert_eq!(order, [At::Drawn(1, false), At::Drawn(0, false)]);
}

#[test]
fn one_can_be_looked_at_without_going_there() {
    let mut state = page_after_a_step();
    draw(&mut state, [(OTHER, 0.1); 4]);
    let here = open(&state).walk.here();
    state.update_whole(Msg::Future(FutureMsg::Look(0)));
    let (number, future) = open(&state).preview().unwrap();
    assert_eq!((number, &*future.observation), (0, OTHER));
    assert_eq!(open(&state).walk.here(), here);
    assert_eq!(rows(&state)[0].at, At::Drawn(0, true));
    assert!(state.said.starts_with("Preview of another future"));
    // Escape looks at the timeline again, and so does walking along it.
    state.update_whole(Msg::Stop);
    assert_eq!(open(&state).preview(), None);
    state.update_whole(Msg::Future(FutureMsg::Look(0)));
    state.update_whole(Msg::Undo);
    state.update_whole(Msg::Redo);
    assert_eq!(open(&state).preview(), None);
    assert_eq!(rows(&state).len(), 1);
    // What is not there cannot be looked at.
    state.update_whole(Msg::Future(FutureMsg::Look(9)));
    assert_eq!(open(&state).preview(), None);
}

#[test]
fn one_that_is_taken_becomes_a_branch() {
    let mut state = page_after_a_step();
    draw(&mut state, [(OTHER, 0.1), (THIRD, 0.3), (OTHER, 0.1), (SHOWN, 0.5)]);
    let was = open(&state).walk.here();
    state.update_whole(Msg::Future(FutureMsg::Look(0)));
    state.update_whole(Msg::Future(FutureMsg::Take(0)));
    let Open { walk, .. } = open(&state);
    let here = walk.here();
    assert_eq!(walk.timeline().children(Place::START).count(), 2);
    assert_eq!((walk.observation(here), walk.sight(here).kind()), (OTHER, Kind::Predicted));
    assert_eq!(walk.timeline().step(here).unwrap().by, "Diorama default");
    assert_eq!(open(&state).preview(), None);
    // From there the first step is a future that is on the timeline; its draws are counted with it.
    let others = open(&state).others().unwrap();
    assert_eq!((others.draws, others.same), (4, 2));
    let order: Vec<(At, u32)> = others.rows.iter().map(|it| (it.at, it.draws)).collect();
    assert_eq!(order, [(At::Timeline(was), 1), (At::Drawn(1, false), 1)]);
    // It goes on as any step does.
    let id = asked(&state.update_whole(Msg::Say(WAIT.into()))).unwrap();
    hear(&mut state, future(id, SHOWN, 0.5));
    assert_eq!(open(&state).walk.timeline().parent(open(&state).walk.here()), Some(here));
}

#[test]
fn drawing_can_be_stopped_and_keeps_what_came() {
    let mut state = page_after_a_step();
    let effects = state.update_whole(Msg::Future(FutureMsg::Draw));
    // Asked again while they come, nothing more is asked.
    assert_eq!(state.update_whole(Msg::Future(FutureMsg::Draw)), []);
    let effects = hear(&mut state, future(asked(&effects).unwrap(), OTHER, 0.1));
    let late = asked(&effects).unwrap();
    let effects = state.update_whole(Msg::Stop);
    assert_eq!(effects[0], Effect::send(ToWorker::Stop));
    assert_eq!(asked(&hear(&mut state, future(late, THIRD, 0.1))), None);
    assert_eq!(rows(&state).len(), 1);
}

#[test]
fn acting_goes_before_drawing() {
    let mut state = page_after_a_step();
    let effects = state.update_whole(Msg::Future(FutureMsg::Draw));
    let draw = asked(&effects).unwrap();
    let effects = state.update_whole(Msg::Say(WAIT.into()));
    assert_eq!(effects[0], Effect::send(ToWorker::Stop));
    let id = asked(&effects).unwrap();
    // The draw that was stopped is no step.
    hear(&mut state, future(draw, OTHER, 0.1));
    assert!(matches!(open(&state).phase, Phase::Predicting(_)));
    hear(&mut state, future(id, SHOWN, 0.5));
    assert_eq!(open(&state).walk.timeline().len(), 2);
    // That step has futures of its own.
    assert_eq!(rows(&state).len(), 0);
}

#[test]
fn a_draw_that_fails_says_why_and_costs_nothing() {
    let mut state = page_after_a_step();
    let id = asked(&state.update_whole(Msg::Future(FutureMsg::Draw)));
    let (kind, message) = (FailureKind::Gpu, "It did not work.".to_owned());
    hear(&mut state, FromWorker::Failed { id, kind, message });
    let others = open(&state).others().unwrap();
    assert_eq!(others.drawing, &Drawing::Failed("It did not work.".into()));
    assert_eq!(open(&state).phase, Phase::Idle);
    let id = asked(&state.update_whole(Msg::Future(FutureMsg::Draw)));
    assert!(id.is_some());
    state.update_whole(Msg::Broke("it panicked".into()));
    let others = open(&state).others().unwrap();
    assert_eq!(
        others.drawing,
        &Drawing::Failed("Whoever drew them is gone. What came is kept.".into())
    );
}

#[test]
fn what_no_model_predicted_has_no_other_futures() {
    let mut state = page();
    load(&mut state);
    state.update_whole(Msg::Play);
    assert_eq!(open(&state).others(), None);
    assert_eq!(asked(&state.update_whole(Msg::Future(FutureMsg::Draw))), None);
}
