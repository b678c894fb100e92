//! Deltas: a keyframe, what was typed, a delta, each after a line `=`. What is read can be carried
//! out and told again; what the acceptor takes can be read; what diff prints it takes.
#![no_main]

use diorama_world::delta::{self, Keyframe, grammar::Acceptor};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut parts = text.split("\n=\n");
    let (Some(keyframe), Some(typed), Some(delta)) = (parts.next(), parts.next(), parts.next())
    else {
        return;
    };
    let Ok(keyframe) = Keyframe::parse(keyframe) else { return };
    let before = keyframe.state;
    let typed: Vec<String> = typed.lines().map(str::to_owned).collect();

    let reading = delta::read(delta, &before, &typed);
    assert_eq!(delta::apply(&before, &reading.delta).as_ref(), Ok(&reading.next));
    let read = delta::parse(delta, &before, &typed);
    assert_eq!(read.is_ok(), reading.problems.is_empty());

    let mut acceptor = Acceptor::new(&before, &typed);
    let taken = delta.bytes().all(|byte| acceptor.accept(byte)) && acceptor.may_end();
    if taken {
        assert_eq!(acceptor.state(), read.ok().map(|(_, next)| next), "{delta}");
    }

    let (facts, screen) = (reading.next.facts(), reading.next.frame().screen());
    let Some(found) = delta::diff(&before, facts, &screen) else { return };
    let next = delta::apply(&before, &found).expect("what diff finds applies");
    assert!(next.same(&reading.next));
    let printed = found.print(&before, &typed);
    if printed.len() <= diorama_world::dialect::MAX_TEXT {
        let mut acceptor = Acceptor::new(&before, &typed);
        assert!(printed.bytes().all(|byte| acceptor.accept(byte)), "{printed}");
        assert_eq!(acceptor.state(), Some(next), "{printed}");
    }
});
