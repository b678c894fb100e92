//! Choosing worlds that lie beside the page.

use super::{
    super::worlds::{Fetching, Listed},
    *,
};

fn alarms() -> World {
    let text = include_str!("../../../../../web/scenarios/alarms.json");
    let scenario = Scenario::from_json(text).unwrap();
    World { scenario, trace: None, keyframe: None }
}

fn came(world: Result<World, String>) -> Msg {
    Msg::WorldCame("alarms".into(), Box::new(world))
}

fn id(state: &State) -> &str {
    &open(state).world.scenario.id
}

/// A page whose list of worlds is open, with one chosen that is not here.
fn choosing() -> State {
    let mut state = page();
    state.update_whole(Msg::Stop);
    state.update_whole(Msg::Over(Over::Worlds));
    let effects = state.update_whole(Msg::Choose("alarms".into()));
    let [Effect::FetchWorld(card)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(card.id, "alarms");
    // Pressing again does not fetch it twice.
    assert_eq!(state.update_whole(Msg::Choose("alarms".into())), Vec::new());
    state
}

#[test]
fn a_world_is_fetched_when_it_is_chosen_and_only_once() {
    let mut state = choosing();
    assert_eq!((id(&state), state.over), ("contacts-disk-full", Over::Worlds));
    state.update_whole(came(Ok(alarms())));
    assert_eq!((id(&state), state.over), ("alarms", Over::Nothing));
    assert_eq!(state.fetching, Fetching::Nothing);
    state.update_whole(Msg::Choose("contacts-disk-full".into()));
    assert!(matches!(state.update_whole(Msg::Choose("alarms".into()))[..], []));
    assert_eq!(id(&state), "alarms");
}

#[test]
fn a_world_that_does_not_come_leaves_the_open_one_and_can_be_chosen_again() {
    let mut state = choosing();
    state.update_whole(came(Err("“Alarms” could not be fetched.".into())));
    assert_eq!((id(&state), state.over), ("contacts-disk-full", Over::Worlds));
    assert!(matches!(&state.fetching, Fetching::Failed { id, .. } if id == "alarms"));
    assert!(state.said.contains("could not be fetched"));
    let effects = state.update_whole(Msg::Choose("alarms".into()));
    assert!(matches!(effects[..], [Effect::FetchWorld(_)]));
}

#[test]
fn the_last_choice_counts() {
    let mut state = choosing();
    state.update_whole(Msg::Choose("contacts-disk-full".into()));
    state.update_whole(came(Ok(alarms())));
    assert_eq!(id(&state), "contacts-disk-full");
    let mut state = choosing();
    state.update_whole(Msg::Close(Over::Worlds));
    state.update_whole(came(Ok(alarms())));
    assert_eq!(id(&state), "contacts-disk-full");
}

#[test]
fn a_made_world_does_not_pass_for_one_of_the_page() {
    let mut state = page();
    let mut scenario = alarms().scenario;
    scenario.title = "Another".into();
    let made = crate::protocol::truth::FromTruth::Made {
        scenario: Box::new(scenario),
        keyframe: "world android\n".into(),
    };
    state.update_whole(Msg::HeardTruth(Box::new(made)));
    assert_eq!(open(&state).world.scenario.title, "Another");
    let listed: &Listed = state.listed("alarms").unwrap();
    assert_eq!((&*listed.card.title, &listed.world), ("Alarms", &None));
}
