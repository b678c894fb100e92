//! The tree of steps: each step follows another, acting from anywhere forks, undo and redo walk
//! along the branch.

use crate::full::Turn;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Most steps a timeline holds.
pub const MAX_STEPS: usize = 10_000;

/// A place in a timeline: the start, or after a step.
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
}

/// A tree of steps and the place where the person is.
///
/// Serialises as `{"steps": […], "current": n}`; reading checks that each step comes after the
/// place it was done from, so the tree has no cycles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Timeline {
    /// Step `i` leads to place `i + 1`.
    steps: Vec<Step>,
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
        self.steps.len()
    }

    /// Whether there are no steps.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// All places in order of creation, the start first.
    pub fn places(&self) -> impl Iterator<Item = Place> + use<> {
        (0..=self.steps.len()).map(Place)
    }

    /// The step that leads to a place; `None` at the start.
    pub fn step(&self, place: Place) -> Option<&Step> {
        self.steps.get(place.0.checked_sub(1)?)
    }

    /// The place before a place; `None` at the start.
    pub fn parent(&self, place: Place) -> Option<Place> {
        self.step(place).map(|step| step.from)
    }

    /// The places that follow a place, oldest first. More than one is a fork.
    pub fn children(&self, place: Place) -> impl Iterator<Item = Place> + '_ {
        let follows = move |(_, step): &(usize, &Step)| step.from == place;
        self.steps.iter().enumerate().filter(follows).map(|(i, _)| Place(i + 1))
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
        self.steps.push(Step { from, action, observation, by });
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
        let step = place.0.checked_sub(1).and_then(|i| self.steps.get_mut(i));
        step.ok_or(TimelineError::NoSuchPlace(place.0))?.observation = observation.into();
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
        if place.0 <= self.steps.len() { Ok(()) } else { Err(TimelineError::NoSuchPlace(place.0)) }
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

/// A timeline as it is written down.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    steps: Vec<Step>,
    current: Place,
}

impl From<Timeline> for Stored {
    fn from(timeline: Timeline) -> Self {
        Self { steps: timeline.steps, current: timeline.current }
    }
}

impl TryFrom<Stored> for Timeline {
    type Error = TimelineError;

    fn try_from(stored: Stored) -> Result<Self, TimelineError> {
        if stored.steps.len() > MAX_STEPS {
            return Err(TimelineError::Full);
        }
        for (i, step) in stored.steps.iter().enumerate() {
            // Step i leads to place i + 1, so it may be done at places 0 to i.
            if step.from.0 > i {
                return Err(TimelineError::NoSuchPlace(step.from.0));
            }
        }
        let mut next = vec![None; stored.steps.len() + 1];
        for (i, step) in stored.steps.iter().enumerate() {
            next[step.from.0] = Some(Place(i + 1));
        }
        let mut timeline = Self { steps: stored.steps, current: Place::START, next };
        timeline.jump(stored.current)?;
        Ok(timeline)
    }
}
