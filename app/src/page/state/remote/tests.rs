//! What the page does with a server that predicts.

use super::{MAX_TOKENS, Remote, RemoteEffect, RemoteMsg, Wish};
use crate::{
    page::state::{
        Effect, Msg, Open, Over, Phase, State, Theme, World,
        truth::Predictor,
        walk::{Kind, Origin, View},
    },
    protocol::{
        End, Speed, VERSION,
        remote::{FromRemote, Key, Server, ToRemote},
    },
};
use diorama_world::Scenario;

const SCENARIO: &str = include_str!("../../../../../web/scenarios/contacts-disk-full.json");
const WAIT: &str = r#"{"action_type":"wait"}"#;
const REPLY: &str = "<predicted_observation>\n\
    [ 0] | android.widget.TextView | text=\"Contacts\" | bounds=[48,120][420,216]\n\
    </predicted_observation>";

fn page() -> State {
    let mut state = State::new(Theme::System);
    let scenario = Scenario::from_json(SCENARIO).unwrap();
    state.update_whole(Msg::Worlds(Ok(vec![World { scenario, trace: None, keyframe: None }])));
    state
}

fn open(state: &State) -> &Open {
    state.open().unwrap()
}

fn wish(model: Option<&str>) -> Wish {
    let server = Server { base: "http://localhost:8000/v1".into(), host: "localhost:8000".into() };
    let key = Key::read("sk-secret");
    Wish { server, key, model: model.map(str::to_owned), max_tokens: MAX_TOKENS }
}

fn send(state: &mut State, msg: RemoteMsg) -> Vec<Effect> {
    state.update_whole(Msg::Remote(msg))
}

fn hear(state: &mut State, message: FromRemote) -> Vec<Effect> {
    send(state, RemoteMsg::Heard(Box::new(message)))
}

fn names(names: &[&str]) -> FromRemote {
    FromRemote::Models { names: names.iter().map(|&name| name.to_owned()).collect() }
}

/// What the worker is told.
fn told(effects: &[Effect]) -> Option<&ToRemote> {
    effects.iter().find_map(|effect| match effect {
        Effect::Remote(RemoteEffect::Send(message)) => Some(&**message),
        _ => None,
    })
}

/// Connects to a server of two models.
fn connect(state: &mut State) -> Vec<Effect> {
    send(state, RemoteMsg::Connect(Box::new(wish(None))));
    hear(state, FromRemote::Ready { version: VERSION });
    hear(state, names(&["Qwen/Qwen-AgentWorld", "b"]))
}

/// Acts, and gives the number of the step that the server is asked for.
fn act(state: &mut State) -> u64 {
    let effects = state.update_whole(Msg::Say(WAIT.into()));
    match told(&effects) {
        Some(ToRemote::Step { id, .. }) => *id,
        other => panic!("{other:?}"),
    }
}

fn stepped(id: u64, reply: &str, thoughts: &str, end: End) -> FromRemote {
    let speed = Speed { tokens: 20, decode_ms: 1000.0, ..Speed::default() };
    FromRemote::Stepped { id, reply: reply.into(), thoughts: thoughts.into(), end, speed }
}

