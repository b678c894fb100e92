//! The `delta` protocol: what a small model reads and writes. Instead of the whole next
//! observation it writes what changes, and it refers to text that already stands somewhere
//! instead of copying it.
//!
//! All of it is lines. A [`Keyframe`] tells a whole [`State`], facts and screen; an action is a
//! line; a [`Delta`] is lines again. Nothing but the state, the action and the delta's own earlier
//! lines is needed to read a line: reading is checked against them line by line, and what was read
//! can be carried out.
//!
//! ```text
//! world android
//! with flaky-api every 2
//! note It rains.
//! $c contacts name phone kind* starred? age#
//! $c0 Ada Byron | 555-1 | work | yes | 36
//! app com.example.contacts
//! title Contacts
//! 0 head Contacts
//! 1 Button Search
//! 2 list scroll
//! 3  Item $c0.name
//! 4 box focus := Mi :? Search contacts
//! ```
//!
//! **Keyframe.** `world` and the domain; a line for each control (`with` a named one and those of
//! its parameters that are not as usual, `note` and free text); each table with its letter, its
//! name and its columns (`*` words, `#` numbers, `?` flags), then its rows with their numbers; the
//! fields of the header that are there (`app`, `title`, `url`); the nodes. A table's letter is the
//! first of its name that is free, or else the first of all; rows are named as references name them.
//! Cells at the end of a row that hold nothing (no text, 0, no) are left out.
//!
//! **Node.** Number, a space for each ancestor, role, states, name, then ` := ` value and ` :? `
//! hint. A capitalised role can be clicked. `text` is left out before a name that does not look
//! like a role. States: `hold` (can be pressed for long), `scroll`, `focus`, `disabled`, `sel`,
//! `expanded`, `secret` (password), `on` and `off` (checked or not).
//!
//! Nodes keep their numbers for as long as they live: a keyframe and a new screen count from 0,
//! what is put in later gets the next numbers. Numbers are written even where they could be
//! counted, since a model has to point at nodes and does not count well; the grammar allows no
//! others.
//!
//! **Delta.** Facts first, then the screen, in document order.
//!
//! | line | what it does |
//! | --- | --- |
//! | `same` | nothing changes; stands alone |
//! | `$c3.phone 555` | sets a cell |
//! | `$c4 Mira \| 555 \| …` | puts a row in at the end; the number is usually the table's next |
//! | `-$c3` | takes a row out |
//! | `title Inbox`, `no url` | sets or clears a field of the header |
//! | `12 blur Save` | changes what is said of a node: states, name, value, hint |
//! | `12 :=`, `12 := \.` | no value; an empty one |
//! | `-12`, `-12:15` | takes a node out, or siblings from the first to the last, with what is in them |
//! | `top`, `in 4`, `after 11` | where the nodes on the next lines come: first of all, first in a node, after a node; their depths count from there |
//! | `16 button Save` | a new node |
//! | `new` | a new screen: the fields of its header that differ from the last one's, and its nodes follow |
//!
//! States are cleared by words of their own: `untap`, `unhold`, `unscroll`, `blur`, `enabled`,
//! `unsel`, `folded`, `unsecret`, `uncheck` (neither on nor off); `tap` makes clickable.
//!
//! **Text.** `\n`, `\r`, `\\`; `\|` for a bar in a cell, `\:` where ` :=` or ` :?` is meant as text;
//! `\.` is nothing: an empty text, or what keeps a name from being read as a state and a reference
//! from running into the next word. `$$` is a dollar sign.
//!
//! **References**, alone or within longer text:
//!
//! | reference | text |
//! | --- | --- |
//! | `$t`, `$t1` | what the action types, its second text ([`typed`]) |
//! | `$c3.name` | a cell of text |
//! | `$f0.text.2` | the third line of it |
//! | `$n12`, `$v12` | name or value of a node of the last screen |
//!
//! Writing prefers the longest text that stands there as whole words; of several what was typed,
//! then the next line of the same cell, then the row that was referred to last, then the row after
//! it, then the first cell, then a node. Only columns of text with three characters or more are
//! referred to, and nodes with twelve or more: shorter ones are mostly an app's own words. Words,
//! numbers and flags are spelled out. A screen refers to the facts as they are after the delta's
//! own changes.

mod action;
mod cells;
pub mod context;
mod diff;
mod edit;
mod flaw;
mod frame;
pub mod grammar;
mod index;
mod keyframe;
mod line;
mod pointed;
mod print;
mod read;
mod reference;
mod text;
mod words;

use crate::{Facts, Screen, facts::FactsError};

pub use action::{read_action, spell_action, typed};
pub use context::Context;
pub use diff::diff;
pub use edit::{Delta, Edit, Redraw, apply};
pub use flaw::{DeltaError, Flaw};
pub use frame::{Element, Frame, Heading, Place};
pub use keyframe::Keyframe;
pub use line::{Field, Revision, Set};
pub use read::{Reading, parse, read};

/// What a world is at one moment, as `delta` tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    facts: Facts,
    frame: Frame,
}

impl State {
    /// Facts and a screen, whose nodes are numbered anew.
    pub fn new(facts: Facts, screen: &Screen) -> Result<Self, FactsError> {
        facts.check()?;
        Ok(Self::showing(facts, screen))
    }

    /// Facts that are in order, and a screen, whose nodes are numbered anew.
    pub(crate) fn showing(facts: Facts, screen: &Screen) -> Self {
        Self { facts, frame: Frame::new(screen) }
    }

    /// The same with its nodes numbered anew.
    #[must_use]
    pub fn renumbered(self) -> Self {
        let Frame { heading, elements, .. } = self.frame;
        Self { facts: self.facts, frame: Frame::fresh(heading, elements) }
    }

    /// The facts.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The screen with the numbers of its nodes.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Whether two states show and hold the same, whatever their nodes' numbers.
    pub fn same(&self, other: &Self) -> bool {
        self.facts == other.facts
            && self.frame.heading == other.frame.heading
            && self.frame.elements == other.frame.elements
    }
}
