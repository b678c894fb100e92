//! Replies of the `full` protocol, growing as they do while a model writes.
#![no_main]

use diorama_world::full::read_reply;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|reply: &str| {
    let whole = read_reply(reply);
    if let Some(observation) = &whole.observation {
        assert!(observation.len() <= reply.len());
    }
    assert!(!whole.complete || whole.observation.is_some());
    // A hundred places to cut are enough for a long reply.
    let step = (reply.len() / 100).max(1);
    for length in (0..reply.len()).step_by(step) {
        read_reply(&reply[..reply.floor_char_boundary(length)]);
    }
});
