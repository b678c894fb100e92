//! The recordings and the walks that come with the page, told in `delta`.

use crate::common;
use diorama_world::{
    Facts,
    delta::{self, Context, Keyframe, State, grammar::Acceptor},
};

#[test]
fn recorded_screens_are_told_exactly() {
    let walks = common::all();
    assert!(walks.len() > 5);
    for walk in walks {
        let screens = walk.screens();
        let facts = &walk.scenario.facts;
        let first = State::new(facts.clone(), &screens[0]).expect("small facts");
        let (domain, controls) = (walk.scenario.domain, walk.scenario.controls.clone());
        let keyframe = Keyframe { domain, controls, state: first.clone() };
        assert_eq!(Keyframe::parse(&keyframe.print()), Ok(keyframe), "{}", walk.path.display());
        let mut state = first;
        for (step, screen) in walk.trace.steps.iter().zip(&screens[1..]) {
            let action = walk.scenario.dialect.read_action(&step.action, &state.frame().screen());
            let typed = action.map(|action| delta::typed(&action)).unwrap_or_default();
            let found = delta::diff(&state, facts, screen).expect("the facts stay");
            let text = found.print(&state, &typed);
            let mut acceptor = Acceptor::new(&state, &typed);
            assert!(text.bytes().all(|byte| acceptor.accept(byte)), "{text}");
            let (read, next) = delta::parse(&text, &state, &typed).expect(&text);
            assert_eq!(read, found);
            assert_eq!(next.frame().screen(), screen.canonical(), "{text}");
            assert_eq!(acceptor.state().as_ref(), Some(&next));
            state = next;
        }
    }
}

/// A context tells the same, and what it says of loss is deltas and the marks behind them.
#[test]
fn contexts_hold_whole_walks() {
    for walk in common::all() {
        let screens = walk.screens();
        let mut context = Context::new(walk.scenario.domain, &[], &Facts::default(), &screens[0])
            .expect("no facts");
        let mut told = 0;
        for (step, screen) in walk.trace.steps.iter().zip(&screens[1..]) {
            let before = screens[told].canonical();
            let Ok(action) = walk.scenario.dialect.read_action(&step.action, &screens[told]) else {
                break;
            };
            assert_eq!(context.state().frame().screen(), before);
            if context.act(&action).is_err() {
                break;
            }
            assert_eq!(context.show(&Facts::default(), screen), Ok(true));
            told += 1;
        }
        assert_eq!(context.steps(), told);
        let loss = context.segments().iter().filter(|segment| segment.loss).count();
        assert_eq!((loss, context.segments().len()), (2 * told, 3 + 4 * told));
    }
}
