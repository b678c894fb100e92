//! A walk through one world: its timeline, and what can be drawn at each place of it.

use crate::page::draw::{traits, words};
use crate::protocol::{Branch, End, Known, Speed};
use diorama_world::{
    Action, Dialect, Facts, Scenario, Screen, Timeline,
    dialect::ParseError,
    diff::{self, Diff},
    timeline::{Place, TimelineError},
};
use std::rc::Rc;

/// A timeline and what can be drawn at each of its places.
#[derive(Debug, Clone, PartialEq)]
pub struct Walk {
    dialect: Dialect,
    first: String,
    /// The start as a keyframe of `delta`, where the first observation does not say all of it.
    keyframe: Option<String>,
    timeline: Timeline,
    /// One for each place, by number.
    sights: Vec<Sight>,
}

/// What there is to see at a place, and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Sight {
    /// What can be drawn.
    pub view: View,
    /// Lines that could not be read.
    pub problems: Vec<ParseError>,
    /// Where it came from.
    pub origin: Origin,
    /// The action that led here, in words; empty at the start.
    pub spoken: String,
}

/// What can be drawn of an observation.
#[derive(Debug, Clone, PartialEq)]
pub enum View {
    /// A screen, and how it differs from the last one before.
    Drawn {
        /// The screen.
        screen: Rc<Screen>,
        /// How it differs.
        diff: Rc<Diff>,
        /// Whether the observation brought no nodes and those of the step before still stand.
        carried: bool,
    },
    /// Nothing could be read.
    Unreadable,
}

/// Where a step came from.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// The recording; its steps up to and including this one, 0 at the start.
    Recorded(usize),
    /// A model.
    Predicted(Prediction),
    /// The reference environment.
    Reference(Rc<Played>),
}

/// How a model came to a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// The seed it was sampled with.
    pub seed: u64,
    /// Why the reply ended.
    pub end: End,
    /// How fast it went.
    pub speed: Speed,
    /// The whole reply, where it says more than the observation.
    pub reply: Option<String>,
    /// What a model that speaks `delta` told besides.
    pub told: Option<Told>,
}

/// What a model that speaks `delta` tells besides an observation.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The hidden state after the step.
    pub facts: Rc<Facts>,
    /// What the model wrote.
    pub delta: String,
    /// The model's own probability of its answer, 0 to 1.
    pub sure: f32,
    /// The nodes that the answer speaks of, and how sure the model was of each.
    pub nodes: Vec<(usize, f32)>,
}

/// What the reference environment tells besides an observation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Played {
    /// The hidden state after the step.
    pub facts: Facts,
    /// Hidden state and screen as a keyframe of `delta`.
    pub keyframe: String,
}

/// How a step looks in the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// From the recording.
    Recorded,
    /// From a model.
    Predicted,
    /// From the reference environment.
    Reference,
    /// From a model that was stopped or ran out of room.
    Stopped,
    /// From a model whose reply cannot be drawn.
    Failed,
}

impl Kind {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Predicted => "predicted",
            Self::Reference => "reference",
            Self::Stopped => "stopped early",
            Self::Failed => "unreadable",
        }
    }
}

impl Sight {
    /// How the step looks in the timeline.
    pub fn kind(&self) -> Kind {
        match (&self.origin, &self.view) {
            (_, View::Unreadable) => Kind::Failed,
            (Origin::Recorded(_), _) => Kind::Recorded,
            (Origin::Predicted(Prediction { end: End::Complete, .. }), _) => Kind::Predicted,
            (Origin::Predicted(_), _) => Kind::Stopped,
            (Origin::Reference(_), _) => Kind::Reference,
        }
    }
}

impl Walk {
    /// A walk at its start.
    pub fn new(scenario: &Scenario, keyframe: Option<String>) -> Self {
        let Scenario { dialect, ref first, .. } = *scenario;
        let (view, problems) = look(dialect, first, false, None);
        let origin = Origin::Recorded(0);
        let sights = vec![Sight { view, problems, origin, spoken: String::new() }];
        let (first, timeline) = (first.clone(), Timeline::new());
        Self { dialect, first, keyframe, timeline, sights }
    }

