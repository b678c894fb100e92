//! Bringing worlds, with the desk's own code behind the page.

use super::*;
use crate::{
    desk,
    page::state::{Msg, Open, Theme, desk::Desk},
};
use diorama_world::{Dialect, Scenario};

const CONTACTS: &str = include_str!("../../../../../web/scenarios/contacts-disk-full.json");
const ALARMS: &str = include_str!("../../../../../web/scenarios/alarms.json");
const TRACE: &str = include_str!("../../../../../web/scenarios/alarms.trace.json");

fn page() -> State {
    let mut state = State::open_page(Theme::System, None).0;
    let scenario = Scenario::from_json(CONTACTS).unwrap();
    state.update_whole(Msg::Worlds(Ok(vec![World { scenario, trace: None, keyframe: None }])));
    state.desk = Desk::Up;
    state
}

fn open(state: &State) -> &Open {
    state.open().unwrap()
}

/// Has the desk answer until it is asked nothing more; gives back what else was asked of the browser.
fn ask_desk(state: &mut State, effects: Vec<Effect>) -> Vec<Effect> {
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

fn bring(state: &mut State, text: &str) -> Vec<Effect> {
    let effects = state.update_whole(Msg::Bring(Ok(text.to_owned())));
    ask_desk(state, effects)
}

#[test]
fn a_scenario_opens_at_once_and_is_listed_as_ones_own() {
    let mut state = page();
    let text = CONTACTS.replacen("\"Contacts, disk full\"", "\"Mine\"", 1);
    bring(&mut state, &text);
    assert_eq!(open(&state).world.scenario.title, "Mine");
    assert_eq!((&state.bringing, state.over), (&Bringing::Nothing, Over::Nothing));
    assert_eq!(state.own_worlds().count(), 1);
    // The one of the page with the same identifier is still there, and both can be chosen.
    let own = state.worlds.last().unwrap().card.id.to_string();
    state.update_whole(Msg::Choose("contacts-disk-full".into()));
    assert_eq!(open(&state).world.scenario.title, "Contacts, disk full");
    state.update_whole(Msg::Choose(own));
    assert_eq!(open(&state).world.scenario.title, "Mine");
}

#[test]
fn a_walk_fetches_its_world_and_is_its_recording() {
    let mut state = page();
    let effects = bring(&mut state, TRACE);
    let [Effect::FetchWorld(card)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(card.id, "alarms");
    assert!(state.bringing.is_under_way());
    let scenario = Scenario::from_json(ALARMS).unwrap();
    let world = Box::new(Ok(World { scenario, trace: None, keyframe: None }));
    let effects = state.update_whole(Msg::WorldCame("alarms".into(), world));
    ask_desk(&mut state, effects);
    assert_eq!(open(&state).world.scenario.id, "alarms");
    assert!(open(&state).world.trace.is_some());
    // Without its world it is none.
    let unknown = TRACE.replacen("\"alarms\"", "\"not-here\"", 1);
    bring(&mut state, &unknown);
    assert!(matches!(&state.bringing, Bringing::Failed(why) if why.contains("“not-here”")));
    let effects = bring(&mut page(), TRACE);
    assert!(matches!(effects[..], [Effect::FetchWorld(_)]));
}

#[test]
fn a_world_that_does_not_come_is_said() {
    let mut state = page();
    bring(&mut state, TRACE);
    let gone = Box::new(Err("It could not be fetched.".to_owned()));
    state.update_whole(Msg::WorldCame("alarms".into(), gone));
    assert_eq!(state.bringing, Bringing::Failed("It could not be fetched.".into()));
}

#[test]
fn what_may_be_several_or_is_not_whole_is_asked_about() {
    let mut state = page();
    bring(&mut state, "root@host:/app# pwd\n/app");
    let Bringing::Which(worlds) = &state.bringing else { panic!("{:?}", state.bringing) };
    let terminal = |it: &Candidate| it.start.scenario.dialect == Dialect::Terminal;
    let index = worlds.iter().position(terminal).unwrap();
    assert_eq!(state.over, Over::Bring);
    state.update_whole(Msg::TakeBrought(99));
    assert_eq!(open(&state).world.scenario.id, "contacts-disk-full");
    bring(&mut state, "root@host:/app# pwd\n/app");
    state.update_whole(Msg::TakeBrought(index));
    assert_eq!(open(&state).world.scenario.dialect, Dialect::Terminal);
    // A line that no dialect reads is shown before it is left out.
    bring(
        &mut state,
        "- heading \"A\" [ref=e1]\n  nobody knows\n- link \"B\" [ref=e2]\n- link \"C\" [ref=e3]",
    );
    let Bringing::Which(worlds) = &state.bringing else { panic!("{:?}", state.bringing) };
    assert_eq!(worlds[0].unread.len(), 1);
}

#[test]
fn a_link_is_opened_as_one() {
    let mut state = page();
    let link = include_str!("../../../../../engine/world/tests/links/1/smallest.txt");
    bring(&mut state, link);
    assert_eq!(open(&state).world.scenario.id, "empty");
    assert!(open(&state).link.is_some());
}

#[test]
fn what_is_no_world_leaves_what_is_open() {
    let mut state = page();
    for hostile in [
        "",
        "{\"prompt\": 1, \"response\": 2}",
        "world android\n7 button",
        "1AAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        bring(&mut state, hostile);
        assert_eq!(open(&state).world.scenario.id, "contacts-disk-full", "{hostile}");
    }
    state.update_whole(Msg::Bring(Err("This file cannot be read.".into())));
    assert_eq!(state.bringing, Bringing::Failed("This file cannot be read.".into()));
    state.update_whole(Msg::Close(Over::Bring));
    assert_eq!(state.bringing, Bringing::Nothing);
    // A desk that breaks down says so.
    state.update_whole(Msg::Bring(Ok("text".into())));
    state.update_whole(Msg::DeskBroke("it panicked".into()));
    assert_eq!(state.bringing, Bringing::Failed("It panicked.".into()));
}
