//! How a walk compares with what truly follows the same actions.

use crate::{
    Dialect, Facts, Screen,
    metrics::{Beside, Predicted, Ratio, Tally, read},
};
use serde::{Deserialize, Serialize};

/// What was counted over the steps of a walk.
///
/// The same actions are done in the world and in the true one. A step is right if what is told after
/// it is what is truly told, so a world that once went astray stays wrong until both meet again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// Observations that are right in all lines and their order; of all. Beside it how often nothing
    /// truly changed, which is what predicting no change would get.
    pub exact: Beside<Ratio>,
    /// Lines that truly came or went at a step, and those that did by the prediction, measured from
    /// the true observation before: the two times those in both, of all (the F1 measure).
    pub changed: Ratio,
    /// Steps with observation and hidden state right; of those whose hidden state is predicted.
    pub world: Ratio,
}

/// What is shown after an action.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The observation.
    pub observation: &'a str,
    /// The hidden state, where it is known.
    pub facts: Option<&'a Facts>,
    /// Whether the predictor came to an end.
    pub whole: bool,
}

impl Score {
    /// Compares step by step: what a predictor showed with what truly was to be seen. Both begin
    /// with `first`, and both are taken as their texts tell them, so that a dialect that leaves
    /// something unsaid leaves it unsaid on both sides.
    pub fn of<'a>(
        dialect: Dialect,
        first: &str,
        steps: impl IntoIterator<Item = (Shown<'a>, Shown<'a>)>,
    ) -> Self {
        let start = dialect.read(first, false).screen;
        let (mut predicted, mut truth) = (start.clone(), start);
        let mut score = Self::default();
        for (told, true_one) in steps {
            let (next, valid) = read(dialect, told.observation, &predicted);
            let (after, _) = read(dialect, true_one.observation, &truth);
            score.add(
                &truth,
                &after,
                if valid && told.whole {
                    Predicted::Valid(&next)
                } else {
                    Predicted::Faulty(&next)
                },
                told.facts.zip(true_one.facts),
            );
            (predicted, truth) = (next, after);
        }
        score
    }

    fn add(
        &mut self,
        before: &Screen,
        truth: &Screen,
        predicted: Predicted<'_>,
        facts: Option<(&Facts, &Facts)>,
    ) {
        let tally = Tally::of(before, truth, predicted);
        let copy = Tally::of(before, truth, Predicted::Valid(before));
        self.exact.predictor.merge(tally.exact);
        self.exact.copy.merge(copy.exact);
        self.changed.merge(tally.f1());
        if let Some((told, true_ones)) = facts {
            self.world.count(told == true_ones && tally.exact.right > 0);
        }
    }
}
