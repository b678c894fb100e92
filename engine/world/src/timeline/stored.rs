//! A timeline as it is written down.

use super::{MAX_STEPS, Place, Step, Timeline, TimelineError, one_line};
use serde::{Deserialize, Serialize};

/// A timeline as it is written down. Removed steps leave a gap, so that places keep their numbers.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stored {
    steps: Vec<Option<Step>>,
    current: Place,
}

impl From<Timeline> for Stored {
    fn from(timeline: Timeline) -> Self {
        Self { steps: timeline.steps, current: timeline.current }
    }
}

impl Timeline {
    /// A timeline of steps in order of creation, `None` where one was removed, and the place where the
    /// person is.
    pub fn of_steps(steps: Vec<Option<Step>>, current: Place) -> Result<Self, TimelineError> {
        Stored { steps, current }.try_into()
    }
}

impl TryFrom<Stored> for Timeline {
    type Error = TimelineError;

    fn try_from(stored: Stored) -> Result<Self, TimelineError> {
        if stored.steps.len() > MAX_STEPS {
            return Err(TimelineError::Full);
        }
        let next = vec![None; stored.steps.len() + 1];
        let mut timeline = Self { steps: Vec::new(), current: Place::START, next };
        for (i, mut step) in stored.steps.into_iter().enumerate() {
            if let Some(step) = &mut step {
                // The steps so far are those it may follow: step i leads to place i + 1.
                timeline.check(step.from)?;
                timeline.next[step.from.0] = Some(Place(i + 1));
                step.name = one_line(&step.name);
            }
            timeline.steps.push(step);
        }
        timeline.jump(stored.current)?;
        Ok(timeline)
    }
}
