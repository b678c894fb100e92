//! What a model reads and learns from: a keyframe, then actions and deltas in turn.
//!
//! A sequence is texts with three markers between them, which a tokenizer makes single tokens:
//!
//! ```text
//! <|world|>keyframe<|do|>action<|now|>delta<|do|>action<|now|>delta<|do|>
//! ```
//!
//! With an action stand the lines of the nodes that it is done to, and the rows of the facts that their
//! texts are.
//!
//! `<|do|>` ends what the world says and begins an action, so a model stops by writing it. Texts are
//! tokenized without regard to markers: a world that writes `<|do|>` on its screen writes text. What
//! is learned, the segments with [`loss`](Segment::loss), is the deltas and the markers that end
//! them. The page and the training data are built by this module alone.
//!
//! A sequence has no length of its own: when the next step does not fit into what a model can read,
//! [`Context::renew`] begins anew with a keyframe of where the world is.

use super::{
    DeltaError, Reading, State, action, diff, edit, grammar::Acceptor, keyframe, pointed, read,
};
use crate::{Action, Control, Domain, Facts, Screen, action::ActionError, facts::FactsError};
use std::fmt;

/// What stands between texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// A keyframe begins.
    World,
    /// The world has spoken; an action begins.
    Do,
    /// The action is complete; a delta begins.
    Now,
}

impl Marker {
    /// All markers.
    pub const ALL: [Self; 3] = [Self::World, Self::Do, Self::Now];

    /// The marker as text.
    pub fn text(self) -> &'static str {
        match self {
            Self::World => "<|world|>",
            Self::Do => "<|do|>",
            Self::Now => "<|now|>",
        }
    }
}

/// A part of a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// What it is.
    pub part: Part,
    /// Whether a model learns to write it.
    pub loss: bool,
}

/// A marker or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// One token.
    Marker(Marker),
    /// Text, to be tokenized without markers.
    Text(String),
}

/// A sequence on its way.
#[derive(Debug, Clone)]
pub struct Context {
    domain: Domain,
    controls: Vec<Control>,
    state: State,
    /// The texts of the last action.
    typed: Vec<String>,
    segments: Vec<Segment>,
    steps: usize,
}

impl Context {
    /// Begins with a keyframe.
    pub fn new(
        domain: Domain,
        controls: &[Control],
        facts: &Facts,
        screen: &Screen,
    ) -> Result<Self, FactsError> {
        let state = State::new(facts.clone(), screen)?;
        let (controls, typed) = (controls.to_vec(), Vec::new());
        let mut context = Self { domain, controls, state, typed, segments: Vec::new(), steps: 0 };
        context.renew();
        Ok(context)
    }

    /// Begins anew with a keyframe of where the world is.
    pub fn renew(&mut self) {
        let frame = &mut self.state.frame;
        *frame = super::Frame::fresh(frame.heading.clone(), std::mem::take(&mut frame.elements));
        let text = keyframe::print(self.domain, &self.controls, &self.state);
        self.segments.clear();
        self.steps = 0;
        self.mark(Marker::World, false);
        self.text(text, false);
        self.mark(Marker::Do, false);
    }

    /// Appends an action, and what it points at. An action on a node that is not there is refused: it does nothing.
    pub fn act(&mut self, action: &Action) -> Result<(), ActionError> {
        let mut text = action::spell_action(action, &self.state.frame)?;
        pointed::tell(action, &self.state, &mut text);
        self.typed = action::typed(action);
        self.text(text, false);
        self.mark(Marker::Now, false);
        Ok(())
    }

    /// Appends what the action led to. Where no delta can tell it (see [`diff`]) the sequence
    /// begins anew with a keyframe, and the answer is `false`.
    pub fn show(&mut self, facts: &Facts, screen: &Screen) -> Result<bool, FactsError> {
        if let Some(delta) = diff(&self.state, facts, screen) {
            let text = delta.print_to(&self.state, facts, &self.typed);
            if edit::apply_to(&mut self.state, &delta).is_ok() {
                self.answer(text);
                return Ok(true);
            }
        }
        self.state = State::new(facts.clone(), screen)?;
        self.renew();
        Ok(false)
    }

    /// Appends what a model wrote; lines that cannot be read are skipped and listed.
    pub fn take(&mut self, text: &str) -> Vec<DeltaError> {
        let Reading { next, problems, .. } = read(text, &self.state, &self.typed);
        self.state = next;
        self.answer(text.to_owned());
        problems
    }

    /// What a model may write now.
    pub fn acceptor(&self) -> Acceptor {
        Acceptor::new(&self.state, &self.typed)
    }

    /// Where the world is.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The sequence so far.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// How many steps it tells.
    pub fn steps(&self) -> usize {
        self.steps
    }

    fn answer(&mut self, text: String) {
        self.text(text, true);
        self.mark(Marker::Do, true);
        self.steps += 1;
    }

    fn mark(&mut self, marker: Marker, loss: bool) {
        self.segments.push(Segment { part: Part::Marker(marker), loss });
    }

    fn text(&mut self, text: String, loss: bool) {
        self.segments.push(Segment { part: Part::Text(text), loss });
    }
}

/// The sequence as one text, for people.
impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.segments.iter().try_for_each(|segment| match &segment.part {
            Part::Marker(marker) => f.write_str(marker.text()),
            Part::Text(text) => f.write_str(text),
        })
    }
}
