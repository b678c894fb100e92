//! An open world: its walk, its recording, and what can be asked again.

use super::{
    Ask, Open, Phase, World,
    grades::Grades,
    tree::Task,
    walk::{Origin, Walk},
};
use diorama_world::{Action, timeline::Place};
use std::rc::Rc;

/// Steps of the recording that play by themselves when a world is opened.
const INTRO_STEPS: usize = 2;

impl Open {
    /// A world at its start.
    pub(super) fn new(world: Rc<World>) -> Self {
        let walk = Walk::new(&world.scenario, world.keyframe.clone());
        let left = world.trace.as_ref().map_or(0, |trace| trace.steps.len().min(INTRO_STEPS));
        let phase = if left > 0 { Phase::Playing { left } } else { Phase::Idle };
        let (slip, draft, gone, aside) = (None, None, None, None);
        let (link, live, task) = (None, None, Task::Nothing);
        let (futures, grades) = (None, Grades::default());
        Self { world, walk, phase, slip, draft, futures, grades, link, live, task, gone, aside }
    }

    /// Whether a predictor answers now.
    pub fn is_busy(&self) -> bool {
        matches!(self.phase, Phase::Predicting(_) | Phase::Asking { .. })
    }

    /// The recording's next action from here, as it is spelled.
    pub fn next_recorded(&self) -> Option<&str> {
        let count = self.walk.recorded(self.walk.here())?;
        let step = self.world.trace.as_ref()?.steps.get(count)?;
        Some(&step.action)
    }

    /// The recording's next action from here, read against the screen.
    pub fn next_action(&self) -> Option<Action> {
        let screen = self.walk.screen(self.walk.here())?;
        self.world.scenario.dialect.read_action(self.next_recorded()?, screen).ok()
    }

    /// Whether `action` is what the recording does next, however it is spelled.
    pub(super) fn follows(&self, action: &str) -> bool {
        let Some(next) = self.next_recorded() else { return false };
        if next.trim() == action.trim() {
            return true;
        }
        let Some(screen) = self.walk.screen(self.walk.here()) else { return false };
        let read = |text| self.world.scenario.dialect.read_action(text, screen).ok();
        read(next).is_some_and(|next| Some(next) == read(action))
    }

    /// Takes the recording's next step; says whether there was one.
    pub(super) fn follow(&mut self) -> bool {
        let here = self.walk.here();
        let Some(count) = self.walk.recorded(here) else { return false };
        let Some(trace) = &self.world.trace else { return false };
        let Some(step) = trace.steps.get(count) else { return false };
        let origin = Origin::Recorded(count + 1);
        self.walk.append(here, &step.action, &step.observation, &trace.source, origin).is_ok()
    }

    /// The step shown, to be asked for with a seed that no answer to it has had.
    pub fn another(&self) -> Option<Ask> {
        let timeline = self.walk.timeline();
        let here = timeline.current();
        if matches!(self.walk.sight(here).origin, Origin::Edited(_)) {
            return None;
        }
        let step = timeline.step(here)?;
        let seed = self.highest_seed(step.from, &step.action).map_or(0, |seed| seed + 1);
        Some(Ask { from: step.from, action: step.action.clone(), seed })
    }

    /// The highest seed that an answer to an action has had, if there is one.
    pub(super) fn highest_seed(&self, from: Place, action: &str) -> Option<u64> {
        let timeline = self.walk.timeline();
        let seed = |child: Place| match &self.walk.sight(child).origin {
            Origin::Predicted(it) if timeline.step(child)?.action == action => Some(it.seed),
            _ => None,
        };
        let drawn = self.futures.as_ref().and_then(|it| it.highest_seed(from, action));
        timeline.children(from).filter_map(seed).max().max(drawn)
    }
}
