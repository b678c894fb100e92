//! How good predictions are, measured without a judge and always beside the copy baseline, which
//! predicts that nothing changes.
//!
//! Screens are compared as lines: a node with its depth, role, name, value, hint and states, and
//! app, title and address a line each; in the text domains a line is a line. References, bounds and
//! a dialect's own words make no difference. Counts are whole numbers, so they add up the same in
//! any order and on any machine: [`Metrics::merge`] joins what several workers counted.

mod anchors;
mod lines;
mod table;
mod tally;

use crate::{Control, Dialect, Domain, Screen, diff::diff};
use lines::Lines;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use anchors::{ANCHORS, Anchor};
pub use tally::{Outcomes, Ratio, Tally};

/// Steps of a closed loop that are counted.
pub const MAX_STEPS: usize = 256;

/// One prediction of one step.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The kind of environment.
    pub domain: Domain,
    /// The controls in force.
    pub controls: &'a [Control],
    /// The screen the action was done on.
    pub previous: &'a Screen,
    /// The screen that followed.
    pub truth: &'a Screen,
    /// The screen that was predicted.
    pub predicted: Predicted<'a>,
}

/// What came of a prediction.
#[derive(Debug, Clone, Copy)]
pub enum Predicted<'a> {
    /// It was read without a problem.
    Valid(&'a Screen),
    /// Parts of it could not be read; this is the rest.
    Faulty(&'a Screen),
    /// There was nothing to read.
    Nothing,
}

impl<'a> Predicted<'a> {
    /// The screen, as far as there is one.
    pub fn screen(self) -> Option<&'a Screen> {
        match self {
            Self::Valid(screen) | Self::Faulty(screen) => Some(screen),
            Self::Nothing => None,
        }
    }
}

/// Reads a predicted observation: the screen that follows `previous`, and whether all of it could
/// be read. A drawn domain always shows something, so no text is no screen.
pub fn read(dialect: Dialect, observation: &str, previous: &Screen) -> (Screen, bool) {
    if dialect.domain().is_drawn() && observation.trim().is_empty() {
        return (Screen::default(), false);
    }
    let reading = dialect.read(observation, false);
    (reading.screen.over(previous), reading.problems.is_empty())
}

/// What truly happened at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Nothing changed.
    Nothing,
    /// Something on the screen changed.
    Set,
    /// Another screen followed.
    NewScreen,
}

impl Kind {
    /// What happened between two screens.
    pub fn of(previous: &Screen, truth: &Screen) -> Self {
        if Lines::of(previous) == Lines::of(truth) {
            Self::Nothing
        } else if diff(previous, truth).new_screen {
            Self::NewScreen
        } else {
            Self::Set
        }
    }
}

/// Which steps are counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// All of a domain.
    All,
    /// Those of one kind.
    Kind(Kind),
    /// Those with a control in force; free text goes by `free text`.
    Control(String),
}

/// Something counted for a predictor and for the copy baseline on the same steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside<T> {
    /// Of the predictor.
    pub predictor: T,
    /// Of predicting that nothing changes.
    pub copy: T,
}

/// Counts over many predictions, by domain and group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Metrics {
    one_step: BTreeMap<(Domain, Group), Beside<Tally>>,
    /// Exact screens after 1, 2, … steps on the predictor's own screens.
    closed_loop: BTreeMap<Domain, Vec<Beside<Ratio>>>,
}

impl Metrics {
    /// Counts one prediction, made from the true screen before it.
    pub fn add(&mut self, case: &Case<'_>) {
        let Case { domain, controls, previous, truth, predicted } = *case;
        let kind = Kind::of(previous, truth);
        let predictor = Tally::of(previous, truth, predicted);
        let copy = Tally::of(previous, truth, Predicted::Valid(previous));
        let mut names: Vec<&str> = controls.iter().map(control_name).collect();
        names.sort_unstable();
        names.dedup();
        let controlled = names.into_iter().map(|name| Group::Control(name.to_owned()));
        for group in [Group::All, Group::Kind(kind)].into_iter().chain(controlled) {
            let counts = self.one_step.entry((domain, group)).or_default();
            counts.predictor.merge(&predictor);
            counts.copy.merge(&copy);
        }
    }

    /// Counts the screen after `step` steps, counted from 1, of a walk in which the predictor goes
    /// on from its own screens. `first` is where the walk began. Steps after [`MAX_STEPS`] are not
    /// counted.
    pub fn add_closed(
        &mut self,
        domain: Domain,
        step: usize,
        first: &Screen,
        truth: &Screen,
        predicted: Predicted<'_>,
    ) {
        if step == 0 || step > MAX_STEPS {
            return;
        }
        let steps = self.closed_loop.entry(domain).or_default();
        if steps.len() < step {
            steps.resize(step, Beside::default());
        }
        let truth = Lines::of(truth);
        let exact = matches!(predicted, Predicted::Valid(screen) if Lines::of(screen) == truth);
        steps[step - 1].predictor.count(exact);
        steps[step - 1].copy.count(Lines::of(first) == truth);
    }

    /// Adds what others counted.
    pub fn merge(&mut self, other: &Self) {
        for (key, counts) in &other.one_step {
            let sum = self.one_step.entry(key.clone()).or_default();
            sum.predictor.merge(&counts.predictor);
            sum.copy.merge(&counts.copy);
        }
        for (&domain, counts) in &other.closed_loop {
            let steps = self.closed_loop.entry(domain).or_default();
            if steps.len() < counts.len() {
                steps.resize(counts.len(), Beside::default());
            }
            for (sum, counts) in steps.iter_mut().zip(counts) {
                sum.predictor.merge(counts.predictor);
                sum.copy.merge(counts.copy);
            }
        }
    }

    /// What was counted, by domain and group, in order.
    pub fn groups(&self) -> impl Iterator<Item = (Domain, &Group, &Beside<Tally>)> {
        self.one_step.iter().map(|((domain, group), counts)| (*domain, group, counts))
    }

    /// What was counted of one group.
    pub fn group(&self, domain: Domain, group: &Group) -> Option<&Beside<Tally>> {
        self.one_step.get(&(domain, group.clone()))
    }

    /// Exact screens after 1, 2, … steps in closed loop.
    pub fn closed_loop(&self, domain: Domain) -> &[Beside<Ratio>] {
        self.closed_loop.get(&domain).map_or(&[], Vec::as_slice)
    }
}

fn control_name(control: &Control) -> &str {
    match control {
        Control::Named(named) => named.definition().name,
        Control::Text(_) => "free text",
    }
}

/// Metrics as they are written down: JSON has no maps with such keys.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    one_step: Vec<(Domain, Group, Beside<Tally>)>,
    closed_loop: Vec<(Domain, Vec<Beside<Ratio>>)>,
}

impl From<Metrics> for Stored {
    fn from(metrics: Metrics) -> Self {
        let entry = |((domain, group), counts)| (domain, group, counts);
        Self {
            one_step: metrics.one_step.into_iter().map(entry).collect(),
            closed_loop: metrics.closed_loop.into_iter().collect(),
        }
    }
}

impl From<Stored> for Metrics {
    fn from(stored: Stored) -> Self {
        let entry = |(domain, group, counts)| ((domain, group), counts);
        Self {
            one_step: stored.one_step.into_iter().map(entry).collect(),
            closed_loop: stored.closed_loop.into_iter().collect(),
        }
    }
}
