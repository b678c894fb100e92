//! Steps that are taken by themselves: along the branch, and on along the recording it follows.

use super::Task;
use crate::page::say::{say, to_say};
use crate::page::state::{Effect, Open, Phase, State, walk::Way};

/// How fast a branch plays by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Pace {
    Slow,
    #[default]
    Normal,
    Fast,
}

impl Pace {
    /// All of them, slowest first.
    pub const ALL: [Self; 3] = [Self::Slow, Self::Normal, Self::Fast];

    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Slow => to_say("slow"),
            Self::Normal => to_say("normal"),
            Self::Fast => to_say("fast"),
        }
    }

    /// Time between two steps in milliseconds; normally long enough to read what changed.
    fn milliseconds(self) -> u32 {
        match self {
            Self::Slow => 3200,
            Self::Normal => 1600,
            Self::Fast => 700,
        }
    }
}

impl State {
    /// The next step's turn comes after a pause.
    pub(in crate::page::state) fn tick_later(&self) -> Vec<Effect> {
        vec![Effect::TickAfter(self.pace.milliseconds())]
    }

    /// Plays from here to the end of the branch, from the start if that is here; or pauses.
    pub(super) fn autoplay(&mut self) -> Vec<Effect> {
        let Some(open) = self.open_mut().filter(|open| !open.is_busy()) else { return Vec::new() };
        if matches!(open.phase, Phase::Playing { .. }) {
            open.phase = Phase::Idle;
            self.said = say("Paused.").into();
            return Vec::new();
        }
        if !matches!(open.task, Task::Comparing(_)) {
            open.task = Task::Nothing;
        }
        if open.ahead() > 0 {
            open.phase = Phase::Playing { left: open.ahead() };
            return self.tick();
        }
        self.walk(Way::First);
        let Some(open) = self.open_mut().filter(|open| open.ahead() > 0) else {
            return Vec::new();
        };
        open.phase = Phase::Playing { left: open.ahead() };
        self.tick_later()
    }

    /// The turn of the next step has come.
    pub(in crate::page::state) fn tick(&mut self) -> Vec<Effect> {
        let Some(open) = self.open_mut() else { return Vec::new() };
        let Phase::Playing { left } = open.phase else { return Vec::new() };
        open.phase = Phase::Idle;
        if !open.advance() {
            return Vec::new();
        }
        let left = left.saturating_sub(1);
        if left > 0 {
            open.phase = Phase::Playing { left };
        }
        self.announce();
        if left > 0 { self.tick_later() } else { Vec::new() }
    }
}

impl Open {
    /// Steps that can be taken from here without asking anyone.
    pub fn ahead(&self) -> usize {
        if let Task::Comparing(compare) = &self.task {
            return compare.ahead(&self.walk);
        }
        let timeline = self.walk.timeline();
        let branch = timeline.branch(self.walk.here());
        let end = branch.last().copied().unwrap_or_default();
        let recorded = self.walk.recorded(end).zip(self.world.trace.as_ref());
        let more = recorded.map_or(0, |(count, trace)| trace.steps.len().saturating_sub(count));
        branch.len() - timeline.path(self.walk.here()).len() + more
    }

    /// Takes the next step along the branch, else along the recording; says whether there was one.
    pub(in crate::page::state) fn advance(&mut self) -> bool {
        if let Task::Comparing(compare) = &mut self.task {
            let moved = compare.walk(&self.walk, Way::On);
            self.stand_left();
            return moved;
        }
        if self.walk.redo() {
            return true;
        }
        // A step that is taken anew may be one that was deleted.
        self.gone = None;
        self.follow()
    }
}
