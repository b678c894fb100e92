//! Running a link live: its actions again, from the start, with the predictor there is.

use super::{
    Ask, Effect, Phase, State,
    links::SIGNATURE,
    walk::{Kind, Origin},
};
use crate::page::say::say_with;
use crate::protocol::truth::Deed;
use diorama_world::timeline::Place;
use std::rc::Rc;

/// A link's walk being done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// All that was done in it.
    pub deeds: Rc<[Deed]>,
    /// How much of it was asked for or applied, the action under way included.
    pub asked: usize,
    /// Where the newest action was done.
    from: Place,
}

impl State {
    /// Begins to do a link's walk again.
    pub(super) fn run_live(&mut self) -> Vec<Effect> {
        let Some(open) = self.open_mut().filter(|open| !open.is_busy()) else { return Vec::new() };
        let Some(link) = &open.link else { return Vec::new() };
        let deeds = Rc::clone(&link.deeds);
        if deeds.is_empty() || !open.walk.jump(Place::START) {
            return Vec::new();
        }
        open.live = Some(Live { deeds, asked: 0, from: Place::START });
        self.next_live()
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
        let newest = live.asked.checked_sub(1).and_then(|at| live.deeds.get(at));
        let answered = open.walk.timeline().step(here).is_some_and(|step| {
            let done = matches!(newest, Some(Deed::Act(action)) if *action == step.action);
            step.from == live.from && done
        });
        let sight = open.walk.sight(here);
        // Stopped, unreadable, or the link's own step: nothing to go on from.
        let good = matches!(sight.kind(), Kind::Predicted | Kind::Reference)
            && !matches!(sight.origin, Origin::Linked(_));
        if answered && good {
            return self.next_live();
        }
        let (count, all) = (live.asked, live.deeds.len());
        open.live = None;
        self.said =
            say_with("{1} Running live ended at action {2} of {3}.", &[&self.said, &count, &all]);
        Vec::new()
    }

    /// Applies the edits that come next, and asks for the action after them.
    fn next_live(&mut self) -> Vec<Effect> {
        let Some(open) = self.open_mut() else { return Vec::new() };
        loop {
            let Some(live) = &mut open.live else { return Vec::new() };
            let here = open.walk.here();
            let next = live.deeds.get(live.asked).cloned();
            live.asked += 1;
            live.from = here;
            match next {
                Some(Deed::Act(action)) => return self.ask(Ask { from: here, action, seed: 0 }),
                Some(Deed::Edit(edit)) => {
                    let scenario = &open.world.scenario;
                    if open.walk.edit(scenario, here, *edit, SIGNATURE).is_err() {
                        // The timeline is full, and says so with the next action.
                        open.live = None;
                    }
                }
                None => {
                    let all = live.deeds.len();
                    open.live = None;
                    self.said = say_with("{1} All {2} actions were run live.", &[&self.said, &all]);
                    return Vec::new();
                }
            }
        }
    }
}
