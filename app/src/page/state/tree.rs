//! What a person does with the tree of steps: walking and playing it, naming, pinning and deleting
//! steps, forking, comparing.

mod play;

pub use super::walk::Way;
use crate::page::say::{say, say_with};
pub use play::Pace;

use super::{Effect, Msg, Open, Phase, State, compare::Compare, msg::Spot};
use diorama_world::timeline::Place;

/// Something done with the tree of steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// Walk it.
    Walk(Way),
    /// Let it play by itself from here, or pause.
    Autoplay,
    /// How fast it plays by itself.
    Pace(Pace),
    /// Pin the step shown, or let it go.
    Pin,
    /// Begin to name the step shown.
    Rename,
    /// Name it.
    Name(String),
    /// Go back to where the step shown was done, to do something else there.
    Fork,
    /// Delete the step shown and all that follow; more than one only when told so.
    Delete,
    /// Yes, all of them.
    DeleteAll,
    /// Put back what was deleted last.
    Restore,
    /// Compare what is shown with another place, or leave that.
    Compare,
    /// Swap the two that are compared.
    Swap,
    /// Let go of what was begun.
    Leave,
}

impl Move {
    /// Whether it is about two steps beside each other, which the second part of the page puts there.
    pub(super) fn is_of_two(&self) -> bool {
        matches!(self, Self::Compare | Self::Swap)
    }
}

/// What a person has begun with the step shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Task {
    /// Nothing.
    #[default]
    Nothing,
    /// Naming it.
    Naming,
    /// Deleting it and others: asked whether they may go.
    Deleting {
        /// How many steps would go.
        steps: usize,
        /// How many of them are pinned.
        pinned: usize,
    },
    /// Doing something else where it was done; its action stands in the action line meanwhile.
    Forking(String),
    /// Comparing it with another.
    Comparing(Compare),
}

/// How far a message reaches into what goes on with the tree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// It leaves all of it alone.
    None,
    /// It pauses what plays.
    Pauses,
    /// It also ends what was begun, except comparing.
    Walks,
    /// It ends all of it, and what was deleted is gone for good.
    Acts,
}

fn reach(msg: &Msg) -> Reach {
    match msg {
        Msg::Do(_) | Msg::Say(_) | Msg::Resample | Msg::Play | Msg::Apply => Reach::Acts,
        Msg::Undo | Msg::Redo | Msg::Visit(_) | Msg::Tree(Move::Walk(_)) => Reach::Walks,
        Msg::Tree(Move::Autoplay | Move::Pace(_)) => Reach::None,
        Msg::Tree(_) | Msg::Over(_) => Reach::Pauses,
        _ => Reach::None,
    }
}

impl State {
    /// Lets go of what a message ends.
    pub(super) fn let_go(&mut self, msg: &Msg) {
        let reach = reach(msg);
        let Some(open) = self.open_mut() else { return };
        if reach != Reach::None && matches!(open.phase, Phase::Playing { .. }) {
            open.phase = Phase::Idle;
        }
        let compares = matches!(open.task, Task::Comparing(_));
        if reach == Reach::Acts || (reach == Reach::Walks && !compares) {
            open.task = Task::Nothing;
        }
        if reach == Reach::Acts {
            open.gone = None;
        }
    }

    pub(super) fn tree(&mut self, it: Move) -> Vec<Effect> {
        match it {
            Move::Walk(way) => return self.walk(way),
            Move::Autoplay => return self.autoplay(),
            Move::Pace(pace) => self.pace = pace,
            Move::Leave => return self.leave(),
            it => return self.with_open(|open| open.take(it)),
        }
        Vec::new()
    }

    /// Has something done to the open world while nobody answers there, which gives a sentence to say,
    /// and effects.
    pub(super) fn with_open(
        &mut self,
        what: impl FnOnce(&mut Open) -> (Option<String>, Vec<Effect>),
    ) -> Vec<Effect> {
        let Some(open) = self.open_mut().filter(|open| !open.is_busy()) else { return Vec::new() };
        let (said, effects) = what(open);
        if let Some(said) = said {
            self.said = said;
        }
        effects
    }

    /// Walks the tree one way. What waited, failed or played by itself is let go; a prediction
    /// goes on and comes back to its own place.
    pub(super) fn walk(&mut self, way: Way) -> Vec<Effect> {
        self.go(|open| {
            if let Task::Comparing(compare) = &mut open.task {
                compare.walk(&open.walk, way);
            } else if let Some(to) = open.walk.toward(open.walk.here(), way) {
                open.visit(to);
            }
        })
    }

    /// Goes to a place; where two are compared, that is the other one from now on.
    pub(super) fn visit(&mut self, place: Place) -> Vec<Effect> {
        self.go(|open| match &mut open.task {
            Task::Comparing(compare) => compare.choose(&open.walk, place),
            _ => open.visit(place),
        })
    }

