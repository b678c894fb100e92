//! The grammar and the reader agree; masks are what trying every token gives.

use crate::arbitrary;
use diorama_world::{
    Facts, Screen,
    delta::{
        self, State,
        grammar::{Acceptor, BitSet, TokenTrie},
    },
};
use proptest::prelude::*;

fn state(facts: &Facts, screen: &Screen) -> State {
    State::new(facts.clone(), screen).expect("small facts")
}

/// Feeds a text; `None` where a byte is refused.
fn fed(before: &State, typed: &[String], text: &[u8]) -> Option<Acceptor> {
    let mut acceptor = Acceptor::new(before, typed);
    text.iter().all(|&byte| acceptor.accept(byte)).then_some(acceptor)
}

/// The bytes that may come next.
fn choices(bytes: &TokenTrie, acceptor: &Acceptor) -> Vec<u8> {
    let mut mask = BitSet::new();
    bytes.mask(acceptor, &mut mask);
    (0..=255).filter(|&byte| mask.contains(byte.into())).collect()
}

/// Bytes and longer pieces that a vocabulary would have.
fn vocabulary() -> Vec<Vec<u8>> {
    let pieces = [
        "same", "same\n", "new\n", "new\n0", "\n\n", "\n1", " button", "after ", "after 1", "$c",
        "$c0", ".name", "$t", " |", " | ", "| yes", " := ", "12", "-1", "-$c", "title ", "no ",
        "\n-", "é", " Ada",
    ];
    let bytes = (0..=255).map(|byte| vec![byte]);
    bytes.chain(pieces.iter().map(|piece| piece.as_bytes().to_vec())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_diff_prints_is_accepted(
        facts in (arbitrary::facts(), arbitrary::facts()),
        screens in (arbitrary::screen(), arbitrary::screen()),
        typed in arbitrary::typed(),
    ) {
        let before = state(&facts.0, &screens.0);
        let next = if facts.0.changes(&facts.1).is_some() { &facts.1 } else { &facts.0 };
        let delta = delta::diff(&before, next, &screens.1).expect("a delta");
        let text = delta.print(&before, &typed);
        let mut acceptor = Acceptor::new(&before, &typed);
        for (at, byte) in text.bytes().enumerate() {
            prop_assert!(acceptor.accept(byte), "byte {at} of {text:?}");
        }
        prop_assert!(acceptor.may_end(), "{text:?}");
        prop_assert_eq!(acceptor.state(), delta::apply(&before, &delta).ok(), "{}", text);
    }

    /// Walks the grammar by chance: it never gets stuck, and what it ends with can be read.
    #[test]
    fn what_is_accepted_reads(
        facts in arbitrary::facts(),
        screen in arbitrary::screen(),
        typed in arbitrary::typed(),
        picks in prop::collection::vec(any::<(u8, bool)>(), 1..60),
    ) {
        let before = state(&facts, &screen);
        let mut acceptor = Acceptor::new(&before, &typed);
        let mut text = Vec::new();
        let all: Vec<u8> = (0..=255).collect();
        let bytes = all.chunks(1).map(|byte| (byte[0].into(), byte));
        let bytes = TokenTrie::new(bytes).expect("a small vocabulary");
        let mut picks = picks.into_iter();
        loop {
            let choices = choices(&bytes, &acceptor);
            if choices.is_empty() {
                break;
            }
            let special: Vec<u8> =
                choices.iter().copied().filter(|byte| b"\n $|.-:0123abcnt".contains(byte)).collect();
            let next = match picks.next() {
                Some((pick, true)) if !special.is_empty() => special[pick as usize % special.len()],
                Some((pick, _)) => choices[pick as usize % choices.len()],
                None if acceptor.may_end() => break,
                // The shortest way out.
                None if choices.contains(&b'\n') => b'\n',
                None if choices.contains(&b'|') => b'|',
                None => *special.first().unwrap_or(&choices[0]),
            };
            prop_assert!(acceptor.accept(next));
            text.push(next);
            prop_assert!(text.len() < 2000, "no way out of {:?}", String::from_utf8_lossy(&text));
        }
        let text = String::from_utf8(text).expect("UTF-8");
        prop_assert!(acceptor.may_end(), "stuck after {text:?}");
        let read = delta::parse(&text, &before, &typed);
        prop_assert_eq!(acceptor.state(), read.map(|(_, next)| next).ok(), "{:?}", text);
    }

    /// Of texts that are nearly deltas, those are accepted that can be read.
    #[test]
    fn the_acceptor_agrees_with_the_reader(
        facts in arbitrary::facts(),
        screens in (arbitrary::screen(), arbitrary::screen()),
        typed in arbitrary::typed(),
        at in any::<prop::sample::Index>(),
        cut in 0usize..3,
        put in "[$0-9a-c.|: \n\\\\nt-]{0,3}",
    ) {
        let before = state(&facts, &screens.0);
        let delta = delta::diff(&before, &facts, &screens.1).expect("a delta");
        let mut text = delta.print(&before, &typed);
        let from = text.floor_char_boundary(at.index(text.len()));
        let to = text.ceil_char_boundary((from + cut).min(text.len()));
        text.replace_range(from..to, &put);
        let accepted = fed(&before, &typed, text.as_bytes()).is_some_and(|a| a.may_end());
        let read = delta::parse(&text, &before, &typed);
        prop_assert!(!accepted || read.is_ok(), "{text:?} {read:?}");
    }

    #[test]
    fn masks_are_what_trying_gives(
        facts in (arbitrary::facts(), arbitrary::facts()),
        screens in (arbitrary::screen(), arbitrary::screen()),
        typed in arbitrary::typed(),
        at in any::<prop::sample::Index>(),
    ) {
        let before = state(&facts.0, &screens.0);
        let next = if facts.0.changes(&facts.1).is_some() { &facts.1 } else { &facts.0 };
        let delta = delta::diff(&before, next, &screens.1).expect("a delta");
        let text = delta.print(&before, &typed);
        let acceptor = fed(&before, &typed, &text.as_bytes()[..at.index(text.len() + 1)]).expect("a prefix");
        let vocabulary = vocabulary();
        let tokens = vocabulary.iter().enumerate().map(|(id, bytes)| (id as u32, bytes.as_slice()));
        let trie = TokenTrie::new(tokens).expect("a small vocabulary");
        let mut mask = BitSet::new();
        trie.mask(&acceptor, &mut mask);
        for (id, bytes) in vocabulary.iter().enumerate() {
            let mut tried = acceptor.clone();
            let accepted = bytes.iter().all(|&byte| tried.accept(byte));
            prop_assert_eq!(mask.contains(id as u32), accepted, "{:?} after {:?}", String::from_utf8_lossy(bytes), text);
        }
    }
}
