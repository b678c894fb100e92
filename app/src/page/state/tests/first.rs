//! The first part of the page by itself: what it leaves to the second part waits for that, and none of
//! it is lost.

use super::{
    super::{
        Task, desk::Desk, editor::Write, form::Touch, links::Opening, remote::RemoteMsg,
        share::Scope, tree::Move, truth::Truth,
    },
    *,
};
use crate::protocol::{
    ExecutorChoice,
    desk::FromDesk,
    truth::{FromTruth, Recipe},
};

/// A message of each kind that the second part takes in.
fn left() -> Vec<Msg> {
    let dialect = open(&page()).world.scenario.dialect;
    let recipe = Recipe { dialect, seed: 1, controls: Vec::new() };
    vec![
        Msg::Choose("alarms".into()),
        Msg::WorldCame("alarms".into(), Box::new(Err("It is away.".into()))),
        Msg::Seek("shop".into()),
        Msg::Make(recipe),
        Msg::Bring(Ok("text".into())),
        Msg::TakeBrought(0),
        Msg::EditHere,
        Msg::EditListed("alarms".into()),
        Msg::Write(Write::Title("Mine".into())),
        Msg::Touch(Touch::Switch("offline")),
        Msg::Apply,
        Msg::Discard,
        Msg::Tree(Move::Compare),
        Msg::Tree(Move::Swap),
        Msg::Share(Scope::Here),
        Msg::TakeLink,
        Msg::RunLive,
        Msg::Export(super::super::export::ExportMsg::Scope(Scope::Branch)),
        Msg::Future(super::super::futures::FutureMsg::Leave),
        Msg::Truth(super::super::grades::TruthMsg::Take),
        Msg::Remote(RemoteMsg::Disconnect),
        Msg::HeardDesk(Box::new(FromDesk::Ready { version: VERSION })),
        Msg::HeardTruth(Box::new(FromTruth::Ready { version: VERSION })),
        Msg::Beside(Ok(Vec::new())),
        Msg::Look(source()),
        Msg::CancelLoad,
        Msg::Forget,
        Msg::Delete("k".into()),
        Msg::Executor(ExecutorChoice::Cpu),
    ]
}

#[test]
fn what_is_left_to_the_second_part_waits_for_it_and_is_taken_in_by_it() {
    for msg in left() {
        let mut state = page();
        let effects = state.update(msg.clone());
        assert_eq!(effects, vec![Effect::Later(Box::new(msg.clone()))]);
        let effects = state.update_whole(msg.clone());
        let waits = effects.iter().any(|effect| matches!(effect, Effect::Later(_)));
        assert!(!waits, "{msg:?} goes round for ever");
    }
}

#[test]
fn what_it_takes_in_itself_waits_for_nothing() {
    let own = [
        Msg::Play,
        Msg::Undo,
        Msg::Redo,
        Msg::Say(WAIT.into()),
        Msg::Tree(Move::Pin),
        Msg::Tab(Tab::Facts),
        Msg::OpenLink(Ok("1abc".into())),
        Msg::Over(Over::Share),
        Msg::Close(Over::Share),
        Msg::Later(false),
        Msg::Later(true),
    ];
    let mut state = page();
    for msg in own {
        let effects = state.update(msg.clone());
        let waits = effects.iter().any(|effect| matches!(effect, Effect::Later(_)));
        assert!(!waits, "{msg:?} waits");
    }
}

#[test]
fn a_sheet_that_was_opened_early_begins_once_the_second_part_is_there() {
    let mut state = page();
    assert_eq!(state.update(Msg::Over(Over::Share)), Vec::new());
    // It lies there at once, and what played stands still.
    assert_eq!((state.over, &open(&state).phase), (Over::Share, &Phase::Idle));
    assert_eq!(state.update_whole(Msg::Later(true)), vec![Effect::SpawnDesk]);
    // That part may come for several who asked; one link is made.
    assert_eq!(state.update_whole(Msg::Later(true)), Vec::new());

    let mut state = page();
    state.update(Msg::Stop);
    assert_eq!(state.update(Msg::Over(Over::Models)), Vec::new());
    let effects = state.update_whole(Msg::Later(true));
    assert_eq!(effects, vec![Effect::FetchBeside, Effect::Spawn]);
    assert_eq!(state.update_whole(Msg::Later(true)), Vec::new());
}

#[test]
fn steps_are_compared_once_the_second_part_is_there() {
    let mut state = page();
    state.update(Msg::Play);
    let mut effects = state.update(Msg::Tree(Move::Compare));
    assert_eq!(open(&state).task, Task::Nothing);
    let Some(Effect::Later(msg)) = effects.pop() else { panic!("it is lost") };
    state.update_whole(*msg);
    assert!(matches!(open(&state).task, Task::Comparing(_)));
}

#[test]
fn a_link_that_nobody_can_read_says_so() {
    let (mut state, effects) = State::open_with_link(Theme::System, None, "1abc".into());
    assert_eq!(effects, vec![Effect::SpawnDesk]);
    assert!(matches!(state.opening, Opening::Asked { .. }));
    let effects = state.update(Msg::DeskBroke("it could not be fetched".into()));
    assert_eq!((&state.desk, effects), (&Desk::Off, vec![Effect::EndDesk]));
    assert_eq!(state.opening, Opening::Failed("It could not be fetched.".into()));
}

#[test]
fn a_reference_environment_that_cannot_be_started_says_so() {
    let mut state = page();
    let effects = state.update(Msg::TruthBroke("it could not be fetched".into()));
    assert_eq!(effects, vec![Effect::EndTruth]);
    assert!(matches!(state.truth, Truth::Broken(_)));
    assert!(state.said.contains("it could not be fetched"), "{}", state.said);
}
