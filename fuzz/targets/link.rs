//! Links: a text as it stands, and, since no fuzzer writes deflate, a payload that is closed here. What
//! opens can be made into a link again, which opens to the same.
#![no_main]

use diorama_world::{
    Link,
    link::{LinkError, World},
};
use libfuzzer_sys::fuzz_target;

/// No worlds are built in; payloads may say theirs whole.
fn none(_: &str) -> Option<World> {
    None
}

fuzz_target!(|text: &str| {
    let _ = Link::decode(text, &none);
    let Ok(closed) = Link::close(text) else { return };
    let Ok(opened) = Link::decode(&closed, &none) else { return };
    match opened.link.encode(&none) {
        Ok(again) => {
            let read = Link::decode(&again, &none).expect("what was made opens");
            assert_eq!(read.link, opened.link);
            assert!(!read.redrawn);
        }
        Err(error) => assert!(!matches!(error, LinkError::Unsayable), "another link came out"),
    }
});
