//! Predictions beside the truth: what the reference environment shows after the same actions, and how
//! good the model's steps are. Nothing is asked before a person wants to see it; from then on every
//! predicted step is graded in the background.

use super::{
    Effect, Open, Phase, State, Tab,
    act::capitalised,
    tree::Task,
    truth::{SIGNATURE, Truth},
    walk::{Origin, Played, View},
};
use crate::protocol::truth::{Grade, Prediction, Scores, ToTruth};
use diorama_world::{
    Screen,
    diff::{self, Diff},
    link::By,
    metrics::Ratio,
    timeline::Place,
};
use std::rc::Rc;

/// What can be done about the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TruthMsg {
    /// Show it in this way.
    Show(Shown),
    /// Go on from it: it becomes a step.
    Take,
}

/// How the true screen is shown with the predicted one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Shown {
    #[default]
    Beside,
    Predicted,
    True,
}

/// Whether and how a person looks at the truth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Watch {
    /// How it is shown.
    pub shown: Shown,
    /// Whether it was ever looked at; predictions are graded from then on.
    on: bool,
}

/// The grades of an open world.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grades {
    /// What came of grading, by number of place.
    of: Vec<Option<Result<Grade, String>>>,
    /// The question under way, by its number.
    asking: Option<(u64, Place)>,
    /// The truth of the place that was graded last.
    truth: Option<Box<True>>,
}

/// What is truly seen at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct True {
    /// The place.
    place: Place,
    /// The observation.
    pub observation: String,
    /// The screen.
    pub screen: Rc<Screen>,
    /// How it differs from the predicted one.
    pub apart: Rc<Diff>,
    /// How the predicted one differs from it.
    pub back: Rc<Diff>,
    /// What the reference environment tells besides.
    played: Rc<Played>,
}

/// How a place stands to the truth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Standing<'a> {
    /// It is the truth, or no model predicted it.
    Settled,
    /// It is not graded yet.
    Open,
    /// It cannot be graded; a sentence says why.
    Failed(&'a str),
    /// It is graded; the true screen may have to be asked for again.
    Graded(Grade, Option<&'a True>),
}

/// How good a walk is, beside saying each time that nothing changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    /// Predicted steps that are graded.
    pub steps: usize,
    /// Predicted steps that are not graded yet.
    pub waiting: usize,
    /// Steps since the last one that was not exact.
    pub in_a_row: usize,
    /// Of the predictions.
    pub predictor: Sum,
    /// Of saying that nothing changes.
    pub copy: Sum,
    /// Where the walk left the truth, if it did before the last step: how many steps ago.
    pub left: Option<usize>,
}

/// Scores added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// Exact screens.
    pub exact: usize,
    /// Steps of which was rightly told whether anything changes.
    pub no_op: usize,
    /// Lines that rightly changed; of those that did.
    pub precision: Ratio,
    /// The same; of those that had to.
    pub recall: Ratio,
}

impl Sum {
    /// Adds a step.
    pub fn add(&mut self, scores: Scores) {
        self.exact += usize::from(scores.exact);
        self.no_op += usize::from(scores.no_op);
        self.precision.merge(scores.precision);
        self.recall.merge(scores.recall);
    }

    /// Precision and recall together, as their harmonic mean.
    pub fn f1(&self) -> Ratio {
        let Self { precision, recall, .. } = self;
        Ratio { right: precision.right * 2, of: precision.of + recall.of }
    }
}

impl From<Scores> for Sum {
    fn from(scores: Scores) -> Self {
        let mut sum = Self::default();
        sum.add(scores);
        sum
    }
}

impl Grades {
    fn get(&self, place: Place) -> Option<&Result<Grade, String>> {
        self.of.get(place.number())?.as_ref()
    }

    fn set(&mut self, place: Place, came: Result<Grade, String>) {
        if self.of.len() <= place.number() {
            self.of.resize(place.number() + 1, None);
        }
        self.of[place.number()] = Some(came);
    }
}

impl Open {
    /// Whether a model said what is shown at a place.
    fn is_predicted(&self, place: Place) -> bool {
        match &self.walk.sight(place).origin {
            Origin::Predicted(_) => true,
            Origin::Linked(it) => matches!(it.by, By::Model | By::Stopped),
            Origin::Recorded(_) | Origin::Reference(_) | Origin::Edited(_) => false,
        }
    }

    /// The prediction that a step of a branch is judged by: itself, or where the truth took its
    /// place, what a model had said to the same action.
    fn judged(&self, place: Place) -> Option<Place> {
        if self.is_predicted(place) {
            return Some(place);
        }
        let timeline = self.walk.timeline();
        let step = timeline.step(place)?;
        let same = |&it: &Place| timeline.step(it).is_some_and(|it| it.action == step.action);
        let mut siblings = timeline.children(step.from).filter(same);
        siblings.find(|&it| self.is_predicted(it))
    }

    /// Whether a predicted step is exactly right, where that is known.
    pub fn is_exact(&self, place: Place) -> Option<bool> {
        match self.grades.get(place)? {
            Ok(grade) => Some(grade.predictor.exact),
            Err(_) => None,
        }
    }

