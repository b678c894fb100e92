//! What the page does, told as messages.

use super::{
    Effect, Msg, Open, Over, Phase, Stage, State, Tab, Theme, World,
    engine::{Engine, Model},
    walk::{Kind, View},
};
use crate::protocol::{
    End, ExecutorKind, FailureKind, FromWorker, Gpu, ModelCard, ModelSource, Speed, ToWorker,
    VERSION,
};
use diorama_world::{Action, Scenario, Trace, timeline::Place};

mod default_model;
mod first;
mod futures;
mod grades;
mod keep;
mod links;
mod live;
mod share;
mod widget;
mod worlds;

const SCENARIO: &str = include_str!("../../../../web/scenarios/contacts-disk-full.json");
const TRACE: &str = include_str!("../../../../web/scenarios/contacts-disk-full.trace.json");
/// An action that is not in the recording.
const WAIT: &str = r#"{"action_type":"wait"}"#;
/// A screen as a model may write it.
const REPLY: &str = "<predicted_observation>\n\
    [ 0] | android.widget.TextView | text=\"Contacts\" | bounds=[48,120][420,216]\n\
    </predicted_observation>";

/// A page with its worlds fetched and the recording paused.
fn page() -> State {
    let mut state = State::new(Theme::System);
    let world = World {
        scenario: Scenario::from_json(SCENARIO).unwrap(),
        trace: Some(Trace::from_json(TRACE).unwrap()),
        keyframe: None,
    };
    state.update(Msg::Worlds(Ok(vec![world])));
    state
}

fn open(state: &State) -> &Open {
    state.open().unwrap()
}

fn hear(state: &mut State, message: FromWorker) -> Vec<Effect> {
    state.update(Msg::Heard(Box::new(message), 0.0))
}

fn source() -> ModelSource {
    ModelSource::Stored { key: "k".into() }
}

fn ready() -> FromWorker {
    let gpu = Gpu::Missing { reason: "None here".into() };
    FromWorker::Ready { version: VERSION, gpu, storage: None }
}

fn card() -> ModelCard {
    serde_json::from_value(serde_json::json!({
        "name": "Small", "architecture": "llama", "quantization": "Q4_1", "protocol": "full", "parameters": 1,
        "file_bytes": 10, "memory_bytes": 10, "context": 2048, "license": null, "sha256": null,
        "stored_bytes": 10,
    }))
    .unwrap()
}

/// The number of the load under way.
fn loading(state: &State) -> u64 {
    match state.engine.up().map(|up| &up.model) {
        Some(Model::Loading { id, .. }) => *id,
        other => panic!("not loading: {other:?}"),
    }
}

fn loaded(id: u64) -> FromWorker {
    FromWorker::Loaded {
        id,
        model: card(),
        executor: ExecutorKind::Cpu,
        device: "CPU".into(),
        context: 2048,
        wasm_memory: 0,
        note: None,
    }
}

/// Starts the worker and loads a model.
fn load(state: &mut State) -> Vec<Effect> {
    state.update(Msg::Load(source()));
    hear(state, ready());
    let id = loading(state);
    hear(state, loaded(id))
}

/// The number of the step that an effect asks for.
fn asked(effects: &[Effect]) -> Option<u64> {
    effects.iter().find_map(|effect| match effect {
        Effect::Send(message) => match **message {
            ToWorker::Step { id, .. } => Some(id),
            _ => None,
        },
        _ => None,
    })
}

fn stepped(id: u64, reply: &str, end: End) -> FromWorker {
    FromWorker::Stepped {
        id,
        reply: reply.into(),
        outcome: None,
        tokens: Vec::new(),
        end,
        speed: Speed::default(),
    }
}

#[test]
fn the_recording_plays_two_steps_and_stops() {
    let mut state = page();
    assert_eq!(open(&state).phase, Phase::Playing { left: 2 });
    assert!(matches!(state.update(Msg::Tick)[..], [Effect::TickAfter(_)]));
    assert_eq!(state.update(Msg::Tick), Vec::new());
    assert_eq!(open(&state).phase, Phase::Idle);
    assert_eq!(open(&state).walk.here().number(), 2);
    // A timer that fires late changes nothing.
    state.update(Msg::Tick);
    assert_eq!(open(&state).walk.here().number(), 2);
}

#[test]
fn a_tap_that_follows_the_recording_steps_along_it() {
    let mut state = page();
    let next = open(&state).next_action().unwrap();
    let effects = state.update(Msg::Do(next));
    assert_eq!(effects, Vec::new());
    assert_eq!(open(&state).walk.here().number(), 1);
    assert_eq!(open(&state).walk.sight(open(&state).walk.here()).kind(), Kind::Recorded);
    // Going back and along again visits the same step.
    state.update(Msg::Undo);
    state.update(Msg::Play);
    assert_eq!(open(&state).walk.timeline().len(), 1);
}