    fn go(&mut self, go: impl FnOnce(&mut Open)) -> Vec<Effect> {
        if let Some(open) = self.open_mut()
            && !open.is_busy()
        {
            open.phase = Phase::Idle;
            open.slip = None;
            let before = (open.walk.here(), open.task.clone());
            go(open);
            open.stand_left();
            if (open.walk.here(), &open.task) != (before.0, &before.1) {
                self.announce();
            }
        }
        Vec::new()
    }

    /// Lets go of what was begun.
    fn leave(&mut self) -> Vec<Effect> {
        let Some(open) = self.open_mut() else { return Vec::new() };
        let left = std::mem::take(&mut open.task);
        if matches!(left, Task::Comparing(_)) {
            self.announce();
        }
        vec![Effect::Focus(Spot::Step)]
    }

    /// Escape: lets go of what was begun, else stops what is under way.
    pub(super) fn escape(&mut self) -> Vec<Effect> {
        let begun = self.open().is_some_and(|open| open.task != Task::Nothing);
        if begun { self.leave() } else { self.stop() }
    }
}

impl Open {
    /// Goes to a place, and remembers one on another branch that is left.
    pub(super) fn visit(&mut self, place: Place) {
        let left = self.walk.here();
        let parting = self.walk.parting(left, place);
        if self.walk.jump(place) && parting != left && parting != place {
            self.aside = Some(left);
        }
    }

    /// Whoever compares stands at the left one.
    pub(super) fn stand_left(&mut self) {
        if let Task::Comparing(compare) = &self.task {
            self.walk.jump(compare.left.at);
        }
    }

    /// Carries out what needs nothing but the open world: a sentence to say, and effects.
    fn take(&mut self, it: Move) -> (Option<String>, Vec<Effect>) {
        let here = self.walk.here();
        let to_step = || vec![Effect::Focus(Spot::Step)];
        match it {
            Move::Pin => {
                let pinned = !self.walk.is_pinned(here);
                let done = self.walk.pin(here, pinned);
                let word = if pinned { say("Pinned") } else { say("No longer pinned") };
                (done.then(|| format!("{word}: {}.", self.walk.name(here))), Vec::new())
            }
            Move::Rename if here != Place::START => {
                self.task = Task::Naming;
                (None, Vec::new())
            }
            Move::Name(name) => {
                self.task = Task::Nothing;
                let done = self.walk.rename(here, &name);
                (done.then(|| say_with("Named: {1}.", &[&self.walk.name(here)])), to_step())
            }
            Move::Fork => {
                let done = self.walk.timeline().step(here).map(|it| (it.from, it.action.clone()));
                let (from, action) = done.unwrap_or_default();
                self.phase = Phase::Idle;
                self.visit(from);
                self.task = Task::Forking(action);
                let said = say_with("At {1}. Do something else here.", &[&self.walk.told(from)]);
                (Some(said), vec![Effect::Focus(Spot::Line)])
            }
            Move::Delete if here != Place::START => {
                let gone = self.walk.timeline().onward(here);
                let pinned = gone.iter().filter(|place| self.walk.is_pinned(**place)).count();
                if gone.len() > 1 || pinned > 0 {
                    self.task = Task::Deleting { steps: gone.len(), pinned };
                    return (None, Vec::new());
                }
                (self.delete(here), to_step())
            }
            Move::DeleteAll if matches!(self.task, Task::Deleting { .. }) => {
                (self.delete(here), to_step())
            }
            Move::Restore => (self.restore(), to_step()),
            _ => (None, Vec::new()),
        }
    }

    /// Deletes a step and all that follow it, and says so.
    fn delete(&mut self, place: Place) -> Option<String> {
        self.task = Task::Nothing;
        let gone = self.walk.remove(place)?;
        self.phase = Phase::Idle;
        self.slip = None;
        self.aside = self.aside.filter(|aside| self.walk.timeline().has(*aside));
        let gone_now = steps(gone.count());
        let here = self.walk.told(self.walk.here());
        let said = say_with("Deleted {1}; u puts back. Now at {2}.", &[&gone_now, &here]);
        self.gone = Some(gone);
        Some(said)
    }

    /// Puts back what was deleted last, and says so.
    fn restore(&mut self) -> Option<String> {
        let gone = self.gone.take()?;
        let said = say_with("{1} put back.", &[&steps(gone.count())]);
        self.task = Task::Nothing;
        self.phase = Phase::Idle;
        self.walk.restore(gone).then_some(said)
    }

    /// What is compared, in a sentence.
    pub(super) fn comparison(&self) -> Option<String> {
        let Task::Comparing(compare) = &self.task else { return None };
        let verdict = compare.verdict(self.world.scenario.domain.is_drawn());
        let told = |place| self.walk.told(place);
        Some(say_with(
            "{1}: {2} and {3}.",
            &[&verdict, &told(compare.left.at), &told(compare.right.at)],
        ))
    }
}

/// `1 step`, `3 steps`.
pub fn steps(count: usize) -> String {
    if count == 1 { say("1 step").to_owned() } else { say_with("{1} steps", &[&count]) }
}

#[cfg(test)]
mod tests;
