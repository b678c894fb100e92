//! Keyframes, deltas and actions as text and back.

use crate::arbitrary;
use diorama_world::{
    Facts, Screen,
    delta::{self, Keyframe, State},
};
use proptest::prelude::*;

fn state(facts: &Facts, screen: &Screen) -> State {
    State::new(facts.clone(), screen).expect("small facts")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn a_frame_is_the_canonical_screen(screen in arbitrary::screen()) {
        prop_assert_eq!(state(&Facts::default(), &screen).frame().screen(), screen.canonical());
    }

    #[test]
    fn keyframes_read_back(
        domain in arbitrary::domain(),
        controls in arbitrary::controls(),
        facts in arbitrary::facts(),
        screen in arbitrary::screen(),
    ) {
        let keyframe = Keyframe { domain, controls, state: state(&facts, &screen) };
        let text = keyframe.print();
        let read = Keyframe::parse(&text);
        prop_assert_eq!(read.as_ref(), Ok(&keyframe), "{}", text);
    }

    #[test]
    fn deltas_lead_to_the_next_state(
        facts in (arbitrary::facts(), arbitrary::facts()),
        screens in (arbitrary::screen(), arbitrary::screen()),
        typed in arbitrary::typed(),
    ) {
        let before = state(&facts.0, &screens.0);
        let after = state(&facts.1, &screens.1);
        // Rows in another order need a keyframe; then only the screen changes here.
        let after = if facts.0.changes(&facts.1).is_some() { after } else { state(&facts.0, &screens.1) };
        let delta = delta::diff(&before, after.facts(), &screens.1).expect("a delta");
        let applied = delta::apply(&before, &delta).expect("applies");
        prop_assert!(applied.same(&after), "{applied:?}\n{after:?}");
        let text = delta.print(&before, &typed);
        let (read, next) = delta::parse(&text, &before, &typed).expect(&text);
        prop_assert_eq!(&next, &applied, "{}", text);
        prop_assert_eq!(&read, &delta, "{}", text);
    }

    #[test]
    fn actions_read_back((screen, action) in arbitrary::screen().prop_flat_map(|screen| {
        let nodes = screen.nodes.len();
        (Just(screen), arbitrary::action(nodes))
    })) {
        let state = state(&Facts::default(), &screen);
        if let Ok(text) = delta::spell_action(&action, state.frame()) {
            prop_assert_eq!(delta::read_action(&text, state.frame()), Ok(action), "{}", text);
        } else {
            prop_assert!(screen.nodes.is_empty());
        }
    }
}
