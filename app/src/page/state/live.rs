//! Running a link live: its actions again, from the start, with the predictor there is.

use super::{
    Ask, Effect, Phase, State,
    walk::{Kind, Origin},
};
use diorama_world::timeline::Place;
use std::rc::Rc;

/// A link's actions being done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// All of them.
    pub actions: Rc<[String]>,
    /// How many were asked for, the one under way included.
    pub asked: usize,
    /// Where the newest was done.
    from: Place,
}

impl State {
    /// Begins to do a link's actions again.
    pub(super) fn run_live(&mut self) -> Vec<Effect> {
        let Some(open) = self.open_mut().filter(|open| !open.is_busy()) else { return Vec::new() };
        let Some(link) = &open.link else { return Vec::new() };
        let actions = Rc::clone(&link.actions);
        let Some(first) = actions.first().cloned() else { return Vec::new() };
        open.live = Some(Live { actions, asked: 1, from: Place::START });
        self.ask(Ask { from: Place::START, action: first, seed: 0 })
    }

    /// Goes on with the next action once the last one was answered, and lets go where it was not: it
    /// was stopped, it failed, or the person went elsewhere.
    pub(super) fn go_on_live(&mut self) -> Vec<Effect> {
        let Some(open) = self.open_mut() else { return Vec::new() };
        let Some(live) = &open.live else { return Vec::new() };
        match open.phase {
            Phase::Waiting(_) | Phase::Asking { .. } | Phase::Predicting(_) => return Vec::new(),
            Phase::Failed { .. } | Phase::Playing { .. } => {
                open.live = None;
                return Vec::new();
            }
            Phase::Idle => {}
        }
        let here = open.walk.here();
        let answered = open.walk.timeline().step(here).is_some_and(|step| {
            step.from == live.from && Some(&step.action) == live.actions.get(live.asked - 1)
        });
        let sight = open.walk.sight(here);
        // Stopped, unreadable, or the link's own step: nothing to go on from.
        let good = matches!(sight.kind(), Kind::Predicted | Kind::Reference)
            && !matches!(sight.origin, Origin::Linked(_));
        let next = live.actions.get(live.asked).filter(|_| answered && good).cloned();
        let Some(action) = next else {
            let (count, all) = (live.asked, live.actions.len());
            open.live = None;
            if answered && good {
                self.said = format!("{} All {all} actions were run live.", self.said);
            } else {
                self.said = format!("{} Running live ended at action {count} of {all}.", self.said);
            }
            return Vec::new();
        };
        if let Some(live) = &mut open.live {
            live.asked += 1;
            live.from = here;
        }
        self.ask(Ask { from: here, action, seed: 0 })
    }
}
