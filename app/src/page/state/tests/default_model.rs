//! The model that comes with the page.

use super::{super::Program, *};
use crate::protocol::{ExecutorChoice, Known, Outcome, Stage as LoadStage};

const DELTA: &str = "~0 off\n";

fn place() -> ModelSource {
    ModelSource::Url { url: "https://example.org/models/d.gguf".into(), sha256: None }
}

/// A page with a default model, just opened, and what it asked of the browser.
pub(super) fn page_with_default() -> (State, Vec<Effect>) {
    let (mut state, effects) = State::open_page(Theme::System, Some(place()));
    let world = World {
        scenario: Scenario::from_json(SCENARIO).unwrap(),
        trace: Some(Trace::from_json(TRACE).unwrap()),
        keyframe: None,
    };
    state.update(Msg::Worlds(Ok(vec![world])));
    (state, effects)
}

pub(super) fn speaks_delta(state: &State) -> FromWorker {
    let FromWorker::Loaded { id, mut model, executor, device, context, wasm_memory, note } =
        loaded(loading(state))
    else {
        panic!("not a load")
    };
    model.protocol = crate::protocol::Protocol::Delta;
    FromWorker::Loaded { id, model, executor, device, context, wasm_memory, note }
}

pub(super) fn told(id: u64, sure: f32) -> FromWorker {
    let outcome = Outcome {
        observation: "[ 0] | android.widget.TextView | text=\"Contacts\"".into(),
        facts: open_facts(),
        sure,
        nodes: vec![(0, sure)],
    };
    FromWorker::Stepped {
        id,
        reply: DELTA.into(),
        outcome: Some(Box::new(outcome)),
        tokens: Vec::new(),
        end: End::Complete,
        speed: Speed::default(),
    }
}

fn open_facts() -> diorama_world::Facts {
    Scenario::from_json(SCENARIO).unwrap().facts
}

fn fail(id: u64, kind: FailureKind) -> FromWorker {
    FromWorker::Failed { id: Some(id), kind, message: "It is not the expected one.".into() }
}

/// The branches that effects have read beforehand.
fn prepared(effects: &[Effect]) -> usize {
    let is = |effect: &&Effect| matches!(effect, Effect::Send(it) if matches!(**it, ToWorker::Prepare { .. }));
    effects.iter().filter(is).count()
}

#[test]
fn it_is_loaded_with_the_page_on_the_processor() {
    let (mut state, effects) = page_with_default();
    assert_eq!(effects, vec![Effect::Spawn]);
    let asked = hear(&mut state, ready());
    let load = |id, executor| ToWorker::Load { id, source: place(), executor, context: 8192 };
    assert!(asked.contains(&Effect::send(load(1, ExecutorChoice::Cpu))));
    // Whoever chooses a device gets it.
    state.update_whole(Msg::Executor(ExecutorChoice::Gpu));
    assert_eq!(state.update(Msg::Load(place())), [Effect::send(load(2, ExecutorChoice::Gpu))]);
}

#[test]
fn an_action_meanwhile_waits_for_it_and_then_runs() {
    let (mut state, _) = page_with_default();
    // Even the recording's own next action is the model's to answer.
    let next = open(&state).next_action().unwrap();
    assert_eq!(asked(&state.update(Msg::Do(next))), None);
    assert!(matches!(open(&state).phase, Phase::Waiting(_)));
    hear(&mut state, ready());
    let progress = FromWorker::Progress { stage: LoadStage::Downloading, done: 1, total: 4 };
    hear(&mut state, progress);
    assert!((state.engine.meter().unwrap().part() - 0.25).abs() < 1e-9);
    let spoken = speaks_delta(&state);
    assert!(asked(&hear(&mut state, spoken)).is_some());
}

