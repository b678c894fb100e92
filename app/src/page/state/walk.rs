//! A walk through one world: its timeline, and what can be drawn at each place of it.

mod edits;
mod imagine;
mod lanes;
mod remove;

use crate::page::say::say;
pub use lanes::{Lane, Way};
pub use remove::Gone;

use crate::page::draw::{thumbnail::Thumbnail, traits, words};
use crate::protocol::{Branch, End, Known, Speed, desk::links::Whole};
use diorama_world::{
    Action, Dialect, Edit, Facts, Scenario, Screen, Timeline,
    dialect::ParseError,
    diff::{self, Diff},
    link::By,
    timeline::{Place, TimelineError},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, rc::Rc};

/// A timeline and what can be drawn at each of its places.
#[derive(Debug, Clone, PartialEq)]
pub struct Walk {
    dialect: Dialect,
    first: String,
    /// The start as a keyframe of `delta`, where the first observation does not say all of it.
    keyframe: Option<String>,
    timeline: Timeline,
    /// What there is to see at the start.
    start: Sight,
    /// One for each step, in order of creation; none where it was removed.
    sights: Vec<Option<Sight>>,
    /// Numbers of the places that changed since somebody asked.
    touched: BTreeSet<usize>,
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
    /// The screen in small.
    pub thumbnail: Rc<Thumbnail>,
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Origin {
    /// The recording; its steps up to and including this one, 0 at the start.
    Recorded(usize),
    /// A model.
    Predicted(Prediction),
    /// The reference environment.
    Reference(Rc<Played>),
    /// A person, who changed what is so.
    Edited(Rc<Edit>),
    /// A link.
    Linked(Rc<Linked>),
}

/// What a link tells of a step besides an observation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// Who said it.
    pub by: By,
    /// What else is known of the place.
    pub known: Option<Whole>,
}

/// How a model came to a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// The seed it was sampled with.
    pub seed: u64,
    /// Why the reply ended.
    pub end: End,
    /// How fast it went.
    pub speed: Speed,
    /// The whole reply, where it says more than the observation.
    pub reply: Option<String>,
    /// The thoughts that led to it, where they are told apart.
    pub thoughts: Option<String>,
    /// What a model that speaks `delta` told besides.
    pub told: Option<Told>,
}

/// What a model that speaks `delta` tells besides an observation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// From a person.
    Edited,
    /// From a model that was stopped or ran out of room.
    Stopped,
    /// From a model whose reply cannot be drawn.
    Failed,
}

impl Kind {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Recorded => say("recorded"),
            Self::Predicted => say("predicted"),
            Self::Reference => say("reference"),
            Self::Edited => say("edited"),
            Self::Stopped => say("stopped early"),
            Self::Failed => say("unreadable"),
        }
    }
}

impl Sight {
    /// What there is to see of an observation that follows `before`.
    fn new(
        dialect: Dialect,
        text: &str,
        origin: Origin,
        before: Option<&Rc<Screen>>,
        spoken: String,
    ) -> Self {
        // The last line of a reply that was cut off is half a line.
        let cut = match &origin {
            Origin::Predicted(it) => it.end != End::Complete,
            Origin::Linked(it) => it.by == By::Stopped,
            Origin::Recorded(_) | Origin::Reference(_) | Origin::Edited(_) => false,
        };
        let (view, problems) = look(dialect, text, cut, before);
        let thumbnail = match &view {
            View::Drawn { screen, diff, .. } => Thumbnail::new(screen, diff, dialect.domain()),
            View::Unreadable => Thumbnail::empty(dialect.domain()),
        };
        Self { view, problems, origin, spoken, thumbnail: Rc::new(thumbnail) }
    }

    /// How the step looks in the timeline.
    pub fn kind(&self) -> Kind {
        match (&self.origin, &self.view) {
            (Origin::Edited(_), _) => Kind::Edited,
            (_, View::Unreadable) => Kind::Failed,
            (Origin::Recorded(_), _) => Kind::Recorded,
            (Origin::Predicted(Prediction { end: End::Complete, .. }), _) => Kind::Predicted,
            (Origin::Predicted(_), _) => Kind::Stopped,
            (Origin::Reference(_), _) => Kind::Reference,
            (Origin::Linked(it), _) => match it.by {
                By::Model => Kind::Predicted,
                By::Stopped => Kind::Stopped,
                By::Reference => Kind::Reference,
                By::Recording => Kind::Recorded,
            },
        }
    }
}

impl Walk {
    /// A walk at its start.
    pub fn new(scenario: &Scenario, keyframe: Option<String>) -> Self {
        let Scenario { dialect, ref first, .. } = *scenario;
        let start = Sight::new(dialect, first, Origin::Recorded(0), None, String::new());
        let (first, timeline, sights) = (first.clone(), Timeline::new(), Vec::new());
        Self { dialect, first, keyframe, timeline, start, sights, touched: BTreeSet::new() }
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
        let step = place.number().checked_sub(1);
        let sight = step.and_then(|step| self.sights.get(step)?.as_ref());
        // Every place has its sight; the start stands in for one that is gone.
        sight.unwrap_or(&self.start)
    }