#[test]
fn another_action_waits_for_a_model_and_runs_once_it_is_ready() {
    let mut state = page();
    let effects = state.update(Msg::Say(WAIT.into()));
    assert!(matches!(open(&state).phase, Phase::Waiting(_)));
    // The worker is started to look for models on this device; nothing is loaded.
    assert_eq!(effects, vec![Effect::Spawn]);
    let effects = load(&mut state);
    assert!(asked(&effects).is_some());
    assert!(matches!(open(&state).phase, Phase::Predicting(_)));
}

#[test]
fn what_is_no_action_is_answered_in_words() {
    let mut state = page();
    state.update(Msg::Say(r#"{"action_type":"click","index":99}"#.into()));
    assert!(open(&state).slip.as_ref().unwrap().contains("99"));
    state.update(Msg::Do(Action::Click { node: 9999 }));
    assert!(open(&state).slip.as_ref().unwrap().contains("9999"));
    assert_eq!(open(&state).walk.timeline().len(), 0);
}

#[test]
fn a_reply_grows_is_drawn_and_becomes_a_step() {
    let mut state = page();
    load(&mut state);
    let id = asked(&state.update(Msg::Say(WAIT.into()))).unwrap();
    let half = REPLY.split_once("</pred").unwrap().0;
    hear(&mut state, FromWorker::Writing { id, text: half.into() });
    let Phase::Predicting(predicting) = &open(&state).phase else { panic!("not predicting") };
    assert_eq!(predicting.partial.as_ref().unwrap().nodes.len(), 1);
    hear(&mut state, stepped(id, REPLY, End::Complete));
    let here = open(&state).walk.here();
    assert_eq!(open(&state).walk.sight(here).kind(), Kind::Predicted);
    assert_eq!(open(&state).walk.screen(here).unwrap().nodes.len(), 1);
    assert!(!state.said.is_empty());
}

#[test]
fn answers_to_another_step_change_nothing() {
    let mut state = page();
    load(&mut state);
    let id = asked(&state.update(Msg::Say(WAIT.into()))).unwrap();
    let before = state.clone();
    hear(&mut state, FromWorker::Writing { id: id + 7, text: "x".into() });
    hear(&mut state, stepped(id + 7, REPLY, End::Complete));
    assert_eq!(state, before);
}

#[test]
fn a_reply_that_cannot_be_drawn_is_kept_and_can_be_asked_for_again() {
    let mut state = page();
    load(&mut state);
    let id = asked(&state.update(Msg::Say(WAIT.into()))).unwrap();
    hear(&mut state, stepped(id, "I would rather not.", End::Complete));
    let here = open(&state).walk.here();
    assert_eq!(open(&state).walk.sight(here).view, View::Unreadable);
    assert!(open(&state).walk.observation(here).contains("rather not"));
    // The last readable screen still stands.
    assert!(!open(&state).walk.screen(here).unwrap().nodes.is_empty());
    let effects = state.update(Msg::Resample);
    let Phase::Predicting(predicting) = &open(&state).phase else { panic!("not predicting") };
    assert_eq!(predicting.ask.seed, 1);
    assert_eq!(predicting.ask.from, Place::START);
    assert!(asked(&effects).is_some());
}

#[test]
fn stopping_before_anything_was_written_leaves_the_timeline_alone() {
    let mut state = page();
    load(&mut state);
    let id = asked(&state.update(Msg::Say(WAIT.into()))).unwrap();
    assert_eq!(state.update(Msg::Stop), vec![Effect::send(ToWorker::Stop)]);
    // A second press does not ask twice.
    assert_eq!(state.update(Msg::Stop), Vec::new());
    hear(&mut state, stepped(id, "", End::Stopped));
    assert_eq!(open(&state).phase, Phase::Idle);
    assert_eq!(open(&state).walk.timeline().len(), 0);
}

#[test]
fn a_lost_worker_keeps_the_timeline_and_the_action() {
    let mut state = page();
    load(&mut state);
    state.update(Msg::Play);
    state.update(Msg::Say(WAIT.into()));
    state.update(Msg::Broke("it panicked".into()));
    assert_eq!(open(&state).walk.timeline().len(), 1);
    assert!(matches!(open(&state).phase, Phase::Waiting(_)));
    assert!(matches!(&state.engine, Engine::Broken { had: Some(had), .. } if *had == source()));
    // One press starts it again, loads the model and runs the action.
    assert_eq!(state.update(Msg::Restart), vec![Effect::Spawn]);
    hear(&mut state, ready());
    let id = loading(&state);
    assert!(asked(&hear(&mut state, loaded(id))).is_some());
}

#[test]
fn a_worker_of_another_version_is_refused() {
    let mut state = page();
    state.update_whole(Msg::Over(Over::Models));
    let gpu = Gpu::Missing { reason: String::new() };
    let effects = hear(&mut state, FromWorker::Ready { version: VERSION + 1, gpu, storage: None });
    assert_eq!(effects, Vec::new());
    assert!(matches!(state.engine, Engine::Broken { .. }));
}

#[test]
fn messages_wait_for_the_worker() {
    let mut state = page();
    assert_eq!(state.update_whole(Msg::Look(source())), vec![Effect::Spawn]);
    let effects = hear(&mut state, ready());
    let inspect = Effect::send(ToWorker::Inspect { source: source() });
    assert_eq!(effects, vec![Effect::send(ToWorker::ListStored), inspect]);
}

#[test]
fn a_failed_load_leaves_no_model_and_says_why() {
    let mut state = page();
    state.update(Msg::Load(source()));
    hear(&mut state, ready());
    assert!(matches!(state.engine.up().unwrap().model, Model::Loading { .. }));
    let kind = FailureKind::Network;
    let id = Some(loading(&state));
    hear(&mut state, FromWorker::Failed { id, kind, message: "It broke off.".into() });
    assert_eq!(state.engine.up().unwrap().model, Model::None);
    assert_eq!(state.shelf.failure.as_ref().unwrap().message, "It broke off.");
}

#[test]
fn a_file_that_is_no_model_does_not_cost_the_old_one() {
    let mut state = page();
    load(&mut state);
    state.update(Msg::Load(ModelSource::File { name: "no.gguf".into() }));
    let kind = FailureKind::BadModel;
    let id = Some(loading(&state));
    hear(&mut state, FromWorker::Failed { id, kind, message: "It is none.".into() });
    assert_eq!(state.engine.ready().unwrap().card.name, "Small");
}

#[test]
fn a_load_that_another_overtook_changes_nothing_when_it_ends() {
    let mut state = page();
    state.update(Msg::Load(source()));
    hear(&mut state, ready());
    let overtaken = loading(&state);
    let wanted = ModelSource::Stored { key: "wanted".into() };
    state.update(Msg::Load(wanted.clone()));
    let id = loading(&state);
    for late in [
        loaded(overtaken),
        FromWorker::Failed {
            id: Some(overtaken),
            kind: FailureKind::Cancelled,
            message: "Cancelled.".into(),
        },
    ] {
        hear(&mut state, late);
        assert_eq!((loading(&state), state.shelf.failure.as_ref()), (id, None));
        assert_ne!(state.said, "Cancelled.");
    }
    hear(&mut state, loaded(id));
    assert_eq!(state.engine.ready().unwrap().source, wanted);
}

#[test]
fn a_given_file_is_loaded_once_it_is_known_to_be_a_model() {
    let mut state = page();
    let file = ModelSource::File { name: "m.gguf".into() };
    state.update_whole(Msg::Look(file.clone()));
    hear(&mut state, ready());
    let effects = hear(&mut state, FromWorker::Inspected { source: file, model: card() });
    assert!(
        matches!(&effects[..], [Effect::Send(load)] if matches!(**load, ToWorker::Load { .. }))
    );
}

#[test]
fn acting_from_an_earlier_step_forks() {
    let mut state = page();
    state.update(Msg::Play);
    state.update(Msg::Play);
    state.update(Msg::Visit(Place::START));
    load(&mut state);
    let id = asked(&state.update(Msg::Say(WAIT.into()))).unwrap();
    hear(&mut state, stepped(id, REPLY, End::Complete));
    let walk = &open(&state).walk;
    assert_eq!(walk.timeline().children(Place::START).count(), 2);
    let lanes = walk.lanes(None);
    assert_eq!((lanes[3].column, lanes[3].lane), (1, 1));
    assert_eq!((lanes[2].column, lanes[2].lane), (2, 0));
}

#[test]
fn choosing_another_world_drops_what_was_being_predicted() {
    let mut state = page();
    load(&mut state);
    let id = asked(&state.update(Msg::Say(WAIT.into()))).unwrap();
    let effects = state.update_whole(Msg::Choose("contacts-disk-full".into()));
    assert!(effects.contains(&Effect::send(ToWorker::Stop)));
    hear(&mut state, stepped(id, REPLY, End::Stopped));
    assert_eq!(open(&state).walk.timeline().len(), 0);
}

#[test]
fn a_page_without_worlds_says_so() {
    let mut state = State::new(Theme::Dark);
    state.update(Msg::Worlds(Err("The server is away.".into())));
    assert_eq!(state.stage, Stage::Empty("The server is away.".into()));
    state.update(Msg::Tab(Tab::Facts));
    assert_eq!((state.tab, state.sheet), (Tab::Facts, true));
}

#[test]
fn the_meter_tells_rate_and_time_left() {
    let mut state = page();
    state.update(Msg::Load(source()));
    hear(&mut state, ready());
    for (now, done) in [(0.0, 0), (1000.0, 1_000_000), (2000.0, 2_000_000)] {
        let stage = crate::protocol::Stage::Downloading;
        let progress = FromWorker::Progress { stage, done, total: 4_000_000 };
        state.update(Msg::Heard(Box::new(progress), now));
    }
    let Model::Loading { meter: Some(meter), .. } = state.engine.up().unwrap().model else {
        panic!("not loading")
    };
    assert_eq!(meter.rate, Some(1_000_000.0));
    assert_eq!(meter.remaining(), Some(2.0));
    assert!((meter.part() - 0.5).abs() < 1e-9);
}
