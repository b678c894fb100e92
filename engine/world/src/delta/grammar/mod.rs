//! The grammar of deltas, for constrained decoding.
//!
//! An [`Acceptor`] takes a delta byte by byte and refuses each byte after which no delta that can be
//! carried out could follow: unknown nodes, rows and columns, references to nothing, cells of the
//! wrong kind. What is a legal number or name depends on the state and on the lines before, so the
//! grammar is not compiled; it looks into the state as it goes. A [`TokenTrie`] walks a vocabulary
//! over it and gives the [mask](TokenTrie::mask) of tokens that may come next.
//!
//! Libraries for this (llguidance 1.9) compile a grammar anew whenever the set of legal numbers
//! changes, which here is at every line, and weigh 1.18 MB of WebAssembly (410 KB gzip) where this
//! module needs a few KB.

mod cursor;
mod set;
mod text;
mod trie;
mod utf8;

use super::{
    State,
    read::{Course, Line},
    reference::letters,
};
use crate::dialect::MAX_TEXT;
use cursor::Cursor;
use std::sync::Arc;

pub use set::BitSet;
pub use trie::{TokenTrie, TooLarge};

/// Takes a delta byte by byte.
#[derive(Debug, Clone)]
pub struct Acceptor {
    rules: Rules,
    cursor: Cursor,
    /// The line that is being read, without its end.
    line: Vec<u8>,
    /// Bytes that may still come.
    left: usize,
}

/// What the bytes of a line are checked against.
#[derive(Debug, Clone)]
struct Rules {
    course: Course,
    /// The letters of the tables.
    letters: Arc<[u8]>,
}

impl Acceptor {
    /// At the start of the delta that answers an action with these texts
    /// ([`typed`](super::typed)).
    pub fn new(before: &State, typed: &[String]) -> Self {
        let letters = letters(&before.facts).into();
        let course = Course::new(Arc::new(before.clone()), Arc::from(typed));
        let rules = Rules { course, letters };
        Self { rules, cursor: Cursor::Start, line: Vec::new(), left: MAX_TEXT }
    }

    /// Takes the next byte; refuses it, and stays as it was, if no delta goes on like that.
    pub fn accept(&mut self, byte: u8) -> bool {
        let Some(left) = self.left.checked_sub(1) else { return false };
        let next = self.rules.follow(self.cursor, &self.line);
        let (rules, cursor) = match &next {
            Some(rules) => (rules, Cursor::Start),
            None => (&self.rules, self.cursor),
        };
        let fresh = cursor == Cursor::Start;
        let line = if fresh { &[][..] } else { &self.line };
        let Some(cursor) = rules.step(cursor, byte, line) else { return false };
        if let Some(next) = next {
            self.rules = next;
        }
        (self.cursor, self.left) = (cursor, left);
        if fresh {
            self.line.clear();
        }
        if byte != b'\n' {
            self.line.push(byte);
        }
        true
    }

    /// Whether the delta may end here.
    pub fn may_end(&self) -> bool {
        self.cursor == Cursor::End { place: false }
    }

    /// The state that the delta leads to, if it may end here.
    pub fn state(&self) -> Option<State> {
        let rules = self.may_end().then(|| self.rules.follow(self.cursor, &self.line))??;
        Some(rules.course.state())
    }
}

impl Rules {
    /// The rules for the next line, at the end of one.
    fn follow(&self, cursor: Cursor, line: &[u8]) -> Option<Self> {
        if !matches!(cursor, Cursor::End { .. }) {
            return None;
        }
        let mut next = self.clone();
        let line = next.line(line)?;
        next.course.take(&line).ok()?;
        Some(next)
    }

    fn line(&mut self, line: &[u8]) -> Option<Line> {
        self.course.read(std::str::from_utf8(line).ok()?).ok()
    }

    /// Takes a byte of a line; the end of a line only if the whole line can be read.
    fn step(&self, cursor: Cursor, byte: u8, line: &[u8]) -> Option<Cursor> {
        let next = cursor.step(self, byte)?;
        let whole = byte != b'\n' || self.clone().line(line).is_some();
        whole.then_some(next)
    }
}
