//! The page as a widget: it plays, is told what to do, and loads nothing before it is asked to.

use super::{
    super::{
        tree::Move,
        widget::{Begins, Command, Subject, Told, Widget},
    },
    *,
};

/// A widget with a world that is here, as it was asked for, and what it did to begin.
fn begun(widget: Widget) -> (State, Vec<Effect>) {
    let default = ModelSource::Url { url: "https://example.org/d.gguf".into(), sha256: None };
    let mut state = State::open_widget(widget, Some(default));
    let world = World {
        scenario: Scenario::from_json(SCENARIO).unwrap(),
        trace: Some(Trace::from_json(TRACE).unwrap()),
        keyframe: None,
    };
    let effects = state.update_widget(Msg::Worlds(Ok(vec![world])));
    (state, effects)
}

/// What the worker says, to a widget.
fn hear(state: &mut State, message: FromWorker) -> Vec<Effect> {
    state.update_widget(Msg::Heard(Box::new(message), 0.0))
}

fn contacts() -> Widget {
    Widget::new(Subject::World("contacts-disk-full".into()), Begins::Playing)
}

fn told(effects: &[Effect]) -> Option<(usize, usize)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Tell(Told::Step { step, steps, .. }) => Some((*step, *steps)),
        _ => None,
    })
}

fn ask(state: &mut State, command: Command) -> Vec<Effect> {
    state.update_widget(Msg::Asked(command))
}

#[test]
fn it_plays_all_of_the_recording_and_tells_each_step() {
    let (mut state, effects) = begun(contacts());
    assert_eq!(told(&effects), Some((0, 6)));
    for step in 1..=6 {
        assert_eq!(told(&state.update_widget(Msg::Tick)), Some((step, 6)));
    }
    assert_eq!(open(&state).phase, Phase::Idle);
    // Playing at the end begins anew.
    assert_eq!(told(&ask(&mut state, Command::Play)), Some((0, 6)));
}

#[test]
fn what_nobody_sees_does_not_play() {
    let (mut state, _) = begun(contacts());
    ask(&mut state, Command::Hide);
    assert_eq!(state.update_widget(Msg::Tick), Vec::new());
    let effects = ask(&mut state, Command::Show);
    assert!(matches!(effects[..], [Effect::TickAfter(_)]), "{effects:?}");
    assert_eq!(told(&state.update_widget(Msg::Tick)), Some((1, 6)));
}

#[test]
fn it_opens_at_a_step_and_goes_to_others_within_bounds() {
    let (mut state, effects) = begun(Widget { begins: Begins::At(3), ..contacts() });
    assert_eq!(told(&effects), Some((3, 6)));
    assert_eq!(open(&state).phase, Phase::Idle);
    assert_eq!(told(&ask(&mut state, Command::Goto(1000))), Some((6, 6)));
    assert_eq!(told(&ask(&mut state, Command::Goto(0))), Some((0, 6)));
}

#[test]
fn no_model_is_loaded_before_it_is_asked_for() {
    let (mut state, _) = begun(Widget { begins: Begins::Still, ..contacts() });
    let effects = state.update_widget(Msg::Say(WAIT.into()));
    assert_eq!(effects, Vec::new());
    assert!(matches!(open(&state).phase, Phase::Waiting(_)));
    let effects = ask(&mut state, Command::Live);
    assert_eq!(effects[..2], [Effect::Tell(Told::Live), Effect::Spawn]);
    hear(&mut state, ready());
    let id = loading(&state);
    // What waited runs.
    assert!(asked(&hear(&mut state, loaded(id))).is_some());
}

#[test]
fn it_lets_the_model_go_for_another_and_keeps_what_happened() {
    let (mut state, _) = begun(Widget { begins: Begins::At(2), ..contacts() });
    assert_eq!(ask(&mut state, Command::Rest), Vec::new());
    ask(&mut state, Command::Live);
    assert_eq!(ask(&mut state, Command::Rest), vec![Effect::End]);
    assert_eq!(state.engine, Engine::Off);
    assert_eq!(open(&state).steps(), (2, 6));
    assert!(state.widget.as_ref().unwrap().rests);
}

#[test]
fn read_only_is_not_acted_on_and_nothing_lies_over_a_widget() {
    let (mut state, _) = begun(Widget { read_only: true, ..contacts() });
    for msg in [
        Msg::Say(WAIT.into()),
        Msg::Resample,
        Msg::Over(Over::Models),
        Msg::Choose("phone".into()),
        Msg::Load(source()),
        Msg::Tree(Move::Delete),
    ] {
        let before = state.clone();
        assert_eq!(state.update_widget(msg), Vec::new());
        assert_eq!(state, before);
    }
}

#[test]
fn a_world_that_there_is_not_is_told() {
    let (state, effects) = begun(Widget::new(Subject::World("nowhere".into()), Begins::Still));
    assert!(matches!(effects[..], [Effect::Tell(Told::Error(_))]), "{effects:?}");
    assert!(matches!(state.stage, Stage::Empty(_)));
}

#[test]
fn commands_are_words() {
    assert_eq!(Command::read("goto 12"), Some(Command::Goto(12)));
    assert_eq!(Command::read("rest"), Some(Command::Rest));
    for words in
        ["", "goto", "goto -1", "goto 1.5", "live", "constructor", "goto 99999999999999999999"]
    {
        assert_eq!(Command::read(words), None, "{words}");
    }
}
