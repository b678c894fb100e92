//! Making links of the open walk.

use super::{
    super::share::{LONGEST, Made, Scope, Sharing},
    links::ask_desk,
    *,
};
use crate::protocol::desk::{
    FromDesk, ToDesk,
    links::{Shared, Shown},
};
use diorama_world::link::{By, Protocol};

/// What an effect asks the desk to make a link of.
fn shared(effects: &[Effect]) -> (u64, Shared) {
    let message = effects.iter().find_map(|effect| match effect {
        Effect::SendDesk(message) => Some(&**message),
        _ => None,
    });
    match message {
        Some(ToDesk::MakeLink { id, shared }) => (*id, (**shared).clone()),
        other => panic!("no link is made: {other:?}"),
    }
}

fn sharing(state: &State) -> &Sharing {
    state.sharing.as_ref().unwrap()
}

/// A page whose desk runs, with two recorded steps and one that a model predicted.
fn walked() -> State {
    let mut state = page();
    state.desk = super::super::desk::Desk::Up;
    state.update_whole(Msg::Tick);
    state.update_whole(Msg::Tick);
    load(&mut state);
    let id = asked(&state.update_whole(Msg::Say(WAIT.into()))).unwrap();
    hear(&mut state, stepped(id, REPLY, End::Complete));
    state
}

#[test]
fn the_desk_starts_with_the_first_link() {
    let mut state = page();
    state.update_whole(Msg::Stop);
    assert_eq!(state.update_whole(Msg::Over(Over::Share)), vec![Effect::SpawnDesk]);
    let ready = FromDesk::Ready { version: VERSION };
    let (id, _) = shared(&state.update_whole(Msg::HeardDesk(Box::new(ready))));
    assert_eq!(sharing(&state).link, Made::Asked(id));
    let made = FromDesk::LinkMade { id, text: "1abc".into() };
    state.update_whole(Msg::HeardDesk(Box::new(made)));
    assert_eq!(sharing(&state).link, Made::Here("1abc".into()));
}

#[test]
fn a_link_says_who_said_each_step() {
    let mut state = walked();
    let (_, shared) = shared(&state.update_whole(Msg::Over(Over::Share)));
    let by = |step: &Shown| match step {
        Shown::Action { by, .. } => *by,
        Shown::Edit(edit) => panic!("{edit:?}"),
    };
    let by: Vec<By> = shared.steps.iter().map(by).collect();
    assert_eq!(by, [By::Recording, By::Recording, By::Model]);
    assert_eq!(shared.place, 3);
    assert_eq!(shared.asked.model.unwrap().name, "Small");
    assert_eq!(shared.asked.protocol, Protocol::Full);
    // The world comes with the page, so it need not be told.
    assert!(shared.built_in.is_some_and(|world| world == shared.start));
}

#[test]
fn up_to_this_step_or_the_whole_branch() {
    let mut state = walked();
    state.update_whole(Msg::Undo);
    let (_, here) = shared(&state.update_whole(Msg::Over(Over::Share)));
    assert_eq!((here.steps.len(), here.place), (2, 2));
    let (_, branch) = shared(&state.update_whole(Msg::Share(Scope::Branch)));
    assert_eq!((branch.steps.len(), branch.place), (3, 2));
    assert_eq!(sharing(&state).steps, 3);
}

#[test]
fn the_recording_stops_where_it_is_shared() {
    let mut state = page();
    state.update_whole(Msg::Tick);
    assert!(matches!(open(&state).phase, Phase::Playing { .. }));
    state.update_whole(Msg::Over(Over::Share));
    state.update_whole(Msg::Tick);
    assert_eq!(open(&state).walk.here().number(), 1);
}

#[test]
fn a_desk_that_breaks_down_is_started_again() {
    let mut state = walked();
    state.update_whole(Msg::Over(Over::Share));
    let effects = state.update_whole(Msg::DeskBroke("its code could not be loaded.".into()));
    assert_eq!(effects, vec![Effect::EndDesk]);
    assert_eq!(sharing(&state).link, Made::Failed("Its code could not be loaded.".into()));
    assert_eq!(state.update_whole(Msg::Share(Scope::Here)), vec![Effect::SpawnDesk]);
}

#[test]
fn answers_to_an_older_question_change_nothing() {
    let mut state = walked();
    let (old, _) = shared(&state.update_whole(Msg::Over(Over::Share)));
    let (new, _) = shared(&state.update_whole(Msg::Share(Scope::Branch)));
    let made = FromDesk::LinkMade { id: old, text: "1old".into() };
    state.update_whole(Msg::HeardDesk(Box::new(made)));
    assert_eq!(sharing(&state).link, Made::Asked(new));
}

#[test]
fn the_link_of_a_recorded_world_is_short() {
    let mut state = page();
    state.update_whole(Msg::Stop);
    state.desk = super::super::desk::Desk::Up;
    while open(&state).next_recorded().is_some() {
        state.update_whole(Msg::Play);
    }
    let effects = state.update_whole(Msg::Over(Over::Share));
    ask_desk(&mut state, effects);
    let Made::Here(link) = &sharing(&state).link else { panic!("no link") };
    assert!(link.len() < LONGEST, "{} characters", link.len());
}