    /// How the place that is shown stands to the truth.
    pub fn standing(&self) -> Standing<'_> {
        let here = self.walk.here();
        if !self.is_predicted(here) {
            return Standing::Settled;
        }
        match self.grades.get(here) {
            None => Standing::Open,
            Some(Err(why)) => Standing::Failed(why),
            Some(Ok(grade)) => {
                let truth = self.grades.truth.as_deref().filter(|it| it.place == here);
                Standing::Graded(*grade, truth)
            }
        }
    }

    /// How good the walk is that leads here.
    pub fn score(&self) -> Score {
        let mut score = Score::default();
        let path = self.walk.timeline().path(self.walk.here());
        let judged: Vec<Place> = path.into_iter().filter_map(|it| self.judged(it)).collect();
        let last = judged.len().saturating_sub(1);
        for (at, place) in judged.into_iter().enumerate() {
            let Some(Ok(grade)) = self.grades.get(place) else {
                score.waiting += usize::from(self.grades.get(place).is_none());
                continue;
            };
            score.steps += 1;
            score.predictor.add(grade.predictor);
            score.copy.add(grade.copy);
            score.in_a_row = if grade.predictor.exact { score.in_a_row + 1 } else { 0 };
            if !grade.predictor.exact && at < last && score.left.is_none() {
                score.left = Some(last - at);
            }
        }
        score
    }
}

impl State {
    pub(super) fn truth_msg(&mut self, msg: TruthMsg) {
        match msg {
            TruthMsg::Show(shown) => self.watch.shown = shown,
            TruthMsg::Take => self.take_truth(),
        }
    }

    /// The place to be graded next, once a person wants to see grades.
    fn to_grade(&self) -> Option<Place> {
        let open = self.open().filter(|it| it.world.scenario.reference.is_some())?;
        let idle = self.watch.on
            && open.grades.asking.is_none()
            && !matches!(self.truth, Truth::Broken(_))
            && !matches!(open.phase, Phase::Asking { .. });
        if !idle {
            return None;
        }
        let path = open.walk.timeline().path(open.walk.here());
        let ungraded = |it: &Place| open.grades.get(*it).is_none();
        let next = path.into_iter().filter_map(|it| open.judged(it)).find(ungraded);
        let shown = || match open.standing() {
            Standing::Graded(_, None) if self.tab == Tab::Truth => Some(open.walk.here()),
            _ => None,
        };
        next.or_else(shown)
    }

    /// Has the next step graded, if there is one to grade.
    pub(super) fn grade(&mut self) -> Vec<Effect> {
        self.watch.on |= self.tab == Tab::Truth;
        let runs = matches!(self.truth, Truth::Up | Truth::Starting(_));
        if let Some(open) = self.open_mut().filter(|_| !runs) {
            // The worker is gone, and with it what it was asked.
            open.grades.asking = None;
        }
        let Some(place) = self.to_grade() else { return Vec::new() };
        self.asked += 1;
        let id = self.asked;
        let Some(open) = self.open_mut() else { return Vec::new() };
        let timeline = open.walk.timeline();
        let Some(before) = timeline.parent(place) else { return Vec::new() };
        let deeds = open.walk.deeds(place);
        let prediction = Box::new(Prediction {
            before: open.walk.telling(before),
            observation: open.walk.observation(place).to_owned(),
            facts: open.walk.facts(place).cloned(),
        });
        open.grades.asking = Some((id, place));
        let scenario = Box::new(open.world.scenario.clone());
        self.truth.tell(ToTruth::Grade { id, scenario, deeds, prediction })
    }

    /// Whether a question of this number is under way.
    pub(super) fn is_grading(&self, id: u64) -> bool {
        self.open().is_some_and(|open| open.grades.asking.is_some_and(|(asked, _)| asked == id))
    }

    /// The place of the question under way, which is over now.
    fn graded_place(&mut self, id: u64) -> Option<Place> {
        let asked = self.is_grading(id);
        let (_, place) = self.open_mut()?.grades.asking.take_if(|_| asked)?;
        Some(place)
    }

    pub(super) fn graded(&mut self, id: u64, grade: Grade, observation: String, played: Played) {
        let Some(place) = self.graded_place(id) else { return };
        let Some(open) = self.open_mut() else { return };
        open.grades.set(place, Ok(grade));
        if open.walk.here() != place {
            return;
        }
        let cut = false;
        let from = open.walk.timeline().parent(place).unwrap_or(Place::START);
        let View::Drawn { screen, .. } = open.walk.imagine(from, &observation, cut) else { return };
        let nothing = Screen::default();
        let predicted = match &open.walk.sight(place).view {
            View::Drawn { screen, .. } => screen,
            View::Unreadable => &nothing,
        };
        let apart = diff::diff(predicted, &screen);
        let back = Rc::new(apart.reversed());
        let (apart, played) = (Rc::new(apart), Rc::new(played));
        open.grades.truth =
            Some(Box::new(True { place, observation, screen, apart, back, played }));
    }

    /// Grading failed.
    pub(super) fn grading_failed(&mut self, id: u64, message: String) {
        let Some(place) = self.graded_place(id) else { return };
        if let Some(open) = self.open_mut() {
            open.grades.set(place, Err(message));
        }
    }

    /// Makes the true screen a step of the timeline and goes there.
    fn take_truth(&mut self) {
        let Some(open) = self.open_mut() else { return };
        let here = open.walk.here();
        let truth = open.grades.truth.take().filter(|it| it.place == here && !open.is_busy());
        let Some(step) = open.walk.timeline().step(here).cloned() else { return };
        let Some(True { observation, played, .. }) = truth.map(|it| *it) else { return };
        (open.phase, open.task, open.gone) = (Phase::Idle, Task::Nothing, None);
        let origin = Origin::Reference(played);
        match open.walk.append(step.from, &step.action, &observation, SIGNATURE, origin) {
            Ok(_) => self.announce(),
            Err(error) => self.said = capitalised(&error.to_string()),
        }
    }
}
