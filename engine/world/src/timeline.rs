//! The tree of steps: each step follows another, acting from anywhere forks, undo and redo walk
//! along the branch, and what is deleted can be put back.

mod removed;
mod stored;

pub use removed::Removed;

use crate::full::Turn;
use serde::{Deserialize, Serialize};
use stored::Stored;
use thiserror::Error;

/// Most steps a timeline holds, those that were removed included.
pub const MAX_STEPS: usize = 10_000;
/// Longest name of a step in characters.
pub const MAX_NAME: usize = 80;

/// A place in a timeline: the start, or after a step.
///
/// Its number is never given again, not even when the step is removed: whoever keeps a place means
/// the same step for ever, or one that is gone.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Place(usize);

impl Place {
    /// Before any step: the scenario's first observation.
    pub const START: Self = Self(0);

    /// Position in order of creation, 0 for the start; unique in its timeline.
    pub fn number(self) -> usize {
        self.0
    }

    /// Where the step that leads here is kept; `None` for the start.
    fn slot(self) -> Option<usize> {
        self.0.checked_sub(1)
    }
}

/// One step: an action, and what a predictor said the environment shows next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Where the action was done.
    pub from: Place,
    /// The action in the dialect's spelling.
    pub action: String,
    /// The observation after it.
    pub observation: String,
    /// Who predicted it, for people: a model's name, "recording".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// What a person calls it, in one line; empty if they do not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Whether a person pinned it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
}

/// A tree of steps and the place where the person is.
///
/// Serialises as `{"steps": […], "current": n}`, with `null` for a step that was removed; reading
/// checks that each step comes after the place it was done from, so the tree has no cycles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Timeline {
    /// Step `i` leads to place `i + 1`; `None` where it was removed.
    steps: Vec<Option<Step>>,
    current: Place,
    /// For each place, the child redo goes to: the one visited last.
    next: Vec<Option<Place>>,
}

/// Why a timeline refuses something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TimelineError {
    /// There is no such place.
    #[error("the timeline has no place {0}")]
    NoSuchPlace(usize),
    /// The timeline is full.
    #[error("a timeline holds at most {MAX_STEPS} steps")]
    Full,
    /// The start is no step.
    #[error("the start can neither be removed nor named nor pinned")]
    Start,
    /// What is to be put back stands there.
    #[error("step {0} was not removed")]
    NotRemoved(usize),
    /// Others follow the step, so its observation stays.
    #[error("step {0} cannot change, since others follow it")]
    Followed(usize),
}

impl Timeline {
    /// A timeline with no steps, at the start.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where the person is.
    pub fn current(&self) -> Place {
        self.current
    }

    /// Number of steps on all branches.
    pub fn len(&self) -> usize {
        self.steps.iter().flatten().count()
    }

