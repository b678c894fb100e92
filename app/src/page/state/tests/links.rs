//! Opening links, with the desk's own code behind the page.

use super::{
    super::{desk::Desk, links::Opening, share::Made},
    *,
};
use crate::page::state::form::Touch;
use crate::{desk, protocol::Known};
use diorama_world::Link;
use std::{fs, path::PathBuf};

/// A golden link.
fn golden(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../engine/world/tests/links/1");
    fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap().trim().to_owned()
}

/// Has the desk answer, and the answers heard, until it is asked nothing more; gives back what else
/// was asked of the browser.
pub(super) fn ask_desk(state: &mut State, effects: Vec<Effect>) -> Vec<Effect> {
    let mut left = Vec::new();
    for effect in effects {
        match effect {
            Effect::SendDesk(message) => {
                let answer = desk::answer(*message);
                let more = state.update_whole(Msg::HeardDesk(Box::new(answer)));
                left.extend(ask_desk(state, more));
            }
            other => left.push(other),
        }
    }
    left
}

fn read_link(state: &mut State, link: &str) -> Vec<Effect> {
    state.desk = Desk::Up;
    let effects = state.update_whole(Msg::OpenLink(Ok(link.to_owned())));
    ask_desk(state, effects)
}

/// The link of the open walk.
pub(super) fn link_of(state: &mut State) -> String {
    state.desk = Desk::Up;
    let effects = state.update_whole(Msg::Over(Over::Share));
    ask_desk(state, effects);
    let made = state.sharing.as_ref().unwrap().link.clone();
    state.update_whole(Msg::Close(Over::Share));
    match made {
        Made::Here(link) => link.to_string(),
        other => panic!("no link: {other:?}"),
    }
}

/// Opens a fresh page with a link.
fn fresh(link: &str) -> (State, Vec<Effect>) {
    let default = ModelSource::Url { url: "https://example.org/d.gguf".into(), sha256: None };
    let (mut state, effects) = State::open_with_link(Theme::System, Some(default), link.to_owned());
    assert_eq!(effects, vec![Effect::SpawnDesk]);
    let came = Msg::Worlds(Ok(vec![world()]));
    assert_eq!(state.update_whole(came), Vec::new());
    assert_eq!(state.stage, Stage::Loading);
    let ready = crate::protocol::desk::FromDesk::Ready { version: VERSION };
    let effects = state.update_whole(Msg::HeardDesk(Box::new(ready)));
    let left = ask_desk(&mut state, effects);
    (state, left)
}

fn world() -> World {
    World {
        scenario: Scenario::from_json(SCENARIO).unwrap(),
        trace: Some(Trace::from_json(TRACE).unwrap()),
        keyframe: None,
    }
}

/// A page with two recorded steps, and two of its own after them.
pub(super) fn walked() -> State {
    let mut state = page();
    state.update_whole(Msg::Tick);
    state.update_whole(Msg::Tick);
    load(&mut state);
    for _ in 0..2 {
        let id = asked(&state.update_whole(Msg::Say(WAIT.into()))).unwrap();
        hear(&mut state, stepped(id, REPLY, End::Complete));
    }
    state
}

#[test]
fn a_link_opens_to_the_same_screens_at_the_same_place() {
    let mut state = walked();
    state.update_whole(Msg::Undo);
    state.desk = Desk::Up;
    let effects = state.update_whole(Msg::Share(super::super::share::Scope::Branch));
    ask_desk(&mut state, effects);
    let Made::Here(link) = state.sharing.clone().unwrap().link else { panic!("no link") };
    let (opened, effects) = fresh(&link);
    assert_eq!(effects, Vec::new(), "opening asks nothing of anyone");
    let (made, came) = (open(&state), open(&opened));
    assert_eq!(came.world.scenario, made.world.scenario);
    assert_eq!(came.walk.here().number(), 3);
    assert_eq!(came.walk.timeline().len(), 4);
    for place in made.walk.timeline().places() {
        assert_eq!(came.walk.observation(place), made.walk.observation(place));
        assert_eq!(came.walk.screen(place), made.walk.screen(place));
        assert_eq!(came.walk.sight(place).spoken, made.walk.sight(place).spoken);
    }
    let kinds: Vec<Kind> =
        came.walk.timeline().places().map(|place| came.walk.sight(place).kind()).collect();
    let recorded = [Kind::Recorded; 3];
    assert_eq!(kinds, [&recorded[..], &[Kind::Predicted; 2]].concat());
    assert_eq!(came.link.as_ref().unwrap().model(), "Small");
    assert!(opened.said.contains("4 steps"));
}

