//! Editing worlds, with the desk's own code behind the page.

use super::*;
use crate::{
    desk,
    page::state::{Msg, Open, Phase, Theme, desk::Desk, truth::Truth},
    protocol::truth::FromTruth,
};
use diorama_world::Domain;

const PHONE: &str = include_str!("../../../../../web/scenarios/phone.json");
const KEYFRAME: &str = include_str!("../../../../../web/keyframes/phone.txt");
const ALARMS: &str = include_str!("../../../../../web/scenarios/alarms.json");
const WAIT: &str = r#"{"action_type":"wait"}"#;

fn page(scenario: &str, keyframe: Option<&str>) -> State {
    let mut state = State::open_page(Theme::System, None).0;
    let scenario = Scenario::from_json(scenario).unwrap();
    let keyframe = keyframe.map(str::to_owned);
    state.update_whole(Msg::Worlds(Ok(vec![World { scenario, trace: None, keyframe }])));
    (state.desk, state.truth) = (Desk::Up, Truth::Up);
    state
}

fn phone() -> State {
    page(PHONE, Some(KEYFRAME))
}

fn open(state: &State) -> &Open {
    state.open().unwrap()
}

fn work(state: &State) -> &Work {
    match &state.editor {
        Editor::Open(work) => work,
        other => panic!("{other:?}"),
    }
}

/// Has the desk answer.
fn ask_desk(state: &mut State, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::SendDesk(message) = effect {
            let answer = desk::answer(*message);
            let more = state.update_whole(Msg::HeardDesk(Box::new(answer)));
            ask_desk(state, more);
        }
    }
}

fn write(state: &mut State, write: Write) {
    let effects = state.update_whole(Msg::Write(write));
    ask_desk(state, effects);
}

#[test]
fn a_world_is_edited_and_opens_as_ones_own() {
    let mut state = page(ALARMS, None);
    state.update_whole(Msg::EditHere);
    assert_eq!(state.over, Over::Editor);
    assert_eq!(work(&state).title, "Alarms (changed)");
    assert!(!work(&state).can_be_played() && !work(&state).played);
    write(&mut state, Write::Task("Switch everything off.".into()));
    write(&mut state, Write::Touch(Touch::Switch("disk-full")));
    write(&mut state, Write::Open);
    let scenario = &open(&state).world.scenario;
    assert_eq!(scenario.title, "Alarms (changed)");
    assert_eq!((scenario.task.as_str(), scenario.controls.len()), ("Switch everything off.", 1));
    assert_eq!((&state.editor, state.over), (&Editor::Nothing, Over::Nothing));
    assert_eq!(state.own_worlds().count(), 1);
    // Edited again, it is not called changed twice.
    state.update_whole(Msg::EditHere);
    assert_eq!(work(&state).title, "Alarms (changed)");
}

#[test]
fn the_first_screen_is_read_while_it_is_written() {
    let mut state = page(ALARMS, None);
    state.update_whole(Msg::EditHere);
    assert!(work(&state).problems().is_empty());
    write(&mut state, Write::First("no list".into()));
    assert_eq!(work(&state).problems()[0].line, 1);
    write(&mut state, Write::First(String::new()));
    assert_eq!(work(&state).problems().len(), 1);
    // Opened all the same it says why not, and what was written stays.
    write(&mut state, Write::First("no list".into()));
    write(&mut state, Write::Open);
    assert!(
        work(&state).trouble.as_ref().unwrap().contains("line 1"),
        "{:?}",
        work(&state).trouble
    );
    assert_eq!(work(&state).first, "no list");
    let line = "[ 0] | android.widget.Button | text=\"OK\" | bounds=[40,60][400,160] | clickable";
    write(&mut state, Write::First(line.into()));
    assert_eq!(work(&state).trouble, None);
    write(&mut state, Write::Open);
    assert_eq!(
        open(&state).walk.screen(diorama_world::timeline::Place::START).unwrap().nodes.len(),
        1
    );
}

#[test]
fn a_world_is_told_in_another_dialect_of_its_domain() {
    let mut state = phone();
    state.update_whole(Msg::EditHere);
    assert!(work(&state).played);
    write(&mut state, Write::Played(false));
    write(&mut state, Write::Dialect(Dialect::AndroidDroidbot));
    assert_eq!(work(&state).dialect, Dialect::AndroidDroidbot);
    assert!(work(&state).first.contains("[id="), "{}", work(&state).first);
    assert!(work(&state).problems().is_empty());
    write(&mut state, Write::Open);
    let scenario = &open(&state).world.scenario;
    assert_eq!((scenario.dialect, scenario.reference), (Dialect::AndroidDroidbot, None));
    assert_eq!(scenario.domain, Domain::Android);
}

