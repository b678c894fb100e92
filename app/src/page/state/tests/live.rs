//! A link's actions, done again.

use super::{
    super::desk::Desk,
    links::{ask_desk, link_of, walked},
    *,
};
use crate::page::state::form::Touch;

/// A page that shows a link of four steps, with a model.
fn opened() -> State {
    let link = link_of(&mut walked());
    let mut state = page();
    state.update_whole(Msg::Stop);
    load(&mut state);
    state.desk = Desk::Up;
    let effects = state.update_whole(Msg::OpenLink(Ok(link)));
    ask_desk(&mut state, effects);
    assert_eq!(open(&state).walk.timeline().len(), 4);
    state
}

/// What the worker says reaches the whole page.
fn hear(state: &mut State, message: FromWorker) -> Vec<Effect> {
    state.update_whole(Msg::Heard(Box::new(message), 0.0))
}

fn answer(state: &mut State, effects: &[Effect]) -> Vec<Effect> {
    let id = asked(effects).expect("a step was asked for");
    hear(state, stepped(id, REPLY, End::Complete))
}

#[test]
fn every_action_is_done_again_on_a_branch_of_its_own() {
    let mut state = opened();
    let deeds = open(&state).link.as_ref().unwrap().deeds.clone();
    let mut effects = state.update_whole(Msg::RunLive);
    for count in 1..=4 {
        let live = open(&state).live.as_ref().unwrap();
        assert_eq!(live.asked, count);
        effects = answer(&mut state, &effects);
    }
    assert_eq!(open(&state).live, None);
    assert_eq!(asked(&effects), None);
    let walk = &open(&state).walk;
    assert_eq!(walk.timeline().len(), 8);
    let path = walk.timeline().path(walk.here());
    assert_eq!(path.len(), 5);
    assert_eq!(walk.deeds(walk.here())[..], deeds[..]);
    assert!(path[1..].iter().all(|&place| walk.sight(place).kind() == Kind::Predicted));
    // The link's own branch is still there.
    assert_eq!(walk.timeline().children(Place::START).count(), 2);
    assert!(state.said.contains("All 4 actions"), "{}", state.said);
}

#[test]
fn it_ends_where_it_is_stopped() {
    let mut state = opened();
    let effects = state.update_whole(Msg::RunLive);
    let effects = answer(&mut state, &effects);
    state.update_whole(Msg::Stop);
    let id = asked(&effects).unwrap();
    // What was written so far is kept.
    let effects = hear(&mut state, stepped(id, REPLY, End::Stopped));
    assert_eq!(asked(&effects), None);
    assert_eq!(open(&state).live, None);
    assert_eq!(open(&state).walk.timeline().len(), 6);
    assert!(state.said.contains("ended at action 2 of 4"), "{}", state.said);
}

#[test]
fn it_ends_where_a_step_fails() {
    let mut state = opened();
    let effects = state.update_whole(Msg::RunLive);
    let id = asked(&effects).unwrap();
    let failed = FromWorker::Failed {
        id: Some(id),
        kind: FailureKind::ContextFull,
        message: "Full.".into(),
    };
    hear(&mut state, failed);
    assert_eq!(open(&state).live, None);
    assert!(matches!(open(&state).phase, Phase::Failed { .. }));
}

#[test]
fn it_ends_where_nothing_can_be_drawn() {
    let mut state = opened();
    let effects = state.update_whole(Msg::RunLive);
    let id = asked(&effects).unwrap();
    hear(&mut state, stepped(id, "I would rather not.", End::Complete));
    assert_eq!(open(&state).live, None);
}

#[test]
fn it_waits_for_a_model_and_is_let_go_with_its_action() {
    let mut state = opened();
    state.engine = Engine::Off;
    assert_eq!(state.update_whole(Msg::RunLive), vec![Effect::Spawn]);
    assert!(open(&state).live.is_some());
    state.update_whole(Msg::Dismiss);
    assert_eq!(open(&state).live, None);
    // Once there is a model, it can be run.
    load(&mut state);
    assert_eq!(open(&state).phase, Phase::Idle);
    assert!(asked(&state.update_whole(Msg::RunLive)).is_some());
    // Once only.
    assert_eq!(asked(&state.update_whole(Msg::RunLive)), None);
}

#[test]
fn a_world_without_a_link_has_nothing_to_run() {
    let mut state = page();
    load(&mut state);
    assert_eq!(asked(&state.update_whole(Msg::RunLive)), None);
}

#[test]
fn edits_of_a_link_are_applied_again() {
    let mut state = walked();
    state.update_whole(Msg::Touch(Touch::Switch("disk-full")));
    state.update_whole(Msg::Apply);
    let link = link_of(&mut state);
    let mut state = page();
    state.update_whole(Msg::Stop);
    load(&mut state);
    state.desk = Desk::Up;
    let effects = state.update_whole(Msg::OpenLink(Ok(link)));
    ask_desk(&mut state, effects);
    let mut effects = state.update_whole(Msg::RunLive);
    while open(&state).live.is_some() {
        effects = answer(&mut state, &effects);
    }
    assert!(state.said.contains("actions were run live"), "{}", state.said);
    let walk = &open(&state).walk;
    assert_eq!(walk.sight(walk.here()).kind(), Kind::Edited);
    assert_eq!(open(&state).controls(walk.here()).len(), 2);
}