    /// The tree of steps.
    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// Where the person is.
    pub fn here(&self) -> Place {
        self.timeline.current()
    }

    /// What there is to see at a place.
    pub fn sight(&self, place: Place) -> &Sight {
        // Every place has its sight; the start stands in rather than a panic.
        self.sights.get(place.number()).unwrap_or(&self.sights[0])
    }

    /// The observation at a place.
    pub fn observation(&self, place: Place) -> &str {
        self.timeline.observation(place, &self.first)
    }

    /// The last screen that can be drawn at or before a place.
    pub fn screen(&self, place: Place) -> Option<&Rc<Screen>> {
        std::iter::successors(Some(place), |&at| self.timeline.parent(at)).find_map(
            |at| match &self.sight(at).view {
                View::Drawn { screen, .. } => Some(screen),
                View::Unreadable => None,
            },
        )
    }

    /// The screen before a place's own.
    pub fn screen_before(&self, place: Place) -> Option<&Rc<Screen>> {
        self.screen(self.timeline.parent(place)?)
    }

    /// How many steps of the recording lead to a place; `None` off the recording.
    pub fn recorded(&self, place: Place) -> Option<usize> {
        match self.sight(place).origin {
            Origin::Recorded(count) => Some(count),
            Origin::Predicted(_) | Origin::Reference(_) => None,
        }
    }

    /// The hidden state at a place, where whoever answered said it.
    pub fn facts(&self, place: Place) -> Option<&Facts> {
        match &self.sight(place).origin {
            Origin::Reference(played) => Some(&played.facts),
            Origin::Predicted(it) => it.told.as_ref().map(|told| &*told.facts),
            Origin::Recorded(_) => None,
        }
    }

    /// What led to a place, for whoever is to go on from it.
    pub fn branch(&self, scenario: &Scenario, place: Place) -> Branch {
        let known = |place: Place| match &self.sight(place).origin {
            Origin::Recorded(0) => self.keyframe.clone().map_or(Known::Nothing, Known::Keyframe),
            Origin::Reference(played) => Known::Keyframe(played.keyframe.clone()),
            Origin::Predicted(Prediction { told: Some(told), .. }) => {
                Known::Delta(told.delta.clone())
            }
            Origin::Recorded(_) | Origin::Predicted(_) => Known::Nothing,
        };
        Branch {
            scenario: scenario.clone(),
            turns: self.timeline.turns(place),
            known: self.timeline.path(place).into_iter().map(known).collect(),
        }
    }

    /// What could be drawn of an observation if it followed a place; `cut` says whether its last line
    /// may be half a line.
    pub fn imagine(&self, from: Place, observation: &str, cut: bool) -> View {
        look(self.dialect, observation, cut, self.screen(from)).0
    }

    /// The observations that tell what is shown at a place, the oldest first: more than one where the
    /// last leaves out what still stands.
    pub fn telling(&self, place: Place) -> Vec<String> {
        let mut told = Vec::new();
        for at in std::iter::successors(Some(place), |&at| self.timeline.parent(at)) {
            told.push(self.observation(at).to_owned());
            if matches!(self.sight(at).view, View::Drawn { carried: false, .. }) {
                break;
            }
        }
        told.reverse();
        told
    }

    /// What was done to get to a place; `None` at the start, and where it cannot be read.
    pub fn action(&self, place: Place) -> Option<Action> {
        let step = self.timeline.step(place)?;
        self.dialect.read_action(&step.action, self.screen(step.from)?).ok()
    }

    /// An action done at a place, in words.
    pub fn spoken(&self, from: Place, action: &str) -> String {
        let read = self.screen(from).and_then(|screen| {
            let read = self.dialect.read_action(action, screen).ok()?;
            Some(words::spoken(&read, screen, self.dialect.domain()))
        });
        read.unwrap_or_else(|| traits::shortened(action, 32))
    }

