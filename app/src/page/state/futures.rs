//! Other futures: what else a model might say to the action that led here. They are drawn when they
//! are asked for, looked at in place, and come onto the timeline only when they are taken.

mod draw;

use super::{
    Open,
    truth::Predictor,
    walk::{Origin, Prediction, View},
};
use diorama_world::{Facts, Screen, timeline::Place};
use std::rc::Rc;

/// Futures that are drawn at a time.
pub const DRAWS: u32 = 4;
/// Different futures of a step that are kept.
const MOST: usize = 24;

/// What can be done about other futures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FutureMsg {
    /// Draw some.
    Draw,
    /// Draw no more.
    Stop,
    /// Look at one, by its number.
    Look(usize),
    /// Look at the timeline again.
    Leave,
    /// Put one onto the timeline and go there, by its number.
    Take(usize),
}

/// The futures of one action at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Futures {
    /// Where it is done.
    from: Place,
    /// The action in the dialect's spelling.
    action: String,
    /// What was drawn, each future once.
    drawn: Vec<Future>,
    /// The highest seed that was drawn with.
    seed: u64,
    /// Whether more are on their way.
    drawing: Drawing,
    /// The one that is looked at, by its number, and the place that it is shown in.
    looked: Option<(Place, usize)>,
}

/// A future that is not on the timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Future {
    /// The observation.
    pub observation: String,
    /// What can be drawn of it, and how that differs from the screen before.
    pub view: View,
    /// How the model came to it, the first time.
    pub prediction: Prediction,
    /// The model.
    by: String,
    /// How many draws came to it.
    draws: u32,
}

/// Whether futures are on their way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drawing {
    /// None are.
    Rest,
    /// One was asked for.
    Asked {
        /// Its number in messages.
        id: u64,
        /// How many are to come, this one included.
        left: u32,
        /// Who was asked.
        of: Predictor,
    },
    /// The last one failed; a sentence says why.
    Failed(String),
}

/// What else there is beside the step that is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Others<'a> {
    /// How many were drawn.
    pub draws: u32,
    /// How many of them are what is shown.
    pub same: u32,
    /// The others, the most likely first.
    pub rows: Vec<Other<'a>>,
    /// Whether more are on their way.
    pub drawing: &'a Drawing,
}

/// A future beside the step that is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Other<'a> {
    /// Where it is.
    pub at: At,
    /// What can be drawn of it.
    pub view: &'a View,
    /// How the model came to it.
    pub prediction: &'a Prediction,
    /// How many draws came to it.
    pub draws: u32,
}

/// Where a future is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// Among those that were drawn, by its number; it may be looked at just now.
    Drawn(usize, bool),
    /// On the timeline.
    Timeline(Place),
}

impl Futures {
    fn new(from: Place, action: String) -> Self {
        let (drawn, drawing) = (Vec::new(), Drawing::Rest);
        Self { from, action, drawn, seed: 0, drawing, looked: None }
    }

    fn are_of(&self, from: Place, action: &str) -> bool {
        self.from == from && self.action == action
    }

    /// The highest seed that futures of an action were drawn with.
    pub(super) fn highest_seed(&self, from: Place, action: &str) -> Option<u64> {
        self.are_of(from, action).then_some(self.seed)
    }

    /// Takes one in; one that is there already counts once more.
    fn add(&mut self, future: Future) {
        let same = |it: &&mut Future| future.is(&it.observation, &it.prediction);
        if let Some(known) = self.drawn.iter_mut().find(same) {
            known.draws += 1;
            // Several spellings of one future: the likeliest tells most of it.
            if sure(&future.prediction) > sure(&known.prediction) {
                known.prediction = future.prediction;
            }
        } else if self.drawn.len() < MOST {
            self.drawn.push(future);
        }
    }
}

impl Future {
    /// Whether this is what was observed and told there.
    fn is(&self, observation: &str, prediction: &Prediction) -> bool {
        self.observation == observation && facts(&self.prediction) == facts(prediction)
    }
}