    /// What a place is called: by the person, else the action that led there.
    pub fn name(&self, place: Place) -> &str {
        match self.timeline.step(place) {
            None => say("the start"),
            Some(step) if step.name.is_empty() => &self.sight(place).spoken,
            Some(step) => &step.name,
        }
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
            Origin::Predicted(_) | Origin::Reference(_) | Origin::Linked(_) | Origin::Edited(_) => {
                None
            }
        }
    }

    /// The hidden state at a place, where whoever answered said it.
    pub fn facts(&self, place: Place) -> Option<&Facts> {
        match &self.sight(place).origin {
            Origin::Reference(played) => Some(&played.facts),
            Origin::Predicted(it) => it.told.as_ref().map(|told| &*told.facts),
            Origin::Edited(edit) => Some(&edit.facts),
            Origin::Linked(it) => it.known.as_ref().map(|known| &known.facts),
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
            Origin::Edited(edit) => Known::Edited(Box::new(Edit::clone(edit))),
            Origin::Linked(it) => {
                let known = it.known.as_ref();
                known.map_or(Known::Nothing, |known| Known::Keyframe(known.keyframe.clone()))
            }
            Origin::Recorded(_) | Origin::Predicted(_) => Known::Nothing,
        };
        Branch {
            scenario: scenario.clone(),
            turns: self.timeline.turns(place),
            known: self.timeline.path(place).into_iter().map(known).collect(),
        }
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

    /// An action done at a place as it stands on the page: in the dialect's spelling, and not at all
    /// where that tells a password.
    pub fn spelled<'a>(&self, from: Place, action: &'a str) -> &'a str {
        let secret = self.screen(from).is_some_and(|screen| {
            let read = || self.dialect.read_action(action, screen);
            screen.nodes.iter().any(traits::is_secret)
                && read().is_ok_and(|read| traits::tells_secret(&read, screen))
        });
        if secret { "" } else { action }
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
            Origin::Predicted(_) | Origin::Linked(_) | Origin::Edited(_) => false,
        };
        let there = self.timeline.children(from).find(same);
        if let Some(there) = there {
            self.timeline.jump(there)?;
            return Ok(there);
        }
        let spoken = self.spoken(from, action);
        let sight = Sight::new(self.dialect, observation, origin, self.screen(from), spoken);
        let place = self.timeline.append(from, action, observation, by)?;
        self.sights.push(Some(sight));
        self.touched.insert(place.number());
        Ok(place)
    }

    /// A walk along a timeline whose steps came from `origins`, in order of creation.
    pub fn of_timeline(
        scenario: &Scenario,
        keyframe: Option<String>,
        timeline: Timeline,
        origins: &[Option<Origin>],
    ) -> Self {
        let mut walk = Self { timeline, ..Self::new(scenario, keyframe) };
        walk.sights = origins.iter().map(|_| None).collect();
        let places: Vec<Place> = walk.timeline.places().collect();
        for (place, origin) in places.into_iter().skip(1).filter_map(|place| {
            let origin = origins.get(place.number() - 1)?.clone()?;
            Some((place, origin))
        }) {
            let Some(step) = walk.timeline.step(place) else { continue };
            let sight = match origin {
                Origin::Edited(edit) => walk.edited(scenario, step.from, edit),
                origin => {
                    let spoken = walk.spoken(step.from, &step.action);
                    let before = walk.screen(step.from);
                    Sight::new(walk.dialect, &step.observation, origin, before, spoken)
                }
            };
            walk.sights[place.number() - 1] = Some(sight);
        }
        walk
    }

    /// Whether a place changed since [`Walk::take_touched`].
    pub fn is_touched(&self) -> bool {
        !self.touched.is_empty()
    }

    /// Numbers of the places that changed since this was asked last.
    pub fn take_touched(&mut self) -> BTreeSet<usize> {
        std::mem::take(&mut self.touched)
    }

    /// Gives a step a name; an empty one takes it away.
    pub fn rename(&mut self, place: Place, name: &str) -> bool {
        let done = self.timeline.rename(place, name).is_ok();
        self.touch(place, done)
    }

    /// Whether a person pinned a place.
    pub fn is_pinned(&self, place: Place) -> bool {
        self.timeline.step(place).is_some_and(|step| step.pinned)
    }

    /// Pins a step, or lets it go.
    pub fn pin(&mut self, place: Place, pinned: bool) -> bool {
        let done = self.timeline.pin(place, pinned).is_ok();
        self.touch(place, done)
    }

    /// Notes that a place changed, if it did.
    fn touch(&mut self, place: Place, done: bool) -> bool {
        if done {
            self.touched.insert(place.number());
        }
        done
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