#[test]
fn a_link_that_was_opened_is_passed_on_as_it_came() {
    let mut state = walked();
    let link = link_of(&mut state);
    let (mut opened, _) = fresh(&link);
    assert_eq!(link_of(&mut opened), link);
}

/// A world as it was when the golden links were made.
fn kept(id: &str) -> World {
    let folder =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../engine/world/tests/links/worlds");
    let file = |end: &str| fs::read_to_string(folder.join(format!("{id}.{end}")));
    let scenario = Scenario::from_json(&file("json").unwrap()).unwrap();
    World { scenario, trace: None, keyframe: file("txt").ok() }
}

#[test]
fn who_goes_on_from_a_link_is_told_all_that_it_knows() {
    let (mut state, effects) = fresh(&golden("phone"));
    assert!(matches!(&effects[..], [Effect::FetchWorld(card)] if card.id == "phone"));
    let effects = state.update_whole(Msg::WorldCame("phone".into(), Box::new(Ok(kept("phone")))));
    assert_eq!(ask_desk(&mut state, effects), Vec::new());
    let open = open(&state);
    assert_eq!((open.walk.timeline().len(), open.walk.here().number()), (5, 2));
    let end = open.walk.timeline().places().last().unwrap();
    let branch = open.walk.branch(&open.world.scenario, end);
    assert!(branch.known.iter().all(|known| matches!(known, Known::Keyframe(_))));
    // The third step types a new note.
    let notes = |place| open.walk.facts(place).unwrap().table("notes").unwrap().rows().len();
    let places: Vec<Place> = open.walk.timeline().places().collect();
    assert_eq!(notes(places[3]), notes(places[2]) + 1);
    let kinds: Vec<Kind> = places.iter().map(|&place| open.walk.sight(place).kind()).collect();
    assert_eq!(kinds[1..3], [Kind::Reference, Kind::Predicted]);
    assert_eq!(kinds[4], Kind::Stopped);
}