/// The facts that the model told besides, where it does.
fn facts(prediction: &Prediction) -> Option<&Facts> {
    prediction.told.as_ref().map(|told| &*told.facts)
}

/// How sure the model was, where it tells.
fn sure(prediction: &Prediction) -> Option<f32> {
    prediction.told.as_ref().map(|told| told.sure)
}

impl Open {
    /// How the model came to what is shown; `None` where no model did.
    fn predicted(&self) -> Option<&Prediction> {
        match &self.walk.sight(self.walk.here()).origin {
            Origin::Predicted(prediction) => Some(prediction),
            _ => None,
        }
    }

    /// The futures of the step that is shown.
    fn futures_here(&self) -> Option<&Futures> {
        let step = self.walk.timeline().step(self.walk.here())?;
        self.futures.as_ref().filter(|it| it.are_of(step.from, &step.action))
    }

    /// What else there is beside the step that is shown: drawn, or on the timeline. `None` where no
    /// model came to it.
    pub fn others(&self) -> Option<Others<'_>> {
        let (here, timeline) = (self.walk.here(), self.walk.timeline());
        let (step, prediction) = (timeline.step(here)?, self.predicted()?);
        let futures = self.futures_here();
        let drawn = futures.map_or(&[][..], |it| &it.drawn);
        let looked = self.preview_number();
        let like = |place: Place, prediction: &Prediction| {
            let observation = self.walk.observation(place);
            let same = drawn.iter().filter(move |it| it.is(observation, prediction));
            same.map(|it| it.draws).sum::<u32>()
        };
        let same = like(here, prediction);
        let mut rows: Vec<Other<'_>> = Vec::new();
        let mut known = vec![(here, prediction)];
        let siblings = timeline.children(step.from).filter(|&place| place != here);
        for place in siblings {
            let sight = self.walk.sight(place);
            let action = timeline.step(place).map(|step| &step.action);
            let Origin::Predicted(prediction) = &sight.origin else { continue };
            if action == Some(&step.action) {
                known.push((place, prediction));
                let (at, draws) = (At::Timeline(place), like(place, prediction));
                rows.push(Other { at, view: &sight.view, prediction, draws });
            }
        }
        for (number, future) in drawn.iter().enumerate() {
            let is = |(place, prediction): &(Place, &Prediction)| {
                future.is(self.walk.observation(*place), prediction)
            };
            if !known.iter().any(is) {
                let at = At::Drawn(number, looked == Some(number));
                let Future { view, prediction, draws, .. } = future;
                rows.push(Other { at, view, prediction, draws: *draws });
            }
        }
        let likely = |it: &Other<'_>| sure(it.prediction).unwrap_or_default();
        rows.sort_by(|a, b| likely(b).total_cmp(&likely(a)).then(b.draws.cmp(&a.draws)));
        let draws = drawn.iter().map(|it| it.draws).sum();
        let drawing = futures.map_or(&Drawing::Rest, |it| &it.drawing);
        Some(Others { draws, same, rows, drawing })
    }

    fn preview_number(&self) -> Option<usize> {
        let (place, number) = self.futures_here()?.looked?;
        let rests = !self.is_busy() && place == self.walk.here();
        rests.then_some(number)
    }

    /// The future that is looked at, and its number.
    pub fn preview(&self) -> Option<(usize, &Future)> {
        let number = self.preview_number()?;
        Some((number, self.futures.as_ref()?.drawn.get(number)?))
    }

    /// The screen that a future shows.
    pub fn future_screen<'a>(&'a self, future: &'a Future) -> Option<&'a Rc<Screen>> {
        match &future.view {
            View::Drawn { screen, .. } => Some(screen),
            View::Unreadable => self.walk.screen_before(self.walk.here()),
        }
    }

    /// Whether futures are on their way.
    pub(super) fn draws(&self) -> bool {
        self.futures.as_ref().is_some_and(|it| matches!(it.drawing, Drawing::Asked { .. }))
    }
}