/// What a place's prediction keeps of the thoughts.
fn thoughts(state: &State) -> Option<&str> {
    let walk = &open(state).walk;
    match &walk.sight(walk.here()).origin {
        Origin::Predicted(it) => it.thoughts.as_deref(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_is_asked_before_a_person_connects() {
    let mut state = page();
    state.update_whole(Msg::Over(Over::Models));
    assert_eq!(state.remote, Remote::Off(None));
    let effects = send(&mut state, RemoteMsg::Connect(Box::new(wish(None))));
    assert_eq!(effects, vec![Effect::Remote(RemoteEffect::Spawn)]);
    let effects = hear(&mut state, FromRemote::Ready { version: VERSION });
    assert!(matches!(told(&effects), Some(ToRemote::Connect { key: Some(_), .. })));
    // The worker has the key now, and nobody else.
    assert!(matches!(&state.remote, Remote::Connecting(wish) if wish.key.is_none()));
}

#[test]
fn a_server_that_answers_predicts_with_its_first_model_or_the_one_that_was_typed() {
    let mut state = page();
    connect(&mut state);
    assert_eq!(state.predictor(), Predictor::Server);
    assert_eq!(state.remote.connected().unwrap().called(), "Qwen-AgentWorld");
    send(&mut state, RemoteMsg::Model("b".into()));
    let effects = state.update_whole(Msg::Say(WAIT.into()));
    assert!(matches!(told(&effects), Some(ToRemote::Step { model, .. }) if model == "b"));

    let mut state = page();
    send(&mut state, RemoteMsg::Connect(Box::new(wish(Some("/models/x.gguf")))));
    hear(&mut state, names(&[]));
    assert_eq!(state.remote.connected().unwrap().called(), "x");
}

#[test]
fn a_server_without_a_list_wants_a_name() {
    let mut state = page();
    send(&mut state, RemoteMsg::Connect(Box::new(wish(None))));
    let effects = hear(&mut state, names(&[]));
    assert_eq!(effects, vec![Effect::Remote(RemoteEffect::End)]);
    let Remote::Off(Some(why)) = &state.remote else { panic!("{:?}", state.remote) };
    assert!(why.contains("Type the name"), "{why}");
}

#[test]
fn a_step_that_waited_is_asked_of_the_server() {
    let mut state = page();
    state.update_whole(Msg::Say(WAIT.into()));
    state.update_whole(Msg::Over(Over::Models));
    let effects = connect(&mut state);
    assert!(matches!(told(&effects), Some(ToRemote::Step { .. })));
    assert_eq!(state.over, Over::Nothing);
}

#[test]
fn a_reply_and_its_thoughts_grow_and_become_a_step() {
    let mut state = page();
    connect(&mut state);
    let id = act(&mut state);
    // What stands in thoughts is never drawn.
    let writing = FromRemote::Writing { id, text: String::new(), thoughts: REPLY.into() };
    hear(&mut state, writing);
    let Phase::Predicting(it) = &open(&state).phase else { panic!("not predicting") };
    assert_eq!((it.partial.as_ref(), it.thoughts.as_str()), (None, REPLY));
    let half = REPLY.split_once("</pred").unwrap().0;
    hear(&mut state, FromRemote::Writing { id, text: half.into(), thoughts: String::new() });
    let Phase::Predicting(it) = &open(&state).phase else { panic!("not predicting") };
    assert_eq!(it.partial.as_ref().unwrap().nodes.len(), 1);
    hear(&mut state, stepped(id, REPLY, "Hm.", End::Complete));
    let walk = &open(&state).walk;
    assert_eq!(walk.sight(walk.here()).kind(), Kind::Predicted);
    assert_eq!(walk.timeline().step(walk.here()).unwrap().by, "Qwen-AgentWorld");
    assert_eq!(thoughts(&state), Some("Hm."));
    let pace = state.remote.connected().unwrap().pace.unwrap();
    assert!((pace.rate - 20.0).abs() < 1e-9);
    // What a server's models are like is not kept on this device.
    assert_eq!(state.paces.text(), "");
}

#[test]
fn thoughts_that_stand_in_the_reply_are_told_apart() {
    let mut state = page();
    connect(&mut state);
    let id = act(&mut state);
    let reply = format!("<think>{REPLY} Or not?</think>\nI cannot say.");
    hear(&mut state, stepped(id, &reply, "", End::Complete));
    let walk = &open(&state).walk;
    assert_eq!(walk.sight(walk.here()).view, View::Unreadable);
    assert_eq!(walk.observation(walk.here()).trim(), "I cannot say.");
    assert!(thoughts(&state).unwrap().ends_with("Or not?"));
}

#[test]
fn stopping_tells_the_server_and_keeps_what_was_written() {
    let mut state = page();
    connect(&mut state);
    let id = act(&mut state);
    assert_eq!(told(&state.update_whole(Msg::Stop)), Some(&ToRemote::Stop));
    hear(&mut state, stepped(id, REPLY, "", End::Stopped));
    assert_eq!(open(&state).walk.timeline().len(), 1);
    let id = act(&mut state);
    state.update_whole(Msg::Stop);
    hear(&mut state, stepped(id, "", "Only thoughts.", End::Stopped));
    assert_eq!(open(&state).walk.timeline().len(), 1);
    assert_eq!(open(&state).phase, Phase::Idle);
}

#[test]
fn a_step_that_failed_can_be_asked_again() {
    let mut state = page();
    connect(&mut state);
    let id = act(&mut state);
    hear(&mut state, FromRemote::Failed { id, message: "Too many requests.".into() });
    assert!(
        matches!(&open(&state).phase, Phase::Failed { message, .. } if message.contains("many"))
    );
    assert!(state.remote.connected().is_some());
    let effects = state.update_whole(Msg::Resample);
    assert!(matches!(told(&effects), Some(ToRemote::Step { .. })));
}

#[test]
fn letting_go_gives_the_world_back_to_the_model() {
    let mut state = page();
    connect(&mut state);
    act(&mut state);
    let effects = send(&mut state, RemoteMsg::Disconnect);
    assert!(effects.contains(&Effect::Remote(RemoteEffect::End)));
    assert_eq!(state.predictor(), Predictor::Model);
    assert_eq!(open(&state).phase, Phase::Idle);
    assert_eq!(open(&state).walk.timeline().len(), 0);
}

#[test]
fn a_worker_that_breaks_down_fails_its_step_and_nothing_else() {
    let mut state = page();
    connect(&mut state);
    act(&mut state);
    send(&mut state, RemoteMsg::Broke("out of memory".into()));
    assert!(matches!(&state.remote, Remote::Off(Some(why)) if why.contains("out of memory")));
    assert!(matches!(open(&state).phase, Phase::Failed { .. }));
    // The inference worker is another.
    let mut state = page();
    connect(&mut state);
    act(&mut state);
    state.update_whole(Msg::Broke("gone".into()));
    assert!(matches!(open(&state).phase, Phase::Predicting(_)));
}

#[test]
fn a_key_is_nowhere_in_the_state_once_it_was_handed_on() {
    let mut state = page();
    connect(&mut state);
    act(&mut state);
    assert!(!format!("{state:?}").contains("secret"));
}
