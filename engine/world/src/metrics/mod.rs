//! How good predictions are, measured without a judge and always beside the copy baseline, which
//! predicts that nothing changes.
//!
//! Screens are compared as lines: a node with its depth, role, name, value, hint and states, and
//! app, title and address a line each; in the text domains a line is a line. References, bounds and
//! a dialect's own words make no difference. Counts are whole numbers, so they add up the same in
//! any order and on any machine: [`Metrics::merge`] joins what several workers counted.

mod anchors;
mod group;
mod lines;
mod table;
mod tally;

use crate::{Control, Dialect, Domain, Facts, Screen, diff::diff};
use lines::Lines;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use anchors::{ANCHORS, Anchor};
pub use group::{Group, span};
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
    /// The facts, where they are known and predicted.
    pub facts: Option<FactsCase<'a>>,
    /// Groups that the step belongs to besides those that the rest tells.
    pub groups: &'a [Group],
}

/// The facts around one step.
#[derive(Debug, Clone, Copy)]
pub struct FactsCase<'a> {
    /// Before it.
    pub previous: &'a Facts,
    /// After it.
    pub truth: &'a Facts,
    /// As they were predicted.
    pub predicted: &'a Facts,
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

/// Something counted for a predictor and for the copy baseline on the same steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside<T> {
    /// Of the predictor.
    pub predictor: T,
    /// Of predicting that nothing changes.
    pub copy: T,
}

impl Beside<Tally> {
    /// Counts one prediction of what follows `previous`.
    pub fn of(previous: &Screen, truth: &Screen, predicted: Predicted<'_>) -> Self {
        Self {
            predictor: Tally::of(previous, truth, predicted),
            copy: Tally::of(previous, truth, Predicted::Valid(previous)),
        }
    }
}

/// Counts over many predictions, by domain and group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Metrics {
    one_step: BTreeMap<(Domain, Group), Beside<Tally>>,
    /// Exact screens after 1, 2, … steps on the predictor's own screens.
    closed_loop: BTreeMap<Domain, Vec<Beside<Ratio>>>,
    /// Exact screens and facts, likewise.
    closed_worlds: BTreeMap<Domain, Vec<Beside<Ratio>>>,
}

impl Metrics {
    /// Counts one prediction, made from the true screen before it.
    pub fn add(&mut self, case: &Case<'_>) {
        let Case { domain, controls, previous, truth, predicted, facts, groups } = *case;
        let kind = Kind::of(previous, truth);
        let Beside { mut predictor, mut copy } = Beside::of(previous, truth, predicted);
        if let Some(facts) = facts {
            predictor.count_world(facts.predicted == facts.truth);
            copy.count_world(facts.previous == facts.truth);
        }
        let changed = Group::Changed(span(copy.recall.of));
        let mut names: Vec<&str> = controls.iter().map(control_name).collect();
        names.sort_unstable();
        names.dedup();
        let controlled = names.into_iter().map(|name| Group::Control(name.to_owned()));
        let told = [Group::All, Group::Kind(kind), changed].into_iter().chain(controlled);
        for group in told.chain(groups.iter().cloned()) {
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
        let truth = Lines::of(truth);
        let exact = matches!(predicted, Predicted::Valid(screen) if Lines::of(screen) == truth);
        let right = Beside { predictor: exact, copy: Lines::of(first) == truth };
        count_at(self.closed_loop.entry(domain).or_default(), step, right);
    }

    /// Counts whether screen and facts were right after `step` steps of such a walk.
    pub fn add_closed_world(&mut self, domain: Domain, step: usize, right: Beside<bool>) {
        count_at(self.closed_worlds.entry(domain).or_default(), step, right);
    }

    /// Adds what others counted.
    pub fn merge(&mut self, other: &Self) {
        for (key, counts) in &other.one_step {
            let sum = self.one_step.entry(key.clone()).or_default();
            sum.predictor.merge(&counts.predictor);
            sum.copy.merge(&counts.copy);
        }
        for (mine, others) in [
            (&mut self.closed_loop, &other.closed_loop),
            (&mut self.closed_worlds, &other.closed_worlds),
        ] {
            for (&domain, counts) in others {
                merge_steps(mine.entry(domain).or_default(), counts);
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

    /// Exact screens and facts after 1, 2, … steps in closed loop.
    pub fn closed_worlds(&self, domain: Domain) -> &[Beside<Ratio>] {
        self.closed_worlds.get(&domain).map_or(&[], Vec::as_slice)
    }
}

/// Counts at a step, from 1 to [`MAX_STEPS`].
fn count_at(steps: &mut Vec<Beside<Ratio>>, step: usize, right: Beside<bool>) {
    if step == 0 || step > MAX_STEPS {
        return;
    }
    if steps.len() < step {
        steps.resize(step, Beside::default());
    }
    steps[step - 1].predictor.count(right.predictor);
    steps[step - 1].copy.count(right.copy);
}

fn merge_steps(steps: &mut Vec<Beside<Ratio>>, others: &[Beside<Ratio>]) {
    if steps.len() < others.len() {
        steps.resize(others.len(), Beside::default());
    }
    for (sum, counts) in steps.iter_mut().zip(others) {
        sum.predictor.merge(counts.predictor);
        sum.copy.merge(counts.copy);
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
    #[serde(default)]
    closed_worlds: Vec<(Domain, Vec<Beside<Ratio>>)>,
}

impl From<Metrics> for Stored {
    fn from(metrics: Metrics) -> Self {
        let entry = |((domain, group), counts)| (domain, group, counts);
        Self {
            one_step: metrics.one_step.into_iter().map(entry).collect(),
            closed_loop: metrics.closed_loop.into_iter().collect(),
            closed_worlds: metrics.closed_worlds.into_iter().collect(),
        }
    }
}

impl From<Stored> for Metrics {
    fn from(stored: Stored) -> Self {
        let entry = |(domain, group, counts)| ((domain, group), counts);
        Self {
            one_step: stored.one_step.into_iter().map(entry).collect(),
            closed_loop: stored.closed_loop.into_iter().collect(),
            closed_worlds: stored.closed_worlds.into_iter().collect(),
        }
    }
}