#[test]
fn the_reference_environment_draws_the_first_screen() {
    let mut state = phone();
    state.update_whole(Msg::EditHere);
    write(
        &mut state,
        Write::Touch(Touch::Cell { table: 0, row: 0, column: 1, text: "Wake".into() }),
    );
    let effects = state.update_whole(Msg::Write(Write::Open));
    let [Effect::SendTruth(message)] = &effects[..] else { panic!("{effects:?}") };
    let ToTruth::Begin(scenario) = &**message else { panic!("{message:?}") };
    assert!(scenario.reference.is_some());
    assert_eq!(scenario.facts.tables[0].cell(0, 1).unwrap().text(), "Wake");
    // Nothing is written meanwhile.
    write(&mut state, Write::Title("Lost".into()));
    assert_eq!(work(&state).title, "A phone (changed)");
    let failed = FromTruth::Failed { id: None, message: "It cannot.".into() };
    state.update_whole(Msg::HeardTruth(Box::new(failed)));
    assert_eq!(work(&state).trouble.as_deref(), Some("It cannot."));
    state.update_whole(Msg::Write(Write::Open));
    let made = FromTruth::Made { scenario: scenario.clone(), keyframe: KEYFRAME.into() };
    state.update_whole(Msg::HeardTruth(Box::new(made)));
    assert_eq!(open(&state).world.scenario.title, "A phone (changed)");
    assert!(open(&state).world.scenario.reference.is_some());
    assert!(matches!(open(&state).phase, Phase::Idle));
}

#[test]
fn a_place_of_a_walk_is_where_another_world_begins() {
    let mut state = phone();
    state.update_whole(Msg::Touch(Touch::Switch("offline")));
    state.update_whole(Msg::Apply);
    let effects = state.update_whole(Msg::EditHere);
    assert!(matches!(state.editor, Editor::Asked(_)));
    ask_desk(&mut state, effects);
    assert_eq!(work(&state).form.controls.len(), 1);
    write(&mut state, Write::Played(false));
    write(&mut state, Write::Open);
    let world = &open(&state).world;
    assert_eq!((world.scenario.controls.len(), world.scenario.reference), (1, None));
    // The tree that a flat list does not tell is still known.
    assert!(world.keyframe.as_ref().unwrap().contains("with offline"));
}

#[test]
fn a_world_of_the_list_is_fetched_before_it_is_edited() {
    let mut state = phone();
    let effects = state.update_whole(Msg::EditListed("alarms".into()));
    assert!(matches!(effects[..], [Effect::FetchWorld(_)]));
    let scenario = Scenario::from_json(ALARMS).unwrap();
    let world = Box::new(Ok(World { scenario, trace: None, keyframe: None }));
    state.update_whole(Msg::WorldCame("alarms".into(), world));
    assert_eq!(work(&state).title, "Alarms (changed)");
    // What is open stays until the edited world is opened.
    assert_eq!(open(&state).world.scenario.id, "phone");
    state.update_whole(Msg::EditListed("browser".into()));
    let gone = Box::new(Err("It could not be fetched.".to_owned()));
    state.update_whole(Msg::WorldCame("browser".into(), gone));
    assert_eq!(state.editor, Editor::Failed("It could not be fetched.".into()));
}

#[test]
fn what_is_wrong_with_a_cell_keeps_the_world_from_being_opened() {
    let mut state = page(ALARMS, None);
    state.update_whole(Msg::EditHere);
    write(&mut state, Write::Touch(Touch::Table("counters: name, count #".into())));
    let table = work(&state).form.tables.len() - 1;
    write(&mut state, Write::Touch(Touch::Add(table)));
    let cell = |text: &str| Touch::Cell { table, row: 0, column: 1, text: text.into() };
    write(&mut state, Write::Touch(cell("many")));
    write(&mut state, Write::Open);
    assert_eq!(work(&state).trouble.as_deref(), Some("One cell cannot be read yet."));
    write(&mut state, Write::Touch(cell("3")));
    write(&mut state, Write::Open);
    assert!(open(&state).world.scenario.facts.table("counters").is_some());
    state.update_whole(Msg::Say(WAIT.into()));
}