#[test]
fn the_world_that_a_link_builds_on_is_fetched_first() {
    let text = include_str!("../../../../../web/scenarios/phone.json");
    let phone = Scenario::from_json(text).unwrap();
    let keyframe = include_str!("../../../../../web/keyframes/phone.txt").to_owned();
    let start = World { scenario: phone, trace: None, keyframe: Some(keyframe) };
    let mut state = State::new(Theme::System);
    state.update_whole(Msg::Worlds(Ok(vec![start.clone()])));
    let link = link_of(&mut state);
    let (mut fresh, effects) = fresh(&link);
    let [Effect::FetchWorld(card)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((&*card.id, card.keyframe), ("phone", true));
    assert_eq!(fresh.stage, Stage::Loading);
    let effects = fresh.update_whole(Msg::WorldCame("phone".into(), Box::new(Ok(start.clone()))));
    assert_eq!(ask_desk(&mut fresh, effects), Vec::new());
    assert_eq!(open(&fresh).world.scenario, start.scenario);
    assert_eq!(open(&fresh).world.keyframe, start.keyframe);
}

#[test]
fn a_world_that_cannot_be_fetched_fails_the_link() {
    let mut state = page();
    state.opening = Opening::Fetching { world: "phone".into(), text: "1".into() };
    let why = "“A phone” could not be fetched.".to_owned();
    state.update_whole(Msg::WorldCame("phone".into(), Box::new(Err(why.clone()))));
    assert_eq!(state.opening, Opening::Failed(why));
}

#[test]
fn what_is_no_link_leaves_the_open_work_alone() {
    for name in [
        "bomb",
        "changed-world",
        "cut",
        "deep",
        "letter",
        "newer-field",
        "newer-scenario",
        "newer-step",
        "newer-version",
        "no-link",
        "space",
        "unknown-world",
    ] {
        let mut state = walked();
        let before = open(&state).clone();
        let link = golden(name);
        let effects = read_link(&mut state, &link);
        // A changed world would be noticed once it is here.
        if let [Effect::FetchWorld(card)] = &effects[..] {
            assert_eq!((name, &*card.id), ("changed-world", "alarms"));
            let text = include_str!("../../../../../web/scenarios/alarms.json");
            let scenario = Scenario::from_json(text).unwrap();
            let id = card.id.to_string();
            let came = World { scenario, trace: None, keyframe: None };
            let effects = state.update_whole(Msg::WorldCame(id, Box::new(Ok(came))));
            ask_desk(&mut state, effects);
        }
        let Opening::Failed(why) = &state.opening else { panic!("{name}: {:?}", state.opening) };
        assert!(why.starts_with("Th") && why.chars().count() <= 301, "{name}: {why}");
        assert_eq!(&state.said, why);
        assert_eq!(*open(&state), before, "{name}");
        state.update_whole(Msg::DropLink);
        assert_eq!(state.opening, Opening::Nothing);
    }
}

#[test]
fn a_page_opened_with_what_is_no_link_shows_its_first_world() {
    let (state, effects) = fresh(&golden("cut"));
    assert!(matches!(state.opening, Opening::Failed(_)));
    assert_eq!(open(&state).world.scenario.id, "contacts-disk-full");
    // It is a page like any other then, and loads its model.
    assert!(effects.contains(&Effect::Spawn), "{effects:?}");
}

#[test]
fn steps_of_ones_own_are_not_lost_without_asking() {
    let link = link_of(&mut walked());
    let mut state = walked();
    let before = open(&state).clone();
    assert_eq!(before.own_steps(), 2);
    read_link(&mut state, &link);
    assert_eq!(state.over, Over::Replace);
    assert_eq!(*open(&state), before);
    // Keep mine.
    state.update_whole(Msg::Close(Over::Replace));
    assert_eq!((state.over, &state.opening), (Over::Nothing, &Opening::Nothing));
    assert_eq!(state.update_whole(Msg::TakeLink), Vec::new());
    assert_eq!(*open(&state), before);
    // Another time it is taken.
    read_link(&mut state, &link);
    state.update_whole(Msg::TakeLink);
    assert_eq!(state.over, Over::Nothing);
    assert_eq!(open(&state).own_steps(), 0);
    assert!(open(&state).link.is_some());
    // What came with a link can be had again: nothing is asked.
    read_link(&mut state, &link);
    assert_eq!(state.over, Over::Nothing);
}

#[test]
fn a_recording_is_replaced_without_asking() {
    let link = link_of(&mut walked());
    let mut state = page();
    state.update_whole(Msg::Tick);
    read_link(&mut state, &link);
    assert_eq!(open(&state).walk.timeline().len(), 4);
    assert_eq!(open(&state).phase, Phase::Idle);
    // The timer of the recording that played before changes nothing.
    state.update_whole(Msg::Tick);
    assert_eq!(open(&state).walk.timeline().len(), 4);
}

#[test]
fn a_model_is_loaded_once_something_is_asked_of_it() {
    let link = link_of(&mut walked());
    let (mut state, _) = fresh(&link);
    assert!(state.answers(), "an action will be answered");
    assert_eq!(state.engine, Engine::Off);
    assert_eq!(state.update_whole(Msg::Undo), Vec::new());
    assert_eq!(state.update_whole(Msg::Say(WAIT.into())), vec![Effect::Spawn]);
    assert!(matches!(open(&state).phase, Phase::Waiting(_)));
    let effects = hear(&mut state, ready());
    let loads = |effect: &Effect| matches!(effect, Effect::Send(it) if matches!(**it, ToWorker::Load { .. }));
    assert!(effects.iter().any(loads));
    let id = loading(&state);
    assert!(asked(&hear(&mut state, loaded(id))).is_some());
}

#[test]
fn a_name_in_a_link_is_only_text() {
    let mut link = Link::decode(&golden("whole"), &|_| None).unwrap().link;
    let name = "<img src=x onerror=alert(1)>\u{202e}";
    link.model = Some(diorama_world::link::Model { name: name.into(), sha256: None });
    let (state, effects) = fresh(&link.encode(&|_| None).unwrap());
    assert_eq!(effects, Vec::new());
    assert_eq!(open(&state).link.as_ref().unwrap().model(), name);
}

#[test]
fn an_edit_is_passed_on_and_is_nobodys_own_work() {
    let mut state = walked();
    state.update_whole(Msg::Touch(Touch::Switch("disk-full")));
    state.update_whole(Msg::Apply);
    let edited = open(&state).walk.here();
    let sent = open(&state).so(edited);
    let link = link_of(&mut state);
    let mut state = page();
    read_link(&mut state, &link);
    let there = open(&state);
    let here = there.walk.here();
    assert_eq!(there.walk.sight(here).kind(), Kind::Edited);
    assert_eq!(there.so(here), sent);
    assert!(there.walk.sight(here).spoken.contains("Disk full: on"));
    assert_eq!(there.own_steps(), 0);
    // One of the person's own is.
    state.update_whole(Msg::Touch(Touch::Switch("offline")));
    state.update_whole(Msg::Apply);
    assert_eq!(open(&state).own_steps(), 1);
}
