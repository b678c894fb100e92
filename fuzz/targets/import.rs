//! Text that somebody pasted as a world: whatever it is taken for is in order, and opens.
#![no_main]

use diorama_world::import::{Import, MAX_UNREAD, MAX_WORLDS, import};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(Import::Worlds(worlds)) = import(text) else { return };
    assert!((1..=MAX_WORLDS).contains(&worlds.len()));
    for world in worlds {
        assert!(world.unread.len() <= MAX_UNREAD);
        // What is not in order can at least be drawn and predicted from.
        assert!(world.scenario.check().is_ok() || world.keyframe.is_some());
        if let Some(keyframe) = &world.keyframe {
            diorama_world::delta::Keyframe::parse(keyframe).expect("it was printed here");
        }
    }
});