    /// Whether there are no steps.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All places in order of creation, the start first.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        std::iter::once(Place::START).chain(self.taken().map(|(place, _)| place))
    }

    /// All steps with the places they lead to, in order of creation.
    fn taken(&self) -> impl Iterator<Item = (Place, &Step)> {
        let steps = self.steps.iter().enumerate();
        steps.filter_map(|(i, step)| Some((Place(i + 1), step.as_ref()?)))
    }

    /// Whether there is such a place: the start, or a step that was not removed.
    pub fn has(&self, place: Place) -> bool {
        place == Place::START || self.step(place).is_some()
    }

    /// The step that leads to a place; `None` at the start, and where it was removed.
    pub fn step(&self, place: Place) -> Option<&Step> {
        self.steps.get(place.slot()?)?.as_ref()
    }

    /// The same, to change it.
    fn step_mut(&mut self, place: Place) -> Result<&mut Step, TimelineError> {
        let slot = place.slot().ok_or(TimelineError::Start)?;
        let step = self.steps.get_mut(slot).and_then(Option::as_mut);
        step.ok_or(TimelineError::NoSuchPlace(place.0))
    }

    /// The place before a place; `None` at the start.
    pub fn parent(&self, place: Place) -> Option<Place> {
        self.step(place).map(|step| step.from)
    }

    /// The places that follow a place, oldest first. More than one is a fork.
    pub fn children(&self, place: Place) -> impl Iterator<Item = Place> + '_ {
        self.taken().filter(move |(_, step)| step.from == place).map(|(place, _)| place)
    }

    /// A place and all that follow it, in order of creation.
    pub fn onward(&self, place: Place) -> Vec<Place> {
        let mut follows = vec![false; self.steps.len() + 1];
        if let Some(slot) = follows.get_mut(place.0).filter(|_| self.has(place)) {
            *slot = true;
        }
        // A step comes after the place that it was done from.
        for (place, step) in self.taken() {
            follows[place.0] |= follows[step.from.0];
        }
        self.places().filter(|place| follows[place.0]).collect()
    }

    /// Appends a step done at `from` and goes there. Anything but the end of a branch forks.
    pub fn append(
        &mut self,
        from: Place,
        action: impl Into<String>,
        observation: impl Into<String>,
        by: impl Into<String>,
    ) -> Result<Place, TimelineError> {
        self.check(from)?;
        if self.steps.len() >= MAX_STEPS {
            return Err(TimelineError::Full);
        }
        let (action, observation, by) = (action.into(), observation.into(), by.into());
        let step = Step { from, action, observation, by, name: String::new(), pinned: false };
        self.steps.push(Some(step));
        let place = Place(self.steps.len());
        self.go(place);
        Ok(place)
    }

    /// Replaces the observation of a step that none follows: while it streams in, or by hand.
    pub fn revise(
        &mut self,
        place: Place,
        observation: impl Into<String>,
    ) -> Result<(), TimelineError> {
        self.check(place)?;
        if self.children(place).next().is_some() {
            return Err(TimelineError::Followed(place.0));
        }
        self.step_mut(place)?.observation = observation.into();
        Ok(())
    }

    /// Gives a step a name of one line, cut at [`MAX_NAME`]; an empty one takes its name away.
    pub fn rename(&mut self, place: Place, name: &str) -> Result<(), TimelineError> {
        self.step_mut(place)?.name = one_line(name);
        Ok(())
    }

    /// Pins a step, or lets it go.
    pub fn pin(&mut self, place: Place, pinned: bool) -> Result<(), TimelineError> {
        self.step_mut(place)?.pinned = pinned;
        Ok(())
    }

    /// Goes one step back; says whether there was one.
    pub fn undo(&mut self) -> bool {
        match self.parent(self.current) {
            Some(parent) => {
                self.current = parent;
                true
            }
            None => false,
        }
    }

    /// Goes one step on, along the branch visited last; says whether there was one.
    pub fn redo(&mut self) -> bool {
        match self.following(self.current) {
            Some(child) => {
                self.current = child;
                true
            }
            None => false,
        }
    }

    /// Where redo would go from a place.
    pub fn following(&self, place: Place) -> Option<Place> {
        self.next.get(place.0).copied().flatten()
    }

    /// Goes to any place. Redo then follows the branch of that place.
    pub fn jump(&mut self, place: Place) -> Result<(), TimelineError> {
        self.check(place)?;
        self.go(place);
        Ok(())
    }

    /// The places from the start to `place`, both included.
    pub fn path(&self, place: Place) -> Vec<Place> {
        let mut path: Vec<Place> =
            std::iter::successors(Some(place), |&p| self.parent(p)).collect();
        path.reverse();
        path
    }

    /// The places of the whole branch through `place`: from the start, and on as redo would go.
    pub fn branch(&self, place: Place) -> Vec<Place> {
        let mut branch = self.path(place);
        branch.extend(std::iter::successors(self.following(place), |&p| self.following(p)));
        branch
    }

    /// The steps from the start to `place`, as the protocols take them.
    pub fn turns(&self, place: Place) -> Vec<Turn> {
        let turn = |place: Place| {
            let step = self.step(place)?;
            Some(Turn { action: step.action.clone(), observation: step.observation.clone() })
        };
        self.path(place).into_iter().filter_map(turn).collect()
    }

    /// The observation at a place; `first` is the scenario's.
    pub fn observation<'a>(&'a self, place: Place, first: &'a str) -> &'a str {
        self.step(place).map_or(first, |step| &step.observation)
    }

    /// Checks that a place exists.
    fn check(&self, place: Place) -> Result<(), TimelineError> {
        if self.has(place) { Ok(()) } else { Err(TimelineError::NoSuchPlace(place.0)) }
    }

    /// Goes to a place that exists, and makes its branch the one redo follows.
    fn go(&mut self, place: Place) {
        self.next.resize(self.steps.len() + 1, None);
        for pair in self.path(place).windows(2) {
            self.next[pair[0].0] = Some(pair[1]);
        }
        self.current = place;
    }
}

/// A name as it is kept: without line ends and other control characters, not too long.
fn one_line(name: &str) -> String {
    let words = name.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let mut line: String = words.join(" ").chars().take(MAX_NAME).collect();
    line.truncate(line.trim_end().len());
    line
}
