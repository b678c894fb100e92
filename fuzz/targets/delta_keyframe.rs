//! Keyframes: what is read prints as what reads the same, and screens survive being told.
#![no_main]

use diorama_world::delta::{self, Keyframe, State};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(keyframe) = Keyframe::parse(text) else { return };
    let printed = keyframe.print();
    // References may stand for more text than fits once it is spelled out.
    if printed.len() <= diorama_world::dialect::MAX_TEXT {
        assert_eq!(Keyframe::parse(&printed).as_ref(), Ok(&keyframe), "{printed}");
    }
    let facts = keyframe.state.facts().clone();
    let screen = keyframe.state.frame().screen();
    let again = State::new(facts.clone(), &screen).expect("read facts are sound");
    assert_eq!(again, keyframe.state);
    let delta = delta::diff(&again, &facts, &screen).expect("nothing changes");
    assert!(delta.is_empty());
});