    /// Appends a step and goes there. A step of the recording or of the reference environment that
    /// is already there is visited: those two never answer otherwise.
    pub fn append(
        &mut self,
        from: Place,
        action: &str,
        observation: &str,
        by: &str,
        origin: Origin,
    ) -> Result<Place, TimelineError> {
        let same = |child: &Place| match &origin {
            Origin::Recorded(_) => self.sight(*child).origin == origin,
            Origin::Reference(_) => {
                let step = self.timeline.step(*child);
                let same = step.is_some_and(|step| step.action == action);
                same && matches!(self.sight(*child).origin, Origin::Reference(_))
            }
            Origin::Predicted(_) => false,
        };
        let there = self.timeline.children(from).find(same);
        if let Some(there) = there {
            self.timeline.jump(there)?;
            return Ok(there);
        }
        // The last line of a reply that was cut off is half a line.
        let cut = matches!(&origin, Origin::Predicted(it) if it.end != End::Complete);
        let (view, problems) = look(self.dialect, observation, cut, self.screen(from));
        let spoken = self.spoken(from, action);
        let place = self.timeline.append(from, action, observation, by)?;
        self.sights.push(Sight { view, problems, origin, spoken });
        Ok(place)
    }

    /// One step back; says whether there was one.
    pub fn undo(&mut self) -> bool {
        self.timeline.undo()
    }

    /// One step on along the branch visited last; says whether there was one.
    pub fn redo(&mut self) -> bool {
        self.timeline.redo()
    }

    /// Goes to a place; says whether it is there.
    pub fn jump(&mut self, place: Place) -> bool {
        self.timeline.jump(place).is_ok()
    }

    /// Where each place stands when the tree is laid out, by number: columns count steps from the
    /// start, lanes count branches from the top; the first child goes on in its parent's lane.
    pub fn lanes(&self) -> Vec<Lane> {
        let mut lanes: Vec<Lane> = Vec::with_capacity(self.sights.len());
        let mut continued = vec![false; self.sights.len()];
        let mut used = 1;
        for place in self.timeline.places() {
            let lane = match self.timeline.parent(place) {
                None => Lane { column: 0, lane: 0 },
                Some(parent) => {
                    let Lane { column, lane } = lanes[parent.number()];
                    if std::mem::replace(&mut continued[parent.number()], true) {
                        used += 1;
                        Lane { column: column + 1, lane: used - 1 }
                    } else {
                        Lane { column: column + 1, lane }
                    }
                }
            };
            lanes.push(lane);
        }
        lanes
    }
}

/// A place in the drawn tree of steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lane {
    /// Steps from the start.
    pub column: usize,
    /// Branches from the top.
    pub lane: usize,
}

/// Reads an observation as leniently as the dialect can and compares it with the screen before.
fn look(
    dialect: Dialect,
    text: &str,
    cut: bool,
    before: Option<&Rc<Screen>>,
) -> (View, Vec<ParseError>) {
    let reading = dialect.read(text, cut);
    let mut screen = reading.screen;
    let mut carried = false;
    if screen.nodes.is_empty() {
        // A browser tool answers typing and key presses with the code it ran and no snapshot: the
        // page stays as it was. Elsewhere an observation without nodes shows nothing.
        match before {
            Some(before) if screen.header.code.is_some() => {
                screen.nodes.clone_from(&before.nodes);
                screen.header.url = screen.header.url.or_else(|| before.header.url.clone());
                screen.header.title = screen.header.title.or_else(|| before.header.title.clone());
                carried = true;
            }
            _ => return (View::Unreadable, reading.problems),
        }
    }
    let diff = before.map_or_else(Diff::default, |before| diff::diff(before, &screen));
    (View::Drawn { screen: Rc::new(screen), diff: Rc::new(diff), carried }, reading.problems)
}
