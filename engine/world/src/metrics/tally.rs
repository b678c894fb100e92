//! Counts over predictions of one predictor.

use super::{
    Predicted,
    anchors::ANCHORS,
    lines::{Bag, Lines},
};
use crate::Screen;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratio {
    /// How many were right.
    pub right: u64,
    /// Of how many.
    pub of: u64,
}

impl Ratio {
    /// Counts one more.
    pub fn count(&mut self, right: bool) {
        self.merge(Self { right: right.into(), of: 1 });
    }

    /// Adds what others counted.
    pub fn merge(&mut self, other: Self) {
        self.right = self.right.saturating_add(other.right);
        self.of = self.of.saturating_add(other.of);
    }

    /// In tenths of a percent, rounded down; `None` of none.
    pub fn per_mille(self) -> Option<u64> {
        let mille = u128::from(self.right) * 1000;
        mille.checked_div(self.of.into()).and_then(|mille| u64::try_from(mille).ok())
    }
}

/// What was counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Predictions that could be read without a problem; of all.
    pub valid: Ratio,
    /// Predictions with all lines right and in order; of all.
    pub exact: Ratio,
    /// Of those that predict facts, too, and whose facts are known: with these right as well.
    #[serde(default)]
    pub world: Ratio,
    /// Lines that came or went and were predicted to; of those that were predicted to.
    pub precision: Ratio,
    /// Lines that came or went and were predicted to; of those that truly did.
    pub recall: Ratio,
    /// Lines that stayed and were predicted to; of those that truly did.
    pub retention: Ratio,
    /// Predictions that are on the true screen, whatever its values and states: four of five of
    /// the things on either are on both. Of all.
    pub same_screen: Ratio,
    /// What was predicted where truly nothing changed.
    pub on_nothing: Outcomes,
    /// What was predicted where truly something changed.
    pub on_change: Outcomes,
    /// The anchors, in the order of [`ANCHORS`]; of the predictions where either screen has them.
    pub anchors: [Ratio; ANCHORS.len()],
}

/// A row of the confusion matrix.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcomes {
    /// That nothing changes.
    pub nothing: u64,
    /// That something changes.
    pub change: u64,
    /// Nothing that could be read.
    pub unreadable: u64,
}

impl Tally {
    /// Counts one prediction.
    pub(crate) fn of(previous: &Screen, truth: &Screen, predicted: Predicted<'_>) -> Self {
        let valid = matches!(predicted, Predicted::Valid(_));
        let (old, new) = (Lines::of(previous), Lines::of(truth));
        let (was, is) = (old.bag(), new.bag());
        let told = predicted.screen().map(Lines::of);
        let (came, went, stayed) = (is.without(&was), was.without(&is), was.common(&is));

        let mut tally = Self::default();
        tally.valid.count(valid);
        tally.exact.count(valid && told.as_ref() == Some(&new));
        let changed = (came.len() + went.len()) as u64;
        tally.recall.of = changed;
        tally.retention.of = stayed.len() as u64;
        if let Some(told) = told.as_ref().map(Lines::bag) {
            let (comes, goes) = (told.without(&was), was.without(&told));
            let right = overlap(&came, &comes) + overlap(&went, &goes);
            tally.recall.right = right;
            tally.precision = Ratio { right, of: (comes.len() + goes.len()) as u64 };
            tally.retention.right = overlap(&stayed, &told);
        }
        tally.same_screen.count(predicted.screen().is_some_and(|told| same_screen(truth, told)));
        let row = if old == new { &mut tally.on_nothing } else { &mut tally.on_change };
        match &told {
            Some(told) if *told == old => row.nothing = 1,
            Some(_) => row.change = 1,
            None => row.unreadable = 1,
        }
        let nowhere = Screen::default();
        let told = predicted.screen().unwrap_or(&nowhere);
        for (ratio, anchor) in tally.anchors.iter_mut().zip(ANCHORS) {
            if let Some(agrees) = anchor.agree(truth, told) {
                ratio.count(agrees);
            }
        }
        tally
    }

    /// Counts whether a world is right, of whose facts it is known whether they are.
    pub(super) fn count_world(&mut self, facts: bool) {
        self.world.count(facts && self.exact.right > 0);
    }

    /// Of the predictions that nothing changes, those that are right.
    pub fn nothing_precision(&self) -> Ratio {
        let (right, wrong) = (self.on_nothing.nothing, self.on_change.nothing);
        Ratio { right, of: right.saturating_add(wrong) }
    }

    /// Of the steps that change nothing, those of which that was predicted.
    pub fn nothing_recall(&self) -> Ratio {
        let Outcomes { nothing, change, unreadable } = self.on_nothing;
        Ratio { right: nothing, of: nothing.saturating_add(change).saturating_add(unreadable) }
    }

    /// Predictions counted.
    pub fn cases(&self) -> u64 {
        self.exact.of
    }

    /// Precision and recall of changed lines together, as their harmonic mean.
    pub fn f1(&self) -> Ratio {
        let Self { precision, recall, .. } = self;
        Ratio {
            right: precision.right.saturating_mul(2),
            of: precision.of.saturating_add(recall.of),
        }
    }

    /// Whether anything changes, predicted rightly.
    pub fn no_op(&self) -> Ratio {
        let right = self.on_nothing.nothing.saturating_add(self.on_change.change);
        Ratio { right, of: self.cases() }
    }

    /// Adds what others counted.
    pub fn merge(&mut self, other: &Self) {
        self.valid.merge(other.valid);
        self.exact.merge(other.exact);
        self.world.merge(other.world);
        self.precision.merge(other.precision);
        self.recall.merge(other.recall);
        self.retention.merge(other.retention);
        self.same_screen.merge(other.same_screen);
        self.on_nothing.merge(other.on_nothing);
        self.on_change.merge(other.on_change);
        for (sum, counts) in self.anchors.iter_mut().zip(other.anchors) {
            sum.merge(counts);
        }
    }
}

impl Outcomes {
    fn merge(&mut self, other: Self) {
        self.nothing = self.nothing.saturating_add(other.nothing);
        self.change = self.change.saturating_add(other.change);
        self.unreadable = self.unreadable.saturating_add(other.unreadable);
    }
}

fn overlap(a: &Bag<'_>, b: &Bag<'_>) -> u64 {
    a.common(b).len() as u64
}

/// Whether two screens are the same one: four of five of the things on either are on both.
fn same_screen(a: &Screen, b: &Screen) -> bool {
    let (a, b) = (things(a), things(b));
    let both = a.intersection(&b).count();
    both * 5 >= (a.len() + b.len() - both) * 4
}

/// What is on a screen. Resource ids tell things apart best; where there are none, role and name.
fn things(screen: &Screen) -> BTreeSet<(Option<u8>, &str)> {
    let mut things = BTreeSet::new();
    for node in &screen.nodes {
        let id = node.attribute("res").filter(|id| !id.is_empty());
        things.insert(id.map_or((Some(node.role as u8), node.name.as_str()), |id| (None, id)));
    }
    things
}