#[test]
fn a_step_brings_facts_and_how_sure_the_model_was() {
    let (mut state, _) = page_with_default();
    hear(&mut state, ready());
    state.update(Msg::Stop);
    // Where the person is has been read before they do anything.
    let spoken = speaks_delta(&state);
    assert_eq!(prepared(&hear(&mut state, spoken)), 1);
    let id = asked(&state.update(Msg::Say(WAIT.into()))).unwrap();
    let observation = "[ 0] | android.widget.TextView | text=\"Conta\"".into();
    hear(&mut state, FromWorker::Growing { id, reply: "~0".into(), observation });
    let Phase::Predicting(predicting) = &open(&state).phase else { panic!("not predicting") };
    assert_eq!(predicting.partial.as_ref().unwrap().nodes.len(), 1);
    assert_eq!(prepared(&hear(&mut state, told(id, 0.5))), 1);
    let Open { walk, world, .. } = open(&state);
    assert_eq!(walk.facts(walk.here()), Some(&open_facts()));
    let known = walk.branch(&world.scenario, walk.here()).known;
    assert_eq!(known, [Known::Nothing, Known::Delta(DELTA.into())]);
    // Undo goes back to where all was known before, and forks from there.
    assert_eq!(prepared(&state.update(Msg::Undo)), 1);
    let id = asked(&state.update(Msg::Say(WAIT.into()))).unwrap();
    hear(&mut state, told(id, 0.5));
    assert_eq!(open(&state).walk.timeline().children(Place::START).count(), 2);
}

#[test]
fn a_broken_file_loses_nothing_and_can_be_tried_again() {
    let (mut state, _) = page_with_default();
    hear(&mut state, ready());
    state.update(Msg::Say(WAIT.into()));
    let id = loading(&state);
    hear(&mut state, fail(id, FailureKind::HashMismatch));
    assert!(matches!(&open(&state).phase, Phase::Waiting(ask) if ask.action == WAIT));
    let failure = state.shelf.failure.clone().unwrap();
    assert!(failure.source.as_ref().is_some_and(|source| state.is_default(source)));
    assert!(failure.advice(true).contains("Reload the page"));
    state.update(Msg::Load(place()));
    assert_eq!(state.shelf.failure, None);
    let spoken = speaks_delta(&state);
    assert!(asked(&hear(&mut state, spoken)).is_some());
}

#[test]
fn another_model_does_not_push_itself_before_the_reference_environment() {
    let (mut state, _) = page_with_default();
    hear(&mut state, ready());
    state.update(Msg::Prefer(super::super::truth::Predictor::Reference));
    let spoken = speaks_delta(&state);
    hear(&mut state, spoken);
    assert_eq!(state.preferred, super::super::truth::Predictor::Reference);
}

#[test]
fn a_model_beyond_the_lean_program_brings_the_whole_one() {
    let (mut state, _) = page_with_default();
    hear(&mut state, ready());
    let spoken = speaks_delta(&state);
    hear(&mut state, spoken);
    let other = ModelSource::Url { url: "https://example.org/big.gguf".into(), sha256: None };
    state.update(Msg::Load(other.clone()));
    // A load that was overtaken says nothing about this one.
    assert_eq!(hear(&mut state, FromWorker::Outgrown { id: 1 }), []);
    assert_eq!(state.program, Program::Lean);
    assert_eq!(hear(&mut state, FromWorker::Outgrown { id: 2 }), [Effect::Spawn]);
    assert_eq!(state.program, Program::Whole);
    let executor = ExecutorChoice::Auto;
    let load = ToWorker::Load { id: 3, source: other, executor, context: 8192 };
    assert!(hear(&mut state, ready()).contains(&Effect::send(load)));
    // When it fails, the default model, which went with the lean program, comes again.
    let (kind, message) = (FailureKind::BadModel, "It is no model.".to_owned());
    let effects = hear(&mut state, FromWorker::Failed { id: Some(3), kind, message });
    let executor = ExecutorChoice::Cpu;
    let load = ToWorker::Load { id: 4, source: place(), executor, context: 8192 };
    assert!(effects.contains(&Effect::send(load)));
    assert!(state.shelf.failure.is_some());
}
